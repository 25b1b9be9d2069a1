//! The submission of the form.

use domain::form::CleanedData;
use domain::{Denial, FieldError, Token, User};
use registration::Request;
use registration::backend::RegistrationError;
use registration_http::captcha::CaptchaError;
use registration_http::{Answer, App, FormPurpose, Incoming, Problem, RegistrationAccess, RequestOutcome};

use crate::{form_errors, start_over, waitlist};

/// Handles `POST /register`.
pub(crate) async fn submit(app: &App, incoming: &Incoming) -> Result<Answer, Problem> {
    let mut request = incoming.submitted()?;
    if let Some(key) = start_over::key(&request) {
        return start_over::submit(app, incoming, &request, key).await;
    }
    request.handle_secret = Some(Token::generate(app.random()));
    match app.registration_access(&request).await? {
        RegistrationAccess::Register => {}
        RegistrationAccess::Waitlist => return waitlist::join(app, incoming, request).await,
        RegistrationAccess::Denied(denial) => return Answer::denied(app, incoming, denial),
    }
    if !app.backend().accepts_passwords() {
        return Answer::denied(app, incoming, Denial::OPENID_REQUIRED);
    }
    let form = app.form(&request).await?;
    let validated = form.validate(&request.submission);
    if validated.is_ok() {
        app.count_request(&mut request).await?;
    }
    let request = request;
    let refused = async |errors: Vec<FieldError>| {
        form_errors::invalid(app, &request, incoming.format, &form, FormPurpose::Register, errors).await
    };
    let data = match validated {
        Ok(data) => data,
        Err(errors) => return refused(errors).await,
    };
    if form.is_honeypot_filled(&request.submission) {
        let (user, redirect) = app.backend().decoy_registration(&request, data).await;
        return Ok(
            Answer::registered(app, incoming, &request, &user, &redirect)?.with_outcome(RequestOutcome::DISCARDED)
        );
    }
    // The check comes after the form, so that an invalid form spends no token, and before the backend's costs.
    let passed = match app.captcha(&request).await {
        Some(captcha) => captcha.verify(&request, &form, app.random()).await,
        None => Ok(()),
    };
    let registration = match passed {
        Ok(()) => {
            app.reserve_mail(&request).await?;
            app.backend().register(&request, data).await
        }
        Err(CaptchaError::Unavailable) => {
            return form_errors::captcha_unavailable(app, &request, incoming.format, &form, FormPurpose::Register)
                .await;
        }
        Err(error) => match find_spent_submission(app, &request, &data, error).await? {
            Some(user) => Ok(user),
            None => return refused(vec![error.field_error()]).await,
        },
    };
    match registration {
        Ok(user) => {
            let redirect = app.backend().post_registration_redirect(&request, &user).await;
            Answer::registered(app, incoming, &request, &user, &redirect)
        }
        Err(RegistrationError::InvalidFields(errors)) => refused(errors).await,
        Err(RegistrationError::Denied(denial)) => Answer::denied(app, incoming, denial),
        Err(error) => Err(error.into()),
    }
}

/// Returns the user of a submission that is repeated with its spent token.
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
