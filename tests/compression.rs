//! The compression of answers.

use std::io::Read;

use flate2::read::GzDecoder;
use reqwest::{Method, RequestBuilder, Response};

use crate::support::{BROWSER, PASSWORD, Service};

const ENCODINGS: &str = "gzip, deflate, br, zstd";

async fn send(request: RequestBuilder) -> Response {
    request.header("accept", BROWSER).header("accept-encoding", ENCODINGS).send().await.unwrap()
}

fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn compressed_answer_is_the_same_and_smaller() {
    let service = Service::start().await;
    for path in ["/register/style.css", "/register/form.js", "/activate/resend", "/activate/complete"] {
        let plain = service.get(path).await.body;
        let answer = send(service.request(Method::GET, path)).await;
        assert_eq!(header(&answer, "content-encoding"), "gzip", "{path}");
        assert!(header(&answer, "vary").contains("accept-encoding"), "{path}");
        let length: usize = header(&answer, "content-length").parse().unwrap();
        let body = answer.bytes().await.unwrap();
        assert_eq!(body.len(), length, "{path}");
        assert!(length < plain.len() * 2 / 3, "{path}: {length} of {}", plain.len());
        let mut decoded = String::new();
        GzDecoder::new(&*body).read_to_string(&mut decoded).unwrap();
        assert_eq!(decoded, plain, "{path}");
    }
}

#[tokio::test]
async fn head_has_length_of_compressed_answer() {
    let service = Service::start().await;
    for path in ["/register/style.css", "/activate/resend"] {
        let get = send(service.request(Method::GET, path)).await;
        let head = send(service.request(Method::HEAD, path)).await;
        for name in ["content-length", "content-encoding", "vary", "etag"] {
            assert_eq!(header(&get, name), header(&head, name), "{path} {name}");
        }
    }
}

#[tokio::test]
async fn answer_with_possible_secret_is_not_compressed() {
    let service = Service::start().await;
    let with_cookie = service.request(Method::GET, "/register").header("cookie", "a=b");
    let fields = [("username", "ann"), ("email", "nobody"), ("password", PASSWORD)];
    let refused = service.request(Method::POST, "/register").form(&fields);
    let file = service.request(Method::GET, "/register/style.css").header("cookie", "a=b");
    assert_eq!(header(&send(file).await, "content-encoding"), "gzip", "a file has no secret");
    for (request, status) in [(with_cookie, 200), (refused, 422)] {
        let answer = send(request).await;
        assert_eq!((answer.status().as_u16(), header(&answer, "content-encoding")), (status, ""));
        assert!(answer.text().await.unwrap().len() > 1024);
    }
}

#[tokio::test]
async fn small_or_unwanted_compression_is_left_out() {
    let service = Service::start().await;
    assert_eq!(header(&send(service.request(Method::GET, "/register/allowed")).await, "content-encoding"), "");
    for encodings in ["", "br", "gzip;q=0", "identity"] {
        let request = service.request(Method::GET, "/register/style.css").header("accept-encoding", encodings);
        let answer = request.send().await.unwrap();
        assert_eq!(header(&answer, "content-encoding"), "", "{encodings:?}");
        assert!(answer.text().await.unwrap().starts_with("/*"), "{encodings:?}");
    }
}
