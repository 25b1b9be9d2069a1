//! The command `registration invite send`, which invites the addresses of a CSV file.
//!
//! Emails are sent at a rate that SES allows. A [`Journal`] has the addresses that are done.

mod journal;

use std::collections::BTreeMap;
use std::path::PathBuf;

use domain::clock::Clock;
use domain::locale::Text;
use domain::{EmailAddress, InvitationMail, InviterName, Random, Token};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use jiff::SignedDuration;
use mailer::MailError;
use operator::{Fields, ImportRejection, Invitee, Inviter, NewInvitation, Operator, malformed};
use serde_json::json;

use self::journal::{Journal, Known};
use crate::arguments::{Format, Send};
use crate::input::Input;
use crate::progress::Progress;
use crate::{AdminError, Report};

/// The number of emails that are sent at the same time.
const CONCURRENCY: usize = 32;
/// The maximum number of rows in the report.
const MAX_SHOWN: usize = 20;
/// The columns of the file.
const COLUMNS: [&str; 4] = ["email", "type", "language", "inviter"];

/// A row of the file.
struct Row {
    line: u64,
    email: EmailAddress,
    kind: Option<String>,
    mail: InvitationMail,
}

/// The result of one row.
enum Outcome {
    Mailed,
    /// SES rejected the email.
    Rejected,
    /// The address has an account.
    Registered,
    /// The mailbox bounced or complained.
    Suppressed,
    /// An operator revoked the invitation before it was mailed.
    Revoked,
}

impl Outcome {
    fn as_str(&self) -> &'static str {
        match self {
            Self::Mailed => "mailed",
            Self::Rejected => "rejected",
            Self::Registered => "registered",
            Self::Suppressed => "suppressed",
            Self::Revoked => "revoked",
        }
    }
}

/// The counts of the report.
#[derive(Default)]
struct Counts {
    read: u64,
    already_done: u64,
    outcomes: BTreeMap<&'static str, u64>,
    /// The rows that cannot be invited as they are, the first ones.
    shown: Vec<(u64, ImportRejection)>,
    malformed: u64,
}

pub(super) async fn run(
    operator: &Operator,
    clock: &dyn Clock,
    random: &Random,
    arguments: &Send,
) -> Result<Report, AdminError> {
    let (template, journal) = (arguments.mail.mail()?, journal_path(arguments)?);
    let input = Input::open(&arguments.file, Some(Format::Csv))?;
    let columns = input.columns().unwrap_or_default();
    if let Some(unknown) = columns.iter().find(|column| !COLUMNS.contains(&column.as_str())) {
        return Err(input.wrong(format!("there is no column {unknown:?}: the columns are {}", COLUMNS.join(", "))));
    }
    if !columns.iter().any(|column| column == "email") {
        return Err(input.wrong("it has no column email".to_owned()));
    }
    let inviter = operator.inviter()?;
    let mut pace = inviter.mail_pace(arguments.rate).await?;
    let mut journal = Journal::open(&journal, random)?;
    let (mut counts, mut progress) = (Counts::default(), Progress::new(input.length(), clock.now()));
    let mut records = input.records()?;

    let (inviter, valid_for) = (&inviter, arguments.expires);
    let mut failure = None;
    let (mut running, mut next, mut ended, mut position) = (FuturesUnordered::new(), None::<Row>, false, 0);
    while !ended || next.is_some() || !running.is_empty() {
        tokio::select! {
            biased;
            Some(done) = running.next(), if !running.is_empty() => {
                match settle(done, &journal, &mut counts) {
                    Ok(()) => {}
                    Err(error) => {
                        failure.get_or_insert(error);
                        (ended, next) = (true, None);
                    }
                }
            }
            () = pace.wait(), if next.is_some() && running.len() < CONCURRENCY => {
                if let Some(row) = next.take() {
                    let code = journal.code(&row.email);
                    running.push(invite(operator, inviter, row, code, valid_for));
                }
            }
            record = records.recv(), if !ended && next.is_none() => match record {
                None => ended = true,
                Some(Err(error)) => {
                    failure.get_or_insert(error);
                    ended = true;
                }
                Some(Ok(record)) => {
                    counts.read += 1;
                    position = record.end;
                    match record.fields.and_then(|fields| row(record.line, fields, arguments, &template)) {
                        Err(rejection) => counts.reject(record.line, rejection),
                        Ok(row) => match journal.read(&row.email) {
                            None => next = Some(row),
                            Some(Known::Done) => counts.already_done += 1,
                            Some(Known::Read) => {
                                let rejection = ImportRejection::new("duplicate", "the address is in an earlier line");
                                counts.reject(row.line, rejection);
                            }
                        },
                    }
                }
            },
        }
        progress.show(position, counts.read, clock.now(), || counts.text());
    }
    progress.finish();
    let failure = match failure {
        Some(error) => Some(AdminError::SendEnded(Box::new(error))),
        None => Some(counts.left()).filter(|left| *left > 0).map(AdminError::NotInvited),
    };
    Ok(Report { failure, ..Report::new(counts.json(), counts.report()) })
}

