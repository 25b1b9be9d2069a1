//! AWS services whose errors repeat what was sent to them, as those of DynamoDB and SES can.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode, Uri};
use axum::response::IntoResponse;
use reqwest::Client;
use serde_json::{Value, json};

use super::Service;
use super::server::{forward_request, serve};

/// The variable of each service's endpoint.
const ENDPOINTS: [&str; 3] = ["AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_SESV2", "AWS_ENDPOINT_URL_EVENTBRIDGE"];

/// Proxies in front of DynamoDB, SES and EventBridge, each of which can fail.
pub(crate) struct LeakyAws([Proxy; 3]);

#[derive(Clone, Default)]
struct Proxy {
    upstream: Arc<OnceLock<String>>,
    http: Client,
    fails: Arc<AtomicBool>,
}

impl Service {
    /// Starts a service with these settings, whose calls can fail with errors that have the request in them.
    pub(crate) async fn with_leaky_aws(variables: &[(&str, &str)]) -> (Self, LeakyAws) {
        let proxies: [Proxy; 3] = std::array::from_fn(|_| Proxy::default());
        let mut urls = Vec::new();
        for proxy in &proxies {
            urls.push(serve(Router::new().fallback(forward).with_state(proxy.clone())).await);
        }
        let urls: Vec<_> = ENDPOINTS.into_iter().zip(urls.iter().map(String::as_str)).collect();
        let service = Self::with(&[&urls, variables].concat()).await;
        // A variable that no test overrides has the engine's URL.
        let engine = service.local.environment()["AWS_ENDPOINT_URL_DYNAMODB_STREAMS"].clone();
        let of_local = |path: &str| format!("{}/_local/{path}", service.local.url());
        for (proxy, upstream) in proxies.iter().zip([engine, of_local("ses"), of_local("eventbridge")]) {
            proxy.upstream.set(upstream).unwrap();
        }
        (service, LeakyAws(proxies))
    }
}

impl LeakyAws {
    /// Lets DynamoDB, SES and EventBridge fail or work.
    pub(crate) fn fail(&self, fails: [bool; 3]) {
        for (proxy, fails) in self.0.iter().zip(fails) {
            proxy.fails.store(fails, Ordering::Relaxed);
        }
    }
}

async fn forward(State(proxy): State<Proxy>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response<Body> {
    if proxy.fails.load(Ordering::Relaxed) {
        return error(&headers, &body);
    }
    let path = if uri.path() == "/" { "" } else { uri.path() };
    forward_request(&proxy.http, &format!("{}{path}", proxy.upstream.get().unwrap()), headers, body).await
}

/// Builds an error that no retry resolves. It has the whole request as far as the service's errors can have it.
fn error(headers: &HeaderMap, body: &Bytes) -> Response<Body> {
    let target = headers.get("x-amz-target").map_or("", |target| target.to_str().unwrap());
    let request: Value = serde_json::from_slice(body).unwrap();
    let (code, mut document) = if target.ends_with("TransactWriteItems") {
        let items = request["TransactItems"].as_array().unwrap().iter();
        let reasons: Vec<_> = items
            .map(|item| {
                let part = item.as_object().unwrap().values().next().unwrap();
                let item = part.get("Item").or(part.get("ExpressionAttributeValues")).unwrap_or(&part["Key"]);
                json!({ "Code": "ValidationError", "Message": format!("wrong: {item}"), "Item": item })
            })
            .collect();
        ("TransactionCanceledException", json!({ "Message": "Transaction cancelled", "CancellationReasons": reasons }))
    } else if target.is_empty() {
        let to = &request["Destination"]["ToAddresses"];
        let message = format!("Email address is not verified. The following identities failed the check: {to}");
        ("MessageRejected", json!({ "message": message }))
    } else {
        ("ValidationException", json!({ "message": "The request is not valid", "request": request }))
    };
    document["__type"] = code.into();
    let headers = [("content-type", "application/x-amz-json-1.0"), ("x-amzn-errortype", code)];
    (StatusCode::BAD_REQUEST, headers, document.to_string()).into_response()
}
