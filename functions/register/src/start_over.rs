//! Choosing name and password with a proven mailbox.
//!
//! A user goes on here who opens the link in another browser, or whose address another person registered.

use domain::{FieldError, Status, Token, User};
use http::StatusCode;
use registration::Request;
use registration::backend::RegistrationError;
use registration_http::{Answer, App, FormPurpose, Format, Incoming, Problem, RequestOutcome};
use serde_json::json;

/// Returns the activation key of a request that starts over.
pub(crate) fn key(request: &Request) -> Option<&str> {
    let (sent, queried) = (request.submission.text(Token::ACTIVATION_FIELD), request.query(Token::ACTIVATION_FIELD));
    [sent, queried].into_iter().flatten().find(|key| !key.is_empty())
}

/// Handles `GET /register?activation={key}`: the form, with the address that the key proves.
pub(crate) async fn show(app: &App, incoming: &Incoming, key: &str) -> Result<Answer, Problem> {
    let mailbox = Box::pin(app.backend().restartable(&incoming.request, key)).await?;
    mailbox.unfinished()?;
    let form = app.restart_form(mailbox.user()).await?;
    match incoming.format {
        Format::Html => {
            let purpose = FormPurpose::StartOver { email: &mailbox.user().email };
            app.form_page(&incoming.request, StatusCode::OK, &form, purpose, &[]).await
        }
        Format::Json => {
            let schema = form.schema(&app.translator(&incoming.request), &app.settings().site);
            Answer::json(StatusCode::OK, "application/schema+json", &schema)
        }
    }
}

/// Handles `POST /register` with an activation key.
pub(crate) async fn submit(app: &App, incoming: &Incoming, request: &Request, key: &str) -> Result<Answer, Problem> {
    let mailbox = Box::pin(app.backend().restartable(request, key)).await?;
    let form = app.restart_form(mailbox.user()).await?;
    let refused = async |errors: Vec<FieldError>| match incoming.format {
        Format::Html => {
            let purpose = FormPurpose::StartOver { email: &mailbox.user().email };
            app.form_page(request, StatusCode::UNPROCESSABLE_ENTITY, &form, purpose, &errors).await
        }
        Format::Json => Err(Problem::validation_failed(errors)),
    };
    let data = match form.validate(&request.submission) {
        Ok(data) => data,
        Err(errors) => {
            mailbox.unfinished()?;
            return refused(errors).await;
        }
    };
    match Box::pin(app.backend().start_over(request, &mailbox, data)).await {
        Ok(user) => finished(app, incoming, request, &user).await,
        Err(RegistrationError::InvalidFields(errors)) => refused(errors).await,
        Err(error) => Err(error.into()),
    }
}

/// Answers like an activation: 303 for a page, 201 for a program, or 202 if an operator has yet to approve.
async fn finished(app: &App, incoming: &Incoming, request: &Request, user: &User) -> Result<Answer, Problem> {
    let redirect = app.backend().post_activation_redirect(request, user).await;
    let next = app.next(request, &redirect, user);
    let answer = match (incoming.format, user.status) {
        (Format::Html, _) => Answer::activated(app, incoming, request, user, &redirect),
        (Format::Json, Status::Active) => {
            let body = json!({ "status": user.status, "user": user, "next": next });
            Answer::json(StatusCode::CREATED, Format::JSON, &body)
        }
        (Format::Json, _) => {
            Answer::json(StatusCode::ACCEPTED, Format::JSON, &json!({ "status": user.status, "next": next }))
        }
    };
    Ok(answer?.with_outcome(RequestOutcome::activated(user)))
}
