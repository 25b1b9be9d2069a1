//! A person's data: its export, and its erasure.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::users::{ActError, UserDetails};
use super::{Operator, UserQuery};
use domain::UserId;
use table::MailState;

/// The result of an erasure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Erasure {
    /// The user, or the one that was.
    pub id: UserId,
    /// Whether there was something to erase.
    pub erased: bool,
    /// The reason why the mailbox stays suppressed, and so stays in the table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppressed: Option<MailState>,
    /// The end of that suppression.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppressed_until: Option<Timestamp>,
}

impl Operator {
    /// Returns all that the table has about a user, apart from hashes.
    ///
    /// # Errors
    /// [`ActError::Unknown`] if there is no such user. [`ActError::Store`] if the table cannot be read.
    pub async fn export(&self, id: UserId) -> Result<UserDetails, ActError> {
        self.find(&UserQuery::Id(id)).await?.pop().ok_or(ActError::Unknown)
    }

    /// Erases a user, and frees the name, the address and the identities. The signal `user_erased` follows.
    ///
    /// The identifier stays, so that [`Self::erase_again`] can repeat the erasure after a restore. A suppression of the
    /// mailbox stays, too, because it protects the person from emails: [`Self::release`] ends it.
    ///
    /// # Errors
    /// An [`ActError`]. The user is unchanged then.
    pub async fn erase(&self, id: UserId) -> Result<Erasure, ActError> {
        let Some(item) = self.store.users([id]).await?.pop() else {
            return Ok(Erasure { id, erased: false, suppressed: None, suppressed_until: None });
        };
        if !self.store.erase(&item, self.name().await?, self.now()).await? {
            return Err(ActError::Conflict);
        }
        let mailbox = self.mailbox(&item.user.email).await?.filter(|mailbox| mailbox.suppressed.is_some());
        Ok(Erasure {
            id,
            erased: true,
            suppressed: mailbox.as_ref().and_then(|mailbox| mailbox.suppressed),
            suppressed_until: mailbox.and_then(|mailbox| mailbox.until),
        })
    }

    /// Erases the users again that were erased since an instant, as after a restore of the table from a backup.
    ///
    /// The hours of the first and of the last erasure count as a whole.
    ///
    /// `erased` is the deployment with the table that has the erasures, which can be this one.
    ///
    /// # Errors
    /// An [`ActError`]. Some users may be erased then. Repeat the call.
    pub async fn erase_again(&self, erased: &Self, since: Timestamp) -> Result<Vec<Erasure>, ActError> {
        let hour = SignedDuration::from_hours(1);
        let hours: Vec<_> = std::iter::successors(Some(since), |at| Some(*at + hour))
            .take_while(|at| *at < self.now() + hour)
            .collect();
        let mut erasures = Vec::new();
        for hours in hours.chunks(100) {
            for id in erased.store.erased_in(hours).await? {
                erasures.push(self.erase(id).await?);
            }
        }
        Ok(erasures)
    }
}
