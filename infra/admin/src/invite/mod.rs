//! The commands `registration invite`.

mod send;

use std::fmt::Write;

use domain::clock::Clock;
use domain::{Invitation, Random, TokenHash};
use jiff::Timestamp;
use operator::{Invitee, NewInvitation, Operator};
use serde_json::{Value, json};

use crate::arguments::{Create, InvitationList, InviteCommand};
use crate::{AdminError, Report, text};

pub(crate) async fn run(
    operator: &Operator,
    clock: &dyn Clock,
    random: &Random,
    command: &InviteCommand,
) -> Result<Report, AdminError> {
    match command {
        InviteCommand::Send(arguments) => send::run(operator, clock, random, arguments).await,
        InviteCommand::Create(create) => self::create(operator, create).await,
        InviteCommand::List(arguments) => list(operator, arguments).await,
        InviteCommand::Revoke { invitation } => revoke(operator, invitation).await,
    }
}

async fn create(operator: &Operator, create: &Create) -> Result<Report, AdminError> {
    let account = match &create.email {
        Some(email) => operator.invitee(email).await? == Invitee::Registered,
        None => false,
    };
    let is_mailed = create.email.is_some() && !create.no_mail;
    if !is_mailed && create.mail.is_given() {
        return Err(AdminError::Usage("--inviter, --text and --language are for an email: add --email ADDRESS"));
    }
    let invite = NewInvitation {
        code: None,
        email: create.email.clone(),
        uses: create.uses,
        valid_for: create.expires,
        kind: create.kind.clone(),
        mail: is_mailed.then(|| create.mail.mail()).transpose()?,
    };
    let invited = operator.invite(invite).await?;
    let mut json = describe(&invited.code.hash(), &invited.invitation, operator.now());
    json["code"] = invited.code.expose().into();
    json["link"] = invited.link.as_str().into();
    let mut text = format!("Code   {}\nLink   {}\n", invited.code.expose(), invited.link);
    _ = writeln!(text, "Until  {}", json["valid_until"].as_str().unwrap_or_default());
    if let Some(email) = &invited.invitation.email {
        let mailed = if invited.invitation.mailed { "mailed" } else { "not mailed" };
        _ = writeln!(text, "For    {} ({mailed})", email.as_str());
        json["registered"] = account.into();
    }
    if account {
        text.push_str("This address has an account already.\n");
    }
    let failure = invited.not_mailed.map(AdminError::NotMailed);
    Ok(Report { failure, ..Report::new(json, text) })
}

async fn list(operator: &Operator, arguments: &InvitationList) -> Result<Report, AdminError> {
    let limit = usize::try_from(arguments.limit).unwrap_or(usize::MAX);
    let (invitations, next) = operator.invitations(limit, arguments.after.as_ref()).await?;
    let described: Vec<_> =
        invitations.iter().map(|(id, invitation)| describe(id, invitation, operator.now())).collect();
    let rows: Vec<_> = described
        .iter()
        .map(|invitation| {
            let text = |field: &str| invitation[field].as_str().unwrap_or_default().to_owned();
            let uses_left = invitation["uses_left"].to_string();
            [text("id"), text("state"), uses_left, text("valid_until"), text("email"), text("type")]
        })
        .collect();
    let mut lines = if rows.is_empty() {
        "There are no invitations.\n".to_owned()
    } else {
        text::table(["ID", "STATE", "USES LEFT", "UNTIL", "ADDRESS", "TYPE"], &rows)
    };
    let next = next.as_ref().map(TokenHash::as_str);
    if let Some(next) = next {
        _ = writeln!(lines, "There are more: add --after {next}");
    }
    Ok(Report::new(json!({ "invitations": described, "after": next }), lines))
}

async fn revoke(operator: &Operator, invitation: &TokenHash) -> Result<Report, AdminError> {
    let revoked = operator.revoke(invitation).await?.ok_or(AdminError::UnknownInvitation)?;
    Ok(Report::new(describe(invitation, &revoked, operator.now()), "The invitation is revoked.\n".to_owned()))
}

/// Describes an invitation in JSON.
fn describe(id: &TokenHash, invitation: &Invitation, now: Timestamp) -> Value {
    let mut json = json!({
        "id": id.as_str(),
        "state": invitation.state(now).as_str(),
        "uses_left": invitation.uses_left,
        "created_at": invitation.created_at,
        "valid_until": Timestamp::from_second(invitation.valid_until).ok(),
        "mailed": invitation.mailed,
    });
    if !invitation.acts.is_empty() {
        json["acts"] = json!(invitation.acts);
    }
    if let Some(email) = &invitation.email {
        json["email"] = email.as_str().into();
    }
    if let Some(inviter) = &invitation.inviter {
        json["inviter"] = inviter.as_str().into();
    }
    if let Some(kind) = &invitation.kind {
        json["type"] = kind.as_str().into();
    }
    json
}
