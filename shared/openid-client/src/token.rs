//! The ID token: its verification, and the identity in it.

use std::collections::BTreeMap;

use chrono::DateTime;
use http::Request;
use http::header::{ACCEPT, AUTHORIZATION, HeaderValue};
use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey, CoreJsonWebKeySet,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, Client, ClientId, EmptyExtraTokenFields, EndpointNotSet, EndpointSet,
    IdTokenClaims, IdTokenFields, IdTokenVerifier, IssuerUrl, Nonce, OAuth2TokenResponse, SignatureVerificationError,
    StandardErrorResponse, StandardTokenResponse, TokenResponse,
};
use serde::{Deserialize, Serialize};

use crate::discovery::Metadata;
use crate::email_trust::EmailTrust;
use domain::{EmailAddress, Identity, ProvenIdentity};

/// The tolerance for the clock of a provider.
const SKEW: SignedDuration = SignedDuration::from_mins(1);
/// The maximum length of a subject, in bytes (OpenID Connect Core 1.0, 2).
const MAX_SUBJECT: usize = 255;
/// The maximum length of a value of the profile, in bytes. Longer ones are ignored.
const MAX_VALUE: usize = 256;

/// The settings of a provider that a token is compared with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected<'a> {
    pub(crate) provider: &'a str,
    pub(crate) issuer: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) trust: EmailTrust,
}

/// The claims beyond the standard ones.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FurtherClaims {
    /// Google's domain of an organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hd: Option<String>,
    /// Microsoft's tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tid: Option<String>,
    /// The time before which the token is not valid (RFC 7519, 4.1.5), in epoch seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<f64>,
}

impl AdditionalClaims for FurtherClaims {}

pub(crate) type Claims = IdTokenClaims<FurtherClaims, CoreGenderClaim>;

pub(crate) type Tokens = StandardTokenResponse<
    IdTokenFields<
        FurtherClaims,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

type AnyClient<Auth> = Client<
    FurtherClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    Auth,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
>;

/// A client with an authorization endpoint.
pub(crate) type OpenidClient = AnyClient<EndpointSet>;

pub(crate) fn client(id: ClientId, issuer: IssuerUrl) -> AnyClient<EndpointNotSet> {
    // The keys are those of a verifier, which is made for each token.
    Client::new(id, issuer, CoreJsonWebKeySet::default())
}

