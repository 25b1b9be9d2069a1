//! A provider of bot checks: a server of `siteverify`.
//!
//! It answers as Cloudflare and hCaptcha document it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::json;

use super::server::serve;

pub(crate) const SITE_KEY: &str = "site-key";
pub(crate) const SECRET: &str = "the-secret-of-the-site";

/// The provider of the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Provider {
    Turnstile,
    Hcaptcha,
}

impl Provider {
    pub(crate) const BOTH: [Self; 2] = [Self::Turnstile, Self::Hcaptcha];

    pub(crate) fn name(self) -> &'static str {
        if self == Self::Turnstile { "turnstile" } else { "hcaptcha" }
    }

    /// Returns the field in which the widget sends a token.
    pub(crate) fn field(self) -> &'static str {
        if self == Self::Turnstile { "cf-turnstile-response" } else { "h-captcha-response" }
    }
}

/// A fault of the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProviderFault {
    /// It accepts requests and never answers.
    Hangs,
    /// It answers with an error that is not a verdict.
    Fails,
    /// It has this number of internal errors.
    Stumbles(u32),
}

/// A provider, and the requests that it got.
pub(crate) struct SiteverifyServer {
    provider: Provider,
    url: String,
    state: Arc<Mutex<ServerState>>,
}

struct ServerState {
    provider: Provider,
    issued: usize,
    /// The verified tokens, with their idempotency keys.
    spent: BTreeMap<String, Option<String>>,
    questions: Vec<BTreeMap<String, String>>,
    trouble: Option<ProviderFault>,
}

impl SiteverifyServer {
    pub(crate) async fn start(provider: Provider) -> Self {
        let inner = ServerState { provider, issued: 0, spent: BTreeMap::new(), questions: Vec::new(), trouble: None };
        let state = Arc::new(Mutex::new(inner));
        let router = Router::new().route("/siteverify", post(verify)).with_state(Arc::clone(&state));
        let url = format!("{}/siteverify", serve(router).await);
        Self { provider, url, state }
    }

    /// Returns the settings of a service that uses this provider.
    pub(crate) fn variables(&self) -> [(&'static str, &str); 4] {
        [
            ("REGISTRATION_CAPTCHA", self.provider.name()),
            ("REGISTRATION_CAPTCHA_SITE_KEY", SITE_KEY),
            ("REGISTRATION_CAPTCHA_SECRET", SECRET),
            ("REGISTRATION_CAPTCHA_URL", &self.url),
        ]
    }

    /// Returns a new token, as a browser gets it from the widget.
    pub(crate) fn token(&self) -> String {
        let mut inner = self.state.lock().unwrap();
        inner.issued += 1;
        format!("token-{}", inner.issued)
    }

    pub(crate) fn set_fault(&self, trouble: ProviderFault) {
        self.state.lock().unwrap().trouble = Some(trouble);
    }

    /// Returns the requests so far.
    pub(crate) fn questions(&self) -> Vec<BTreeMap<String, String>> {
        self.state.lock().unwrap().questions.clone()
    }
}

impl ServerState {
    fn verdict(&mut self, question: &BTreeMap<String, String>) -> Result<(), &'static str> {
        let turnstile = self.provider == Provider::Turnstile;
        let given = |name: &str| question.get(name).map(String::as_str).filter(|value| !value.is_empty());
        match given("secret") {
            None => return Err("missing-input-secret"),
            Some(secret) if secret != SECRET => return Err("invalid-input-secret"),
            Some(_) => {}
        }
        if given("sitekey").is_some_and(|key| key != SITE_KEY) {
            return Err("sitekey-secret-mismatch");
        }
        let token = given("response").ok_or("missing-input-response")?;
        let number = token.strip_prefix("token-").and_then(|number| number.parse::<usize>().ok());
        if !number.is_some_and(|number| (1..=self.issued).contains(&number)) {
            return Err("invalid-input-response");
        }
        let key = given("idempotency_key").filter(|_| turnstile).map(str::to_owned);
        match self.spent.get(token) {
            None => drop(self.spent.insert(token.to_owned(), key)),
            Some(first) if key.is_some() && *first == key => {}
            Some(_) => return Err(if turnstile { "timeout-or-duplicate" } else { "already-seen-response" }),
        }
        Ok(())
    }
}

async fn verify(
    State(state): State<Arc<Mutex<ServerState>>>,
    Form(question): Form<BTreeMap<String, String>>,
) -> Response {
    let trouble = {
        let mut inner = state.lock().unwrap();
        inner.questions.push(question.clone());
        let trouble = inner.trouble;
        if let Some(ProviderFault::Stumbles(times)) = trouble {
            inner.trouble = (times > 1).then_some(ProviderFault::Stumbles(times - 1));
        }
        trouble
    };
    match trouble {
        Some(ProviderFault::Hangs) => std::future::pending().await,
        Some(ProviderFault::Fails) => (StatusCode::BAD_GATEWAY, "<h1>Bad gateway</h1>").into_response(),
        Some(ProviderFault::Stumbles(_)) => {
            Json(json!({ "success": false, "error-codes": ["internal-error"] })).into_response()
        }
        None => match state.lock().unwrap().verdict(&question) {
            Ok(()) => Json(json!({ "success": true, "error-codes": [], "hostname": "127.0.0.1" })).into_response(),
            Err(code) => Json(json!({ "success": false, "error-codes": [code] })).into_response(),
        },
    }
}
