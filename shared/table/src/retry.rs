//! Retries that the SDK does not make.
//!
//! They are those of cancelled transactions, and of writes that conflicted with one.

use std::time::Duration;

use aws_sdk_dynamodb::operation::delete_item::DeleteItemError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction};

use domain::Random;

/// Exponential backoff with full jitter: up to 25 ms, 50 ms, 100 ms, ...
///
/// It waits at most seven times, and under 3.2 s in total.
#[derive(Debug, Default)]
pub(crate) struct Backoff(u32);

impl Backoff {
    const LONGEST: u32 = 7;

    /// Waits and returns `true`, or returns `false` when the attempts are used up.
    pub(crate) async fn wait(&mut self, random: &Random) -> bool {
        if self.0 == Self::LONGEST {
            return false;
        }
        let longest = 25 << self.0;
        self.0 += 1;
        let [a, b] = random.bytes();
        let milliseconds = u64::from(u16::from_be_bytes([a, b])) % longest;
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        true
    }
}

/// Lets the SDK retry a write that conflicted with a running transaction.
///
/// DynamoDB rejected such a write, so a retry writes once.
#[derive(Debug)]
pub(super) struct TransactionConflictClassifier;

impl ClassifyRetry for TransactionConflictClassifier {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let error = context.output_or_error().and_then(|outcome| outcome.err()?.as_operation_error());
        let is_conflict = error.is_some_and(|error| {
            error.downcast_ref().is_some_and(PutItemError::is_transaction_conflict_exception)
                || error.downcast_ref().is_some_and(UpdateItemError::is_transaction_conflict_exception)
                || error.downcast_ref().is_some_and(DeleteItemError::is_transaction_conflict_exception)
        });
        if is_conflict { RetryAction::transient_error() } else { RetryAction::NoActionIndicated }
    }

    fn name(&self) -> &'static str {
        "transaction conflicts"
    }
}
