//! What operators do to the table.

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{AttributeValue, Delete, ReturnValue, TransactWriteItem, Update};
use jiff::{SignedDuration, Timestamp};
use serde_dynamo::aws_sdk_dynamodb_1::{from_item, to_attribute_value};

use super::items::InvitationItem;
use super::transaction::{Outcome, attributes};
use super::{Item, PkOf, Store, StoreError, UserItem};
use crate::invitation::Invitation;
use crate::token::TokenHash;
use crate::user::{Status, User};
use crate::username::Username;

/// How long what is over is still known: an invitation that has expired, a user who was rejected.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

impl Store {
    /// Stores an invitation.
    pub(crate) async fn put_invitation(&self, code: &TokenHash, invitation: &Invitation) -> Result<(), StoreError> {
        let item = InvitationItem {
            invitation: invitation.clone(),
            expires_at: invitation.valid_until.saturating_add(KEPT.as_secs()),
        };
        let item = attributes(PkOf::Invitation(code), item)?;
        self.client.put_item().table_name(&self.table).set_item(Some(item)).send().await?;
        Ok(())
    }

    /// Records that an invitation has been mailed to its address.
    pub(crate) async fn mark_mailed(&self, code: &TokenHash) -> Result<(), StoreError> {
        let update = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", PkOf::Invitation(code).attribute())
            .update_expression("SET mailed = :true")
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_values(":true", AttributeValue::Bool(true));
        update.send().await?;
        Ok(())
    }

    /// Revokes an invitation, if there is one and it is not revoked; gives it as it then is.
    pub(crate) async fn revoke(&self, code: &TokenHash, now: Timestamp) -> Result<Option<Invitation>, StoreError> {
        let update = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", PkOf::Invitation(code).attribute())
            .update_expression("SET revoked_at = if_not_exists(revoked_at, :now)")
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_values(":now", to_attribute_value(now)?)
            .return_values(ReturnValue::AllNew);
        match update.send().await {
            Err(error)
                if error.as_service_error().is_some_and(UpdateItemError::is_conditional_check_failed_exception) =>
            {
                Ok(None)
            }
            done => Ok(done?.attributes.map(from_item::<InvitationItem>).transpose()?.map(|item| item.invitation)),
        }
    }

    /// Every invitation, with the hash of its code.
    pub(crate) async fn invitations(&self) -> Result<Vec<(TokenHash, Invitation)>, StoreError> {
        let items = self.scan("begins_with(pk, :value)", AttributeValue::S(PkOf::INVITATION.to_owned())).await?;
        let mut invitations = Vec::new();
        for item in items {
            let code = item.get("pk").and_then(|pk| pk.as_s().ok()?.strip_prefix(PkOf::INVITATION)).map(str::to_owned);
            let item: InvitationItem = from_item(item)?;
            invitations.extend(code.as_deref().and_then(TokenHash::parse).map(|code| (code, item.invitation)));
        }
        Ok(invitations)
    }

    /// Every user of this status.
    pub(crate) async fn users_who_are(&self, status: Status) -> Result<Vec<User>, StoreError> {
        let items = self.scan("#status = :value", to_attribute_value(status)?).await?;
        items.into_iter().map(|item| Ok(from_item::<UserItem>(item)?.user)).collect()
    }

    async fn scan(&self, filter: &str, value: AttributeValue) -> Result<Vec<Item>, StoreError> {
        let mut found = Vec::new();
        let mut start = None;
        loop {
            let mut page = self
                .client
                .scan()
                .table_name(&self.table)
                .filter_expression(filter)
                .expression_attribute_values(":value", value.clone())
                .set_exclusive_start_key(start);
            if filter.contains("#status") {
                page = page.expression_attribute_names("#status", "status");
            }
            let page = page.send().await?;
            found.extend(page.items.into_iter().flatten());
            start = page.last_evaluated_key;
            if start.is_none() {
                return Ok(found);
            }
        }
    }

    /// Makes a user active who awaits approval; `None` if the user does not.
    pub(crate) async fn approve(&self, user: &User, now: Timestamp) -> Result<Option<User>, StoreError> {
        let active = User { status: Status::Active, activated_at: Some(now), ..user.clone() };
        let update = self
            .decision(&active)?
            .update_expression("SET #status = :status, activated_at = :now")
            .expression_attribute_values(":now", to_attribute_value(now)?)
            .build()?;
        let items = vec![TransactWriteItem::builder().update(update).build()];
        Ok(matches!(self.transact(items).await?, Outcome::Committed).then_some(active))
    }

    /// Turns a user away who awaits approval, and frees the name and the address; `None` if the user does not.
    pub(crate) async fn reject(&self, user: &User, now: Timestamp) -> Result<Option<User>, StoreError> {
        let rejected = User { status: Status::Rejected, ..user.clone() };
        let update = self
            .decision(&rejected)?
            .update_expression("SET #status = :status, rejected_at = :now, expires_at = :expires_at")
            .expression_attribute_values(":now", to_attribute_value(now)?)
            .expression_attribute_values(":expires_at", AttributeValue::N((now + KEPT).as_second().to_string()))
            .build()?;
        let mut items = vec![TransactWriteItem::builder().update(update).build()];
        let (email, username) = (user.email.folded(), user.username.as_ref().map(Username::folded));
        for held in [Some(PkOf::Email(&email)), username.as_deref().map(PkOf::Username)].into_iter().flatten() {
            let delete = Delete::builder()
                .table_name(&self.table)
                .key("pk", held.attribute())
                .condition_expression("attribute_not_exists(pk) OR user_id = :id")
                .expression_attribute_values(":id", to_attribute_value(user.id)?)
                .build()?;
            items.push(TransactWriteItem::builder().delete(delete).build());
        }
        Ok(matches!(self.transact(items).await?, Outcome::Committed).then_some(rejected))
    }

    fn decision(&self, decided: &User) -> Result<aws_sdk_dynamodb::types::builders::UpdateBuilder, StoreError> {
        Ok(Update::builder()
            .table_name(&self.table)
            .key("pk", PkOf::User(decided.id).attribute())
            .condition_expression("#status = :awaiting")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":status", to_attribute_value(decided.status)?)
            .expression_attribute_values(":awaiting", to_attribute_value(Status::AwaitingApproval)?))
    }
}
