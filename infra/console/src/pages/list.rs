//! The list of users.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use domain::form::is_form_name;
use domain::{Status, UserId};
use hyper::StatusCode;
use jiff::Timestamp;
use minijinja::{Value, context};
use operator::parse_age;
use table::UserFilter;

use super::row;
use crate::fields::{Fields, Query};
use crate::problem::Problem;
use crate::site::Site;

/// The number of users on a page.
const PAGE: usize = 50;

const STATUSES: [Status; 5] =
    [Status::Pending, Status::AwaitingApproval, Status::Active, Status::Rejected, Status::Disabled];

/// The fields of the form, in its order.
const FILTERS: [&str; 4] = ["status", "type", "backend", "older_than"];

/// Handles `GET /users`.
pub(crate) async fn show(State(site): State<Arc<Site>>, Query(query): Query) -> Result<Response, Problem> {
    let form: BTreeMap<_, _> = FILTERS.map(|name| (name, query.text(name).map(Value::from))).into();
    let statuses = STATUSES.map(|status| {
        let value = status.as_str();
        context! { value, label => value.replace('_', " ") }
    });
    let operator = site.operator().await?;
    let (filter, after) = match filter(&query, operator.now()) {
        Ok(filter) => filter,
        Err(errors) => {
            let page = context! { form, statuses, errors, users => (), next => () };
            return site.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, "/users", "users.html", page);
        }
    };
    let (users, next) = operator.list(&filter, PAGE, after).await?;
    let users: Vec<_> = users.iter().map(|listed| row(&listed.user)).collect();
    let next = next.map(|after| {
        let given = FILTERS.iter().filter_map(|name| Some((*name, query.text(name)?)));
        let mut next = form_urlencoded::Serializer::new(String::new());
        next.extend_pairs(given).append_pair("after", &after.to_string()).finish()
    });
    site.page("/users", "users.html", context! { form, statuses, users, next, continued => after.is_some() })
}

type Errors = BTreeMap<&'static str, String>;

/// Reads the filters, and the user after whom the list goes on.
fn filter(query: &Fields, now: Timestamp) -> Result<(UserFilter, Option<UserId>), Errors> {
    let mut errors = Errors::new();
    let status = query.text("status").and_then(|name| {
        let status = STATUSES.into_iter().find(|status| status.as_str() == name);
        status.or_else(|| report(&mut errors, "status", "Choose a status of the list."))
    });
    let kind = query.text("type").and_then(|name| {
        let kind = is_form_name(name).then(|| name.to_owned());
        kind.or_else(|| report(&mut errors, "type", "The name of a form has letters, digits, _ and - only."))
    });
    let created_before = query.text("older_than").and_then(|period| match parse_age(period) {
        Ok(period) => Some(now - period),
        Err(error) => report(&mut errors, "older_than", &format!("The period {error}.")),
    });
    let sender = query.text("backend").map(str::to_owned);
    // A link of an earlier page has it. Otherwise the list begins again.
    let after = query.text("after").and_then(|id| id.parse().ok());
    if errors.is_empty() { Ok((UserFilter { status, kind, sender, created_before }, after)) } else { Err(errors) }
}

fn report<T>(errors: &mut Errors, field: &'static str, error: &str) -> Option<T> {
    errors.insert(field, error.to_owned());
    None
}
