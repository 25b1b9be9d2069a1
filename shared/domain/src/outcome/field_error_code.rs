//! The codes of what is wrong with a field.

use std::borrow::Cow;

use crate::codes;

codes! {
    /// A code of what is wrong with a field, but for those of a backend's own. They are listed in `docs/problems.md` and
    /// `infra/openapi.yaml`.
    FieldErrorCode:
    /// Nothing was sent for a field that must be filled in.
    Required = "required",
    /// It is not of the form that the field has.
    Invalid = "invalid",
    /// It has more code points than the field takes.
    TooLong = "too_long",
    /// It has fewer code points than the field takes.
    TooShort = "too_short",
    /// The number is less than the least.
    TooSmall = "too_small",
    /// The number is more than the most.
    TooLarge = "too_large",
    /// The password was not typed twice alike.
    Mismatch = "mismatch",
    /// Somebody else has it.
    Taken = "taken",
    /// The name is nobody's.
    Reserved = "reserved",
    /// It mixes scripts whose letters look like each other's.
    LookAlike = "look_alike",
    /// The password is among the first that are tried.
    TooCommon = "too_common",
    /// The password has the username, the address or the site's name in it, or nearly so.
    TooSimilar = "too_similar",
    /// What must be accepted, such as terms, was not.
    NotAccepted = "not_accepted",
    /// It is none of the values that there are to choose from.
    NotInList = "not_in_list",
    /// Addresses of this domain may not register.
    DomainNotAllowed = "domain_not_allowed",
    /// The invitation is for another address.
    NotInvited = "not_invited",
    /// No token of the bot check was sent.
    CaptchaRequired = "captcha_required",
    /// The token of the bot check is not valid, or spent, or too old.
    CaptchaFailed = "captcha_failed",
    /// The bot check's provider gave no answer.
    CaptchaUnavailable = "captcha_unavailable",
}

impl From<FieldErrorCode> for Cow<'static, str> {
    fn from(code: FieldErrorCode) -> Self {
        Self::Borrowed(code.as_str())
    }
}
