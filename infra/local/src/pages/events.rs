//! The event log.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use minijinja::{Value, context};

use super::PageError;
use super::negotiation::prefers_json;
use super::render::render;
use crate::app_state::AppState;
use crate::eventbridge::LoggedEvent;
use crate::ledger::List;

/// Handles `GET /_local/events`: JSON is oldest first, the page newest first.
pub(crate) async fn list(State(site): State<Arc<AppState>>, headers: HeaderMap) -> Result<Response, PageError> {
    let events: Vec<LoggedEvent> = site.ledger.entries(List::Event).await?;
    if prefers_json(&headers) {
        let entries: Vec<_> = events.into_iter().map(|event| event.entry).collect();
        return Ok(Json(entries).into_response());
    }
    let events: Vec<_> = events.iter().rev().map(shown).collect();
    Ok(render("events.html", context! { events })?.into_response())
}

/// Handles `DELETE /_local/events`, which empties the event log.
pub(crate) async fn clear(State(site): State<Arc<AppState>>) -> Result<StatusCode, PageError> {
    site.ledger.clear(List::Event).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn shown(event: &LoggedEvent) -> Value {
    let detail = event.text("Detail");
    let indented =
        serde_json::from_str(detail).and_then(|detail: serde_json::Value| serde_json::to_string_pretty(&detail));
    context! {
        kind => event.text("DetailType"),
        source => event.text("Source"),
        bus => event.text("EventBusName"),
        put_at => event.put_at.to_string(),
        detail => indented.unwrap_or_else(|_| detail.to_owned()),
    }
}
