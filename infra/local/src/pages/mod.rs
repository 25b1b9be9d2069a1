//! The pages that show emails and events, without scripts and with escaped content.

pub(crate) mod events;
mod links;
pub(crate) mod log;
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
pub(crate) use render::render_openid_login;
use render::{Page, render};

/// Handles `/`: the links to everything.
pub(crate) async fn home(State(site): State<Arc<AppState>>) -> Result<Page, PageError> {
    render("home.html", context! { variables => site.variables.all() })
}

/// Handles `/_local/env`: the functions' variables, as lines or as JSON.
///
/// `cargo lambda watch --env-file` reads the lines.
pub(crate) async fn env(State(site): State<Arc<AppState>>, headers: HeaderMap) -> Response {
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    if negotiation::prefers_json(&headers) {
        (no_store, Json(site.variables.all())).into_response()
    } else {
        (no_store, site.variables.lines()).into_response()
    }
}

/// The reason why a page cannot be shown.
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
