//! Inserts of users from another system.
//!
//! An import leaves the items that a registration and an activation leave, and never overwrites an item.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::{Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem};
use jiff::Timestamp;

use super::items::EmailItem;
use super::listing::user_attributes;
use super::transaction::TransactionOutcome;
use super::{ItemKey, Store, StoreError, UserItem, UsernameItem};
use domain::{PasswordHash, Status, User, UserId, Username};

/// The result of importing a user, or of [`Store::would_import`].
#[derive(Debug)]
pub enum ImportInsertOutcome {
    /// The user was inserted.
    Inserted,
    /// The user had been imported before.
    Exists(Box<UserItem>),
    /// Other users hold the name or the address.
    Conflict(ConflictingOwners),
}

/// The users who hold the name or the address of another user.
#[derive(Debug, Default)]
pub struct ConflictingOwners {
    /// The holder of each of the name's claims: see [`Username::claims`].
    pub names: BTreeMap<String, UserId>,
    /// The holder of exactly this name, if it was imported alongside confusable names.
    pub exact: Option<UserId>,
    /// The holder of the address.
    pub email: Option<UserId>,
}

impl ConflictingOwners {
    fn is_empty(&self) -> bool {
        self.names.is_empty() && self.exact.is_none() && self.email.is_none()
    }
}

impl Store {
    /// Inserts a user with name and address, unless other users hold one of them.
    ///
    /// `look_alikes` has the keys of confusable names that other users hold. With one or more of them, the name is
    /// stored under its exact spelling alongside theirs.
    pub async fn import(
        &self,
        item: &UserItem,
        password_hash: Option<&PasswordHash>,
        look_alikes: &BTreeMap<String, UserId>,
        now: Timestamp,
    ) -> Result<ImportInsertOutcome, StoreError> {
        let user = &item.user;
        let put = Put::builder()
            .table_name(&self.table)
            .set_item(Some(user_attributes(item)?))
            .condition_expression("attribute_not_exists(pk)")
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()?;
        let mut puts = vec![put];
        if is_proven(user) {
            puts.push(self.put_email(user, user.activated_at.unwrap_or(now))?);
        }
        let first_name = puts.len();
        let claims: Vec<_> = user.name_claims().into_iter().filter(|claim| !look_alikes.contains_key(claim)).collect();
        let exact = user.username.as_ref().filter(|_| !look_alikes.is_empty()).map(Username::exact);
        let names = claims.iter().map(|claim| ItemKey::Username(claim)).chain(exact.as_deref().map(ItemKey::ExactName));
        for name in names {
            let held = UsernameItem { user_id: user.id, submission: None, expires_at: item.expires_at };
            puts.push(self.put_claim(name, held, now, None)?);
        }
        if let Some(password_hash) = password_hash {
            puts.push(self.put_password(item, password_hash)?);
        }
        let items = puts.into_iter().map(|put| TransactWriteItem::builder().put(put).build()).collect();
        let TransactionOutcome::ConditionFailed(failed_conditions) = self.transact(items).await? else {
            return Ok(ImportInsertOutcome::Inserted);
        };
        if let Some(existing) = failed_conditions.existing(0)? {
            return Ok(ImportInsertOutcome::Exists(existing));
        }
        let mut holders = ConflictingOwners {
            email: match first_name {
                1 => None,
                _ => failed_conditions.existing::<EmailItem>(1)?.map(|email| email.user_id),
            },
            // The password's item has no condition.
            exact: failed_conditions.existing::<UsernameItem>(first_name + claims.len())?.map(|held| held.user_id),
            ..ConflictingOwners::default()
        };
        for (place, claim) in claims.into_iter().enumerate() {
            if let Some(held) = failed_conditions.existing::<UsernameItem>(first_name + place)? {
                holders.names.insert(claim, held.user_id);
            }
        }
        Ok(ImportInsertOutcome::Conflict(holders))
    }

    /// Returns the result that [`Self::import`] would have now, and writes nothing.
    pub async fn would_import(&self, item: &UserItem, now: Timestamp) -> Result<ImportInsertOutcome, StoreError> {
        let user = &item.user;
        let (claims, email) = (user.name_claims(), user.email.canonical());
        let exact = user.username.as_ref().map(Username::exact);
        let names = claims.iter().map(|claim| ItemKey::Username(claim)).chain(exact.as_deref().map(ItemKey::ExactName));
        let pks: Vec<_> = [ItemKey::User(user.id), ItemKey::Email(&email)].into_iter().chain(names).collect();
        let mut found = self.batch_get(&pks).await?;
        if let Some(existing) = found.take(pks[0])? {
            return Ok(ImportInsertOutcome::Exists(Box::new(existing)));
        }
        let lives = |held: &UsernameItem| held.expires_at.is_none_or(|expires_at| expires_at > now.as_second());
        let mut holders = ConflictingOwners {
            email: found.take::<EmailItem>(pks[1])?.filter(|_| is_proven(user)).map(|email| email.user_id),
            ..ConflictingOwners::default()
        };
        for claim in &claims {
            if let Some(held) = found.take(ItemKey::Username(claim))?.filter(lives) {
                holders.names.insert(claim.clone(), held.user_id);
            }
        }
        if let Some(exact) = &exact {
            holders.exact = found.take(ItemKey::ExactName(exact))?.filter(lives).map(|held| held.user_id);
        }
        Ok(if holders.is_empty() { ImportInsertOutcome::Inserted } else { ImportInsertOutcome::Conflict(holders) })
    }
}

/// Returns whether the user holds the address. A pending user does not.
fn is_proven(user: &User) -> bool {
    user.status != Status::Pending
}
