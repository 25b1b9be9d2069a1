//! Who may register.

use std::borrow::Cow;

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
    pub message: Cow<'static, str>,
}

impl Denial {
    /// Nobody may register.
    pub const CLOSED: Self = Self::new("registration_closed", "New registrations are not accepted at present.");
    /// Nobody may register for now: too many mails bounce.
    pub const PAUSED: Self =
        Self::new("registration_paused", "Registration is paused for a short while. Please try again later.");
    /// Only who shows a credential may register, and the request has none.
    pub const CREDENTIAL_REQUIRED: Self =
        Self::new("credential_required", "Registration needs a credential, which was not sent.");
    /// The request's credential is not one that may register.
    pub const CREDENTIAL_INVALID: Self =
        Self::new("credential_invalid", "The credential that was sent may not register.");
    /// Only who has a claim in a verified token may register.
    pub const CLAIM_REQUIRED: Self =
        Self::new("claim_required", "Registration needs a login that may register others.");
    /// Only who is invited may register, and the request has no invitation.
    pub const INVITATION_REQUIRED: Self =
        Self::new("invitation_required", "Registration is by invitation. Open the link of the one that you were sent.");
    /// There is no such invitation.
    pub const INVITATION_UNKNOWN: Self =
        Self::new("invitation_unknown", "There is no such invitation. Check that the whole link was opened.");
    /// The invitation has been used as often as it may be.
    pub const INVITATION_SPENT: Self = Self::new(
        "invitation_spent",
        "This invitation has been used. If it was you, log in or look for our mail; if not, ask for another one.",
    );
    /// The invitation's time is over; at its last instant, too.
    pub const INVITATION_EXPIRED: Self =
        Self::new("invitation_expired", "This invitation has expired. Ask for another one.");
    /// An operator has revoked the invitation.
    pub const INVITATION_REVOKED: Self =
        Self::new("invitation_revoked", "This invitation was withdrawn. Ask for another one.");

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

    /// A reason of a backend's own: a stable code of lower-case letters, digits and `_`, and a sentence for people.
    #[must_use]
    pub const fn new(code: &'static str, message: &'static str) -> Self {
        Self { code: Cow::Borrowed(code), message: Cow::Borrowed(message) }
    }

    /// The reason that a built-in backend gives under this code.
    #[must_use]
    pub fn by_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|denial| denial.code == code)
    }
}
