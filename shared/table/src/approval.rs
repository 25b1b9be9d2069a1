//! The changes of a user's status by an operator, each with the record of the act.

use aws_sdk_dynamodb::types::builders::UpdateBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, Delete, TransactWriteItem, Update};
use jiff::SignedDuration;
use serde::Deserialize;
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;

use super::act_record::{self, RECORD, recording};
use super::condition::if_condition_held;
use super::listing::ListChange;
use super::transaction::TransactionOutcome;
use super::{DecisionItem, ItemKey, MailState, Store, StoreError, UserItem};
use domain::{ActKind, OperatorAct, Status, TokenHash, User, UserId, Username};

/// The time for which a rejected user is kept.
const RETENTION: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The holder of a name, an address or an identity.
#[derive(Deserialize)]
struct Claim {
    user_id: UserId,
}

impl Store {
    /// Activates a user who awaits approval. Returns `None` if they do not await it.
    pub async fn approve(&self, user: &User, act: &OperatorAct) -> Result<Option<User>, StoreError> {
        let active = User { status: Status::Active, activated_at: Some(act.at), ..user.clone() };
        let update = self
            .change_status(user, Status::AwaitingApproval, active.status, ", activated_at = :now", act)?
            .expression_attribute_values(":now", to_attribute_value(act.at)?);
        self.decide(active, update, Vec::new()).await
    }

    /// Rejects a user who awaits approval, and frees the name, the address and the identities.
    ///
    /// Returns `None` if the user does not await approval.
    pub async fn reject(&self, user: &User, act: &OperatorAct) -> Result<Option<User>, StoreError> {
        let rejected = User { status: Status::Rejected, ..user.clone() };
        let expires_at = (act.at + RETENTION).as_second().to_string();
        let change = ", rejected_at = :now, expires_at = :expires_at";
        let update = self
            .change_status(user, Status::AwaitingApproval, rejected.status, change, act)?
            .expression_attribute_values(":now", to_attribute_value(act.at)?)
            .expression_attribute_values(":expires_at", AttributeValue::N(expires_at));
        let mut freed = self.delete_claims(user).await?;
        freed.push(self.delete(ItemKey::Password(user.id))?);
        self.decide(rejected, update, freed).await
    }

    /// Stores the link of an approver.
    pub async fn put_decision(&self, key: &TokenHash, item: &DecisionItem) -> Result<(), StoreError> {
        self.put(ItemKey::Decision(key), item).await
    }

    /// Reads the link of an approver, whether or not it has expired.
    pub async fn decision(&self, key: &TokenHash) -> Result<Option<DecisionItem>, StoreError> {
        self.get(ItemKey::Decision(key)).await
    }

    /// Disables an active user, or enables a disabled one. Returns `None` if the user has another status.
    pub async fn set_enabled(&self, user: &User, act: &OperatorAct) -> Result<Option<User>, StoreError> {
        let (before, after) = match act.act {
            ActKind::Disable => (Status::Active, Status::Disabled),
            _ => (Status::Disabled, Status::Active),
        };
        let update = self.change_status(user, before, after, "", act)?;
        self.decide(User { status: after, ..user.clone() }, update, Vec::new()).await
    }

