//! Problems: the reasons why requests fail, with the only mapping from errors.
//!
//! `respond` makes the answer of a problem.

use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;

use http::header::{ALLOW, RETRY_AFTER};
use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};

use super::{ProblemCode, RequestOutcome};
use domain::locale::{Argument, Text, Translator};
use domain::settings::WebUrl;
use domain::{ActKind, Denial, FieldError, OperatorAct, log};
use registration::{
    ActivationError, ApprovalError, BackendError, CorrectionError, FormError, RegistrationError, Request,
};
use table::StoreError;

/// Returns the title and the detail of a message, whose attribute is the title.
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
    /// Where the user goes on.
    next: Option<String>,
    /// The tries that are left of a wrong code.
    tries_left: Option<u8>,
    /// The decision that came before.
    decided: Option<OperatorAct>,
    header: Option<(HeaderName, HeaderValue)>,
    /// The cause, for the log and never for the client.
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl Problem {
    /// The seconds after which a request without an answer can be retried.
    pub(super) const RETRY_AFTER_SECONDS: HeaderValue = HeaderValue::from_static("5");

    fn new(code: ProblemCode, title_and_detail: (Text, Text)) -> Self {
        Self::with(code.status(), code.as_str().into(), title_and_detail)
    }

    /// 403: a reason with its own code and message.
    fn denied(title: Text, denial: Denial) -> Self {
        Self::with(StatusCode::FORBIDDEN, denial.code, (title, denial.message))
    }

    fn with(status: StatusCode, code: Cow<'static, str>, (title, detail): (Text, Text)) -> Self {
        Self(Box::new(Content {
            status,
            code,
            title,
            detail,
            errors: Vec::new(),
            next: None,
            tries_left: None,
            decided: None,
            header: None,
            source: None,
        }))
    }

    /// Sets a variable of the title and of the detail.
    fn with_argument(mut self, name: &'static str, argument: impl Into<Argument> + Clone) -> Self {
        self.0.title = self.0.title.with(name, argument.clone());
        self.0.detail = self.0.detail.with(name, argument);
        self
    }

    /// 400: the body does not match its `Content-Type`.
    #[must_use]
    pub fn malformed_body(detail: Text) -> Self {
        Self::new(ProblemCode::MalformedBody, (UNREADABLE, detail))
    }

    /// 400: a header is malformed.
    #[must_use]
    pub fn malformed_header(detail: Text) -> Self {
        Self::new(ProblemCode::MalformedHeader, (UNREADABLE, detail))
    }

    /// 403: another site's page sent the form.
    #[must_use]
    pub fn cross_site_request() -> Self {
        Self::new(ProblemCode::CrossSiteRequest, problem_texts!("problem-cross-site-request"))
    }

    /// 403: this request may not register. The problem has the code of the reason.
    #[must_use]
    pub fn registration_denied(denial: Denial) -> Self {
        Self::denied(Text::message("denial-title"), denial)
    }

    /// 403: the key is valid, but the request does not show that it registered. At `next`, the user starts over.
    #[must_use]
    pub fn proof_required(next: String) -> Self {
        let mut problem = Self::from(ActivationError::ProofRequired);
        problem.0.next = Some(next);
        problem
    }

    /// 409: the registration cannot be activated. At `next`, the user gets an email with a link to start over.
    #[must_use]
    pub fn start_over_required(next: String) -> Self {
        let mut problem = Self::from(ActivationError::StartOverRequired);
        problem.0.next = Some(next);
        problem
    }

    /// 409: the registration was approved or rejected before, by `decided`.
    #[must_use]
    pub fn already_decided(decided: OperatorAct) -> Self {
        let title_and_detail = match decided.act {
            ActKind::Approve => problem_texts!("problem-already-approved"),
            _ => problem_texts!("problem-already-rejected"),
        };
        let mut problem = Self::new(ProblemCode::AlreadyDecided, title_and_detail)
            .with_argument("by", decided.by.clone())
            .with_argument("time", Text::date_and_time(decided.at));
        problem.0.decided = Some(decided);
        problem
    }

    /// 404: no registration of the handle that the request shows.
    #[must_use]
    pub fn registration_unknown() -> Self {
        Self::new(ProblemCode::RegistrationUnknown, problem_texts!("problem-registration-unknown"))
    }

    /// 404: no such page.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(ProblemCode::NotFound, problem_texts!("problem-not-found"))
    }

    /// 404: the form of `?type` does not exist, or visitors may not select it.
    #[must_use]
    pub fn form_unknown() -> Self {
        Self::new(ProblemCode::FormUnknown, problem_texts!("problem-form-unknown"))
    }

    /// 405: the method is not one of `allowed`, a list for the `Allow` header.
    #[must_use]
    pub fn method_not_allowed(allowed: &'static str) -> Self {
        Self::new(ProblemCode::MethodNotAllowed, problem_texts!("problem-method-not-allowed"))
            .with_argument("allowed", allowed)
            .with_header(ALLOW, HeaderValue::from_static(allowed))
    }

    /// Returns the `Allow` of a path that has other methods than that of the request.
    pub(super) fn allow(&self) -> Option<&HeaderValue> {
        self.0.header.as_ref().filter(|(name, _)| *name == ALLOW).map(|(_, value)| value)
    }

    /// 413: the body has over `bytes` bytes.
    #[must_use]
    pub fn content_too_large(bytes: usize) -> Self {
        Self::new(ProblemCode::ContentTooLarge, problem_texts!("problem-content-too-large"))
            .with_argument("kibibytes", bytes / 1024)
    }

    /// 414: the query of a URL has over `bytes` bytes.
    #[must_use]
    pub fn uri_too_long(bytes: usize) -> Self {
        Self::new(ProblemCode::UriTooLong, problem_texts!("problem-uri-too-long")).with_argument("bytes", bytes)
    }

    /// 410: the sign-in is unknown, used or expired, or another browser began it.
    #[must_use]
    pub fn sign_in_unknown() -> Self {
        Self::new(ProblemCode::SignInUnknown, problem_texts!("problem-sign-in-unknown"))
    }

    /// 403: the person did not sign in at the provider with this label.
    #[must_use]
    pub fn sign_in_denied(provider: &str) -> Self {
        let problem = Self::new(ProblemCode::SignInDenied, problem_texts!("problem-sign-in-denied"));
        problem.with_argument("provider", provider.to_owned())
    }

    /// 403: the answer of the provider with this label is invalid.
    pub fn sign_in_invalid(provider: &str, source: impl Error + Send + Sync + 'static) -> Self {
        let problem = Self::new(ProblemCode::SignInInvalid, problem_texts!("problem-sign-in-invalid"));
        problem.with_argument("provider", provider.to_owned()).caused_by(source)
    }

    /// 503: the provider with this label cannot be used now.
    pub fn provider_unavailable(provider: &str, source: impl Error + Send + Sync + 'static) -> Self {
        Self::new(ProblemCode::ProviderUnavailable, problem_texts!("problem-provider-unavailable"))
            .with_argument("provider", provider.to_owned())
            .with_header(RETRY_AFTER, Self::RETRY_AFTER_SECONDS)
            .caused_by(source)
    }

    /// 409: the person has an account already, and may know it.
    #[must_use]
    pub fn account_exists() -> Self {
        Self::new(ProblemCode::AccountExists, problem_texts!("problem-account-exists"))
    }

    /// 415: the body is neither a form nor JSON.
    #[must_use]
    pub fn unsupported_media_type() -> Self {
        Self::new(ProblemCode::UnsupportedMediaType, problem_texts!("problem-unsupported-media-type"))
    }

    /// 422: fields are invalid.
    #[must_use]
    pub fn validation_failed(errors: Vec<FieldError>) -> Self {
        let mut problem = Self::new(ProblemCode::ValidationFailed, problem_texts!("problem-validation-failed"));
        problem.0.errors = errors;
        problem
    }

    /// 429: the source has sent too many requests, for another number of seconds.
    #[must_use]
    pub fn rate_limited(retry_after: u32) -> Self {
        Self::new(ProblemCode::RateLimited, problem_texts!("problem-rate-limited"))
            .with_argument("minutes", i64::from(retry_after.div_ceil(60)))
            .with_header(RETRY_AFTER, retry_after.into())
    }

    /// 503: the service has used up its budget of emails, for another number of seconds.
    #[must_use]
    pub fn mail_budget_exhausted(retry_after: u32) -> Self {
        Self::new(ProblemCode::MailBudgetExhausted, problem_texts!("problem-mail-budget-exhausted"))
            .with_header(RETRY_AFTER, retry_after.into())
    }

    /// 503: the provider of the bot check did not answer.
    #[must_use]
    pub fn captcha_unavailable(error: FieldError) -> Self {
        let title_and_detail = (Text::message("problem-service-unavailable.title"), error.message.clone());
        let mut problem = Self::new(ProblemCode::CaptchaUnavailable, title_and_detail)
            .with_header(RETRY_AFTER, Self::RETRY_AFTER_SECONDS);
        problem.0.errors = vec![error];
        problem
    }

    /// 500: a bug.
    pub fn internal(source: impl Error + Send + Sync + 'static) -> Self {
        Self::new(ProblemCode::InternalError, problem_texts!("problem-internal-error")).caused_by(source)
    }

    /// 503: a service did not answer.
    ///
    /// The request may have been processed after all. A retry is then recognised as a repetition.
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

    /// Returns the stable code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0.code
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Returns the title.
    pub(super) fn title(&self) -> &Text {
        &self.0.title
    }

    /// Returns the sentence that says what to do.
    #[must_use]
    pub fn detail(&self) -> &Text {
        &self.0.detail
    }

    /// Returns the outcome of a request with this problem, for the log.
    pub(crate) fn outcome(&self) -> RequestOutcome {
        RequestOutcome::refused(self.status(), self.0.code.clone())
    }

    /// Returns the header that the answer has in addition.
    pub(crate) fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        self.0.header.clone()
    }

    /// Returns the variables of the page.
    pub(super) fn page_values(&self, translator: &Translator) -> Value {
        let Content { code, title, detail, .. } = &*self.0;
        json!({ "title": translator.translate(title), "detail": translator.translate(detail), "code": code })
    }

    /// Returns the JSON document, in which a person who has an account continues at `login_url`.
    pub(super) fn document(&self, translator: &Translator, login_url: Option<&WebUrl>) -> Value {
        let Content { status, code, title, detail, errors, next, tries_left, decided, .. } = &*self.0;
        let (title, detail) = (translator.translate(title), translator.translate(detail));
        let mut document = json!({ "title": title, "status": status.as_u16(), "detail": detail, "code": code });
        let has_account = [ProblemCode::AlreadyActivated, ProblemCode::AccountExists];
        let has_account = has_account.iter().any(|known| code == known.as_str());
        if let Some(login_url) = login_url.filter(|_| has_account) {
            document["next"] = login_url.as_str().into();
        }
        if !errors.is_empty() {
            document["errors"] = errors.iter().map(|error| error.localized(translator)).collect();
        }
        if let Some(next) = next {
            document["next"] = next.as_str().into();
        }
        if let Some(tries_left) = tries_left {
            document["tries_left"] = (*tries_left).into();
        }
        if let Some(OperatorAct { act, by, at }) = decided {
            document["decision"] = act.as_str().into();
            document["decided_by"] = by.as_str().into();
            document["decided_at"] = at.to_string().into();
        }
        document
    }

    /// Logs failures of the service for operators, but no mistakes of clients.
    pub(super) fn log(&self, request: &Request) {
        if let Some(source) = &self.0.source {
            let error = log::describe(&**source);
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
            RegistrationError::AccountExists => Self::account_exists(),
            RegistrationError::IdempotencyKeyReused => {
                Self::new(ProblemCode::IdempotencyKeyReused, problem_texts!("problem-idempotency-key-reused"))
            }
            RegistrationError::NotActivatable(error) => error.into(),
            RegistrationError::Backend(error) => error.into(),
        }
    }
}

