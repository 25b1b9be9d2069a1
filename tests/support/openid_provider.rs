//! An OpenID provider that can lie, fail and change its key.
//!
//! It has no login page: a test reads the authorization request and goes to the callback itself.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Form, State};
use axum::http::header::{AUTHORIZATION, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use hmac::{Hmac, KeyInit, Mac};
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use p256::SecretKey;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::{EncodePrivateKey, LineEnding};
use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha512};

use super::server::serve;

pub(crate) const CLIENT_ID: &str = "registration";
pub(crate) const CLIENT_SECRET: &str = "the-secret-of-the-client";

/// A place where the provider fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OpenidFault {
    /// The path answers 500.
    Fails(&'static str),
    /// The path never answers.
    Hangs(&'static str),
    /// The path answers with something else than JSON.
    Malformed(&'static str),
    /// The path redirects to another host.
    Redirects(&'static str),
    /// The path answers without an end.
    Endless(&'static str),
    /// The token endpoint answers this error.
    Refuses(&'static str),
}

/// How an ID token is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signing {
    /// With the key of this number. The published key is [`State::key`].
    Key(u8),
    /// Not at all: `"alg": "none"`.
    None,
    /// With the client's secret: `HS256`.
    ClientSecret,
    /// With the published public key as the secret: `HS256`.
    PublicKey,
}

/// The provider, and what it did.
pub(crate) struct OpenidProvider {
    pub(crate) url: String,
    state: Arc<Mutex<ProviderState>>,
}

struct ProviderState {
    url: String,
    published: u8,
    signing: Signing,
    claims: Value,
    userinfo: Value,
    discovery: Value,
    fault: Option<OpenidFault>,
    requests: Vec<(String, BTreeMap<String, String>)>,
    secrets: Vec<String>,
}

type Shared = State<Arc<Mutex<ProviderState>>>;

impl OpenidProvider {
    pub(crate) async fn start() -> Self {
        let state = Arc::new(Mutex::new(ProviderState {
            url: String::new(),
            published: 1,
            signing: Signing::Key(1),
            claims: json!({}),
            userinfo: json!({}),
            discovery: json!({}),
            fault: None,
            requests: Vec::new(),
            secrets: Vec::new(),
        }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/jwks", get(keys))
            .route("/token", post(token))
            .route("/userinfo", get(userinfo))
            .with_state(Arc::clone(&state));
        let url = serve(router).await;
        state.lock().unwrap().url.clone_from(&url);
        Self { url, state }
    }

    /// Returns the settings of a service that uses this provider under `name`.
    pub(crate) fn variables(&self, name: &str) -> Vec<(String, String)> {
        let variable = |setting: &str| format!("REGISTRATION_OPENID_{}_{setting}", name.to_uppercase());
        vec![
            (variable("ISSUER"), self.url.clone()),
            (variable("CLIENT_ID"), CLIENT_ID.to_owned()),
            (variable("CLIENT_SECRET"), CLIENT_SECRET.to_owned()),
            (variable("TRUST_EMAIL"), "true".to_owned()),
        ]
    }

    /// Sets claims of the next tokens. `null` removes one.
    pub(crate) fn set_claims(&self, claims: Value) {
        self.state.lock().unwrap().claims = claims;
    }

    /// Sets the answer of the userinfo endpoint.
    pub(crate) fn set_userinfo(&self, userinfo: Value) {
        self.state.lock().unwrap().userinfo = userinfo;
    }

    /// Adds members to the discovery document.
    pub(crate) fn set_discovery(&self, discovery: Value) {
        self.state.lock().unwrap().discovery = discovery;
    }

    pub(crate) fn set_fault(&self, fault: Option<OpenidFault>) {
        self.state.lock().unwrap().fault = fault;
    }

    pub(crate) fn sign_by(&self, signing: Signing) {
        self.state.lock().unwrap().signing = signing;
    }

    /// Publishes another key, and signs with it.
    pub(crate) fn rotate_key(&self) {
        let mut state = self.state.lock().unwrap();
        state.published += 1;
        state.signing = Signing::Key(state.published);
    }

    /// Returns the number of requests to a path.
    pub(crate) fn requests_to(&self, path: &str) -> usize {
        self.state.lock().unwrap().requests.iter().filter(|(requested, _)| requested == path).count()
    }

    /// Returns the fields of the last request for tokens.
    pub(crate) fn last_token_request(&self) -> BTreeMap<String, String> {
        let state = self.state.lock().unwrap();
        state.requests.iter().rfind(|(path, _)| path == "/token").unwrap().1.clone()
    }

    /// Returns every token and code that the provider gave or got.
    pub(crate) fn secrets(&self) -> Vec<String> {
        self.state.lock().unwrap().secrets.clone()
    }
}

/// Records a request, and answers if the provider fails there.
async fn fault(
    state: &Arc<Mutex<ProviderState>>,
    path: &'static str,
    fields: BTreeMap<String, String>,
) -> Option<Response> {
    let fault = {
        let mut state = state.lock().unwrap();
        state.requests.push((path.to_owned(), fields));
        state.fault
    };
    match fault? {
        OpenidFault::Fails(at) if at == path => Some((StatusCode::INTERNAL_SERVER_ERROR, "{}").into_response()),
        OpenidFault::Hangs(at) if at == path => std::future::pending().await,
        OpenidFault::Malformed(at) if at == path => Some("<h1>Hello</h1>".into_response()),
        OpenidFault::Redirects(at) if at == path => {
            Some((StatusCode::TEMPORARY_REDIRECT, [(LOCATION, "http://127.0.0.1:9/")]).into_response())
        }
        OpenidFault::Endless(at) if at == path => Some(" ".repeat(1024 * 1024).into_response()),
        OpenidFault::Refuses(error) if path == "/token" => {
            Some((StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response())
        }
        _ => None,
    }
}

async fn discovery(State(state): Shared) -> Response {
    if let Some(failed) = fault(&state, "/.well-known/openid-configuration", BTreeMap::new()).await {
        return failed;
    }
    let state = state.lock().unwrap();
    let url = &state.url;
    let mut document = json!({
        "issuer": url,
        "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/token"),
        "jwks_uri": format!("{url}/jwks"),
        "userinfo_endpoint": format!("{url}/userinfo"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none"],
    });
    merge(&mut document, &state.discovery);
    Json(document).into_response()
}

async fn keys(State(state): Shared) -> Response {
    if let Some(failed) = fault(&state, "/jwks", BTreeMap::new()).await {
        return failed;
    }
    let published = state.lock().unwrap().published;
    Json(json!({ "keys": [key(published).as_verification_key()] })).into_response()
}

async fn token(State(state): Shared, headers: HeaderMap, Form(fields): Form<BTreeMap<String, String>>) -> Response {
    if let Some(failed) = fault(&state, "/token", fields.clone()).await {
        return failed;
    }
    let signed = fields.get("client_secret").is_some_and(|secret| is_signed_by_client(secret));
    let basic = format!("Basic {}", BASE64.encode(format!("{CLIENT_ID}:{CLIENT_SECRET}").as_bytes()));
    if !signed && headers.get(AUTHORIZATION).is_none_or(|value| value != &basic) {
        return (StatusCode::UNAUTHORIZED, Json(json!({ "error": "invalid_client" }))).into_response();
    }
    let mut state = state.lock().unwrap();
    let code = fields["code"].clone();
    if state.secrets.contains(&code) {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    }
    let access_token = format!("access-token-for-{code}");
    let hash = Sha512::digest(access_token.as_bytes());
    let mut claims = json!({
        "iss": state.url,
        "aud": CLIENT_ID,
        "sub": "1234567890",
        "email": "ann@example.com",
        "email_verified": true,
        "at_hash": BASE64URL_NOPAD.encode(&hash[..32]),
    });
    merge(&mut claims, &state.claims);
    let id_token = id_token(&claims, state.signing, state.published);
    state.secrets.extend([code, access_token.clone(), id_token.clone(), fields["code_verifier"].clone()]);
    Json(json!({ "access_token": access_token, "token_type": "Bearer", "expires_in": 60, "id_token": id_token }))
        .into_response()
}

async fn userinfo(State(state): Shared, headers: HeaderMap) -> Response {
    if let Some(failed) = fault(&state, "/userinfo", BTreeMap::new()).await {
        return failed;
    }
    let bearer = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !bearer.starts_with("Bearer access-token-for-") {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    Json(state.lock().unwrap().userinfo.clone()).into_response()
}

fn id_token(claims: &Value, signing: Signing, published: u8) -> String {
    let (algorithm, key_id) = match signing {
        Signing::Key(number) => ("EdDSA", format!("key-{number}")),
        Signing::None => ("none", format!("key-{published}")),
        Signing::ClientSecret | Signing::PublicKey => ("HS256", format!("key-{published}")),
    };
    let header = json!({ "alg": algorithm, "typ": "JWT", "kid": key_id });
    let [header, claims] = [&header, claims].map(|part| BASE64URL_NOPAD.encode(part.to_string().as_bytes()));
    let signed = format!("{header}.{claims}");
    let hmac = |secret: &[u8]| {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
        mac.update(signed.as_bytes());
        mac.finalize().into_bytes().to_vec()
    };
    let signature = match signing {
        Signing::Key(number) => key(number).sign(&CoreJwsSigningAlgorithm::EdDsa, signed.as_bytes()).unwrap(),
        Signing::None => Vec::new(),
        Signing::ClientSecret => hmac(CLIENT_SECRET.as_bytes()),
        Signing::PublicKey => {
            let public = serde_json::to_value(key(published).as_verification_key()).unwrap();
            hmac(&BASE64URL_NOPAD.decode(public["x"].as_str().unwrap().as_bytes()).unwrap())
        }
    };
    format!("{signed}.{}", BASE64URL_NOPAD.encode(&signature))
}

/// Returns the private key of a client of Apple, as the text of its `.p8` file.
pub(crate) fn client_key() -> String {
    SecretKey::from_slice(&[7; 32]).unwrap().to_pkcs8_pem(LineEnding::LF).unwrap().to_string()
}

/// Reports whether a secret is a token that this client has signed for Apple, valid for a few minutes.
fn is_signed_by_client(secret: &str) -> bool {
    let Some((signed, signature)) = secret.rsplit_once('.') else { return false };
    let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap();
    let key = SigningKey::from(SecretKey::from_slice(&[7; 32]).unwrap());
    let parts = signed.split('.').map(|part| BASE64URL_NOPAD.decode(part.as_bytes()).unwrap());
    let [header, claims]: [Value; 2] =
        parts.map(|part| serde_json::from_slice(&part).unwrap()).collect::<Vec<_>>().try_into().unwrap();
    let now = crate::support::initial_time().as_second();
    let is_valid = claims["iat"].as_i64() <= Some(now) && claims["exp"].as_i64() > Some(now);
    key.verifying_key().verify(signed.as_bytes(), &Signature::from_slice(&signature).unwrap()).is_ok()
        && is_valid
        && (&header["alg"], &header["kid"]) == (&json!("ES256"), &json!("KEY"))
        && (&claims["iss"], &claims["sub"]) == (&json!("TEAM"), &json!(CLIENT_ID))
        && claims["aud"] == "https://appleid.apple.com"
}

/// Returns the signing key with this number.
fn key(number: u8) -> CoreEdDsaPrivateSigningKey {
    // PKCS #8 of an Ed25519 key (RFC 8410, 7).
    let prefix = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";
    let der = BASE64.encode(&[&prefix[..], &[number; 32]].concat());
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{der}\n-----END PRIVATE KEY-----\n");
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new(format!("key-{number}")))).unwrap()
}

/// Adds the members of `changes`. `null` removes one.
fn merge(document: &mut Value, changes: &Value) {
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            document.as_object_mut().unwrap().remove(name);
        } else {
            document[name] = value.clone();
        }
    }
}
