//! `GET` and `POST /activate/{key}` and `/activate/resend`, and the pages that follow.

mod resend;

use http::{Method, StatusCode};
use registration_http::{Answer, App, Format, Incoming, Page, Problem, Request, Response, serve};
use serde_json::json;

/// Answers one request.
pub async fn handle(app: &App, request: Request) -> Response<String> {
    serve(app, request, async |incoming| route(app, incoming).await).await
}

async fn route(app: &App, incoming: &Incoming) -> Result<Answer, Problem> {
    let Some(name) = incoming.request.path.strip_prefix("/activate/") else { return Err(Problem::not_found()) };
    let request = &incoming.request;
    let (read, post) = (incoming.is_safe_method(), request.method == Method::POST);
    match name {
        "complete" if read => {
            let page = json!({ "status": app.backend().activated_status() });
            app.page(request, StatusCode::OK, Page::ActivationComplete, &page)
        }
        "resend/complete" if read => app.page(request, StatusCode::OK, Page::ResendComplete, &()),
        "complete" | "resend/complete" => Err(Problem::method_not_allowed("GET, HEAD")),
        "resend" if read => resend::show(app, request),
        "resend" if post => resend::submit(app, incoming).await,
        key if read => confirm(app, incoming, key).await,
        key if post => activate(app, incoming, key).await,
        _ => Err(Problem::method_not_allowed("GET, HEAD, POST")),
    }
}

/// `GET /activate/{key}`: a page with a button. It changes nothing, because mail scanners open links.
async fn confirm(app: &App, incoming: &Incoming, key: &str) -> Result<Answer, Problem> {
    let user = app.backend().activatable(&incoming.request, key).await?;
    match incoming.format {
        Format::Html => {
            let page = json!({ "username": user.username, "email": user.email });
            app.page(&incoming.request, StatusCode::OK, Page::Activate, &page)
        }
        Format::Json => Answer::json(StatusCode::OK, Format::JSON, &json!({ "status": user.status })),
    }
}

/// `POST /activate/{key}`.
async fn activate(app: &App, incoming: &Incoming, key: &str) -> Result<Answer, Problem> {
    let user = app.backend().activate(&incoming.request, key).await?;
    let redirect = app.backend().post_activation_redirect(&incoming.request, &user).await;
    match incoming.format {
        Format::Html => Answer::see_other(app, &incoming.request, &redirect),
        Format::Json => {
            let next = app.location(&incoming.request, &redirect);
            Answer::json(StatusCode::OK, Format::JSON, &json!({ "status": user.status, "user": user, "next": next }))
        }
    }
}
