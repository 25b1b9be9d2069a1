//! The secrets in links: activation keys and invitation codes.

use std::fmt;

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::random::Random;

/// The secret in a link: 160 random bits. Only its hash is ever stored.
///
/// It has 32 characters of lower-case base32 (RFC 4648), which no email client changes.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// The SHA-256 of a token, as the table stores it.
///
/// A token is random, so a fast hash is as safe as a slow one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenHash(String);

impl Token {
    /// The query parameter, and the field of a body, with the activation key of a user who starts over.
    pub const ACTIVATION_FIELD: &'static str = "activation";

    const LENGTH: usize = 32;

    /// Generates a token.
    #[must_use]
    pub fn generate(random: &Random) -> Self {
        Self(BASE32_NOPAD.encode(&random.bytes::<20>()).to_ascii_lowercase())
    }

    /// Derives a token from this one for a purpose, by HMAC-SHA256. The same purpose gives the same token.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> Self {
        let key = Hmac::<Sha256>::new_from_slice(self.0.as_bytes());
        // HMAC takes keys of any length.
        let tag = key.map(|key| key.chain_update(purpose).finalize().into_bytes()).unwrap_or_default();
        Self(BASE32_NOPAD.encode(&tag[..20]).to_ascii_lowercase())
    }

    /// Parses a token as it was copied, in either case.
    ///
    /// Signs and spaces are ignored, because a token has none. Returns `None` if the letters and digits are not those
    /// of one token.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let token: String = text.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect();
        let valid = token.len() == Self::LENGTH && token.bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'));
        valid.then_some(Self(token))
    }

    /// Returns the token itself, which belongs in the link and nowhere else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns the hash that the table stores.
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
    /// Parses a hash of 64 hexadecimal digits. Returns `None` if it is malformed.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let hash = text.to_ascii_lowercase();
        (HEXLOWER.decode(hash.as_bytes()).ok()?.len() == 32).then_some(Self(hash))
    }

    /// Returns the hash in hexadecimal digits.
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
    fn signs_in_a_token_do_not_count() {
        let token = "p2zqtg3crbnuvc5ehxd7myo6iks4jaw2";
        let (start, end) = token.split_at(16);
        for (before, between, behind) in [
            ("", "", "."),
            ("<", "", ">"),
            ("\"", "", "\","),
            ("(", "", ")."),
            ("", "", "。"),
            ("\u{200b}", "", "\u{200e}"),
            (" ", " ", "\r\n"),
            ("", "\u{ad}", ""),
            ("„", "-", "“"),
        ] {
            let text = format!("{before}{start}{between}{end}{behind}");
            assert_eq!(Token::parse(&text), Token::parse(token), "{text:?}");
        }
    }

    #[test]
    fn malformed_token_is_none() {
        let (token, two) = ("a".repeat(32), format!("{0} {0}", "a".repeat(32)));
        let with_letters = [format!("{token}é"), format!("{token}&gt;"), format!("ａ{}", &token[1..])];
        for text in ["", "resend", "....", &token[1..], &two, &"1".repeat(32), &"é".repeat(16)] {
            assert_eq!(Token::parse(text), None, "{text}");
        }
        for text in with_letters {
            assert_eq!(Token::parse(&text), None, "{text}");
        }
    }

    #[test]
    fn debug_output_hides_the_token() {
        let token = Token::parse(&"a".repeat(32)).unwrap();
        assert_eq!(format!("{token:?}"), "Token(..)");
    }
}
