//! Usernames.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A name that a user chose: 1 to 150 code points, letters and digits of any script and `@ . + - _`
/// (django-registration's rule, without the line break that its pattern lets through).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Username(String);

/// Why a text is no username.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UsernameError {
    /// It is empty.
    #[error("Enter a username.")]
    Required,
    /// It is longer than [`Username::MAX_LENGTH`] code points.
    #[error("Use at most 150 characters.")]
    TooLong,
    /// It has a character that is not allowed.
    #[error("Use only letters, digits and @ . + - _")]
    Invalid,
}

impl UsernameError {
    /// The stable code of this error.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong => "too_long",
            Self::Invalid => "invalid",
        }
    }
}

impl Username {
    /// The longest username, in code points.
    pub const MAX_LENGTH: usize = 150;

    /// Takes a username as it was typed; white space around it is dropped.
    ///
    /// # Errors
    /// See [`UsernameError`].
    pub fn parse(typed: &str) -> Result<Self, UsernameError> {
        let name = typed.trim();
        if name.is_empty() {
            return Err(UsernameError::Required);
        }
        if name.chars().count() > Self::MAX_LENGTH {
            return Err(UsernameError::TooLong);
        }
        if name.chars().all(|c| c.is_alphanumeric() || "@.+-_".contains(c)) {
            Ok(Self(name.to_owned()))
        } else {
            Err(UsernameError::Invalid)
        }
    }

    /// The username as it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two usernames have in common that are the same name: they differ only in case.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_username_is_kept_as_typed_and_compared_without_case() {
        let name = Username::parse(" Zoë.Müller+1@home ").unwrap();
        assert_eq!(name.as_str(), "Zoë.Müller+1@home");
        assert_eq!(name.folded(), Username::parse("zoË.mÜller+1@HOME").unwrap().folded());
    }

    #[test]
    fn names_of_any_script_are_accepted() {
        for name in ["иван", "李雷", "محمد", "a", "007", &"x".repeat(150)] {
            assert!(Username::parse(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn what_is_no_username_is_refused_with_its_reason() {
        let too_long = "é".repeat(151);
        for (typed, error) in [
            ("", UsernameError::Required),
            ("  ", UsernameError::Required),
            (&too_long, UsernameError::TooLong),
            ("two words", UsernameError::Invalid),
            ("zed\nned", UsernameError::Invalid),
            ("zed\0", UsernameError::Invalid),
            ("<b>", UsernameError::Invalid),
            ("a/b", UsernameError::Invalid),
            ("\u{202e}abc", UsernameError::Invalid),
            ("a\u{200b}b", UsernameError::Invalid),
        ] {
            assert_eq!(Username::parse(typed), Err(error), "{typed:?}");
        }
    }
}
