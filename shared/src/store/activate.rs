//! Proving an address: the user, the address and the name, if there is one, in one transaction.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update};
use jiff::Timestamp;
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;

use super::items::EmailItem;
use super::transaction::Outcome;
use super::{PkOf, Store, StoreError, UserItem, UsernameItem};
use crate::outcome::ActivationError;
use crate::request::RequestFacts;
use crate::user::{Status, User};

/// Where a registration stands: its user, and who holds its name and its address.
#[derive(Debug)]
pub(crate) struct Standing {
    user: Option<UserItem>,
    /// Of a user without a name, too: nobody else can have it.
    holds_name: bool,
    address_is_proven: bool,
}

impl Standing {
    /// Why a key does not activate that has expired: whoever is active needs a login, not another key.
    pub(crate) fn why_expired(self) -> ActivationError {
        match self.user {
            None => ActivationError::Unknown,
            Some(item) => why_not(&item, Timestamp::MAX).unwrap_or(ActivationError::Expired),
        }
    }

    /// The user, if an activation at `now` would succeed.
    pub(crate) fn activatable(self, now: Timestamp) -> Result<User, ActivationError> {
        let item = self.user.ok_or(ActivationError::Unknown)?;
        match why_not(&item, now) {
            Some(error) => Err(error),
            None if self.address_is_proven || !self.holds_name => Err(ActivationError::Unknown),
            None => Ok(item.user),
        }
    }
}

/// What about the user itself stands against an activation at `now`.
fn why_not(item: &UserItem, now: Timestamp) -> Option<ActivationError> {
    match item.user.status {
        Status::AwaitingApproval => Some(ActivationError::AwaitingApproval),
        Status::Active => Some(ActivationError::AlreadyActivated),
        Status::Rejected => Some(ActivationError::Unknown),
        Status::Disabled => Some(ActivationError::Disabled),
        Status::Pending if item.expires_at.is_none_or(|expires_at| expires_at <= now.as_second()) => {
            Some(ActivationError::Expired)
        }
        Status::Pending => None,
    }
}

impl Store {
    /// Where the registration of `user` stands now.
    pub(crate) async fn state_of(&self, user: &User) -> Result<Standing, StoreError> {
        let (email, names) = (user.email.folded(), user.name_claims());
        let names = names.iter().map(|name| PkOf::Username(name));
        let pks: Vec<_> = [PkOf::User(user.id), PkOf::Email(&email)].into_iter().chain(names).collect();
        let mut found = self.get_all(&pks).await?;
        let mut holds_name = true;
        for name in &pks[2..] {
            holds_name &= found.take::<UsernameItem>(*name)?.is_some_and(|name| name.user_id == user.id);
        }
        Ok(Standing {
            user: found.take(pks[0])?,
            holds_name,
            address_is_proven: found.take::<EmailItem>(pks[1])?.is_some(),
        })
    }

    /// Gives a pending user the `status` that a proof of the address leads to, takes the address and keeps the name for
    /// good: all of it or nothing.
    pub(crate) async fn prove(
        &self,
        user: &User,
        status: Status,
        now: Timestamp,
        request: RequestFacts,
    ) -> Result<User, ActivationError> {
        let proven = User { status, activated_at: (status == Status::Active).then_some(now), ..user.clone() };
        let items = self.proof(&proven, now, request)?;
        match self.transact(items).await? {
            Outcome::Committed => Ok(proven),
            Outcome::Refused(refusals) if refusals.has(0) => {
                let item: Option<UserItem> = refusals.existing(0)?;
                Err(item.and_then(|item| why_not(&item, now)).unwrap_or(ActivationError::Unknown))
            }
            Outcome::Refused(_) => Err(ActivationError::Unknown),
        }
    }

    fn proof(
        &self,
        proven: &User,
        now: Timestamp,
        request: RequestFacts,
    ) -> Result<Vec<TransactWriteItem>, StoreError> {
        let activated = if proven.activated_at.is_some() { ", activated_at = :at" } else { "" };
        let user = Update::builder()
            .table_name(&self.table)
            .key("pk", PkOf::User(proven.id).attribute())
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
                .key("pk", PkOf::Username(&claim).attribute())
                .update_expression("REMOVE expires_at")
                .condition_expression("user_id = :id")
                .expression_attribute_values(":id", to_attribute_value(proven.id)?)
                .build()?;
            items.push(TransactWriteItem::builder().update(name).build());
        }
        Ok(items)
    }
}
