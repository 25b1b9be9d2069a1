//! Problems: what a client is told when it does not get what it asked for. This is the one table from error to answer.

use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;

use aws_sdk_dynamodb::error::DisplayErrorContext;
use http::header::{ALLOW, RETRY_AFTER};
use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::json;

use super::{Answer, Format, Page};
use crate::app::App;
use crate::backend::{ActivationError, BackendError, Denial, FormError, RegistrationError};
use crate::form::FieldError;
use crate::request::Request;
use crate::store::StoreError;

/// A problem (RFC 9457) with a stable code.
#[derive(Debug, Clone)]
pub struct Problem(Box<Content>);

#[derive(Debug, Clone)]
struct Content {
    status: StatusCode,
    code: Cow<'static, str>,
    title: &'static str,
    detail: String,
    errors: Vec<FieldError>,
    header: Option<(HeaderName, HeaderValue)>,
    /// For the log, never for the client.
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl Problem {
    /// After which something that gave no answer may be tried again.
    pub(super) const SECONDS: HeaderValue = HeaderValue::from_static("5");

    fn new(status: StatusCode, code: impl Into<Cow<'static, str>>, title: &'static str, detail: &str) -> Self {
        let (code, detail) = (code.into(), detail.to_owned());
        Self(Box::new(Content { status, code, title, detail, errors: Vec::new(), header: None, source: None }))
    }

    /// 400: the body is not what its `Content-Type` says.
    #[must_use]
    pub fn malformed_body(detail: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed_body", "The request could not be read", detail)
    }

    /// 400: a header is not of its form.
    #[must_use]
    pub fn malformed_header(name: &str, form: &str) -> Self {
        let detail = format!("Send {name} as {form}.");
        Self::new(StatusCode::BAD_REQUEST, "malformed_header", "The request could not be read", &detail)
    }

    /// 403: another site's page sent the form.
    #[must_use]
    pub fn cross_site_request() -> Self {
        let detail = "The form was sent from another site. Open the page on this site and send it from there.";
        Self::new(StatusCode::FORBIDDEN, "cross_site_request", "This was not sent from our page", detail)
    }

    /// 403: this request may not register; the reason's code is the problem's.
    #[must_use]
    pub fn registration_denied(denial: Denial) -> Self {
        Self::new(StatusCode::FORBIDDEN, denial.code, "You cannot register here", &denial.message)
    }

    /// 404: no such page.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "Page not found", "There is no page at this address.")
    }

    /// 404: no form of the name that `?type` asks for, or none that visitors may ask for.
    #[must_use]
    pub fn form_unknown() -> Self {
        let detail =
            "There is no registration form of this type. Use the link that you were given, or leave the type out.";
        Self::new(StatusCode::NOT_FOUND, "form_unknown", "There is no such form", detail)
    }

