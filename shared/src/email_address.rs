//! E-mail addresses.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An address that mail can be sent to: RFC 5321's `Mailbox` in ASCII, at most 254 characters, its domain with a dot.
/// The domain is kept in lower case and the local part as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

/// Why a text is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailAddressError {
    /// It is empty.
    #[error("Enter an e-mail address.")]
    Required,
    /// It is longer than [`EmailAddress::MAX_LENGTH`] characters.
    #[error("Use an e-mail address of at most 254 characters.")]
    TooLong,
    /// It has not the form of an address.
    #[error("Enter a valid e-mail address, such as name@example.com.")]
    Invalid,
}

impl EmailAddressError {
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

impl EmailAddress {
    /// The longest address, in characters (RFC 5321, 4.5.3.1.3: a path of 256 with its two brackets).
    pub const MAX_LENGTH: usize = 254;

    /// Takes an address as it was typed; white space around it is dropped.
    ///
    /// # Errors
    /// See [`EmailAddressError`].
    pub fn parse(typed: &str) -> Result<Self, EmailAddressError> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(EmailAddressError::Required);
        }
        if typed.chars().count() > Self::MAX_LENGTH {
            return Err(EmailAddressError::TooLong);
        }
        let options =
            email_address::Options::default().with_required_tld().without_display_text().without_domain_literal();
        let address = email_address::EmailAddress::parse_with_options(typed, options)
            .ok()
            .filter(|address| typed.bytes().all(|b| b.is_ascii_graphic()) && is_host_name(address.domain()))
            .ok_or(EmailAddressError::Invalid)?;
        Ok(Self(format!("{}@{}", address.local_part(), address.domain().to_ascii_lowercase())))
    }

    /// The address, its domain in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two addresses have in common that are the same address: they differ only in case.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

/// Whether all labels are of letters, digits and inner hyphens (RFC 5321, 4.1.2); the crate lets more through.
fn is_host_name(domain: &str) -> bool {
    domain.split('.').all(|label| {
        let inner = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        !label.starts_with('-') && !label.ends_with('-') && (1..=63).contains(&label.len()) && label.bytes().all(inner)
    })
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_domain_is_lowered_and_the_local_part_kept() {
        let address = EmailAddress::parse(" Ann.Lee+news@Example.COM ").unwrap();
        assert_eq!(address.as_str(), "Ann.Lee+news@example.com");
        assert_eq!(address.folded(), "ann.lee+news@example.com");
    }

    #[test]
    fn what_is_no_address_is_refused_with_its_reason() {
        let too_long = format!("{}@{}.com", "a".repeat(64), "b".repeat(200));
        for (typed, error) in [
            ("", EmailAddressError::Required),
            (&too_long, EmailAddressError::TooLong),
            ("ann", EmailAddressError::Invalid),
            ("ann@", EmailAddressError::Invalid),
            ("@example.com", EmailAddressError::Invalid),
            ("ann@localhost", EmailAddressError::Invalid),
            ("ann@example.com, bob@example.com", EmailAddressError::Invalid),
            ("ann@example.com\nBcc: x@example.com", EmailAddressError::Invalid),
            ("Ann <ann@example.com>", EmailAddressError::Invalid),
            ("ann@[127.0.0.1]", EmailAddressError::Invalid),
            ("ann lee@example.com", EmailAddressError::Invalid),
            ("a..b@example.com", EmailAddressError::Invalid),
            ("ann@exa_mple.com", EmailAddressError::Invalid),
            ("ann@example..com", EmailAddressError::Invalid),
        ] {
            assert_eq!(EmailAddress::parse(typed), Err(error), "{typed:?}");
        }
    }
}
