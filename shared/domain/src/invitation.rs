//! Invitations.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::email_address::EmailAddress;
use crate::outcome::Denial;

/// An invitation to register. Its code, which whoever has it may register with, is known by its hash only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The only address that may register with it; any, if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// Whether the code went to that address by mail: who has it has proven the address.
    pub mailed: bool,
    /// The kind of user that it is for: the name of a form.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// How often it can still be used.
    pub uses_left: u32,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it cannot be used, in epoch seconds.
    pub valid_until: i64,
    /// When an operator revoked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
}

impl Invitation {
    /// The parameter of a link, and the field of a body, that has the code.
    pub const FIELD: &'static str = "invitation";

    /// Why nobody can register with it at `now`.
    #[must_use]
    pub fn denial_reason(&self, now: Timestamp) -> Option<Denial> {
        if self.revoked_at.is_some() {
            Some(Denial::INVITATION_REVOKED)
        } else if self.uses_left == 0 {
            Some(Denial::INVITATION_SPENT)
        } else if self.valid_until <= now.as_second() {
            Some(Denial::INVITATION_EXPIRED)
        } else {
            None
        }
    }

    /// The address that who has the code has proven.
    #[must_use]
    pub fn proven_address(&self) -> Option<&EmailAddress> {
        self.email.as_ref().filter(|_| self.mailed)
    }
}
