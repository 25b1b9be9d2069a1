//! The pages, from templates that are parsed when the first page is shown.

use std::sync::OnceLock;

use minijinja::value::{Serde, Value};
use minijinja::{Environment, context};
use serde::Serialize;

use crate::settings::Site;
use crate::templates;

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

const TEMPLATES: [(&str, &str); 11] = [
    ("base.html", include_str!("../../templates/base.html")),
    ("register.html", include_str!("../../templates/register.html")),
    ("honeypot.html", include_str!("../../templates/honeypot.html")),
    ("bot_check.html", include_str!("../../templates/bot_check.html")),
    ("registration_complete.html", include_str!("../../templates/registration_complete.html")),
    ("registration_closed.html", include_str!("../../templates/registration_closed.html")),
    ("activate.html", include_str!("../../templates/activate.html")),
    ("activation_complete.html", include_str!("../../templates/activation_complete.html")),
    ("resend.html", include_str!("../../templates/resend.html")),
    ("resend_complete.html", include_str!("../../templates/resend_complete.html")),
    ("problem.html", include_str!("../../templates/problem.html")),
];

/// The stylesheet of all pages.
pub(crate) const STYLESHEET: &str = include_str!("../../templates/style.css");

/// The built-in pages.
#[derive(Debug, Default)]
pub(crate) struct Pages(OnceLock<Environment<'static>>);

impl Pages {
    /// Renders a page; `page` is what its template calls `page`.
    pub(crate) fn render(&self, site: &Site, page: Page, values: &impl Serialize) -> Result<String, minijinja::Error> {
        self.0.get_or_init(|| templates::compile(&TEMPLATES)).get_template(page.template())?.render(context! {
            site_name => site.name.as_str(),
            base => site.url.prefix(),
            page => Value::from(Serde(values)),
        })
    }
}
