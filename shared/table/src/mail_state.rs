//! Why nothing more is mailed.

use aws_sdk_dynamodb::types::AttributeValue;
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;

use super::{ItemKey, MailState, Store, StoreError};
use domain::{EmailAddress, UserId};

impl Store {
    /// Records that nothing can be mailed to a user.
    pub async fn record_mail_state(&self, id: UserId, state: MailState) -> Result<(), StoreError> {
        self.change(ItemKey::User(id), "SET mail_state = :value", to_attribute_value(state)?).await.map(drop)
    }

    /// Records that a mail reached the user's mailbox.
    pub async fn record_delivery(&self, id: UserId, at: jiff::Timestamp) -> Result<(), StoreError> {
        self.change(ItemKey::User(id), "SET delivered_at = :value", to_attribute_value(at)?).await.map(drop)
    }

    /// Records that nothing more goes to an address, `until` then.
    pub async fn suppress_mailbox(
        &self,
        email: &EmailAddress,
        state: MailState,
        until: jiff::Timestamp,
    ) -> Result<(), StoreError> {
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", ItemKey::Mailbox(&email.canonical()).attribute())
            .update_expression("SET #state = :state, expires_at = :until ADD version :one")
            .expression_attribute_names("#state", "state")
            .expression_attribute_values(":one", AttributeValue::N("1".to_owned()))
            .expression_attribute_values(":state", to_attribute_value(state)?)
            .expression_attribute_values(":until", AttributeValue::N(until.as_second().to_string()));
        request.send().await?;
        Ok(())
    }
}
