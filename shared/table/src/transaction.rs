//! Transactions that are repeated when they ran into each other, and only then.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{CancellationReason, TransactWriteItem};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_dynamo::aws_sdk_dynamodb_1::{from_item, to_item};

use super::{Item, ItemKey, Store, StoreError};
use crate::retry::Backoff;

/// How a transaction ended: nothing is half-written either way.
pub(super) enum TransactionOutcome {
    Committed,
    /// A condition did not hold.
    ConditionFailed(FailedConditions),
}

/// Which conditions did not hold, by the place of the item in the transaction.
pub(super) struct FailedConditions(Vec<CancellationReason>);

impl FailedConditions {
    /// Whether the condition of the item at `place` did not hold.
    pub(super) fn has(&self, place: usize) -> bool {
        self.0.get(place).is_some_and(|reason| reason.code() == Some("ConditionalCheckFailed"))
    }

    /// The item at `place` as it is in the table, if it is there and was asked for.
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
                // Also where a condition does not hold: what the others would have said is not known, and of a submission
                // that comes twice one item alone tells that it is somebody else's.
                Some(reasons) if reasons.iter().any(is_retryable) => {
                    if !backoff.wait(&self.random).await {
                        return Err(error.into());
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

/// Why a transaction was cancelled, by the place of each item in it; `None` if it failed otherwise.
pub(super) fn cancellation_reasons<R>(error: &SdkError<TransactWriteItemsError, R>) -> Option<&[CancellationReason]> {
    match error.as_service_error()? {
        TransactWriteItemsError::TransactionCanceledException(cancelled) => Some(cancelled.cancellation_reasons()),
        _ => None,
    }
}

/// Whether another one, or a lack of capacity, was in the way.
pub(super) fn is_retryable(reason: &CancellationReason) -> bool {
    matches!(reason.code(), Some("TransactionConflict" | "ThrottlingError" | "ProvisionedThroughputExceeded"))
}

/// The attributes of an item, with its key.
pub(super) fn attributes(pk: ItemKey<'_>, item: impl Serialize) -> Result<Item, StoreError> {
    let mut attributes: Item = to_item(item)?;
    attributes.insert("pk".to_owned(), pk.attribute());
    Ok(attributes)
}
