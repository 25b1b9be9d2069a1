//! E-mail addresses.

use std::borrow::Cow;
use std::fmt;

use idna::AsciiDenyList;
use serde::{Deserialize, Serialize};

use crate::unicode::{mixes_scripts, trim_spaces};

/// An address that mail can be sent to: RFC 5321's `Mailbox`, at most 254 characters, its domain with a dot, which may be
/// international (IDNA, UTS 46). The local part is of ASCII, which is all that SES sends to. The domain is kept in lower
/// case, otherwise as typed, and the local part as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

/// Why a text is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailAddressError {
    /// It is empty.
    Required,
    /// It is longer than [`EmailAddress::MAX_LENGTH`] characters.
    TooLong,
    /// It has not the form of an address.
    Invalid,
    /// What is before the `@` is not of ASCII.
    InternationalLocalPart,
    /// The local part or a label of the domain mixes scripts, with characters of one that look like those of another.
    LookAlike,
}

impl EmailAddress {
    /// The longest address, in characters, its domain in punycode (RFC 5321, 4.5.3.1.3: a path of 256 with its two
    /// brackets).
    pub const MAX_LENGTH: usize = 254;

    /// The longest address that somebody can have in another system, in characters.
    pub const LONGEST_EXISTING: usize = 320;

    /// Takes an address as it was typed; spaces around it are dropped.
    ///
    /// # Errors
    /// See [`EmailAddressError`].
    pub fn parse(typed: &str) -> Result<Self, EmailAddressError> {
        let typed = trim_spaces(typed);
        if typed.is_empty() {
            return Err(EmailAddressError::Required);
        }
        if typed.chars().count() > Self::MAX_LENGTH {
            return Err(EmailAddressError::TooLong);
        }
        let (local, domain) = typed.rsplit_once('@').ok_or(EmailAddressError::Invalid)?;
        let ascii_domain = punycode(domain).ok_or(EmailAddressError::Invalid)?;
        let readable = idna::domain_to_unicode(&ascii_domain).0;
        if mixes_scripts(local) || readable.split('.').any(mixes_scripts) {
            return Err(EmailAddressError::LookAlike);
        }
        if local.chars().any(char::is_alphabetic) && !local.is_ascii() {
            return Err(EmailAddressError::InternationalLocalPart);
        }
        let ascii = format!("{local}@{ascii_domain}");
        if ascii.len() > Self::MAX_LENGTH {
            return Err(EmailAddressError::TooLong);
        }
        let options =
            email_address::Options::default().with_required_tld().without_display_text().without_domain_literal();
        let is_address = email_address::EmailAddress::parse_with_options(&ascii, options).is_ok();
        if !is_address || !ascii.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(EmailAddressError::Invalid);
        }
        // Letter by letter: a sigma at the end of a word would otherwise become another letter, and another domain.
        let lower: String = domain.chars().flat_map(char::to_lowercase).collect();
        let is_the_same = punycode(&lower).is_some_and(|again| again == ascii_domain);
        Ok(Self(format!("{local}@{}", if is_the_same { lower } else { readable })))
    }

    /// Takes an address that somebody has in another system, whatever [`Self::parse`] says of it: something before and
    /// something behind an `@`, without spaces and controls, at most [`Self::LONGEST_EXISTING`] characters.
    #[must_use]
    pub fn existing(text: &str) -> Option<Self> {
        if let Ok(address) = Self::parse(text) {
            return Some(address);
        }
        let text = trim_spaces(text);
        let (local, domain) = text.rsplit_once('@')?;
        let is_unfit = |c: char| c.is_whitespace() || c.is_control();
        let fits = text.chars().count() <= Self::LONGEST_EXISTING && !text.contains(is_unfit);
        (fits && !local.is_empty() && !domain.is_empty()).then(|| Self(format!("{local}@{}", domain.to_lowercase())))
    }

    /// The address, its domain in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address as mail goes to it: the domain in punycode.
    #[must_use]
    pub fn ascii(&self) -> String {
        let (local, _) = self.parts();
        format!("{local}@{}", self.domain())
    }

    /// The domain in punycode.
    #[must_use]
    pub fn domain(&self) -> Cow<'_, str> {
        let (_, domain) = self.parts();
        punycode(domain).unwrap_or(Cow::Borrowed(domain))
    }

    /// What two addresses have in common that are the same address: they differ only in case, or in how the domain is
    /// written.
    #[must_use]
    pub fn canonical(&self) -> String {
        self.ascii().to_ascii_lowercase()
    }

    fn parts(&self) -> (&str, &str) {
        self.0.rsplit_once('@').unwrap_or(("", &self.0))
    }
}

