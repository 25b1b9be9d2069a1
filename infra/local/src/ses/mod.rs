//! SES's `SendEmail` and `GetAccount`: sent emails go into the inbox.

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

/// Handles `SendEmail`. The email is on disk before the answer.
pub(crate) async fn send_email(State(site): State<Arc<AppState>>, body: Bytes) -> Result<Response, SesApiError> {
    let request: SendEmail = serde_json::from_slice(&body).map_err(SesApiError::Malformed)?;
    let id = site.ledger.next_id();
    let mail = request.into_mail(id, site.clock.now())?;
    site.ledger.add(List::Mail, id, &mail).await?;
    tracing::info!(to = mail.to, subject = mail.subject, "an email is in the inbox");
    Ok(Json(json!({ "MessageId": id.to_string() })).into_response())
}

/// Handles `GetAccount`: the account is out of the sandbox, without a quota.
pub(crate) async fn account() -> Json<serde_json::Value> {
    // SES's value for "unlimited" is -1.
    let quota = json!({ "Max24HourSend": -1.0, "MaxSendRate": 2000.0, "SentLast24Hours": 0.0 });
    Json(json!({ "ProductionAccessEnabled": true, "SendingEnabled": true, "SendQuota": quota }))
}

/// The reason why an email is rejected.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SesApiError {
    #[error("the body is not a SendEmail request: {0}")]
    Malformed(serde_json::Error),
    #[error("only Content.Simple is supported")]
    NotSimple,
    #[error("{0} is missing")]
    Missing(&'static str),
    #[error("Illegal address: {0:?}")]
    Address(String),
    #[error("an email has at most {0} recipients")]
    Recipients(usize),
    #[error("an email has at most {0} custom headers")]
    Headers(usize),
    #[error("the header {0:?} cannot be sent")]
    Header(String),
    #[error("an email has at most {0} bytes here")]
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

/// Answers in SES's format: the code in a header, the message in JSON.
impl IntoResponse for SesApiError {
    fn into_response(self) -> Response {
        let (status, code) = self.code();
        tracing::warn!(code, error = &self as &dyn std::error::Error, "an email was rejected");
        (status, [("x-amzn-errortype", code)], Json(json!({ "message": self.to_string() }))).into_response()
    }
}
