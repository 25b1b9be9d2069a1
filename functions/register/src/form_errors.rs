//! The answers to a form that is sent back.

use domain::FieldError;
use domain::form::Form;
use http::StatusCode;
use registration::Request;
use registration_http::captcha::CaptchaError;
use registration_http::{Answer, App, FormPurpose, Format, Problem};

/// Answers 422 with the errors of fields. A page has the submitted values.
pub(crate) async fn invalid(
    app: &App,
    request: &Request,
    format: Format,
    form: &Form,
    purpose: FormPurpose<'_>,
    errors: Vec<FieldError>,
) -> Result<Answer, Problem> {
    match format {
        Format::Html => app.form_page(request, StatusCode::UNPROCESSABLE_ENTITY, form, purpose, &errors).await,
        Format::Json => Err(Problem::validation_failed(errors)),
    }
}

/// Answers 503 with the submitted values, because a bot cannot be excluded now.
pub(crate) async fn captcha_unavailable(
    app: &App,
    request: &Request,
    format: Format,
    form: &Form,
    purpose: FormPurpose<'_>,
) -> Result<Answer, Problem> {
    let error = CaptchaError::Unavailable.field_error();
    match format {
        Format::Html => {
            let page = app.form_page(request, StatusCode::SERVICE_UNAVAILABLE, form, purpose, &[error]).await?;
            Ok(page.with_retry_after())
        }
        Format::Json => Err(Problem::captcha_unavailable(error)),
    }
}
