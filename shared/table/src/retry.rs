//! Another attempt, where the SDK makes none: it repeats neither a cancelled transaction nor what ran into one.

use std::time::Duration;

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction};

use domain::Random;

/// Exponential backoff with full jitter: some of 25 ms, 50 ms, 100 ms, ... at most seven times, together under 3.2 s.
#[derive(Debug, Default)]
pub(crate) struct Backoff(u32);

impl Backoff {
    const LONGEST: u32 = 7;

    /// Waits and says `true`, or says at once that it has been enough.
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

/// Has the SDK repeat the write of an item that a transaction is under way on. It was refused, and nothing is done.
#[derive(Debug)]
pub(super) struct TransactionConflictClassifier;

impl ClassifyRetry for TransactionConflictClassifier {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let error = context.output_or_error().and_then(|outcome| outcome.err()?.as_operation_error());
        let is_conflict = error.is_some_and(|error| {
            error.downcast_ref().is_some_and(PutItemError::is_transaction_conflict_exception)
                || error.downcast_ref().is_some_and(UpdateItemError::is_transaction_conflict_exception)
        });
        if is_conflict { RetryAction::transient_error() } else { RetryAction::NoActionIndicated }
    }

    fn name(&self) -> &'static str {
        "transaction conflicts"
    }
}
