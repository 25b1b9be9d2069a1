//! The acts of operators, as they are recorded.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The kind of an act of an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    /// Approved a user who awaited approval.
    Approve,
    /// Rejected a user who awaited approval.
    Reject,
    /// Activated a pending user without a proof of the address.
    Activate,
    /// Disabled an active user.
    Disable,
    /// Enabled a disabled user.
    Enable,
    /// Ended the registration of a pending user.
    Expire,
    /// Requested another activation email for a pending user.
    Resend,
    /// Allowed emails to a suppressed mailbox again.
    Release,
    /// Reset a number that a limit compares.
    Clear,
    /// Reset the circuit breaker.
    Forget,
    /// Created an invitation.
    Invite,
    /// Revoked an invitation.
    Revoke,
    /// Invited a person who was on the waiting list.
    Admit,
}

impl ActKind {
    /// Returns the act in the table and in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::Activate => "activate",
            Self::Disable => "disable",
            Self::Enable => "enable",
            Self::Expire => "expire",
            Self::Resend => "resend",
            Self::Release => "release",
            Self::Clear => "clear",
            Self::Forget => "forget",
            Self::Invite => "invite",
            Self::Revoke => "revoke",
            Self::Admit => "admit",
        }
    }
}

/// An act of an operator, as it is stored at the item that it changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatorAct {
    /// The kind of act.
    pub act: ActKind,
    /// The operator: the ARN of the IAM identity, the address of an approver who used a link, or a name given to a
    /// local service.
    pub by: String,
    /// The time of the act.
    pub at: Timestamp,
}
