//! The endpoints by which tests control the service.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::clock::Clock;
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use crate::app_state::AppState;
use crate::consumer;

/// The maximum of one move, in seconds: 366 days, as for every period of the settings.
const MAX_SECONDS: u32 = 366 * 24 * 60 * 60;

/// The body of a move.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    /// The number of seconds.
    advance: u32,
}

/// Handles `POST /_local/settle`: answers when the emails and signals of all earlier requests are sent.
pub(crate) async fn settle(State(site): State<Arc<AppState>>) -> StatusCode {
    consumer::settle(&site.consumers).await;
    StatusCode::NO_CONTENT
}

/// Handles `POST /_local/clock`, which moves the clock of the service forward.
pub(crate) async fn advance(State(site): State<Arc<AppState>>, body: Bytes) -> Response {
    let Some(clock) = &site.movable_clock else {
        let reason = "The clock moves only with --memory, because other data outlives the process.\n";
        return (StatusCode::CONFLICT, reason).into_response();
    };
    let Some(Move { advance }) = serde_json::from_slice(&body).ok().filter(|by: &Move| by.advance <= MAX_SECONDS)
    else {
        let reason = format!("The body must be {{\"advance\": SECONDS}} with a whole number up to {MAX_SECONDS}.\n");
        return (StatusCode::UNPROCESSABLE_ENTITY, reason).into_response();
    };
    clock.advance(advance);
    Json(json!({ "now": clock.now() })).into_response()
}
