//! The rules for passwords, and the stored form of one.

mod common;
mod hash;
mod similarity;

pub use hash::PasswordHash;

use secrecy::{ExposeSecret, SecretString};

use crate::unicode::to_nfc;

/// An accepted password, in normalization form C.
///
/// Different keyboards then produce the same password (NIST SP 800-63B-4, 3.1.1.2, and OWASP ASVS 5.0, 6.2). All
/// characters are allowed, and none is required. It is wiped from memory when dropped, and `Debug` does not print it.
#[derive(Debug, Clone)]
pub struct Password(SecretString);

/// The reason why a text is not accepted as a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PasswordError {
    /// The text is empty.
    Required,
    /// The text is shorter than this number of code points.
    TooShort(usize),
    /// The text is longer than this number of code points.
    TooLong(usize),
    /// The text is one that attackers try first: a stolen password or a simple pattern.
    TooCommon,
    /// The text depends on this word of the username, of the address or of the site's name.
    TooSimilar(String),
}

impl Password {
    /// The default minimum length in code points.
    pub const MIN_LENGTH: usize = 15;
    /// The lowest possible setting of the minimum length, in code points.
    pub const LEAST_MIN_LENGTH: usize = 8;
    /// The maximum length in code points.
    pub const MAX_LENGTH: usize = 256;

    /// Parses a password as it was typed, without trimming.
    ///
    /// The lengths are in code points of normalization form C.
    ///
    /// # Errors
    /// A [`PasswordError`] if the password is not accepted.
    pub fn parse(typed: &str, min_length: usize, max_length: usize) -> Result<Self, PasswordError> {
        let password = to_nfc(typed);
        match password.chars().count() {
            0 => Err(PasswordError::Required),
            length if length < min_length => Err(PasswordError::TooShort(min_length)),
            length if length > max_length => Err(PasswordError::TooLong(max_length)),
            _ if common::is_common(&password) => Err(PasswordError::TooCommon),
            _ => Ok(Self(SecretString::from(password))),
        }
    }

    /// Checks that the password does not depend on known words.
    ///
    /// Context-specific words, such as the username, are easy to guess (OWASP ASVS 5.0, 6.2.11). But the entire
    /// password is compared, not its words (NIST SP 800-63B-4, 3.1.1.2), so the rest of the password decides.
    ///
    /// # Errors
    /// [`PasswordError::TooSimilar`] if the password depends on a word of `texts`.
    pub fn check_differs_from(&self, texts: &[&str], min_length: usize) -> Result<(), PasswordError> {
        match similarity::known_word(self.expose_secret(), texts, min_length) {
            Some(word) => Err(PasswordError::TooSimilar(word)),
            None => Ok(()),
        }
    }

    /// Returns the text, for hashing.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        self.0.expose_secret()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(typed: &str) -> Result<Password, PasswordError> {
        Password::parse(typed, Password::MIN_LENGTH, Password::MAX_LENGTH)
    }

    #[test]
    fn length_counts_normalised_code_points() {
        let differing = |n: u32| (0..n).map(|i| char::from_u32(0x1f300 + 2 * i).unwrap()).collect::<String>();
        assert!(parse("é to è and ü to ö").is_ok());
        assert!(parse(&format!("{}{}", differing(60), "🙂".repeat(196))).is_ok());
        assert_eq!(parse("").unwrap_err(), PasswordError::Required);
        assert_eq!(parse(&differing(14)).unwrap_err(), PasswordError::TooShort(15));
        assert!(parse(&differing(15)).is_ok());
        assert_eq!(parse(&"e\u{301}".repeat(14)).unwrap_err(), PasswordError::TooShort(15));
        assert_eq!(parse(&"ab".repeat(129)).unwrap_err(), PasswordError::TooLong(256));
        assert!(Password::parse("tr0ub4d&", 8, 256).is_ok());
    }

    #[test]
    fn spaces_symbols_and_any_script_are_accepted() {
        for typed in [
            "correct horse battery staple",
            " leading and trailing ",
            "пароль из многих слов",
            "🙂🙃🙂 smile, and a frown",
        ] {
            assert_eq!(parse(typed).unwrap().expose_secret(), typed);
        }
    }

    #[test]
    fn debug_output_hides_the_password() {
        let password = parse("correct horse battery staple").unwrap();
        assert!(!format!("{password:?}").contains("horse"));
    }

    proptest! {
        #[test]
        fn password_parser_accepts_any_text(typed in any::<String>(), username in any::<String>()) {
            if let Ok(password) = Password::parse(&typed, Password::LEAST_MIN_LENGTH, Password::MAX_LENGTH) {
                prop_assert_eq!(password.expose_secret(), to_nfc(&typed));
                let _ = password.check_differs_from(&[&username], Password::LEAST_MIN_LENGTH);
            }
        }
    }
}
