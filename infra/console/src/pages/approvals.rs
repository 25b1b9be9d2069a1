//! The users who await approval.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use domain::Status;
use minijinja::context;
use table::UserFilter;

use super::row;
use crate::fields::Query;
use crate::problem::Problem;
use crate::site::Site;

/// The number of users on a page.
const PAGE: usize = 20;

/// Handles `GET /approvals`.
pub(crate) async fn show(State(site): State<Arc<Site>>, Query(query): Query) -> Result<Response, Problem> {
    let filter = UserFilter { status: Some(Status::AwaitingApproval), ..UserFilter::default() };
    let after = query.text("after").and_then(|id| id.parse().ok());
    let (users, next) = site.operator().await?.list(&filter, PAGE, after).await?;
    let users: Vec<_> = users.iter().map(|listed| row(&listed.user)).collect();
    let done = site.done(query.text("notice"));
    let next = next.map(|next| next.to_string());
    site.page("/approvals", "approvals.html", context! { done, users, next, continued => after.is_some() })
}
