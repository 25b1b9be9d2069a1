//! The codes in activation emails.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use jiff::Timestamp;
use serde_dynamo::aws_sdk_dynamodb_1::from_item;

use super::condition::if_condition_held;
use super::transaction::attributes;
use super::{CodeItem, ItemKey, Store, StoreError, UserItem};
use domain::UserId;

/// A registration and the code that was mailed for it.
#[derive(Debug)]
pub struct CodeState {
    /// The user, if the registration exists.
    pub user: Option<UserItem>,
    /// The code in the last email.
    pub code: Option<CodeItem>,
}

impl Store {
    /// Stores the code of an email that is about to be sent.
    ///
    /// An email that is sent again keeps the tries of its code, and gives it a new end. Returns `false`, and writes
    /// nothing, if the address was corrected since and the new one has a code.
    pub async fn put_code(&self, id: UserId, code: &CodeItem) -> Result<bool, StoreError> {
        let (mail, number) =
            (AttributeValue::S(code.mail.clone()), |number: i64| AttributeValue::N(number.to_string()));
        let request = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(attributes(ItemKey::Code(id), code)?))
            .condition_expression("attribute_not_exists(pk) OR (mail <> :mail AND corrections <= :corrections)")
            .expression_attribute_values(":mail", mail.clone())
            .expression_attribute_values(":corrections", number(code.corrections.into()));
        if if_condition_held(request.send().await)?.is_some() {
            return Ok(true);
        }
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", ItemKey::Code(id).attribute())
            .update_expression("SET expires_at = :expires_at")
            .condition_expression("mail = :mail")
            .expression_attribute_values(":mail", mail)
            .expression_attribute_values(":expires_at", number(code.expires_at));
        Ok(if_condition_held(request.send().await)?.is_some())
    }

    /// Reads the registration with this identifier and its code.
    pub async fn code_state(&self, id: UserId) -> Result<CodeState, StoreError> {
        let pks = [ItemKey::User(id), ItemKey::Code(id)];
        let mut found = self.batch_get(&pks).await?;
        Ok(CodeState { user: found.take(pks[0])?, code: found.take(pks[1])? })
    }

    /// Counts a try of a code, before the code is compared.
    ///
    /// Returns the number of tries, or `None` if the code was replaced, has expired by `now` or has no tries left.
    pub async fn count_try(&self, id: UserId, code: &CodeItem, now: Timestamp) -> Result<Option<u8>, StoreError> {
        let number = |number: i64| AttributeValue::N(number.to_string());
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", ItemKey::Code(id).attribute())
            .update_expression("ADD tries :one")
            .condition_expression("mail = :mail AND tries < :most AND expires_at > :now")
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":most", number(CodeItem::MAX_TRIES.into()))
            .expression_attribute_values(":now", number(now.as_second()))
            .expression_attribute_values(":mail", AttributeValue::S(code.mail.clone()))
            .return_values(ReturnValue::AllNew);
        let counted = if_condition_held(request.send().await)?.and_then(|output| output.attributes);
        let counted: Option<CodeItem> = counted.map(from_item).transpose()?;
        Ok(counted.map(|code| code.tries))
    }
}