    /// 405: the page exists and the method is not one of `allowed`, a list for the `Allow` header.
    #[must_use]
    pub fn method_not_allowed(allowed: &'static str) -> Self {
        let detail = format!("This address answers {allowed}.");
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "Method not allowed", &detail)
            .with_header(ALLOW, HeaderValue::from_static(allowed))
    }

    /// 413: the body is over [`super::Incoming::MAX_BODY`].
    #[must_use]
    pub fn content_too_large() -> Self {
        let detail = "Send at most 64 KiB.";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "content_too_large", "Too much was sent", detail)
    }

    /// 415: neither a form nor JSON.
    #[must_use]
    pub fn unsupported_media_type() -> Self {
        let detail = "Send application/x-www-form-urlencoded or application/json.";
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "Unsupported media type", detail)
    }

    /// 422: fields that must be put right.
    #[must_use]
    pub fn validation_failed(errors: Vec<FieldError>) -> Self {
        let detail = "Some fields must be put right.";
        let mut problem =
            Self::new(StatusCode::UNPROCESSABLE_ENTITY, "validation_failed", "Please check the form", detail);
        problem.0.errors = errors;
        problem
    }

    /// 503: the bot check could not be made.
    #[must_use]
    pub fn captcha_unavailable(error: FieldError) -> Self {
        let title = "We cannot do this right now";
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, error.code.clone(), title, &error.message)
            .with_header(RETRY_AFTER, Self::SECONDS);
        problem.0.errors = vec![error];
        problem
    }

    /// 500: a mistake in the program.
    pub fn internal(source: impl Error + Send + Sync + 'static) -> Self {
        let detail = "This is our mistake. It has been recorded.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal_error", "Something went wrong", detail).caused_by(source)
    }

    /// 503: something that had to be asked gave no answer. If what was asked for was done after all, sending the same
    /// again is known as a repetition.
    pub(super) fn unavailable(source: impl Error + Send + Sync + 'static) -> Self {
        let detail = "Please try again in a few seconds.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "service_unavailable", "We cannot do this right now", detail)
            .with_header(RETRY_AFTER, Self::SECONDS)
            .caused_by(source)
    }

    fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.header = Some((name, value));
        self
    }

    fn caused_by(mut self, source: impl Error + Send + Sync + 'static) -> Self {
        self.0.source = Some(Arc::new(source));
        self
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0.code
    }

    /// The problem as `application/problem+json` or as a page.
    #[must_use]
    pub fn answer(&self, app: &App, format: Format) -> Answer {
        let Content { status, code, title, detail, errors, header, .. } = &*self.0;
        let answer = match format {
            Format::Html => {
                let page = json!({ "title": title, "detail": detail, "code": code });
                app.page(*status, Page::Problem, &page)
            }
            Format::Json => {
                let mut document = json!({ "title": title, "status": status.as_u16(), "detail": detail, "code": code });
                if !errors.is_empty() {
                    document["errors"] = json!(errors);
                }
                Answer::json(*status, "application/problem+json", &document)
            }
        };
        let answer = answer.unwrap_or_else(|_| Answer::html(*status, (*title).to_owned()));
        match header.clone() {
            Some((name, value)) => answer.with_header(name, value),
            None => answer,
        }
    }

    /// Logs what an operator must know of: what failed here, not what clients do.
    pub(super) fn log(&self, request: &Request) {
        if let Some(source) = &self.0.source {
            let error = DisplayErrorContext(&**source).to_string();
            tracing::error!(request_id = request.id, code = self.code(), error, "a request failed");
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::unavailable(error),
            StoreError::Malformed(_) => Self::internal(error),
        }
    }
}

impl From<BackendError> for Problem {
    fn from(error: BackendError) -> Self {
        match error {
            BackendError::Store(error) => error.into(),
            BackendError::Unavailable(_) => Self::unavailable(error),
        }
    }
}

impl From<FormError> for Problem {
    fn from(error: FormError) -> Self {
        match error {
            FormError::Unknown => Self::form_unknown(),
            FormError::Backend(error) => error.into(),
        }
    }
}

impl From<RegistrationError> for Problem {
    fn from(error: RegistrationError) -> Self {
        match error {
            RegistrationError::Denied(denial) => Self::registration_denied(denial),
            RegistrationError::Refused(errors) => Self::validation_failed(errors),
            RegistrationError::Backend(error) => error.into(),
        }
    }
}

impl From<ActivationError> for Problem {
    fn from(error: ActivationError) -> Self {
        let (status, code, title, detail) = match error {
            ActivationError::Unknown => (
                StatusCode::NOT_FOUND,
                "activation_key_unknown",
                "This link does not work",
                "Check that the whole link was opened. Or get another one, or register again.",
            ),
            ActivationError::Expired => (
                StatusCode::GONE,
                "activation_key_expired",
                "This link has expired",
                "The time to activate with it is over. Get another link, or register again.",
            ),
            ActivationError::AlreadyActivated => (
                StatusCode::CONFLICT,
                "already_activated",
                "This account is already active",
                "There is nothing more to do: log in.",
            ),
            ActivationError::Disabled => (
                StatusCode::FORBIDDEN,
                "account_disabled",
                "This account is disabled",
                "An operator has disabled this account. Ask the people who run the site.",
            ),
            ActivationError::NotSupported => (
                StatusCode::NOT_FOUND,
                "activation_not_supported",
                "There is nothing to activate",
                "Accounts on this site are active from the start.",
            ),
            ActivationError::AwaitingApproval => (
                StatusCode::CONFLICT,
                "awaiting_approval",
                "This address is confirmed",
                "There is nothing more for you to do: your registration is being looked at, and a mail will tell you.",
            ),
            ActivationError::Denied(denial) => {
                return Self::new(
                    StatusCode::FORBIDDEN,
                    denial.code,
                    "This account cannot be activated",
                    &denial.message,
                );
            }
            ActivationError::Backend(error) => return error.into(),
        };
        Self::new(status, code, title, detail)
    }
}
