//! The erasure of users, which leaves nothing but their identifiers.
//!
//! It begins with a mark at the user. From then on no email is sent to the user, and the removal of the item means an
//! erasure. So an erasure that failed can be repeated at any point.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::types::{AttributeValue, Delete, Put, TransactWriteItem};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_dynamo::aws_sdk_dynamodb_1::{from_item, to_attribute_value};

use super::condition::if_condition_held;
use super::items::EmailItem;
use super::listing::ItemList;
use super::transaction::{TransactionOutcome, attributes};
use super::{Item, ItemKey, MailboxItem, Store, StoreError, UserItem, WaitingItem};
use crate::retry::Backoff;
use domain::{EmailAddress, User, UserId};

/// The erasure of a user, or of a place on the waiting list. The key is the user's identifier, or the mailbox's hash.
///
/// It is kept forever, so that the erasure can be repeated after a restore.
#[derive(Serialize)]
struct ErasedItem<'a> {
    /// The operator who erased it.
    by: &'a str,
    erased_at: Timestamp,
}

/// The references of an item to a user, in a key, a submission or a request.
#[derive(Deserialize)]
struct References {
    #[serde(default)]
    user: Option<UserReference>,
    #[serde(default)]
    user_id: Option<UserId>,
    #[serde(default)]
    email: Option<EmailAddress>,
}

#[derive(Deserialize)]
struct UserReference {
    id: UserId,
}

/// The time by which the clock of an operator's machine may be slow, which records the erasures.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_hours(1);

/// The kinds of items that the scan of an erasure looks at.
const SCANNED: [&str; 5] = [ItemKey::KEY, ItemKey::SUBMISSION, ItemKey::DECISION, ItemKey::RESEND, ItemKey::MAILBOX];

