//! What an HTTP function holds from its start to its end.

use std::sync::Arc;

use aws_smithy_types::error::display::DisplayErrorContext;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;

use super::{Answer, Page, Pages, Problem};
use crate::captcha::Captcha;
use domain::clock::{Clock, in_milliseconds};
use domain::form::{Form, Forms};
use domain::locale::{Languages, Part, Translator};
use domain::settings::{Environment, Reader, Settings, SettingsError};
use domain::{Denial, Permission, Random};
use registration::backend::{Backend, BackendName, Redirect};
use registration::{Accounts, BackendError, FormError, Request};
use table::{Store, StoreSettings};
use templates::read_overrides;

/// The settings, the backend and what both need. Only what every request needs is made when it is made.
#[derive(Debug)]
pub struct App {
    settings: Settings,
    forms: Forms,
    captcha: Option<Captcha>,
    accounts: Arc<Accounts>,
    languages: Arc<Languages>,
    backend: Arc<dyn Backend>,
    clock: Arc<dyn Clock>,
    random: Random,
    pages: Pages,
}

impl App {
    /// The app of a function in Lambda: this process's environment, the system's clock and randomness.
    ///
    /// # Errors
    /// All settings that are missing or malformed.
    pub fn from_env() -> Result<Self, SettingsError> {
        Self::new(&Environment::process(), Arc::new(domain::clock::SystemClock), Random::system())
    }

    /// An app with these settings, this time and this randomness.
    ///
    /// # Errors
    /// All settings that are missing or malformed.
    pub fn new(environment: &Environment, clock: Arc<dyn Clock>, random: Random) -> Result<Self, SettingsError> {
        let mut reader = Reader::new(environment);
        let build = reader
            .or("REGISTRATION_BACKEND", "default", BackendName::parse)
            .and_then(|backend| backend.read(&mut reader));
        let (settings, forms) = (Settings::read(&mut reader), Forms::read(&mut reader));
        let (captcha, store) = (Captcha::read(&mut reader), StoreSettings::read(&mut reader));
        let own = read_overrides(&mut reader);
        let languages = own.as_ref().and_then(|own| Languages::read(&mut reader, own, Part::PAGES));
        let read = || Some((settings?, forms?, captcha?, own?, languages?, store?, build?));
        let (settings, forms, captcha, own, languages, store, build) = reader.finish(read)?;
        let store = Store::new(store, random.clone());
        let accounts = Arc::new(Accounts::new(store, random.clone(), settings.activation_period));
        let (languages, pages) = (Arc::new(languages), Pages::new(own));
        let backend = build(Arc::clone(&accounts));
        Ok(Self { settings, forms, captcha, accounts, languages, backend, clock, random, pages })
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The backend that `REGISTRATION_BACKEND` selected, which says how people register. Default: `default`.
    #[must_use]
    pub fn backend(&self) -> &dyn Backend {
        &*self.backend
    }

    /// The source of randomness.
    #[must_use]
    pub fn random(&self) -> &Random {
        &self.random
    }

    /// The current instant in whole milliseconds, which is as exact as an identifier is.
    pub(crate) fn now(&self) -> Timestamp {
        in_milliseconds(&*self.clock)
    }

    /// Whether this request may register: the one guard of every way in. `REGISTRATION_OPEN=false` closes any backend, and
    /// `REGISTRATION_PAUSE_WHEN_BOUNCING` pauses it while too many mails bounce.
    ///
    /// # Errors
    /// When the backend had to ask something that gave no answer.
    pub async fn registration_allowed(&self, request: &Request) -> Result<Permission, BackendError> {
        if !self.settings.open {
            return Ok(Permission::Denied(Denial::CLOSED));
        }
        if self.settings.pause_when_bouncing && self.bounce_rate_exceeded(request).await {
            return Ok(Permission::Denied(Denial::PAUSED));
        }
        self.backend.registration_allowed(request).await
    }

    /// Whether too many mails bounce. A table that cannot be asked is no reason to send anybody away: what has to be asked
    /// of it later will tell.
    async fn bounce_rate_exceeded(&self, request: &Request) -> bool {
        // The SDK's futures are deep: in a box, the compiler need not look through all of them at once.
        Box::pin(self.accounts.bounce_rate_exceeded(request.received_at)).await.unwrap_or_else(|error| {
            let error = DisplayErrorContext(&error).to_string();
            tracing::warn!(error, "whether mails bounce is not known: registration goes on");
            false
        })
    }

    /// The bot check that this request has to pass before it is a registration, if there is one: the one place that says
    /// when, for the page that shows the widget and for what the page sends.
    pub async fn captcha(&self, request: &Request) -> Option<&Captcha> {
        let captcha = self.captcha.as_ref()?;
        (!captcha.only_while_bouncing() || self.bounce_rate_exceeded(request).await).then_some(captcha)
    }

    /// The form for this request: the backend decides.
    ///
    /// # Errors
    /// When there is none, or when the backend had to ask something that gave no answer.
    pub async fn form(&self, request: &Request) -> Result<Arc<Form>, FormError> {
        self.backend.form(request, &self.forms).await
    }

    /// The languages that there are.
    pub(crate) fn languages(&self) -> &Languages {
        &self.languages
    }

    /// What says things in the language of a request.
    #[must_use]
    pub fn translator(&self, request: &Request) -> Translator {
        Translator::new(&self.languages, &request.language)
    }

    /// A page of this site, in the language of the request.
    ///
    /// # Errors
    /// When the template and `values` do not fit together, which is a mistake in the program.
    pub fn page(
        &self,
        request: &Request,
        status: StatusCode,
        page: Page,
        values: &impl Serialize,
    ) -> Result<Answer, Problem> {
        let html = self.pages.render(&self.settings.site, &self.languages, request, page, values);
        Ok(Answer::html(status, html.map_err(Problem::internal)?))
    }

    /// The stylesheet of the pages.
    #[must_use]
    pub fn stylesheet(&self) -> Answer {
        Answer::asset("text/css; charset=utf-8", self.pages.stylesheet())
    }

    /// The script of the pages, which work without it.
    #[must_use]
    pub fn script(&self) -> Answer {
        Answer::asset("text/javascript; charset=utf-8", self.pages.script())
    }

    /// What a `Location` says: a page of ours by its path, so that it is found under whatever host a browser used, and
    /// with the language that the request's address asks for.
    #[must_use]
    pub fn location(&self, request: &Request, redirect: &Redirect) -> String {
        match redirect {
            Redirect::Page(path) => format!("{}{}", self.settings.site.url.prefix(), request.links().to(path)),
            Redirect::Url(url) => url.clone(),
        }
    }
}