/// The reason why a token proves nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TokenError {
    #[error("there is no ID token")]
    Missing,
    #[error(transparent)]
    Claims(#[from] openidconnect::ClaimsVerificationError),
    #[error("the hash of the access token is wrong")]
    AccessTokenHash,
    #[error("the signature cannot be verified")]
    Signature(#[from] SignatureVerificationError),
    #[error("{0}")]
    Claim(&'static str),
}

/// Returns whether the token's key is not among the known keys.
pub(crate) fn is_unknown_key(error: &TokenError) -> bool {
    use openidconnect::ClaimsVerificationError::SignatureVerification;
    matches!(error, TokenError::Claims(SignatureVerification(SignatureVerificationError::NoMatchingKey)))
}

/// Verifies an ID token (OpenID Connect Core 1.0, 3.1.3.7), and returns its claims.
pub(crate) fn verify(
    expected: Expected<'_>,
    metadata: &Metadata,
    keys: &CoreJsonWebKeySet,
    tokens: &Tokens,
    nonce: &Nonce,
    now: Timestamp,
) -> Result<Claims, TokenError> {
    let token = tokens.id_token().ok_or(TokenError::Missing)?;
    let client_id = ClientId::new(expected.client_id.to_owned());
    let issuer = IssuerUrl::new(expected.issuer.to_owned()).map_err(|_| TokenError::Claim("the issuer is no URL"))?;
    let earliest = now - SKEW;
    // A public client never accepts a signature with a shared secret.
    let verifier = IdTokenVerifier::new_public_client(client_id, issuer, keys.clone())
        .set_allowed_algs(metadata.signing_algorithms())
        .require_issuer_match(!metadata.is_of_many_tenants())
        .set_time_fn(move || DateTime::from_timestamp(earliest.as_second(), 0).unwrap_or_default());
    let claims = token.claims(&verifier, nonce)?;
    check_issuer(metadata, claims)?;
    check_authorized_party(expected, claims)?;
    let latest = (now + SKEW).as_second();
    if claims.issue_time().timestamp() > latest {
        return Err(TokenError::Claim("the token is of the future (iat)"));
    }
    #[expect(clippy::cast_precision_loss, reason = "seconds of this millennium are exact")]
    if claims.additional_claims().nbf.is_some_and(|nbf| nbf > latest as f64) {
        return Err(TokenError::Claim("the token is not valid yet (nbf)"));
    }
    if let Some(expected) = claims.access_token_hash() {
        let (algorithm, key) = (token.signing_alg()?, token.signing_key(&verifier)?);
        let actual = AccessTokenHash::from_token(tokens.access_token(), algorithm, key);
        if actual.ok().as_ref() != Some(expected) {
            return Err(TokenError::AccessTokenHash);
        }
    }
    Ok(claims.clone())
}

/// Checks the issuer of one of many tenants, which the verifier does not.
fn check_issuer(metadata: &Metadata, claims: &Claims) -> Result<(), TokenError> {
    if !metadata.is_of_many_tenants() {
        return Ok(());
    }
    let tenant = claims.additional_claims().tid.as_deref();
    // A GUID, so that a tenant cannot have another one's path.
    let tenant = tenant.filter(|tenant| tenant.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-'));
    match tenant {
        Some(tenant) if metadata.issuer_of(tenant) == claims.issuer().as_str() => Ok(()),
        _ => Err(TokenError::Claim("the issuer is not that of the token's tenant")),
    }
}

/// Checks the claim `azp`, which the verifier does not.
fn check_authorized_party(expected: Expected<'_>, claims: &Claims) -> Result<(), TokenError> {
    match claims.authorized_party() {
        Some(party) if party.as_str() != expected.client_id => {
            Err(TokenError::Claim("the token is for another client (azp)"))
        }
        _ => Ok(()),
    }
}

/// The claims about a person in a token or in the answer of the userinfo endpoint.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Person {
    sub: String,
    #[serde(default)]
    email: Option<String>,
    /// A boolean, or a text as Apple has it.
    #[serde(default)]
    email_verified: serde_json::Value,
    #[serde(default)]
    preferred_username: Option<String>,
    #[serde(default)]
    nickname: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    given_name: Option<String>,
    #[serde(default)]
    family_name: Option<String>,
    #[serde(default)]
    birthdate: Option<String>,
    #[serde(default)]
    phone_number: Option<String>,
    #[serde(default)]
    website: Option<String>,
}

impl Person {
    fn of(claims: &Claims) -> Result<Self, serde_json::Error> {
        serde_json::from_value(serde_json::to_value(claims)?)
    }

    fn is_email_verified(&self) -> bool {
        self.email_verified == true || self.email_verified == "true"
    }
}

/// Returns the request for the claims about the person of an access token.
pub(crate) fn userinfo_request(url: &str, tokens: &Tokens) -> Result<Request<Vec<u8>>, http::Error> {
    let mut bearer = HeaderValue::from_str(&format!("Bearer {}", tokens.access_token().secret()))?;
    bearer.set_sensitive(true);
    Request::get(url).header(ACCEPT, "application/json").header(AUTHORIZATION, bearer).body(Vec::new())
}

/// Returns the identity in verified claims.
///
/// `userinfo` has the claims about the person if the token lacks them. Its subject must be that of the token (OpenID
/// Connect Core 1.0, 5.3.2).
pub(crate) fn identity(
    expected: Expected<'_>,
    claims: &Claims,
    userinfo: Option<Person>,
) -> Result<ProvenIdentity, TokenError> {
    let subject = claims.subject().as_str();
    if subject.is_empty() || subject.len() > MAX_SUBJECT {
        return Err(TokenError::Claim("the subject is empty or too long"));
    }
    let person = match userinfo {
        Some(person) if person.sub != subject => {
            return Err(TokenError::Claim("the userinfo endpoint answered about another person"));
        }
        Some(person) => person,
        None => Person::of(claims).map_err(|_| TokenError::Claim("the claims are malformed"))?,
    };
    // Address and verification are of one document, because each is about the other.
    let email = person.email.as_deref().and_then(|email| EmailAddress::parse(email).ok());
    let hosted_domain = claims.additional_claims().hd.as_deref();
    let email_proven =
        person.is_email_verified() && email.as_ref().is_some_and(|email| expected.trust.proves(email, hosted_domain));
    let local_part = email.as_ref().and_then(|email| email.as_str().rsplit_once('@')).map(|(local, _)| local);
    let usernames = [person.preferred_username.as_deref(), person.nickname.as_deref(), local_part];
    let usernames = usernames.into_iter().chain([person.given_name.as_deref()]).flatten();
    let usernames = usernames.filter(|name| name.len() <= MAX_VALUE).map(str::to_owned).collect();
    let profile = [
        ("name", &person.name),
        ("given-name", &person.given_name),
        ("family-name", &person.family_name),
        ("nickname", &person.nickname),
        ("bday", &person.birthdate),
        ("tel", &person.phone_number),
        ("url", &person.website),
    ];
    let profile = profile.into_iter().filter_map(|(name, value)| {
        let value = value.as_deref().filter(|value| !value.is_empty() && value.len() <= MAX_VALUE)?;
        Some((name.to_owned(), value.to_owned()))
    });
    Ok(ProvenIdentity {
        identity: Identity {
            provider: expected.provider.to_owned(),
            issuer: claims.issuer().to_string(),
            subject: subject.to_owned(),
        },
        email,
        email_proven,
        usernames,
        profile: profile.collect::<BTreeMap<_, _>>(),
    })
}
