//! The rate of bounced emails.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use minijinja::context;

use super::{acts, moment};
use crate::fields::{Fields, Query};
use crate::notices::Notice;
use crate::problem::Problem;
use crate::site::Site;

/// Handles `GET /bounces`.
pub(crate) async fn show(State(site): State<Arc<Site>>, Query(query): Query) -> Result<Response, Problem> {
    let bounces = site.operator().await?.bounces().await?;
    let (done, until) = (site.done(query.text("notice")), bounces.open_until.map(moment));
    let page = context! { done, of => bounces.of, bounced => bounces.bounced, until, acts => acts(&bounces.acts) };
    site.page("/bounces", "bounces.html", page)
}

/// Handles `POST /bounces/forget`.
pub(crate) async fn forget(State(site): State<Arc<Site>>, _: Fields) -> Result<Response, Problem> {
    site.operator().await?.forget_bounces().await?;
    Ok(site.see("/bounces", Notice::Done("The bounces are forgotten. New registrations are accepted.".to_owned())))
}
