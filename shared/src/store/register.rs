//! Registering: the user and the name, if there is one, in one transaction.

use aws_sdk_dynamodb::types::{AttributeValue, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem};
use jiff::{SignedDuration, Timestamp};

use super::transaction::{Outcome, attributes};
use super::{Item, PkOf, Store, StoreError, SubmissionItem, UserItem, UsernameItem};

/// How inserting a user ended.
#[derive(Debug)]
pub(crate) enum Insertion {
    Inserted,
    /// Another user has the name.
    UsernameTaken(Option<UsernameItem>),
    /// A user without a name was inserted with this submission's key before.
    SubmissionKnown(Option<SubmissionItem>),
}

/// How long a submission is known that made a user who is active from the start, and so does not expire.
const SUBMISSION_PERIOD: SignedDuration = SignedDuration::from_hours(24);

impl Store {
    /// Inserts a user and takes the name. A name whose registration expired by `now` is free. Of a user without a name
    /// the submission is kept by itself, if it has a key.
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
        let mut items = vec![TransactWriteItem::builder().put(user).build()];
        if let Some(claim) = claim(item, submission, now)? {
            items.push(TransactWriteItem::builder().put(self.put_claim(claim, now)?).build());
        }
        match self.transact(items).await? {
            Outcome::Committed => Ok(Insertion::Inserted),
            Outcome::Refused(refusals) if item.user.username.is_some() => {
                Ok(Insertion::UsernameTaken(refusals.existing(1)?))
            }
            Outcome::Refused(refusals) => Ok(Insertion::SubmissionKnown(refusals.existing(1)?)),
        }
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
