//! What the mails need: whom to write to, the key that they carry, and what went out before.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem, Update};
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;
use ulid::Ulid;

use super::items::EmailItem;
use super::transaction::{TransactionOutcome, attributes};
use super::{ItemKey, KeyItem, MailboxItem, ResendItem, Store, StoreError, UserItem};
use domain::{EmailAddress, Status, TokenHash, User, UserId};

/// Whom the mail for a registration goes to, as things are now.
#[derive(Debug)]
pub struct Recipient {
    /// The user, if still there.
    pub user: Option<UserItem>,
    /// Whether somebody has proven the address.
    pub proven: bool,
    /// What was mailed to the address before.
    pub mailbox: MailboxItem,
}

/// Whom another activation mail goes to, as things are now.
#[derive(Debug)]
pub struct Resend {
    /// The address.
    pub email: EmailAddress,
    /// The language of the request, if it asked for one.
    pub locale: Option<String>,
    /// Who has proven the address.
    pub owner: Option<UserItem>,
    /// Who is pending with it, the newest first.
    pub pending: Vec<UserItem>,
    /// What was mailed to the address before.
    pub mailbox: MailboxItem,
}

impl Resend {
    /// The most pending registrations of one address that are mailed again at once.
    pub const MOST: usize = 3;
    /// So many of those who were mailed are looked at, the newest first: most of them may be pending no more.
    const LOOKED_AT: usize = 50;
}

impl Store {
    /// Whom the mail for the registration of `user` goes to now.
    pub async fn recipient(&self, user: &User) -> Result<Recipient, StoreError> {
        let email = user.email.canonical();
        let pks = [ItemKey::User(user.id), ItemKey::Email(&email), ItemKey::Mailbox(&email)];
        let mut found = self.batch_get(&pks).await?;
        let proven: Option<EmailItem> = found.take(pks[1])?;
        Ok(Recipient {
            user: found.take(pks[0])?,
            proven: proven.is_some(),
            mailbox: found.take(pks[2])?.unwrap_or_default(),
        })
    }

    /// Whom a request for another mail is for; `None` if it has been dealt with, or nobody waits for it any more.
    pub async fn resend(&self, id: Ulid) -> Result<Option<Resend>, StoreError> {
        let request: Option<ResendItem> = self.get(ItemKey::Resend(id)).await?;
        let Some(ResendItem { email, locale, done: false, .. }) = request else { return Ok(None) };
        let canonical = email.canonical();
        let pks = [ItemKey::Email(&canonical), ItemKey::Mailbox(&canonical)];
        let mut found = self.batch_get(&pks).await?;
        let owner: Option<EmailItem> = found.take(pks[0])?;
        let mailbox: MailboxItem = found.take(pks[1])?.unwrap_or_default();
        let ids: BTreeSet<UserId> = match &owner {
            Some(owner) => BTreeSet::from([owner.user_id]),
            None => mailbox.pending.iter().rev().take(Resend::LOOKED_AT).copied().collect(),
        };
        let mut resend = Resend { email, locale, owner: None, pending: Vec::new(), mailbox };
        if ids.is_empty() {
            return Ok(Some(resend));
        }
        let pks: Vec<_> = ids.into_iter().rev().map(ItemKey::User).collect();
        let mut found = self.batch_get(&pks).await?;
        for pk in pks {
            match found.take::<UserItem>(pk)? {
                Some(item) if owner.is_some() => resend.owner = Some(item),
                Some(item) if item.user.status == Status::Pending => resend.pending.push(item),
                _ => {}
            }
        }
        Ok(Some(resend))
    }

    /// Records that a request for another mail has been dealt with.
    pub async fn mark_resend_done(&self, id: Ulid) -> Result<(), StoreError> {
        self.change(ItemKey::Resend(id), "SET done = :value", AttributeValue::Bool(true)).await.map(drop)
    }

    /// Records that a mail went to a user, so that it does not go again.
    pub async fn mark_user_mailed(&self, id: UserId, mail: &str) -> Result<(), StoreError> {
        let mail = AttributeValue::Ss(vec![mail.to_owned()]);
        self.change(ItemKey::User(id), "ADD mailed :value", mail).await.map(drop)
    }

    /// Writes down what goes out to an address, and to which pending users. `false`, and nothing is written,
    /// if the item was changed since it was read.
    pub async fn put_mailbox(
        &self,
        email: &EmailAddress,
        mailbox: &MailboxItem,
        pending: &[UserId],
    ) -> Result<bool, StoreError> {
        let number = |number: &dyn ToString| AttributeValue::N(number.to_string());
        let mut request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", ItemKey::Mailbox(&email.canonical()).attribute())
            .expression_attribute_names("#state", "state")
            .expression_attribute_values(":sent", to_attribute_value(&mailbox.sent)?)
            .expression_attribute_values(":notices", to_attribute_value(&mailbox.notices)?)
            .expression_attribute_values(":expires_at", number(&mailbox.expires_at))
            .expression_attribute_values(":one", number(&1));
        request = if mailbox.version == 0 {
            request.condition_expression("attribute_not_exists(version)")
        } else {
            request
                .condition_expression("version = :version")
                .expression_attribute_values(":version", number(&mailbox.version))
        };
        // A state that is still there has run out, or nothing would go to this address.
        let mut change =
            "SET sent = :sent, notices = :notices, expires_at = :expires_at REMOVE #state ADD version :one".to_owned();
        if !pending.is_empty() {
            change.push_str(", pending :pending");
            let ids = pending.iter().map(ToString::to_string).collect();
            request = request.expression_attribute_values(":pending", AttributeValue::Ss(ids));
        }
        match request.update_expression(change).send().await {
            Err(error)
                if error.as_service_error().is_some_and(UpdateItemError::is_conditional_check_failed_exception) =>
            {
                Ok(false)
            }
            done => Ok(done.map(|_| true)?),
        }
    }

    /// Stores a key that expires with its user's registration.
    pub async fn put_key(&self, hash: &TokenHash, key: &KeyItem) -> Result<(), StoreError> {
        self.put(ItemKey::Key(hash), key).await
    }

    /// Stores a key and lets the registration and its name expire with it, later than they would have.
    /// `false` if the user is pending no more, or if the name expired and another user has it.
    pub async fn put_key_and_extend(&self, hash: &TokenHash, key: &KeyItem) -> Result<bool, StoreError> {
        let expires_at = AttributeValue::N(key.expires_at.to_string());
        let put =
            Put::builder().table_name(&self.table).set_item(Some(attributes(ItemKey::Key(hash), key)?)).build()?;
        let user = Update::builder()
            .table_name(&self.table)
            .key("pk", ItemKey::User(key.user.id).attribute())
            .update_expression("SET expires_at = :expires_at")
            .condition_expression("#status = :pending")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":pending", to_attribute_value(Status::Pending)?)
            .expression_attribute_values(":expires_at", expires_at.clone())
            .build()?;
        let mut items =
            vec![TransactWriteItem::builder().put(put).build(), TransactWriteItem::builder().update(user).build()];
        for claim in key.user.name_claims() {
            let name = Update::builder()
                .table_name(&self.table)
                .key("pk", ItemKey::Username(&claim).attribute())
                .update_expression("SET expires_at = :expires_at, user_id = :id")
                .condition_expression("attribute_not_exists(pk) OR user_id = :id")
                .expression_attribute_values(":id", to_attribute_value(key.user.id)?)
                .expression_attribute_values(":expires_at", expires_at.clone())
                .build()?;
            items.push(TransactWriteItem::builder().update(name).build());
        }
        Ok(matches!(self.transact(items).await?, TransactionOutcome::Committed))
    }
}
