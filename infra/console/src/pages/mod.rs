//! The pages.

pub(crate) mod approvals;
pub(crate) mod bounces;
pub(crate) mod erase;
pub(crate) mod expire;
pub(crate) mod invitations;
pub(crate) mod limits;
pub(crate) mod list;
pub(crate) mod mailbox;
pub(crate) mod search;
pub(crate) mod statistics;
pub(crate) mod user;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use domain::{OperatorAct, User, UserId};
use jiff::Timestamp;
use minijinja::{Value, context};
use operator::Description;

use crate::problem::Problem;

/// The user whom the path of a request names.
pub(crate) struct UserInPath(UserId);

impl<S: Send + Sync> FromRequestParts<S> for UserInPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        parameter(parts, state, "id").await.and_then(|id| id.parse().ok()).map(Self).ok_or_else(Problem::unknown_user)
    }
}

/// Returns a parameter of the path.
async fn parameter<S: Send + Sync>(parts: &mut Parts, state: &S, name: &str) -> Option<String> {
    let parameters = RawPathParams::from_request_parts(parts, state).await.ok()?;
    parameters.iter().find(|(found, _)| *found == name).map(|(_, value)| value.to_owned())
}

/// Shows a time, for people and for programs.
fn moment(at: Timestamp) -> Value {
    context! { iso => at.to_string(), text => at.strftime("%-d %B %Y, %H:%M:%S UTC").to_string() }
}

/// Shows the lines of a description, without the empty ones.
fn description(description: Description) -> Vec<Value> {
    let lines = description.into_iter().filter(|(_, value)| !value.trim().is_empty());
    lines.map(|(name, value)| context! { name, value }).collect()
}

/// Shows the acts of operators.
fn acts(acts: &[OperatorAct]) -> Vec<Value> {
    acts.iter().map(|act| context! { act => act.act.as_str(), by => &*act.by, at => moment(act.at) }).collect()
}

/// Shows a user in a list.
fn row(user: &User) -> Value {
    context! {
        id => user.id.to_string(),
        name => user.display_name(),
        address => user.email.as_str(),
        status => user.status.as_str().replace('_', " "),
        registered => moment(user.created_at),
    }
}
