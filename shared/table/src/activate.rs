//! The proof of an address: one transaction over the user, address, name and identities.

use aws_sdk_dynamodb::types::builders::UpdateBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update};
use jiff::Timestamp;
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;

use super::items::{EmailItem, InvitedState};
use super::listing::ListChange;
use super::transaction::TransactionOutcome;
use super::{ItemKey, KeyItem, Store, StoreError, UserItem, UsernameItem};
use domain::{EmailAddress, OperatorAct, RequestMetadata, Status, User};

/// The reason why a registration cannot be activated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotActivatable {
    /// The user is gone or rejected, or its address was corrected at the same time.
    Unknown,
    /// The activation period has ended. Its last instant counts as ended.
    Expired,
    /// The user is already active.
    AlreadyActivated,
    /// Another user has proven the address.
    AddressTaken,
    /// The address is proven, and an operator has yet to approve the user.
    AwaitingApproval,
    /// An operator has disabled the user.
    Disabled,
    /// The owner of an address that the registration had before has started over with its name.
    NameTaken,
    /// The reader of its mailbox has started over with its invitation.
    StartedOver,
}

/// The state of a registration: its user, and who holds its name and address.
#[derive(Debug)]
pub struct ActivationState {
    user: Option<UserItem>,
    /// Also true for a user without a name, because nobody else can hold it.
    holds_name: bool,
    address_is_proven: bool,
}

impl ActivationState {
    /// Returns the user, if an activation at `now` would succeed.
    ///
    /// # Errors
    /// The reason why it would not, as a [`NotActivatable`].
    pub fn activatable(self, now: Timestamp) -> Result<User, NotActivatable> {
        let item = self.user.ok_or(NotActivatable::Unknown)?;
        match item.activation_error(now) {
            Some(error) => Err(error),
            None if self.address_is_proven => Err(NotActivatable::AddressTaken),
            None if item.has_started_over() => Err(NotActivatable::StartedOver),
            None if !self.holds_name => Err(NotActivatable::NameTaken),
            None => Ok(item.user),
        }
    }
}

impl UserItem {
    /// Returns the obstacle to an activation at `now` that lies in the user itself.
    #[must_use]
    pub fn activation_error(&self, now: Timestamp) -> Option<NotActivatable> {
        match self.user.status {
            Status::AwaitingApproval => Some(NotActivatable::AwaitingApproval),
            Status::Active => Some(NotActivatable::AlreadyActivated),
            Status::Rejected => Some(NotActivatable::Unknown),
            Status::Disabled => Some(NotActivatable::Disabled),
            Status::Pending => (!self.is_pending(now)).then_some(NotActivatable::Expired),
        }
    }
}

impl Store {
    /// Returns the reason why the mailbox of a key cannot start over.
    ///
    /// Its address has an account, or an operator decided on the user with this address. A registration that is
    /// pending, expired or gone is no obstacle, and neither is one that has another address now. An invited
    /// registration must be pending with this address, so that its invitation leads to one account.
    pub async fn restart_error(&self, key: &KeyItem) -> Result<Option<NotActivatable>, StoreError> {
        let user = &key.user;
        let email = user.email.canonical();
        let pks = [ItemKey::User(user.id), ItemKey::Email(&email)];
        let mut found = self.batch_get(&pks).await?;
        let registered = found.take::<UserItem>(pks[0])?.filter(|item| item.user.email.canonical() == email);
        let obstacle = |item: &UserItem| item.activation_error(Timestamp::MIN);
        let Some(owner) = found.take::<EmailItem>(pks[1])?.map(|proven| proven.user_id) else {
            let is_usable = |item: &UserItem| !item.has_started_over() && item.user.email == user.email;
            let is_usable = !key.invited || registered.as_ref().is_some_and(is_usable);
            let obstacle = registered.as_ref().and_then(obstacle);
            return Ok(obstacle.or((!is_usable).then_some(NotActivatable::Unknown)));
        };
        let owner = if owner == user.id { registered } else { self.user(owner).await? };
        Ok(Some(owner.as_ref().and_then(obstacle).unwrap_or(NotActivatable::AddressTaken)))
    }

    /// Reads the current state of the registration of `user`.
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

    /// Gives a pending user the `status` that follows from the proof of the address.
    ///
    /// The same transaction claims the address for the user and makes the name permanent.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be reached. The inner error is the reason why the user cannot be activated.
    pub async fn prove(
        &self,
        user: &User,
        status: Status,
        now: Timestamp,
        request: RequestMetadata,
    ) -> Result<Result<User, NotActivatable>, StoreError> {
        let update = |store: &Self, user: &User| {
            let activated = if user.activated_at.is_some() { ", activated_at = :at" } else { "" };
            let list = ListChange::of(user.id, status);
            let update = Update::builder()
                .table_name(&store.table)
                .key("pk", ItemKey::User(user.id).attribute())
                .update_expression(format!(
                    "SET #status = :status, activation_request = :request{activated}{} REMOVE expires_at",
                    list.set
                ))
                .expression_attribute_values(":request", to_attribute_value(request)?);
            let values = list.values.into_iter();
            Ok(values.fold(update, |update, (name, value)| update.expression_attribute_values(name, value)))
        };
        self.prove_by(user, status, now, update).await
    }

