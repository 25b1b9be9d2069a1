//! The command line.

use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use domain::form::is_form_name;
use domain::locale::Text;
use domain::settings::parse_period;
use domain::{EmailAddress, InvitationMail, InvitationText, InviterName, Status, TokenHash, UserId};
use jiff::{SignedDuration, Timestamp};
use operator::parse_age;
use statistics::MAX_DAYS;

use crate::AdminError;

/// The exit codes, for the help and the manual.
pub(crate) const EXIT_CODES: &str = "Exit codes: 0 success, 1 failure or nothing found, 2 wrong command line. Errors are \
on standard error, with what to do next.";

/// Manage users, invitations, mailboxes and failures of the sign-up service.
///
/// The command works on the deployment that the `REGISTRATION_*` variables describe. It uses the account of your AWS
/// environment (variables, profiles, SSO). With --local it works on the service that `cargo run -p local` serves.
#[derive(Debug, Parser)]
#[command(name = "registration", version, after_long_help = EXIT_CODES)]
pub struct Arguments {
    /// The URL of a local service, such as <http://127.0.0.1:9000>
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) local: Option<String>,
    /// The operator's name for acts on a local service, which are recorded with it
    ///
    /// In AWS the record has the IAM identity of your credentials.
    #[arg(long, global = true, value_name = "NAME", value_parser = operator_name)]
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
    /// Show the waiting list of the backend `waitlist`, and let people in
    #[command(subcommand)]
    Waitlist(WaitlistCommand),
    /// Show the emails to a mailbox, or end its suppression
    #[command(subcommand)]
    Mailbox(MailboxCommand),
    /// Show the limits that are in force, or clear one
    #[command(subcommand)]
    Limits(LimitsCommand),
    /// Show the rate of bounced emails, or reset it
    #[command(subcommand)]
    Bounces(BouncesCommand),
    /// Serve pages for these acts to your browser, on this machine only
    ///
    /// Prints a URL that works once, for 10 minutes. The pages act with your AWS credentials until Ctrl-C. A page costs
    /// as much as its command.
    Console {
        /// The port on 127.0.0.1, or 0 for a free one
        #[arg(long, value_name = "N", default_value_t = 0)]
        port: u16,
        /// The name of the stack, for the statistics of a deployment
        #[arg(long, value_name = "STACK")]
        stack: Option<String>,
    },
    /// Check a deployed stack, or the account before a deployment
    ///
    /// Each finding that is not in order has a remedy. Nothing is changed. Reads no items of the table.
    Doctor(Doctor),
    /// Show registrations, activations, refusals and bounces by day
    ///
    /// Reads what the functions logged, as far back as the logs are kept (`LogRetentionDays`). In AWS the queries cost
    /// money by the size of the logs of these days: see docs/operate/statistics.md.
    ///
    /// CONVERTED is the share of the day's registrations that are active by now, so it grows for some days. ACTIVATED
    /// counts the activations on the day, whenever the users registered. MEDIAN is the time from registration to
    /// activation. Imports, corrected addresses and the canary are not counted.
    Stats(Stats),
    /// Invoke functions again with the events that they failed on
    ///
    /// The events are the objects of the failure bucket. Each costs an invocation, and what the function then reads and
    /// writes.
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
pub(crate) enum WaitlistCommand {
    /// List the people who wait, the oldest first
    ///
    /// Reads the index of the list from its start, at one read unit for 8 KB, and an item for each person shown.
    List(WaitlistList),
    /// Show all that is stored about the place of an address, also after the admission
    ///
    /// Reads one item.
    Show {
        /// An address of the mailbox
        #[arg(value_parser = address)]
        address: EmailAddress,
    },
    /// Invite the people who have waited longest, by an email to each
    ///
    /// For each person it reads four items and writes six. Run it again after a failure or an interruption: nobody
    /// is lost, and a person gets a second email at worst. People who get no emails are skipped for a day, unless
    /// --email names them.
    Admit(Admit),
    /// Remove an address from the list
    ///
    /// Erases a person who only waits: the place, its unused invitation and the history of the mailbox. The hash of the
    /// mailbox stays, to repeat the removal after a restore. The person may join again. Reads 3 units and writes 10
    /// at most.
    Remove {
        /// An address of the mailbox
        #[arg(value_parser = address)]
        address: EmailAddress,
        #[command(flatten)]
        confirmation: Confirmation,
    },
}

