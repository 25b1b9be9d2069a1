//! Which errors of the table's pass by themselves, for who can wait.

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{BuildError, ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItemError;
use aws_sdk_dynamodb::operation::get_item::GetItemError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;

use super::StoreError;
use super::transaction::{cancellation_reasons, is_retryable};

impl StoreError {
    /// Whether the same request may succeed a while later: there was no answer, or no capacity.
    pub fn is_retryable(&self) -> bool {
        let Self::Unavailable(source) = self else { return false };
        let source = source.as_ref();
        if let Some(error) = source.downcast_ref::<SdkError<TransactWriteItemsError, HttpResponse>>() {
            return cancellation_reasons(error)
                .map_or_else(|| is_retryable_error(error), |reasons| reasons.iter().any(is_retryable));
        }
        source
            .downcast_ref::<SdkError<GetItemError, HttpResponse>>()
            .map(is_retryable_error)
            .or_else(|| source.downcast_ref::<SdkError<BatchGetItemError, HttpResponse>>().map(is_retryable_error))
            // What else there is says that the attempts are used up.
            .unwrap_or(!source.is::<BuildError>())
    }
}

fn is_retryable_error<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> bool {
    match error {
        SdkError::TimeoutError(_) | SdkError::DispatchFailure(_) | SdkError::ResponseError(_) => true,
        SdkError::ServiceError(refused) => {
            let code = refused.err().code();
            refused.raw().status().as_u16() >= 500 || code.is_some_and(|code| RETRYABLE_CODES.contains(&code))
        }
        _ => false,
    }
}

/// The codes with which DynamoDB says that the same request may succeed later.
const RETRYABLE_CODES: [&str; 5] = [
    "InternalServerError",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
    "TransactionInProgressException",
];
