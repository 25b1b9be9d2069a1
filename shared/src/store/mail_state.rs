//! Why nothing more is mailed.

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::AttributeValue;
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;

use super::{MailState, PkOf, Store, StoreError};
#[cfg(feature = "feedback")]
use crate::email_address::EmailAddress;
use crate::user::UserId;

impl Store {
    /// Records that nothing can be mailed to a user.
    pub(crate) async fn record_mail_state(&self, id: UserId, state: MailState) -> Result<(), StoreError> {
        self.set_if_exists(PkOf::User(id), "SET mail_state = :value", to_attribute_value(state)?).await
    }

    /// Changes an item; of one who is gone, nothing.
    pub(super) async fn set_if_exists(
        &self,
        pk: PkOf<'_>,
        change: &str,
        value: AttributeValue,
    ) -> Result<(), StoreError> {
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", pk.attribute())
            .update_expression(change)
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_values(":value", value);
        match request.send().await {
            Err(error)
                if error.as_service_error().is_some_and(UpdateItemError::is_conditional_check_failed_exception) =>
            {
                Ok(())
            }
            done => Ok(done.map(drop)?),
        }
    }

    /// Records that nothing more goes to an address, `until` then.
    #[cfg(feature = "feedback")]
    pub(crate) async fn spare_mailbox(
        &self,
        email: &EmailAddress,
        state: MailState,
        until: jiff::Timestamp,
    ) -> Result<(), StoreError> {
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", PkOf::Mailbox(&email.folded()).attribute())
            .update_expression("SET #state = :state, expires_at = :until")
            .expression_attribute_names("#state", "state")
            .expression_attribute_values(":state", to_attribute_value(state)?)
            .expression_attribute_values(":until", AttributeValue::N(until.as_second().to_string()));
        request.send().await?;
        Ok(())
    }
}
