//! Conditions of single writes.

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

use super::StoreError;

/// Returns the output of a write, or `None` if its condition did not hold and it wrote nothing.
pub(super) fn if_condition_held<T, E>(result: Result<T, SdkError<E, HttpResponse>>) -> Result<Option<T>, StoreError>
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    match result {
        Err(error) if error.code() == Some("ConditionalCheckFailedException") => Ok(None),
        result => Ok(result.map(Some)?),
    }
}
