//! The permission to register.

use std::borrow::Cow;

use crate::locale::Text;

/// Whether a request may register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Permission {
    /// The request may register.
    Allowed,
    /// The request may not register.
    Denied(Denial),
}

/// The reason why a request may not register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denial {
    /// A stable code: `reason` of `GET /register/allowed`, `code` of the problem.
    pub code: Cow<'static, str>,
    /// A sentence for users.
    pub message: Text,
}

macro_rules! built_in {
    ($($(#[$doc:meta])+ $name:ident = $code:literal $message:literal,)+) => {
        impl Denial {
            $($(#[$doc])+ pub const $name: Self = Self { code: Cow::Borrowed($code), message: Text::message($message) };)+

            /// The reasons of the built-in backends.
            ///
            /// `docs/reference/problems.md` and `infra/openapi.yaml` list them.
            pub const BUILT_IN: &[Self] = &[$(Self::$name),+];
        }
    };
}

built_in! {
    /// Registration is closed.
    CLOSED = "registration_closed" "denial-registration-closed",
    /// Registration is paused, because too many emails bounce.
    PAUSED = "registration_paused" "denial-registration-paused",
    /// The request has no credential, which this backend requires.
    CREDENTIAL_REQUIRED = "credential_required" "denial-credential-required",
    /// The request's credential is not an accepted one.
    CREDENTIAL_INVALID = "credential_invalid" "denial-credential-invalid",
    /// The request has no verified token with the required claim.
    CLAIM_REQUIRED = "claim_required" "denial-claim-required",
    /// The request has no identity at an OpenID provider, which this backend requires.
    OPENID_REQUIRED = "openid_required" "denial-openid-required",
    /// The request has no invitation, which this backend requires.
    INVITATION_REQUIRED = "invitation_required" "denial-invitation-required",
    /// There is no such invitation.
    INVITATION_UNKNOWN = "invitation_unknown" "denial-invitation-unknown",
    /// The invitation has no uses left.
    INVITATION_SPENT = "invitation_spent" "denial-invitation-spent",
    /// The invitation has expired. Its last instant counts as expired.
    INVITATION_EXPIRED = "invitation_expired" "denial-invitation-expired",
    /// An operator has revoked the invitation.
    INVITATION_REVOKED = "invitation_revoked" "denial-invitation-revoked",
}

impl Denial {
    /// The query parameter of the page about it.
    pub const PARAMETER: &'static str = "reason";

    /// Creates a custom reason of a backend.
    ///
    /// The code is stable and has lower-case letters, digits and `_`. The sentence for users is not translated.
    #[must_use]
    pub const fn new(code: &'static str, message: &'static str) -> Self {
        Self { code: Cow::Borrowed(code), message: Text::literal(message) }
    }

    /// Returns the built-in reason with this code.
    #[must_use]
    pub fn by_code(code: &str) -> Option<Self> {
        Self::BUILT_IN.iter().find(|denial| denial.code == code).cloned()
    }
}
