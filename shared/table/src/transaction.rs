//! Transactions, which are retried when they conflict, and only then.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{CancellationReason, TransactWriteItem};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_dynamo::aws_sdk_dynamodb_1::{from_item, to_item};

use super::{Item, ItemKey, Store, StoreError};
use crate::retry::Backoff;
use aws::AwsError;

/// The result of a transaction. It either wrote all items or none.
pub(super) enum TransactionOutcome {
    Committed,
    /// One or more conditions did not hold.
    ConditionFailed(FailedConditions),
}

/// The conditions that did not hold, by the item's position in the transaction.
pub(super) struct FailedConditions(Vec<CancellationReason>);

impl FailedConditions {
    /// Returns whether the condition of the item at `place` did not hold.
    pub(super) fn has(&self, place: usize) -> bool {
        self.0.get(place).is_some_and(|reason| reason.code() == Some("ConditionalCheckFailed"))
    }

    /// Returns the stored item at `place`, if it exists and the request asked for it.
    pub(super) fn existing<T: DeserializeOwned>(&self, place: usize) -> Result<Option<T>, StoreError> {
        let item = self.0.get(place).and_then(CancellationReason::item).filter(|item| !item.is_empty());
        Ok(item.cloned().map(from_item).transpose()?)
    }
}

impl Store {
    pub(super) async fn transact(&self, items: Vec<TransactWriteItem>) -> Result<TransactionOutcome, StoreError> {
        let mut backoff = Backoff::default();
        loop {
            let request = self.client.transact_write_items().set_transact_items(Some(items.clone()));
            let Err(error) = request.send().await else { return Ok(TransactionOutcome::Committed) };
            match cancellation_reasons(&error) {
                // A conflict comes before a failed condition: with it, the results of the other conditions are
                // unknown. A single one of a repeated submission's items would look like another user's.
                Some(reasons) if reasons.iter().any(is_retryable) => {
                    if !backoff.wait(&self.random).await {
                        return Err(AwsError::from(error).retryable().into());
                    }
                }
                Some(reasons) if reasons.iter().any(|r| r.code() == Some("ConditionalCheckFailed")) => {
                    return Ok(TransactionOutcome::ConditionFailed(FailedConditions(reasons.to_vec())));
                }
                _ => return Err(error.into()),
            }
        }
    }
}

/// Returns why a transaction was cancelled, by the position of each item.
///
/// `None` means that it failed for another reason.
fn cancellation_reasons<R>(error: &SdkError<TransactWriteItemsError, R>) -> Option<&[CancellationReason]> {
    match error.as_service_error()? {
        TransactWriteItemsError::TransactionCanceledException(cancelled) => Some(cancelled.cancellation_reasons()),
        _ => None,
    }
}

/// Returns whether another transaction or a lack of capacity was the cause.
fn is_retryable(reason: &CancellationReason) -> bool {
    matches!(reason.code(), Some("TransactionConflict" | "ThrottlingError" | "ProvisionedThroughputExceeded"))
}

/// Serialises an item, and adds its key.
pub(super) fn attributes(pk: ItemKey<'_>, item: impl Serialize) -> Result<Item, StoreError> {
    let mut attributes: Item = to_item(item)?;
    attributes.insert("pk".to_owned(), pk.attribute());
    Ok(attributes)
}
