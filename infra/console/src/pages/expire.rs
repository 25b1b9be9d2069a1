//! The end of a pending user's registration, behind a page that names the consequences.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use hyper::StatusCode;
use minijinja::context;
use operator::UserDetails;

use super::{UserInPath, user};
use crate::fields::Fields;
use crate::notices::Notice;
use crate::problem::Problem;
use crate::site::Site;

/// Handles `GET /users/{id}/expire`.
pub(crate) async fn confirm(State(site): State<Arc<Site>>, UserInPath(id): UserInPath) -> Result<Response, Problem> {
    let user = user::find(&*site.operator().await?, id).await?;
    page(&site, StatusCode::OK, &user, None)
}

/// Handles `POST /users/{id}/expire`.
pub(crate) async fn expire(
    State(site): State<Arc<Site>>,
    UserInPath(id): UserInPath,
    fields: Fields,
) -> Result<Response, Problem> {
    let operator = site.operator().await?;
    if fields.text("confirm") != Some("yes") {
        let user = user::find(&operator, id).await?;
        let unconfirmed = "The registration goes on. Confirm that its end cannot be undone.";
        return page(&site, StatusCode::UNPROCESSABLE_ENTITY, &user, Some(unconfirmed));
    }
    match operator.expire(id).await {
        Ok(expired) => Ok(site.see("", Notice::Done(expired.end_sentence()))),
        Err(error) => user::impossible(&site, &operator, id, error).await,
    }
}

fn page(site: &Site, status: StatusCode, user: &UserDetails, unconfirmed: Option<&str>) -> Result<Response, Problem> {
    let user = &user.item.user;
    let page = context! {
        id => user.id.to_string(),
        name => user.display_name(),
        address => user.email.as_str(),
        unconfirmed,
    };
    site.page_with_status(status, "-", "expire.html", page)
}