impl From<CorrectionError> for Problem {
    fn from(error: CorrectionError) -> Self {
        match error {
            CorrectionError::Unknown => Self::registration_unknown(),
            CorrectionError::NotCorrectable => {
                Self::new(ProblemCode::NotCorrectable, problem_texts!("problem-not-correctable"))
            }
            CorrectionError::Store(error) => error.into(),
        }
    }
}

impl From<ApprovalError> for Problem {
    fn from(error: ApprovalError) -> Self {
        match error {
            ApprovalError::Unknown => {
                Self::new(ProblemCode::ApprovalKeyUnknown, problem_texts!("problem-approval-key-unknown"))
            }
            ApprovalError::Expired => {
                Self::new(ProblemCode::ApprovalKeyExpired, problem_texts!("problem-approval-key-expired"))
            }
            ApprovalError::AlreadyDecided(decided) => Self::already_decided(decided),
            ApprovalError::NotSupported => Self::not_found(),
            ApprovalError::Store(error) => error.into(),
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
            ActivationError::RegistrationUnknown => return Self::registration_unknown(),
            ActivationError::CodeWrong { tries_left } => {
                let mut problem = Self::new(ProblemCode::CodeWrong, problem_texts!("problem-code-wrong"))
                    .with_argument("left", i64::from(tries_left));
                problem.0.tries_left = Some(tries_left);
                return problem;
            }
            ActivationError::CodeExpired => (ProblemCode::CodeExpired, problem_texts!("problem-code-expired")),
            ActivationError::CodesPaused { retry_after } => {
                return Self::new(ProblemCode::CodesPaused, problem_texts!("problem-codes-paused"))
                    .with_header(RETRY_AFTER, retry_after.into());
            }
            ActivationError::ProofRequired => (ProblemCode::ProofRequired, problem_texts!("problem-proof-required")),
            ActivationError::StartOverRequired => {
                (ProblemCode::StartOverRequired, problem_texts!("problem-start-over-required"))
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
