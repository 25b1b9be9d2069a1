//! Taking what was sent with the form.

use domain::form::{CleanedData, Form};
use domain::{FieldError, Permission, Status, User};
use http::StatusCode;
use registration::Request;
use registration::backend::{Redirect, RegistrationError};
use registration_http::captcha::CaptchaError;
use registration_http::{Answer, App, Format, Incoming, Problem};
use serde_json::json;

use crate::show::{denied, form_page};

/// `POST /register`.
pub(crate) async fn submit(app: &App, incoming: &Incoming) -> Result<Answer, Problem> {
    let request = incoming.submitted()?;
    if let Permission::Denied(denial) = app.registration_allowed(&request).await? {
        return denied(app, incoming, denial);
    }
    let form = app.form(&request).await?;
    let refused = async |errors: Vec<FieldError>| match incoming.format {
        Format::Html => form_page(app, &request, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors).await,
        Format::Json => Err(Problem::validation_failed(errors)),
    };
    let data = match form.validate(&request.submission) {
        Ok(data) => data,
        Err(errors) => return refused(errors).await,
    };
    if form.is_honeypot_filled(&request.submission) {
        tracing::info!(request_id = request.id, check = "honeypot", "a registration was taken for a bot's");
        let (user, redirect) = app.backend().decoy_registration(&request, data).await;
        return registered(app, &request, incoming.format, &user, &redirect);
    }
    // After the form, so that no token is spent on what must be put right; before the backend, which hashes and writes.
    let passed = match app.captcha(&request).await {
        Some(captcha) => captcha.verify(&request, &form).await,
        None => Ok(()),
    };
    let registration = match passed {
        Ok(()) => app.backend().register(&request, data).await,
        Err(CaptchaError::Unavailable) => {
            return captcha_unavailable_answer(app, &request, incoming.format, &form).await;
        }
        Err(error) => match find_spent_submission(app, &request, &data, error).await? {
            Some(user) => Ok(user),
            None => return refused(vec![error.field_error()]).await,
        },
    };
    match registration {
        Ok(user) => {
            let redirect = app.backend().post_registration_redirect(&request, &user).await;
            registered(app, &request, incoming.format, &user, &redirect)
        }
        Err(RegistrationError::InvalidFields(errors)) => refused(errors).await,
        Err(RegistrationError::Denied(denial)) => denied(app, incoming, denial),
        Err(error) => Err(error.into()),
    }
}

/// The user of a submission that is sent again with the token that it has spent.
async fn find_spent_submission(
    app: &App,
    request: &Request,
    data: &CleanedData,
    error: CaptchaError,
) -> Result<Option<User>, Problem> {
    match error {
        // Boxed, as a backend's futures are: the SDK's nest deeper than the compiler follows.
        CaptchaError::Spent => Ok(Box::pin(app.backend().accounts().find_repetition(request, data)).await?),
        _ => Ok(None),
    }
}

/// 503 with what was typed: nobody can tell at present whether a bot sent it.
async fn captcha_unavailable_answer(
    app: &App,
    request: &Request,
    format: Format,
    form: &Form,
) -> Result<Answer, Problem> {
    let error = CaptchaError::Unavailable.field_error();
    match format {
        Format::Html => {
            let page = form_page(app, request, StatusCode::SERVICE_UNAVAILABLE, form, &[error]).await?;
            Ok(page.with_retry_after())
        }
        Format::Json => Err(Problem::captcha_unavailable(error)),
    }
}

/// 303 for a page. For a program 201 with the user who is active, or 202 while there is something left to prove; a
/// pending user is not told, so that the answer for an address that is registered already is no other.
fn registered(
    app: &App,
    request: &Request,
    format: Format,
    user: &User,
    redirect: &Redirect,
) -> Result<Answer, Problem> {
    let next = app.location(request, redirect);
    match (format, user.status) {
        (Format::Html, _) => Answer::see_other(app, request, redirect),
        (Format::Json, Status::Active) => Answer::json(
            StatusCode::CREATED,
            Format::JSON,
            &json!({ "status": user.status, "user": user, "next": next }),
        ),
        (Format::Json, _) => {
            Answer::json(StatusCode::ACCEPTED, Format::JSON, &json!({ "status": user.status, "next": next }))
        }
    }
}
