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
    let mut lines = mailbox.describe();
    lines.extend(text::acts(&mailbox.acts));
    text::fields(&lines)
}

async fn release(operator: &Operator, address: &EmailAddress) -> Result<Report, AdminError> {
    let released = operator.release(address).await?;
    let line = if released { "The mailbox gets emails again.\n" } else { "The mailbox was not suppressed.\n" };
    Ok(Report::new(json!({ "changed": released }), line.to_owned()))
}
