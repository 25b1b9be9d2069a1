//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use domain::locale::Text;
use domain::settings::parse_period;
use domain::{EmailAddress, Status, Token, TokenHash, UserId};
use jiff::{SignedDuration, Timestamp};

/// Manage users, invitations, mailboxes and failures of the sign-up service.
///
/// The command works on the deployment that the `REGISTRATION_*` variables describe. It uses the account of your AWS
/// environment (variables, profiles, SSO). With --local it works on the service that `cargo run -p local` serves.
#[derive(Debug, Parser)]
#[command(name = "registration", version)]
pub struct Arguments {
    /// The URL of a local service, such as <http://127.0.0.1:9000>
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) local: Option<String>,
    /// The operator's name for acts on a local service, which are recorded with it
    ///
    /// In AWS the record has the IAM identity of your credentials.
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) operator: Option<String>,
    /// Write JSON instead of text
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Create, list and revoke invitations for the backend `invitation`
    #[command(subcommand)]
    Invite(InviteCommand),
    /// Find, help, decide on, export and erase users, or import users from another system
    #[command(subcommand)]
    Users(UsersCommand),
    /// Show the emails to a mailbox, or end its suppression
    #[command(subcommand)]
    Mailbox(MailboxCommand),
    /// Show the limits that are in force, or clear one
    #[command(subcommand)]
    Limits(LimitsCommand),
    /// Show the rate of bounced emails, or reset it
    #[command(subcommand)]
    Bounces(BouncesCommand),
    /// Check a deployed stack, or the account before a deployment
    ///
    /// Each finding that is not in order has a remedy. Nothing is changed.
    Doctor(Doctor),
    /// Invoke functions again with the events that they failed on
    ///
    /// The events are the objects of the failure bucket.
    Redrive {
        /// Downloaded objects of the failure bucket, or folders that contain them
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Print the completions of a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page of a command, in the format of man
    Man {
        /// The words of the command, such as users show, by default registration itself
        #[arg(value_name = "WORD")]
        words: Vec<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum MailboxCommand {
    /// Show the recent emails to a mailbox, and why it gets none
    ///
    /// Reads one item.
    Show {
        /// An address of the mailbox
        #[arg(value_parser = address)]
        address: EmailAddress,
    },
    /// Allow emails to a suppressed mailbox again
    ///
    /// A bounce or a complaint suppresses a mailbox for a year. The list of suppressed addresses of SES is not changed:
    /// see `aws sesv2 delete-suppressed-destination`.
    Release {
        /// An address of the mailbox
        #[arg(value_parser = address)]
        address: EmailAddress,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum LimitsCommand {
    /// List the sources and domains that are counted now
    ///
    /// Reads the whole table, at one read unit for 8 KB.
    Show,
    /// Reset a number to zero
    Clear {
        /// The name of the number, as `limits show` lists it
        #[arg(value_name = "NAME")]
        name: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// The name of the stack
    #[arg(value_name = "STACK")]
    pub(crate) stack: Option<String>,
    /// Check the account and the region before a deployment
    #[arg(long)]
    pub(crate) before: bool,
    /// The SES identity that emails are sent from, by default that of the stack
    #[arg(long, value_name = "IDENTITY", requires = "before")]
    pub(crate) mail_identity: Option<String>,
    /// Exit with 1 for warnings and for skipped checks, too
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BouncesCommand {
    /// Show the last bounces, and whether they pause new registrations
    Show,
    /// Reset the bounce rate, so that new registrations are accepted again
    ///
    /// Addresses that bounced stay suppressed.
    Forget,
}

#[derive(Debug, Subcommand)]
pub(crate) enum InviteCommand {
    /// Create an invitation and print its code and link, which are shown only once
    Create(Create),
    /// List the invitations, by a scan of the whole table
    List,
    /// Revoke an invitation
    Revoke {
        /// The invitation's code, or its id as `invite list` shows it
        #[arg(value_parser = invitation)]
        invitation: TokenHash,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Create {
    /// The only address that can register with the invitation, which is emailed there
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    pub(crate) email: Option<EmailAddress>,
    /// The number of times that the invitation can be used
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) uses: u32,
    /// The period in which it can be used, such as 7d, 36h or 30m, at most 366d
    #[arg(long, value_name = "TIME", default_value = "7d", value_parser = parse_period)]
    pub(crate) expires: SignedDuration,
    /// The type of user that the invitation is for: the name of a form
    #[arg(long = "type", value_name = "FORM", value_parser = form)]
    pub(crate) kind: Option<String>,
    /// Do not send the email, so that the user has to confirm the address
    #[arg(long, requires = "email")]
    pub(crate) no_mail: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum UsersCommand {
    /// Show all about a user but hashes: status, emails, limits, acts of operators
    ///
    /// Reads a few items. Several users can have one address while they are pending.
    #[command(visible_alias = "find")]
    Show {
        /// The id, the address or the name of the user
        #[arg(value_name = "USER", required_unless_present = "identity")]
        user: Option<String>,
        /// The issuer and the subject of the user's identity at an OpenID provider
        #[arg(long, num_args = 2, value_names = ["ISSUER", "SUBJECT"], conflicts_with = "user")]
        identity: Option<Vec<String>>,
    },
    /// List users
    ///
    /// Reads the table until --limit users are found, at one read unit for 8 KB.
    List(List),
    /// Activate a pending user whose address you have checked otherwise
    Activate(Id),
    /// Send a pending user another activation email, within the limits of the mailbox
    Resend(Id),
    /// Disable an active user, who keeps the name and the address
    ///
    /// Your login must reject users who are disabled.
    Disable(Id),
    /// Enable a disabled user
    Enable(Id),
    /// End the registration of a pending user, and free the name
    Expire(Id),
    /// Activate a user who awaits approval
    Approve(Id),
    /// Reject a user who awaits approval, and free the name and the address
    Reject(Id),
    /// Write all that is stored about a user, as JSON, but hashes
    ///
    /// For a person's request for their data. Reads a few items.
    Export(Id),
    /// Erase users permanently, and free their names and addresses
    ///
    /// For a person's request to be forgotten. Reads the whole table once, at one read unit for 8 KB, because keys do
    /// not refer to users. So name several users together.
    Erase(Erase),
    /// Import users of another system with their password hashes
    ///
    /// The import sends no emails, and does not change existing users.
    Import(Import),
}

#[derive(Debug, Args)]
pub(crate) struct Id {
    /// The user's id
    #[arg(value_parser = user)]
    pub(crate) id: UserId,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// The status of the users
    #[arg(long, value_enum)]
    pub(crate) status: Option<StatusArgument>,
    /// The type of the users: the name of a form
    #[arg(long = "type", value_name = "FORM", value_parser = form)]
    pub(crate) kind: Option<String>,
    /// The backend that registered the users, or import
    #[arg(long, value_name = "NAME")]
    pub(crate) backend: Option<String>,
    /// The minimum time since the registration, such as 7d or 36h
    #[arg(long, value_name = "TIME", value_parser = parse_period)]
    pub(crate) older_than: Option<SignedDuration>,
    /// The maximum number of users
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) limit: u32,
    /// The user after whom the list goes on, as the previous list ended with
    #[arg(long, value_name = "ID", value_parser = user)]
    pub(crate) after: Option<UserId>,
}

/// The status of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum StatusArgument {
    /// Registered, and the address is not proven yet
    Pending,
    /// The address is proven, and an operator has to decide
    AwaitingApproval,
    /// May log in
    Active,
    /// An operator did not approve the user
    Rejected,
    /// An operator disabled the user
    Disabled,
}

impl From<StatusArgument> for Status {
    fn from(status: StatusArgument) -> Self {
        match status {
            StatusArgument::Pending => Self::Pending,
            StatusArgument::AwaitingApproval => Self::AwaitingApproval,
            StatusArgument::Active => Self::Active,
            StatusArgument::Rejected => Self::Rejected,
            StatusArgument::Disabled => Self::Disabled,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Erase {
    /// The ids of the users
    #[arg(value_name = "ID", value_parser = user, required_unless_present = "replay")]
    pub(crate) ids: Vec<UserId>,
    /// Erase the users again that were erased since --since, after a restore from a backup
    #[arg(long, conflicts_with = "ids", requires = "since", requires = "from_table")]
    pub(crate) replay: bool,
    /// The time of the backup, such as 2026-11-01T00:00:00Z
    #[arg(long, value_name = "TIME", requires = "replay")]
    pub(crate) since: Option<Timestamp>,
    /// The table that was replaced, which has the erasures after the backup
    #[arg(long, value_name = "TABLE", requires = "replay")]
    pub(crate) from_table: Option<String>,
    /// Confirm that it cannot be undone
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub(crate) struct Import {
    /// The file to import, in CSV or JSON, or - for standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The system that the file comes from
    #[arg(long, value_enum)]
    pub(crate) from: Source,
    /// The format of the file, by default that of its extension
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    /// Write rejected users with the reasons to a new file, to fix and import
    ///
    /// The file may contain password hashes.
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    /// Report what would be imported, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Reject users whose name or address could not register today
    #[arg(long)]
    pub(crate) strict: bool,
    /// Treat addresses as proven that the other system has not verified
    #[arg(long)]
    pub(crate) trust_addresses: bool,
    /// Send the signal `user_registered` for each imported active user
    #[arg(long)]
    pub(crate) signals: bool,
    /// The number of users that are written in parallel
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=512))]
    pub(crate) concurrency: u16,
}

/// The system that exported the users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Source {
    /// The table `auth_user` as CSV, or `dumpdata auth.user`
    Django,
    /// `aws cognito-idp list-users`, or a CSV with its attributes
    Cognito,
    /// The columns that docs/guides/migration.md lists
    Plain,
}

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Comma-separated values with a header
    Csv,
    /// One JSON object on each line
    Jsonl,
    /// A JSON array of objects, alone or as `Users` in an object
    Json,
}

fn address(text: &str) -> Result<EmailAddress, String> {
    EmailAddress::parse(text).map_err(|error| Text::from(error).in_english())
}

fn form(text: &str) -> Result<String, &'static str> {
    let valid = !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if valid { Ok(text.to_owned()) } else { Err("must be the name of a form: letters, digits, _ and -") }
}

fn invitation(text: &str) -> Result<TokenHash, &'static str> {
    let code = Token::parse(text).map(|code| code.hash());
    code.or_else(|| TokenHash::parse(text)).ok_or("must be a code (32 characters) or an id (64 hexadecimal digits)")
}

fn user(text: &str) -> Result<UserId, &'static str> {
    text.parse().map_err(|_| "must be an id of 26 characters, such as 01KJMVGY00B10WNQA3Z3B5QXSP")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn invalid_arguments_are_refused() {
        for wrong in [
            "invite create --uses 0",
            "invite create --uses many",
            "invite create --expires never",
            "invite create --email nobody",
            "invite create --type ../x",
            "invite create --no-mail",
            "invite revoke abc",
            "users approve ann",
            "users show",
            "users show ann --identity https://accounts.example.com 1",
            "users show --identity https://accounts.example.com",
            "users list --status sleeping",
            "users list --limit 0",
            "users list --older-than often",
            "users erase",
            "users erase ann",
            "users erase --replay",
            "users erase --replay --since yesterday --from-table t",
            "users erase --replay --since 2026-03-01T00:00:00Z",
            "users erase 01KJMVGY00B10WNQA3Z3B5QXSP --from-table t",
            "mailbox show ann",
            "limits clear",
            "completions csh",
            "users import users.csv",
            "users import users.csv --from ldap",
            "users import users.csv --from plain --concurrency 0",
            "users",
            "doctor --mail-identity example.com",
            "doctor one two",
        ] {
            let words = ["registration"].into_iter().chain(wrong.split(' '));
            assert!(Arguments::try_parse_from(words).is_err(), "{wrong}");
        }
    }
}
