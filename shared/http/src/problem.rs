//! Problems: what a client is told when it does not get what it asked for. This is the one table from error to answer.

use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;

use aws_smithy_types::error::display::DisplayErrorContext;
use http::header::{ALLOW, RETRY_AFTER};
use http::{HeaderName, HeaderValue, StatusCode};
use minijinja::HtmlEscape;
use serde_json::json;

use super::App;
use super::{Answer, Format, Page, ProblemCode};
use domain::locale::{Argument, Text};
use domain::{Denial, FieldError};
use registration::{ActivationError, BackendError, FormError, RegistrationError, Request};
use table::StoreError;

/// A message whose attribute is the title.
macro_rules! problem_texts {
    ($message:literal) => {
        (Text::message(concat!($message, ".title")), Text::message($message))
    };
}

const UNREADABLE: Text = Text::message("problem-unreadable-title");

/// A problem (RFC 9457) with a stable code.
#[derive(Debug, Clone)]
pub struct Problem(Box<Content>);

#[derive(Debug, Clone)]
struct Content {
    status: StatusCode,
    code: Cow<'static, str>,
    title: Text,
    detail: Text,
    errors: Vec<FieldError>,
    header: Option<(HeaderName, HeaderValue)>,
    /// For the log, never for the client.
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl Problem {
    /// After which something that gave no answer may be tried again.
    pub(super) const RETRY_AFTER_SECONDS: HeaderValue = HeaderValue::from_static("5");

    fn new(code: ProblemCode, title_and_detail: (Text, Text)) -> Self {
        Self::with(code.status(), code.as_str().into(), title_and_detail)
    }

    /// 403: for a reason that has its own code and message.
    fn denied(title: Text, denial: Denial) -> Self {
        Self::with(StatusCode::FORBIDDEN, denial.code, (title, denial.message))
    }

    fn with(status: StatusCode, code: Cow<'static, str>, (title, detail): (Text, Text)) -> Self {
        Self(Box::new(Content { status, code, title, detail, errors: Vec::new(), header: None, source: None }))
    }

    /// This problem with something put into what it says.
    fn with_argument(mut self, name: &'static str, argument: impl Into<Argument>) -> Self {
        self.0.detail = self.0.detail.with(name, argument);
        self
    }

    /// 400: the body is not what its `Content-Type` says.
    #[must_use]
    pub fn malformed_body(detail: Text) -> Self {
        Self::new(ProblemCode::MalformedBody, (UNREADABLE, detail))
    }

    /// 400: a header is not of its form.
    #[must_use]
    pub fn malformed_header(detail: Text) -> Self {
        Self::new(ProblemCode::MalformedHeader, (UNREADABLE, detail))
    }

    /// 403: another site's page sent the form.
    #[must_use]
    pub fn cross_site_request() -> Self {
        Self::new(ProblemCode::CrossSiteRequest, problem_texts!("problem-cross-site-request"))
    }

    /// 403: this request may not register; the reason's code is the problem's.
    #[must_use]
    pub fn registration_denied(denial: Denial) -> Self {
        Self::denied(Text::message("denial-title"), denial)
    }

    /// 404: no such page.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(ProblemCode::NotFound, problem_texts!("problem-not-found"))
    }

    /// 404: no form of the name that `?type` asks for, or none that visitors may ask for.
    #[must_use]
    pub fn form_unknown() -> Self {
        Self::new(ProblemCode::FormUnknown, problem_texts!("problem-form-unknown"))
    }

    /// 405: the page exists and the method is not one of `allowed`, a list for the `Allow` header.
    #[must_use]
    pub fn method_not_allowed(allowed: &'static str) -> Self {
        Self::new(ProblemCode::MethodNotAllowed, problem_texts!("problem-method-not-allowed"))
            .with_argument("allowed", allowed)
            .with_header(ALLOW, HeaderValue::from_static(allowed))
    }

    /// 413: the body is over [`super::Incoming::MAX_BODY`].
    #[must_use]
    pub fn content_too_large() -> Self {
        Self::new(ProblemCode::ContentTooLarge, problem_texts!("problem-content-too-large"))
            .with_argument("kibibytes", super::Incoming::MAX_BODY / 1024)
    }

