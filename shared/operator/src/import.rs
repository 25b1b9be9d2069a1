//! Taking users over from another system. Nothing that is in the table is changed.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::{Candidate, ImportRejection, Operator, OperatorError};
use domain::{Status, UserId, Username};
use table::{ConflictingOwners, ImportInsertOutcome};

/// What became of a user, or would.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportOutcome {
    /// The user is in the table now. `look_alike` if the name looks like another one's, beside which it is kept.
    Imported {
        /// Whether the name looks like another one.
        look_alike: bool,
    },
    /// The user was there before; nothing has changed.
    AlreadyThere,
    /// The user is not in the table.
    Rejected(ImportRejection),
}

/// How long a user is tried again whom the table has no capacity for, in waits that double.
const LONGEST_WAIT: Duration = Duration::from_secs(8);
const MAX_WAITS: u32 = 12;

impl Operator {
    /// Puts a user into the table, with name and address: all of it or nothing, and never over what is there. What the table
    /// has no capacity for is tried again for a minute.
    ///
    /// # Errors
    /// When the table could not be asked: nothing was half-written, and the same user may be imported again.
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
        let mut beside = BTreeMap::new();
        for _ in 0..ATTEMPTS {
            match Box::pin(self.store.import(item, &beside, now)).await? {
                ImportInsertOutcome::Inserted => return Ok(ImportOutcome::Imported { look_alike: !beside.is_empty() }),
                // An attempt was made whose answer was lost.
                ImportInsertOutcome::Exists(existing) if again && existing.imported == item.imported => {
                    return Ok(ImportOutcome::Imported { look_alike: !beside.is_empty() });
                }
                ImportInsertOutcome::Exists(_) => return Ok(ImportOutcome::AlreadyThere),
                ImportInsertOutcome::Conflict(holders) => match self.collision(candidate, &holders).await? {
                    Some(rejection) => return Ok(ImportOutcome::Rejected(rejection)),
                    None => beside.extend(holders.names),
                },
            }
        }
        Ok(ImportOutcome::Rejected(ImportRejection::new(
            "username_taken",
            "the name was taken again and again meanwhile",
        )))
    }

    /// What [`Self::import`] would do, as things are now. It changes nothing.
    ///
    /// # Errors
    /// When the table could not be asked.
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

    /// Whom the user collides with; nobody if it is only a name that looks like others.
    async fn collision(
        &self,
        candidate: &Candidate,
        holders: &ConflictingOwners,
    ) -> Result<Option<ImportRejection>, OperatorError> {
        if let Some(holder) = holders.email {
            return Ok(Some(ImportRejection::new("email_taken", format!("the address is that of the user {holder}"))));
        }
        let taken = |holder: UserId, pending: bool| {
            let until = if pending { ", or looks like it, whose registration is pending" } else { "" };
            Some(ImportRejection::new("username_taken", format!("the name is that of the user {holder}{until}")))
        };
        if let Some(holder) = holders.exact {
            return Ok(taken(holder, false));
        }
        let canonical = candidate.item.user.username.as_ref().map(Username::canonical);
        for holder in holders.names.values().collect::<BTreeSet<_>>() {
            let found = self.store.user(*holder).await?.map(|found| found.user);
            let name = found.as_ref().and_then(|user| user.username.as_ref());
            // Who may yet lose the name would leave it to anybody, who could then be called as the user beside is.
            let may_lose_it =
                found.as_ref().is_some_and(|user| matches!(user.status, Status::Pending | Status::AwaitingApproval));
            if name.map(Username::canonical) == canonical || name.is_none() || may_lose_it {
                return Ok(taken(*holder, may_lose_it));
            }
            if candidate.strict {
                let reason = format!("the name looks like that of the user {holder}");
                return Ok(Some(ImportRejection::new("username_look_alike", reason)));
            }
        }
        Ok(None)
    }
}
