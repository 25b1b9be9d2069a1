//! Showing the form.

use domain::form::Form;
use domain::{Denial, FieldError, IdempotencyKey, Permission};
use http::StatusCode;
use registration::Request;
use registration::backend::Redirect;
use registration_http::{Answer, App, Format, Incoming, Page, Problem};
use serde_json::json;

/// `GET /register`: the form as a page or as a JSON Schema; when registration is not allowed, the page that says so.
pub(crate) async fn show(app: &App, incoming: &Incoming) -> Result<Answer, Problem> {
    if let Permission::Denied(denial) = app.registration_allowed(&incoming.request).await? {
        return denied(app, incoming, denial);
    }
    let form = app.form(&incoming.request).await?;
    match incoming.format {
        Format::Html => form_page(app, &incoming.request, StatusCode::OK, &form, &[]).await,
        Format::Json => {
            let mut schema = form.schema(&app.translator(&incoming.request));
            if let Some(captcha) = app.captcha(&incoming.request).await {
                schema["x-captcha"] = captcha.annotation();
            }
            Answer::json(StatusCode::OK, "application/schema+json", &schema)
        }
    }
}

/// What whoever may not register is answered, whatever they tried.
pub(crate) fn denied(app: &App, incoming: &Incoming, denial: Denial) -> Result<Answer, Problem> {
    let request = &incoming.request;
    match incoming.format {
        Format::Html if denial == Denial::CLOSED => Answer::see_other(app, request, &Redirect::page(CLOSED)),
        Format::Html => Answer::see_other(app, request, &Redirect::Page(format!("{CLOSED}?{REASON}={}", denial.code))),
        Format::Json => Err(Problem::registration_denied(denial)),
    }
}

/// `GET /register/closed`: why not, if the reason is one that we know; a text in the address is never shown.
pub(crate) fn closed(app: &App, incoming: &Incoming) -> Result<Answer, Problem> {
    let reason = incoming.request.query(REASON);
    let denial = reason.map_or(Some(Denial::CLOSED), Denial::by_code);
    let translator = app.translator(&incoming.request);
    let message = denial.as_ref().map(|denial| translator.translate(&denial.message));
    let page = json!({ "closed": denial == Some(Denial::CLOSED), "message": message });
    app.page(&incoming.request, StatusCode::OK, Page::RegistrationClosed, &page)
}

const CLOSED: &str = "/register/closed";
/// The parameter of the page's address that says why.
const REASON: &str = "reason";

/// The form as a page, with what was sent in it (never a password) and what is wrong with that. The one-time key stays
/// the same while one form is put right.
pub(crate) async fn form_page(
    app: &App,
    request: &Request,
    status: StatusCode,
    form: &Form,
    errors: &[FieldError],
) -> Result<Answer, Problem> {
    let translator = app.translator(request);
    let errors: Vec<_> = errors.iter().map(|error| error.localized(&translator)).collect();
    let fields: Vec<_> = form
        .fields()
        .iter()
        .map(|field| {
            let mut shown = field.localized(&translator);
            let errors = errors.iter().filter(|error| error["field"] == field.name.as_str());
            shown["errors"] = errors.map(|error| error["message"].clone()).collect();
            shown["checked"] = (request.submission.ticked(&field.name) == Some(true)).into();
            let typed = request.submission.text(&field.name).or(field.value.as_deref());
            shown["value"] = typed.filter(|_| !field.write_only).unwrap_or_default().into();
            shown
        })
        .collect();
    let key = request.idempotency_key.clone().unwrap_or_else(|| IdempotencyKey::generate(app.random()));
    let shortest = fields.iter().find(|field| field["name"] == "password").map(|field| field["min_length"].clone());
    let captcha = app.captcha(request).await;
    let page = json!({
        "idempotency_key": key.as_str(),
        "fields": fields,
        "password_min_length": shortest,
        "honeypot": form.honeypot(),
        "captcha": captcha.map(|captcha| captcha.widget(&errors)),
        "errors": errors,
    });
    let page = app.page(request, status, Page::Register, &page)?;
    match captcha {
        Some(captcha) => page.with_captcha_sources(captcha),
        None => Ok(page),
    }
}
