//! Servers of the tests, between the functions and the services.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Response};
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
pub(super) async fn forward_request(http: &Client, url: &str, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let answer = http.post(url).headers(headers).body(body).send().await.unwrap();
    let mut response = Response::builder().status(answer.status());
    *response.headers_mut().unwrap() = answer.headers().clone();
    response.body(Body::from(answer.bytes().await.unwrap())).unwrap()
}
