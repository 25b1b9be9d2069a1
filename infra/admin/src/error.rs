//! Failures of the commands.

use aws_credential_types::provider::error::CredentialsError;
use domain::settings::SettingsError;
use mailer::MailError;
use operator::{ActError, OperatorError};
use statistics::StatisticsError;

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
    Act(ActError),
    /// An act on a user is not possible, and another command helps.
    #[error("{act}: `registration {command}")]
    ActWithHelp {
        /// The reason.
        act: ActError,
        /// The rest of a sentence: the command, its closing quote and its effect.
        command: &'static str,
    },
    /// A text cannot be the id, the address or the name of a user.
    #[error("{text:?} is no user's id, address or name: {reason}")]
    Criteria {
        /// The text.
        text: String,
        /// A sentence with the reason.
        reason: String,
    },
    /// No user was found.
    #[error(
        "no user was found for {0}: check the spelling, or whether the registration has expired; `waitlist show` finds an address that waits, and `users list --status rejected` has the rejected users"
    )]
    NotFound(String),
    /// The invitation was created, but not emailed.
    #[error(
        "the invitation was created, but the email could not be sent: pass its link on yourself, and the user has to confirm the address; or revoke it and try again"
    )]
    NotMailed(#[source] MailError),
    /// The sending of invitations ended before the end of the file.
    #[error(
        "the sending ended before the end of the file, for the reason below: fix it and run the command again, which goes on"
    )]
    SendEnded(#[source] Box<AdminError>),
    /// Rows of the file were not invited.
    #[error("{0} rows are not invited: correct them and run the command again, which skips the others")]
    NotInvited(u64),
    /// There are no statistics.
    #[error(transparent)]
    Statistics(#[from] StatisticsError),
    /// People could not be admitted from the waiting list.
    #[error("{0} of the people are not admitted, for the reasons above")]
    NotAdmitted(usize),
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
    #[error("there is no such invitation: `registration invite list` has the ids")]
    UnknownInvitation,
    /// The table that was replaced cannot be read.
    #[error("the table {table} of --from-table cannot be read: check its name, and that it still exists")]
    ReplacedTable {
        /// The name of the table.
        table: String,
        /// The failure.
        source: OperatorError,
    },
    /// The console cannot listen at its port.
    #[error("the console cannot listen at 127.0.0.1:{port}: choose another --port, or leave it out for a free one")]
    Console {
        /// The port.
        port: u16,
        /// The failure.
        source: std::io::Error,
    },
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

impl From<ActError> for AdminError {
    fn from(act: ActError) -> Self {
        let command = match act {
            ActError::Unknown => "users show` finds users by name and address",
            ActError::NotProven => "users resend` sends another email",
            ActError::WrongStatus { .. } => "users show` has who acted",
            _ => return Self::Act(act),
        };
        Self::ActWithHelp { act, command }
    }
}

/// The message contains the problems, so the error is not a `source`.
impl From<SettingsError> for AdminError {
    fn from(error: SettingsError) -> Self {
        Self::Settings(error)
    }
}
