//! The inbox.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use minijinja::context;
use minijinja::value::Serde;

use super::PageError;
use super::links::with_top_level_links;
use super::negotiation::prefers_json;
use super::render::render;
use crate::app_state::AppState;
use crate::ledger::List;
use crate::ses::Mail;

/// The policy of a shown email: no scripts or forms, and links may leave the frame.
const POLICY: &str = "sandbox allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox; \
                      default-src 'none'; style-src 'unsafe-inline'; img-src * data:; font-src * data:";

/// Handles `GET /_local/mail`: JSON is oldest first, the page newest first.
pub(crate) async fn list(State(site): State<Arc<AppState>>, headers: HeaderMap) -> Result<Response, PageError> {
    let mut mails: Vec<Mail> = site.ledger.entries(List::Mail).await?;
    if prefers_json(&headers) {
        return Ok(Json(mails).into_response());
    }
    mails.reverse();
    Ok(render("mail.html", context! { mails => Serde(mails) })?.into_response())
}

/// Handles `GET /_local/mail/{id}`: the HTML version of an email.
pub(crate) async fn html(State(site): State<Arc<AppState>>, Path(id): Path<String>) -> Result<Response, PageError> {
    let mails: Vec<Mail> = site.ledger.entries(List::Mail).await?;
    let Some(html) = mails.into_iter().find(|mail| mail.id == id).and_then(|mail| mail.html) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let headers = [(header::CONTENT_SECURITY_POLICY, POLICY), (header::REFERRER_POLICY, "no-referrer")];
    Ok((headers, Html(with_top_level_links(&html))).into_response())
}

/// Handles `DELETE /_local/mail`, which empties the inbox.
pub(crate) async fn clear(State(site): State<Arc<AppState>>) -> Result<StatusCode, PageError> {
    site.ledger.clear(List::Mail).await?;
    Ok(StatusCode::NO_CONTENT)
}
