//! A person's data: its export, and its erasure.

use std::collections::BTreeSet;

use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use serde::Serialize;

use super::users::{ActError, MailboxDetails, UserDetails};
use super::{Operator, OperatorError, UserQuery};
use domain::UserId;
use table::{MailState, StoreError, UserFilter, UserItem};

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
    /// The item of the user cannot be read, and has to be repaired.
    Unreadable,
    /// The table could not be read or written. The erasure has to be repeated.
    Failed,
}

impl ErasureOutcome {
    /// Returns the outcome in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Erased => "erased",
            Self::Unknown => "unknown",
            Self::Changed => "changed",
            Self::Unreadable => "unreadable",
            Self::Failed => "failed",
        }
    }
}

/// The results of several erasures, up to a failure.
#[derive(Debug)]
pub struct Erasures {
    /// The result for each user.
    pub results: Vec<Erasure>,
    /// The failure of the table, after which the rest was not tried.
    pub failure: Option<StoreError>,
}

/// The number of users that are read or erased at the same time.
const CONCURRENCY: usize = 32;
/// The number of users of a page of [`Operator::export_page`].
const PAGE: usize = 1000;

impl Operator {
    /// Returns all that the table has about a user, apart from hashes and other users.
    ///
    /// # Errors
    /// [`ActError::Unknown`] if there is no such user. [`ActError::Store`] if the table cannot be read.
    pub async fn export(&self, id: UserId) -> Result<UserDetails, ActError> {
        let user = self.find(&UserQuery::Id(id)).await?.pop().ok_or(ActError::Unknown)?;
        Ok(without_others(user))
    }

    /// Exports some users as [`Self::export`] does, and the user after whom the export goes on.
    ///
    /// `after` is such a user. It reads a part of the table, and four more units for each user.
    ///
    /// # Errors
    /// An [`OperatorError`] if the table cannot be read.
    pub async fn export_page(
        &self,
        after: Option<UserId>,
    ) -> Result<(Vec<UserDetails>, Option<UserId>), OperatorError> {
        let (items, next) = self.store.list_users(&UserFilter::default(), PAGE, after).await?;
        let details = |mut item: UserItem| {
            item.handles.clear();
            self.details(item)
        };
        let mut reading = stream::iter(items).map(details).buffered(CONCURRENCY);
        let mut users = Vec::new();
        while let Some(user) = reading.next().await {
            users.push(without_others(user?));
        }
        Ok((users, next))
    }

    /// Erases users, and frees their names, addresses and identities. A signal `user_erased` follows for each.
    ///
    /// It scans the whole table once. A user who has proven the address loses the place on the waiting list, too. The
    /// identifiers stay, so that the erasures can be repeated after a restore: see [`Self::erased_since`]. The
    /// suppression of a mailbox stays, too, because it protects the person from emails: [`Self::release`] ends it.
    ///
    /// An erasure that failed has begun: no email is sent to the user any more. Repeat it.
    ///
    /// # Errors
    /// An [`OperatorError`] if the operator is unknown. Nothing was erased then.
    pub async fn erase(&self, ids: &[UserId]) -> Result<Erasures, OperatorError> {
        self.erase_and_report(ids, |_| {}).await
    }

    /// Erases users, as [`Self::erase`] does. `report` gets the number of results after each one.
    ///
    /// # Errors
    /// As [`Self::erase`].
    pub async fn erase_and_report(
        &self,
        ids: &[UserId],
        mut report: impl FnMut(usize),
    ) -> Result<Erasures, OperatorError> {
        let by = self.name().await?;
        let mut known = BTreeSet::new();
        // DynamoDB rejects a key that is asked for twice.
        let ids: Vec<_> = ids.iter().copied().filter(|id| known.insert(*id)).collect();
        let mut erasures = Erasures { results: Vec::new(), failure: None };
        if let Err(error) = self.try_to_erase(&ids, by, &mut erasures.results, &mut report).await {
            let done: BTreeSet<_> = erasures.results.iter().map(|erasure| erasure.id).collect();
            let failed = ids.iter().filter(|id| !done.contains(id));
            erasures.results.extend(failed.map(|id| Erasure::of(*id, ErasureOutcome::Failed)));
            erasures.failure = Some(error);
        }
        Ok(erasures)
    }

