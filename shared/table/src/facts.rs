//! The removal of the source address and the user agent of a user's requests.

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;

use super::condition::if_condition_held;
use super::{ItemKey, Store, StoreError};
use domain::UserId;

impl Store {
    /// Removes the source address and the user agent of the requests that registered and activated a user.
    ///
    /// The consents keep theirs, as evidence. A user who is gone by now needs no removal.
    pub async fn remove_facts(&self, id: UserId) -> Result<(), StoreError> {
        let registration = "REMOVE registration_request.ip, registration_request.user_agent";
        let both = format!("{registration}, activation_request.ip, activation_request.user_agent");
        let remove = |expression: &str, condition: &str| {
            self.client
                .update_item()
                .table_name(&self.table)
                .key("pk", ItemKey::User(id).attribute())
                .update_expression(expression)
                .condition_expression(condition)
                .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
        };
        // DynamoDB rejects a path into an attribute that is absent.
        match remove(&both, "attribute_exists(activation_request)").send().await {
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(failed)) if failed.item().is_none() => Ok(()),
                Some(UpdateItemError::ConditionalCheckFailedException(_)) => {
                    let removed = remove(registration, "attribute_exists(pk)").send().await;
                    if_condition_held(removed).map(drop)
                }
                _ => Err(error.into()),
            },
            Ok(_) => Ok(()),
        }
    }
}
