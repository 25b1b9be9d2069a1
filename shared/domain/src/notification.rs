//! The emails that follow from a registration.

use serde::{Deserialize, Serialize};

/// An email that follows from a change.
///
/// A backend chooses which of them are sent for its registrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notification {
    /// The activation link for a pending user, after the registration or on request.
    Activation,
    /// The notice to an address's owner about a new registration or a requested link.
    AccountExists,
    /// The notice to the operators that a user with a proven address awaits approval.
    AwaitingApproval,
    /// The notice to a user whom an operator approved.
    Approved,
    /// The notice to a user whom an operator rejected.
    Rejected,
}

impl Notification {
    /// All notifications.
    pub const ALL: &[Self] =
        &[Self::Activation, Self::AccountExists, Self::AwaitingApproval, Self::Approved, Self::Rejected];
}
