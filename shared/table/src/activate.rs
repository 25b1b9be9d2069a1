//! Proving an address: the user, the address and the name, if there is one, in one transaction.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update};
use jiff::Timestamp;
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;

use super::items::EmailItem;
use super::transaction::TransactionOutcome;
use super::{ItemKey, Store, StoreError, UserItem, UsernameItem};
use domain::{RequestMetadata, Status, User};

/// Why a registration cannot be activated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotActivatable {
    /// The user is gone or was rejected, or another registration has proven the address.
    Unknown,
    /// The activation period is over; at its last instant, too.
    Expired,
    /// The user is active.
    AlreadyActivated,
    /// The address is proven; an operator has yet to approve the user.
    AwaitingApproval,
    /// An operator has disabled the user.
    Disabled,
}

/// Where a registration stands: its user, and who holds its name and its address.
#[derive(Debug)]
pub struct ActivationState {
    user: Option<UserItem>,
    /// Of a user without a name, too: nobody else can have it.
    holds_name: bool,
    address_is_proven: bool,
}

impl ActivationState {
    /// Why a key does not activate that has expired: whoever is active needs a login, not another key.
    #[must_use]
    pub fn expired_key_error(self) -> NotActivatable {
        match self.user {
            None => NotActivatable::Unknown,
            Some(item) => activation_error(&item, Timestamp::MAX).unwrap_or(NotActivatable::Expired),
        }
    }

    /// The user, if an activation at `now` would succeed.
    pub fn activatable(self, now: Timestamp) -> Result<User, NotActivatable> {
        let item = self.user.ok_or(NotActivatable::Unknown)?;
        match activation_error(&item, now) {
            Some(error) => Err(error),
            None if self.address_is_proven || !self.holds_name => Err(NotActivatable::Unknown),
            None => Ok(item.user),
        }
    }
}

/// What about the user itself stands against an activation at `now`.
fn activation_error(item: &UserItem, now: Timestamp) -> Option<NotActivatable> {
    match item.user.status {
        Status::AwaitingApproval => Some(NotActivatable::AwaitingApproval),
        Status::Active => Some(NotActivatable::AlreadyActivated),
        Status::Rejected => Some(NotActivatable::Unknown),
        Status::Disabled => Some(NotActivatable::Disabled),
        Status::Pending if item.expires_at.is_none_or(|expires_at| expires_at <= now.as_second()) => {
            Some(NotActivatable::Expired)
        }
        Status::Pending => None,
    }
}

impl Store {
    /// Where the registration of `user` stands now.
    pub async fn activation_state(&self, user: &User) -> Result<ActivationState, StoreError> {
        let (email, names) = (user.email.canonical(), user.name_claims());
        let names = names.iter().map(|name| ItemKey::Username(name));
        let pks: Vec<_> = [ItemKey::User(user.id), ItemKey::Email(&email)].into_iter().chain(names).collect();
        let mut found = self.batch_get(&pks).await?;
        let mut holds_name = true;
        for name in &pks[2..] {
            holds_name &= found.take::<UsernameItem>(*name)?.is_some_and(|name| name.user_id == user.id);
        }
        Ok(ActivationState {
            user: found.take(pks[0])?,
            holds_name,
            address_is_proven: found.take::<EmailItem>(pks[1])?.is_some(),
        })
    }

    /// Gives a pending user the `status` that a proof of the address leads to, takes the address and keeps the name for
    /// good: all of it or nothing.
    ///
    /// # Errors
    /// When the table could not be asked. The inner error says why the user cannot be activated.
    pub async fn prove(
        &self,
        user: &User,
        status: Status,
        now: Timestamp,
        request: RequestMetadata,
    ) -> Result<Result<User, NotActivatable>, StoreError> {
        let proven = User { status, activated_at: (status == Status::Active).then_some(now), ..user.clone() };
        let items = self.proof(&proven, now, request)?;
        match self.transact(items).await? {
            TransactionOutcome::Committed => Ok(Ok(proven)),
            TransactionOutcome::ConditionFailed(failed_conditions) if failed_conditions.has(0) => {
                let item: Option<UserItem> = failed_conditions.existing(0)?;
                Ok(Err(item.and_then(|item| activation_error(&item, now)).unwrap_or(NotActivatable::Unknown)))
            }
            TransactionOutcome::ConditionFailed(_) => Ok(Err(NotActivatable::Unknown)),
        }
    }

    fn proof(
        &self,
        proven: &User,
        now: Timestamp,
        request: RequestMetadata,
    ) -> Result<Vec<TransactWriteItem>, StoreError> {
        let activated = if proven.activated_at.is_some() { ", activated_at = :at" } else { "" };
        let user = Update::builder()
            .table_name(&self.table)
            .key("pk", ItemKey::User(proven.id).attribute())
            .update_expression(format!(
                "SET #status = :status, activation_request = :request{activated} REMOVE expires_at"
            ))
            .condition_expression("#status = :pending AND expires_at > :now")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":status", to_attribute_value(proven.status)?)
            .expression_attribute_values(":pending", to_attribute_value(Status::Pending)?)
            .expression_attribute_values(":request", to_attribute_value(request)?)
            .expression_attribute_values(":now", AttributeValue::N(now.as_second().to_string()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let user = match proven.activated_at {
            Some(at) => user.expression_attribute_values(":at", to_attribute_value(at)?),
            None => user,
        };
        let mut items = vec![
            TransactWriteItem::builder().update(user.build()?).build(),
            TransactWriteItem::builder().put(self.put_email(proven, now)?).build(),
        ];
        for claim in proven.name_claims() {
            let name = Update::builder()
                .table_name(&self.table)
                .key("pk", ItemKey::Username(&claim).attribute())
                .update_expression("REMOVE expires_at")
                .condition_expression("user_id = :id")
                .expression_attribute_values(":id", to_attribute_value(proven.id)?)
                .build()?;
            items.push(TransactWriteItem::builder().update(name).build());
        }
        Ok(items)
    }
}