/// Returns the path of the journal: by default that of the file with `.journal` behind it.
fn journal_path(arguments: &Send) -> Result<PathBuf, AdminError> {
    match &arguments.journal {
        Some(path) => Ok(path.clone()),
        None if arguments.file.as_os_str() == "-" => Err(AdminError::Usage("add --journal FILE for standard input")),
        None => {
            let mut path = arguments.file.clone().into_os_string();
            path.push(".journal");
            Ok(path.into())
        }
    }
}

/// Reads a row. Its columns come before the options of the command line.
fn row(line: u64, mut fields: Fields, arguments: &Send, template: &InvitationMail) -> Result<Row, ImportRejection> {
    let wrong =
        |name: &'static str| move |reason: String| ImportRejection::new("malformed", format!("{name} {reason}"));
    let email = fields.text("email")?.ok_or_else(|| malformed("email", "an email address"))?;
    let email = EmailAddress::parse(email.trim());
    let email = email.map_err(|error| {
        let reason = Text::from(error).in_english();
        ImportRejection::new("email_not_allowed", format!("email: {reason}"))
    })?;
    let kind = fields.text("type")?.map(|kind| crate::arguments::form(&kind)).transpose();
    let kind = kind.map_err(|reason| wrong("type")(reason.to_owned()))?;
    let inviter =
        fields.text("inviter")?.map(|name| InviterName::parse(&name)).transpose().map_err(wrong("inviter"))?;
    let mail = InvitationMail {
        inviter: inviter.or_else(|| template.inviter.clone()),
        text: template.text.clone(),
        locale: fields.text("language")?.or_else(|| template.locale.clone()),
    };
    Ok(Row { line, email, kind: kind.or_else(|| arguments.kind.clone()), mail })
}

/// Invites one address, unless it has an account or its mailbox is suppressed.
async fn invite(
    operator: &Operator,
    inviter: &Inviter<'_>,
    row: Row,
    code: Token,
    valid_for: SignedDuration,
) -> (EmailAddress, Result<Outcome, AdminError>) {
    let invite = async {
        match operator.invitee(&row.email).await? {
            Invitee::Registered => return Ok(Outcome::Registered),
            Invitee::Suppressed => return Ok(Outcome::Suppressed),
            Invitee::Free => {}
        }
        let new = NewInvitation {
            code: Some(code),
            email: Some(row.email.clone()),
            uses: 1,
            valid_for,
            kind: row.kind.clone(),
            mail: Some(row.mail.clone()),
        };
        let created = inviter.invite_patiently(&new).await?;
        match created.not_mailed {
            None if created.invitation.mailed => Ok(Outcome::Mailed),
            None => Ok(Outcome::Revoked),
            Some(MailError::Rejected) => Ok(Outcome::Rejected),
            Some(MailError::Suppressed) => Ok(Outcome::Suppressed),
            Some(error) => Err(AdminError::NotMailed(error)),
        }
    };
    let outcome = Box::pin(invite).await;
    (row.email, outcome)
}

/// Records the result of a row.
fn settle(
    (email, outcome): (EmailAddress, Result<Outcome, AdminError>),
    journal: &Journal,
    counts: &mut Counts,
) -> Result<(), AdminError> {
    let outcome = outcome?.as_str();
    journal.add(&email, outcome)?;
    *counts.outcomes.entry(outcome).or_default() += 1;
    Ok(())
}

impl Counts {
    fn reject(&mut self, line: u64, rejection: ImportRejection) {
        self.malformed += 1;
        if self.shown.len() < MAX_SHOWN {
            self.shown.push((line, rejection));
        }
    }

    /// Returns the number of rows that were not invited, although they could be in another form.
    fn left(&self) -> u64 {
        self.malformed + self.outcomes.get("rejected").copied().unwrap_or_default()
    }

    fn text(&self) -> String {
        let outcomes = self.outcomes.iter().map(|(outcome, count)| format!(", {count} {outcome}"));
        format!(
            "{} read: {} done before{}, {} not invited",
            self.read,
            self.already_done,
            outcomes.collect::<String>(),
            self.malformed
        )
    }

    fn report(&self) -> String {
        let shown = self.shown.iter().map(|(line, rejection)| format!("line {line}: {rejection}\n"));
        let rest = if self.malformed > self.shown.len() as u64 { "...\n" } else { "" };
        format!("{}.\n{}{rest}", self.text(), shown.collect::<String>())
    }

    fn json(&self) -> serde_json::Value {
        let shown = |(line, rejection): &(u64, ImportRejection)| json!({ "line": line, "code": rejection.code, "reason": rejection.reason });
        json!({
            "read": self.read,
            "already_done": self.already_done,
            "outcomes": self.outcomes,
            "not_invited": self.malformed,
            "first_not_invited": self.shown.iter().map(shown).collect::<Vec<_>>(),
        })
    }
}
