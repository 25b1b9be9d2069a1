//! How a check ends when it does not end well.

use domain::locale::Text;
use domain::{FieldError, FieldErrorCode};

/// Why a request has not passed the bot check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaptchaError {
    /// No token was sent: the widget was not completed, or did not run.
    Required,
    /// The provider does not know the token, or it is too old.
    Failed,
    /// The token was good once: it has been verified before, or is too old.
    Spent,
    /// The provider gave no answer, and the setting does not let registrations through without one; or it does not take
    /// our keys.
    Unavailable,
}

impl CaptchaError {
    /// The name that its errors have among those of a form's fields.
    pub const FIELD: &'static str = "captcha";

    /// Its code.
    #[must_use]
    pub fn code(self) -> FieldErrorCode {
        match self {
            Self::Required => FieldErrorCode::CaptchaRequired,
            Self::Failed | Self::Spent => FieldErrorCode::CaptchaFailed,
            Self::Unavailable => FieldErrorCode::CaptchaUnavailable,
        }
    }

    /// As an error of a form.
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
