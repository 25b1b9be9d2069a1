//! The commands `registration users`.

use std::fmt::Write;

use domain::clock::Clock;
use domain::locale::Text;
use domain::{EmailAddress, Identity, User, UserId, Username};
use operator::{Acted, Erasure, ErasureOutcome, Operator, UserDetails, UserQuery};
use serde_json::json;
use table::UserFilter;

use crate::arguments::{Erase, List, UsersCommand};
use crate::{AdminError, Report, import, mailbox, text};

pub(crate) async fn run(operator: &Operator, clock: &dyn Clock, command: &UsersCommand) -> Result<Report, AdminError> {
    match command {
        UsersCommand::Show { user, identity } => show(operator, &query(user.as_deref(), identity.as_deref())?).await,
        UsersCommand::List(arguments) => list(operator, arguments).await,
        UsersCommand::Activate(user) => Ok(acted(operator.activate(user.id).await?)),
        UsersCommand::Resend(user) => Ok(resent(&operator.resend(user.id).await?)),
        UsersCommand::Disable(user) => Ok(acted(operator.disable(user.id).await?)),
        UsersCommand::Enable(user) => Ok(acted(operator.enable(user.id).await?)),
        UsersCommand::Expire(user) => Ok(expired(operator.expire(user.id).await?)),
        UsersCommand::Approve(user) => Ok(acted(operator.approve(user.id).await?)),
        UsersCommand::Reject(user) => Ok(acted(operator.reject(user.id).await?)),
        UsersCommand::Export(user) => export(operator, user.id).await,
        UsersCommand::Erase(arguments) => erase(operator, arguments).await,
        UsersCommand::Import(arguments) => import::run(operator, clock, arguments).await,
    }
}

/// Returns the search for a user by an id, an address, a name or an identity.
fn query(user: Option<&str>, identity: Option<&[String]>) -> Result<UserQuery, AdminError> {
    if let Some([issuer, subject]) = identity {
        let (issuer, subject) = (issuer.clone(), subject.clone());
        return Ok(UserQuery::Identity(Identity { provider: String::new(), issuer, subject }));
    }
    let text = user.unwrap_or_default();
    if let Ok(id) = text.parse() {
        return Ok(UserQuery::Id(id));
    }
    // A name can contain `@`, too, but then it is found by the address of its user.
    let invalid = |error: Text| AdminError::NotFound(format!("{text}: {}", error.in_english()));
    if text.contains('@') {
        return EmailAddress::parse(text).map(UserQuery::Address).map_err(|error| invalid(error.into()));
    }
    Username::parse(text).map(UserQuery::Name).map_err(|error| invalid(error.into()))
}

async fn show(operator: &Operator, query: &UserQuery) -> Result<Report, AdminError> {
    let found = operator.find(query).await?;
    if found.is_empty() {
        return Err(AdminError::NotFound(match query {
            UserQuery::Id(id) => id.to_string(),
            UserQuery::Address(address) => address.as_str().to_owned(),
            UserQuery::Name(name) => name.as_str().to_owned(),
            UserQuery::Identity(identity) => format!("{} {}", identity.issuer, identity.subject),
        }));
    }
    let described: Vec<_> = found.iter().map(describe).collect();
    Ok(Report::new(json!(found), described.join("\n")))
}

fn describe(user: &UserDetails) -> String {
    let item = &user.item;
    let time = |at: Option<jiff::Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
    let until = item.expires_at.and_then(|second| jiff::Timestamp::from_second(second).ok());
    let status = if user.expired { "pending, expired" } else { item.user.status.as_str() };
    let identities = item.user.identities.iter().map(|identity| format!("{} {}", identity.issuer, identity.subject));
    let number = |n: u32| if n == 0 { String::new() } else { n.to_string() };
    let request = &item.registration_request;
    let mut lines = vec![
        ("id", item.user.id.to_string()),
        ("status", status.to_owned()),
        ("name", item.user.username.as_ref().map(|name| name.as_str().to_owned()).unwrap_or_default()),
        ("address", item.user.email.as_str().to_owned()),
        ("type", item.user.kind.clone().unwrap_or_default()),
        ("backend", item.sender.clone()),
        ("identity", identities.collect::<Vec<_>>().join(", ")),
        ("registered", item.user.created_at.to_string()),
        ("address proven", time(user.proven_at)),
        ("activated", time(item.user.activated_at)),
        ("rejected", time(item.rejected_at)),
        ("expires", time(until)),
        ("from", [request.ip.as_deref(), request.user_agent.as_deref()].map(Option::unwrap_or_default).join(" ")),
        ("language", request.locale.clone().unwrap_or_default()),
        ("emails sent", item.mailed.len().to_string()),
        ("not mailed", item.mail_state.map(|state| state.as_str().to_owned()).unwrap_or_default()),
        ("last delivery", time(item.delivered_at)),
        ("corrections", number(item.corrections.into())),
        ("wrong passwords", number(item.wrong_passwords)),
    ];
    if let Some(code) = &user.code {
        lines.push(("code", format!("{} tries left until {}", code.tries_left, time(code.valid_until))));
    }
    if let Some(imported) = &item.imported {
        lines.push(("imported", format!("from {} at {}", imported.from, imported.at)));
    }
    lines.extend(item.acts.iter().map(|act| ("act", format!("{} at {} by {}", act.act.as_str(), act.at, act.by))));
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
            let name = user.username.as_ref().map(|name| name.as_str().to_owned()).unwrap_or_default();
            let (email, status) = (user.email.as_str().to_owned(), user.status.as_str().to_owned());
            [user.id.to_string(), status, name, email, user.created_at.to_string()]
        })
        .collect();
    let mut lines = if rows.is_empty() {
        "There is no such user.\n".to_owned()
    } else {
        text::table(["ID", "STATUS", "NAME", "ADDRESS", "REGISTERED"], &rows)
    };
    if let Some(next) = next {
        _ = writeln!(lines, "There are more: add --after {next}");
    }
    Ok(Report::new(json!({ "users": users, "after": next }), lines))
}

