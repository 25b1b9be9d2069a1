//! The codes of field errors.

use std::borrow::Cow;

use crate::codes;

codes! {
    /// A built-in code of a field error. Backends may have their own.
    ///
    /// `docs/reference/problems.md` and `infra/openapi.yaml` list the codes.
    FieldErrorCode:
    /// A required field has no value.
    Required = "required",
    /// The value does not have the field's format.
    Invalid = "invalid",
    /// The value has more code points than the maximum.
    TooLong = "too_long",
    /// The value has fewer code points than the minimum.
    TooShort = "too_short",
    /// The number is less than the minimum.
    TooSmall = "too_small",
    /// The number is greater than the maximum.
    TooLarge = "too_large",
    /// The two passwords differ.
    Mismatch = "mismatch",
    /// Another user has the value.
    Taken = "taken",
    /// The username is reserved.
    Reserved = "reserved",
    /// The value mixes confusable scripts.
    LookAlike = "look_alike",
    /// The username has the form of an address that is not the registrant's own.
    NotOwnAddress = "not_own_address",
    /// The username looks like a domain, of which mail programs make a link.
    LooksLikeLink = "looks_like_link",
    /// The password is one of those that attackers try first.
    TooCommon = "too_common",
    /// The password depends on a word of the username, the address or the site's name.
    TooSimilar = "too_similar",
    /// A box that must be ticked, such as that of terms, is not.
    NotAccepted = "not_accepted",
    /// The value is not one of the allowed ones.
    NotInList = "not_in_list",
    /// The domain of the address may not register.
    DomainNotAllowed = "domain_not_allowed",
    /// The invitation is for another address.
    NotInvited = "not_invited",
    /// The activation key proves another address.
    NotProven = "not_proven",
    /// The submission has no token of the bot check.
    CaptchaRequired = "captcha_required",
    /// The token of the bot check is invalid, spent or too old.
    CaptchaFailed = "captcha_failed",
    /// The provider of the bot check did not answer.
    CaptchaUnavailable = "captcha_unavailable",
}

impl From<FieldErrorCode> for Cow<'static, str> {
    fn from(code: FieldErrorCode) -> Self {
        Self::Borrowed(code.as_str())
    }
}
