//! Asking for another activation mail: one write, the same for every address.

use jiff::{SignedDuration, Timestamp};
use ulid::Ulid;

use super::items::ResendItem;
use super::{ItemKey, Store, StoreError};
use domain::EmailAddress;

/// How long a request waits for its mail, through an outage.
const RESEND_LIFETIME: SignedDuration = SignedDuration::from_hours(24);

impl Store {
    /// Stores the request; the mail follows from the stream.
    pub async fn put_resend(
        &self,
        id: Ulid,
        email: &EmailAddress,
        locale: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let item = ResendItem {
            email: email.clone(),
            locale: locale.map(str::to_owned),
            requested_at: now,
            done: false,
            expires_at: (now + RESEND_LIFETIME).as_second(),
        };
        self.put(ItemKey::Resend(id), item).await
    }
}
