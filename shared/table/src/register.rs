//! A registration: one transaction over all that it writes.
//!
//! It covers the user, the name, the address, the submission and the invitation.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::{
    AttributeValue, Delete, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;

use super::activate::if_activatable;
use super::items::{EmailItem, FactsItem, IdentityItem, InvitationItem, PasswordItem};
use super::listing::user_attributes;
use super::transaction::{TransactionOutcome, attributes};
use super::{ItemKey, Store, StoreError, SubmissionItem, UserItem, UsernameItem};
use domain::{Denial, EmailAddress, PasswordHash, Status, TokenHash, User, UserId, Username};

/// The result of inserting a user.
#[derive(Debug)]
pub enum InsertOutcome {
    /// The user was inserted.
    Inserted,
    /// Nothing was inserted.
    Conflict(InsertConflict),
}

/// The conditions that did not hold when a user was inserted.
#[derive(Debug)]
pub struct InsertConflict {
    /// Whether other users hold the name, or one confusable with it.
    pub username: bool,
    /// The claim on the name, if a single user holds all of it.
    pub holder: Option<UsernameItem>,
    /// Whether another user has registered by the same identity at an OpenID provider.
    pub identity: bool,
    /// Whether another user has the address. Only an immediately active user claims it.
    pub email: bool,
    /// The reason why the invitation cannot be spent, or that of the registration that the user starts over.
    pub invitation: Option<Denial>,
    /// The user that an earlier submission with the same idempotency key created.
    pub repeated_user: Option<UserId>,
}

/// The parts of a registration that other users hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HeldByOthers {
    /// Whether it is the name, or one confusable with it.
    pub username: bool,
    /// Whether it is the address.
    pub email: bool,
}

/// The further items of a registration, apart from the user.
#[derive(Debug, Clone, Copy, Default)]
pub struct InsertContext<'a> {
    /// The hash of the [`domain::IdempotencyKey`].
    pub submission: Option<&'a str>,
    /// Whether the key may be for no other submission, so that it gets its own item.
    pub submission_is_unique: bool,
    /// The invitation that the registration spends.
    pub invitation: Option<&'a TokenHash>,
    /// The end of the time for which the source address and the user agent are kept, in epoch seconds.
    ///
    /// The user of a registration that expires later keeps them until then.
    pub facts_until: Option<i64>,
    /// The pending registration of the same mailbox that loses its name to this one, and its submission, if that has
    /// the same idempotency key.
    pub name_from: Option<UserId>,
    /// The invited registration that the user starts over, whose only account it becomes.
    pub restarted_from: Option<&'a User>,
}

impl InsertContext<'_> {
    /// Returns whether the idempotency key has its own item, for a user with or without a name.
    fn has_submission_item(self, named: bool) -> bool {
        !named || self.invitation.is_some() || self.submission_is_unique
    }
}

/// The role of an item in the transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TransactionPart {
    User,
    Name,
    Identity,
    Submission,
    Email,
    Invitation,
    Password,
    Facts,
    StartedOver,
}

/// The time for which the submission of an immediately active user is kept.
///
/// Such a user does not expire.
const SUBMISSION_PERIOD: SignedDuration = SignedDuration::from_hours(24);

impl Store {
    /// Returns the name and the address of a registration if other users hold them at `now`, so that it would fail.
    ///
    /// `from_pending` says whether it may take the name of a pending registration.
    ///
    /// An `email` is given only if the registration claims it. A repetition, with the same idempotency key, holds the
    /// name itself.
    pub async fn held_by_others(
        &self,
        username: Option<&Username>,
        email: Option<&EmailAddress>,
        insert_context: InsertContext<'_>,
        from_pending: bool,
        now: Timestamp,
    ) -> Result<HeldByOthers, StoreError> {
        let submission = insert_context.submission;
        let has_own_item = insert_context.has_submission_item(username.is_some());
        let claims = username.map(Username::claims).unwrap_or_default();
        let canonical = email.map(EmailAddress::canonical);
        let names = claims.iter().map(|claim| ItemKey::Username(claim));
        let (email, known) =
            (canonical.as_deref().map(ItemKey::Email), submission.filter(|_| has_own_item).map(ItemKey::Submission));
        let pks: Vec<_> = names.clone().chain(email).chain(known).collect();
        if pks.is_empty() {
            return Ok(HeldByOthers::default());
        }
        let mut found = self.batch_get(&pks).await?;
        let is_known = known.map(|pk| found.take::<SubmissionItem>(pk)).transpose()?.flatten().is_some();
        let mut held = HeldByOthers { username: false, email: false };
        for name in names {
            let name: Option<UsernameItem> = found.take(name)?;
            let holds = |name: &UsernameItem| {
                name.expires_at.is_none_or(|expires_at| !from_pending && expires_at > now.as_second())
            };
            let Some(name) = name.filter(holds) else { continue };
            if submission.is_some() && name.submission.as_deref() == submission {
                return Ok(HeldByOthers::default());
            }
            held.username = true;
        }
        held.email = email.map(|pk| found.take::<EmailItem>(pk)).transpose()?.flatten().is_some();
        Ok(if is_known { HeldByOthers::default() } else { held })
    }

