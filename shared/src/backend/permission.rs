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

impl Denial {
    /// Nobody may register.
    pub const CLOSED: Self = Self::built_in("registration_closed", "denial-registration-closed");
    /// Nobody may register for now: too many mails bounce.
    pub const PAUSED: Self = Self::built_in("registration_paused", "denial-registration-paused");
    /// Only who shows a credential may register, and the request has none.
    pub const CREDENTIAL_REQUIRED: Self = Self::built_in("credential_required", "denial-credential-required");
    /// The request's credential is not one that may register.
    pub const CREDENTIAL_INVALID: Self = Self::built_in("credential_invalid", "denial-credential-invalid");
    /// Only who has a claim in a verified token may register.
    pub const CLAIM_REQUIRED: Self = Self::built_in("claim_required", "denial-claim-required");
    /// Only who is invited may register, and the request has no invitation.
    pub const INVITATION_REQUIRED: Self = Self::built_in("invitation_required", "denial-invitation-required");
    /// There is no such invitation.
    pub const INVITATION_UNKNOWN: Self = Self::built_in("invitation_unknown", "denial-invitation-unknown");
    /// The invitation has been used as often as it may be.
    pub const INVITATION_SPENT: Self = Self::built_in("invitation_spent", "denial-invitation-spent");
    /// The invitation's time is over; at its last instant, too.
    pub const INVITATION_EXPIRED: Self = Self::built_in("invitation_expired", "denial-invitation-expired");
    /// An operator has revoked the invitation.
    pub const INVITATION_REVOKED: Self = Self::built_in("invitation_revoked", "denial-invitation-revoked");

    /// The reasons that the built-in backends give.
    const ALL: [Self; 10] = [
        Self::CLOSED,
        Self::PAUSED,
        Self::CREDENTIAL_REQUIRED,
        Self::CREDENTIAL_INVALID,
        Self::CLAIM_REQUIRED,
        Self::INVITATION_REQUIRED,
        Self::INVITATION_UNKNOWN,
        Self::INVITATION_SPENT,
        Self::INVITATION_EXPIRED,
        Self::INVITATION_REVOKED,
    ];

    /// A reason of a backend's own: a stable code of lower-case letters, digits and `_`, and a sentence for people,
    /// which is told as it is, whatever the reader's language.
    #[must_use]
    pub const fn new(code: &'static str, message: &'static str) -> Self {
        Self { code: Cow::Borrowed(code), message: Text::given(message) }
    }

    /// A reason with a message in every language.
    const fn built_in(code: &'static str, message: &'static str) -> Self {
        Self { code: Cow::Borrowed(code), message: Text::message(message) }
    }

    /// The reason that a built-in backend gives under this code.
    #[must_use]
    pub fn by_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|denial| denial.code == code)
    }
}
