//! The commands `registration users`.

use std::fmt::Write;

use domain::Identity;
use domain::clock::Clock;
use operator::{ActOutcome, ListedUser, Operator, UserDetails, UserQuery};
use serde_json::json;
use table::UserFilter;

use crate::arguments::{Expire, List, UsersCommand};
use crate::{AdminError, Report, erase, export, import, mailbox, text};

pub(crate) async fn run(operator: &Operator, clock: &dyn Clock, command: &UsersCommand) -> Result<Report, AdminError> {
    match command {
        UsersCommand::Show { user, identity } => show(operator, user.as_deref(), identity.as_deref()).await,
        UsersCommand::List(arguments) => list(operator, arguments).await,
        UsersCommand::Activate(user) => Ok(report(operator.activate(user.id).await?, ActOutcome::status_sentence)),
        UsersCommand::Resend(user) => {
            let resent = operator.resend(user.id).await?;
            Ok(report(resent, |outcome| outcome.email_sentence("`users show`")))
        }
        UsersCommand::Disable(user) => Ok(report(operator.disable(user.id).await?, ActOutcome::status_sentence)),
        UsersCommand::Enable(user) => Ok(report(operator.enable(user.id).await?, ActOutcome::status_sentence)),
        UsersCommand::Expire(Expire { id, confirmation }) => {
            confirmation.require()?;
            Ok(report(operator.expire(*id).await?, ActOutcome::end_sentence))
        }
        UsersCommand::Approve(user) => Ok(report(operator.approve(user.id).await?, ActOutcome::status_sentence)),
        UsersCommand::Reject(user) => Ok(report(operator.reject(user.id).await?, ActOutcome::status_sentence)),
        UsersCommand::Export(arguments) => export::run(operator, clock, arguments).await,
        UsersCommand::Erase(arguments) => erase::run(operator, clock, arguments).await,
        UsersCommand::Import(arguments) => import::run(operator, clock, arguments).await,
    }
}

/// Returns the criteria of a search for a user by an id, an address, a name or an identity.
fn criteria(user: Option<&str>, identity: Option<&[String]>) -> Result<Vec<UserQuery>, AdminError> {
    if let Some([issuer, subject]) = identity {
        let (issuer, subject) = (issuer.clone(), subject.clone());
        return Ok(vec![UserQuery::Identity(Identity { provider: String::new(), issuer, subject })]);
    }
    let text = user.unwrap_or_default();
    UserQuery::parse(text).map_err(|error| AdminError::Criteria { text: text.to_owned(), reason: error.in_english() })
}

async fn show(operator: &Operator, user: Option<&str>, identity: Option<&[String]>) -> Result<Report, AdminError> {
    let found = operator.find_first(&criteria(user, identity)?).await?;
    if found.is_empty() {
        let sought = user.map_or_else(|| identity.unwrap_or_default().join(" "), str::to_owned);
        return Err(AdminError::NotFound(sought));
    }
    let described: Vec<_> = found.iter().map(describe).collect();
    Ok(Report::new(json!(found), described.join("\n")))
}

fn describe(user: &UserDetails) -> String {
    let mut lines = user.describe();
    lines.extend(text::acts(&user.item.acts));
    let mut described = text::fields(&lines);
    if let Some(history) = &user.mailbox {
        let history = mailbox::describe(history);
        described.extend(history.lines().map(|line| format!("mailbox {line}\n")));
    }
    described
}

async fn list(operator: &Operator, arguments: &List) -> Result<Report, AdminError> {
    let filter = UserFilter {
        status: arguments.status.map(Into::into),
        kind: arguments.kind.clone(),
        sender: arguments.backend.clone(),
        created_before: arguments.older_than.map(|age| operator.now() - age),
    };
    let limit = usize::try_from(arguments.limit).unwrap_or(usize::MAX);
    let (users, next) = operator.list(&filter, limit, arguments.after).await?;
    let rows: Vec<_> = users
        .iter()
        .map(|user| {
            let ListedUser { user, sender } = user;
            let name = user.username.as_ref().map(|name| name.as_str().to_owned()).unwrap_or_default();
            let (email, status) = (user.email.as_str().to_owned(), user.status.as_str().to_owned());
            let (id, registered) = (user.id.to_string(), user.created_at.to_string());
            [id, status, name, email, registered, user.kind.clone().unwrap_or_default(), sender.clone()]
        })
        .collect();
    let mut lines = if rows.is_empty() {
        "There is no such user.\n".to_owned()
    } else {
        text::table(["ID", "STATUS", "NAME", "ADDRESS", "REGISTERED", "TYPE", "BACKEND"], &rows)
    };
    if let Some(next) = next {
        _ = writeln!(lines, "There are more: add --after {next}");
    }
    Ok(Report::new(json!({ "users": users, "after": next }), lines))
}

/// Reports an act by its sentence, and by whether it changed the user.
fn report(outcome: ActOutcome, sentence: impl FnOnce(&ActOutcome) -> String) -> Report {
    let sentence = sentence(&outcome) + "\n";
    let (user, changed) = outcome.into_parts();
    Report::new(json!({ "changed": changed, "user": user }), sentence)
}
