//! Failures of an operator's operation.

use aws::AwsError;
use domain::EmailAddress;
use domain::settings::SettingsError;
use mailer::MailError;
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
    /// SES does not say how many emails may be sent.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The address has no place on the waiting list, or was admitted before.
    #[error("{} is not on the waiting list: see `registration waitlist show`", .0.as_str())]
    NotWaiting(EmailAddress),
    /// A person on the waiting list was not invited, and keeps the place.
    #[error("the invitation of {} could not be sent: the place is kept, so run the command again", .0.as_str())]
    NotInvited(EmailAddress, #[source] MailError),
    /// The table could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}
