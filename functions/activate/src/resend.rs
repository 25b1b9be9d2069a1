//! Requests for another activation email.

use domain::{EmailAddress, FieldError, FieldErrorCode, RegistrationHandle};
use http::StatusCode;
use registration::Request;
use registration::backend::Redirect;
use registration_http::{Answer, App, Format, Incoming, Page, Problem, RequestOutcome};
use serde_json::json;

/// Handles `GET /activate/resend`, which shows the form.
pub(crate) fn show(app: &App, request: &Request) -> Result<Answer, Problem> {
    form(app, request, StatusCode::OK, "", None)
}

/// Handles `POST /activate/resend`.
///
/// The answer is the same for every address, so that it does not reveal who has an account.
pub(crate) async fn submit(app: &App, incoming: &Incoming) -> Result<Answer, Problem> {
    let request = incoming.submitted()?;
    // The holder of a registration's handle need not know the address, nor learn whether there is such a registration.
    let by_handle = match incoming.format {
        Format::Html => request.handle.is_some(),
        Format::Json => request.submission.value(RegistrationHandle::FIELD).is_some(),
    };
    if by_handle && request.submission.value("email").is_none() {
        app.count_resend(&request).await?;
        app.backend().resend_registration(&request).await?;
        // The page with the field for the code.
        let answer = accepted(app, incoming, &request, &Redirect::page("/register/complete?again=1"))?;
        return Ok(match incoming.format {
            Format::Html => answer.with_registration(app, request.handle.as_ref()),
            Format::Json => answer,
        });
    }
    let typed = request.submission.text("email").unwrap_or_default();
    let email = match EmailAddress::parse(typed) {
        Ok(email) => email,
        Err(error) if incoming.format == Format::Html => {
            let error = app.translator(&request).translate(&error.into());
            return form(app, &request, StatusCode::UNPROCESSABLE_ENTITY, typed, Some(&error));
        }
        Err(error) => {
            return Err(Problem::validation_failed(vec![FieldError::new("email", FieldErrorCode::from(error), error)]));
        }
    };
    app.count_resend(&request).await?;
    app.backend().resend(&request, &email).await?;
    accepted(app, incoming, &request, &Redirect::page("/activate/resend/complete"))
}

fn accepted(app: &App, incoming: &Incoming, request: &Request, page: &Redirect) -> Result<Answer, Problem> {
    let answer = match incoming.format {
        Format::Html => Answer::see_other(app, request, page),
        Format::Json => Answer::json(StatusCode::ACCEPTED, Format::JSON, &json!({ "status": "accepted" })),
    };
    Ok(answer?.with_outcome(RequestOutcome::RESENT))
}

fn form(app: &App, request: &Request, status: StatusCode, email: &str, error: Option<&str>) -> Result<Answer, Problem> {
    let page = app.page(request, status, Page::Resend, &json!({ "email": email, "error": error }))?;
    Ok(if status.is_success() { page } else { page.with_outcome(RequestOutcome::invalid_form()) })
}