fn acted(acted: Acted) -> Report {
    report(acted, |user, changed| {
        let is = if changed { "is now" } else { "was already" };
        format!("{} {is} {}.\n", name(user), user.status.as_str())
    })
}

fn expired(acted: Acted) -> Report {
    report(acted, |user, changed| {
        let was = if changed { "is ended" } else { "had expired already" };
        format!("The registration of {} {was}.\n", name(user))
    })
}

/// Reports an act by a sentence about the user, and whether the act changed the user.
fn report(acted: Acted, sentence: impl FnOnce(&User, bool) -> String) -> Report {
    let (changed, user) = match acted {
        Acted::Changed(user) => (true, user),
        Acted::Unchanged(user) => (false, user),
    };
    Report::new(json!({ "changed": changed, "user": user }), sentence(&user, changed))
}

fn resent(user: &User) -> Report {
    let line = format!("Another email to {} follows, unless `users show` has a reason.\n", user.email.as_str());
    Report::new(json!({ "user": user }), line)
}

async fn export(operator: &Operator, id: UserId) -> Result<Report, AdminError> {
    let user = operator.export(id).await?;
    let pretty = serde_json::to_string_pretty(&user).unwrap_or_default() + "\n";
    Ok(Report::new(json!(user), pretty))
}

async fn erase(operator: &Operator, arguments: &Erase) -> Result<Report, AdminError> {
    if !arguments.yes {
        return Err(AdminError::Usage("an erasure cannot be undone: add --yes"));
    }
    let erasures = match (arguments.since, &arguments.from_table) {
        (Some(since), Some(table)) => operator.erase_again(&operator.at_table(table)?, since).await?,
        _ => operator.erase(&arguments.ids).await?,
    };
    let lines: String = erasures.results.iter().map(|erasure| erased(erasure) + "\n").collect();
    let lines = if lines.is_empty() { "No user was erased since then.\n".to_owned() } else { lines };
    // After a restore, some of the users may have been erased before the backup.
    let is_left = |outcome| match outcome {
        ErasureOutcome::Erased => false,
        ErasureOutcome::Unknown => !arguments.replay,
        ErasureOutcome::Changed | ErasureOutcome::Failed => true,
    };
    let left = erasures.results.iter().filter(|erasure| is_left(erasure.outcome)).count();
    let failure = match erasures.failure {
        Some(error) => Some(AdminError::Operator(error.into())),
        None => (left > 0).then_some(AdminError::NotErased(left)),
    };
    Ok(Report { failure, ..Report::new(json!(erasures.results), lines) })
}

fn erased(erasure: &Erasure) -> String {
    let Erasure { id, outcome, suppressed, suppressed_until } = erasure;
    match (outcome, suppressed, suppressed_until) {
        (ErasureOutcome::Unknown, ..) => format!("{id} does not exist."),
        (ErasureOutcome::Changed, ..) => format!("{id} was changed at the same time: erase it again."),
        (ErasureOutcome::Failed, ..) => format!("{id} is not erased: erase it again."),
        (ErasureOutcome::Erased, Some(state), Some(until)) => format!(
            "{id} is erased. The mailbox gets no emails until {until} ({}), so its address stays: `mailbox release` ends that.",
            state.as_str()
        ),
        (ErasureOutcome::Erased, ..) => format!("{id} is erased."),
    }
}

fn name(user: &User) -> &str {
    user.username.as_ref().map_or(user.email.as_str(), |username| username.as_str())
}
