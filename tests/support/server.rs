//! What the tests serve themselves, between the functions and what they call.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Response};
use reqwest::Client;
use tokio::net::TcpListener;

/// Serves on a free port until the runtime of its test ends; the URL.
pub(crate) async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

/// Posts what came on to `url`, and gives what was answered.
pub(super) async fn forward_request(http: &Client, url: &str, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let answer = http.post(url).headers(headers).body(body).send().await.unwrap();
    let mut response = Response::builder().status(answer.status());
    *response.headers_mut().unwrap() = answer.headers().clone();
    response.body(Body::from(answer.bytes().await.unwrap())).unwrap()
}
