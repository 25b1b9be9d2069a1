//! Invitations: creating, listing and revoking them.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use domain::form::is_form_name;
use domain::locale::Text;
use domain::settings::parse_period;
use domain::{EmailAddress, InvitationMail, InvitationState, InvitationText, InviterName, TokenHash};
use hyper::StatusCode;
use jiff::Timestamp;
use minijinja::context;
use minijinja::value::Serde;
use operator::{CreatedInvitation, NewInvitation, parse_invitation};

use super::moment;
use crate::fields::{Fields, Query};
use crate::notices::{NewCode, Notice};
use crate::problem::{Problem, causes};
use crate::site::Site;

/// The number of invitations on a page, the newest first.
const PAGE: usize = 50;
/// The fields of the form, with their values at first.
const FIELDS: [(&str, &str); 8] = [
    ("email", ""),
    ("mail", "yes"),
    ("inviter", ""),
    ("text", ""),
    ("language", ""),
    ("uses", "1"),
    ("expires", "7d"),
    ("type", ""),
];

type Errors = BTreeMap<&'static str, String>;

/// Handles `GET /invitations`: the forms to create and to revoke.
pub(crate) async fn form(State(site): State<Arc<Site>>, Query(query): Query) -> Result<Response, Problem> {
    let done = site.done(query.text("notice"));
    page(&site, StatusCode::OK, done, &BTreeMap::from(FIELDS), &Errors::new())
}

/// Handles `POST /invitations`, which creates one.
pub(crate) async fn create(State(site): State<Arc<Site>>, fields: Fields) -> Result<Response, Problem> {
    let invitation = match read(&fields) {
        Ok(invitation) => invitation,
        Err(errors) => {
            let typed = FIELDS.map(|(name, _)| (name, fields.text(name).unwrap_or_default()));
            return page(&site, StatusCode::UNPROCESSABLE_ENTITY, None, &typed.into(), &errors);
        }
    };
    let created = site.operator().await?.invite(invitation).await?;
    Ok(site.see("/invitations/created", Notice::Invitation(new_code(created))))
}

fn new_code(created: CreatedInvitation) -> NewCode {
    let CreatedInvitation { code, link, invitation, not_mailed } = created;
    let until = Timestamp::from_second(invitation.valid_until).map(|at| at.to_string());
    NewCode {
        code: code.expose().to_owned(),
        link,
        until: until.unwrap_or_default(),
        address: invitation.email.map(|email| email.as_str().to_owned()),
        mailed: invitation.mailed,
        not_mailed: not_mailed
            .map_or_else(Vec::new, |error| std::iter::once(error.to_string()).chain(causes(&error)).collect()),
    }
}

/// Handles `GET /invitations/created`, which shows the code of a new invitation once.
pub(crate) async fn created(State(site): State<Arc<Site>>, Query(query): Query) -> Result<Response, Problem> {
    let created = match site.notice(query.text("notice")) {
        Some(Notice::Invitation(created)) => Some(created),
        Some(Notice::Done(_)) | None => None,
    };
    site.page("/invitations", "invitation_created.html", context! { created => created.map(Serde) })
}

/// Handles `GET /invitations/list`, after the invitation of the query.
pub(crate) async fn list(State(site): State<Arc<Site>>, Query(query): Query) -> Result<Response, Problem> {
    let (operator, after) = (site.operator().await?, query.text("after").and_then(TokenHash::parse));
    let (invitations, next) = operator.invitations(PAGE, after.as_ref()).await?;
    let now = operator.now();
    let shown: Vec<_> = invitations
        .iter()
        .map(|(id, invitation)| {
            let state = invitation.state(now);
            context! {
                id => id.as_str(),
                address => invitation.email.as_ref().map(EmailAddress::as_str),
                kind => invitation.kind.clone(),
                state => state.as_str(),
                open => state == InvitationState::Open,
                uses_left => invitation.uses_left,
                until => Timestamp::from_second(invitation.valid_until).ok().map(moment),
                created => moment(invitation.created_at),
            }
        })
        .collect();
    let (done, next) = (site.done(query.text("notice")), next.as_ref().map(TokenHash::as_str));
    let page = context! { done, invitations => shown, next, continued => after.is_some() };
    site.page("/invitations", "invitation_list.html", page)
}

