//! The request for another activation email: one write, the same for every address.

use jiff::{SignedDuration, Timestamp};
use ulid::Ulid;

use super::items::ResendItem;
use super::transaction::attributes;
use super::update::stream_status;
use super::{ItemKey, Store, StoreError};
use domain::{EmailAddress, UserId};

/// The time for which a request waits for its email through an outage.
const RESEND_LIFETIME: SignedDuration = SignedDuration::from_hours(24);

impl Store {
    /// Stores the request. The email follows from the stream.
    pub async fn put_resend(
        &self,
        id: Ulid,
        email: &EmailAddress,
        user_id: Option<UserId>,
        locale: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let item = ResendItem {
            email: email.clone(),
            user_id,
            locale: locale.map(str::to_owned),
            requested_at: now,
            done: false,
            expires_at: (now + RESEND_LIFETIME).as_second(),
        };
        let mut item = attributes(ItemKey::Resend(id), item)?;
        item.extend(stream_status("requested"));
        self.client.put_item().table_name(&self.table).set_item(Some(item)).send().await?;
        Ok(())
    }
}
