//! Registering: the user and the name in one transaction.

use aws_sdk_dynamodb::types::{AttributeValue, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem};
use jiff::Timestamp;

use super::items::EmailItem;
use super::transaction::{Outcome, attributes};
use super::{PkOf, Store, StoreError, UserItem, UsernameItem};
use crate::user::{Status, User};

/// How inserting a user ended.
#[derive(Debug)]
pub(crate) enum Insertion {
    Inserted,
    /// What is another user's.
    Refused {
        /// The name.
        username: bool,
        /// Who holds the name.
        holder: Option<UsernameItem>,
        /// The address of a user who was to be active at once.
        email: bool,
    },
}

impl Store {
    /// Inserts a user and takes the name; a name whose registration expired by `now` is free. Who is active at once takes
    /// the address, too.
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
        let name = UsernameItem {
            user_id: item.user.id,
            submission: submission.map(str::to_owned),
            expires_at: item.expires_at,
        };
        let name = Put::builder()
            .table_name(&self.table)
            .set_item(Some(attributes(PkOf::Username(&item.user.username.folded()), name)?))
            .condition_expression("attribute_not_exists(pk) OR expires_at <= :now")
            .expression_attribute_values(":now", AttributeValue::N(now.as_second().to_string()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()?;
        let mut puts = vec![user, name];
        if item.user.status == Status::Active {
            puts.push(self.put_email(&item.user, now)?);
        }
        let items = puts.into_iter().map(|put| TransactWriteItem::builder().put(put).build()).collect();
        match self.transact(items).await? {
            Outcome::Committed => Ok(Insertion::Inserted),
            Outcome::Refused(refusals) => Ok(Insertion::Refused {
                username: refusals.has(1),
                holder: refusals.existing(1)?,
                email: refusals.has(2),
            }),
        }
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
