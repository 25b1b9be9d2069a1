//! The page of a user, and the acts on one.

use std::sync::Arc;

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::{Status, UserId};
use hyper::StatusCode;
use hyper::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use minijinja::{Value, context};
use operator::{ActError, Operator, UserDetails, UserQuery};

use super::{UserInPath, acts, description, parameter};
use crate::fields::{Fields, Query, query_of};
use crate::notices::Notice;
use crate::problem::Problem;
use crate::site::Site;

/// An act on a user that takes one press of a button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UserAct {
    Activate,
    Resend,
    Disable,
    Enable,
    Approve,
    Reject,
}

impl UserAct {
    const ALL: [Self; 6] = [Self::Activate, Self::Resend, Self::Disable, Self::Enable, Self::Approve, Self::Reject];

    /// Returns the name in the path.
    fn name(self) -> &'static str {
        match self {
            Self::Activate => "activate",
            Self::Resend => "resend",
            Self::Disable => "disable",
            Self::Enable => "enable",
            Self::Approve => "approve",
            Self::Reject => "reject",
        }
    }

    /// Returns the text of the button, and the effect.
    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Activate => ("Activate", "The user can log in. Check the address in another way first."),
            Self::Resend => ("Send another email", "The user gets another activation email, within the limits."),
            Self::Disable => ("Disable", "The user keeps the name and the address. Your login must reject the user."),
            Self::Enable => ("Enable", "The user is active again."),
            Self::Approve => ("Approve", "The user becomes active, and gets an email."),
            Self::Reject => ("Reject", "The name and the address become free. The user gets an email."),
        }
    }

    /// Returns the acts that are possible now.
    fn possible(user: &UserDetails) -> &'static [Self] {
        match user.item.user.status {
            Status::Pending if user.expired => &[],
            Status::Pending => &[Self::Activate, Self::Resend],
            Status::AwaitingApproval => &[Self::Approve, Self::Reject],
            Status::Active => &[Self::Disable],
            Status::Disabled => &[Self::Enable],
            Status::Rejected => &[],
        }
    }

    /// Acts, and returns a sentence about the result.
    async fn run(self, operator: &Operator, id: UserId) -> Result<String, ActError> {
        let outcome = match self {
            Self::Activate => operator.activate(id).await?,
            Self::Resend => return Ok(operator.resend(id).await?.email_sentence("its mailbox below")),
            Self::Disable => operator.disable(id).await?,
            Self::Enable => operator.enable(id).await?,
            Self::Approve => operator.approve(id).await?,
            Self::Reject => operator.reject(id).await?,
        };
        Ok(outcome.status_sentence())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for UserAct {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let name = parameter(parts, state, "act").await;
        Self::ALL.into_iter().find(|act| Some(act.name()) == name.as_deref()).ok_or_else(Problem::not_found)
    }
}

/// Handles `GET /users/{id}`.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    UserInPath(id): UserInPath,
    Query(query): Query,
) -> Result<Response, Problem> {
    let user = find(&*site.operator().await?, id).await?;
    page(&site, StatusCode::OK, &user, site.done(query.text("notice")), None)
}

/// Handles `GET /users/{id}/export`: all that is stored about the user, as `registration users export` has it.
pub(crate) async fn export(State(site): State<Arc<Site>>, UserInPath(id): UserInPath) -> Result<Response, Problem> {
    let user = site.operator().await?.export(id).await?;
    let json = serde_json::to_string_pretty(&user).unwrap_or_default() + "\n";
    let name = format!("attachment; filename=\"{id}.json\"");
    Ok(([(CONTENT_TYPE, "application/json".to_owned()), (CONTENT_DISPOSITION, name)], json).into_response())
}

/// Handles `POST /users/{id}/{act}`.
pub(crate) async fn act(
    State(site): State<Arc<Site>>,
    UserInPath(id): UserInPath,
    act: UserAct,
    fields: Fields,
) -> Result<Response, Problem> {
    let operator = site.operator().await?;
    match act.run(&operator, id).await {
        Ok(sentence) => {
            let path = match fields.text("back") {
                Some("approvals") => "/approvals".to_owned(),
                _ => format!("/users/{id}"),
            };
            Ok(site.see(&path, Notice::Done(sentence)))
        }
        Err(error) => impossible(&site, &operator, id, error).await,
    }
}

/// Answers an act that is not possible with the user's page, which has the state that is the reason.
pub(super) async fn impossible(
    site: &Site,
    operator: &Operator,
    id: UserId,
    error: ActError,
) -> Result<Response, Problem> {
    let problem = Problem::from(error);
    if problem.status != StatusCode::CONFLICT {
        return Err(problem);
    }
    let user = find(operator, id).await?;
    page(site, problem.status, &user, None, Some(problem.lines.join(" ")))
}

/// Reads a user.
pub(super) async fn find(operator: &Operator, id: UserId) -> Result<UserDetails, Problem> {
    operator.find(&UserQuery::Id(id)).await?.pop().ok_or_else(Problem::unknown_user)
}

fn page(
    site: &Site,
    status: StatusCode,
    user: &UserDetails,
    done: Option<String>,
    error: Option<String>,
) -> Result<Response, Problem> {
    let item = &user.item;
    let possible: Vec<_> = UserAct::possible(user)
        .iter()
        .map(|act| {
            let (label, effect) = act.texts();
            context! { name => act.name(), label, effect }
        })
        .collect();
    let mailbox = user.mailbox.as_ref().map(|mailbox| description(mailbox.describe()));
    let address = item.user.email.as_str();
    let page = context! {
        done,
        error,
        id => item.user.id.to_string(),
        name => item.user.display_name(),
        mailbox_query => query_of("address", address),
        users_query => query_of("user", address),
        description => description(user.describe()),
        fields => fields(user),
        mailbox => mailbox.unwrap_or_default(),
        acts => acts(&item.acts),
        possible,
        may_expire => item.user.status == Status::Pending && !user.expired,
    };
    site.page_with_status(status, "-", "user.html", page)
}

/// Shows the values of the form's further fields.
fn fields(user: &UserDetails) -> Vec<Value> {
    let fields = user.item.user.fields.iter().chain(&user.item.private_fields);
    fields
        .map(|(name, value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            context! { name => name, value => text }
        })
        .collect()
}
