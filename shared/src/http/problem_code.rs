//! The codes of problems, and the status that each comes with.

use http::StatusCode;

macro_rules! codes {
    ($($(#[$doc:meta])+ $name:ident = $status:ident $code:literal,)+) => {
        /// A problem's code, but for the reasons not to register ([`crate::backend::Denial`]). They are listed in
        /// `docs/problems.md` and `infra/openapi.yaml`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum ProblemCode {
            $($(#[$doc])+ $name,)+
        }

        impl ProblemCode {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The code as clients are told of it. It is stable.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }

            /// The status that it comes with.
            #[must_use]
            pub fn status(self) -> StatusCode {
                match self {
                    $(Self::$name => StatusCode::$status,)+
                }
            }
        }
    };
}

codes! {
    /// The body is not what its `Content-Type` says.
    MalformedBody = BAD_REQUEST "malformed_body",
    /// A header is not of its form.
    MalformedHeader = BAD_REQUEST "malformed_header",
    /// Another site's page sent the form.
    CrossSiteRequest = FORBIDDEN "cross_site_request",
    /// An operator has disabled the account.
    AccountDisabled = FORBIDDEN "account_disabled",
    /// There is no such page.
    NotFound = NOT_FOUND "not_found",
    /// There is no form of the name that `?type` asks for, or none that visitors may ask for.
    FormUnknown = NOT_FOUND "form_unknown",
    /// There is no such key, or no more.
    ActivationKeyUnknown = NOT_FOUND "activation_key_unknown",
    /// The backend has no activation.
    ActivationNotSupported = NOT_FOUND "activation_not_supported",
    /// The page exists, and does not have this method.
    MethodNotAllowed = METHOD_NOT_ALLOWED "method_not_allowed",
    /// The user is active.
    AlreadyActivated = CONFLICT "already_activated",
    /// The address is proven; an operator has yet to approve the user.
    AwaitingApproval = CONFLICT "awaiting_approval",
    /// The key's time is over.
    ActivationKeyExpired = GONE "activation_key_expired",
    /// The body is over [`super::Incoming::MAX_BODY`].
    ContentTooLarge = PAYLOAD_TOO_LARGE "content_too_large",
    /// The body is neither a form nor JSON.
    UnsupportedMediaType = UNSUPPORTED_MEDIA_TYPE "unsupported_media_type",
    /// Fields must be put right.
    ValidationFailed = UNPROCESSABLE_ENTITY "validation_failed",
    /// A mistake in the program.
    InternalError = INTERNAL_SERVER_ERROR "internal_error",
    /// Something that had to be asked gave no answer.
    ServiceUnavailable = SERVICE_UNAVAILABLE "service_unavailable",
    /// The bot check could not be made.
    CaptchaUnavailable = SERVICE_UNAVAILABLE "captcha_unavailable",
}
