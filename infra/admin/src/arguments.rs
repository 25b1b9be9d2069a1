//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use domain::locale::Text;
use domain::settings::parse_period;
use domain::{EmailAddress, Token, TokenHash, UserId};
use jiff::SignedDuration;

/// The operator's side of the sign-up service.
///
/// The deployment is the one of the `REGISTRATION_*` variables, in the account of the AWS environment (variables,
/// profiles, SSO); or with --local the one that `cargo run -p local` serves.
#[derive(Debug, Parser)]
#[command(name = "registration", version)]
pub struct Arguments {
    /// The service of `cargo run -p local`, such as <http://127.0.0.1:9000>
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) local: Option<String>,
    /// Write JSON, for programs
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Invitations, for the backend `invitation`
    #[command(subcommand)]
    Invite(InviteCommand),
    /// Users: approving, with the backend `approval`; importing from another system
    #[command(subcommand)]
    Users(UsersCommand),
    /// The mails that bounced
    #[command(subcommand)]
    Bounces(BouncesCommand),
    /// Give functions again what they could not deal with: the objects of the failure bucket, in files
    Redrive {
        /// The files, or folders with them
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum BouncesCommand {
    /// Show how many of the last mails bounced, and whether registrations wait because of it
    Show,
    /// Forget the bounces so far, so that registrations go on; what bounced is still not mailed again
    Forget,
}

#[derive(Debug, Subcommand)]
pub(crate) enum InviteCommand {
    /// Make an invitation, and print its code and its link: they are shown once
    Create(Create),
    /// List the invitations; reads the whole table
    List,
    /// Revoke an invitation
    Revoke {
        /// Its code, or its id as `invite list` shows it
        #[arg(value_parser = invitation)]
        invitation: TokenHash,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Create {
    /// The only address that may register with it; it is mailed there
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    pub(crate) email: Option<EmailAddress>,
    /// How often it can be used
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) uses: u32,
    /// How long it can be used, such as 7d, 36h or 30m; at most 366d
    #[arg(long, value_name = "TIME", default_value = "7d", value_parser = parse_period)]
    pub(crate) expires: SignedDuration,
    /// The kind of user that it is for: the name of a form
    #[arg(long = "type", value_name = "FORM", value_parser = form)]
    pub(crate) kind: Option<String>,
    /// Do not mail it: who registers with it has yet to prove the address
    #[arg(long, requires = "email")]
    pub(crate) no_mail: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum UsersCommand {
    /// List the users who await approval; reads the whole table
    List,
    /// Make a user active
    Approve {
        /// The user's id, as the mail to the approvers has it
        #[arg(value_parser = user)]
        id: UserId,
    },
    /// Turn a user away; the name and the address are free again
    Reject {
        /// The user's id, as the mail to the approvers has it
        #[arg(value_parser = user)]
        id: UserId,
    },
    /// Import the users of another system, with their passwords' hashes; nobody is mailed, and nothing that is there is changed
    Import(Import),
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub(crate) struct Import {
    /// The file, CSV or JSON; - is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// What the file is of
    #[arg(long, value_enum)]
    pub(crate) from: Source,
    /// What the file is, if its name does not say so
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    /// A new file for who is not imported, each with the reason, that can be put right and imported; it may hold password hashes
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    /// Say what would be imported, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Refuse names and addresses that nobody could register with today, too
    #[arg(long)]
    pub(crate) strict: bool,
    /// Take addresses as proven that the other system does not say to be
    #[arg(long)]
    pub(crate) trust_addresses: bool,
    /// Send `user_registered` of everybody who is imported and active
    #[arg(long)]
    pub(crate) signals: bool,
    /// How many are written at once
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=512))]
    pub(crate) concurrency: u16,
}

/// A system that users come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Source {
    /// The table `auth_user` as CSV, or `dumpdata auth.user`
    Django,
    /// `aws cognito-idp list-users`, or a CSV with its attributes
    Cognito,
    /// Columns of our own: see docs/migration.md
    Plain,
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With commas, and a header
    Csv,
    /// An object on each line
    Jsonl,
    /// A list of objects, alone or as `Users` in an object
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
            "users import users.csv",
            "users import users.csv --from ldap",
            "users import users.csv --from plain --concurrency 0",
            "users",
        ] {
            let words = ["registration"].into_iter().chain(wrong.split(' '));
            assert!(Arguments::try_parse_from(words).is_err(), "{wrong}");
        }
    }
}