/// Handles `POST /invitations/revoke`, by the code or the id.
pub(crate) async fn revoke(State(site): State<Arc<Site>>, fields: Fields) -> Result<Response, Problem> {
    let Some(id) = parse_invitation(fields.text("invitation").unwrap_or_default()) else {
        let error = "Enter a code of 32 characters, or an id of 64 hexadecimal digits.".to_owned();
        let errors = Errors::from([("invitation", error)]);
        return page(&site, StatusCode::UNPROCESSABLE_ENTITY, None, &BTreeMap::from(FIELDS), &errors);
    };
    site.operator().await?.revoke(&id).await?.ok_or_else(Problem::unknown_invitation)?;
    let path = if fields.text("back") == Some("list") { "/invitations/list" } else { "/invitations" };
    Ok(site.see(path, Notice::Done("The invitation is revoked.".to_owned())))
}

fn page(
    site: &Site,
    status: StatusCode,
    done: Option<String>,
    form: &BTreeMap<&str, &str>,
    errors: &Errors,
) -> Result<Response, Problem> {
    site.page_with_status(
        status,
        "/invitations",
        "invitations.html",
        context! { done, form => Serde(form), errors => Serde(errors) },
    )
}

/// Reads the properties of a new invitation.
fn read(fields: &Fields) -> Result<NewInvitation, Errors> {
    let mut errors = Errors::new();
    let email = fields.text("email").and_then(|address| {
        let parsed = EmailAddress::parse(address);
        parsed.map_err(|error| errors.insert("email", Text::from(error).in_english())).ok()
    });
    let uses = fields.text("uses").unwrap_or("1").parse().ok().filter(|uses| (1..=1_000_000).contains(uses));
    if uses.is_none() {
        errors.insert("uses", "Enter a whole number from 1 to 1000000.".to_owned());
    } else if email.is_some() && uses != Some(1) {
        errors.insert("uses", "An invitation for one address has exactly one use.".to_owned());
    }
    let valid_for = parse_period(fields.text("expires").unwrap_or("7d"));
    let valid_for = valid_for.map_err(|error| errors.insert("expires", format!("The period {error}."))).ok();
    let kind = fields.text("type").map(str::to_owned);
    if kind.as_ref().is_some_and(|kind| !is_form_name(kind)) {
        errors.insert("type", "The name of a form has letters, digits, _ and - only.".to_owned());
    }
    let mail = mail(fields, &mut errors);
    match (uses, valid_for) {
        (Some(uses), Some(valid_for)) if errors.is_empty() => {
            let mail = Some(mail).filter(|_| email.is_some() && fields.text("mail").is_some());
            Ok(NewInvitation { code: None, email, uses, valid_for, kind, mail })
        }
        _ => Err(errors),
    }
}

/// Reads the content of the email.
fn mail(fields: &Fields, errors: &mut Errors) -> InvitationMail {
    let mut checked = |name: &'static str, what: &str, problem: Option<String>| {
        if let Some(problem) = problem {
            errors.insert(name, format!("{what} {problem}."));
        }
    };
    let inviter = fields.text("inviter").map(InviterName::parse).transpose();
    checked("inviter", "The name", inviter.as_ref().err().cloned());
    let text = fields.text("text").map(InvitationText::parse).transpose();
    checked("text", "The text", text.as_ref().err().cloned());
    InvitationMail {
        inviter: inviter.ok().flatten(),
        text: text.ok().flatten(),
        locale: fields.text("language").map(str::to_owned),
    }
}
