//! The outcome of a request, for the log.

use std::borrow::Cow;

use domain::{Status, User, UserId};
use http::StatusCode;
use serde_json::Value;

use super::ProblemCode;
use crate::captcha::CaptchaError;

/// The outcome of a request.
///
/// Operators find it in the line `answered` of the log, in the field `decision`, and metrics count it. It has no
/// personal data but the user's identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestOutcome {
    /// Such as `registered`.
    pub(super) name: &'static str,
    /// The code of the problem or of the denial.
    pub(super) code: Option<Cow<'static, str>>,
    /// The user that it is about.
    pub(super) user: Option<UserId>,
}

impl RequestOutcome {
    /// A request for another email was accepted.
    pub const RESENT: Self = Self { name: "resent", code: None, user: None };
    /// A submission with a filled honeypot was discarded.
    pub const DISCARDED: Self = Self { name: "discarded", code: None, user: None };

    /// An address was put on the waiting list, or was on it already.
    pub const JOINED: Self = Self { name: "joined", code: None, user: None };

    /// A user was registered.
    #[must_use]
    pub fn registered(user: &User) -> Self {
        Self { name: "registered", code: None, user: Some(user.id) }
    }

    /// A user proved the address.
    #[must_use]
    pub fn activated(user: &User) -> Self {
        Self { name: "activated", code: None, user: Some(user.id) }
    }

    /// An approver decided on a user: `approved` or `rejected`.
    #[must_use]
    pub fn decided(user: &User) -> Self {
        let name = if user.status == Status::Rejected { "rejected" } else { "approved" };
        Self { name, code: None, user: Some(user.id) }
    }

    /// The address of a registration was corrected.
    #[must_use]
    pub fn corrected(user: &User) -> Self {
        Self { name: "corrected", code: None, user: Some(user.id) }
    }

    /// A form was refused with a page that shows what is invalid.
    #[must_use]
    pub fn invalid_form() -> Self {
        Self::refused(StatusCode::UNPROCESSABLE_ENTITY, ProblemCode::ValidationFailed.as_str())
    }

    /// A form was refused with a page that shows these errors. The code is that of the answer to a program.
    pub(super) fn invalid(status: StatusCode, errors: &[Value]) -> Self {
        let unavailable = status.is_server_error() && errors.iter().any(|error| error["field"] == CaptchaError::FIELD);
        let code = if unavailable { ProblemCode::CaptchaUnavailable } else { ProblemCode::ValidationFailed };
        Self::refused(status, code.as_str())
    }

    /// A request was refused: `limited` with status 429, `failed` with a status of 5xx, and `refused` otherwise.
    pub(super) fn refused(status: StatusCode, code: impl Into<Cow<'static, str>>) -> Self {
        let name = match status {
            StatusCode::TOO_MANY_REQUESTS => "limited",
            status if status.is_server_error() => "failed",
            _ => "refused",
        };
        Self { name, code: Some(code.into()), user: None }
    }
}
