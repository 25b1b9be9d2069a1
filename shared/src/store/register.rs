//! Registering: the user and the name in one transaction.

use aws_sdk_dynamodb::types::{AttributeValue, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem};
use jiff::Timestamp;

use super::transaction::{Outcome, attributes};
use super::{PkOf, Store, StoreError, UserItem, UsernameItem};

/// How inserting a user ended.
#[derive(Debug)]
pub(crate) enum Insertion {
    Inserted,
    /// Another user has the name.
    UsernameTaken(Option<UsernameItem>),
}

impl Store {
    /// Inserts a user and takes the name. A name whose registration expired by `now` is free.
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
        let items =
            vec![TransactWriteItem::builder().put(user).build(), TransactWriteItem::builder().put(name).build()];
        match self.transact(items).await? {
            Outcome::Committed => Ok(Insertion::Inserted),
            Outcome::Refused(refusals) => Ok(Insertion::UsernameTaken(refusals.existing(1)?)),
        }
    }
}
