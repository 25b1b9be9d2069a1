//! Failures of the commands.

use aws_credential_types::provider::error::CredentialsError;
use domain::settings::SettingsError;
use mailer::MailError;
use operator::{ActError, OperatorError};

/// The reason why a command failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AdminError {
    /// Settings are missing or malformed.
    #[error("{0}\nSet the variables of the deployment's functions, or use --local URL for a local service.")]
    Settings(SettingsError),
    /// No service of `cargo run -p local` answers at the URL of `--local`.
    #[error("{url} is not a service of `cargo run -p local`: start one, or correct the URL of --local")]
    Local {
        /// The URL that was requested.
        url: String,
        /// The failure of the request.
        source: reqwest::Error,
    },
    /// The AWS environment has no region.
    #[error("no AWS region is set: set AWS_REGION, or the region of the profile")]
    Region,
    /// The AWS environment has no credentials.
    #[error("there are no AWS credentials: log in, or set AWS_PROFILE")]
    Credentials(#[from] CredentialsError),
    /// The arguments contradict each other, or one is missing.
    #[error("{0}")]
    Usage(&'static str),
    /// Checks found faults, which the report describes.
    #[error("findings that are not in order: {0}")]
    NotInOrder(usize),
    /// An operation was not carried out.
    #[error(transparent)]
    Operator(#[from] OperatorError),
    /// An act on a user is not possible.
    #[error(transparent)]
    Act(#[from] ActError),
    /// No user was found.
    #[error("no user was found for {0}: check the spelling, or whether the registration has expired")]
    NotFound(String),
    /// The invitation was created, but not emailed.
    #[error(
        "the invitation was created, but the email could not be sent: pass its link on yourself, and the user has to confirm the address; or revoke it and try again"
    )]
    NotMailed(#[source] MailError),
    /// Users were not erased.
    #[error("{0} of the users are not erased, for the reasons above")]
    NotErased(usize),
    /// A file cannot be read, or has the wrong content.
    #[error("{file}: {problem}")]
    File {
        /// The path of the file.
        file: String,
        /// The description of the problem.
        problem: String,
    },
    /// Functions failed again.
    #[error("{0} of the batches failed again and remain to be redriven")]
    FailedAgain(usize),
    /// Users were not imported.
    #[error("{0} users are not imported")]
    NotImported(u64),
    /// An import ended before the end of its file.
    #[error(
        "the import ended before the end of the file, for the reason below: fix it and run the import again, which skips the imported users"
    )]
    ImportEnded(#[source] Box<AdminError>),
    /// There is no such invitation.
    #[error("there is no such invitation")]
    UnknownInvitation,
    /// The result could not be written.
    #[error("the result could not be written")]
    Write(#[from] std::io::Error),
}

impl AdminError {
    /// Returns the exit code: 2 for a wrong command line, otherwise 1.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        if matches!(self, Self::Usage(_)) { 2 } else { 1 }
    }
}

/// The message contains the problems, so the error is not a `source`.
impl From<SettingsError> for AdminError {
    fn from(error: SettingsError) -> Self {
        Self::Settings(error)
    }
}
