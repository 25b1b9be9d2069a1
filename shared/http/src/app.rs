//! The state of an HTTP function.

use std::sync::Arc;

use http::StatusCode;
use http::header::ACCEPT_LANGUAGE;
use jiff::Timestamp;
use serde::Serialize;

use super::{AccountName, Answer, Page, Pages, Problem};
use crate::asset::Asset;
use crate::captcha::Captcha;
use crate::cors::Cors;
use crate::edge::Edge;
use domain::clock::{Clock, in_milliseconds};
use domain::form::{Form, Forms};
use domain::locale::{Language, Languages, NegotiatedLanguage, Part, Translator};
use domain::settings::{Environment, Reader, Settings, SettingsError};
use domain::{ActivationCodes, Notification, ProvenIdentity, Random, Status, User, log};
use registration::backend::{Backend, BackendName, Redirect};
use registration::{Accounts, FormError, Request};
use table::{Store, StoreSettings};
use templates::read_overrides;

/// The settings, the backend and their dependencies.
///
/// It contains only what every request needs. The rest is created on first use.
#[derive(Debug)]
pub struct App {
    settings: Settings,
    forms: Forms,
    captcha: Option<Captcha>,
    edge: Option<Edge>,
    cors: Cors,
    accounts: Arc<Accounts>,
    languages: Arc<Languages>,
    backend: Arc<dyn Backend>,
    clock: Arc<dyn Clock>,
    random: Random,
    pages: Pages,
}

impl App {
    /// Creates the app of a function in Lambda, from the environment of the process.
    ///
    /// # Errors
    /// A [`SettingsError`] with all settings that are missing or malformed.
    pub fn from_env() -> Result<Self, SettingsError> {
        Self::new(&Environment::process(), Arc::new(domain::clock::SystemClock), Random::system())
    }

    /// Creates the app of a function in Lambda that verifies codes.
    ///
    /// # Errors
    /// A [`SettingsError`] with all settings that are missing or malformed.
    pub fn from_env_with_codes() -> Result<Self, SettingsError> {
        Self::with_codes(&Environment::process(), Arc::new(domain::clock::SystemClock), Random::system())
    }

    /// Creates an app with these settings, this clock and this source of randomness.
    ///
    /// # Errors
    /// A [`SettingsError`] with all settings that are missing or malformed.
    pub fn new(environment: &Environment, clock: Arc<dyn Clock>, random: Random) -> Result<Self, SettingsError> {
        Self::read(environment, clock, random, |_| Some(None))
    }

    /// Creates an app that verifies codes, and so needs their key.
    ///
    /// # Errors
    /// A [`SettingsError`] with all settings that are missing or malformed.
    pub fn with_codes(environment: &Environment, clock: Arc<dyn Clock>, random: Random) -> Result<Self, SettingsError> {
        Self::read(environment, clock, random, ActivationCodes::read)
    }

