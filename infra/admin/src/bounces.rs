//! The commands `registration bounces`.

use std::fmt::Write;

use operator::{Bounces, Operator};
use serde_json::json;

use crate::arguments::BouncesCommand;
use crate::{AdminError, Report};

pub(crate) async fn run(operator: &Operator, command: &BouncesCommand) -> Result<Report, AdminError> {
    let bounces = match command {
        BouncesCommand::Show => operator.bounces().await?,
        BouncesCommand::Forget => operator.forget_bounces().await?,
    };
    let Bounces { of, bounced, open_until } = &bounces;
    let mut text = format!("{bounced} of the last {of} emails bounced.\n");
    if let Some(until) = open_until {
        _ = writeln!(text, "Registrations are paused until {until} if REGISTRATION_PAUSE_WHEN_BOUNCING is true.");
    }
    Ok(Report::new(json!(bounces), text))
}
