//! Asking for another activation mail.

use domain::{EmailAddress, FieldError, FieldErrorCode};
use http::StatusCode;
use registration::Request;
use registration::backend::Redirect;
use registration_http::{Answer, App, Format, Incoming, Page, Problem};
use serde_json::json;

/// `GET /activate/resend`.
pub(crate) fn show(app: &App, request: &Request) -> Result<Answer, Problem> {
    form(app, request, StatusCode::OK, "", None)
}

/// `POST /activate/resend`: the same answer for whatever address, whoever has it.
pub(crate) async fn submit(app: &App, incoming: &Incoming) -> Result<Answer, Problem> {
    let request = incoming.submitted()?;
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
    app.backend().resend(&request, &email).await?;
    match incoming.format {
        Format::Html => Answer::see_other(app, &request, &Redirect::page("/activate/resend/complete")),
        Format::Json => Answer::json(StatusCode::ACCEPTED, Format::JSON, &json!({ "status": "accepted" })),
    }
}

fn form(app: &App, request: &Request, status: StatusCode, email: &str, error: Option<&str>) -> Result<Answer, Problem> {
    app.page(request, status, Page::Resend, &json!({ "email": email, "error": error }))
}
