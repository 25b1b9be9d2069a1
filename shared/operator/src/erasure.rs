//! A person's data: its export, and its erasure.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::users::{ActError, MailboxDetails, UserDetails};
use super::{Operator, OperatorError, UserQuery};
use domain::UserId;
use table::{MailState, StoreError};

/// The result of an erasure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Erasure {
    /// The user, or the one that was.
    pub id: UserId,
    /// The outcome.
    pub outcome: ErasureOutcome,
    /// The reason why the mailbox stays suppressed, and so stays in the table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppressed: Option<MailState>,
    /// The end of that suppression.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppressed_until: Option<Timestamp>,
}

/// The outcome of an erasure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ErasureOutcome {
    /// The user is erased.
    Erased,
    /// There was no such user.
    Unknown,
    /// The user changed at the same time, and has to be erased again.
    Changed,
    /// The table could not be read or written. The erasure has to be repeated.
    Failed,
}

/// The results of several erasures, up to a failure.
#[derive(Debug)]
pub struct Erasures {
    /// The result for each user.
    pub results: Vec<Erasure>,
    /// The failure of the table, after which the rest was not tried.
    pub failure: Option<StoreError>,
}

impl Operator {
    /// Returns all that the table has about a user, apart from hashes and other users.
    ///
    /// # Errors
    /// [`ActError::Unknown`] if there is no such user. [`ActError::Store`] if the table cannot be read.
    pub async fn export(&self, id: UserId) -> Result<UserDetails, ActError> {
        let mut user = self.find(&UserQuery::Id(id)).await?.pop().ok_or(ActError::Unknown)?;
        if let Some(mailbox) = &mut user.mailbox {
            mailbox.pending.retain(|pending| *pending == id);
        }
        Ok(user)
    }

    /// Erases users, and frees their names, addresses and identities. A signal `user_erased` follows for each.
    ///
    /// It scans the whole table once. The identifiers stay, so that [`Self::erase_again`] can repeat the erasures after
    /// a restore. The suppression of a mailbox stays, too, because it protects the person from emails:
    /// [`Self::release`] ends it.
    ///
    /// An erasure that failed has begun: no email is sent to the user any more. Repeat it.
    ///
    /// # Errors
    /// An [`OperatorError`] if the operator is unknown. Nothing was erased then.
    pub async fn erase(&self, ids: &[UserId]) -> Result<Erasures, OperatorError> {
        let by = self.name().await?;
        let mut erasures = Erasures { results: Vec::new(), failure: None };
        if let Err(error) = self.try_to_erase(ids, by, &mut erasures.results).await {
            let done: BTreeSet<_> = erasures.results.iter().map(|erasure| erasure.id).collect();
            let failed = ids.iter().filter(|id| !done.contains(id));
            erasures.results.extend(failed.map(|id| Erasure::of(*id, ErasureOutcome::Failed)));
            erasures.failure = Some(error);
        }
        Ok(erasures)
    }

    async fn try_to_erase(&self, ids: &[UserId], by: &str, results: &mut Vec<Erasure>) -> Result<(), StoreError> {
        let found = self.store.users(ids.iter().copied()).await?;
        let known: BTreeSet<_> = found.iter().map(|item| item.user.id).collect();
        let unknown = ids.iter().filter(|id| !known.contains(id));
        results.extend(unknown.map(|id| Erasure::of(*id, ErasureOutcome::Unknown)));
        let mut begun = Vec::new();
        for item in found {
            if self.store.begin_erasure(&item.user).await? {
                begun.push(item);
            } else {
                results.push(Erasure::of(item.user.id, ErasureOutcome::Changed));
            }
        }
        if begun.is_empty() {
            return Ok(());
        }
        self.store.erase_mailed_items(&begun.iter().map(|item| &item.user).collect::<Vec<_>>()).await?;
        for item in begun {
            let id = item.user.id;
            if !self.store.erase(&item, by, self.now()).await? {
                results.push(Erasure::of(id, ErasureOutcome::Changed));
                continue;
            }
            let mailbox = self.store.mailbox(&item.user.email).await?;
            let mailbox = mailbox.map(|mailbox| MailboxDetails::of(mailbox, self.now()));
            let suppressed = mailbox.filter(|mailbox| mailbox.suppressed.is_some());
            results.push(Erasure {
                suppressed: suppressed.as_ref().and_then(|mailbox| mailbox.suppressed),
                suppressed_until: suppressed.and_then(|mailbox| mailbox.until),
                ..Erasure::of(id, ErasureOutcome::Erased)
            });
        }
        Ok(())
    }

    /// Erases the users again that were erased since an instant, as after a restore of the table from a backup.
    ///
    /// `erased` is the operator of the table that was replaced, which has the erasures. The hours of the first and of
    /// the last erasure count as a whole.
    ///
    /// # Errors
    /// As [`Self::erase`], or if the list of erasures cannot be read.
    pub async fn erase_again(&self, erased: &Self, since: Timestamp) -> Result<Erasures, OperatorError> {
        let hour = SignedDuration::from_hours(1);
        let hours: Vec<_> = std::iter::successors(Some(since), |at| Some(*at + hour))
            .take_while(|at| *at < self.now() + hour)
            .collect();
        let mut ids = BTreeSet::new();
        for hours in hours.chunks(100) {
            ids.extend(erased.store.erased_in(hours).await?);
        }
        self.erase(&ids.into_iter().collect::<Vec<_>>()).await
    }
}

impl Erasure {
    fn of(id: UserId, outcome: ErasureOutcome) -> Self {
        Self { id, outcome, suppressed: None, suppressed_until: None }
    }
}
