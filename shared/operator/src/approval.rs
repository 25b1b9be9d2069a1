//! Approval and rejection of users.

use super::Operator;
use super::act_outcome::ActOutcome;
use super::users::ActError;
use domain::{ActKind, Status, UserId};

impl Operator {
    /// Activates a user who awaits approval.
    ///
    /// The signals `registration_approved` and `user_activated` and an email to the user follow.
    ///
    /// # Errors
    /// An [`ActError`]. Nothing has changed then.
    pub async fn approve(&self, id: UserId) -> Result<ActOutcome, ActError> {
        self.decide(id, ActKind::Approve, Status::Active).await
    }

    /// Rejects a user who awaits approval, and frees the name and the address.
    ///
    /// The signal `registration_rejected` and an email to the user follow.
    ///
    /// # Errors
    /// An [`ActError`]. Nothing has changed then.
    pub async fn reject(&self, id: UserId) -> Result<ActOutcome, ActError> {
        self.decide(id, ActKind::Reject, Status::Rejected).await
    }

    async fn decide(&self, id: UserId, act: ActKind, after: Status) -> Result<ActOutcome, ActError> {
        let not_awaiting = |status| ActError::WrongStatus { needed: "does not await approval", status };
        let user = self.user(id).await?.user;
        match user.status {
            Status::AwaitingApproval => {}
            before if before == after => return Ok(ActOutcome::Unchanged(user)),
            Status::Pending => return Err(ActError::NotProven),
            other => return Err(not_awaiting(other)),
        }
        let record = self.act(act).await?;
        let decided = match after {
            Status::Active => self.store.approve(&user, &record).await?,
            _ => self.store.reject(&user, &record).await?,
        };
        match decided {
            Some(user) => Ok(ActOutcome::Changed(user)),
            // Another operator has decided in the meantime.
            None => match self.user(id).await?.user {
                user if user.status == after => Ok(ActOutcome::Unchanged(user)),
                user => Err(not_awaiting(user.status)),
            },
        }
    }
}
