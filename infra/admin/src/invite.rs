//! The commands `registration invite`.

use std::fmt::Write;

use domain::{Invitation, TokenHash};
use jiff::Timestamp;
use operator::{NewInvitation, Operator};
use serde_json::{Value, json};

use crate::arguments::{Create, InviteCommand};
use crate::{AdminError, Report};

pub(crate) async fn run(operator: &Operator, command: &InviteCommand) -> Result<Report, AdminError> {
    match command {
        InviteCommand::Create(create) => self::create(operator, create).await,
        InviteCommand::List => list(operator).await,
        InviteCommand::Revoke { invitation } => revoke(operator, invitation).await,
    }
}

async fn create(operator: &Operator, create: &Create) -> Result<Report, AdminError> {
    let invite = NewInvitation {
        code: None,
        email: create.email.clone(),
        uses: create.uses,
        valid_for: create.expires,
        kind: create.kind.clone(),
        mail: create.email.is_some() && !create.no_mail,
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
    }
    let failure = invited.not_mailed.map(AdminError::NotMailed);
    Ok(Report { failure, ..Report::new(json, text) })
}

async fn list(operator: &Operator) -> Result<Report, AdminError> {
    let invitations = operator.invitations().await?;
    let (mut json, mut text) = (Vec::new(), String::new());
    for (id, invitation) in &invitations {
        let described = describe(id, invitation, operator.now());
        let shown = |field: &str| described[field].as_str().unwrap_or("-").to_owned();
        _ = writeln!(
            text,
            "{}  {:<7}  {} left  until {}  {}  {}",
            id.as_str(),
            shown("state"),
            invitation.uses_left,
            shown("valid_until"),
            shown("email"),
            shown("type"),
        );
        json.push(described);
    }
    if invitations.is_empty() {
        text.push_str("There are no invitations.\n");
    }
    Ok(Report::new(json.into(), text))
}

async fn revoke(operator: &Operator, invitation: &TokenHash) -> Result<Report, AdminError> {
    let revoked = operator.revoke(invitation).await?.ok_or(AdminError::UnknownInvitation)?;
    Ok(Report::new(describe(invitation, &revoked, operator.now()), "The invitation is revoked.\n".to_owned()))
}

/// Describes an invitation in JSON.
fn describe(id: &TokenHash, invitation: &Invitation, now: Timestamp) -> Value {
    let state = match invitation.denial_reason(now) {
        None => "open",
        Some(denial) => match &*denial.code {
            "invitation_revoked" => "revoked",
            "invitation_spent" => "spent",
            _ => "expired",
        },
    };
    let mut json = json!({
        "id": id.as_str(),
        "state": state,
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
    if let Some(kind) = &invitation.kind {
        json["type"] = kind.as_str().into();
    }
    json
}
