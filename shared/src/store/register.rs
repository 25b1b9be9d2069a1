//! Registering: the user, and all that the user takes, in one transaction.

use aws_sdk_dynamodb::types::{AttributeValue, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::items::{EmailItem, InvitationItem};
use super::transaction::{Outcome, attributes};
use super::{PkOf, Store, StoreError, SubmissionItem, UserItem, UsernameItem};
use crate::backend::Denial;
use crate::token::TokenHash;
use crate::user::{Status, User, UserId};
use crate::username::Username;

/// How inserting a user ended.
#[derive(Debug)]
pub(crate) enum Insertion {
    Inserted,
    Refused(Refused),
}

/// Something is another user's, or cannot be used, or the submission is a repetition.
#[derive(Debug)]
pub(crate) struct Refused {
    /// Whether it is the name.
    pub(crate) username: bool,
    /// Whether it is the address, which who is active at once takes.
    pub(crate) email: bool,
    /// Why the invitation cannot be spent, if it is that.
    pub(crate) invitation: Option<Denial>,
    /// Whom a submission with this key made before.
    pub(crate) repeats: Option<UserId>,
}

/// What a registration brings with it, beside the user.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Brought<'a> {
    /// The hash of the [`crate::IdempotencyKey`].
    pub(crate) submission: Option<&'a str>,
    /// The invitation that it spends.
    pub(crate) invitation: Option<&'a TokenHash>,
}

/// What one item of the transaction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    User,
    Name,
    Submission,
    Email,
    Invitation,
}

/// How long a submission is known that made a user who is active from the start, and so does not expire.
const SUBMISSION_PERIOD: SignedDuration = SignedDuration::from_hours(24);

impl Store {
    /// Inserts a user and takes the name; a name whose registration expired by `now` is free. Who is active at once takes
    /// the address, too. A submission that has a key is known by its name; by itself, where there is none or where an
    /// invitation is spent.
    pub(crate) async fn insert_user(
        &self,
        item: &UserItem,
        brought: Brought<'_>,
        now: Timestamp,
    ) -> Result<Insertion, StoreError> {
        let (parts, items): (Vec<_>, _) = self.insertion(item, brought, now)?.into_iter().unzip();
        let Outcome::Refused(refusals) = self.transact(items).await? else { return Ok(Insertion::Inserted) };
        let place = |part| parts.iter().position(|p| *p == part);
        let refused = |part| place(part).filter(|place| refusals.has(*place));

        let mut repeats = None;
        if let (Some(place), Some(_)) = (refused(Part::Name), brought.submission) {
            let holder: Option<UsernameItem> = refusals.existing(place)?;
            repeats = holder.filter(|name| name.submission.as_deref() == brought.submission).map(|name| name.user_id);
        }
        if let (Some(place), None) = (refused(Part::Submission), repeats) {
            repeats = refusals.existing::<SubmissionItem>(place)?.map(|known| known.user_id);
        }
        let invitation = match refused(Part::Invitation) {
            Some(place) => {
                let item: Option<InvitationItem> = refusals.existing(place)?;
                Some(item.and_then(|item| item.invitation.why_not(now)).unwrap_or(Denial::INVITATION_UNKNOWN))
            }
            None => None,
        };
        let (username, email) = (refused(Part::Name).is_some(), refused(Part::Email).is_some());
        Ok(Insertion::Refused(Refused { username, email, invitation, repeats }))
    }

    fn insertion(
        &self,
        item: &UserItem,
        brought: Brought<'_>,
        now: Timestamp,
    ) -> Result<Vec<(Part, TransactWriteItem)>, StoreError> {
        let put = |put| TransactWriteItem::builder().put(put).build();
        let user = Put::builder()
            .table_name(&self.table)
            .set_item(Some(attributes(PkOf::User(item.user.id), item)?))
            .condition_expression("attribute_not_exists(pk)")
            .build()?;
        let mut parts = vec![(Part::User, put(user))];
        let user_id = item.user.id;
        let name = item.user.username.as_ref().map(Username::folded);
        if let Some(name) = &name {
            let submission = brought.submission.map(str::to_owned);
            let held = UsernameItem { user_id, submission, expires_at: item.expires_at };
            parts.push((Part::Name, put(self.put_claim(PkOf::Username(name), held, now)?)));
        }
        if let Some(hash) = brought.submission.filter(|_| name.is_none() || brought.invitation.is_some()) {
            let expires_at = item.expires_at.unwrap_or_else(|| (now + SUBMISSION_PERIOD).as_second());
            let known = SubmissionItem { user_id, expires_at };
            parts.push((Part::Submission, put(self.put_claim(PkOf::Submission(hash), known, now)?)));
        }
        if item.user.status == Status::Active {
            parts.push((Part::Email, put(self.put_email(&item.user, now)?)));
        }
        if let Some(code) = brought.invitation {
            parts.push((Part::Invitation, TransactWriteItem::builder().update(self.spend(code, now)?).build()));
        }
        Ok(parts)
    }

    /// Puts an item that nobody else has, or whose holder expired by `now`.
    fn put_claim(&self, pk: PkOf<'_>, item: impl Serialize, now: Timestamp) -> Result<Put, StoreError> {
        Ok(Put::builder()
            .table_name(&self.table)
            .set_item(Some(attributes(pk, item)?))
            .condition_expression("attribute_not_exists(pk) OR expires_at <= :now")
            .expression_attribute_values(":now", AttributeValue::N(now.as_second().to_string()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()?)
    }

    /// Takes the address of a user, if nobody has it.
    pub(super) fn put_email(&self, user: &User, now: Timestamp) -> Result<Put, StoreError> {
        let item = EmailItem { user_id: user.id, proven_at: now };
        Ok(Put::builder()
            .table_name(&self.table)
            .set_item(Some(attributes(PkOf::Email(&user.email.folded()), item)?))
            .condition_expression("attribute_not_exists(pk)")
            .build()?)
    }
}
