//! The erasure of a user, behind a page that names the consequences.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use hyper::StatusCode;
use minijinja::context;
use operator::{ErasureOutcome, UserDetails};

use super::{UserInPath, user};
use crate::fields::Fields;
use crate::notices::Notice;
use crate::problem::Problem;
use crate::site::Site;

/// Handles `GET /users/{id}/erase`.
pub(crate) async fn confirm(State(site): State<Arc<Site>>, UserInPath(id): UserInPath) -> Result<Response, Problem> {
    let user = user::find(&*site.operator().await?, id).await?;
    page(&site, StatusCode::OK, &user, None, None)
}

/// Handles `POST /users/{id}/erase`.
pub(crate) async fn erase(
    State(site): State<Arc<Site>>,
    UserInPath(id): UserInPath,
    fields: Fields,
) -> Result<Response, Problem> {
    let operator = site.operator().await?;
    if fields.text("confirm") != Some("yes") {
        let user = user::find(&operator, id).await?;
        let unconfirmed = "Nothing was erased. Confirm that it cannot be undone.";
        return page(&site, StatusCode::UNPROCESSABLE_ENTITY, &user, None, Some(unconfirmed));
    }
    let erasures = operator.erase(&[id]).await?;
    if let Some(error) = &erasures.failure {
        let mut problem = Problem::from(error);
        problem.lines.insert(0, "The erasure has begun, and is not complete: erase the user again.".to_owned());
        return Err(problem);
    }
    let erasure = erasures.results.first().ok_or_else(Problem::unknown_user)?;
    match erasure.outcome {
        ErasureOutcome::Erased => {
            let mut sentence = format!("{id} is erased.");
            if let (Some(state), Some(until)) = (erasure.suppressed, erasure.suppressed_until) {
                let kept = " gets no emails, so its address stays. Release it under Mailboxes to end that.";
                sentence = format!("{sentence} Until {until} the mailbox ({}){kept}", state.as_str());
            }
            Ok(site.see("", Notice::Done(sentence)))
        }
        ErasureOutcome::Unknown => Err(Problem::unknown_user()),
        // The search for an unreadable user fails with the reason.
        ErasureOutcome::Changed | ErasureOutcome::Unreadable | ErasureOutcome::Failed => {
            let user = user::find(&operator, id).await?;
            let changed = "The user was changed at the same time, and is not erased. Erase the user again.";
            page(&site, StatusCode::CONFLICT, &user, Some(changed), None)
        }
    }
}

fn page(
    site: &Site,
    status: StatusCode,
    user: &UserDetails,
    error: Option<&str>,
    unconfirmed: Option<&str>,
) -> Result<Response, Problem> {
    let user = &user.item.user;
    let page = context! {
        id => user.id.to_string(),
        name => user.display_name(),
        address => user.email.as_str(),
        error,
        unconfirmed,
    };
    site.page_with_status(status, "-", "erase.html", page)
}
