//! The operations of operators on invitations.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use jiff::SignedDuration;
use serde_dynamo::aws_sdk_dynamodb_1::{from_item, to_attribute_value};

use super::act::{RECORD, recording};
use super::condition::if_condition_held;
use super::items::InvitationItem;
use super::{ItemKey, Store, StoreError};
use domain::{Invitation, OperatorAct, TokenHash};

/// The time for which an expired invitation is kept.
const RETENTION: SignedDuration = SignedDuration::from_hours(30 * 24);

impl Store {
    /// Stores an invitation.
    pub async fn put_invitation(&self, code: &TokenHash, invitation: &Invitation) -> Result<(), StoreError> {
        let item = InvitationItem {
            invitation: invitation.clone(),
            expires_at: invitation.valid_until.saturating_add(RETENTION.as_secs()),
        };
        self.put(ItemKey::Invitation(code), item).await
    }

    /// Records that an invitation was mailed to its address.
    pub async fn mark_invitation_mailed(&self, code: &TokenHash) -> Result<(), StoreError> {
        self.change(ItemKey::Invitation(code), "SET mailed = :value", AttributeValue::Bool(true)).await.map(drop)
    }

    /// Revokes an invitation, and returns it.
    ///
    /// One that is already revoked keeps its `revoked_at`.
    /// Returns `None` if there is no such invitation.
    pub async fn revoke(&self, code: &TokenHash, act: &OperatorAct) -> Result<Option<Invitation>, StoreError> {
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", ItemKey::Invitation(code).attribute())
            .update_expression(format!("SET revoked_at = if_not_exists(revoked_at, :now), {RECORD}"))
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_values(":now", to_attribute_value(act.at)?)
            .return_values(ReturnValue::AllNew);
        let item = if_condition_held(recording(request, act)?.send().await)?.and_then(|output| output.attributes);
        Ok(item.map(from_item::<InvitationItem>).transpose()?.map(|item| item.invitation))
    }

    /// Reads all invitations, each with the hash of its code.
    pub async fn invitations(&self) -> Result<Vec<(TokenHash, Invitation)>, StoreError> {
        let prefix = AttributeValue::S(ItemKey::INVITATION.to_owned());
        let scan = self.client.scan().table_name(&self.table).filter_expression("begins_with(pk, :prefix)");
        let mut items = scan.expression_attribute_values(":prefix", prefix).into_paginator().items().send();
        let mut invitations = Vec::new();
        while let Some(item) = items.try_next().await? {
            let code =
                item.get("pk").and_then(|pk| pk.as_s().ok()?.strip_prefix(ItemKey::INVITATION)).map(str::to_owned);
            let item: InvitationItem = from_item(item)?;
            invitations.extend(code.as_deref().and_then(TokenHash::parse).map(|code| (code, item.invitation)));
        }
        Ok(invitations)
    }
}
