//! The secrets in links: activation keys and the codes of invitations.

use std::fmt;

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};

use crate::random::Random;

/// The secret in a link: 160 random bits as 32 characters of lower-case base32 (RFC 4648), so that nothing in it is
/// changed by a mail client. Only its hash is ever stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// The SHA-256 of a token: what the table knows. A token is random, so a fast hash is as good as a slow one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenHash(String);

impl Token {
    const LENGTH: usize = 32;

    /// A new token.
    #[must_use]
    pub fn generate(random: &Random) -> Self {
        Self(BASE32_NOPAD.encode(&random.bytes::<20>()).to_ascii_lowercase())
    }

    /// Takes a token from a link; upper case is as good as lower. `None` if it has not the form of one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let token = text.to_ascii_lowercase();
        let valid = token.len() == Self::LENGTH && token.bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'));
        valid.then_some(Self(token))
    }

    /// The token itself: for the link and nothing else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What the table knows it by.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        TokenHash(HEXLOWER.encode(&Sha256::digest(self.0.as_bytes())))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

impl TokenHash {
    /// Takes a hash as it is shown: 64 hexadecimal digits. `None` if it has not that form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let hash = text.to_ascii_lowercase();
        (HEXLOWER.decode(hash.as_bytes()).ok()?.len() == 32).then_some(Self(hash))
    }

    /// The hash in hexadecimal.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_token_has_32_characters_and_parses() {
        let token = Token::generate(&Random::from_source(|bytes| bytes.fill(0xa5)));
        assert_eq!(token.expose(), "uws2ljnfuws2ljnfuws2ljnfuws2ljnf");
        assert_eq!(Token::parse(token.expose()), Some(token.clone()));
        assert_eq!(Token::parse(&token.expose().to_uppercase()), Some(token));
    }

    #[test]
    fn malformed_token_is_none() {
        for text in ["", "resend", &"a".repeat(31), &"a".repeat(33), &"1".repeat(32), &"é".repeat(16)] {
            assert_eq!(Token::parse(text), None, "{text}");
        }
    }

    #[test]
    fn debug_output_hides_the_token() {
        let token = Token::parse(&"a".repeat(32)).unwrap();
        assert_eq!(format!("{token:?}"), "Token(..)");
    }
}
