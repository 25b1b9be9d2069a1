//! Why a command failed.

use aws_credential_types::provider::error::CredentialsError;
use domain::settings::SettingsError;
use mailer::MailError;
use operator::{DecisionError, OperatorError};

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AdminError {
    /// Settings are missing or malformed.
    #[error("{0}\nSet what the deployment's functions have, or --local URL for the service on this machine.")]
    Settings(SettingsError),
    /// `--local` names no service of `cargo run -p local`.
    #[error("{url} does not answer as `cargo run -p local` does")]
    Local {
        /// What it was asked at.
        url: String,
        /// Why not.
        source: reqwest::Error,
    },
    /// The AWS environment has no region.
    #[error("no AWS region is set: set AWS_REGION, or the region of the profile")]
    Region,
    /// The AWS environment has no credentials.
    #[error("there are no AWS credentials: log in, or set AWS_PROFILE")]
    Credentials(#[from] CredentialsError),
    /// An operation was not carried out.
    #[error(transparent)]
    Operator(#[from] OperatorError),
    /// A user could not be approved or rejected.
    #[error(transparent)]
    Decision(#[from] DecisionError),
    /// The invitation was made and not mailed.
    #[error(
        "the invitation was made, but could not be mailed: give its link to whom it is for, who will be asked to confirm the address; or revoke it and try again"
    )]
    NotMailed(#[source] MailError),
    /// A file cannot be read, or is not one of the failure bucket's.
    #[error("{file}: {problem}")]
    File {
        /// Which.
        file: String,
        /// Why not.
        problem: String,
    },
    /// Functions failed again.
    #[error("{0} of the batches failed again: they are where they were")]
    FailedAgain(usize),
    /// Users were not imported.
    #[error("{0} users are not imported")]
    NotImported(u64),
    /// An import ended before its file did.
    #[error(
        "the import ended before the file: what is wrong is below, or behind \"because\"; run it again, and who is there already is passed over"
    )]
    ImportEnded(#[source] Box<AdminError>),
    /// There is no such invitation.
    #[error("there is no such invitation")]
    UnknownInvitation,
    /// What came of it could not be written.
    #[error("the outcome could not be written")]
    Write(#[from] std::io::Error),
}

/// What is wrong with the settings is the message, not what lies behind it.
impl From<SettingsError> for AdminError {
    fn from(error: SettingsError) -> Self {
        Self::Settings(error)
    }
}
