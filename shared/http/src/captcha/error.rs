//! Failures of the bot check.

use domain::locale::Text;
use domain::{FieldError, FieldErrorCode};

/// The reason why a request has not passed the bot check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaptchaError {
    /// The request has no token: the widget was not completed, or did not run.
    Required,
    /// The token is unknown to the provider, or too old.
    Failed,
    /// The token was verified before, or is too old.
    Spent,
    /// The provider did not answer, or rejected the service's keys.
    ///
    /// The setting that allows registrations without an answer is not set, or does not apply.
    Unavailable,
}

impl CaptchaError {
    /// The name of its errors among those of a form's fields.
    pub const FIELD: &'static str = "captcha";

    /// Returns the stable code.
    #[must_use]
    pub fn code(self) -> FieldErrorCode {
        match self {
            Self::Required => FieldErrorCode::CaptchaRequired,
            Self::Failed | Self::Spent => FieldErrorCode::CaptchaFailed,
            Self::Unavailable => FieldErrorCode::CaptchaUnavailable,
        }
    }

    /// Returns it as an error of a form.
    #[must_use]
    pub fn field_error(self) -> FieldError {
        let message = match self {
            Self::Required => "error-captcha-required",
            Self::Failed | Self::Spent => "error-captcha-failed",
            Self::Unavailable => "error-captcha-unavailable",
        };
        FieldError::new(Self::FIELD, self.code(), Text::message(message))
    }
}
