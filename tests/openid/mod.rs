//! Registration by OpenID providers.

mod attacks;
mod backends;
mod outages;
mod sign_up;

use std::sync::atomic::{AtomicUsize, Ordering};

use reqwest::{Client, Method, Url, redirect};
use serde_json::{Value, json};

use crate::support::{Answer, BROWSER, OpenidProvider, Service, initial_time};

/// The number of codes that were given.
static CODES: AtomicUsize = AtomicUsize::new(0);

/// A browser, which keeps its cookies.
pub(crate) struct Browser<'a> {
    service: &'a Service,
    http: Client,
    accept: &'static str,
}

/// A sign-in that a browser has begun.
#[derive(Debug, Clone)]
pub(crate) struct AuthorizationRequest {
    pub(crate) url: Url,
}

impl AuthorizationRequest {
    pub(crate) fn parameter(&self, name: &str) -> String {
        let found = self.url.query_pairs().find(|(key, _)| key == name);
        found.unwrap_or_else(|| panic!("{} has no {name}", self.url)).1.into_owned()
    }
}

/// Starts a service with this provider as `acme`, and with further settings.
pub(crate) async fn service(provider: &OpenidProvider, settings: &[(&str, &str)]) -> Service {
    let variables = provider.variables("acme");
    let mut all = vec![("REGISTRATION_OPENID_PROVIDERS", "acme")];
    all.extend(variables.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    all.extend(settings);
    Service::with(&all).await
}

impl<'a> Browser<'a> {
    pub(crate) fn new(service: &'a Service) -> Self {
        Self::accepting(service, BROWSER)
    }

    pub(crate) fn accepting(service: &'a Service, accept: &'static str) -> Self {
        let http = Client::builder().redirect(redirect::Policy::none()).cookie_store(true).build().unwrap();
        Self { service, http, accept }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[("sec-fetch-site", "none")], None).await
    }

    /// Submits a form of the service.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(Method::POST, path, &[("sec-fetch-site", "same-origin")], Some(fields)).await
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        fields: Option<&[(&str, &str)]>,
    ) -> Answer {
        let url =
            if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.service.local.url()) };
        let mut request = self.http.request(method, url).header("accept", self.accept);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::of(match fields {
            Some(fields) => request.form(fields),
            None => request,
        })
        .await
    }

    /// Begins a sign-in at `acme`, and returns the authorization request.
    pub(crate) async fn begin(&self, query: &str) -> AuthorizationRequest {
        self.begin_at("acme", query).await
    }

    pub(crate) async fn begin_at(&self, provider: &str, query: &str) -> AuthorizationRequest {
        let answer = self.get(&format!("/register/openid/{provider}{query}")).await;
        assert_eq!(answer.status, 303, "{answer:?}");
        AuthorizationRequest { url: answer.header("location").parse().unwrap() }
    }

    /// Follows the provider's answer with this code.
    pub(crate) async fn call_back(&self, request: &AuthorizationRequest, code: &str) -> Answer {
        let callback = request.parameter("redirect_uri");
        self.get(&format!("{callback}?code={code}&state={}", request.parameter("state"))).await
    }

    /// Signs in with these claims, and returns the answer of the callback.
    pub(crate) async fn sign_in(&self, provider: &OpenidProvider, claims: Value, query: &str) -> Answer {
        let request = self.begin(query).await;
        provider.set_claims(with_times(&request, claims));
        // Services of one seed have the same states, and a code is for one use.
        let number = CODES.fetch_add(1, Ordering::Relaxed);
        self.call_back(&request, &format!("the-authorization-code-{number}")).await
    }

    /// Signs in, and fills in the form with these fields.
    pub(crate) async fn sign_up(
        &self,
        provider: &OpenidProvider,
        claims: Value,
        query: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let answer = self.sign_in(provider, claims, query).await;
        assert_eq!(answer.status, 303, "{answer:?}");
        let form = answer.header("location").to_owned();
        assert!(form.starts_with("/register/openid?"), "{form}");
        self.post(&form, fields).await
    }
}

/// Adds the claims that every token needs: the nonce of the request, and the times.
pub(crate) fn with_times(request: &AuthorizationRequest, mut claims: Value) -> Value {
    let now = initial_time().as_second();
    let times = [("nonce", json!(request.parameter("nonce"))), ("iat", json!(now)), ("exp", json!(now + 300))];
    for (name, value) in times {
        claims.as_object_mut().unwrap().entry(name).or_insert(value);
    }
    claims
}
