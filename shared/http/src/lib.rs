//! HTTP: events become requests, and outcomes become answers and pages.
//!
//! A function creates its [`App`] once and passes each request to [`serve`], which returns its route's answer as a
//! [`Response`]. [`run`] is the rest of the function's `main`.
//!
//! The workflows are not here, but in the crate `registration`.

mod account_name;
mod answer;
mod app;
mod asset;
mod body;
mod canonical_path;
pub mod captcha;
mod compression;
pub mod cookies;
mod cors;
mod cross_site;
mod edge;
mod event;
mod form_page;
mod format;
mod incoming;
mod limits;
mod pages;
mod problem;
mod problem_code;
mod registration_access;
mod registration_answer;
mod registration_cookie;
mod registration_page;
mod request_origin;
mod request_outcome;
mod respond;
mod sign_in_cookie;

use std::time::Duration;

pub use http::Response;
use http::header::ALLOW;
use http::{Method, StatusCode};
pub use lambda_http::{Body, Request};

pub use account_name::AccountName;
pub use answer::Answer;
pub use app::App;
pub use body::is_form;
pub use event::{invoke, run};
pub use form_page::FormPurpose;
pub use format::Format;
pub use incoming::Incoming;
pub use pages::Page;
pub use problem::Problem;
pub use problem_code::ProblemCode;
pub use registration_access::RegistrationAccess;
pub use request_outcome::RequestOutcome;
pub use sign_in_cookie::SignInCookie;

pub(crate) use pages::Pages;

/// The time limit of every answer, a second less than the function's.
const TIME_LIMIT: Duration = Duration::from_secs(9);

/// Answers one request with `route`. A problem is answered in the accepted format.
pub async fn serve(
    app: &App,
    request: Request,
    route: impl AsyncFnOnce(&Incoming) -> Result<Answer, Problem>,
) -> Response<Body> {
    let incoming = Incoming::new(request, app);
    let allowed_origin = app.cors().allowed_origin(&incoming.request);
    let answered = match incoming.request_problem() {
        _ if incoming.bypasses_edge => Answer::bypassed_edge(),
        _ if allowed_origin.is_some() && cors::is_preflight(&incoming.request) => Ok(Answer::preflight()),
        Some(problem) => Err(problem),
        None if let Some(location) = incoming.front_end_location() => Answer::see_other_url(location),
        None if let Some(location) = incoming.canonical_location() => Answer::permanent_redirect(location),
        None => match tokio::time::timeout(TIME_LIMIT, route(&incoming)).await {
            // The path has this method, like every path (RFC 9110, 9.3.7).
            Ok(Err(ref problem))
                if incoming.request.method == Method::OPTIONS
                    && let Some(allow) = problem.allow() =>
            {
                Ok(Answer::empty(StatusCode::NO_CONTENT).with_header(ALLOW, allow.clone()))
            }
            Ok(answered) => answered,
            Err(elapsed) => Err(Problem::unavailable(elapsed)),
        },
    };
    let mut answer = answered.unwrap_or_else(|problem| {
        problem.log(&incoming.request);
        problem.answer(app, &incoming.request, incoming.format).with_outcome(problem.outcome())
    });
    answer.set_content_language(&incoming.request.language);
    if app.cors().is_on() {
        answer.allow_origin(allowed_origin);
    }
    let has_no_secret = answer.is_for_everybody() || compression::is_allowed(&incoming.request);
    if has_no_secret && compression::is_accepted(&incoming.request.headers) {
        answer.compress();
    }
    if incoming.request.method == Method::HEAD && answer.status != StatusCode::NOT_MODIFIED {
        answer.drop_body();
    }
    let outcome = answer.outcome.take();
    let outcome = outcome.as_ref();
    tracing::info!(
        request_id = incoming.request.id,
        method = %incoming.request.method,
        status = answer.status.as_u16(),
        decision = outcome.map(|outcome| outcome.name),
        code = outcome.and_then(|outcome| outcome.code.as_deref()),
        user = outcome.and_then(|outcome| outcome.user).map(tracing::field::display),
        "answered"
    );
    answer.into_response()
}