#[derive(Debug, Args)]
pub(crate) struct WaitlistList {
    /// The maximum number of people
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) limit: u32,
    /// The address after which the list goes on, as the previous list ended with
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    pub(crate) after: Option<EmailAddress>,
}

#[derive(Debug, Args)]
pub(crate) struct Admit {
    /// The number of people
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) count: u32,
    /// The only person to admit, whatever the place
    #[arg(long, value_name = "ADDRESS", value_parser = address, conflicts_with = "count")]
    pub(crate) email: Option<EmailAddress>,
    /// The maximum number of emails a second, by default half of what SES permits
    #[arg(long, value_name = "N", conflicts_with = "email", value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub(crate) rate: Option<u16>,
    /// The period in which the invitations can be used, such as 7d, 36h or 30m, at most 366d
    #[arg(long, value_name = "TIME", default_value = "7d", value_parser = parse_period)]
    pub(crate) expires: SignedDuration,
}

#[derive(Debug, Subcommand)]
pub(crate) enum MailboxCommand {
    /// Show the recent emails to a mailbox, and why it gets none
    ///
    /// Reads one item.
    Show {
        /// An address of the mailbox
        #[arg(value_parser = existing_address)]
        address: EmailAddress,
    },
    /// Allow emails to a suppressed mailbox again
    ///
    /// A bounce or a complaint suppresses a mailbox for a year. The list of suppressed addresses of SES is not changed:
    /// see `aws sesv2 delete-suppressed-destination`. Writes 1 unit.
    Release {
        /// An address of the mailbox
        #[arg(value_parser = existing_address)]
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
    ///
    /// Writes 1 unit.
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

#[derive(Debug, Args)]
pub(crate) struct Stats {
    /// The number of days in UTC, of which today is the last
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..=i64::from(MAX_DAYS)))]
    pub(crate) days: u16,
    /// The name of the stack
    #[arg(long, value_name = "STACK")]
    pub(crate) stack: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BouncesCommand {
    /// Show the last bounces, and whether they pause new registrations
    ///
    /// Reads 2 units.
    Show,
    /// Reset the bounce rate, so that new registrations are accepted again
    ///
    /// Addresses that bounced stay suppressed. Reads 2 units and writes 1.
    Forget,
}

#[derive(Debug, Subcommand)]
pub(crate) enum InviteCommand {
    /// Create an invitation and print its code and link, which are shown only once
    ///
    /// Writes 2 units, and 1 more for an email.
    Create(Create),
    /// Invite the addresses of a CSV file by email
    ///
    /// The columns are email, and optionally type, language and inviter. A journal alongside the file has the addresses
    /// that are done, so that the same command goes on after it was stopped. An address with an account gets no email.
    /// Reads 2 units and writes 3 for each address.
    Send(Send),
    /// List the invitations, the newest first
    ///
    /// Reads these invitations by an index.
    List(InvitationList),
    /// Revoke an invitation
    ///
    /// Writes 1 unit.
    Revoke {
        /// The invitation's code, or its id as `invite list` shows it
        #[arg(value_parser = invitation)]
        invitation: TokenHash,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Send {
    /// The CSV file, or - for standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The period in which the invitations can be used, such as 7d, 36h or 30m, at most 366d
    #[arg(long, value_name = "TIME", default_value = "7d", value_parser = parse_period)]
    pub(crate) expires: SignedDuration,
    /// The type of user of rows without one: the name of a form
    #[arg(long = "type", value_name = "FORM", value_parser = form)]
    pub(crate) kind: Option<String>,
    /// The maximum number of emails a second, by default half of what SES permits
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub(crate) rate: Option<u16>,
    /// The journal, by default FILE.journal
    ///
    /// The codes of the invitations follow from it, so only its owner can read it. Delete it when all is done.
    #[arg(long, value_name = "FILE")]
    pub(crate) journal: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) mail: InvitationMailArguments,
}

#[derive(Debug, Args)]
pub(crate) struct InvitationList {
    /// The maximum number of invitations
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) limit: u32,
    /// The invitation after which the list goes on, as the previous list ended with
    #[arg(long, value_name = "ID", value_parser = invitation)]
    pub(crate) after: Option<TokenHash>,
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
    #[command(flatten)]
    pub(crate) mail: InvitationMailArguments,
}