    /// Activates a pending user by an act of an operator, as [`Self::prove`] does by a proof of the address.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn activate_by_operator(
        &self,
        user: &User,
        act: &OperatorAct,
    ) -> Result<Result<User, NotActivatable>, StoreError> {
        let update = |store: &Self, user: &User| {
            store.recorded_update(user, "#status = :status, activated_at = :at", "REMOVE expires_at", act)
        };
        self.prove_by(user, Status::Active, act.at, update).await
    }

    /// `update` builds the update of the user with the status that follows, without its condition.
    async fn prove_by(
        &self,
        user: &User,
        status: Status,
        now: Timestamp,
        update: impl FnOnce(&Self, &User) -> Result<UpdateBuilder, StoreError>,
    ) -> Result<Result<User, NotActivatable>, StoreError> {
        let proven = User { status, activated_at: (status == Status::Active).then_some(now), ..user.clone() };
        let items = self.proof(&proven, now, update(self, &proven)?)?;
        match self.transact(items).await? {
            TransactionOutcome::Committed => Ok(Ok(proven)),
            TransactionOutcome::ConditionFailed(failed_conditions) if failed_conditions.has(0) => {
                let item: Option<UserItem> = failed_conditions.existing(0)?;
                let started_over = item.as_ref().is_some_and(UserItem::has_started_over);
                Ok(Err(match item.and_then(|item| item.activation_error(now)) {
                    Some(error) => error,
                    None if started_over && failed_conditions.has(1) => NotActivatable::AddressTaken,
                    None if started_over => NotActivatable::StartedOver,
                    // Nothing but the address differs: it was corrected at the same time.
                    None => NotActivatable::Unknown,
                }))
            }
            TransactionOutcome::ConditionFailed(failed_conditions) if failed_conditions.has(1) => {
                Ok(Err(NotActivatable::AddressTaken))
            }
            TransactionOutcome::ConditionFailed(_) => Ok(Err(NotActivatable::NameTaken)),
        }
    }

    fn proof(&self, proven: &User, now: Timestamp, user: UpdateBuilder) -> Result<Vec<TransactWriteItem>, StoreError> {
        let user = if_activatable(user, &proven.email, now)?
            .expression_attribute_values(":status", to_attribute_value(proven.status)?)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let user = match proven.activated_at {
            Some(at) => user.expression_attribute_values(":at", to_attribute_value(at)?),
            None => user,
        };
        let mut items = vec![
            TransactWriteItem::builder().update(user.build()?).build(),
            TransactWriteItem::builder().put(self.put_email(proven, now)?).build(),
        ];
        let (names, identities) = (proven.name_claims(), proven.identity_hashes());
        let names = names.iter().map(|name| ItemKey::Username(name));
        let identities = identities.iter().map(|identity| ItemKey::Identity(identity));
        for claim in names.chain(identities) {
            let held = Update::builder()
                .table_name(&self.table)
                .key("pk", claim.attribute())
                .update_expression("REMOVE expires_at")
                .condition_expression("user_id = :id")
                .expression_attribute_values(":id", to_attribute_value(proven.id)?)
                .build()?;
            items.push(TransactWriteItem::builder().update(held).build());
        }
        if proven.has_password() {
            let password = Update::builder()
                .table_name(&self.table)
                .key("pk", ItemKey::Password(proven.id).attribute())
                .update_expression("REMOVE expires_at")
                .condition_expression("attribute_exists(pk)")
                .build()?;
            items.push(TransactWriteItem::builder().update(password).build());
        }
        Ok(items)
    }
}

/// Adds the condition that a user is pending with this address, and has not started over.
///
/// Correcting the address at the same time must not make another address proven.
pub(super) fn if_activatable(
    update: UpdateBuilder,
    email: &EmailAddress,
    now: Timestamp,
) -> Result<UpdateBuilder, StoreError> {
    let condition = "#status = :pending AND expires_at > :now AND email = :email \
                     AND (attribute_not_exists(invited) OR invited <> :started_over)";
    Ok(update
        .condition_expression(condition)
        .expression_attribute_names("#status", "status")
        .expression_attribute_values(":pending", to_attribute_value(Status::Pending)?)
        .expression_attribute_values(":email", to_attribute_value(email)?)
        .expression_attribute_values(":started_over", to_attribute_value(InvitedState::StartedOver)?)
        .expression_attribute_values(":now", AttributeValue::N(now.as_second().to_string())))
}
