//! The codes of problems, and the status that each comes with.

use http::StatusCode;

use domain::codes;

codes! {
    /// A problem's code, but for the reasons not to register ([`domain::Denial`]). They are listed in
    /// `docs/problems.md` and `infra/openapi.yaml`.
    ProblemCode:
    /// The body is not what its `Content-Type` says.
    MalformedBody = "malformed_body",
    /// A header is not of its form.
    MalformedHeader = "malformed_header",
    /// Another site's page sent the form.
    CrossSiteRequest = "cross_site_request",
    /// An operator has disabled the account.
    AccountDisabled = "account_disabled",
    /// There is no such page.
    NotFound = "not_found",
    /// There is no form of the name that `?type` asks for, or none that visitors may ask for.
    FormUnknown = "form_unknown",
    /// There is no such key, or no more.
    ActivationKeyUnknown = "activation_key_unknown",
    /// The backend has no activation.
    ActivationNotSupported = "activation_not_supported",
    /// The page exists, and does not have this method.
    MethodNotAllowed = "method_not_allowed",
    /// The user is active.
    AlreadyActivated = "already_activated",
    /// The address is proven; an operator has yet to approve the user.
    AwaitingApproval = "awaiting_approval",
    /// The key's time is over.
    ActivationKeyExpired = "activation_key_expired",
    /// The body is over [`super::Incoming::MAX_BODY`].
    ContentTooLarge = "content_too_large",
    /// The body is neither a form nor JSON.
    UnsupportedMediaType = "unsupported_media_type",
    /// Fields must be put right.
    ValidationFailed = "validation_failed",
    /// A mistake in the program.
    InternalError = "internal_error",
    /// Something that had to be asked gave no answer.
    ServiceUnavailable = "service_unavailable",
    /// The bot check could not be made.
    CaptchaUnavailable = "captcha_unavailable",
}

impl ProblemCode {
    /// The status that it comes with.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::MalformedBody | Self::MalformedHeader => StatusCode::BAD_REQUEST,
            Self::CrossSiteRequest | Self::AccountDisabled => StatusCode::FORBIDDEN,
            Self::NotFound | Self::FormUnknown | Self::ActivationKeyUnknown | Self::ActivationNotSupported => {
                StatusCode::NOT_FOUND
            }
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::AlreadyActivated | Self::AwaitingApproval => StatusCode::CONFLICT,
            Self::ActivationKeyExpired => StatusCode::GONE,
            Self::ContentTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::ValidationFailed => StatusCode::UNPROCESSABLE_ENTITY,
            Self::InternalError => StatusCode::INTERNAL_SERVER_ERROR,
            Self::ServiceUnavailable | Self::CaptchaUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}
