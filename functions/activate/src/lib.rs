//! The function `activate`: `/activate/{key}`, `/activate/code`, `/activate/resend`, `/approve/{key}`, and their pages.

mod activation_code;
mod approve;
mod resend;

use domain::{ActivationProof, Status, Token, User};
use http::{Method, StatusCode};
use registration::backend::Redirect;
use registration::{ActivationError, Proof, Request};
use registration_http::{Answer, App, Body, Format, Incoming, Page, Problem, RequestOutcome, Response, serve};
use serde_json::json;

/// Handles one request.
pub async fn handle(app: &App, request: registration_http::Request) -> Response<Body> {
    serve(app, request, async |incoming| route(app, incoming).await).await
}

async fn route(app: &App, incoming: &Incoming) -> Result<Answer, Problem> {
    let request = &incoming.request;
    if let Some(key) = request.path.strip_prefix("/approve/") {
        return approve::route(app, incoming, key).await;
    }
    let Some(name) = request.path.strip_prefix("/activate/") else { return Err(Problem::not_found()) };
    let (read, post) = (incoming.is_safe_method(), request.method == Method::POST);
    match name {
        "complete" if read => {
            let page = json!({ "status": app.backend().activated_status(), "account": app.account_name(request) });
            app.page(request, StatusCode::OK, Page::ActivationComplete, &page)
        }
        "resend/complete" if read => app.page(request, StatusCode::OK, Page::ResendComplete, &()),
        "complete" | "resend/complete" => Err(Problem::method_not_allowed("GET, HEAD, OPTIONS")),
        "code" if post => activation_code::submit(app, incoming).await,
        // The address of a form's answer, reloaded or opened in another language.
        "code" if read => Answer::see_other(app, request, &Redirect::page("/register/complete")),
        "code" => Err(Problem::method_not_allowed("GET, HEAD, POST, OPTIONS")),
        "resend" if read => resend::show(app, request),
        "resend" if post => resend::submit(app, incoming).await,
        key if read => confirm(app, incoming, key).await,
        key if post => activate(app, incoming, key).await,
        _ => Err(Problem::method_not_allowed("GET, HEAD, POST, OPTIONS")),
    }
}

/// Handles `GET /activate/{key}`, which shows a page with a button.
///
/// It changes nothing, because mail scanners open links.
async fn confirm(app: &App, incoming: &Incoming, key: &str) -> Result<Answer, Problem> {
    let request = &incoming.request;
    let proof = app.settings().activation.proof;
    let way_on = match (app.backend().activatable(request, key).await, incoming.format, proof) {
        (Err(ActivationError::ProofRequired | ActivationError::StartOverRequired), Format::Html, _) => {
            return Answer::see_other(app, request, &start_over(key));
        }
        (Ok(user), Format::Html, _) => {
            let start_over = (proof == ActivationProof::Person).then(|| app.location(request, &start_over(key)));
            let page = json!({ "username": user.username, "email": user.email, "start_over": start_over });
            return app.page(request, StatusCode::OK, Page::Activate, &page);
        }
        (Err(ActivationError::StartOverRequired), Format::Json, _) => "start_over",
        (Ok(_), Format::Json, ActivationProof::Mailbox) => "none",
        (Ok(_) | Err(ActivationError::ProofRequired), Format::Json, _) => "registration",
        (Err(error), ..) => return Err(error.into()),
    };
    Answer::json(StatusCode::OK, Format::JSON, &json!({ "status": Status::Pending, "proof": way_on }))
}

/// Handles `POST /activate/{key}`, which activates the user.
async fn activate(app: &App, incoming: &Incoming, key: &str) -> Result<Answer, Problem> {
    let request = incoming.submitted_if_any()?;
    let user = match (app.backend().activate(&request, Proof::Key(key)).await, incoming.format) {
        (Err(ActivationError::ProofRequired | ActivationError::StartOverRequired), Format::Html) => {
            return Answer::see_other(app, &request, &start_over(key));
        }
        (Err(ActivationError::ProofRequired | ActivationError::StartOverRequired), Format::Json) => {
            return Err(Problem::proof_required(app.location(&request, &start_over(key))));
        }
        (activated, _) => activated?,
    };
    activated(app, incoming, &request, &user).await
}

/// Answers a request that activated the user.
async fn activated(app: &App, incoming: &Incoming, request: &Request, user: &User) -> Result<Answer, Problem> {
    let redirect = app.backend().post_activation_redirect(request, user).await;
    let answer = match incoming.format {
        Format::Html => Answer::activated(app, incoming, request, user, &redirect),
        Format::Json => {
            let next = app.next(request, &redirect, user);
            Answer::json(StatusCode::OK, Format::JSON, &json!({ "status": user.status, "user": user, "next": next }))
        }
    };
    Ok(answer?.with_outcome(RequestOutcome::activated(user)))
}

/// Returns the page for users who have the link, but not the handle of the registration.
fn start_over(key: &str) -> Redirect {
    Redirect::Page(format!("/register?{}={key}", Token::ACTIVATION_FIELD))
}
