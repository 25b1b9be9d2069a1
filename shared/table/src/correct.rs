//! Correcting the address of a pending registration.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;

use super::condition::if_condition_held;
use super::{ItemKey, Store, StoreError, UserItem};
use domain::{EmailAddress, Status};

impl Store {
    /// Gives the registration of `item` another address.
    ///
    /// Keys that were mailed to the old address no longer activate it. Returns `false`, and writes nothing, if the
    /// registration changed since it was read, has expired by `now`, or allows no correction.
    pub async fn correct_email(
        &self,
        item: &UserItem,
        email: &EmailAddress,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let number = |number: i64| AttributeValue::N(number.to_string());
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", ItemKey::User(item.user.id).attribute())
            .update_expression(
                "SET email = :email, corrected_at = :at REMOVE mail_state, delivered_at ADD corrections :one",
            )
            .condition_expression(
                "#status = :pending AND expires_at > :now AND email = :old AND attribute_not_exists(email_fixed) \
                 AND (attribute_not_exists(corrections) OR corrections < :most)",
            )
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":email", to_attribute_value(email)?)
            .expression_attribute_values(":old", to_attribute_value(&item.user.email)?)
            .expression_attribute_values(":at", to_attribute_value(now)?)
            .expression_attribute_values(":pending", to_attribute_value(Status::Pending)?)
            .expression_attribute_values(":now", number(now.as_second()))
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":most", number(UserItem::MAX_CORRECTIONS.into()));
        Ok(if_condition_held(request.send().await)?.is_some())
    }
}
