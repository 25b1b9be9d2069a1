//! The part of SES's API that sends mail: what is sent goes into the inbox.

mod mail;
mod request;

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::json;

use crate::app_state::AppState;
use crate::ledger::{LedgerError, List};

pub(crate) use mail::Mail;
use request::SendEmail;

/// `SendEmail`. The mail is in the inbox, on disk, before it is acknowledged.
pub(crate) async fn send_email(State(site): State<Arc<AppState>>, body: Bytes) -> Result<Response, SesApiError> {
    let request: SendEmail = serde_json::from_slice(&body).map_err(SesApiError::Malformed)?;
    let id = site.ledger.next_id();
    let mail = request.into_mail(id, site.clock.now())?;
    site.ledger.add(List::Mail, id, &mail).await?;
    tracing::info!(to = mail.to, subject = mail.subject, "a mail is in the inbox");
    Ok(Json(json!({ "MessageId": id.to_string() })).into_response())
}

/// Why a mail is not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SesApiError {
    #[error("the body is no SendEmail request: {0}")]
    Malformed(serde_json::Error),
    #[error("only mails with Content.Simple are taken here")]
    NotSimple,
    #[error("{0} is missing")]
    Missing(&'static str),
    #[error("Illegal address: {0:?}")]
    Address(String),
    #[error("a mail has at most {0} recipients")]
    Recipients(usize),
    #[error("a mail has at most {0} headers of its own")]
    Headers(usize),
    #[error("the header {0:?} cannot be sent")]
    Header(String),
    #[error("a mail has at most {0} bytes here")]
    TooLong(usize),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl SesApiError {
    fn code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::Ledger(_) => (StatusCode::INTERNAL_SERVER_ERROR, "InternalServiceErrorException"),
            Self::TooLong(_) => (StatusCode::BAD_REQUEST, "MessageRejected"),
            _ => (StatusCode::BAD_REQUEST, "BadRequestException"),
        }
    }
}

/// As SES tells errors: the code in a header, the message in JSON.
impl IntoResponse for SesApiError {
    fn into_response(self) -> Response {
        let (status, code) = self.code();
        tracing::warn!(code, error = &self as &dyn std::error::Error, "a mail is refused");
        (status, [("x-amzn-errortype", code)], Json(json!({ "message": self.to_string() }))).into_response()
    }
}
