//! The commands `registration bounces`.

use std::fmt::Write;

use operator::{Bounces, Operator};
use serde_json::json;

use crate::arguments::BouncesCommand;
use crate::{AdminError, Report, text};

pub(crate) async fn run(operator: &Operator, command: &BouncesCommand) -> Result<Report, AdminError> {
    let bounces = match command {
        BouncesCommand::Show => operator.bounces().await?,
        BouncesCommand::Forget => operator.forget_bounces().await?,
    };
    let Bounces { of, bounced, open_until, acts } = &bounces;
    let mut lines = format!("{bounced} of the last {of} emails bounced.\n");
    if let Some(until) = open_until {
        _ = writeln!(lines, "Registrations are paused until {until} if REGISTRATION_PAUSE_WHEN_BOUNCING is true.");
    }
    lines.push_str(&text::fields(&text::acts(acts).collect::<Vec<_>>()));
    Ok(Report::new(json!(bounces), lines))
}
