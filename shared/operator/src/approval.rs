//! Approving and rejecting users.

use super::{Operator, OperatorError};
use domain::{Status, User, UserId};
use table::StoreError;

/// What became of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The user is now as it says.
    Decided(User),
    /// The user was so before; nothing has changed.
    AlreadyDecided(User),
}

/// Why a decision cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DecisionError {
    /// There is no such user.
    #[error("there is no user of this id")]
    Unknown,
    /// The address is not proven yet.
    #[error("this user has not confirmed the address yet")]
    NotProven,
    /// The user is past it: has been decided on otherwise, or was never to be.
    #[error("this user does not await approval: the status is {}", .0.as_str())]
    NotAwaiting(Status),
    /// The table could not be asked.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Operator {
    /// Makes a user active who awaits approval. `registration_approved`, `user_activated` and a mail to the
    /// user follow.
    ///
    /// # Errors
    /// See [`DecisionError`]; then nothing has changed.
    pub async fn approve(&self, id: UserId) -> Result<Decision, DecisionError> {
        self.decide(id, Status::Active).await
    }

    /// Turns a user away who awaits approval; the name and the address are free at once. `registration_rejected` and a
    /// mail to the user follow.
    ///
    /// # Errors
    /// See [`DecisionError`]; then nothing has changed.
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
            // Somebody else has decided at the same time.
            None => match self.store.user(id).await?.ok_or(DecisionError::Unknown)?.user {
                user if user.status == status => Ok(Decision::AlreadyDecided(user)),
                user => Err(DecisionError::NotAwaiting(user.status)),
            },
        }
    }

    /// The users who await approval, the longest waiting first. It reads the whole table.
    ///
    /// # Errors
    /// When the table could not be asked.
    pub async fn awaiting_approval(&self) -> Result<Vec<User>, OperatorError> {
        let mut users = self.store.users_with_status(Status::AwaitingApproval).await?;
        users.sort_by_key(|user| user.id.0);
        Ok(users)
    }
}
