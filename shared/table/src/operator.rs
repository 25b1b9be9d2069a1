//! The operations of operators: invitations, approvals and rejections.

use aws_sdk_dynamodb::types::{AttributeValue, Delete, TransactWriteItem, Update};
use jiff::{SignedDuration, Timestamp};
use serde_dynamo::aws_sdk_dynamodb_1::{from_item, to_attribute_value};

use super::items::InvitationItem;
use super::transaction::TransactionOutcome;
use super::{ItemKey, Store, StoreError, UserItem};
use domain::{Invitation, Status, TokenHash, User};

/// The time for which an expired invitation or a rejected user is kept.
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
    pub async fn revoke(&self, code: &TokenHash, now: Timestamp) -> Result<Option<Invitation>, StoreError> {
        let revocation = "SET revoked_at = if_not_exists(revoked_at, :value)";
        let item = self.change(ItemKey::Invitation(code), revocation, to_attribute_value(now)?).await?;
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

    /// Reads all users with this status.
    pub async fn users_with_status(&self, status: Status) -> Result<Vec<User>, StoreError> {
        let scan = self.client.scan().table_name(&self.table).filter_expression("#status = :status");
        let scan = scan.expression_attribute_names("#status", "status");
        let mut items =
            scan.expression_attribute_values(":status", to_attribute_value(status)?).into_paginator().items().send();
        let mut users = Vec::new();
        while let Some(item) = items.try_next().await? {
            users.push(from_item::<UserItem>(item)?.user);
        }
        Ok(users)
    }

    /// Activates a user who awaits approval. Returns `None` if they do not await it.
    pub async fn approve(&self, user: &User, now: Timestamp) -> Result<Option<User>, StoreError> {
        let active = User { status: Status::Active, activated_at: Some(now), ..user.clone() };
        let update = self
            .decision(&active)?
            .update_expression("SET #status = :status, activated_at = :now")
            .expression_attribute_values(":now", to_attribute_value(now)?)
            .build()?;
        let items = vec![TransactWriteItem::builder().update(update).build()];
        Ok(matches!(self.transact(items).await?, TransactionOutcome::Committed).then_some(active))
    }

    /// Rejects a user who awaits approval, and frees the name, the address and the identities.
    ///
    /// Returns `None` if the user does not await approval.
    pub async fn reject(&self, user: &User, now: Timestamp) -> Result<Option<User>, StoreError> {
        let rejected = User { status: Status::Rejected, ..user.clone() };
        let update = self
            .decision(&rejected)?
            .update_expression("SET #status = :status, rejected_at = :now, expires_at = :expires_at")
            .expression_attribute_values(":now", to_attribute_value(now)?)
            .expression_attribute_values(":expires_at", AttributeValue::N((now + RETENTION).as_second().to_string()))
            .build()?;
        let mut items = vec![TransactWriteItem::builder().update(update).build()];
        let (email, names, identities) = (user.email.canonical(), user.name_claims(), user.identity_hashes());
        let names = names.iter().map(|name| ItemKey::Username(name));
        let identities = identities.iter().map(|identity| ItemKey::Identity(identity));
        let password = Delete::builder().table_name(&self.table).key("pk", ItemKey::Password(user.id).attribute());
        items.push(TransactWriteItem::builder().delete(password.build()?).build());
        for held in [ItemKey::Email(&email)].into_iter().chain(names).chain(identities) {
            items.push(TransactWriteItem::builder().delete(self.delete_held(held, user.id)?).build());
        }
        Ok(matches!(self.transact(items).await?, TransactionOutcome::Committed).then_some(rejected))
    }

    fn decision(&self, decided: &User) -> Result<aws_sdk_dynamodb::types::builders::UpdateBuilder, StoreError> {
        Ok(Update::builder()
            .table_name(&self.table)
            .key("pk", ItemKey::User(decided.id).attribute())
            .condition_expression("#status = :awaiting")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":status", to_attribute_value(decided.status)?)
            .expression_attribute_values(":awaiting", to_attribute_value(Status::AwaitingApproval)?))
    }
}
