//! Passwords: which are accepted. The hash that is stored is made in `registration`.

mod common;
mod similarity;

use secrecy::{ExposeSecret, SecretString};

use crate::unicode::to_nfc;

/// A password in normalization form C, so that it is the same whichever keyboard typed it (NIST SP 800-63B-4, 3.1.1.2;
/// OWASP ASVS 5.0, 6.2). All characters are allowed and none is asked for. It is wiped from memory when dropped and never
/// printed.
#[derive(Debug, Clone)]
pub struct Password(SecretString);

/// Why a text is no password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordError {
    /// It is empty.
    Required,
    /// It is shorter than so many code points.
    TooShort(usize),
    /// It is longer than so many code points.
    TooLong(usize),
    /// It is one of those that are tried first: from a list of stolen ones, or of one pattern.
    TooCommon,
    /// It contains the username, the address or the site's name, or nearly so.
    TooSimilar,
}

impl Password {
    /// The shortest password where nothing else is set, in code points.
    pub const MIN_LENGTH: usize = 15;
    /// The least that the shortest password can be set to, in code points.
    pub const LEAST_MIN_LENGTH: usize = 8;
    /// The longest password, in code points.
    pub const MAX_LENGTH: usize = 256;

    /// Takes a password as it was typed, of at least and at most so many code points in normalization form C. Nothing is
    /// trimmed.
    ///
    /// # Errors
    /// See [`PasswordError`].
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

    /// Checks that none of these texts, such as the username, is in the password, or nearly so.
    ///
    /// # Errors
    /// [`PasswordError::TooSimilar`] if one is.
    pub fn check_differs_from(&self, texts: &[&str]) -> Result<(), PasswordError> {
        if similarity::is_similar(self.expose_secret(), texts) { Err(PasswordError::TooSimilar) } else { Ok(()) }
    }

    /// The text, for hashing.
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
                let _ = password.check_differs_from(&[&username]);
            }
        }
    }
}
