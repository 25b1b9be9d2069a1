//! Failures of an operator's operation.

use aws::AwsError;
use domain::settings::SettingsError;
use table::StoreError;

/// The reason why an operation was not carried out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OperatorError {
    /// Settings that the operation needs are missing or malformed.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The request is contradictory. The sentence says what to do.
    #[error("{0}")]
    Invalid(&'static str),
    /// The identity of the operator's credentials is unknown.
    #[error("AWS does not say whose credentials these are: log in again")]
    Caller(#[source] AwsError),
    /// The table could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}
