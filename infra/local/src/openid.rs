//! An OpenID provider, for trials: its login page takes any name and any address.
//!
//! It follows OpenID Connect Core 1.0 as far as the authorization code flow with PKCE needs.

use std::sync::Arc;

use axum::Form;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};
use domain::{EmailAddress, Token};
use http::{HeaderMap, StatusCode, header};
use jiff::SignedDuration;
use minijinja::context;
use openidconnect::PrivateSigningKey;
use openidconnect::core::CoreJwsSigningAlgorithm;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::app_state::AppState;
use crate::openid_provider::{AuthorizationRequest, Grant, OpenidProvider, Person, TokenRequest};
use crate::pages::{PageError, render_openid_login};
use crate::paths;

/// The lifetime of a code and of a token.
const LIFETIME: SignedDuration = SignedDuration::from_mins(1);

/// Returns whether this provider can answer the request. The client is the service, so its callback is known.
fn is_valid(request: &AuthorizationRequest, site: &AppState) -> bool {
    let callback = format!("{}/register/openid/", site.variables.site_url());
    request.response_type == "code"
        && request.code_challenge_method == "S256"
        && request.client_id == site.variables.openid_client().0
        && request.redirect_uri.starts_with(&callback)
        && request.redirect_uri.ends_with("/callback")
}

fn answer(request: &AuthorizationRequest, parameters: &[(&str, &str)]) -> Redirect {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(parameters).append_pair("state", &request.state);
    Redirect::to(&format!("{}?{}", request.redirect_uri, query.finish()))
}

/// Handles the discovery document.
pub(crate) async fn discovery(State(site): State<Arc<AppState>>) -> Json<Value> {
    let issuer = issuer(&site);
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    }))
}

/// Handles the key set.
pub(crate) async fn keys(State(site): State<Arc<AppState>>) -> Json<Value> {
    Json(json!({ "keys": [site.openid.key(&site.random).as_verification_key()] }))
}

/// Handles the login page.
pub(crate) async fn login(
    State(site): State<Arc<AppState>>,
    Query(request): Query<AuthorizationRequest>,
) -> Result<Response, PageError> {
    if !is_valid(&request, &site) {
        return Ok((StatusCode::BAD_REQUEST, "This is no request of the service.\n").into_response());
    }
    Ok(render_openid_login(context! { site_name => site.variables.site_name() })?.into_response())
}

/// Handles the form of the login page.
pub(crate) async fn decide(
    State(site): State<Arc<AppState>>,
    Query(request): Query<AuthorizationRequest>,
    Form(person): Form<Person>,
) -> Response {
    if !is_valid(&request, &site) {
        return (StatusCode::BAD_REQUEST, "This is no request of the service.\n").into_response();
    }
    let issuer = issuer(&site);
    if person.decision != "continue" {
        return answer(&request, &[("error", "access_denied"), ("iss", &issuer)]).into_response();
    }
    if EmailAddress::parse(&person.email).is_err() {
        return (StatusCode::UNPROCESSABLE_ENTITY, "Go back, and type an email address.\n").into_response();
    }
    let code = Token::generate(&site.random).expose().to_owned();
    let redirect = answer(&request, &[("code", &code), ("iss", &issuer)]);
    let now = site.clock.now();
    site.openid.grant(code, Grant { request, person, until: now + LIFETIME }, now);
    redirect.into_response()
}

/// Handles the exchange of a code for tokens.
pub(crate) async fn token(
    State(site): State<Arc<AppState>>,
    headers: HeaderMap,
    Form(asked): Form<TokenRequest>,
) -> Response {
    if !is_client(&site, &headers) {
        return (StatusCode::UNAUTHORIZED, Json(json!({ "error": "invalid_client" }))).into_response();
    }
    let now = site.clock.now();
    let grant = site.openid.take(&asked.code);
    let challenge = BASE64URL_NOPAD.encode(&Sha256::digest(asked.code_verifier.as_bytes()));
    let is_valid = |grant: &Grant| {
        asked.grant_type == "authorization_code"
            && grant.until > now
            && grant.request.redirect_uri == asked.redirect_uri
            && grant.request.code_challenge == challenge
    };
    let Some(Grant { request, person, .. }) = grant.filter(is_valid) else {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    };
    let claims = json!({
        "iss": issuer(&site),
        "aud": request.client_id,
        "sub": HEXLOWER.encode(&Sha256::digest(person.email.to_lowercase().as_bytes())),
        "iat": now.as_second(),
        "exp": (now + LIFETIME).as_second(),
        "nonce": request.nonce,
        "name": person.name,
        "preferred_username": person.name.to_lowercase().replace(' ', ""),
        "email": person.email,
        "email_verified": person.email_verified.is_some(),
    });
    let header = json!({ "alg": "EdDSA", "typ": "JWT", "kid": OpenidProvider::KEY_ID });
    let [header, claims] = [header, claims].map(|part| BASE64URL_NOPAD.encode(part.to_string().as_bytes()));
    let signed = format!("{header}.{claims}");
    let algorithm = CoreJwsSigningAlgorithm::EdDsa;
    let Ok(signature) = site.openid.key(&site.random).sign(&algorithm, signed.as_bytes()) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let id_token = format!("{signed}.{}", BASE64URL_NOPAD.encode(&signature));
    let access_token = Token::generate(&site.random).expose().to_owned();
    let tokens =
        json!({ "access_token": access_token, "token_type": "Bearer", "expires_in": 60, "id_token": id_token });
    ([(header::CACHE_CONTROL, "no-store")], Json(tokens)).into_response()
}

fn issuer(site: &AppState) -> String {
    format!("{}{}", site.url, paths::OPENID)
}

/// Returns whether a request is authenticated as the client (`client_secret_basic`).
fn is_client(site: &AppState, headers: &HeaderMap) -> bool {
    let (id, secret) = site.variables.openid_client();
    let expected = format!("Basic {}", BASE64.encode(format!("{id}:{secret}").as_bytes()));
    headers.get(header::AUTHORIZATION).is_some_and(|value| value.as_bytes() == expected.as_bytes())
}