    async fn try_to_erase(
        &self,
        ids: &[UserId],
        by: &str,
        results: &mut Vec<Erasure>,
        report: &mut impl FnMut(usize),
    ) -> Result<(), StoreError> {
        let read = self.store.each_user(ids.iter().copied()).await?;
        let known: BTreeSet<_> = read.iter().map(|(id, _)| *id).collect();
        let unknown = ids.iter().filter(|id| !known.contains(id));
        results.extend(unknown.map(|id| Erasure::of(*id, ErasureOutcome::Unknown)));
        let mut found = Vec::new();
        for (id, read) in read {
            match read {
                Ok(item) => found.push(item),
                Err(_) => results.push(Erasure::of(id, ErasureOutcome::Unreadable)),
            }
        }
        let mut begun = Vec::new();
        let mark = async |item: UserItem| Ok::<_, StoreError>((self.store.begin_erasure(&item.user).await?, item));
        let mut marking = stream::iter(found).map(mark).buffer_unordered(CONCURRENCY);
        while let Some(is_begun) = marking.next().await {
            match is_begun? {
                (true, item) => begun.push(item),
                (false, item) => results.push(Erasure::of(item.user.id, ErasureOutcome::Changed)),
            }
        }
        drop(marking);
        if begun.is_empty() {
            return Ok(());
        }
        self.store.erase_mailed_items(&begun.iter().map(|item| &item.user).collect::<Vec<_>>()).await?;
        let mut finishing = stream::iter(begun).map(|item| self.finish_erasure(item, by)).buffer_unordered(CONCURRENCY);
        while let Some(erasure) = finishing.next().await {
            results.push(erasure?);
            report(results.len());
        }
        Ok(())
    }

    /// Erases a user whose erasure has begun.
    async fn finish_erasure(&self, item: UserItem, by: &str) -> Result<Erasure, StoreError> {
        let id = item.user.id;
        if !Box::pin(self.store.erase(&item, by, self.now())).await? {
            return Ok(Erasure::of(id, ErasureOutcome::Changed));
        }
        let mailbox = self.store.mailbox(&item.user.email).await?;
        let mailbox = mailbox.map(|mailbox| MailboxDetails::of(mailbox, self.now()));
        let suppressed = mailbox.filter(|mailbox| mailbox.suppressed.is_some());
        Ok(Erasure {
            suppressed: suppressed.as_ref().and_then(|mailbox| mailbox.suppressed),
            suppressed_until: suppressed.and_then(|mailbox| mailbox.until),
            ..Erasure::of(id, ErasureOutcome::Erased)
        })
    }

    /// Returns the users who were erased since an instant, to erase them again after a restore from a backup.
    ///
    /// This is the operator of the table that was replaced, which has the erasures.
    ///
    /// # Errors
    /// An [`OperatorError`] if the list of erasures cannot be read.
    pub async fn erased_since(&self, since: Timestamp) -> Result<Vec<UserId>, OperatorError> {
        Ok(self.store.erased_since(since).await?)
    }
}

/// Removes other users of the mailbox from the history of its emails.
fn without_others(mut user: UserDetails) -> UserDetails {
    let id = user.item.user.id;
    if let Some(mailbox) = &mut user.mailbox {
        mailbox.pending.retain(|pending| *pending == id);
    }
    user
}

impl Erasure {
    fn of(id: UserId, outcome: ErasureOutcome) -> Self {
        Self { id, outcome, suppressed: None, suppressed_until: None }
    }
}
