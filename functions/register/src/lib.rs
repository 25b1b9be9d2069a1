//! The function `register`: `/register`, its pages and files, and unknown paths.

mod complete;
mod form_errors;
mod show;
mod start_over;
mod submit;
mod waitlist;

use http::Method;
use registration_http::{Answer, App, Body, Incoming, Problem, Request, Response, serve};

/// Handles one request.
pub async fn handle(app: &App, request: Request) -> Response<Body> {
    serve(app, request, async |incoming| route(app, incoming).await).await
}

async fn route(app: &App, incoming: &Incoming) -> Result<Answer, Problem> {
    match incoming.request.path.as_str() {
        "/register" if incoming.is_safe_method() => match start_over::key(&incoming.request) {
            Some(key) if app.backend().accepts_passwords() => start_over::show(app, incoming, key).await,
            _ => show::show(app, incoming).await,
        },
        "/register" if incoming.request.method == Method::POST => submit::submit(app, incoming).await,
        "/register/style.css" if incoming.is_safe_method() => app.stylesheet(&incoming.request),
        "/register/form.js" if incoming.is_safe_method() => app.script(&incoming.request),
        "/register/complete" if incoming.is_safe_method() => complete::show(app, incoming).await,
        "/register/email" if incoming.request.method == Method::POST => complete::correct(app, incoming).await,
        // The address of a form's answer, reloaded or opened in another language.
        "/register/email" if incoming.is_safe_method() => complete::redirect(app, incoming),
        "/register" | "/register/email" => Err(Problem::method_not_allowed("GET, HEAD, POST, OPTIONS")),
        "/register/closed" if incoming.is_safe_method() => show::closed(app, incoming),
        "/register/style.css" | "/register/form.js" | "/register/complete" | "/register/closed" => {
            Err(Problem::method_not_allowed("GET, HEAD, OPTIONS"))
        }
        _ => Err(Problem::not_found()),
    }
}
