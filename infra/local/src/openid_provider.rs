//! The state of the OpenID provider: its codes, and its signing key.
//!
//! Codes are in memory, for one use. The key is made at the first request and lasts as long as the process.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use data_encoding::BASE64;
use domain::Random;
use jiff::Timestamp;
use openidconnect::JsonWebKeyId;
use openidconnect::core::CoreEdDsaPrivateSigningKey;
use serde::{Deserialize, Serialize};

/// The codes that were given and not used, and the signing key.
#[derive(Default)]
pub(crate) struct OpenidProvider {
    codes: Mutex<HashMap<String, Grant>>,
    key: OnceLock<CoreEdDsaPrivateSigningKey>,
}

/// The request and the person of a code.
pub(crate) struct Grant {
    pub(crate) request: AuthorizationRequest,
    pub(crate) person: Person,
    pub(crate) until: Timestamp,
}

/// An authorization request (OpenID Connect Core 1.0, 3.1.2.1).
#[derive(Clone, Deserialize, Serialize)]
pub(crate) struct AuthorizationRequest {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) response_type: String,
    pub(crate) state: String,
    pub(crate) nonce: String,
    pub(crate) code_challenge: String,
    pub(crate) code_challenge_method: String,
}

/// The fields of the login page.
#[derive(Deserialize)]
pub(crate) struct Person {
    #[serde(default)]
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) email: String,
    /// Present if the box is ticked.
    pub(crate) email_verified: Option<String>,
    /// The button.
    pub(crate) decision: String,
}

/// The fields of a token request (RFC 6749, 4.1.3).
#[derive(Deserialize)]
pub(crate) struct TokenRequest {
    pub(crate) grant_type: String,
    pub(crate) code: String,
    pub(crate) redirect_uri: String,
    pub(crate) code_verifier: String,
}

impl OpenidProvider {
    /// The identifier of the key.
    pub(crate) const KEY_ID: &str = "local";

    /// Stores the grant of a code, and forgets the codes that have expired by `now`.
    pub(crate) fn grant(&self, code: String, grant: Grant, now: Timestamp) {
        let mut codes = self.codes.lock().unwrap_or_else(PoisonError::into_inner);
        codes.retain(|_, grant| grant.until > now);
        codes.insert(code, grant);
    }

    /// Takes the grant of a code. It has no second use.
    pub(crate) fn take(&self, code: &str) -> Option<Grant> {
        self.codes.lock().unwrap_or_else(PoisonError::into_inner).remove(code)
    }

    /// Returns the signing key: 32 random bytes as PKCS #8 (RFC 8410, 7).
    pub(crate) fn key(&self, random: &Random) -> &CoreEdDsaPrivateSigningKey {
        self.key.get_or_init(|| {
            let prefix = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";
            let der = BASE64.encode(&[&prefix[..], &random.bytes::<32>()].concat());
            let pem = format!("-----BEGIN PRIVATE KEY-----\n{der}\n-----END PRIVATE KEY-----\n");
            let id = Some(JsonWebKeyId::new(Self::KEY_ID.to_owned()));
            CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, id).expect("32 bytes are a key")
        })
    }
}