    /// 415: neither a form nor JSON.
    #[must_use]
    pub fn unsupported_media_type() -> Self {
        Self::new(ProblemCode::UnsupportedMediaType, problem_texts!("problem-unsupported-media-type"))
    }

    /// 422: fields that must be put right.
    #[must_use]
    pub fn validation_failed(errors: Vec<FieldError>) -> Self {
        let mut problem = Self::new(ProblemCode::ValidationFailed, problem_texts!("problem-validation-failed"));
        problem.0.errors = errors;
        problem
    }

    /// 503: the bot check could not be made.
    #[must_use]
    pub fn captcha_unavailable(error: FieldError) -> Self {
        let title_and_detail = (Text::message("problem-service-unavailable.title"), error.message.clone());
        let mut problem = Self::new(ProblemCode::CaptchaUnavailable, title_and_detail)
            .with_header(RETRY_AFTER, Self::RETRY_AFTER_SECONDS);
        problem.0.errors = vec![error];
        problem
    }

    /// 500: a mistake in the program.
    pub fn internal(source: impl Error + Send + Sync + 'static) -> Self {
        Self::new(ProblemCode::InternalError, problem_texts!("problem-internal-error")).caused_by(source)
    }

    /// 503: something that had to be asked gave no answer. If what was asked for was done after all, sending the same
    /// again is known as a repetition.
    pub(super) fn unavailable(source: impl Error + Send + Sync + 'static) -> Self {
        Self::new(ProblemCode::ServiceUnavailable, problem_texts!("problem-service-unavailable"))
            .with_header(RETRY_AFTER, Self::RETRY_AFTER_SECONDS)
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

    /// The problem as `application/problem+json` or as a page, in the language of the request.
    #[must_use]
    pub fn answer(&self, app: &App, request: &Request, format: Format) -> Answer {
        let Content { status, code, title, detail, errors, header, .. } = &*self.0;
        let translator = app.translator(request);
        let (title, detail) = (translator.translate(title), translator.translate(detail));
        let answer = match format {
            Format::Html => {
                let page = json!({ "title": title, "detail": detail, "code": code });
                app.page(request, *status, Page::Problem, &page)
            }
            Format::Json => {
                let mut document = json!({ "title": title, "status": status.as_u16(), "detail": detail, "code": code });
                if !errors.is_empty() {
                    document["errors"] = errors.iter().map(|error| error.localized(&translator)).collect();
                }
                Answer::json(*status, "application/problem+json", &document)
            }
        };
        let answer = answer.unwrap_or_else(|_| Answer::html(*status, HtmlEscape(&title).to_string()));
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
            RegistrationError::InvalidFields(errors) => Self::validation_failed(errors),
            RegistrationError::Backend(error) => error.into(),
        }
    }
}

impl From<ActivationError> for Problem {
    fn from(error: ActivationError) -> Self {
        let (code, title_and_detail) = match error {
            ActivationError::Unknown => {
                (ProblemCode::ActivationKeyUnknown, problem_texts!("problem-activation-key-unknown"))
            }
            ActivationError::Expired => {
                (ProblemCode::ActivationKeyExpired, problem_texts!("problem-activation-key-expired"))
            }
            ActivationError::AlreadyActivated => {
                (ProblemCode::AlreadyActivated, problem_texts!("problem-already-activated"))
            }
            ActivationError::Disabled => (ProblemCode::AccountDisabled, problem_texts!("problem-account-disabled")),
            ActivationError::NotSupported => {
                (ProblemCode::ActivationNotSupported, problem_texts!("problem-activation-not-supported"))
            }
            ActivationError::AwaitingApproval => {
                (ProblemCode::AwaitingApproval, problem_texts!("problem-awaiting-approval"))
            }
            ActivationError::Denied(denial) => {
                return Self::denied(Text::message("problem-activation-denied-title"), denial);
            }
            ActivationError::Backend(error) => return error.into(),
        };
        Self::new(code, title_and_detail)
    }
}
