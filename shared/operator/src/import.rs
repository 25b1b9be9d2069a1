//! The import of users from another system. It never changes an existing item.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::{Candidate, ImportRejection, Operator, OperatorError};
use domain::{Status, UserId, Username};
use table::{ConflictingOwners, ImportInsertOutcome};

/// The result of importing a user, or of [`Operator::would_import`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportOutcome {
    /// The user is in the table now.
    Imported {
        /// Whether the name is confusable with another one, alongside which it is stored.
        look_alike: bool,
    },
    /// The user was imported before, and nothing has changed.
    AlreadyThere,
    /// The user is not in the table.
    Rejected(ImportRejection),
}

/// The maximum wait between attempts. The waits before it double.
const LONGEST_WAIT: Duration = Duration::from_secs(8);
const MAX_WAITS: u32 = 12;

impl Operator {
    /// Inserts a user with name and address in one transaction, and overwrites nothing.
    ///
    /// A request that the table has no capacity for is retried for about a minute.
    ///
    /// # Errors
    /// An [`OperatorError`] if the table cannot be reached. Nothing was written then, and the import can be repeated.
    pub async fn import(&self, candidate: &Candidate) -> Result<ImportOutcome, OperatorError> {
        let mut waited = 0;
        loop {
            let error = match self.try_to_import(candidate, waited > 0).await {
                Ok(outcome) => return Ok(outcome),
                Err(OperatorError::Store(error)) if error.is_retryable() => error,
                Err(error) => return Err(error),
            };
            if waited == MAX_WAITS {
                return Err(error.into());
            }
            let longest = Duration::from_millis(125 << waited).min(LONGEST_WAIT);
            let [share] = self.random.bytes();
            tokio::time::sleep(longest.mul_f32(0.5 + f32::from(share) / 512.0)).await;
            waited += 1;
        }
    }

    async fn try_to_import(&self, candidate: &Candidate, again: bool) -> Result<ImportOutcome, OperatorError> {
        const ATTEMPTS: usize = 4;
        let (item, now) = (&candidate.item, self.now());
        let mut look_alikes = BTreeMap::new();
        for _ in 0..ATTEMPTS {
            match Box::pin(self.store.import(item, candidate.password_hash.as_ref(), &look_alikes, now)).await? {
                ImportInsertOutcome::Inserted => {
                    return Ok(ImportOutcome::Imported { look_alike: !look_alikes.is_empty() });
                }
                // An earlier attempt succeeded, and its answer was lost.
                ImportInsertOutcome::Exists(existing) if again && existing.imported == item.imported => {
                    return Ok(ImportOutcome::Imported { look_alike: !look_alikes.is_empty() });
                }
                ImportInsertOutcome::Exists(_) => return Ok(ImportOutcome::AlreadyThere),
                ImportInsertOutcome::Conflict(holders) => match self.collision(candidate, &holders).await? {
                    Some(rejection) => return Ok(ImportOutcome::Rejected(rejection)),
                    None => look_alikes.extend(holders.names),
                },
            }
        }
        Ok(ImportOutcome::Rejected(
            ImportRejection::new("username_taken", "the name was taken by others during every attempt").of("username"),
        ))
    }

    /// Returns the result that [`Self::import`] would have now, and writes nothing.
    ///
    /// # Errors
    /// An [`OperatorError`] if the table cannot be read.
    pub async fn would_import(&self, candidate: &Candidate) -> Result<ImportOutcome, OperatorError> {
        match Box::pin(self.store.would_import(&candidate.item, self.now())).await? {
            ImportInsertOutcome::Inserted => Ok(ImportOutcome::Imported { look_alike: false }),
            ImportInsertOutcome::Exists(_) => Ok(ImportOutcome::AlreadyThere),
            ImportInsertOutcome::Conflict(holders) => {
                let rejection = self.collision(candidate, &holders).await?;
                Ok(rejection.map_or(ImportOutcome::Imported { look_alike: true }, ImportOutcome::Rejected))
            }
        }
    }

    /// Returns the conflict with another user, if it is more than a confusable name.
    async fn collision(
        &self,
        candidate: &Candidate,
        holders: &ConflictingOwners,
    ) -> Result<Option<ImportRejection>, OperatorError> {
        if let Some(holder) = holders.email {
            let reason = format!("the address is that of the user {holder}");
            return Ok(Some(ImportRejection::new("email_taken", reason).of("email")));
        }
        let taken = |holder: UserId, pending: bool| {
            let until = if pending { ", or looks like it, whose registration is pending" } else { "" };
            let reason = format!("the name is that of the user {holder}{until}");
            Some(ImportRejection::new("username_taken", reason).of("username"))
        };
        if let Some(holder) = holders.exact {
            return Ok(taken(holder, false));
        }
        let canonical = candidate.item.user.username.as_ref().map(Username::canonical);
        for holder in holders.names.values().collect::<BTreeSet<_>>() {
            let found = self.store.users([*holder]).await?.pop().map(|found| found.user);
            let name = found.as_ref().and_then(|user| user.username.as_ref());
            // A user who may yet lose the name would leave it to anybody, who could then be named like this one.
            let may_lose_it =
                found.as_ref().is_some_and(|user| matches!(user.status, Status::Pending | Status::AwaitingApproval));
            if name.map(Username::canonical) == canonical || name.is_none() || may_lose_it {
                return Ok(taken(*holder, may_lose_it));
            }
            if candidate.strict {
                let reason = format!("the name looks like that of the user {holder}");
                return Ok(Some(ImportRejection::new("username_look_alike", reason).of("username")));
            }
        }
        Ok(None)
    }
}
