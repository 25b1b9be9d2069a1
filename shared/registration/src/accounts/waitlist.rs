//! The waiting list: an address gets a place, or keeps the one that it has.

use data_encoding::HEXLOWER;
use jiff::SignedDuration;
use sha2::{Digest, Sha256};

use super::Accounts;
use crate::request::Request;
use crate::sender::Sender;
use domain::form::CleanedData;
use domain::{EmailAddress, IdempotencyKey, UserId, WaitlistPlaceId};
use table::{StoreError, WaitingItem};

/// The time for which a repetition of a submission is recognised. No token of a bot check is valid for longer.
const REPETITION_PERIOD: SignedDuration = SignedDuration::from_hours(1);

impl Accounts {
    /// Puts an address on the waiting list, with one write that is the same for every address.
    ///
    /// `sender` is [`Backend::sender`](crate::Backend::sender).
    /// The email and the signal `waitlist_joined` follow from the table's stream. A place can be kept for long. So it
    /// has neither the source address nor the user agent.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be written.
    pub async fn join_waitlist(
        &self,
        sender: Sender<'_>,
        request: &Request,
        data: &CleanedData,
    ) -> Result<(), StoreError> {
        let (now, id) = (request.received_at, WaitlistPlaceId(self.random.ulid(request.received_at)));
        let (email, kind) = (data.email.clone(), data.kind.clone());
        let place = WaitingItem::new(id, email, kind, sender.name, now, request.metadata().without_facts());
        self.store.join_waitlist(&place).await
    }

    /// Stores that the submission joined, so that its repetition needs no other token of the bot check.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be written.
    pub async fn remember_join(&self, request: &Request, email: &EmailAddress) -> Result<(), StoreError> {
        let Some(hash) = submission(request, email) else { return Ok(()) };
        let now = request.received_at;
        self.store.put_join(&hash, UserId(self.random.ulid(now)), (now + REPETITION_PERIOD).as_second()).await
    }

    /// Returns whether this submission joined before.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be read.
    pub async fn is_repeated_join(&self, request: &Request, email: &EmailAddress) -> Result<bool, StoreError> {
        match submission(request, email) {
            Some(hash) => self.store.is_repetition(&hash, request.received_at).await,
            None => Ok(false),
        }
    }
}

/// Returns the hash of a submission with an idempotency key, for this mailbox and no other.
///
/// It is of another form than the hash of a registration with the same key.
fn submission(request: &Request, email: &EmailAddress) -> Option<String> {
    let key = request.idempotency_key.as_ref().map(IdempotencyKey::hash)?;
    let hash = Sha256::digest(format!("waitlist\n{key}\n{}", email.mailbox()).as_bytes());
    Some(HEXLOWER.encode(&hash))
}
