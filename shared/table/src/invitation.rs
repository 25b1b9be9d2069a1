//! Invitations: reading one, and the update by which a registration spends it.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure, Update};
use jiff::Timestamp;

use super::items::InvitationItem;
use super::{ItemKey, Store, StoreError};
use domain::{Invitation, TokenHash};

impl Store {
    /// Reads the invitation with this code.
    pub async fn invitation(&self, code: &TokenHash) -> Result<Option<Invitation>, StoreError> {
        let item: Option<InvitationItem> = self.get(ItemKey::Invitation(code)).await?;
        Ok(item.map(|item| item.invitation))
    }

    /// Builds the update that spends one use of an invitation.
    ///
    /// Its condition is that of [`Invitation::denial_reason`] at `now`.
    pub(super) fn spend(&self, code: &TokenHash, now: Timestamp) -> Result<Update, StoreError> {
        Ok(Update::builder()
            .table_name(&self.table)
            .key("pk", ItemKey::Invitation(code).attribute())
            .update_expression("SET uses_left = uses_left - :one")
            .condition_expression("uses_left >= :one AND valid_until > :now AND attribute_not_exists(revoked_at)")
            .expression_attribute_values(":one", AttributeValue::N("1".to_owned()))
            .expression_attribute_values(":now", AttributeValue::N(now.as_second().to_string()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()?)
    }
}
