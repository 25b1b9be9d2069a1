//! The lines of the functions' log that statistics count, for `registration stats`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use domain::clock::utc_day;
use http::StatusCode;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::Deserialize;
use serde_json::json;

use super::PageError;
use crate::app_state::AppState;
use crate::function_log::Line;
use crate::ledger::List;

/// The query of the list.
#[derive(Debug, Deserialize)]
pub(crate) struct Days {
    /// The number of days in UTC, of which today is the last.
    #[serde(default = "one")]
    days: u16,
}

const fn one() -> u16 {
    1
}

/// Handles `GET /_local/log?days=N`: the service's time, and the lines of the last days, oldest first.
pub(crate) async fn list(
    State(site): State<Arc<AppState>>,
    Query(Days { days }): Query<Days>,
) -> Result<Response, PageError> {
    if !site.keeps_log {
        let reason = "The functions run elsewhere, and so does their log: start `local` without --services-only.\n";
        return Ok((StatusCode::CONFLICT, reason).into_response());
    }
    let now = site.clock.now();
    let lines: Vec<Line> = site.ledger.entries_since(List::Log, start_of(now, days)).await?;
    Ok(Json(json!({ "now": now, "lines": lines })).into_response())
}

/// Returns the start of the first of the last days.
fn start_of(now: Timestamp, days: u16) -> Timestamp {
    let before = Span::new().days(days.saturating_sub(1));
    let first = utc_day(now).saturating_sub(before);
    first.to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |first| first.timestamp())
}