    /// Inserts a user and claims the name.
    ///
    /// A name whose registration expired by `now` is free. A user whose address is proven claims the address, too.
    /// The submission's idempotency key is stored with the name. It gets its own item if there is no name, if an
    /// invitation is spent, or if the key is unique. The password's hash, if there is one, has another item, and so has
    /// each identity.
    pub async fn insert_user(
        &self,
        item: &UserItem,
        password_hash: Option<&PasswordHash>,
        insert_context: InsertContext<'_>,
        now: Timestamp,
    ) -> Result<InsertOutcome, StoreError> {
        let (parts, items): (Vec<_>, _) =
            self.insert_parts(item, password_hash, insert_context, now)?.into_iter().unzip();
        let TransactionOutcome::ConditionFailed(failed_conditions) = self.transact(items).await? else {
            return Ok(InsertOutcome::Inserted);
        };
        let (parts, failed_conditions) = (&parts, &failed_conditions);
        let places =
            move |part| (0..parts.len()).filter(move |place| parts[*place] == part && failed_conditions.has(*place));
        let refused = move |part| places(part).next();

        let (mut repeated_user, mut holders) = (None, BTreeMap::new());
        for place in places(TransactionPart::Name) {
            let Some(name) = failed_conditions.existing::<UsernameItem>(place)? else { continue };
            if insert_context.submission.is_some() && name.submission.as_deref() == insert_context.submission {
                repeated_user = Some(name.user_id);
            }
            holders.insert(name.user_id, name);
        }
        let holder = if holders.len() == 1 { holders.into_values().next() } else { None };
        if let (Some(place), None) = (refused(TransactionPart::Submission), repeated_user) {
            repeated_user = failed_conditions.existing::<SubmissionItem>(place)?.map(|known| known.user_id);
        }
        let (username, email) = (refused(TransactionPart::Name).is_some(), refused(TransactionPart::Email).is_some());
        let invitation = match refused(TransactionPart::Invitation) {
            Some(place) => {
                let item: Option<InvitationItem> = failed_conditions.existing(place)?;
                Some(item.and_then(|item| item.invitation.denial_reason(now)).unwrap_or(Denial::INVITATION_UNKNOWN))
            }
            // The registration was used for another address, was corrected or is gone.
            None => refused(TransactionPart::StartedOver).filter(|_| !email).map(|_| Denial::INVITATION_SPENT),
        };
        let identity = refused(TransactionPart::Identity).is_some();
        Ok(InsertOutcome::Conflict(InsertConflict { username, holder, identity, email, invitation, repeated_user }))
    }