/// The content of the email with an invitation.
#[derive(Debug, Args)]
pub(crate) struct InvitationMailArguments {
    /// The name of the person who invites, for the email
    #[arg(long, value_name = "NAME", value_parser = InviterName::parse)]
    pub(crate) inviter: Option<InviterName>,
    /// A file with a text for the email, whose paragraphs are separated by empty lines
    #[arg(long, value_name = "FILE")]
    pub(crate) text: Option<PathBuf>,
    /// The language of the email, such as de, by default that of the service
    #[arg(long, value_name = "TAG")]
    pub(crate) language: Option<String>,
}

impl InvitationMailArguments {
    pub(crate) fn is_given(&self) -> bool {
        self.inviter.is_some() || self.text.is_some() || self.language.is_some()
    }

    /// Reads the file of the text.
    pub(crate) fn mail(&self) -> Result<InvitationMail, AdminError> {
        let read = |path: &PathBuf| {
            let text = std::fs::read_to_string(path).map_err(|error| error.to_string());
            text.and_then(|text| InvitationText::parse(&text))
                .map_err(|problem| AdminError::File { file: path.display().to_string(), problem })
        };
        let text = self.text.as_ref().map(read).transpose()?;
        Ok(InvitationMail { inviter: self.inviter.clone(), text, locale: self.language.clone() })
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum UsersCommand {
    /// Show all about a user but hashes: status, emails, limits, acts of operators
    ///
    /// Reads a few items. Several users can have one address while they are pending.
    #[command(visible_alias = "find")]
    Show {
        /// The id, the address or the name of the user
        #[arg(value_name = "USER", required_unless_present = "identity", value_parser = NonEmptyStringValueParser::new())]
        user: Option<String>,
        /// The issuer and the subject of the user's identity at an OpenID provider
        #[arg(long, num_args = 2, value_names = ["ISSUER", "SUBJECT"], conflicts_with = "user")]
        identity: Option<Vec<String>>,
    },
    /// List users
    ///
    /// Users who await approval, are rejected or are disabled are read by an index, with --status. Otherwise it reads
    /// the table until --limit users are found, at one read unit for 8 KB.
    List(List),
    /// Activate a pending user whose address you have checked otherwise
    ///
    /// Reads 1 unit and writes 8.
    Activate(Id),
    /// Send a pending user another activation email, within the limits of the mailbox
    ///
    /// Not within a minute of the last email. Reads 2 units and writes 2, before the email.
    Resend(Id),
    /// Disable an active user, who keeps the name and the address
    ///
    /// Your login must reject users who are disabled. Reads 1 unit and writes 3.
    Disable(Id),
    /// Enable a disabled user
    ///
    /// Reads 1 unit and writes 3.
    Enable(Id),
    /// End the registration of a pending user, and free the name
    ///
    /// The user is gone. Reads 4 units and writes 9.
    Expire(Expire),
    /// Activate a user who awaits approval
    ///
    /// Reads 1 unit and writes 3.
    Approve(Id),
    /// Reject a user who awaits approval, and free the name and the address
    ///
    /// Reads 4 units and writes 10.
    Reject(Id),
    /// Write all that is stored about a user or about all users, as JSON, but hashes
    ///
    /// For a person's request for their data it reads a few items. With --all it reads the table, at one read unit for
    /// 8 KB, and 4 units for each user.
    Export(Export),
    /// Erase users permanently, and free their names and addresses
    ///
    /// For a person's request to be forgotten. Reads the whole table once, at one read unit for 8 KB, because keys do
    /// not refer to users. So name several users together.
    Erase(Erase),
    /// Import users of another system with their password hashes
    ///
    /// The import sends no emails, and does not change existing users. Writes 8 units for a user with a name and a
    /// password. With --dry-run it reads 4 units for a user, and writes nothing.
    Import(Import),
}

#[derive(Debug, Args)]
pub(crate) struct Id {
    /// The user's id
    #[arg(value_parser = user)]
    pub(crate) id: UserId,
}

#[derive(Debug, Args)]
pub(crate) struct Expire {
    /// The user's id
    #[arg(value_parser = user)]
    pub(crate) id: UserId,
    #[command(flatten)]
    pub(crate) confirmation: Confirmation,
}

/// The consent to an act that removes data.
#[derive(Debug, Args)]
pub(crate) struct Confirmation {
    /// Confirm that it cannot be undone
    #[arg(long)]
    yes: bool,
}

impl Confirmation {
    /// Fails unless the operator has confirmed the act.
    pub(crate) fn require(&self) -> Result<(), AdminError> {
        if self.yes { Ok(()) } else { Err(AdminError::Usage("this cannot be undone: add --yes")) }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The user's id
    #[arg(value_parser = user, required_unless_present = "all")]
    pub(crate) id: Option<UserId>,
    /// Export all users
    #[arg(long, conflicts_with = "id", requires = "output")]
    pub(crate) all: bool,
    /// A new file for the user, or for all users with a line of JSON each
    ///
    /// It has .part behind its name until it is complete. A stopped export of all goes on after its last line.
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
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
    #[arg(long, value_name = "TIME", value_parser = parse_age)]
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
    #[arg(value_name = "ID", value_parser = user, required_unless_present_any = ["replay", "file"])]
    pub(crate) ids: Vec<UserId>,
    /// A file with the ids of users, a line each
    ///
    /// The table is read once for 25,000 of them. An erasure that was stopped is repeated with the same file.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["ids", "replay"])]
    pub(crate) file: Option<PathBuf>,
    /// Erase the users again that were erased since --since, after a restore from a backup
    #[arg(long, conflicts_with = "ids", requires = "since", requires = "from_table")]
    pub(crate) replay: bool,
    /// The time of the backup, such as 2026-11-01T00:00:00Z
    #[arg(long, value_name = "TIME", requires = "replay")]
    pub(crate) since: Option<Timestamp>,
    /// The table that was replaced, which has the erasures after the backup
    #[arg(long, value_name = "TABLE", requires = "replay")]
    pub(crate) from_table: Option<String>,
    #[command(flatten)]
    pub(crate) confirmation: Confirmation,
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
    /// It has .part behind its name until the import is complete. It may contain password hashes.
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

/// Parses an address that an imported user can have.
fn existing_address(text: &str) -> Result<EmailAddress, String> {
    operator::parse_address(text).map_err(|error| error.in_english())
}

pub(crate) fn form(text: &str) -> Result<String, &'static str> {
    if is_form_name(text) { Ok(text.to_owned()) } else { Err("must be the name of a form: letters, digits, _ and -") }
}

fn invitation(text: &str) -> Result<TokenHash, &'static str> {
    operator::parse_invitation(text).ok_or("must be a code (32 characters) or an id (64 hexadecimal digits)")
}

fn user(text: &str) -> Result<UserId, &'static str> {
    text.parse().map_err(|_| "must be an id of 26 characters, such as 01KJMVGY00B10WNQA3Z3B5QXSP")
}

fn operator_name(name: &str) -> Result<String, &'static str> {
    if name.trim().is_empty() { Err("must not be empty") } else { Ok(name.to_owned()) }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    /// Returns the commands below one that have none below them, with their words.
    fn leaves(command: &clap::Command, words: &str) -> Vec<(String, clap::Command)> {
        let children = command.get_subcommands().map(|child| (format!("{words} {}", child.get_name()), child));
        let found: Vec<_> = children.flat_map(|(words, child)| leaves(child, &words)).collect();
        if found.is_empty() { vec![(words.to_owned(), command.clone())] } else { found }
    }

