//! The form, and the page that is shown when registration is not allowed.

use domain::Denial;
use http::StatusCode;
use registration_http::{Answer, App, FormPurpose, Format, Incoming, Page, Problem, RegistrationAccess};
use serde_json::json;

use crate::waitlist;

/// Handles `GET /register`: the form as a page or as a JSON Schema.
///
/// A request that may only join the waiting list gets the form of the list.
///
/// When registration is not allowed, the answer is that of [`Answer::denied`].
pub(crate) async fn show(app: &App, incoming: &Incoming) -> Result<Answer, Problem> {
    match app.registration_access(&incoming.request).await? {
        RegistrationAccess::Register => {}
        RegistrationAccess::Waitlist => return waitlist::show(app, incoming).await,
        RegistrationAccess::Denied(denial) => return Answer::denied(app, incoming, denial),
    }
    app.check_mail_budget(&incoming.request).await?;
    let form = app.form(&incoming.request).await?;
    match incoming.format {
        Format::Html => app.form_page(&incoming.request, StatusCode::OK, &form, FormPurpose::Register, &[]).await,
        Format::Json if !app.backend().accepts_passwords() => {
            Err(Problem::registration_denied(Denial::OPENID_REQUIRED))
        }
        Format::Json => {
            let mut schema = form.schema(&app.translator(&incoming.request), &app.settings().site);
            if let Some(captcha) = app.captcha(&incoming.request).await {
                schema["x-captcha"] = captcha.annotation();
            }
            let providers = app.sign_in_links(&incoming.request);
            if !providers.is_empty() {
                schema["x-openid-providers"] = providers.into();
            }
            Answer::json(StatusCode::OK, "application/schema+json", &schema)
        }
    }
}

/// Handles `GET /register/closed`, which shows the reason.
///
/// Only known reasons are shown, and never a text from the URL.
pub(crate) fn closed(app: &App, incoming: &Incoming) -> Result<Answer, Problem> {
    let reason = incoming.request.parameter(Denial::PARAMETER);
    let denial = reason.map_or(Some(Denial::CLOSED), Denial::by_code);
    let translator = app.translator(&incoming.request);
    let message = denial.as_ref().map(|denial| translator.translate(&denial.message));
    let page = json!({ "closed": denial == Some(Denial::CLOSED), "message": message });
    app.page(&incoming.request, StatusCode::OK, Page::RegistrationClosed, &page)
}
