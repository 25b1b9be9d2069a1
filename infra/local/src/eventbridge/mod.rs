//! EventBridge's `PutEvents`: accepted events go into the event log.

mod entry;
mod log;

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::app_state::AppState;
use crate::ledger::{LedgerError, List};
pub(crate) use entry::{DEFAULT_BUS, bus_name};
use entry::{check, size};

pub(crate) use log::LoggedEvent;

/// The only supported operation.
const PUT_EVENTS: &str = "AWSEvents.PutEvents";
/// The maximum number of entries of a request.
const ENTRIES: usize = 10;
/// The maximum size of a request's entries.
///
/// An entry must also fit in one item of the ledger.
const BYTES: usize = 256 * 1024;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PutEvents {
    entries: Vec<Map<String, Value>>,
}

/// Handles `PutEvents`. Accepted events are on disk before the answer.
pub(crate) async fn put_events(
    State(site): State<Arc<AppState>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, EventBridgeApiError> {
    if headers.get("x-amz-target").is_none_or(|target| target != PUT_EVENTS) {
        return Err(EventBridgeApiError::Operation);
    }
    let request: PutEvents = serde_json::from_slice(&body)?;
    limit(&request.entries)?;
    let mut answers = Vec::new();
    let mut failed = 0;
    for entry in request.entries {
        if let Err(rejection) = check(&entry, site.variables.event_bus()) {
            failed += 1;
            answers.push(json!({ "ErrorCode": rejection.code(), "ErrorMessage": rejection.to_string() }));
            continue;
        }
        let id = site.ledger.next_id();
        let logged = LoggedEvent { id: id.to_string(), put_at: site.clock.now(), entry };
        site.ledger.add(List::Event, id, &logged).await?;
        tracing::info!(kind = logged.text("DetailType"), "an event was logged");
        answers.push(json!({ "EventId": logged.id }));
    }
    Ok(Json(json!({ "FailedEntryCount": failed, "Entries": answers })).into_response())
}

fn limit(entries: &[Map<String, Value>]) -> Result<(), EventBridgeApiError> {
    if entries.is_empty() || entries.len() > ENTRIES {
        return Err(EventBridgeApiError::Count(entries.len()));
    }
    if entries.iter().map(size).sum::<usize>() > BYTES {
        return Err(EventBridgeApiError::TooLong);
    }
    Ok(())
}

/// The reason why a whole request is rejected.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EventBridgeApiError {
    #[error("the only supported operation is {PUT_EVENTS}")]
    Operation,
    #[error("the body is not a PutEvents request: {0}")]
    Malformed(#[from] serde_json::Error),
    #[error("a request has 1 to {ENTRIES} entries, not {0}")]
    Count(usize),
    #[error("Total size of the entries in the request is over the limit.")]
    TooLong,
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl EventBridgeApiError {
    fn code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::Operation => (StatusCode::BAD_REQUEST, "UnknownOperationException"),
            Self::Malformed(_) => (StatusCode::BAD_REQUEST, "SerializationException"),
            Self::Count(_) | Self::TooLong => (StatusCode::BAD_REQUEST, "ValidationException"),
            Self::Ledger(_) => (StatusCode::INTERNAL_SERVER_ERROR, "InternalException"),
        }
    }
}

/// Answers in EventBridge's format: the code and the message in JSON.
impl IntoResponse for EventBridgeApiError {
    fn into_response(self) -> Response {
        let (status, code) = self.code();
        tracing::warn!(code, error = &self as &dyn std::error::Error, "events were rejected");
        (status, Json(json!({ "__type": code, "message": self.to_string() }))).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(count: usize, detail: usize) -> Vec<Map<String, Value>> {
        let entry = json!({ "Source": "s", "DetailType": "t", "Detail": "x".repeat(detail) });
        vec![entry.as_object().unwrap().clone(); count]
    }

    #[test]
    fn request_has_one_to_ten_entries() {
        assert!(matches!(limit(&entries(0, 2)), Err(EventBridgeApiError::Count(0))));
        assert!(limit(&entries(1, 2)).is_ok());
        assert!(limit(&entries(10, 2)).is_ok());
        assert!(matches!(limit(&entries(11, 2)), Err(EventBridgeApiError::Count(11))));
    }

    #[test]
    fn total_size_of_entries_is_limited() {
        assert!(limit(&entries(2, 100_000)).is_ok());
        assert!(matches!(limit(&entries(3, 100_000)), Err(EventBridgeApiError::TooLong)));
    }
}
