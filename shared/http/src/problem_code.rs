//! The codes of problems, with their statuses.

use http::StatusCode;

use domain::codes;

codes! {
    /// The code of a problem, except for the reasons of denials ([`domain::Denial`]).
    ///
    /// `docs/reference/problems.md` and `infra/openapi.yaml` list the codes.
    ProblemCode:
    /// The body does not match its `Content-Type`.
    MalformedBody = "malformed_body",
    /// A header is malformed.
    MalformedHeader = "malformed_header",
    /// Another site's page sent the form.
    CrossSiteRequest = "cross_site_request",
    /// An operator has disabled the account.
    AccountDisabled = "account_disabled",
    /// The request does not show that it registered.
    ProofRequired = "proof_required",
    /// There is no such page.
    NotFound = "not_found",
    /// The form of `?type` does not exist, or visitors may not select it.
    FormUnknown = "form_unknown",
    /// There is no such key, or its user is gone.
    ActivationKeyUnknown = "activation_key_unknown",
    /// There is no such key of an approver, or its user is gone.
    ApprovalKeyUnknown = "approval_key_unknown",
    /// There is no such registration, or no more.
    RegistrationUnknown = "registration_unknown",
    /// The code is not that of the registration's last email.
    CodeWrong = "code_wrong",
    /// The code has expired, or was tried too often.
    CodeExpired = "code_expired",
    /// Too many wrong codes were sent.
    CodesPaused = "codes_paused",
    /// The backend has no activation.
    ActivationNotSupported = "activation_not_supported",
    /// The page exists, but not with this method.
    MethodNotAllowed = "method_not_allowed",
    /// The URL is too long.
    UriTooLong = "uri_too_long",
    /// The sign-in at an OpenID provider is unknown, used or expired, or another browser began it.
    SignInUnknown = "sign_in_unknown",
    /// The person did not sign in at the OpenID provider.
    SignInDenied = "sign_in_denied",
    /// The answer of the OpenID provider is invalid.
    SignInInvalid = "sign_in_invalid",
    /// The OpenID provider cannot be used now.
    ProviderUnavailable = "provider_unavailable",
    /// The person has an account already.
    AccountExists = "account_exists",
    /// The user is already active.
    AlreadyActivated = "already_activated",
    /// The registration cannot be activated, and the user starts over by the link.
    StartOverRequired = "start_over_required",
    /// The address of the registration cannot be corrected any more.
    NotCorrectable = "not_correctable",
    /// The address is proven, and an operator has yet to approve the user.
    AwaitingApproval = "awaiting_approval",
    /// The registration was approved or rejected before.
    AlreadyDecided = "already_decided",
    /// The key has expired.
    ActivationKeyExpired = "activation_key_expired",
    /// The key of an approver has expired.
    ApprovalKeyExpired = "approval_key_expired",
    /// The body is larger than [`super::Incoming::MAX_BODY`].
    ContentTooLarge = "content_too_large",
    /// The body is neither a form nor JSON.
    UnsupportedMediaType = "unsupported_media_type",
    /// Fields are invalid.
    ValidationFailed = "validation_failed",
    /// The idempotency key was used for another submission.
    IdempotencyKeyReused = "idempotency_key_reused",
    /// The source of the request has sent too many.
    RateLimited = "rate_limited",
    /// The service has a bug.
    InternalError = "internal_error",
    /// A service that the request depends on did not answer.
    ServiceUnavailable = "service_unavailable",
    /// The service has sent as many emails as it may for now.
    MailBudgetExhausted = "mail_budget_exhausted",
    /// The provider of the bot check did not answer.
    CaptchaUnavailable = "captcha_unavailable",
}

impl ProblemCode {
    /// Returns the status of the code.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::MalformedBody | Self::MalformedHeader => StatusCode::BAD_REQUEST,
            Self::CrossSiteRequest
            | Self::AccountDisabled
            | Self::ProofRequired
            | Self::SignInDenied
            | Self::SignInInvalid => StatusCode::FORBIDDEN,
            Self::NotFound
            | Self::FormUnknown
            | Self::ActivationKeyUnknown
            | Self::ApprovalKeyUnknown
            | Self::RegistrationUnknown
            | Self::ActivationNotSupported => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::AlreadyActivated
            | Self::AccountExists
            | Self::StartOverRequired
            | Self::NotCorrectable
            | Self::AwaitingApproval
            | Self::AlreadyDecided => StatusCode::CONFLICT,
            Self::UriTooLong => StatusCode::URI_TOO_LONG,
            Self::ActivationKeyExpired | Self::ApprovalKeyExpired | Self::CodeExpired | Self::SignInUnknown => {
                StatusCode::GONE
            }
            Self::ContentTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::ValidationFailed | Self::IdempotencyKeyReused | Self::CodeWrong => StatusCode::UNPROCESSABLE_ENTITY,
            Self::CodesPaused | Self::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Self::InternalError => StatusCode::INTERNAL_SERVER_ERROR,
            Self::ServiceUnavailable
            | Self::MailBudgetExhausted
            | Self::CaptchaUnavailable
            | Self::ProviderUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}