    fn insert_parts(
        &self,
        item: &UserItem,
        password_hash: Option<&PasswordHash>,
        insert_context: InsertContext<'_>,
        now: Timestamp,
    ) -> Result<Vec<(TransactionPart, TransactWriteItem)>, StoreError> {
        let put = |put| TransactWriteItem::builder().put(put).build();
        let user = Put::builder()
            .table_name(&self.table)
            .set_item(Some(user_attributes(item)?))
            .condition_expression("attribute_not_exists(pk)")
            .build()?;
        let mut parts = vec![(TransactionPart::User, put(user))];
        let user_id = item.user.id;
        let names = item.user.name_claims();
        for name in &names {
            let submission = insert_context.submission.map(str::to_owned);
            let held = UsernameItem { user_id, submission, expires_at: item.expires_at };
            let claim = self.put_claim(ItemKey::Username(name), held, now, insert_context.name_from)?;
            parts.push((TransactionPart::Name, put(claim)));
        }
        for identity in &item.user.identities {
            let held = IdentityItem { user_id, expires_at: item.expires_at };
            let claim = self.put_claim(ItemKey::Identity(&identity.hash()), held, now, None)?;
            parts.push((TransactionPart::Identity, put(claim)));
        }
        let has_own_item = insert_context.has_submission_item(!names.is_empty());
        if let Some(hash) = insert_context.submission.filter(|_| has_own_item) {
            let expires_at = item.expires_at.unwrap_or_else(|| (now + SUBMISSION_PERIOD).as_second());
            let known = SubmissionItem { user_id, expires_at };
            let claim = self.put_claim(ItemKey::Submission(hash), known, now, insert_context.name_from)?;
            parts.push((TransactionPart::Submission, put(claim)));
        }
        if item.user.status != Status::Pending {
            parts.push((TransactionPart::Email, put(self.put_email(&item.user, now)?)));
        }
        if let Some(code) = insert_context.invitation {
            parts.push((
                TransactionPart::Invitation,
                TransactWriteItem::builder().update(self.spend(code, now)?).build(),
            ));
        }
        if let Some(before) = insert_context.restarted_from {
            let update = Update::builder()
                .table_name(&self.table)
                .key("pk", ItemKey::User(before.id).attribute())
                .update_expression("SET invited = :started_over");
            let update = if_activatable(update, &before.email, now)?.build()?;
            parts.push((TransactionPart::StartedOver, TransactWriteItem::builder().update(update).build()));
        }
        if let Some(password_hash) = password_hash {
            parts.push((TransactionPart::Password, put(self.put_password(item, password_hash)?)));
        }
        if let Some(until) = insert_context.facts_until.filter(|_| item.registration_request.has_facts()) {
            // An activation may add the facts of its request until the registration expires.
            let facts = FactsItem { expires_at: until.max(item.expires_at.unwrap_or(until)) };
            let facts = attributes(ItemKey::Facts(user_id), facts)?;
            let facts = Put::builder().table_name(&self.table).set_item(Some(facts)).build()?;
            parts.push((TransactionPart::Facts, put(facts)));
        }
        Ok(parts)
    }

    /// Builds the item with the hash of a user's password, which expires when the user expires.
    pub(super) fn put_password(&self, item: &UserItem, password_hash: &PasswordHash) -> Result<Put, StoreError> {
        let password = PasswordItem { password_hash: password_hash.clone(), expires_at: item.expires_at };
        let key = ItemKey::Password(item.user.id);
        Ok(Put::builder().table_name(&self.table).set_item(Some(attributes(key, password)?)).build()?)
    }

    /// Builds the claim of an item that is free.
    ///
    /// It is free, too, if its holder expired by `now` or is `from`.
    pub(super) fn put_claim(
        &self,
        pk: ItemKey<'_>,
        item: impl Serialize,
        now: Timestamp,
        from: Option<UserId>,
    ) -> Result<Put, StoreError> {
        let put = Put::builder().table_name(&self.table).set_item(Some(attributes(pk, item)?));
        let free = "attribute_not_exists(pk) OR expires_at <= :now";
        let put = match from {
            None => put.condition_expression(free),
            Some(id) => put
                // An activation makes the claim permanent: a name is not taken from a user who became active meanwhile.
                .condition_expression(format!("{free} OR (user_id = :from AND attribute_exists(expires_at))"))
                .expression_attribute_values(":from", to_attribute_value(id)?),
        };
        Ok(put
            .expression_attribute_values(":now", AttributeValue::N(now.as_second().to_string()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()?)
    }

    /// Deletes what a user holds, if nobody else does.
    pub(super) fn delete_held(&self, pk: ItemKey<'_>, holder: UserId) -> Result<Delete, StoreError> {
        Ok(Delete::builder()
            .table_name(&self.table)
            .key("pk", pk.attribute())
            .condition_expression("attribute_not_exists(pk) OR user_id = :id")
            .expression_attribute_values(":id", to_attribute_value(holder)?)
            .build()?)
    }

    /// Builds the claim of a user's address, which must be free.
    pub(super) fn put_email(&self, user: &User, now: Timestamp) -> Result<Put, StoreError> {
        let item = EmailItem { user_id: user.id, proven_at: now };
        Ok(Put::builder()
            .table_name(&self.table)
            .set_item(Some(attributes(ItemKey::Email(&user.email.canonical()), item)?))
            .condition_expression("attribute_not_exists(pk)")
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()?)
    }
}
