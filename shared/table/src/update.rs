//! Updates of existing items.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};

use super::condition::if_condition_held;
use super::{Item, ItemKey, Store, StoreError};

/// Returns the attribute by which the filters of the event sources find the insertion of an item that is no user.
///
/// One filter compares the `status` of all kinds, because a mapping has five filters at most.
pub(super) fn stream_status(status: &str) -> [(String, AttributeValue); 1] {
    [("status".to_owned(), AttributeValue::S(status.to_owned()))]
}

impl Store {
    /// Updates an item by an expression with one `:value`, and returns the new item.
    ///
    /// An item that does not exist is not created: the result is `None`.
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
        Ok(if_condition_held(request.send().await)?.and_then(|output| output.attributes))
    }
}
