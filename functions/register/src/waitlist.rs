//! The form of the waiting list, for requests that may join it and not register.

use http::StatusCode;
use registration::Request;
use registration_http::captcha::CaptchaError;
use registration_http::{Answer, App, FormPurpose, Format, Incoming, Problem, RequestOutcome};

use crate::form_errors;

/// Handles `GET /register` for such a request: the form as a page or as a JSON Schema.
pub(crate) async fn show(app: &App, incoming: &Incoming) -> Result<Answer, Problem> {
    app.check_mail_budget(&incoming.request).await?;
    let form = app.waitlist_form(&incoming.request)?;
    match incoming.format {
        Format::Html => app.form_page(&incoming.request, StatusCode::OK, &form, FormPurpose::Waitlist, &[]).await,
        Format::Json => {
            let mut schema = form.schema(&app.translator(&incoming.request), &app.settings().site);
            if let Some(captcha) = app.captcha(&incoming.request).await {
                schema["x-captcha"] = captcha.annotation();
            }
            Answer::json(StatusCode::OK, "application/schema+json", &schema)
        }
    }
}

/// Handles `POST /register` for such a request.
///
/// The steps are those of a registration. Every valid address gets the same answer, after the same calls to the table.
pub(crate) async fn join(app: &App, incoming: &Incoming, mut request: Request) -> Result<Answer, Problem> {
    let form = app.waitlist_form(&request)?;
    let data = match form.validate(&request.submission) {
        Ok(data) => data,
        Err(errors) => {
            return form_errors::invalid(app, &request, incoming.format, &form, FormPurpose::Waitlist, errors).await;
        }
    };
    app.count_request(&mut request).await?;
    if form.is_honeypot_filled(&request.submission) {
        return Ok(Answer::joined(app, incoming, &request)?.with_outcome(RequestOutcome::DISCARDED));
    }
    // The SDK's futures are deep. Boxed, the compiler does not look through all of them at once.
    let accounts = app.backend().accounts();
    let captcha = app.captcha(&request).await;
    if let Some(captcha) = captcha {
        match captcha.verify(&request, &form, app.random()).await {
            Ok(()) => {}
            Err(CaptchaError::Unavailable) => {
                return form_errors::captcha_unavailable(app, &request, incoming.format, &form, FormPurpose::Waitlist)
                    .await;
            }
            Err(CaptchaError::Spent) if Box::pin(accounts.is_repeated_join(&request, &data.email)).await? => {
                return Ok(Answer::joined(app, incoming, &request)?.with_outcome(RequestOutcome::JOINED));
            }
            Err(error) => {
                let errors = vec![error.field_error()];
                return form_errors::invalid(app, &request, incoming.format, &form, FormPurpose::Waitlist, errors)
                    .await;
            }
        }
    }
    app.reserve_mail(&request).await?;
    app.backend().join_waitlist(&request, &data).await?;
    if captcha.is_some() {
        Box::pin(accounts.remember_join(&request, &data.email)).await?;
    }
    Ok(Answer::joined(app, incoming, &request)?.with_outcome(RequestOutcome::JOINED))
}
