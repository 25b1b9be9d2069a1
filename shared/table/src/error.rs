//! Failures of the table.

use aws_sdk_dynamodb::error::{BuildError, SdkError};

/// The table could not be asked, or holds what it should not.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No answer, or a refusal, after all retries. Nothing was half-written; the same request may be repeated.
    #[error("the table cannot be reached")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// An item is not of the form that this version writes.
    #[error("an item in the table cannot be read")]
    Malformed(#[from] serde_dynamo::Error),
}

/// A request that cannot be built is a mistake of this module's; it is reported like any other failure of the table.
impl From<BuildError> for StoreError {
    fn from(error: BuildError) -> Self {
        Self::Unavailable(error.into())
    }
}

impl<E, R> From<SdkError<E, R>> for StoreError
where
    E: std::error::Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    fn from(error: SdkError<E, R>) -> Self {
        Self::Unavailable(error.into())
    }
}
