//! Registering: the user and the name, if there is one, in one transaction.

use aws_sdk_dynamodb::types::{AttributeValue, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem};
use jiff::{SignedDuration, Timestamp};

use super::items::EmailItem;
use super::transaction::{Outcome, attributes};
use super::{Item, PkOf, Store, StoreError, SubmissionItem, UserItem, UsernameItem};
use crate::user::{Status, User, UserId};

/// How inserting a user ended.
#[derive(Debug)]
pub(crate) enum Insertion {
    Inserted,
    /// Something is another user's, or the submission is a repetition.
    Refused {
        /// Whether it is the name.
        username: bool,
        /// Whether it is the address, which who is active at once takes.
        email: bool,
        /// Whom a submission with this key made before.
        repeats: Option<UserId>,
    },
}

/// How long a submission is known that made a user who is active from the start, and so does not expire.
const SUBMISSION_PERIOD: SignedDuration = SignedDuration::from_hours(24);

impl Store {
    /// Inserts a user and takes the name; a name whose registration expired by `now` is free. Of a user without a name
    /// the submission is kept by itself, if it has a key. Who is active at once takes the address, too.
    pub(crate) async fn insert_user(
        &self,
        item: &UserItem,
        submission: Option<&str>,
        now: Timestamp,
    ) -> Result<Insertion, StoreError> {
        let user = Put::builder()
            .table_name(&self.table)
            .set_item(Some(attributes(PkOf::User(item.user.id), item)?))
            .condition_expression("attribute_not_exists(pk)")
            .build()?;
        let claim = claim(item, submission, now)?;
        let email_at = 1 + usize::from(claim.is_some());
        let mut puts = vec![user];
        puts.extend(claim.map(|claim| self.put_claim(claim, now)).transpose()?);
        if item.user.status == Status::Active {
            puts.push(self.put_email(&item.user, now)?);
        }
        let items = puts.into_iter().map(|put| TransactWriteItem::builder().put(put).build()).collect();
        let Outcome::Refused(refusals) = self.transact(items).await? else { return Ok(Insertion::Inserted) };
        let named = item.user.username.is_some();
        let repeats = if named {
            let holder: Option<UsernameItem> = refusals.existing(1)?;
            holder
                .filter(|name| submission.is_some() && name.submission.as_deref() == submission)
                .map(|name| name.user_id)
        } else {
            refusals.existing::<SubmissionItem>(1)?.map(|known| known.user_id)
        };
        let username = named && refusals.has(1);
        Ok(Insertion::Refused { username, email: refusals.has(email_at), repeats })
    }

    /// Puts an item that nobody else has, or whose holder expired by `now`.
    fn put_claim(&self, claim: Item, now: Timestamp) -> Result<Put, StoreError> {
        Ok(Put::builder()
            .table_name(&self.table)
            .set_item(Some(claim))
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

/// What a registration takes for itself: the name, or else what its repetition is known by.
fn claim(item: &UserItem, submission: Option<&str>, now: Timestamp) -> Result<Option<Item>, StoreError> {
    let user_id = item.user.id;
    Ok(match (&item.user.username, submission) {
        (Some(username), _) => {
            let name = UsernameItem { user_id, submission: submission.map(str::to_owned), expires_at: item.expires_at };
            Some(attributes(PkOf::Username(&username.folded()), name)?)
        }
        (None, Some(hash)) => {
            let expires_at = item.expires_at.unwrap_or_else(|| (now + SUBMISSION_PERIOD).as_second());
            Some(attributes(PkOf::Submission(hash), SubmissionItem { user_id, expires_at })?)
        }
        (None, None) => None,
    })
}
