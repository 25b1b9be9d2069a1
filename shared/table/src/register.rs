//! Registering: the user, and all that the user takes, in one transaction.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::{AttributeValue, Delete, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem};
use data_encoding::HEXLOWER;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;
use sha2::{Digest, Sha256};

use super::items::{EmailItem, InvitationItem};
use super::transaction::{TransactionOutcome, attributes};
use super::{ItemKey, Store, StoreError, SubmissionItem, UserItem, UsernameItem};
use domain::{Denial, EmailAddress, Status, TokenHash, User, UserId};

/// How inserting a user ended.
#[derive(Debug)]
pub enum InsertOutcome {
    /// The user was inserted.
    Inserted,
    /// Nothing was inserted.
    Conflict(InsertConflict),
}

/// Something is another user's, or cannot be used, or the submission is a repetition.
#[derive(Debug)]
pub struct InsertConflict {
    /// Whether it is the name.
    pub username: bool,
    /// The name, or one that looks like it, as one user has it.
    pub holder: Option<UsernameItem>,
    /// Whether it is the address, which who is active at once takes.
    pub email: bool,
    /// Why the invitation cannot be spent, if it is that.
    pub invitation: Option<Denial>,
    /// Whom a submission with this key made before.
    pub repeated_user: Option<UserId>,
}

impl InsertConflict {
    /// Whether nothing but one user who has the name is in the way; who this is then is the `holder`.
    #[must_use]
    pub fn is_name_only(&self) -> bool {
        self.holder.as_ref().is_some_and(|holder| self.repeated_user.is_none_or(|id| holder.user_id == id))
            && !self.email
            && self.invitation.is_none()
    }
}

/// What a registration brings with it, beside the user.
#[derive(Debug, Clone, Copy, Default)]
pub struct InsertContext<'a> {
    /// The hash of the [`domain::IdempotencyKey`].
    pub submission: Option<&'a str>,
    /// The invitation that it spends.
    pub invitation: Option<&'a TokenHash>,
    /// The pending registration whose place it takes.
    pub replaced: Option<&'a Replaced>,
}

/// A pending registration whose place another one takes.
#[derive(Debug)]
pub struct Replaced {
    /// Its user.
    pub user: User,
    /// The name that it has.
    pub name: UsernameItem,
}

impl Replaced {
    /// So many submissions of one name are known that were replaced.
    const MAX_REPLACED_SUBMISSIONS: usize = 4;

    /// What tells a submission of this key and address.
    #[must_use]
    pub fn submission_fingerprint(submission: &str, email: &EmailAddress) -> String {
        HEXLOWER.encode(&Sha256::digest(format!("{submission}\n{}", email.canonical()))[..16])
    }

    /// Its submission, and those that it replaced itself.
    fn submissions(&self) -> Vec<String> {
        let last = self
            .name
            .submission
            .as_deref()
            .map(|submission| Self::submission_fingerprint(submission, &self.user.email));
        let mut all: Vec<_> = self.name.replaced.iter().cloned().chain(last).collect();
        all.drain(..all.len().saturating_sub(Self::MAX_REPLACED_SUBMISSIONS));
        all
    }
}

/// What one item of the transaction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TransactionPart {
    User,
    Name,
    Submission,
    Email,
    Invitation,
    Replaced,
}

/// How long a submission is known that made a user who is active from the start, and so does not expire.
const SUBMISSION_PERIOD: SignedDuration = SignedDuration::from_hours(24);

impl Store {
    /// Inserts a user and takes the name; a name whose registration expired by `now` is free. Who is active at once takes
    /// the address, too. A submission that has a key is known by its name; by itself, where there is none or where an
    /// invitation is spent. A registration that it replaces must still be pending; nothing is left of it but its keys, which
    /// lead nowhere then.
    pub async fn insert_user(
        &self,
        item: &UserItem,
        insert_context: InsertContext<'_>,
        now: Timestamp,
    ) -> Result<InsertOutcome, StoreError> {
        let (parts, items): (Vec<_>, _) = self.insert_parts(item, insert_context, now)?.into_iter().unzip();
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
        let invitation = match refused(TransactionPart::Invitation) {
            Some(place) => {
                let item: Option<InvitationItem> = failed_conditions.existing(place)?;
                Some(item.and_then(|item| item.invitation.denial_reason(now)).unwrap_or(Denial::INVITATION_UNKNOWN))
            }
            None => None,
        };
        let (username, email) = (refused(TransactionPart::Name).is_some(), refused(TransactionPart::Email).is_some());
        Ok(InsertOutcome::Conflict(InsertConflict { username, holder, email, invitation, repeated_user }))
    }

