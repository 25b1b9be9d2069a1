//! What the HTTP functions share: from API Gateway's event to a request, and from an answer or a problem back.
//!
//! The functions take the event of payload format 2.0 itself, not `lambda_http`'s request: that crate's conversion
//! panics on a query such as `?x="`.

mod answer;
mod app;
mod body;
pub mod captcha;
mod cross_site;
mod format;
mod incoming;
mod pages;
mod problem;
mod problem_code;

use std::time::Duration;

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use http::Method;

pub use answer::Answer;
pub use app::App;
pub use format::Format;
pub use incoming::Incoming;
pub use pages::Page;
pub use problem::Problem;
pub use problem_code::ProblemCode;

pub(crate) use pages::Pages;

/// In which every request is answered, whatever it has to wait for: a second less than its function has.
const TIME_LIMIT: Duration = Duration::from_secs(9);

/// Answers one event: `route` says how, and whatever it cannot do is told in the format that the client reads.
pub async fn serve(
    app: &App,
    event: ApiGatewayV2httpRequest,
    route: impl AsyncFnOnce(&Incoming) -> Result<Answer, Problem>,
) -> ApiGatewayV2httpResponse {
    let incoming = Incoming::new(event, &app.settings().site.url, app.languages(), app.now());
    let answered = match incoming.refusal() {
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
    answer.tell_language(&incoming.request.language);
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
