//! The page of a form.

use domain::form::Form;
use domain::locale::Language;
use domain::{EmailAddress, FieldError, FieldErrorCode, IdempotencyKey, ProvenIdentity};
use http::StatusCode;
use registration::Request;
use registration::backend::Redirect;
use serde_json::{Value, json};

use super::{Answer, App, Page, Problem, RequestOutcome};

/// The purpose of the form.
#[derive(Debug, Clone, Copy)]
pub enum FormPurpose<'a> {
    /// A registration.
    Register,
    /// A place on the waiting list.
    Waitlist,
    /// A user for a mailbox that is proven.
    StartOver {
        /// The address.
        email: &'a EmailAddress,
    },
    /// The rest of a registration, for a person who signed in at an OpenID provider.
    SignedIn {
        /// The provider, as users know it.
        provider: &'a str,
        /// The result of the sign-in.
        proven: &'a ProvenIdentity,
    },
}

impl App {
    /// Returns the page of a form, with the submitted values and their errors.
    ///
    /// A password is never shown again. The idempotency key stays the same while one form is corrected.
    ///
    /// # Errors
    /// A [`Problem`] if the page cannot be rendered, which is a bug.
    pub async fn form_page(
        &self,
        request: &Request,
        status: StatusCode,
        form: &Form,
        purpose: FormPurpose<'_>,
        errors: &[FieldError],
    ) -> Result<Answer, Problem> {
        let translator = self.translator(request);
        let errors: Vec<_> = errors.iter().map(|error| error.localized(&translator)).collect();
        let fields: Vec<_> = form
            .fields()
            .iter()
            .map(|field| {
                let mut shown = field.localized(&translator, &self.settings().site);
                let errors = errors.iter().filter(|error| error["field"] == field.name.as_str());
                shown["taken"] = errors.clone().any(|error| error["code"] == FieldErrorCode::Taken.as_str()).into();
                shown["errors"] = errors.map(|error| error["message"].clone()).collect();
                shown["checked"] = (field.ticked(&request.submission) == Some(true)).into();
                let typed = request.submission.text(&field.name).or(field.value.as_deref());
                shown["value"] = typed.filter(|_| !field.write_only).unwrap_or_default().into();
                shown
            })
            .collect();
        let key = request.idempotency_key.clone().unwrap_or_else(|| IdempotencyKey::generate(self.random()));
        let shortest = fields.iter().find(|field| field["name"] == "password").map(|field| field["min_length"].clone());
        // A mailbox that is proven needs no bot check.
        let (proven, captcha) = match purpose {
            FormPurpose::StartOver { email } => (Some(email), None),
            FormPurpose::SignedIn { proven, .. } if proven.email_proven => (None, None),
            FormPurpose::Register | FormPurpose::Waitlist | FormPurpose::SignedIn { .. } => {
                (None, self.captcha(request).await)
            }
        };
        let signed_in = match purpose {
            FormPurpose::SignedIn { provider, proven } => Some(json!({
                "provider": provider,
                "email": proven.email,
                "email_proven": proven.email_proven,
            })),
            _ => None,
        };
        let is_registration = matches!(purpose, FormPurpose::Register);
        let is_waitlist = matches!(purpose, FormPurpose::Waitlist);
        let providers = if is_registration { self.sign_in_links(request) } else { Vec::new() };
        let page = json!({
            "proven_email": proven,
            "signed_in": signed_in,
            "providers": providers,
            "waitlist": is_waitlist,
            "by_password": !is_registration || self.backend().accepts_passwords(),
            "idempotency_key": key.as_str(),
            "fields": fields,
            "password_min_length": shortest,
            "honeypot": (is_registration || is_waitlist).then(|| form.honeypot()),
            "captcha": captcha.map(|captcha| captcha.widget(&errors)),
            "errors": &errors,
        });
        let page = self.page(request, status, Page::Register, &page)?.with_captcha_sources(captcha)?;
        Ok(if status.is_success() { page } else { page.with_outcome(RequestOutcome::invalid(status, &errors)) })
    }

    /// Returns the links to the OpenID providers, with the parameters of this page.
    #[must_use]
    pub fn sign_in_links(&self, request: &Request) -> Vec<Value> {
        let parameters = request.query.iter().filter(|(name, _)| name != Language::PARAMETER);
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
        let joint = if query.is_empty() { "" } else { "?" };
        let link = |name: &str| Redirect::Page(format!("/register/openid/{name}{joint}{query}"));
        let providers = self.settings().openid_providers.iter();
        providers
            .map(|provider| json!({ "label": provider.label, "url": self.location(request, &link(&provider.name)) }))
            .collect()
    }
}
