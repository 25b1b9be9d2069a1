//! A provider: its settings, its documents, and the two requests of a sign-in.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::header::ACCEPT;
use http::{Request, StatusCode};
use http_client::{HttpClient, HttpClientError};
use jiff::Timestamp;
use openidconnect::core::{CoreAuthenticationFlow, CoreJsonWebKeySet};
use openidconnect::{
    AsyncHttpClient, AuthType, AuthUrl, ClientId, CsrfToken, HttpRequest, HttpResponse, IssuerUrl, JsonWebKeySet,
    Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, TokenUrl,
};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;

use crate::answer::AuthorizationResponse;
use crate::apple::AppleKey;
use crate::cache::Cache;
use crate::discovery::Metadata;
use crate::email_trust::EmailTrust;
use crate::error::SignInError;
use crate::sign_in::SignIn;
use crate::token::{self, Expected, OpenidClient, Tokens};
use domain::ProvenIdentity;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// The time limit of one request to a provider. A sign-in makes at most five, one after the other.
const TIME_LIMIT: Duration = Duration::from_secs(3);

/// An OpenID provider.
#[derive(Debug)]
pub struct Provider {
    name: String,
    label: String,
    issuer: String,
    client_id: String,
    secret: ClientSecret,
    scopes: Vec<String>,
    trust: EmailTrust,
    form_post: bool,
    http: HttpClient,
    metadata: Cache<Metadata>,
    keys: Cache<CoreJsonWebKeySet>,
}

/// How the client authenticates at the provider.
#[derive(Debug)]
pub(crate) enum ClientSecret {
    Shared(SecretString),
    Signed(AppleKey),
}

/// The client of the request for tokens.
struct Exchange<'a>(&'a HttpClient);

impl<'c> AsyncHttpClient<'c> for Exchange<'_> {
    type Error = HttpClientError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpClientError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.0.send(request, TIME_LIMIT))
    }
}

impl Provider {
    #[expect(clippy::too_many_arguments, reason = "each is one setting")]
    pub(crate) fn new(
        name: String,
        label: String,
        issuer: String,
        client_id: String,
        secret: ClientSecret,
        scopes: Vec<String>,
        trust: EmailTrust,
        form_post: bool,
    ) -> Self {
        let (http, metadata, keys) = (HttpClient::default(), Cache::default(), Cache::default());
        Self { name, label, issuer, client_id, secret, scopes, trust, form_post, http, metadata, keys }
    }

    /// Returns the name in settings, URLs and signals.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the name that users know.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Returns the URL at which the person signs in. The provider then redirects to `redirect_uri`.
    ///
    /// # Errors
    /// [`SignInError::Unavailable`] if the discovery document cannot be read.
    pub async fn authorization_url(
        &self,
        sign_in: &SignIn,
        redirect_uri: &str,
        locale: &str,
        now: Timestamp,
    ) -> Result<String, SignInError> {
        let metadata = self.metadata(now).await?;
        let verifier = PkceCodeVerifier::new(sign_in.code_verifier());
        let client = self.client(&metadata, redirect_uri)?;
        let (state, nonce) = (sign_in.state(), sign_in.nonce());
        let url = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .add_scopes(self.scopes.iter().filter(|scope| *scope != "openid").cloned().map(Scope::new))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .add_extra_param("ui_locales", locale);
        let url = if self.form_post { url.add_extra_param("response_mode", "form_post") } else { url };
        Ok(url.url().0.into())
    }

    /// Returns the identity that the provider's answer to `sign_in` proves.
    ///
    /// # Errors
    /// A [`SignInError`].
    pub async fn identity(
        &self,
        sign_in: &SignIn,
        response: AuthorizationResponse<'_>,
        redirect_uri: &str,
        now: Timestamp,
    ) -> Result<ProvenIdentity, SignInError> {
        let metadata = self.metadata(now).await?;
        self.check_issuer(&metadata, response.iss)?;
        match response.error {
            Some("access_denied" | "consent_required" | "interaction_required" | "login_required") => {
                return Err(SignInError::Denied);
            }
            // Apple's own code.
            Some("user_cancelled_authorize") => return Err(SignInError::Denied),
            Some("server_error" | "temporarily_unavailable") => {
                return Err(self.unavailable(format!("it answered {:?}", response.error.unwrap_or_default())));
            }
            Some(error) => return Err(self.invalid(format!("it answered {error:?}"))),
            None => {}
        }
        let code = response.code.filter(|code| !code.is_empty()).ok_or_else(|| self.invalid("it has no code"))?;
        let tokens = self.exchange(&metadata, sign_in, code, redirect_uri, now).await?;
        let (nonce, expected) = (Nonce::new(sign_in.nonce()), self.expected());
        let (keys, fresh) = self.keys(&metadata, false, now).await?;
        let claims = match token::verify(expected, &metadata, &keys, &tokens, &nonce, now) {
            // The provider may have a new key. The keys are fetched again, once for a sign-in.
            Err(error) if token::is_unknown_key(&error) && !fresh => {
                let (keys, _) = self.keys(&metadata, true, now).await?;
                token::verify(expected, &metadata, &keys, &tokens, &nonce, now)
            }
            verified => verified,
        };
        let claims = claims.map_err(|error| self.invalid(error))?;
        let person = match (&metadata.userinfo_endpoint, claims.email()) {
            (Some(url), None) => Some(self.userinfo(url, &tokens).await?),
            _ => None,
        };
        token::identity(expected, &claims, person).map_err(|error| self.invalid(error))
    }

