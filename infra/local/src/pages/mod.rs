//! The pages that show what was sent. No script is needed, and all that they show is escaped.

pub(crate) mod events;
mod links;
pub(crate) mod mail;
mod negotiation;
mod render;

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use minijinja::context;

use crate::app_state::AppState;
use crate::ledger::LedgerError;
use render::{Page, render};

/// `/`: where everything is.
pub(crate) async fn home(State(site): State<Arc<AppState>>) -> Result<Page, PageError> {
    render("home.html", context! { variables => site.variables.all() })
}

/// `/_local/env`: the functions' variables, for `cargo lambda watch --env-file` and the like; as a JSON object for programs.
pub(crate) async fn env(State(site): State<Arc<AppState>>, headers: HeaderMap) -> Response {
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    if negotiation::prefers_json(&headers) {
        (no_store, Json(site.variables.all())).into_response()
    } else {
        (no_store, site.variables.lines()).into_response()
    }
}

/// A page cannot be shown.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PageError {
    #[error("the page cannot be rendered")]
    Render(#[from] minijinja::Error),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        tracing::error!(error = &self as &dyn std::error::Error, "a page cannot be shown");
        (StatusCode::INTERNAL_SERVER_ERROR, format!("{self}\n")).into_response()
    }
}
