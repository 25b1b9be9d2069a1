//! The routes.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tokio::sync::Semaphore;

use crate::guard;
use crate::pages::{approvals, bounces, erase, expire, invitations, limits, list, mailbox, search, statistics, user};
use crate::problem::Problem;
use crate::session::SessionError;
use crate::site::Site;

const STYLE: &str = include_str!("../templates/style.css");

/// Returns the routes. Each request of the operator has a permit of `running` until it is answered.
pub(crate) fn router(site: &Arc<Site>, running: Arc<Semaphore>) -> Router {
    let pages = Router::new()
        .route("/", get(search::show))
        .route("/end", post(guard::end))
        .route("/users", get(list::show))
        .route("/users/{id}", get(user::show))
        .route("/users/{id}/export", get(user::export))
        .route("/users/{id}/erase", get(erase::confirm).post(erase::erase))
        .route("/users/{id}/expire", get(expire::confirm).post(expire::expire))
        .route("/users/{id}/{act}", post(user::act))
        .route("/approvals", get(approvals::show))
        .route("/invitations", get(invitations::form).post(invitations::create))
        .route("/invitations/created", get(invitations::created))
        .route("/invitations/list", get(invitations::list))
        .route("/invitations/revoke", post(invitations::revoke))
        .route("/mailbox", get(mailbox::show))
        .route("/mailbox/release", post(mailbox::release))
        .route("/limits", get(limits::show))
        .route("/limits/clear", post(limits::clear))
        .route("/statistics", get(statistics::show))
        .route("/bounces", get(bounces::show))
        .route("/bounces/forget", post(bounces::forget))
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || Problem::method_not_allowed())
        .layer(from_fn_with_state(running, count))
        .layer(from_fn_with_state(Arc::clone(site), guard::require_session));
    Router::new()
        .route("/style.css", get(async || ([(CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)))
        .nest(site.base(), pages.route("/open", get(guard::open)))
        .fallback(outside)
        .layer(from_fn_with_state(Arc::clone(site), guard::require_host))
        .with_state(Arc::clone(site))
}

/// Answers in its own task: an act that has begun ends, also if the browser closes the connection.
async fn count(State(running): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    let permit = running.acquire_owned().await;
    let answering = tokio::spawn(async move {
        let answer = next.run(request).await;
        drop(permit);
        answer
    });
    answering.await.unwrap_or_else(|_| Problem::failed().into_response())
}

/// Answers everything outside the random path in the same way.
async fn outside() -> Response {
    Problem::session(SessionError::Unknown).into_response()
}