    #[test]
    fn help_of_each_command_has_its_cost() {
        for (words, command) in leaves(&Arguments::command(), "registration") {
            // These two are about the command line alone.
            if words.ends_with("completions") || words.ends_with("man") {
                continue;
            }
            let help = command.get_long_about().map(ToString::to_string).unwrap_or_default();
            let cost = ["reads", "writes", "costs"];
            let has_cost = help.to_lowercase().split(|c: char| !c.is_alphabetic()).any(|word| cost.contains(&word));
            assert!(has_cost, "{words}: {help}");
        }
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
            "users show ",
            "users show ann --identity https://accounts.example.com 1",
            "users show --identity https://accounts.example.com",
            "users list --status sleeping",
            "users list --limit 0",
            "users list --older-than often",
            "users list --older-than 0s",
            "users list --older-than 101y",
            "users list --operator  ",
            "users erase",
            "users erase ann",
            "users erase --replay",
            "users erase --replay --since yesterday --from-table t",
            "users erase --replay --since 2026-03-01T00:00:00Z",
            "users erase 01KJMVGY00B10WNQA3Z3B5QXSP --from-table t",
            "mailbox show ann",
            "waitlist",
            "waitlist list --limit 0",
            "waitlist list --after ann",
            "waitlist admit --count 0",
            "waitlist admit --count 2 --email ann@example.com",
            "waitlist admit --expires never",
            "waitlist admit --rate 0",
            "waitlist admit --rate 2 --email ann@example.com",
            "waitlist remove",
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
