//! Approval and rejection of users.

use super::{Operator, OperatorError};
use domain::{Status, User, UserId};
use table::StoreError;

/// The result of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The user has the new status.
    Decided(User),
    /// The user had that status before, and nothing changed.
    AlreadyDecided(User),
}

/// The reason why a decision cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DecisionError {
    /// There is no user with this identifier.
    #[error("there is no user of this id")]
    Unknown,
    /// The address is not proven yet.
    #[error("this user has not confirmed the address yet")]
    NotProven,
    /// The opposite decision was made before, or the user never needed one.
    #[error("this user does not await approval: the status is {}", .0.as_str())]
    NotAwaiting(Status),
    /// The table could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Operator {
    /// Activates a user who awaits approval.
    ///
    /// The signals `registration_approved` and `user_activated` and an email to the user follow.
    ///
    /// # Errors
    /// A [`DecisionError`]. Nothing has changed then.
    pub async fn approve(&self, id: UserId) -> Result<Decision, DecisionError> {
        self.decide(id, Status::Active).await
    }

    /// Rejects a user who awaits approval, and frees the name and the address.
    ///
    /// The signal `registration_rejected` and an email to the user follow.
    ///
    /// # Errors
    /// A [`DecisionError`]. Nothing has changed then.
    pub async fn reject(&self, id: UserId) -> Result<Decision, DecisionError> {
        self.decide(id, Status::Rejected).await
    }

    async fn decide(&self, id: UserId, status: Status) -> Result<Decision, DecisionError> {
        let item = self.store.user(id).await?.ok_or(DecisionError::Unknown)?;
        let user = item.user;
        match user.status {
            Status::AwaitingApproval => {}
            before if before == status => return Ok(Decision::AlreadyDecided(user)),
            Status::Pending => return Err(DecisionError::NotProven),
            other => return Err(DecisionError::NotAwaiting(other)),
        }
        let now = self.now();
        let decided = match status {
            Status::Active => self.store.approve(&user, now).await?,
            _ => self.store.reject(&user, now).await?,
        };
        match decided {
            Some(user) => Ok(Decision::Decided(user)),
            // Another operator has decided in the meantime.
            None => match self.store.user(id).await?.ok_or(DecisionError::Unknown)?.user {
                user if user.status == status => Ok(Decision::AlreadyDecided(user)),
                user => Err(DecisionError::NotAwaiting(user.status)),
            },
        }
    }

    /// Lists the users who await approval, the longest waiting first.
    ///
    /// It scans the whole table.
    ///
    /// # Errors
    /// An [`OperatorError`] if the table cannot be read.
    pub async fn awaiting_approval(&self) -> Result<Vec<User>, OperatorError> {
        let mut users = self.store.users_with_status(Status::AwaitingApproval).await?;
        users.sort_by_key(|user| user.id.0);
        Ok(users)
    }
}