    /// Ends the registration of a pending user, and frees the name and the identities.
    ///
    /// Returns `None` if the user is not pending with this address, or the registration has expired.
    pub async fn expire(&self, user: &User, act: &OperatorAct) -> Result<Option<User>, StoreError> {
        let now = AttributeValue::N(act.at.as_second().to_string());
        let update = self
            .recorded_update(user, "expires_at = :now", "", act)?
            .condition_expression("#status = :before AND expires_at > :now AND email = :email")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":before", to_attribute_value(Status::Pending)?)
            .expression_attribute_values(":email", to_attribute_value(&user.email)?)
            .expression_attribute_values(":now", now.clone());
        let mut freed = self.delete_claims(user).await?;
        freed.push(self.delete(ItemKey::Password(user.id))?);
        freed.push(self.delete(ItemKey::Code(user.id))?);
        let Some(expired) = self.decide(user.clone(), update, freed).await? else { return Ok(None) };
        // If this fails, DynamoDB deletes it hours later. The signal has the time of the act in either case.
        let request = self
            .client
            .delete_item()
            .table_name(&self.table)
            .key("pk", ItemKey::User(user.id).attribute())
            .condition_expression("expires_at = :now")
            .expression_attribute_values(":now", now);
        drop(request.send().await);
        Ok(Some(expired))
    }

    /// Records that an operator requested another email to a user, so that SES is asked again if it rejected one.
    ///
    /// Returns `false` if the user does not exist any more.
    pub async fn record_resend(&self, item: &UserItem, act: &OperatorAct) -> Result<bool, StoreError> {
        let clear = if item.mail_state == Some(MailState::Refused) { " REMOVE mail_state" } else { "" };
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", ItemKey::User(item.user.id).attribute())
            .update_expression(format!("SET {RECORD}{clear}"))
            .condition_expression("attribute_exists(pk)");
        Ok(if_condition_held(recording(request, act)?.send().await)?.is_some())
    }

    /// Builds the deletions of the names, the address and the identities that the user holds.
    ///
    /// A pending user may have lost them to others.
    pub(super) async fn delete_claims(&self, user: &User) -> Result<Vec<TransactWriteItem>, StoreError> {
        let (names, email, identities) = (user.name_claims(), user.email.canonical(), user.identity_hashes());
        let exact = user.username.as_ref().map(Username::exact);
        let names = names.iter().map(|name| ItemKey::Username(name));
        let exact = exact.as_deref().map(ItemKey::ExactName);
        let identities = identities.iter().map(|identity| ItemKey::Identity(identity));
        let claims: Vec<_> = names.chain(exact).chain([ItemKey::Email(&email)]).chain(identities).collect();
        let mut found = self.batch_get(&claims).await?;
        let mut deletions = Vec::new();
        for claim in claims {
            let held: Option<Claim> = found.take(claim)?;
            if held.is_some_and(|held| held.user_id == user.id) {
                deletions.push(TransactWriteItem::builder().delete(self.delete_held(claim, user.id)?).build());
            }
        }
        Ok(deletions)
    }

    /// Builds the deletion of an item, whether or not it exists.
    pub(super) fn delete(&self, pk: ItemKey<'_>) -> Result<TransactWriteItem, StoreError> {
        let delete = Delete::builder().table_name(&self.table).key("pk", pk.attribute()).build()?;
        Ok(TransactWriteItem::builder().delete(delete).build())
    }

    /// Builds the update of a user that records an act. `set` and `further` are parts of its expression.
    pub(super) fn recorded_update(
        &self,
        user: &User,
        set: &str,
        further: &str,
        act: &OperatorAct,
    ) -> Result<UpdateBuilder, StoreError> {
        let update = Update::builder()
            .table_name(&self.table)
            .key("pk", ItemKey::User(user.id).attribute())
            .update_expression(format!("SET {set}, {RECORD} {further}").trim_end());
        let values = act_record::values(act)?.into_iter();
        Ok(values.fold(update, |update, (name, value)| update.expression_attribute_values(name, value)))
    }

    /// Builds the update of a user's status. Its condition is that the user has the status `before`.
    fn change_status(
        &self,
        user: &User,
        before: Status,
        after: Status,
        change: &str,
        act: &OperatorAct,
    ) -> Result<UpdateBuilder, StoreError> {
        let list = ListChange::of(user.id, after);
        let set = format!("#status = :after{change}{}", list.set);
        let update = self
            .recorded_update(user, &set, list.remove, act)?
            .condition_expression("#status = :before")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":before", to_attribute_value(before)?)
            .expression_attribute_values(":after", to_attribute_value(after)?);
        let values = list.values.into_iter();
        Ok(values.fold(update, |update, (name, value)| update.expression_attribute_values(name, value)))
    }

    /// Commits an update of a user with further writes. Returns `None` if its condition does not hold.
    async fn decide(
        &self,
        decided: User,
        update: UpdateBuilder,
        mut further: Vec<TransactWriteItem>,
    ) -> Result<Option<User>, StoreError> {
        further.push(TransactWriteItem::builder().update(update.build()?).build());
        Ok(matches!(self.transact(further).await?, TransactionOutcome::Committed).then_some(decided))
    }
}