    fn expected(&self) -> Expected<'_> {
        Expected { provider: &self.name, issuer: &self.issuer, client_id: &self.client_id, trust: self.trust }
    }

    /// Checks the parameter `iss` of an answer (RFC 9207, 2.4).
    fn check_issuer(&self, metadata: &Metadata, iss: Option<&str>) -> Result<(), SignInError> {
        match iss {
            // The tenant is known only from the token.
            Some(_) if metadata.is_of_many_tenants() => Ok(()),
            Some(iss) if iss == metadata.issuer => Ok(()),
            Some(iss) => Err(self.invalid(format!("it is of the issuer {iss:?}"))),
            None if metadata.authorization_response_iss_parameter_supported => {
                Err(self.invalid("it does not name its issuer"))
            }
            None => Ok(()),
        }
    }

    async fn exchange(
        &self,
        metadata: &Metadata,
        sign_in: &SignIn,
        code: &str,
        redirect_uri: &str,
        now: Timestamp,
    ) -> Result<Tokens, SignInError> {
        let secret = match &self.secret {
            ClientSecret::Shared(secret) => secret.expose_secret().to_owned(),
            ClientSecret::Signed(key) => key.client_secret(&self.client_id, now),
        };
        let auth_type = if metadata.wants_secret_in_body() { AuthType::RequestBody } else { AuthType::BasicAuth };
        let token_url = TokenUrl::new(metadata.token_endpoint.clone()).map_err(|error| self.unavailable(error))?;
        let client = self
            .client(metadata, redirect_uri)?
            .set_client_secret(openidconnect::ClientSecret::new(secret))
            .set_auth_type(auth_type)
            .set_token_uri(token_url);
        let exchanged = client
            .exchange_code(openidconnect::AuthorizationCode::new(code.to_owned()))
            .set_pkce_verifier(PkceCodeVerifier::new(sign_in.code_verifier()))
            .request_async(&Exchange(&self.http))
            .await;
        exchanged.map_err(|error| match error {
            // The code is spent, expired or of another client (RFC 6749, 5.2).
            RequestTokenError::ServerResponse(ref answer) if answer.error().to_string() == "invalid_grant" => {
                self.invalid(error.to_string())
            }
            // Its text may have a token, which is not logged.
            RequestTokenError::Parse(error, _) => self.unavailable(format!("its tokens are malformed: {error}")),
            error => self.unavailable(error),
        })
    }

    async fn userinfo(&self, url: &str, tokens: &Tokens) -> Result<token::Person, SignInError> {
        let request = token::userinfo_request(url, tokens).map_err(|error| self.unavailable(error))?;
        let answer = self.http.send(request, TIME_LIMIT).await.map_err(|error| self.unavailable(error))?;
        if answer.status() != StatusCode::OK {
            return Err(self.unavailable(format!("{url} answered {}", answer.status())));
        }
        serde_json::from_slice(answer.body()).map_err(|error| self.unavailable(format!("{url}: {error}")))
    }

    fn client(&self, metadata: &Metadata, redirect_uri: &str) -> Result<OpenidClient, SignInError> {
        let issuer = IssuerUrl::new(self.issuer.clone()).map_err(|error| self.unavailable(error))?;
        let auth_url =
            AuthUrl::new(metadata.authorization_endpoint.clone()).map_err(|error| self.unavailable(error))?;
        let redirect_uri = RedirectUrl::new(redirect_uri.to_owned()).map_err(|error| self.unavailable(error))?;
        Ok(token::client(ClientId::new(self.client_id.clone()), issuer)
            .set_auth_uri(auth_url)
            .set_redirect_uri(redirect_uri))
    }

    /// Returns the discovery document.
    async fn metadata(&self, now: Timestamp) -> Result<Arc<Metadata>, SignInError> {
        if let Some(metadata) = self.metadata.get(now) {
            return Ok(metadata);
        }
        let (metadata, headers): (Metadata, _) = self.fetch(&Metadata::url(&self.issuer)).await?;
        metadata
            .check(&self.issuer)
            .map_err(|problem| self.unavailable(format!("the discovery document: {problem}")))?;
        Ok(self.metadata.put(metadata, &headers, now))
    }

    /// Returns the keys, and whether they were fetched now.
    async fn keys(
        &self,
        metadata: &Metadata,
        again: bool,
        now: Timestamp,
    ) -> Result<(Arc<CoreJsonWebKeySet>, bool), SignInError> {
        if let Some(keys) = self.keys.get(now).filter(|_| !again) {
            return Ok((keys, false));
        }
        let (keys, headers): (JsonWebKeySet<_>, _) = self.fetch(&metadata.jwks_uri).await?;
        Ok((self.keys.put(keys, &headers, now), true))
    }

    /// Fetches a JSON document.
    async fn fetch<T: DeserializeOwned>(&self, url: &str) -> Result<(T, http::HeaderMap), SignInError> {
        let request = Request::get(url).header(ACCEPT, "application/json").body(Vec::new());
        let request = request.map_err(|error| self.unavailable(error))?;
        let answer = self.http.send(request, TIME_LIMIT).await.map_err(|error| self.unavailable(error))?;
        if answer.status() != StatusCode::OK {
            return Err(self.unavailable(format!("{url} answered {}", answer.status())));
        }
        let document = serde_json::from_slice(answer.body());
        let document = document.map_err(|error| self.unavailable(format!("{url}: {error}")))?;
        Ok((document, answer.into_parts().0.headers))
    }

    fn unavailable(&self, source: impl Into<Source>) -> SignInError {
        SignInError::Unavailable { provider: self.name.clone(), source: source.into() }
    }

    fn invalid(&self, source: impl Into<Source>) -> SignInError {
        SignInError::Invalid { provider: self.name.clone(), source: source.into() }
    }
}
