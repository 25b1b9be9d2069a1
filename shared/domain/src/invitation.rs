//! Invitations.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::email_address::EmailAddress;
use crate::operator_act::OperatorAct;
use crate::outcome::Denial;

/// An invitation to register. Its code is stored as a hash only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The only address that can register with it. Without one, any can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// Whether the code was mailed to that address, so that it proves the address.
    pub mailed: bool,
    /// The type of user that it is for: the name of a form.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The number of remaining uses.
    pub uses_left: u32,
    /// The time of its creation.
    pub created_at: Timestamp,
    /// The time from which it cannot be used, in epoch seconds.
    pub valid_until: i64,
    /// The time when an operator revoked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
    /// The acts of operators on it: its creation, and its revocation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acts: Vec<OperatorAct>,
}

impl Invitation {
    /// The name of the code in a link's query and in a body.
    pub const FIELD: &'static str = "invitation";

    /// Returns the reason why it cannot be used at `now`.
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

    /// Returns the address that the code proves.
    #[must_use]
    pub fn proven_address(&self) -> Option<&EmailAddress> {
        self.email.as_ref().filter(|_| self.mailed)
    }
}
