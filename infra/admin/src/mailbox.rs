//! The commands `registration mailbox`.

use domain::EmailAddress;
use operator::{MailboxDetails, Operator};
use serde_json::json;

use crate::arguments::MailboxCommand;
use crate::{AdminError, Report, text};

pub(crate) async fn run(operator: &Operator, command: &MailboxCommand) -> Result<Report, AdminError> {
    match command {
        MailboxCommand::Show { address } => show(operator, address).await,
        MailboxCommand::Release { address } => release(operator, address).await,
    }
}

async fn show(operator: &Operator, address: &EmailAddress) -> Result<Report, AdminError> {
    let mailbox = operator.mailbox(address).await?;
    let lines = mailbox.as_ref().map_or_else(|| "No email was sent to this mailbox recently.\n".to_owned(), describe);
    Ok(Report::new(json!(mailbox), lines))
}

/// Describes the history of a mailbox.
pub(crate) fn describe(mailbox: &MailboxDetails) -> String {
    let until = mailbox.until.map(|until| until.to_string()).unwrap_or_default();
    let suppressed = mailbox.suppressed.map(|state| format!("{} until {until}", state.as_str()));
    let sent = mailbox.sent_at.last().map(|at| format!("{} that count, the last at {at}", mailbox.sent_at.len()));
    let pending: Vec<_> = mailbox.pending.iter().map(ToString::to_string).collect();
    let mut lines = vec![
        ("suppressed", suppressed.unwrap_or_else(|| "no".to_owned())),
        ("emails", sent.unwrap_or_else(|| "none that count".to_owned())),
        ("pending", pending.join(" ")),
    ];
    lines.extend(mailbox.acts.iter().map(|act| ("act", format!("{} at {} by {}", act.act.as_str(), act.at, act.by))));
    text::fields(&lines)
}

async fn release(operator: &Operator, address: &EmailAddress) -> Result<Report, AdminError> {
    let released = operator.release(address).await?;
    let line = if released { "The mailbox gets emails again.\n" } else { "The mailbox was not suppressed.\n" };
    Ok(Report::new(json!({ "changed": released }), line.to_owned()))
}
