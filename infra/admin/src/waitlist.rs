//! The commands `registration waitlist`.

use std::fmt::Write;

use domain::EmailAddress;
use domain::clock::Clock;
use operator::{AdmissionOutcome, Admissions, AdmittedPerson, Operator, OperatorError, waiting_state};
use serde_json::json;
use table::WaitingItem;

use crate::arguments::{Admit, WaitlistCommand, WaitlistList};
use crate::progress::Progress;
use crate::{AdminError, Report, text};

pub(crate) async fn run(
    operator: &Operator,
    clock: &dyn Clock,
    command: &WaitlistCommand,
) -> Result<Report, AdminError> {
    match command {
        WaitlistCommand::List(arguments) => list(operator, arguments).await,
        WaitlistCommand::Show { address } => show(operator, address).await,
        WaitlistCommand::Admit(arguments) => admit(operator, clock, arguments).await,
        WaitlistCommand::Remove { address, confirmation } => {
            confirmation.require()?;
            remove(operator, address).await
        }
    }
}

async fn list(operator: &Operator, arguments: &WaitlistList) -> Result<Report, AdminError> {
    let limit = usize::try_from(arguments.limit).unwrap_or(usize::MAX);
    let (people, is_more) = operator.waitlist(limit, arguments.after.as_ref()).await?;
    let after = people.last().filter(|_| is_more).map(|last| last.email.as_str().to_owned());
    let rows: Vec<_> = people
        .iter()
        .map(|person| {
            let kind = person.kind.clone().unwrap_or_default();
            [person.place.to_string(), person.email.as_str().to_owned(), kind, person.joined_at.to_string()]
        })
        .collect();
    let mut lines = match &arguments.after {
        None if rows.is_empty() => "Nobody is on the waiting list.\n".to_owned(),
        _ => text::table(["PLACE", "ADDRESS", "TYPE", "JOINED"], &rows),
    };
    if let Some(after) = &after {
        _ = writeln!(lines, "There are more: add --after {after}");
    }
    Ok(Report::new(json!({ "waiting": people, "after": after }), lines))
}

async fn show(operator: &Operator, address: &EmailAddress) -> Result<Report, AdminError> {
    let place = operator.waiting(address).await?;
    let lines = place.as_ref().map_or_else(|| "This address has no place on the waiting list.\n".to_owned(), describe);
    Ok(Report::new(json!(place), lines))
}

fn describe(place: &WaitingItem) -> String {
    let mut lines = vec![
        ("id", place.id.to_string()),
        ("address", place.email.as_str().to_owned()),
        ("type", place.kind.clone().unwrap_or_default()),
        ("backend", place.sender.clone()),
        ("state", waiting_state(place)),
        ("language", place.request.locale.clone().unwrap_or_default()),
    ];
    lines.extend(text::acts(&place.acts));
    text::fields(&lines)
}

async fn admit(operator: &Operator, clock: &dyn Clock, arguments: &Admit) -> Result<Report, AdminError> {
    if let Some(email) = &arguments.email {
        let person = Box::pin(operator.admit_address(email, arguments.expires)).await?;
        let admissions = Admissions { people: vec![person], ..Admissions::default() };
        let left = 1 - admissions.admitted();
        let failure = (left > 0).then_some(AdminError::NotAdmitted(left));
        return Ok(Report { failure, ..admitted(&admissions) });
    }
    let count = usize::try_from(arguments.count).unwrap_or(usize::MAX);
    let mut progress = Progress::new(Some(arguments.count.into()), clock.now());
    let mut show = |done: &Admissions| {
        let (admitted, tried) = (done.admitted(), done.people.len());
        progress.show(admitted as u64, tried as u64, clock.now(), || format!("{admitted} admitted of {tried} tried"));
    };
    let admissions = Box::pin(operator.admit(count, arguments.expires, arguments.rate, &mut show)).await;
    progress.finish();
    let admissions = admissions?;
    let mut report = admitted(&admissions);
    if admissions.admitted() < count && admissions.failure.is_none() {
        report.text.push_str("Nobody else on the waiting list can be admitted now.\n");
    }
    Ok(Report { failure: admissions.failure.map(AdminError::Operator), ..report })
}

fn admitted(admissions: &Admissions) -> Report {
    let mut lines: String = admissions.people.iter().map(|person| sentence(person) + "\n").collect();
    if admissions.skipped > 0 {
        _ = writeln!(lines, "Skipped, because they got no email in the last day: {}", admissions.skipped);
    }
    let failed = admissions.failure.as_ref().map(OperatorError::to_string);
    let mut json =
        json!({ "admitted": admissions.admitted(), "skipped": admissions.skipped, "people": admissions.people });
    if let Some(failed) = failed {
        json["failure"] = failed.into();
    }
    Report::new(json, lines)
}

fn sentence(person: &AdmittedPerson) -> String {
    let (email, joined_at) = (person.email.as_str(), person.joined_at);
    let until = person.valid_until.map(|until| until.to_string()).unwrap_or_default();
    match person.outcome {
        AdmissionOutcome::Admitted => format!("{email}, who joined at {joined_at}, is invited until {until}."),
        AdmissionOutcome::HasAccount => format!("{email} has an account by now, and is off the list."),
        AdmissionOutcome::Suppressed => {
            format!("{email} gets no emails, and is skipped for a day: see `mailbox show`, or run `waitlist remove`.")
        }
        AdmissionOutcome::Rejected => {
            format!("{email} is rejected by SES, and is skipped for a day: run `waitlist remove` if it is wrong.")
        }
        AdmissionOutcome::Claimed => {
            format!("{email} is being admitted by another command, or one that was interrupted: wait five minutes.")
        }
        AdmissionOutcome::Changed => {
            let withdrawn = if person.valid_until.is_none() { ", so this invitation is withdrawn" } else { "" };
            format!("{email} was removed or admitted by another command meanwhile{withdrawn}.")
        }
    }
}

async fn remove(operator: &Operator, address: &EmailAddress) -> Result<Report, AdminError> {
    let removed = operator.remove_waiting(address).await?;
    let line = match &removed {
        Some(place) => format!("{} is off the waiting list.\n", place.email.as_str()),
        None => "This address has no place on the waiting list.\n".to_owned(),
    };
    Ok(Report::new(json!({ "changed": removed.is_some() }), line))
}
