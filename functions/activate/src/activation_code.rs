//! Activation by the code in an email.

use domain::locale::Text;
use domain::{ActivationCode, ActivationCodeError, FieldError, FieldErrorCode};
use http::StatusCode;
use registration::backend::Redirect;
use registration::{ActivationError, Proof};
use registration_http::{Answer, App, Format, Incoming, Problem};

use crate::activated;

/// Handles `POST /activate/code`.
///
/// The code is of the last email for the registration whose handle the request has.
pub(crate) async fn submit(app: &App, incoming: &Incoming) -> Result<Answer, Problem> {
    let request = incoming.submitted()?;
    if !app.settings().activation.by.code() {
        return Err(ActivationError::NotSupported.into());
    }
    let typed = request.submission.text(ActivationCode::FIELD).unwrap_or_default();
    let code = match ActivationCode::parse(typed) {
        Ok(code) => code,
        Err(error) => {
            let error = field_error(error);
            return match incoming.format {
                Format::Html => app.code_page(&request, StatusCode::UNPROCESSABLE_ENTITY, error).await,
                Format::Json => Err(Problem::validation_failed(vec![error])),
            };
        }
    };
    match (app.backend().activate(&request, Proof::Code(code)).await, incoming.format) {
        (Ok(user), _) => activated(app, incoming, &request, &user).await,
        (
            Err(
                error @ (ActivationError::CodeWrong { .. }
                | ActivationError::CodeExpired
                | ActivationError::CodesPaused { .. }),
            ),
            Format::Html,
        ) => app.code_problem_page(&request, &error.into()).await,
        (Err(ActivationError::StartOverRequired), _) => {
            Err(Problem::start_over_required(app.location(&request, &Redirect::page("/activate/resend"))))
        }
        (Err(error), _) => Err(error.into()),
    }
}

fn field_error(error: ActivationCodeError) -> FieldError {
    let (code, message) = match error {
        ActivationCodeError::Required => (FieldErrorCode::Required, "error-code-required"),
        ActivationCodeError::Invalid => (FieldErrorCode::Invalid, "error-code-invalid"),
    };
    FieldError::new(ActivationCode::FIELD, code, Text::message(message))
}
