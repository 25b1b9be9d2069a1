//! The page that waits for the activation, and the correction of the address.

use domain::form::Form;
use domain::{EmailAddress, FieldError, Permission, RegistrationHandle, Status, User};
use http::StatusCode;
use registration::Request;
use registration::backend::Redirect;
use registration_http::captcha::CaptchaError;
use registration_http::{Answer, App, Format, Incoming, Problem, RequestOutcome};
use serde_json::{Value, json};
use table::UserItem;

const COMPLETE: &str = "/register/complete";

/// Handles `GET /register/complete`.
///
/// The page shows the registration if the request has its handle. A program that sends a handle gets the status.
pub(crate) async fn show(app: &App, incoming: &Incoming) -> Result<Answer, Problem> {
    let request = &incoming.request;
    let found = Box::pin(app.backend().accounts().registration(request)).await?;
    let pending = found.as_ref().filter(|item| item.is_pending(request.received_at));
    match incoming.format {
        Format::Json if !app.settings().pages || request.headers.contains_key(RegistrationHandle::HEADER) => {
            let status = match (&found, pending) {
                (_, Some(item)) => json!({
                    "status": item.user.status,
                    "expires_at": expires_at(item),
                    "activation_by": app.settings().activation.by.names(),
                }),
                (Some(item), None) if item.user.status != Status::Pending => {
                    json!({ "status": item.user.status })
                }
                _ => return Err(Problem::registration_unknown()),
            };
            Answer::json(StatusCode::OK, Format::JSON, &status)
        }
        _ => app.registration_page(request, StatusCode::OK, pending, true, &[]).await,
    }
}

/// Handles `GET /register/email`, which leads to the page with its form.
pub(crate) fn redirect(app: &App, incoming: &Incoming) -> Result<Answer, Problem> {
    Answer::see_other(app, &incoming.request, &Redirect::page(COMPLETE))
}

/// Handles `POST /register/email`, which gives the registration of the request's handle another address.
pub(crate) async fn correct(app: &App, incoming: &Incoming) -> Result<Answer, Problem> {
    let mut request = incoming.submitted()?;
    if let Some(denial) = app.denial(&request).await {
        return Answer::denied(app, incoming, denial);
    }
    // Before the backend is asked, whose answer tells whether a guessed credential is right.
    let item = app.pending_registration(&request).await?.ok_or_else(Problem::registration_unknown)?;
    if let Permission::Denied(denial) = app.correction_allowed(&request).await? {
        return Answer::denied(app, incoming, denial);
    }
    let form = app.restart_form(&item.user).await?;
    let email = match checked_email(app, &mut request, &form, &item.user).await {
        Ok(email) => email,
        Err(Rejection::Invalid(error)) if incoming.format == Format::Html => {
            return app
                .registration_page(&request, StatusCode::UNPROCESSABLE_ENTITY, Some(&item), true, &[error])
                .await;
        }
        Err(Rejection::Unavailable(error)) if incoming.format == Format::Html => {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            let page = app.registration_page(&request, status, Some(&item), true, &[error]).await?;
            return Ok(page.with_retry_after());
        }
        Err(Rejection::Invalid(error)) => return Err(Problem::validation_failed(vec![error])),
        Err(Rejection::Unavailable(error)) => return Err(Problem::captcha_unavailable(error)),
        Err(Rejection::Limited(problem)) => return Err(problem),
    };
    let user = Box::pin(app.backend().accounts().correct_email(&request, &email)).await?;
    let answer = match incoming.format {
        Format::Html => {
            let answer = Answer::see_other(app, &request, &Redirect::page(COMPLETE))?;
            answer.with_registration(app, request.handle.as_ref())
        }
        Format::Json => {
            let redirect = app.backend().post_registration_redirect(&request, &user).await;
            let next = app.location(&request, &redirect);
            Answer::json(StatusCode::ACCEPTED, Format::JSON, &json!({ "status": user.status, "next": next }))?
        }
    };
    Ok(answer.with_outcome(RequestOutcome::corrected(&user)))
}

/// The reason why an address is not taken.
enum Rejection {
    /// The address or the bot check's token is wrong.
    Invalid(FieldError),
    /// The bot check's provider gave no answer.
    Unavailable(FieldError),
    /// The source has sent too many requests, or the budget of emails is used up.
    Limited(Problem),
}

/// Returns the address, if the form accepts it, and the limit of the source and the bot check permit it.
///
/// The present address of `user` needs no check: the form may come twice, with a token that is spent.
async fn checked_email(app: &App, request: &mut Request, form: &Form, user: &User) -> Result<EmailAddress, Rejection> {
    let email = form.validate_email(&request.submission, user.username.as_ref()).map_err(Rejection::Invalid)?;
    if email == user.email {
        return Ok(email);
    }
    app.count_request(request).await.map_err(Rejection::Limited)?;
    if let Some(captcha) = app.captcha(request).await {
        captcha.verify(request, form, app.random()).await.map_err(|error| match error {
            CaptchaError::Unavailable => Rejection::Unavailable(error.field_error()),
            error => Rejection::Invalid(error.field_error()),
        })?;
    }
    app.reserve_mail(request).await.map_err(Rejection::Limited)?;
    Ok(email)
}

/// Returns the time at which the registration expires (RFC 3339).
fn expires_at(item: &UserItem) -> Value {
    let expires_at = item.expires_at.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    expires_at.map_or(Value::Null, |expires_at| expires_at.to_string().into())
}
