//! Who may register.

use std::borrow::Cow;

use crate::locale::Text;

/// Whether a request may register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Permission {
    /// It may.
    Allowed,
    /// It may not.
    Denied(Denial),
}

/// Why a request may not register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denial {
    /// A stable code: the `reason` of `GET /register/allowed` and the `code` of the problem.
    pub code: Cow<'static, str>,
    /// A sentence for people.
    pub message: Text,
}

macro_rules! built_in {
    ($($(#[$doc:meta])+ $name:ident = $code:literal $message:literal,)+) => {
        impl Denial {
            $($(#[$doc])+ pub const $name: Self = Self { code: Cow::Borrowed($code), message: Text::message($message) };)+

            /// The reasons that the built-in backends give. They are listed in `docs/problems.md` and `infra/openapi.yaml`.
            pub const BUILT_IN: &[Self] = &[$(Self::$name),+];
        }
    };
}

built_in! {
    /// Nobody may register.
    CLOSED = "registration_closed" "denial-registration-closed",
    /// Nobody may register for now: too many mails bounce.
    PAUSED = "registration_paused" "denial-registration-paused",
    /// Only who shows a credential may register, and the request has none.
    CREDENTIAL_REQUIRED = "credential_required" "denial-credential-required",
    /// The request's credential is not one that may register.
    CREDENTIAL_INVALID = "credential_invalid" "denial-credential-invalid",
    /// Only who has a claim in a verified token may register.
    CLAIM_REQUIRED = "claim_required" "denial-claim-required",
    /// Only who is invited may register, and the request has no invitation.
    INVITATION_REQUIRED = "invitation_required" "denial-invitation-required",
    /// There is no such invitation.
    INVITATION_UNKNOWN = "invitation_unknown" "denial-invitation-unknown",
    /// The invitation has been used as often as it may be.
    INVITATION_SPENT = "invitation_spent" "denial-invitation-spent",
    /// The invitation's time is over; at its last instant, too.
    INVITATION_EXPIRED = "invitation_expired" "denial-invitation-expired",
    /// An operator has revoked the invitation.
    INVITATION_REVOKED = "invitation_revoked" "denial-invitation-revoked",
}

impl Denial {
    /// A reason of a backend's own: a stable code of lower-case letters, digits and `_`, and a sentence for people,
    /// which is told as it is, whatever the reader's language.
    #[must_use]
    pub const fn new(code: &'static str, message: &'static str) -> Self {
        Self { code: Cow::Borrowed(code), message: Text::literal(message) }
    }

    /// The reason that a built-in backend gives under this code.
    #[must_use]
    pub fn by_code(code: &str) -> Option<Self> {
        Self::BUILT_IN.iter().find(|denial| denial.code == code).cloned()
    }
}
