//! The function `allowed`: `GET /register/allowed`.
//!
//! It returns whether this request may register, or join the waiting list, for pages that link to the form.

use http::StatusCode;
use registration_http::{Answer, App, Body, Format, Incoming, Problem, RegistrationAccess, Request, Response, serve};
use serde_json::json;

/// Handles one request.
pub async fn handle(app: &App, request: Request) -> Response<Body> {
    serve(app, request, async |incoming| route(app, incoming).await).await
}

/// Answers in JSON, whatever the client accepts: there is no page.
async fn route(app: &App, incoming: &Incoming) -> Result<Answer, Problem> {
    match incoming.request.path.as_str() {
        "/register/allowed" if incoming.is_safe_method() => {
            let backend = app.backend().name();
            let document = match app.registration_access(&incoming.request).await? {
                RegistrationAccess::Register | RegistrationAccess::Waitlist => {
                    app.check_mail_budget(&incoming.request).await?;
                    json!({ "allowed": true, "backend": backend })
                }
                RegistrationAccess::Denied(denial) => {
                    json!({ "allowed": false, "backend": backend, "reason": denial.code })
                }
            };
            Answer::json(StatusCode::OK, Format::JSON, &document)
        }
        "/register/allowed" => Err(Problem::method_not_allowed("GET, HEAD, OPTIONS")),
        _ => Err(Problem::not_found()),
    }
}