    fn read(
        environment: &Environment,
        clock: Arc<dyn Clock>,
        random: Random,
        read_codes: fn(&mut Reader<'_>) -> Option<Option<ActivationCodes>>,
    ) -> Result<Self, SettingsError> {
        let mut reader = Reader::new(environment);
        let build = reader
            .or("REGISTRATION_BACKEND", "default", BackendName::parse)
            .and_then(|backend| backend.read(&mut reader));
        let (settings, forms) = (Settings::read(&mut reader), Forms::read(&mut reader));
        let codes = read_codes(&mut reader);
        let (captcha, edge) = (Captcha::read(&mut reader), Edge::read(&mut reader));
        let (cors, store) = (Cors::read(&mut reader), StoreSettings::read(&mut reader));
        let overrides = read_overrides(&mut reader);
        let languages = overrides.as_ref().and_then(|overrides| Languages::read(&mut reader, overrides, Part::PAGES));
        let read = || Some((settings?, codes?, forms?, captcha?, edge?, cors?, overrides?, languages?, store?, build?));
        let (settings, codes, forms, captcha, edge, cors, overrides, languages, store, build) = reader.finish(read)?;
        let store = Store::new(store, random.clone());
        let accounts = Accounts::new(store, random.clone(), settings.activation.clone());
        let accounts = Arc::new(accounts.with_codes(codes).with_facts_period(settings.facts_period));
        let (languages, pages) = (Arc::new(languages), Pages::new(overrides, settings.site.accent.as_ref()));
        let backend = build(Arc::clone(&accounts));
        Ok(Self { settings, forms, captcha, edge, cors, accounts, languages, backend, clock, random, pages })
    }

    /// Returns the settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns the backend that `REGISTRATION_BACKEND` selects. Default: `default`.
    #[must_use]
    pub fn backend(&self) -> &dyn Backend {
        &*self.backend
    }

    /// Returns the source of randomness.
    #[must_use]
    pub fn random(&self) -> &Random {
        &self.random
    }

    /// Returns the current instant in whole milliseconds, the precision of identifiers.
    pub(crate) fn now(&self) -> Timestamp {
        in_milliseconds(&*self.clock)
    }

    /// Returns whether too many emails bounce.
    ///
    /// A table that cannot be read denies nobody here. The later requests to it fail by themselves.
    pub(crate) async fn bounce_rate_exceeded(&self, request: &Request) -> bool {
        // The SDK's futures are deep. Boxed, the compiler does not look through all of them at once.
        Box::pin(self.accounts.bounce_rate_exceeded(request.received_at)).await.unwrap_or_else(|error| {
            let error = log::describe(&error);
            tracing::warn!(error, "the bounce rate cannot be read: registration continues");
            false
        })
    }

    /// Returns the bot check that this request has to pass, if there is one.
    ///
    /// It is the only place that decides this, for the page with the widget and for its submission.
    pub async fn captcha(&self, request: &Request) -> Option<&Captcha> {
        let captcha = self.captcha.as_ref()?;
        let always = !captcha.only_while_bouncing() || request.exceeds_limit;
        (always || self.bounce_rate_exceeded(request).await).then_some(captcha)
    }

    /// Returns whether the deployment has a bot check, for every request or for some.
    pub(crate) fn has_captcha(&self) -> bool {
        self.captcha.is_some()
    }

    /// Returns the form for this request, which the backend chooses.
    ///
    /// # Errors
    /// A [`FormError`] if there is no such form, or a service that the backend depends on does not answer.
    pub async fn form(&self, request: &Request) -> Result<Arc<Form>, FormError> {
        let form = self.backend.form(request, &self.forms).await?;
        Ok(if self.mails_link() { form } else { Arc::new(form.without_link_help()) })
    }

    /// Returns the form of the waiting list: the address of the form that visitors may select by `?type`.
    ///
    /// # Errors
    /// [`FormError::Unknown`] if there is no such form.
    pub fn waitlist_form(&self, request: &Request) -> Result<Form, FormError> {
        let form = self.forms.requested(request.parameter("type")).ok_or(FormError::Unknown)?;
        Ok(form.for_waitlist())
    }

    /// Returns whether a registration causes an email with a link.
    pub(crate) fn mails_link(&self) -> bool {
        let backend = self.backend();
        backend.notifications().contains(&Notification::Activation) && backend.initial_status() != Status::Active
    }

    /// Returns the form of a user who starts over.
    ///
    /// # Errors
    /// A [`FormError`] as [`Backend::restart_form`].
    pub async fn restart_form(&self, before: &User) -> Result<Arc<Form>, FormError> {
        self.backend.restart_form(before, &self.forms).await
    }

    /// Returns the form of a person who has signed in at an OpenID provider, which [`Backend::form`] chooses.
    ///
    /// It has no password. An address that is proven is fixed, and other values of the provider are suggestions.
    ///
    /// # Errors
    /// A [`FormError`] as [`Self::form`].
    pub async fn signed_in_form(&self, request: &Request, proven: &ProvenIdentity) -> Result<Form, FormError> {
        let form = self.form(request).await?.without_password().with_profile(&proven.profile);
        Ok(match &proven.email {
            Some(email) if proven.email_proven => form.with_fixed_value("email", email.as_str()).without_link_help(),
            Some(email) => form.with_value("email", email.as_str()),
            None => form,
        })
    }

    /// Returns the request as if the URL had this query, which also decides the language.
    #[must_use]
    pub fn with_query(&self, request: &Request, query: Vec<(String, String)>) -> Request {
        let mut request = Request { query, ..request.clone() };
        let accepted = request.header(ACCEPT_LANGUAGE);
        let negotiated = self.languages.negotiate(request.parameter(Language::PARAMETER), accepted);
        NegotiatedLanguage { language: request.language, locale: request.locale, from_url: request.language_in_url } =
            negotiated;
        request
    }

    /// Returns the CDN in front of the API, if there is one.
    pub(crate) fn edge(&self) -> Option<&Edge> {
        self.edge.as_ref()
    }

    /// Returns the origins whose pages may use the service.
    pub(crate) fn cors(&self) -> &Cors {
        &self.cors
    }

    /// Returns the languages.
    pub(crate) fn languages(&self) -> &Languages {
        &self.languages
    }

    /// Returns the translator into the language of a request.
    #[must_use]
    pub fn translator(&self, request: &Request) -> Translator {
        Translator::new(&self.languages, &request.language)
    }

    /// Renders a page in the language of the request.
    ///
    /// # Errors
    /// [`Problem::not_found`] if the deployment has no pages. [`Problem::internal`] if the template uses a value that
    /// is not in `values`, which is a bug.
    pub fn page(
        &self,
        request: &Request,
        status: StatusCode,
        page: Page,
        values: &impl Serialize,
    ) -> Result<Answer, Problem> {
        if !self.settings.pages {
            return Err(Problem::not_found());
        }
        let html = self.pages.render(&self.settings.site, &self.languages, request, page, values);
        let page = Answer::html(status, html.map_err(Problem::internal)?);
        let mut redirects = self.backend.redirect_origins().to_vec();
        for origin in self.settings.site.front_end.origins() {
            if !redirects.contains(&origin) {
                redirects.push(origin);
            }
        }
        let redirects = redirects.join(" ");
        let mut sources = Vec::new();
        sources.extend(self.settings.site.logo.as_ref().map(|logo| ("img-src", logo.csp_source())));
        sources.extend((!redirects.is_empty()).then_some(("form-action", redirects.as_str())));
        page.with_sources(&sources)
    }

    /// Returns the name of the account that the browser has just made active.
    #[must_use]
    pub fn account_name(&self, request: &Request) -> Option<AccountName> {
        AccountName::of(request, &self.settings.site.url)
    }

    /// Returns the stylesheet of the pages.
    ///
    /// # Errors
    /// [`Problem::not_found`] if the deployment has no pages.
    pub fn stylesheet(&self, request: &Request) -> Result<Answer, Problem> {
        self.asset(self.pages.stylesheet(), request)
    }

    /// Returns the script of the pages, which work without it.
    ///
    /// # Errors
    /// [`Problem::not_found`] if the deployment has no pages.
    pub fn script(&self, request: &Request) -> Result<Answer, Problem> {
        self.asset(self.pages.script(), request)
    }

    fn asset(&self, asset: &Asset, request: &Request) -> Result<Answer, Problem> {
        if self.settings.pages { asset.answer(request) } else { Err(Problem::not_found()) }
    }

    /// Returns the `next` of an answer to a program.
    ///
    /// For an active user it is the login, if the site has one, instead of the service's page with a button to it.
    #[must_use]
    pub fn next(&self, request: &Request, redirect: &Redirect, user: &User) -> String {
        let site = &self.settings.site;
        let finished = user.status == Status::Active && redirect.is_page_of_active_user();
        let replaced = matches!(redirect, Redirect::Page(path) if site.front_end.url(path).is_some());
        match &site.login_url {
            Some(login) if finished && !replaced => login.to_string(),
            _ => self.location(request, redirect),
        }
    }

    /// Returns the path of a page as a browser sees it, without the language of the request.
    #[must_use]
    pub fn location_without_language(&self, path: &str) -> String {
        format!("{}{path}", self.settings.site.url.prefix())
    }

    /// Returns the `Location` of a redirect, with the language of the request's URL.
    ///
    /// A page of the service has only a path, so that it works with every host name. One of the front end has its URL.
    #[must_use]
    pub fn location(&self, request: &Request, redirect: &Redirect) -> String {
        match redirect {
            Redirect::Page(path) => {
                let (site, path) = (&self.settings.site, request.links().to(path));
                site.front_end.url(&path).unwrap_or_else(|| format!("{}{path}", site.url.prefix()))
            }
            Redirect::Url(url) => url.clone(),
        }
    }
}
