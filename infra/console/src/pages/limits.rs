//! The limits that are in force.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use minijinja::context;

use super::moment;
use crate::fields::{Fields, Query};
use crate::notices::Notice;
use crate::problem::Problem;
use crate::site::Site;

/// The number of limits on the page, the highest numbers first.
const MAX: usize = 200;

/// Handles `GET /limits`.
pub(crate) async fn show(State(site): State<Arc<Site>>, Query(query): Query) -> Result<Response, Problem> {
    let counts = site.operator().await?.counts().await?;
    let shown: Vec<_> = counts
        .iter()
        .take(MAX)
        .map(|count| context! { name => &*count.name, counted => count.counted, until => count.until.map(moment) })
        .collect();
    let (done, more) = (site.done(query.text("notice")), counts.len().saturating_sub(MAX));
    site.page("/limits", "limits.html", context! { done, counts => shown, more })
}

/// Handles `POST /limits/clear`.
pub(crate) async fn clear(State(site): State<Arc<Site>>, fields: Fields) -> Result<Response, Problem> {
    let name = fields.text("name").unwrap_or_default();
    let cleared = site.operator().await?.clear_count(name).await?;
    let sentence = if cleared { "The number is zero again." } else { "Nothing is counted under this name." };
    Ok(site.see("/limits", Notice::Done(sentence.to_owned())))
}
