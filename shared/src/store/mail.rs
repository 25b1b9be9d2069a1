//! What the activation mail needs: whom to write to, and the key that it carries.

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem, Update};
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;

use super::items::EmailItem;
use super::transaction::{Outcome, attributes};
use super::{KeyItem, MailState, PkOf, Store, StoreError, UserItem};
use crate::token::TokenHash;
use crate::user::{Status, User};

/// Whom a registration's mail goes to.
#[derive(Debug)]
pub(crate) enum Recipient {
    /// Nobody: the user is gone, or pending no more, or was written off.
    Nobody,
    /// The person who registers.
    Registrant(Box<UserItem>),
    /// The owner of the address, which somebody has proven already.
    Owner(Box<User>),
}

impl Store {
    /// Whom the mail for the registration of `user` goes to now.
    pub(crate) async fn recipient(&self, user: &User) -> Result<Recipient, StoreError> {
        let email = user.email.folded();
        let pks = [PkOf::User(user.id), PkOf::Email(&email)];
        let mut found = self.get_all(&pks).await?;
        let proven: Option<EmailItem> = found.take(pks[1])?;
        Ok(match found.take::<UserItem>(pks[0])? {
            Some(item) if item.user.status != Status::Pending || item.mail_state.is_some() => Recipient::Nobody,
            Some(item) if proven.is_some() => Recipient::Owner(Box::new(item.user)),
            Some(item) => Recipient::Registrant(Box::new(item)),
            None => Recipient::Nobody,
        })
    }

    /// Stores a key that expires with its user's registration.
    pub(crate) async fn put_key(&self, hash: &TokenHash, key: &KeyItem) -> Result<(), StoreError> {
        let item = attributes(PkOf::Key(hash), key)?;
        self.client.put_item().table_name(&self.table).set_item(Some(item)).send().await?;
        Ok(())
    }

    /// Stores a key and lets the registration and its name expire with it, later than they would have.
    /// `false` if the user is pending no more, or if the name expired and another user has it.
    pub(crate) async fn put_key_and_extend(&self, hash: &TokenHash, key: &KeyItem) -> Result<bool, StoreError> {
        let expires_at = AttributeValue::N(key.expires_at.to_string());
        let put = Put::builder().table_name(&self.table).set_item(Some(attributes(PkOf::Key(hash), key)?)).build()?;
        let user = Update::builder()
            .table_name(&self.table)
            .key("pk", PkOf::User(key.user.id).attribute())
            .update_expression("SET expires_at = :expires_at")
            .condition_expression("#status = :pending")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":pending", to_attribute_value(Status::Pending)?)
            .expression_attribute_values(":expires_at", expires_at.clone())
            .build()?;
        let mut items =
            vec![TransactWriteItem::builder().put(put).build(), TransactWriteItem::builder().update(user).build()];
        if let Some(username) = &key.user.username {
            let name = Update::builder()
                .table_name(&self.table)
                .key("pk", PkOf::Username(&username.folded()).attribute())
                .update_expression("SET expires_at = :expires_at, user_id = :id")
                .condition_expression("attribute_not_exists(pk) OR user_id = :id")
                .expression_attribute_values(":id", to_attribute_value(key.user.id)?)
                .expression_attribute_values(":expires_at", expires_at)
                .build()?;
            items.push(TransactWriteItem::builder().update(name).build());
        }
        Ok(matches!(self.transact(items).await?, Outcome::Committed))
    }

    /// Records what became of the mail to a user; of one who is gone, nothing.
    pub(crate) async fn record_mail_state(&self, user: &User, state: MailState) -> Result<(), StoreError> {
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", PkOf::User(user.id).attribute())
            .update_expression("SET mail_state = :state")
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_values(":state", to_attribute_value(state)?);
        match request.send().await {
            Err(error)
                if error.as_service_error().is_some_and(UpdateItemError::is_conditional_check_failed_exception) =>
            {
                Ok(())
            }
            done => Ok(done.map(drop)?),
        }
    }
}
