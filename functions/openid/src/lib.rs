//! The function `openid`: `/register/openid`, `/register/openid/{provider}` and `/register/openid/{provider}/callback`.
//!
//! It is the only function that talks to OpenID providers.

mod callback;
mod register;
pub mod secret;
mod start;

use http::Method;
use openid_client::{Provider, SignIn};
use registration_http::{Answer, App, Body, Incoming, Problem, Request, Response, SignInCookie, serve};

use domain::Random;
use domain::clock::Clock;
use domain::settings::{Environment, SettingsError};
use std::sync::Arc;

/// The lifetime of a sign-in until the provider's answer, in seconds.
const ANSWER_PERIOD: u32 = 600;
/// The lifetime of a sign-in after the provider's answer, in seconds: the time to fill in the form.
const FORM_PERIOD: u32 = 1800;

/// The state of the function.
#[derive(Debug)]
pub struct Openid {
    app: App,
    providers: Vec<Provider>,
}

impl Openid {
    /// Creates the state with these settings, this clock and this source of randomness.
    ///
    /// # Errors
    /// A [`SettingsError`] with all settings that are missing or malformed.
    pub fn new(environment: &Environment, clock: Arc<dyn Clock>, random: Random) -> Result<Self, SettingsError> {
        match (App::new(environment, clock, random), Provider::read_all(environment)) {
            (Ok(app), Ok(providers)) => Ok(Self { app, providers }),
            (app, providers) => Err(SettingsError::merge(app.err().into_iter().chain(providers.err()))),
        }
    }

    fn provider(&self, name: &str) -> Result<&Provider, Problem> {
        self.providers.iter().find(|provider| provider.name() == name).ok_or_else(Problem::not_found)
    }

    /// Returns the URL to which a provider redirects.
    fn redirect_uri(&self, provider: &Provider) -> String {
        self.app.settings().site.url.join(&format!("/register/openid/{}/callback", provider.name()))
    }

    /// Returns the sign-in of this browser with this identifier.
    fn sign_in(&self, request: &registration::Request, id: &str) -> Option<(SignIn, SignInCookie)> {
        let cookie = SignInCookie::read(request, &self.app.settings().site.url, id)?;
        Some((SignIn::parse(&cookie.id, &cookie.secret)?, cookie))
    }
}

/// Handles one request.
pub async fn handle(openid: &Openid, request: Request) -> Response<Body> {
    serve(&openid.app, request, async |incoming| route(openid, incoming).await).await
}

async fn route(openid: &Openid, incoming: &Incoming) -> Result<Answer, Problem> {
    let Some(rest) = incoming.request.path.strip_prefix("/register/openid") else { return Err(Problem::not_found()) };
    let (read, method) = (incoming.is_safe_method(), &incoming.request.method);
    let parts: Vec<_> = rest.split('/').skip(1).collect();
    match *parts.as_slice() {
        [] if read => register::show(openid, incoming).await,
        [] if method == Method::POST => register::submit(openid, incoming).await,
        [] => Err(Problem::method_not_allowed("GET, HEAD, POST, OPTIONS")),
        [provider] if read => start::start(openid, incoming, openid.provider(provider)?).await,
        [provider] => openid.provider(provider).and(Err(Problem::method_not_allowed("GET, HEAD, OPTIONS"))),
        [provider, "callback"] if read => callback::answer(openid, incoming, openid.provider(provider)?).await,
        [provider, "callback"] if method == Method::POST => {
            callback::turn_into_navigation(openid, incoming, openid.provider(provider)?)
        }
        [provider, "callback"] => {
            openid.provider(provider).and(Err(Problem::method_not_allowed("GET, HEAD, POST, OPTIONS")))
        }
        _ => Err(Problem::not_found()),
    }
}
