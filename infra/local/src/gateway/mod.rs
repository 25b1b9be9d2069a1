//! API Gateway: requests become events, and functions' answers become responses.

mod event;
mod response;
mod routes;
mod template;

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;
use serde_json::json;

use crate::app_state::AppState;
use response::Answer;
use routes::route;

/// The maximum size of a body in API Gateway.
pub(crate) const MAX_BODY_BYTES: usize = 10 * 1024 * 1024;

/// Invokes the function of the route that a request matches.
pub(crate) async fn handle(
    State(site): State<Arc<AppState>>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    parts: Parts,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let body = match body {
        Ok(body) => body,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return message(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large");
        }
        Err(_) => return message(StatusCode::BAD_REQUEST, "Bad Request"),
    };
    let route = route(parts.method.as_str(), parts.uri.path());
    let function = route.function;
    let id = site.random.ulid(site.clock.now()).to_string();
    let event = event::event(&route, &parts, &body, client.ip(), site.clock.now(), &id);
    // A task of its own, because a function continues when the client disconnects.
    let functions = Arc::clone(&site.functions);
    let invocation = tokio::spawn(async move { functions.invoke(function, event).await });
    let answered = match invocation.await {
        Ok(Ok(answer)) => Answer::parse(answer).map_err(|error| Box::new(error) as Box<dyn Error + Send + Sync>),
        Ok(Err(error)) => Err(error.into()),
        Err(error) => Err(error.into()),
    };
    match answered {
        Ok(answer) => answer.into_response(),
        Err(error) => {
            tracing::error!(%function, request = id, error = &*error as &dyn Error, "the function gave no answer");
            message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
        }
    }
}

/// Builds an error response of API Gateway itself.
fn message(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "message": message }))).into_response()
}
