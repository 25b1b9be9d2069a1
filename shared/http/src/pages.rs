//! The pages, from templates that are parsed when the first page is shown.

use std::sync::Arc;

use minijinja::context;
use minijinja::value::{Serde, Value};
use serde::Serialize;

use domain::Overrides;
use domain::locale::{Language, Languages, Translator};
use domain::settings::Site;
use registration::Request;
use templates::{PAGES, Templates, functions};

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The registration form, with errors if it was sent with any.
    Register,
    /// After a registration: a mail is on its way.
    RegistrationComplete,
    /// Registration is closed.
    RegistrationClosed,
    /// The button that activates.
    Activate,
    /// The form that asks for another activation mail.
    Resend,
    /// After that, whoever has the address.
    ResendComplete,
    /// After an activation.
    ActivationComplete,
    /// Anything that went wrong.
    Problem,
}

impl Page {
    fn template(self) -> &'static str {
        match self {
            Self::Register => "register.html",
            Self::RegistrationComplete => "registration_complete.html",
            Self::RegistrationClosed => "registration_closed.html",
            Self::Activate => "activate.html",
            Self::Resend => "resend.html",
            Self::ResendComplete => "resend_complete.html",
            Self::ActivationComplete => "activation_complete.html",
            Self::Problem => "problem.html",
        }
    }
}

const STYLESHEET: &str = include_str!("../assets/style.css");
const SCRIPT: &str = include_str!("../assets/form.js");

/// The pages, and what belongs to them.
#[derive(Debug)]
pub(crate) struct Pages {
    templates: Templates,
    stylesheet: String,
    script: String,
}

impl Pages {
    pub(crate) fn new(own: Overrides) -> Self {
        let stylesheet = own.file(Overrides::STYLESHEET).unwrap_or(STYLESHEET);
        let stylesheet = [stylesheet, own.file(Overrides::THEME).unwrap_or_default()].concat();
        let script = own.file(Overrides::SCRIPT).unwrap_or(SCRIPT).to_owned();
        Self { templates: Templates::new(PAGES, own), stylesheet, script }
    }

    /// The stylesheet of all pages.
    pub(crate) fn stylesheet(&self) -> String {
        self.stylesheet.clone()
    }

    /// The script of the form.
    pub(crate) fn script(&self) -> String {
        self.script.clone()
    }

    /// Renders a page; `page` is what its template calls `page`.
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

/// Every language that is offered, with the address at which this very page is in it.
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
