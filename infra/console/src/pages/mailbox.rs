//! The emails to a mailbox, and the end of its suppression.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use domain::locale::Text;
use hyper::StatusCode;
use minijinja::{Value, context};
use operator::parse_address;

use super::{acts, description};
use crate::fields::{Fields, Query, query_of};
use crate::notices::Notice;
use crate::problem::Problem;
use crate::site::Site;

/// Handles `GET /mailbox`: the form, and the mailbox of an address.
pub(crate) async fn show(State(site): State<Arc<Site>>, Query(query): Query) -> Result<Response, Problem> {
    let done = site.done(query.text("notice"));
    let Some(typed) = query.text("address") else {
        return site.page("/mailbox", "mailbox.html", context! { done, address => (), mailbox => () });
    };
    let address = match parse_address(typed) {
        Ok(address) => address,
        Err(error) => return invalid(&site, typed, &error),
    };
    let mailbox = site.operator().await?.mailbox(&address).await?;
    let mailbox = mailbox.map_or_else(
        || context! { description => Vec::<Value>::new(), acts => Vec::<Value>::new(), suppressed => false },
        |mailbox| {
            let suppressed = mailbox.suppressed.is_some();
            context! { description => description(mailbox.describe()), acts => acts(&mailbox.acts), suppressed }
        },
    );
    let (address, users_query) = (address.as_str(), query_of("user", address.as_str()));
    site.page("/mailbox", "mailbox.html", context! { done, address, mailbox, users_query })
}

/// Handles `POST /mailbox/release`.
pub(crate) async fn release(State(site): State<Arc<Site>>, fields: Fields) -> Result<Response, Problem> {
    let typed = fields.text("address").unwrap_or_default();
    let address = match parse_address(typed) {
        Ok(address) => address,
        Err(error) => return invalid(&site, typed, &error),
    };
    let released = site.operator().await?.release(&address).await?;
    let sentence = if released { "The mailbox gets emails again." } else { "The mailbox was not suppressed." };
    let query = query_of("address", address.as_str());
    Ok(site.see(&format!("/mailbox?{query}"), Notice::Done(sentence.to_owned())))
}

fn invalid(site: &Site, typed: &str, error: &Text) -> Result<Response, Problem> {
    let errors = BTreeMap::from([("address", error.in_english())]);
    let page = context! { address => typed, errors, mailbox => () };
    site.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, "/mailbox", "mailbox.html", page)
}
