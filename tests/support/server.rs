//! Servers of the tests, between the functions and the services.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Response, header};
use reqwest::Client;
use tokio::net::TcpListener;

/// Serves on a free port until the test's runtime ends. Returns the URL.
pub(crate) async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

/// Forwards a request to `url`, and returns the response.
pub(crate) async fn forward_request(http: &Client, url: &str, headers: HeaderMap, body: Bytes) -> Response<Body> {
    // Of the calls to AWS only those by GET have no body.
    let method = if body.is_empty() { Method::GET } else { Method::POST };
    let answer = http.request(method, url).headers(headers).body(body).send().await.unwrap();
    let mut response = Response::builder().status(answer.status());
    let headers = response.headers_mut().unwrap();
    *headers = answer.headers().clone();
    // The body has a length here, although DynamoDB Local sends a long one in chunks.
    headers.remove(header::TRANSFER_ENCODING);
    response.body(Body::from(answer.bytes().await.unwrap())).unwrap()
}
