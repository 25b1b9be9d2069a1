//! The erasure of users, which leaves nothing but their identifiers.
//!
//! It begins with a mark at the user. From then on no email is sent to the user, and the removal of the item means an
//! erasure. So an erasure that failed can be repeated at any point.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aws_sdk_dynamodb::types::{AttributeValue, Delete, TransactWriteItem, Update};
use jiff::Timestamp;
use serde::Deserialize;
use serde_dynamo::aws_sdk_dynamodb_1::{from_item, to_attribute_value};

use super::condition::if_condition_held;
use super::transaction::TransactionOutcome;
use super::{Item, ItemKey, MailboxItem, Store, StoreError, UserItem};
use crate::retry::Backoff;
use domain::{EmailAddress, User, UserId};

/// The users that were erased in one hour, by the operator who erased them.
///
/// It is kept forever, so that the erasures can be repeated after a restore. An item has space for 14,000 users.
type ErasedItem = HashMap<String, BTreeSet<UserId>>;

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
    /// It scans the whole table, because nothing refers to these items. A suppression of a mailbox stays.
    pub async fn erase_mailed_items(&self, users: &[&User]) -> Result<(), StoreError> {
        let ids: BTreeSet<_> = users.iter().map(|user| user.id).collect();
        let addresses: BTreeSet<_> = users.iter().map(|user| user.email.canonical()).collect();
        let mailboxes: BTreeSet<_> = users.iter().map(|user| user.email.mailbox()).collect();
        let mut scan = self.client.scan().table_name(&self.table);
        let conditions: Vec<_> = (0..SCANNED.len()).map(|at| format!("begins_with(pk, :{at})")).collect();
        for (at, prefix) in SCANNED.iter().enumerate() {
            scan = scan.expression_attribute_values(format!(":{at}"), AttributeValue::S((*prefix).to_owned()));
        }
        let mut items = scan.filter_expression(conditions.join(" OR ")).into_paginator().items().send();
        while let Some(item) = items.try_next().await? {
            let Some(Ok(pk)) = item.get("pk").map(|pk| pk.as_s().cloned()) else { continue };
            if let Some(mailbox) = pk.strip_prefix(ItemKey::MAILBOX) {
                self.forget_mails(mailbox, item, &ids, mailboxes.contains(mailbox)).await?;
                continue;
            }
            let references: References = from_item(item)?;
            let of_user =
                references.user.map(|user| user.id).or(references.user_id).is_some_and(|id| ids.contains(&id));
            let to_address = pk.starts_with(ItemKey::RESEND)
                && references.email.is_some_and(|email| addresses.contains(&email.canonical()));
            if of_user || to_address {
                let request = self.client.delete_item().table_name(&self.table);
                request.key("pk", AttributeValue::S(pk)).send().await?;
            }
        }
        Ok(())
    }

    /// Erases a marked user, and frees the name, the address and the identities. `by` is the operator.
    ///
    /// Returns `false` if the user does not exist or has changed since it was read.
    pub async fn erase(&self, item: &UserItem, by: &str, now: Timestamp) -> Result<bool, StoreError> {
        let user = &item.user;
        let mut items = self.delete_claims(user).await?;
        items.push(self.delete(ItemKey::Password(user.id))?);
        items.push(self.delete(ItemKey::Code(user.id))?);
        let user_item = Delete::builder()
            .table_name(&self.table)
            .key("pk", ItemKey::User(user.id).attribute())
            .condition_expression("erased = :true AND #status = :status AND email = :email")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":true", AttributeValue::Bool(true))
            .expression_attribute_values(":status", to_attribute_value(user.status)?)
            .expression_attribute_values(":email", to_attribute_value(&user.email)?);
        items.push(TransactWriteItem::builder().delete(user_item.build()?).build());
        let erased = Update::builder()
            .table_name(&self.table)
            .key("pk", ItemKey::Erased(now).attribute())
            .update_expression("ADD #by :id")
            .expression_attribute_names("#by", by)
            .expression_attribute_values(":id", AttributeValue::Ss(vec![user.id.to_string()]));
        items.push(TransactWriteItem::builder().update(erased.build()?).build());
        Ok(matches!(self.transact(items).await?, TransactionOutcome::Committed))
    }

    /// Returns the users that were erased in the hours of these instants, up to 100.
    pub async fn erased_in(&self, hours: &[Timestamp]) -> Result<BTreeSet<UserId>, StoreError> {
        let pks: Vec<_> = hours.iter().map(|hour| ItemKey::Erased(*hour)).collect();
        let mut found = self.batch_get(&pks).await?;
        let mut erased = BTreeSet::new();
        for pk in pks {
            let item: Option<ErasedItem> = found.take_without_key(pk)?;
            erased.extend(item.into_iter().flat_map(HashMap::into_values).flatten());
        }
        Ok(erased)
    }

    /// Removes these users from the history of a mailbox. `is_theirs` says whether one of them has an address of it.
    ///
    /// Nothing is left of a history that is about nobody else, unless the mailbox is suppressed.
    async fn forget_mails(
        &self,
        mailbox: &str,
        mut item: Item,
        ids: &BTreeSet<UserId>,
        is_theirs: bool,
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
            let others = history.pending.len() > pending.len();
            // Each change of the item adds to its version, so it has one.
            let (condition, version) = ("version = :version", AttributeValue::N(history.version.to_string()));
            let done = if others || history.has_state() {
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