impl Store {
    /// Marks a user as being erased. Returns `false` if the user has changed since it was read.
    pub async fn begin_erasure(&self, user: &User) -> Result<bool, StoreError> {
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", ItemKey::User(user.id).attribute())
            .update_expression("SET erased = :true")
            .condition_expression("#status = :status AND email = :email")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":status", to_attribute_value(user.status)?)
            .expression_attribute_values(":email", to_attribute_value(&user.email)?)
            .expression_attribute_values(":true", AttributeValue::Bool(true));
        Ok(if_condition_held(request.send().await)?.is_some())
    }

    /// Deletes the keys, submissions and requests of these users, and their entries in the histories of mailboxes.
    ///
    /// It scans the whole table, because nothing refers to these items. A suppression of a mailbox stays. A key, a
    /// submission or a request that cannot be read is deleted, too, because it may be of anybody.
    pub async fn erase_mailed_items(&self, users: &[&User]) -> Result<(), StoreError> {
        let ids: BTreeSet<_> = users.iter().map(|user| user.id).collect();
        let addresses: BTreeSet<_> = users.iter().map(|user| user.email.canonical()).collect();
        let mailboxes: BTreeSet<_> = users.iter().map(|user| user.email.mailbox()).collect();
        let mut scan = self.scan();
        let conditions: Vec<_> = (0..SCANNED.len()).map(|at| format!("begins_with(pk, :{at})")).collect();
        for (at, prefix) in SCANNED.iter().enumerate() {
            scan = scan.expression_attribute_values(format!(":{at}"), AttributeValue::S((*prefix).to_owned()));
        }
        let mut items = scan.filter_expression(conditions.join(" OR ")).into_paginator().items().send();
        while let Some(item) = items.try_next().await? {
            let Some(Ok(pk)) = item.get("pk").map(|pk| pk.as_s().cloned()) else { continue };
            if let Some(mailbox) = pk.strip_prefix(ItemKey::MAILBOX) {
                let has_others = |history: &MailboxItem| history.pending.difference(&ids).next().is_some();
                self.forget_mails(mailbox, item, &ids, mailboxes.contains(mailbox), has_others).await?;
                continue;
            }
            let is_theirs = |references: References| {
                let user_id = references.user.map(|user| user.id).or(references.user_id);
                let to_address = pk.starts_with(ItemKey::RESEND)
                    && references.email.is_some_and(|email| addresses.contains(&email.canonical()));
                user_id.is_some_and(|id| ids.contains(&id)) || to_address
            };
            // An item that cannot be read may be theirs, and no function can use it.
            if from_item(item).map_or(true, is_theirs) {
                let request = self.client.delete_item().table_name(&self.table);
                request.key("pk", AttributeValue::S(pk)).send().await?;
            }
        }
        Ok(())
    }

    /// Erases a marked user, and frees the name, the address and the identities. `by` is the operator.
    ///
    /// The place of the mailbox on the waiting list goes, too, if the user has proven the address. It is recorded by
    /// itself, because the user of a backup may not have proven the address yet.
    ///
    /// Returns `false` if the user does not exist or has changed since it was read.
    pub async fn erase(&self, item: &UserItem, by: &str, now: Timestamp) -> Result<bool, StoreError> {
        let user = &item.user;
        let mut items = self.delete_claims(user).await?;
        items.push(self.delete(ItemKey::Password(user.id))?);
        items.push(self.delete(ItemKey::Code(user.id))?);
        items.push(self.delete(ItemKey::Facts(user.id))?);
        if self.has_place(user).await? {
            items.push(self.delete(ItemKey::Waiting(&user.email.mailbox()))?);
            items.push(self.put_erased(ItemKey::ErasedPlace(&user.email.mailbox_hash()), by, now)?);
        }
        let user_item = Delete::builder()
            .table_name(&self.table)
            .key("pk", ItemKey::User(user.id).attribute())
            .condition_expression("erased = :true AND #status = :status AND email = :email")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":true", AttributeValue::Bool(true))
            .expression_attribute_values(":status", to_attribute_value(user.status)?)
            .expression_attribute_values(":email", to_attribute_value(&user.email)?);
        items.push(TransactWriteItem::builder().delete(user_item.build()?).build());
        items.push(self.put_erased(ItemKey::Erased(user.id), by, now)?);
        Ok(matches!(self.transact(items).await?, TransactionOutcome::Committed))
    }

    /// Returns whether this user has proven the address, and its mailbox has a place on the waiting list.
    async fn has_place(&self, user: &User) -> Result<bool, StoreError> {
        let (canonical, mailbox) = (user.email.canonical(), user.email.mailbox());
        let pks = [ItemKey::Email(&canonical), ItemKey::Waiting(&mailbox)];
        let mut found = self.batch_get(&pks).await?;
        let owner: Option<EmailItem> = found.take(pks[0])?;
        let place: Option<WaitingItem> = found.take(pks[1])?;
        Ok(place.is_some() && owner.is_some_and(|owner| owner.user_id == user.id))
    }

    /// Builds the record of an erasure.
    pub(super) fn put_erased(
        &self,
        pk: ItemKey<'_>,
        by: &str,
        now: Timestamp,
    ) -> Result<TransactWriteItem, StoreError> {
        let mut erased = attributes(pk, ErasedItem { by, erased_at: now })?;
        ItemList::Erased.add(&mut erased, now);
        let erased = Put::builder().table_name(&self.table).set_item(Some(erased)).build()?;
        Ok(TransactWriteItem::builder().put(erased).build())
    }

    /// Returns the users that were erased since an instant, the first one first, and those of the hour before.
    pub async fn erased_since(&self, since: Timestamp) -> Result<Vec<UserId>, StoreError> {
        let erased = self.erased_keys(since).await?;
        Ok(erased.iter().filter_map(|key| key.parse::<UserId>().ok()).collect())
    }

    /// Returns the keys of the erasures since an instant, the first one first, without their prefix.
    ///
    /// Those of the hour before are among them, because a slow clock may have recorded a later one with that time.
    pub(super) async fn erased_keys(&self, since: Timestamp) -> Result<Vec<String>, StoreError> {
        let since = since.checked_sub(CLOCK_SKEW).unwrap_or(since);
        let (mut erased, mut start) = (Vec::new(), None);
        loop {
            let page = self.page(ItemList::Erased, Some(since), start).await?;
            erased.extend(page.pks.iter().filter_map(|pk| Some(pk.strip_prefix(ItemKey::ERASED)?.to_owned())));
            start = page.next;
            if start.is_none() {
                return Ok(erased);
            }
        }
    }

    /// Removes these users from the history of a mailbox. `is_theirs` says whether one of them has an address of it.
    ///
    /// Nothing is left of a history that is about nobody else (`has_others`), unless the mailbox is suppressed.
    pub(super) async fn forget_mails(
        &self,
        mailbox: &str,
        mut item: Item,
        ids: &BTreeSet<UserId>,
        is_theirs: bool,
        has_others: impl Fn(&MailboxItem) -> bool,
    ) -> Result<(), StoreError> {
        let pk = ItemKey::Mailbox(mailbox);
        let mut backoff = Backoff::default();
        loop {
            let history: MailboxItem = from_item(item)?;
            // The first email of a registration is counted by the user, and one after a correction by `<user>-<n>`.
            let is_of_user = |mail: &&String| {
                let id = mail.split('-').next().and_then(|id| id.parse().ok());
                id.is_some_and(|id| ids.contains(&id))
            };
            let mails: BTreeMap<_, _> =
                history.sent.keys().filter(is_of_user).enumerate().map(|(at, mail)| (format!("#{at}"), mail)).collect();
            let pending: Vec<_> = history.pending.intersection(ids).map(ToString::to_string).collect();
            if mails.is_empty() && pending.is_empty() && !is_theirs {
                return Ok(());
            }
            // Each change of the item adds to its version, so it has one.
            let (condition, version) = ("version = :version", AttributeValue::N(history.version.to_string()));
            let done = if has_others(&history) || history.has_state() {
                let mut request = self
                    .client
                    .update_item()
                    .table_name(&self.table)
                    .key("pk", pk.attribute())
                    .condition_expression(condition)
                    .expression_attribute_values(":version", version)
                    .expression_attribute_values(":one", AttributeValue::N("1".to_owned()));
                let removed: Vec<_> = mails.keys().map(|name| format!("sent.{name}")).collect();
                let mut change = "ADD version :one".to_owned();
                if !removed.is_empty() {
                    change.push_str(" REMOVE ");
                    change.push_str(&removed.join(", "));
                }
                if !pending.is_empty() {
                    change.push_str(" DELETE pending :pending");
                    request = request.expression_attribute_values(":pending", AttributeValue::Ss(pending));
                }
                for (name, mail) in mails {
                    request = request.expression_attribute_names(name, mail);
                }
                if_condition_held(request.update_expression(change).send().await)?.is_some()
            } else {
                let request = self
                    .client
                    .delete_item()
                    .table_name(&self.table)
                    .key("pk", pk.attribute())
                    .condition_expression(condition)
                    .expression_attribute_values(":version", version);
                if_condition_held(request.send().await)?.is_some()
            };
            if done {
                return Ok(());
            }
            // An email was counted, or a complaint recorded, in the meantime.
            if !backoff.wait(&self.random).await {
                return Err(StoreError::Unavailable("the history of a mailbox changes all the time".into()));
            }
            let request = self.client.get_item().table_name(&self.table).key("pk", pk.attribute());
            let Some(changed) = request.consistent_read(true).send().await?.item else { return Ok(()) };
            item = changed;
        }
    }
}
