//! Taking what was sent with the form.

use http::StatusCode;
use registration::backend::{Permission, RegistrationError};
use registration::form::FieldError;
use registration::http::{Answer, Format, Incoming, Problem};
use registration::{App, Request, Status, User};
use serde_json::json;

use crate::show::{denied, form_page};

/// `POST /register`.
pub(crate) async fn submit(app: &App, incoming: &Incoming) -> Result<Answer, Problem> {
    let request = incoming.submitted()?;
    if let Permission::Denied(denial) = app.registration_allowed(&request).await? {
        return denied(app, incoming.format, denial);
    }
    let form = app.form(&request).await?;
    let refused = |errors: Vec<FieldError>| match incoming.format {
        Format::Html => form_page(app, &request, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors),
        Format::Json => Err(Problem::validation_failed(errors)),
    };
    let data = match form.validate(&request.submission) {
        Ok(data) => data,
        Err(errors) => return refused(errors),
    };
    match app.backend().register(&request, data).await {
        Ok(user) => registered(app, &request, incoming.format, &user).await,
        Err(RegistrationError::Refused(errors)) => refused(errors),
        Err(RegistrationError::Denied(denial)) => denied(app, incoming.format, denial),
        Err(error) => Err(error.into()),
    }
}

/// 303 for a page. For a program 201 with the user who is active, or 202 while there is something left to prove; a
/// pending user is not told, so that the answer for an address that is registered already is no other.
async fn registered(app: &App, request: &Request, format: Format, user: &User) -> Result<Answer, Problem> {
    let redirect = app.backend().post_registration_redirect(request, user).await;
    let next = app.location(&redirect);
    match (format, user.status) {
        (Format::Html, _) => Answer::see_other(app, &redirect),
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
