//! The pages, from templates that are parsed on first use.

use std::sync::Arc;

use minijinja::context;
use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::asset::Asset;
use domain::Overrides;
use domain::locale::{Language, Languages, Translator};
use domain::settings::{AccentColor, Logo, Site, WebUrl};
use registration::Request;
use templates::{PAGES, Templates, functions};

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The registration form, with the errors of its submission.
    Register,
    /// The page after a registration, about the email.
    RegistrationComplete,
    /// The page that says why registration is not allowed.
    RegistrationClosed,
    /// The page with the button that activates.
    Activate,
    /// The page with the buttons that approve and reject, or with the decision.
    Approve,
    /// The form that requests another activation email.
    Resend,
    /// The page after such a request, the same for every address.
    ResendComplete,
    /// The page after an activation.
    ActivationComplete,
    /// The page of a problem.
    Problem,
}

impl Page {
    fn template(self) -> &'static str {
        match self {
            Self::Register => "register.html",
            Self::RegistrationComplete => "registration_complete.html",
            Self::RegistrationClosed => "registration_closed.html",
            Self::Activate => "activate.html",
            Self::Approve => "approve.html",
            Self::Resend => "resend.html",
            Self::ResendComplete => "resend_complete.html",
            Self::ActivationComplete => "activation_complete.html",
            Self::Problem => "problem.html",
        }
    }
}

const STYLESHEET: &str = include_str!("../assets/style.css");
const SCRIPT: &str = include_str!("../assets/form.js");

/// The pages, with their stylesheet and script.
#[derive(Debug)]
pub(crate) struct Pages {
    templates: Templates,
    stylesheet: Asset,
    script: Asset,
}

impl Pages {
    /// Creates the pages of a deployment.
    ///
    /// The rules of the accent colour follow the stylesheet, and the deployment's theme can override them.
    pub(crate) fn new(overrides: Overrides, accent: Option<&AccentColor>) -> Self {
        let stylesheet = overrides.file(Overrides::STYLESHEET).unwrap_or(STYLESHEET);
        let accent = accent.copied().map(accent_rules).unwrap_or_default();
        let stylesheet = [stylesheet, &accent, overrides.file(Overrides::THEME).unwrap_or_default()].concat();
        let script = overrides.file(Overrides::SCRIPT).unwrap_or(SCRIPT).to_owned();
        Self {
            templates: Templates::new(PAGES, overrides),
            stylesheet: Asset::new("text/css; charset=utf-8", stylesheet),
            script: Asset::new("text/javascript; charset=utf-8", script),
        }
    }

    /// Returns the stylesheet of all pages.
    pub(crate) fn stylesheet(&self) -> &Asset {
        &self.stylesheet
    }

    /// Returns the script of the form.
    pub(crate) fn script(&self) -> &Asset {
        &self.script
    }

    /// Renders a page. `values` are its template's variable `page`.
    pub(crate) fn render(
        &self,
        site: &Site,
        languages: &Arc<Languages>,
        request: &Request,
        page: Page,
        values: &impl Serialize,
    ) -> Result<String, minijinja::Error> {
        let (prefix, links) = (site.url.prefix().to_owned(), request.links());
        let url = move |path: &str| Value::from_safe_string(format!("{prefix}{}", links.to(path)));
        let translator = Translator::new(languages, &request.language);
        let values = context! {
            site_name => site.name.as_str(),
            base => site.url.prefix(),
            stylesheet => self.stylesheet.url(&format!("{}/register/style.css", site.url.prefix())),
            script => self.script.url(&format!("{}/register/form.js", site.url.prefix())),
            logo => site.logo.as_ref().map(Logo::as_str),
            login_url => site.login_url.as_ref().map(WebUrl::as_str),
            terms_url => site.terms_url.as_ref().map(WebUrl::as_str),
            privacy_url => site.privacy_url.as_ref().map(WebUrl::as_str),
            lang => request.language.to_string(),
            dir => request.language.direction(),
            languages => offered(languages, request),
            url => Value::from_function(url),
            page => Value::from(Serde(values)),
            ..functions(&translator)
        };
        self.templates.render(|environment| environment.get_template(page.template())?.render(values.clone()))
    }
}

fn accent_rules(accent: AccentColor) -> String {
    let rule = |accent: String, on_accent: String| format!(":root {{ --accent: {accent}; --on-accent: {on_accent}; }}");
    let (light, dark) = (rule(accent.light(), accent.on_light()), rule(accent.dark(), accent.on_dark()));
    format!("{light}\n@media (prefers-color-scheme: dark) {{ {dark} }}\n")
}

/// Returns every offered language, with the URL of this page in that language.
fn offered(languages: &Languages, request: &Request) -> Vec<Value> {
    let parameters = request.query.iter().filter(|(name, _)| name != Language::PARAMETER);
    let address = |language: &Language| {
        let mut query = form_urlencoded::Serializer::for_suffix("?".to_owned(), 1);
        query.extend_pairs(parameters.clone()).append_pair(Language::PARAMETER, &language.to_string());
        query.finish()
    };
    let offered = languages.offered().map(|(language, name)| {
        context! {
            tag => language.to_string(),
            dir => language.direction(),
            name,
            url => address(language),
            current => *language == request.language,
        }
    });
    offered.collect()
}
