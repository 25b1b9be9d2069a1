//! From an HTTP event to a request, and from an outcome to an answer or a page.
//!
//! A function makes its [`App`] once and hands each request to [`serve`], which returns what its route answers as a
//! [`Response`]. [`run`] is the function's whole `main` from there on.
//!
//! Deliberately not here: what a workflow does. The crate `registration` knows it.

mod answer;
mod app;
mod body;
pub mod captcha;
mod cross_site;
mod event;
mod format;
mod incoming;
mod pages;
mod problem;
mod problem_code;

use std::time::Duration;

use http::Method;
pub use http::Response;
pub use lambda_http::Request;

pub use answer::Answer;
pub use app::App;
pub use event::{invoke, run};
pub use format::Format;
pub use incoming::Incoming;
pub use pages::Page;
pub use problem::Problem;
pub use problem_code::ProblemCode;

pub(crate) use pages::Pages;

/// In which every request is answered, whatever it has to wait for: a second less than its function has.
const TIME_LIMIT: Duration = Duration::from_secs(9);

/// Answers one request with `route`. A problem is answered in the format that the client accepts.
pub async fn serve(
    app: &App,
    request: Request,
    route: impl AsyncFnOnce(&Incoming) -> Result<Answer, Problem>,
) -> Response<String> {
    let incoming = Incoming::new(request, &app.settings().site.url, app.languages(), app.now());
    let answered = match incoming.request_problem() {
        Some(problem) => Err(problem),
        None => match tokio::time::timeout(TIME_LIMIT, route(&incoming)).await {
            Ok(answered) => answered,
            Err(elapsed) => Err(Problem::unavailable(elapsed)),
        },
    };
    let mut answer = answered.unwrap_or_else(|problem| {
        problem.log(&incoming.request);
        problem.answer(app, &incoming.request, incoming.format)
    });
    answer.set_content_language(&incoming.request.language);
    if incoming.request.method == Method::HEAD {
        answer.body.clear();
    }
    tracing::info!(
        request_id = incoming.request.id,
        method = %incoming.request.method,
        status = answer.status.as_u16(),
        "answered"
    );
    answer.into_response()
}