/// A domain in punycode (UTS 46, non-transitional, STD 3), if all its labels are of letters, digits and inner hyphens then
/// (RFC 5321, 4.1.2).
fn punycode(domain: &str) -> Option<Cow<'_, str>> {
    let domain = idna::domain_to_ascii_cow(domain.as_bytes(), AsciiDenyList::STD3).ok()?;
    let is_label = |label: &str| {
        let inner = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        !label.starts_with('-') && !label.ends_with('-') && (1..=63).contains(&label.len()) && label.bytes().all(inner)
    };
    domain.split('.').all(is_label).then_some(domain)
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ascii_form_has_punycode_domain() {
        for typed in ["x@ΟΔΟΣ-24.gr", "x@ΟΔΟΣ24.gr", "x@ΟΔΟΣ.gr", "x@BÜCHER.example", "x@ΟΔΟΣ。gr"] {
            let address = EmailAddress::parse(typed).unwrap();
            let domain = punycode(typed.rsplit('@').next().unwrap()).unwrap();
            assert_eq!(address.ascii(), format!("x@{domain}"), "{typed}");
        }
    }

    #[test]
    fn domain_is_lowercased_and_local_part_kept() {
        let address = EmailAddress::parse(" Ann.Lee+news@Example.COM\u{a0}").unwrap();
        assert_eq!(address.as_str(), "Ann.Lee+news@example.com");
        assert_eq!(address.canonical(), "ann.lee+news@example.com");
    }

    #[test]
    fn international_domain_is_compared_in_punycode() {
        for (typed, stored, mailed) in [
            ("Ann@BÜCHER.example", "Ann@bücher.example", "Ann@xn--bcher-kva.example"),
            ("Ann@XN--Bcher-kva.example", "Ann@xn--bcher-kva.example", "Ann@xn--bcher-kva.example"),
            ("ann@faß.de", "ann@faß.de", "ann@xn--fa-hia.de"),
            ("ann@例え。テスト", "ann@例え。テスト", "ann@xn--r8jz45g.xn--zckzah"),
            ("ann@почта.рф", "ann@почта.рф", "ann@xn--80a1acny.xn--p1ai"),
            ("ann@пример.example.com", "ann@пример.example.com", "ann@xn--e1afmkfd.example.com"),
        ] {
            let address = EmailAddress::parse(typed).unwrap();
            assert_eq!((address.as_str(), address.ascii().as_str()), (stored, mailed));
            assert_eq!(address.canonical(), mailed.to_ascii_lowercase());
            assert_eq!(EmailAddress::parse(mailed).unwrap().canonical(), address.canonical());
        }
    }

    #[test]
    fn invalid_address_is_refused_with_reason() {
        let too_long = format!("{}@{}.com", "a".repeat(64), "b".repeat(200));
        let too_long_in_punycode = format!("{}@{}.com", "a".repeat(64), ["日本語漢字中国韓水火木金土"; 5].join("."));
        for (typed, error) in [
            ("", EmailAddressError::Required),
            (" ", EmailAddressError::Required),
            (&too_long, EmailAddressError::TooLong),
            (&too_long_in_punycode, EmailAddressError::TooLong),
            ("ann", EmailAddressError::Invalid),
            ("ann@", EmailAddressError::Invalid),
            ("@example.com", EmailAddressError::Invalid),
            ("ann@localhost", EmailAddressError::Invalid),
            ("ann@example.com, bob@example.com", EmailAddressError::Invalid),
            ("ann@example.com,bob@example.com", EmailAddressError::Invalid),
            ("ann@example.com\n", EmailAddressError::Invalid),
            ("ann@example.com\nBcc: x@example.com", EmailAddressError::Invalid),
            ("ann\r\n@example.com", EmailAddressError::Invalid),
            ("Ann <ann@example.com>", EmailAddressError::Invalid),
            ("ann@[127.0.0.1]", EmailAddressError::Invalid),
            ("ann lee@example.com", EmailAddressError::Invalid),
            ("ann\u{200b}@example.com", EmailAddressError::InternationalLocalPart),
            ("a..b@example.com", EmailAddressError::Invalid),
            ("ann@exa_mple.com", EmailAddressError::Invalid),
            ("ann@example..com", EmailAddressError::Invalid),
            ("ann@example.com.", EmailAddressError::Invalid),
            ("ann@-example.com", EmailAddressError::Invalid),
            ("ann@xn--a.com", EmailAddressError::Invalid),
            ("zoë@example.com", EmailAddressError::InternationalLocalPart),
            ("иван@почта.рф", EmailAddressError::InternationalLocalPart),
            ("аnn@example.com", EmailAddressError::LookAlike),
            ("ann@pаypal.com", EmailAddressError::LookAlike),
            ("ann@xn--pypal-4ve.com", EmailAddressError::LookAlike),
        ] {
            assert_eq!(EmailAddress::parse(typed), Err(error), "{typed:?}");
        }
    }

    #[test]
    fn existing_address_is_accepted() {
        for (text, kept) in [
            (" Ann@EXAMPLE.com", "Ann@example.com"),
            ("ann@LOCALHOST", "ann@localhost"),
            ("zoë@example.com", "zoë@example.com"),
            ("a..b@exa_mple.com", "a..b@exa_mple.com"),
        ] {
            let address = EmailAddress::existing(text).unwrap();
            assert_eq!(address.as_str(), kept);
            assert_eq!(EmailAddress::existing(&address.canonical()).unwrap().canonical(), address.canonical());
        }
        for text in ["", "ann", "@example.com", "ann@", "a b@example.com", "ann@example.com\n", &"a@".repeat(200)] {
            assert_eq!(EmailAddress::existing(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn accepted_address_has_one_ascii_form(typed in r"[a-z.+\PC]{1,9}@[\w.-]{1,12}\.(com|рф|ÉXAMPLE)") {
            if let Ok(address) = EmailAddress::parse(&typed) {
                let (local, domain) = trim_spaces(&typed).rsplit_once('@').unwrap();
                prop_assert_eq!(address.as_str(), format!("{}@{}", local, domain.to_lowercase()));
                prop_assert!(address.ascii().bytes().all(|b| b.is_ascii_graphic()) && address.ascii().len() <= 254);
                prop_assert_eq!(EmailAddress::parse(&address.ascii()).unwrap().canonical(), address.canonical());
                prop_assert_eq!(EmailAddress::parse(address.as_str()).unwrap(), address);
            }
        }

        #[test]
        fn address_parser_accepts_any_text(typed in any::<String>()) {
            let _ = EmailAddress::parse(&typed);
        }
    }
}
