//! Failures of the table.

use std::error::Error;

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{BuildError, ProvideErrorMetadata, SdkError};

use aws::AwsError;
use domain::log;

/// A request to the table failed, or an item in it is malformed.
///
/// Neither the error nor its `Debug` has values of items, so it can be logged.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// DynamoDB gave no answer, or rejected the request, after all retries.
    ///
    /// Nothing was written, so a retry is safe.
    #[error("the table cannot be reached")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// An item does not have the format that this version writes.
    #[error("an item in the table cannot be read: {0}")]
    Malformed(String),
}

impl StoreError {
    /// Returns whether the same request may succeed later.
    ///
    /// It may if there was no answer, or no capacity.
    pub fn is_retryable(&self) -> bool {
        let Self::Unavailable(source) = self else { return false };
        // Every other error means that the attempts are used up.
        source.downcast_ref::<AwsError>().map_or(!source.is::<BuildError>(), AwsError::is_retryable)
    }
}

impl From<serde_dynamo::Error> for StoreError {
    fn from(error: serde_dynamo::Error) -> Self {
        Self::Malformed(log::malformed(&error))
    }
}

/// Reports a request that cannot be built, which is a bug, as unavailable.
impl From<BuildError> for StoreError {
    fn from(error: BuildError) -> Self {
        Self::Unavailable(error.into())
    }
}

impl<E: ProvideErrorMetadata + Error + 'static> From<SdkError<E, HttpResponse>> for StoreError {
    fn from(error: SdkError<E, HttpResponse>) -> Self {
        AwsError::from(error).into()
    }
}

impl From<AwsError> for StoreError {
    fn from(error: AwsError) -> Self {
        Self::Unavailable(error.into())
    }
}
