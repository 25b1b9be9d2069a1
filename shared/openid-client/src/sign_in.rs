//! One sign-in: the secret of a browser, and the values that follow from it.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use domain::{Random, Token};

/// A sign-in that a browser began.
///
/// `state`, `nonce` and the code verifier of PKCE are HMACs of the secret. So the table needs none of them, and a copy
/// of the table completes no sign-in.
#[derive(Clone)]
pub struct SignIn {
    id: String,
    secret: Token,
}

impl SignIn {
    /// The length of an identifier, in characters.
    const ID_LENGTH: usize = 8;

    /// Begins a sign-in.
    #[must_use]
    pub fn generate(random: &Random) -> Self {
        let id = Token::generate(random).expose()[..Self::ID_LENGTH].to_owned();
        Self { id, secret: Token::generate(random) }
    }

    /// Returns the sign-in with this identifier and this secret, if both are well-formed.
    #[must_use]
    pub fn parse(id: &str, secret: &str) -> Option<Self> {
        let valid = id.len() == Self::ID_LENGTH && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        Some(Self { id: valid.then(|| id.to_owned())?, secret: Token::parse(secret)? })
    }

    /// Returns the identifier among the sign-ins of one browser. It is no secret.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the secret, which only the browser has.
    #[must_use]
    pub fn secret(&self) -> &Token {
        &self.secret
    }

    /// Returns the `state` of the authorization request, which begins with the identifier.
    #[must_use]
    pub fn state(&self) -> String {
        format!("{}.{}", self.id, self.derive("state"))
    }

    /// Returns the identifier of the sign-in of a `state`.
    #[must_use]
    pub fn id_of_state(state: &str) -> Option<&str> {
        state.split_once('.').map(|(id, _)| id)
    }

    /// Returns whether `state` is that of this sign-in.
    #[must_use]
    pub fn has_state(&self, state: &str) -> bool {
        self.state().as_bytes().ct_eq(state.as_bytes()).into()
    }

    pub(crate) fn nonce(&self) -> String {
        self.derive("nonce")
    }

    /// Returns the code verifier: 43 characters (RFC 7636, 4.1).
    pub(crate) fn code_verifier(&self) -> String {
        self.derive("code_verifier")
    }

    fn derive(&self, purpose: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.expose().as_bytes()).expect("any length is valid");
        mac.update(purpose.as_bytes());
        BASE64URL_NOPAD.encode(&mac.finalize().into_bytes())
    }
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIn").field("id", &self.id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign_in(byte: u8) -> SignIn {
        SignIn::generate(&Random::from_source(move |bytes| bytes.fill(byte)))
    }

    #[test]
    fn values_differ_by_purpose_and_secret() {
        let (one, other) = (sign_in(1), sign_in(2));
        let values = [&one, &other].map(|sign_in| [sign_in.state(), sign_in.nonce(), sign_in.code_verifier()]);
        let unique: std::collections::BTreeSet<_> = values.iter().flatten().collect();
        assert_eq!(unique.len(), 6);
        assert_eq!(one.code_verifier().len(), 43);
        for value in values.iter().flatten() {
            assert!(!value.contains(one.secret().expose()), "{value}");
        }
    }

    #[test]
    fn state_names_its_sign_in() {
        let (one, other) = (sign_in(1), sign_in(2));
        assert_eq!(SignIn::id_of_state(&one.state()), Some(one.id()));
        assert!(one.has_state(&one.state()));
        for state in [other.state(), String::new(), one.id().to_owned(), format!("{}.", one.id())] {
            assert!(!one.has_state(&state), "{state}");
        }
        let parsed = SignIn::parse(one.id(), one.secret().expose()).unwrap();
        assert_eq!(parsed.state(), one.state());
    }

    #[test]
    fn malformed_sign_in_is_none() {
        let secret = "a".repeat(32);
        for (id, secret) in [("", &*secret), ("abcdefg", &secret), ("abcdefg;", &secret), ("abcdefgh", "short")] {
            assert!(SignIn::parse(id, secret).is_none(), "{id}");
        }
    }
}
