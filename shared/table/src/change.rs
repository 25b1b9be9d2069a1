//! Changing an item that is there.

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};

use super::{Item, ItemKey, Store, StoreError};

impl Store {
    /// Changes an item by an expression with one `:value`, and gives it as it then is; one that is gone stays gone.
    pub(super) async fn change(
        &self,
        pk: ItemKey<'_>,
        expression: &str,
        value: AttributeValue,
    ) -> Result<Option<Item>, StoreError> {
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", pk.attribute())
            .update_expression(expression)
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_values(":value", value)
            .return_values(ReturnValue::AllNew);
        match request.send().await {
            Err(error)
                if error.as_service_error().is_some_and(UpdateItemError::is_conditional_check_failed_exception) =>
            {
                Ok(None)
            }
            done => Ok(done?.attributes),
        }
    }
}