    fn insert_parts(
        &self,
        item: &UserItem,
        insert_context: InsertContext<'_>,
        now: Timestamp,
    ) -> Result<Vec<(TransactionPart, TransactWriteItem)>, StoreError> {
        let put = |put| TransactWriteItem::builder().put(put).build();
        let user = Put::builder()
            .table_name(&self.table)
            .set_item(Some(attributes(ItemKey::User(item.user.id), item)?))
            .condition_expression("attribute_not_exists(pk)")
            .build()?;
        let mut parts = vec![(TransactionPart::User, put(user))];
        let user_id = item.user.id;
        let names = item.user.name_claims();
        let replaced = insert_context.replaced.map(|replaced| replaced.user.id);
        for name in &names {
            let submission = insert_context.submission.map(str::to_owned);
            let before = insert_context.replaced.map(Replaced::submissions).unwrap_or_default();
            let held = UsernameItem { user_id, submission, replaced: before, expires_at: item.expires_at };
            parts.push((TransactionPart::Name, put(self.put_claim(ItemKey::Username(name), held, now, replaced)?)));
        }
        if let Some(hash) =
            insert_context.submission.filter(|_| names.is_empty() || insert_context.invitation.is_some())
        {
            let expires_at = item.expires_at.unwrap_or_else(|| (now + SUBMISSION_PERIOD).as_second());
            let known = SubmissionItem { user_id, expires_at };
            parts.push((
                TransactionPart::Submission,
                put(self.put_claim(ItemKey::Submission(hash), known, now, replaced)?),
            ));
        }
        if item.user.status == Status::Active {
            parts.push((TransactionPart::Email, put(self.put_email(&item.user, now)?)));
        }
        if let Some(code) = insert_context.invitation {
            parts.push((
                TransactionPart::Invitation,
                TransactWriteItem::builder().update(self.spend(code, now)?).build(),
            ));
        }
        if let Some(Replaced { user: replaced, .. }) = insert_context.replaced {
            let delete = |delete| (TransactionPart::Replaced, TransactWriteItem::builder().delete(delete).build());
            parts.push(delete(self.delete_pending(replaced)?));
            for name in replaced.name_claims().difference(&names) {
                parts.push(delete(self.delete_held(ItemKey::Username(name), replaced.id)?));
            }
        }
        Ok(parts)
    }

    /// Puts an item that nobody else has, or whose holder expired by `now` or is `replaced`.
    pub(super) fn put_claim(
        &self,
        pk: ItemKey<'_>,
        item: impl Serialize,
        now: Timestamp,
        replaced: Option<UserId>,
    ) -> Result<Put, StoreError> {
        let put = Put::builder().table_name(&self.table).set_item(Some(attributes(pk, item)?));
        let free = "attribute_not_exists(pk) OR expires_at <= :now";
        let put = match replaced {
            None => put.condition_expression(free),
            Some(id) => put
                .condition_expression(format!("{free} OR user_id = :replaced"))
                .expression_attribute_values(":replaced", to_attribute_value(id)?),
        };
        Ok(put
            .expression_attribute_values(":now", AttributeValue::N(now.as_second().to_string()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()?)
    }

    fn delete_pending(&self, user: &User) -> Result<Delete, StoreError> {
        Ok(Delete::builder()
            .table_name(&self.table)
            .key("pk", ItemKey::User(user.id).attribute())
            .condition_expression("#status = :pending")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":pending", to_attribute_value(Status::Pending)?)
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

    /// Takes the address of a user, if nobody has it.
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
