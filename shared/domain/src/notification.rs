//! The emails that follow from what becomes of a registration.

use serde::{Deserialize, Serialize};

/// An email that follows from a change. A backend chooses which of them are sent for its registrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notification {
    /// The activation link, to a pending user: after the registration, and when the user asks for it again.
    Activation,
    /// To the owner of an address that is registered again, or for which somebody asks for a link.
    AccountExists,
    /// To the operators, when a user has proven the address and awaits approval.
    AwaitingApproval,
    /// To a user whom an operator has approved.
    Approved,
    /// To a user whom an operator has rejected.
    Rejected,
}

impl Notification {
    /// All of them.
    pub const ALL: &[Self] =
        &[Self::Activation, Self::AccountExists, Self::AwaitingApproval, Self::Approved, Self::Rejected];
}
