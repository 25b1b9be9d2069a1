//! `GET` and `POST /register`, the pages that follow, what they are made of, and every address that is none.

mod show;
mod submit;

use http::{Method, StatusCode};
use registration_http::{Answer, App, Incoming, Page, Problem, Request, Response, serve};
use serde_json::json;

/// Answers one request.
pub async fn handle(app: &App, request: Request) -> Response<String> {
    serve(app, request, async |incoming| route(app, incoming).await).await
}

async fn route(app: &App, incoming: &Incoming) -> Result<Answer, Problem> {
    match incoming.request.path.as_str() {
        "/register" if incoming.is_safe_method() => show::show(app, incoming).await,
        "/register" if incoming.request.method == Method::POST => submit::submit(app, incoming).await,
        "/register" => Err(Problem::method_not_allowed("GET, HEAD, POST")),
        "/register/style.css" if incoming.is_safe_method() => Ok(app.stylesheet()),
        "/register/form.js" if incoming.is_safe_method() => Ok(app.script()),
        "/register/complete" if incoming.is_safe_method() => {
            let backend = app.backend();
            let page = json!({ "status": backend.initial_status(), "can_be_corrected": backend.allows_correction() });
            app.page(&incoming.request, StatusCode::OK, Page::RegistrationComplete, &page)
        }
        "/register/closed" if incoming.is_safe_method() => show::closed(app, incoming),
        "/register/style.css" | "/register/form.js" | "/register/complete" | "/register/closed" => {
            Err(Problem::method_not_allowed("GET, HEAD"))
        }
        _ => Err(Problem::not_found()),
    }
}
