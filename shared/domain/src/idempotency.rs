//! The recognition of repeated submissions.

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};

use crate::random::Random;

/// The key by which a repeated submission is recognised. Only its hash is stored.
///
/// It is a hidden field of the HTML form, or the `Idempotency-Key` header
/// (draft-ietf-httpapi-idempotency-key-header).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// The header of programs.
    pub const HEADER: &'static str = "idempotency-key";
    /// The hidden field of a page's form.
    pub const FIELD: &'static str = "idempotency_key";
    /// The maximum length of a key in bytes.
    pub const MAX_LENGTH: usize = 255;

    /// Generates a key for a page's form: 128 random bits.
    #[must_use]
    pub fn generate(random: &Random) -> Self {
        Self(BASE32_NOPAD.encode(&random.bytes::<16>()).to_ascii_lowercase())
    }

    /// Parses a key of 1 to 255 visible ASCII characters, without the header's quotes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let key = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
        let valid = (1..=Self::MAX_LENGTH).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
        valid.then(|| Self(key.to_owned()))
    }

    /// Returns the key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the hash that is stored, in lower-case hexadecimal digits.
    #[must_use]
    pub fn hash(&self) -> String {
        HEXLOWER.encode(&Sha256::digest(self.0.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_not_part_of_key() {
        let quoted = "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"";
        assert_eq!(IdempotencyKey::parse(quoted), IdempotencyKey::parse(quoted.trim_matches('"')));
    }

    #[test]
    fn invalid_key_is_none() {
        for text in ["", "\"\"", "a b", "é", "a\n", &"a".repeat(256)] {
            assert_eq!(IdempotencyKey::parse(text), None, "{text:?}");
        }
    }
}
