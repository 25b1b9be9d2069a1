//! Why an operation was not carried out.

use domain::settings::SettingsError;
use table::StoreError;

/// Why an operation was not carried out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OperatorError {
    /// Settings that the operation needs are missing or malformed.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// What was asked for makes no sense; the sentence says what does.
    #[error("{0}")]
    Invalid(&'static str),
    /// The table could not be asked.
    #[error(transparent)]
    Store(#[from] StoreError),
}
