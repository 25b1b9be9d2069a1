//! The search for users.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use domain::Identity;
use hyper::StatusCode;
use minijinja::context;
use operator::UserQuery;

use super::row;
use crate::fields::{Fields, Query};
use crate::problem::Problem;
use crate::site::Site;

/// Handles `GET /`: the form, and the users that it finds. A single one is shown immediately.
pub(crate) async fn show(State(site): State<Arc<Site>>, Query(query): Query) -> Result<Response, Problem> {
    let done = site.done(query.text("notice"));
    let form =
        context! { user => query.text("user"), issuer => query.text("issuer"), subject => query.text("subject") };
    let criteria = match criteria(&query) {
        Ok(criteria) => criteria,
        Err((field, error)) => {
            let errors = BTreeMap::from([(field, error)]);
            let page = context! { form, errors, users => () };
            return site.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, "", "search.html", page);
        }
    };
    let Some(criteria) = criteria else {
        return site.page("", "search.html", context! { done, form, users => () });
    };
    let found = site.operator().await?.find_first(&criteria).await?;
    if let [user] = &found[..] {
        return Ok(site.go(&format!("/users/{}", user.item.user.id)));
    }
    let users: Vec<_> = found.iter().map(|user| row(&user.item.user)).collect();
    site.page("", "search.html", context! { done, form, users })
}

/// Reads the criteria, if there are any. An error has the name of its field.
fn criteria(query: &Fields) -> Result<Option<Vec<UserQuery>>, (&'static str, String)> {
    match (query.text("user"), query.text("issuer"), query.text("subject")) {
        (Some(user), ..) => UserQuery::parse(user).map(Some).map_err(|error| ("user", error.in_english())),
        (None, Some(issuer), Some(subject)) => {
            let (issuer, subject) = (issuer.to_owned(), subject.to_owned());
            Ok(Some(vec![UserQuery::Identity(Identity { provider: String::new(), issuer, subject })]))
        }
        (None, None, None) => Ok(None),
        (None, ..) => Err(("issuer", "An identity has an issuer and a subject: fill in both.".to_owned())),
    }
}
