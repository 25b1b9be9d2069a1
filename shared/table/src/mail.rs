//! The data behind each email: its recipient, its key, and the emails sent before.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;
use ulid::Ulid;

use super::condition::if_condition_held;
use super::items::EmailItem;
use super::{ItemKey, KeyItem, MailboxItem, ResendItem, Store, StoreError, UserItem};
use domain::{EmailAddress, Status, TokenHash, User, UserId, log};

/// The current recipient of the email for a registration.
#[derive(Debug)]
pub struct Recipient {
    /// The user, if it still exists.
    pub user: Option<UserItem>,
    /// Whether a user has proven the address.
    pub proven: bool,
    /// The emails sent to the mailbox before.
    pub mailbox: MailboxItem,
}

/// The current recipients of another activation email.
#[derive(Debug)]
pub struct Resend {
    /// The address.
    pub email: EmailAddress,
    /// The language of the request, if it asked for one.
    pub locale: Option<String>,
    /// The user who has proven the address.
    pub owner: Option<UserItem>,
    /// The pending registration that the email names: that of the request's handle, or the newest of the address.
    pub pending: Option<UserItem>,
    /// The emails sent to the mailbox before.
    pub mailbox: MailboxItem,
}

impl Store {
    /// Reads the current recipient of the email for the registration of `user`.
    pub async fn recipient(&self, user: &User) -> Result<Recipient, StoreError> {
        let (email, mailbox) = (user.email.canonical(), user.email.mailbox());
        let pks = [ItemKey::User(user.id), ItemKey::Email(&email), ItemKey::Mailbox(&mailbox)];
        let mut found = self.batch_get(&pks).await?;
        let proven: Option<EmailItem> = found.take(pks[1])?;
        Ok(Recipient {
            user: found.take(pks[0])?.filter(|item: &UserItem| !item.erased),
            proven: proven.is_some(),
            mailbox: found.take(pks[2])?.unwrap_or_default(),
        })
    }

    /// Returns whether a user has proven this address.
    pub async fn is_owned(&self, email: &EmailAddress) -> Result<bool, StoreError> {
        let owner: Option<EmailItem> = self.get(ItemKey::Email(&email.canonical())).await?;
        Ok(owner.is_some())
    }

    /// Reads the recipients of a requested email.
    ///
    /// A pending user who cannot be read is left out. Returns `None` if the request was processed before, or has
    /// expired by `now`.
    pub async fn resend(&self, id: Ulid, now: Timestamp) -> Result<Option<Resend>, StoreError> {
        let request: Option<ResendItem> = self.get(ItemKey::Resend(id)).await?;
        let request = request.filter(|request| !request.done && request.expires_at > now.as_second());
        let Some(ResendItem { email, user_id, locale, .. }) = request else { return Ok(None) };
        let (canonical, mailbox) = (email.canonical(), email.mailbox());
        let pks = [ItemKey::Email(&canonical), ItemKey::Mailbox(&mailbox)];
        let mut found = self.batch_get(&pks).await?;
        let owner = found.take::<EmailItem>(pks[0])?.map(|owner| owner.user_id);
        let history: MailboxItem = found.take(pks[1])?.unwrap_or_default();
        let mut ids: BTreeSet<UserId> = user_id.map_or_else(|| history.pending.clone(), |id| BTreeSet::from([id]));
        ids.extend(owner);
        let mut resend = Resend { email, locale, owner: None, pending: None, mailbox: history };
        if ids.is_empty() {
            return Ok(Some(resend));
        }
        let pks: Vec<_> = ids.iter().copied().map(ItemKey::User).collect();
        let mut found = self.batch_get(&pks).await?;
        for id in ids.into_iter().rev() {
            let item = match found.take::<UserItem>(ItemKey::User(id)) {
                // The others of the mailbox get their email all the same: see SupportPolicy.
                Err(error) if Some(id) != owner => {
                    let error = log::describe(&error);
                    tracing::error!(%id, error, "a user cannot be read: skipped");
                    None
                }
                read => read?,
            };
            match item.filter(|item| !item.erased) {
                // A registration whose address was corrected, or has another spelling, may have an owner of its own.
                Some(item)
                    if item.user.status == Status::Pending
                        && item.user.email.canonical() == canonical
                        // The holder of the handle must not notice. To others the registration is none.
                        && (user_id.is_some() || !item.has_started_over()) =>
                {
                    resend.pending.get_or_insert(item);
                }
                Some(item) if Some(item.user.id) == owner => resend.owner = Some(item),
                _ => {}
            }
        }
        Ok(Some(resend))
    }

    /// Marks a request for another email as processed.
    pub async fn mark_resend_done(&self, id: Ulid) -> Result<(), StoreError> {
        self.change(ItemKey::Resend(id), "SET done = :value", AttributeValue::Bool(true)).await.map(drop)
    }

    /// Records that an email was sent to a user.
    ///
    /// A redelivered record of the stream then does not send it again.
    pub async fn mark_user_mailed(&self, id: UserId, mail: &str) -> Result<(), StoreError> {
        let mail = AttributeValue::Ss(vec![mail.to_owned()]);
        self.change(ItemKey::User(id), "ADD mailed :value", mail).await.map(drop)
    }

    /// Records the pending users of the mailbox of an address, and the emails that are about to be sent there at `now`.
    ///
    /// Returns `false`, and writes nothing, if the item was changed since it was read.
    pub async fn put_mailbox(
        &self,
        email: &EmailAddress,
        mailbox: &MailboxItem,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let number = |number: &dyn ToString| AttributeValue::N(number.to_string());
        let mut request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", ItemKey::Mailbox(&email.mailbox()).attribute())
            .expression_attribute_values(":sent", to_attribute_value(&mailbox.sent)?)
            .expression_attribute_values(":expires_at", number(&mailbox.expires_at))
            .expression_attribute_values(":one", number(&1));
        request = if mailbox.version == 0 {
            request.condition_expression("attribute_not_exists(version)")
        } else {
            request
                .condition_expression("version = :version")
                .expression_attribute_values(":version", number(&mailbox.version))
        };
        // DynamoDB has no empty set.
        let pending = if mailbox.pending.is_empty() {
            ""
        } else {
            let pending = mailbox.pending.iter().map(ToString::to_string).collect();
            request = request.expression_attribute_values(":pending", AttributeValue::Ss(pending));
            ", pending = :pending"
        };
        // Only a suppression that has ended is removed.
        let ended = if mailbox.state(now).is_some() {
            ""
        } else {
            request = request.expression_attribute_names("#state", "state");
            " REMOVE #state"
        };
        let change = format!("SET sent = :sent, expires_at = :expires_at{pending}{ended} ADD version :one");
        Ok(if_condition_held(request.update_expression(change).send().await)?.is_some())
    }

    /// Stores a key.
    pub async fn put_key(&self, hash: &TokenHash, key: &KeyItem) -> Result<(), StoreError> {
        self.put(ItemKey::Key(hash), key).await
    }
}
