//! Who may register.

/// Whether a request may register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// It may.
    Allowed,
    /// It may not.
    Denied(Denial),
}

/// Why a request may not register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Denial {
    /// A stable code: the `reason` of `GET /register/allowed` and the `code` of the problem.
    pub code: &'static str,
    /// A sentence for people.
    pub message: &'static str,
}

impl Denial {
    /// Nobody may register.
    pub const CLOSED: Self =
        Self { code: "registration_closed", message: "New registrations are not accepted at present." };
    /// Only who shows a credential may register, and the request has none.
    pub const CREDENTIAL_REQUIRED: Self =
        Self { code: "credential_required", message: "Registration needs a credential, which was not sent." };
    /// The request's credential is not one that may register.
    pub const CREDENTIAL_INVALID: Self =
        Self { code: "credential_invalid", message: "The credential that was sent may not register." };
    /// Only who has a claim in a verified token may register.
    pub const CLAIM_REQUIRED: Self =
        Self { code: "claim_required", message: "Registration needs a login that may register others." };
}
