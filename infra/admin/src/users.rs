//! The commands `registration users`.

use std::fmt::Write;

use domain::User;
use domain::clock::Clock;
use operator::{Decision, Operator};
use serde_json::json;

use crate::arguments::UsersCommand;
use crate::{AdminError, Report, import};

pub(crate) async fn run(operator: &Operator, clock: &dyn Clock, command: &UsersCommand) -> Result<Report, AdminError> {
    match command {
        UsersCommand::List => list(operator).await,
        UsersCommand::Approve { id } => Ok(decision_report(operator.approve(*id).await?)),
        UsersCommand::Reject { id } => Ok(decision_report(operator.reject(*id).await?)),
        UsersCommand::Import(arguments) => import::run(operator, clock, arguments).await,
    }
}

async fn list(operator: &Operator) -> Result<Report, AdminError> {
    let users = operator.awaiting_approval().await?;
    let mut text = String::new();
    for user in &users {
        _ = writeln!(text, "{}  {}  {}  since {}", user.id, name(user), user.email.as_str(), user.created_at);
    }
    if users.is_empty() {
        text.push_str("No user awaits approval.\n");
    }
    Ok(Report::new(json!(users), text))
}

fn decision_report(decision: Decision) -> Report {
    let (changed, user) = match decision {
        Decision::Decided(user) => (true, user),
        Decision::AlreadyDecided(user) => (false, user),
    };
    let is = if changed { "is now" } else { "was already" };
    let text = format!("{} {is} {}.\n", name(&user), user.status.as_str());
    Report::new(json!({ "changed": changed, "user": user }), text)
}

fn name(user: &User) -> &str {
    user.username.as_ref().map_or(user.email.as_str(), |username| username.as_str())
}
