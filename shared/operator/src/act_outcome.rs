//! The result of an act on a user, and the sentences that report it.

use domain::User;

/// The result of an act on a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActOutcome {
    /// The user has the new state.
    Changed(User),
    /// The user had that state before, and nothing changed.
    Unchanged(User),
}

impl ActOutcome {
    /// Returns the user, and whether the act changed the user.
    #[must_use]
    pub fn into_parts(self) -> (User, bool) {
        match self {
            Self::Changed(user) => (user, true),
            Self::Unchanged(user) => (user, false),
        }
    }
    /// Returns a sentence about the user's status.
    #[must_use]
    pub fn status_sentence(&self) -> String {
        let (user, is) = match self {
            Self::Changed(user) => (user, "is now"),
            Self::Unchanged(user) => (user, "was already"),
        };
        format!("{} {is} {}.", user.display_name(), user.status.as_str())
    }

    /// Returns a sentence about the end of the registration, after [`Operator::expire`](crate::Operator::expire).
    #[must_use]
    pub fn end_sentence(&self) -> String {
        let (user, has) = match self {
            Self::Changed(user) => (user, "is ended"),
            Self::Unchanged(user) => (user, "had expired already"),
        };
        format!("The registration of {} {has}.", user.display_name())
    }

    /// Returns a sentence about the email that follows, after [`Operator::resend`](crate::Operator::resend).
    ///
    /// `history` names what shows the reason if none follows.
    #[must_use]
    pub fn email_sentence(&self, history: &str) -> String {
        match self {
            Self::Changed(user) => {
                format!("Another email to {} follows, unless {history} has a reason.", user.email.as_str())
            }
            Self::Unchanged(user) => format!(
                "{} got an email less than a minute ago, so no other one follows: try again later.",
                user.email.as_str()
            ),
        }
    }
}
