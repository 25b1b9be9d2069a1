//! The erasure of a user, which leaves nothing but the identifier.

use std::collections::{BTreeSet, HashMap};

use aws_sdk_dynamodb::types::{AttributeValue, Delete, TransactWriteItem, Update};
use jiff::Timestamp;
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;

use super::condition::if_condition_held;
use super::transaction::TransactionOutcome;
use super::{ItemKey, MailboxItem, Store, StoreError, UserItem};
use domain::{Status, User, UserId};

/// The users that were erased in one hour, by the operator who erased them.
///
/// It is kept forever, so that the erasures can be repeated after a restore. An item has space for 14,000 users.
type ErasedItem = HashMap<String, BTreeSet<UserId>>;

impl Store {
    /// Erases a user, and frees the name, the address and the identities. `by` is the operator.
    ///
    /// Returns `false` if the user does not exist or has another status, and then the user is unchanged. Keys and
    /// requests that contain the address are deleted before. A suppression of the mailbox stays.
    pub async fn erase(&self, item: &UserItem, by: &str, now: Timestamp) -> Result<bool, StoreError> {
        let user = &item.user;
        if self.forget_mails(user).await? {
            self.delete_mailed_items(user).await?;
        }
        if user.status == Status::Pending {
            self.change(ItemKey::User(user.id), "SET erased = :value", AttributeValue::Bool(true)).await?;
        }
        let mut items = self.delete_claims(user).await?;
        items.push(self.delete(ItemKey::Password(user.id))?);
        items.push(self.delete(ItemKey::Code(user.id))?);
        let user_item = Delete::builder()
            .table_name(&self.table)
            .key("pk", ItemKey::User(user.id).attribute())
            .condition_expression("#status = :status")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":status", to_attribute_value(user.status)?);
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

    /// Removes a user from the history of the mailbox. Returns whether the mailbox has a history.
    async fn forget_mails(&self, user: &User) -> Result<bool, StoreError> {
        let mailbox = user.email.mailbox();
        let pk = ItemKey::Mailbox(&mailbox);
        let Some(item) = self.get::<MailboxItem>(pk).await? else { return Ok(false) };
        let others = item.pending.iter().any(|id| *id != user.id);
        if !others && !item.has_state() {
            let request = self.client.delete_item().table_name(&self.table).key("pk", pk.attribute());
            request.send().await?;
            return Ok(true);
        }
        let id = AttributeValue::Ss(vec![user.id.to_string()]);
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", pk.attribute())
            .update_expression("REMOVE sent.#id DELETE pending :id ADD version :one")
            .condition_expression("attribute_exists(sent)")
            .expression_attribute_names("#id", user.id.to_string())
            .expression_attribute_values(":id", id)
            .expression_attribute_values(":one", AttributeValue::N("1".to_owned()));
        if_condition_held(request.send().await)?;
        Ok(true)
    }

    /// Deletes the keys, submissions and requests of a user, by a scan, because nothing refers to them.
    async fn delete_mailed_items(&self, user: &User) -> Result<(), StoreError> {
        let scan = self
            .client
            .scan()
            .table_name(&self.table)
            .filter_expression("#user.id = :id OR (user_id = :id AND begins_with(pk, :submission)) OR (begins_with(pk, :resend) AND (user_id = :id OR email = :email))")
            .expression_attribute_names("#user", "user")
            .expression_attribute_values(":id", to_attribute_value(user.id)?)
            .expression_attribute_values(":email", to_attribute_value(&user.email)?)
            .expression_attribute_values(":submission", AttributeValue::S("SUBMISSION#".to_owned()))
            .expression_attribute_values(":resend", AttributeValue::S(ItemKey::RESEND.to_owned()))
            .projection_expression("pk");
        let mut items = scan.into_paginator().items().send();
        while let Some(mut item) = items.try_next().await? {
            let Some(pk) = item.remove("pk") else { continue };
            self.client.delete_item().table_name(&self.table).key("pk", pk).send().await?;
        }
        Ok(())
    }
}
