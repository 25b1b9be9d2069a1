//! An external DynamoDB, and the removal of its expired items by the given clock.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::delete_item::DeleteItemError;
use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_dynamodbstreams::types::{Identity, OperationType, Record};
use domain::clock::Clock;

use super::SweepError;
use super::tables::EXPIRES_AT;

/// The functions' table in an external DynamoDB.
#[derive(Clone)]
pub(crate) struct ExternalDynamoDb {
    client: Client,
    table: String,
    clock: Arc<dyn Clock>,
    removed: TtlRemovals,
}

/// The expired items that were removed, by their key and expiry.
///
/// The stream's records of an external DynamoDB do not show that the TTL was the reason.
#[derive(Debug, Clone, Default)]
pub(crate) struct TtlRemovals(Arc<Mutex<HashSet<(String, String)>>>);

impl ExternalDynamoDb {
    pub(crate) fn new(client: Client, table: String, clock: Arc<dyn Clock>, removed: TtlRemovals) -> Self {
        Self { client, table, clock, removed }
    }

    /// Removes every expired item, and returns their number.
    ///
    /// An item that is changed in the meantime stays.
    pub(crate) async fn sweep(&self) -> Result<usize, SweepError> {
        let now = AttributeValue::N(self.clock.now().as_second().to_string());
        let expired = self
            .client
            .scan()
            .table_name(&self.table)
            .consistent_read(true)
            // As DynamoDB and the embedded engine: only once the second is over.
            .filter_expression("#expiry < :now")
            .expression_attribute_names("#expiry", EXPIRES_AT)
            .expression_attribute_values(":now", now)
            .into_paginator()
            .items()
            .send();
        let mut removals = 0;
        for item in expired.collect::<Result<Vec<_>, _>>().await.map_err(SweepError::new)? {
            let (Some(pk), Some(expiry)) = (item.get("pk"), item.get(EXPIRES_AT)) else { continue };
            self.removed.record_removal(pk, expiry);
            let removal = self
                .client
                .delete_item()
                .table_name(&self.table)
                .key("pk", pk.clone())
                .condition_expression("#expiry = :expiry")
                .expression_attribute_names("#expiry", EXPIRES_AT)
                .expression_attribute_values(":expiry", expiry.clone());
            match removal.send().await {
                Ok(_) => removals += 1,
                Err(error) if is_changed(&error) => {}
                Err(error) => return Err(SweepError::new(error)),
            }
        }
        Ok(removals)
    }
}

fn is_changed<R>(error: &SdkError<DeleteItemError, R>) -> bool {
    error.as_service_error().is_some_and(DeleteItemError::is_conditional_check_failed_exception)
}

impl TtlRemovals {
    fn record_removal(&self, pk: &AttributeValue, expiry: &AttributeValue) {
        if let (Ok(pk), Ok(expiry)) = (pk.as_s(), expiry.as_n()) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert((pk.clone(), expiry.clone()));
        }
    }

    /// Adds DynamoDB's identity of TTL removals to a record, if the TTL was the reason.
    pub(crate) fn mark_ttl_removal(&self, record: &mut Record) {
        if self.is_ttl_removal(record).unwrap_or(false) {
            record.user_identity =
                Some(Identity::builder().r#type("Service").principal_id("dynamodb.amazonaws.com").build());
        }
    }

    fn is_ttl_removal(&self, record: &Record) -> Option<bool> {
        if record.event_name != Some(OperationType::Remove) {
            return None;
        }
        let old = record.dynamodb.as_ref()?.old_image.as_ref()?;
        let (pk, expiry) = (old.get("pk")?.as_s().ok()?, old.get(EXPIRES_AT)?.as_n().ok()?);
        let removed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Some(removed.contains(&(pk.clone(), expiry.clone())))
    }
}
