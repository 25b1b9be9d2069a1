//! Activation keys.

use std::fmt;

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};

use crate::random::Random;

/// The secret in an activation mail's link: 160 random bits as 32 characters of lower-case base32 (RFC 4648), so that
/// nothing in it is changed by a mail client. Only its hash is ever stored.
#[derive(Clone, PartialEq, Eq)]
pub struct ActivationKey(String);

/// The SHA-256 of an activation key: what the table knows. A key is random, so a fast hash is as good as a slow one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyHash(String);

impl ActivationKey {
    const LENGTH: usize = 32;

    /// A new key.
    #[must_use]
    pub fn generate(random: &Random) -> Self {
        Self(BASE32_NOPAD.encode(&random.bytes::<20>()).to_ascii_lowercase())
    }

    /// Takes a key from a link; upper case is as good as lower. `None` if it has not the form of a key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let key = text.to_ascii_lowercase();
        let valid = key.len() == Self::LENGTH && key.bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'));
        valid.then_some(Self(key))
    }

    /// The key itself: for the mail's link and nothing else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub(crate) fn hash(&self) -> KeyHash {
        KeyHash(HEXLOWER.encode(&Sha256::digest(self.0.as_bytes())))
    }
}

impl fmt::Debug for ActivationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ActivationKey(..)")
    }
}

impl KeyHash {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generated_key_is_32_characters_and_parses() {
        let key = ActivationKey::generate(&Random::from_source(|bytes| bytes.fill(0xa5)));
        assert_eq!(key.expose(), "uws2ljnfuws2ljnfuws2ljnfuws2ljnf");
        assert_eq!(ActivationKey::parse(key.expose()), Some(key.clone()));
        assert_eq!(ActivationKey::parse(&key.expose().to_uppercase()), Some(key));
    }

    #[test]
    fn what_has_not_the_form_of_a_key_is_none() {
        for text in ["", "resend", &"a".repeat(31), &"a".repeat(33), &"1".repeat(32), &"é".repeat(16)] {
            assert_eq!(ActivationKey::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_key_is_not_printed_by_accident() {
        let key = ActivationKey::parse(&"a".repeat(32)).unwrap();
        assert_eq!(format!("{key:?}"), "ActivationKey(..)");
    }
}
