//! The code in an activation email.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use jiff::SignedDuration;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

use crate::settings::{ActivationBy, Reader, parse_period};
use crate::{EmailAddress, UserId};

/// Six digits that a person types to prove an address.
///
/// A code is derived from the registration, its address and the email that has it, under a key outside the table. The
/// table stores no code, and an email that is sent twice has the same code both times.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ActivationCode(u32);

/// The reason why a text is not a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivationCodeError {
    /// The text is empty.
    Required,
    /// The text is not six digits.
    Invalid,
}

/// The key that codes are derived with, and their period.
#[derive(Debug, Clone)]
pub struct ActivationCodes {
    /// With the key, before any message.
    mac: Hmac<Sha256>,
    /// `REGISTRATION_CODE_PERIOD`: the validity of a code. Default: `10m` (ASVS 5.0, 6.5.5).
    pub period: SignedDuration,
}

/// The code points of zero in the sets of decimal digits that locales write with (CLDR, `numberingSystems`), and of the
/// full-width zero.
const ZEROS: [char; 20] =
    ['0', '٠', '۰', '߀', '०', '০', '੦', '૦', '୦', '௦', '౦', '೦', '൦', '๐', '໐', '༠', '၀', '០', '᠐', '０'];

impl ActivationCode {
    /// The field of a form that has it.
    pub const FIELD: &'static str = "code";
    /// The number of digits.
    pub const LENGTH: usize = 6;

    /// Parses a code as people type or copy it.
    ///
    /// Spaces, hyphens and invisible characters are ignored, and the digits may be those of any script.
    ///
    /// # Errors
    /// An [`ActivationCodeError`] if the rest of the text is not six digits.
    pub fn parse(typed: &str) -> Result<Self, ActivationCodeError> {
        let mut typed = typed.chars().filter(|c| !is_separator(*c)).peekable();
        if typed.peek().is_none() {
            return Err(ActivationCodeError::Required);
        }
        let (mut number, mut length) = (0, 0);
        for c in typed {
            let digit = digit(c).ok_or(ActivationCodeError::Invalid)?;
            length += 1;
            if length > Self::LENGTH {
                return Err(ActivationCodeError::Invalid);
            }
            number = number * 10 + digit;
        }
        if length == Self::LENGTH { Ok(Self(number)) } else { Err(ActivationCodeError::Invalid) }
    }

    /// Returns the six digits, which belong in the email and nowhere else.
    #[must_use]
    pub fn expose(self) -> String {
        format!("{:06}", self.0)
    }
}

impl fmt::Debug for ActivationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ActivationCode(..)")
    }
}

impl ActivationCodes {
    /// Creates codes with this key, of at least 32 bytes.
    ///
    /// Returns `None` if it is shorter.
    #[must_use]
    pub fn new(key: &SecretString, period: SignedDuration) -> Option<Self> {
        Some(Self { mac: mac(key.expose_secret())?, period })
    }

    /// Reads `REGISTRATION_CODE_SECRET`, of at least 32 characters, and `REGISTRATION_CODE_PERIOD`.
    ///
    /// `Some(None)` means that `REGISTRATION_ACTIVATION_BY` allows no codes. `None` means that a setting is missing or
    /// invalid, which `reader` then reports.
    pub fn read(reader: &mut Reader<'_>) -> Option<Option<Self>> {
        if !ActivationBy::has_codes(reader)? {
            return Some(None);
        }
        let mac = reader.required("REGISTRATION_CODE_SECRET", "32 or more random characters", |value| {
            mac(value).ok_or_else(|| "must have at least 32 characters".to_owned())
        });
        let period = reader.or("REGISTRATION_CODE_PERIOD", "10m", parse_period);
        Some(Some(Self { mac: mac?, period: period? }))
    }

    /// Returns the code in the email `mail` for the registration of `user` with the address `email`.
    ///
    /// It is the HMAC-SHA256 (RFC 2104) of the three, reduced to six digits.
    #[must_use]
    pub fn derive(&self, user: UserId, email: &EmailAddress, mail: &str) -> ActivationCode {
        let mut mac = self.mac.clone();
        for part in [user.to_string().as_str(), &email.canonical(), mail] {
            mac.update(&part.len().to_be_bytes());
            mac.update(part.as_bytes());
        }
        // The bias of the remainder is below 2^-44.
        let number =
            mac.finalize().into_bytes().iter().take(8).fold(0, |number: u64, byte| number << 8 | u64::from(*byte));
        ActivationCode(u32::try_from(number % 1_000_000).unwrap_or_default())
    }
}

/// Returns the HMAC of a key, unless the key is shorter than 32 bytes.
fn mac(key: &str) -> Option<Hmac<Sha256>> {
    const MIN_LENGTH: usize = 32;
    if key.len() < MIN_LENGTH { None } else { Hmac::new_from_slice(key.as_bytes()).ok() }
}

fn digit(c: char) -> Option<u32> {
    ZEROS.iter().map(|zero| u32::from(c).wrapping_sub(u32::from(*zero))).find(|digit| *digit < 10)
}

/// Returns whether a character may stand around and between the digits: white space, a hyphen or dash, or a character
/// without a width that is copied along.
fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | 'ー' | '－' | '﹣')
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Environment, SettingsError};

    #[test]
    fn code_is_read_as_people_type_it() {
        for typed in [
            "123456",
            " 123 456 ",
            "123-456",
            "1 2 3 4 5 6\r\n",
            "123\u{2013}456",
            "１２３４５６",
            "１２３ー４５６",
            "١٢٣٤٥٦",
            "۱۲۳۴۵۶",
            "१२३४५६",
            "๑๒๓๔๕๖",
            "\u{200f}١٢٣ ٤٥٦\u{200e}",
            "\u{2066}123456\u{2069}",
            "1２٣۴५6",
        ] {
            assert_eq!(ActivationCode::parse(typed), Ok(ActivationCode(123_456)), "{typed:?}");
        }
        assert_eq!(ActivationCode::parse("000042").unwrap().expose(), "000042");
    }

    #[test]
    fn malformed_code_has_a_reason() {
        for typed in ["", " ", "-", "\u{200b}"] {
            assert_eq!(ActivationCode::parse(typed), Err(ActivationCodeError::Required), "{typed:?}");
        }
        for typed in
            ["12345", "1234567", "12345a", "１２３４５", "-12345", "12.3456", "½23456", "一二三四五六", "²23456"]
        {
            assert_eq!(ActivationCode::parse(typed), Err(ActivationCodeError::Invalid), "{typed:?}");
        }
        assert_eq!(ActivationCode::parse(&"1".repeat(60_000)), Err(ActivationCodeError::Invalid));
    }

    #[test]
    fn every_digit_set_has_ten_digits() {
        for zero in ZEROS {
            let digits: Vec<_> = (0..10).map(|n| digit(char::from_u32(u32::from(zero) + n).unwrap())).collect();
            assert_eq!(digits, (0..10).map(Some).collect::<Vec<_>>(), "{zero}");
            let before = char::from_u32(u32::from(zero) - 1).unwrap();
            assert_eq!(digit(before), None, "{zero}");
        }
    }

    #[test]
    fn code_depends_on_registration_address_email_and_key() {
        let codes = |key: &str| ActivationCodes::new(&key.repeat(32).into(), SignedDuration::from_mins(10)).unwrap();
        let user = |text: &str| text.parse().unwrap();
        let (one, other) = (user("01ARZ3NDEKTSV4RRFFQ69G5FAV"), user("01ARZ3NDEKTSV4RRFFQ69G5FAW"));
        let email = |text: &str| EmailAddress::parse(text).unwrap();
        let code = codes("a").derive(one, &email("ann@example.com"), "1");
        assert_eq!(code, codes("a").derive(one, &email("Ann@Example.com"), "1"));
        for different in [
            codes("b").derive(one, &email("ann@example.com"), "1"),
            codes("a").derive(other, &email("ann@example.com"), "1"),
            codes("a").derive(one, &email("bob@example.com"), "1"),
            codes("a").derive(one, &email("ann@example.com"), "2"),
        ] {
            assert_ne!(code, different);
        }
    }

    #[test]
    fn codes_are_evenly_distributed() {
        let codes = ActivationCodes::new(&"a".repeat(32).into(), SignedDuration::from_mins(10)).unwrap();
        let (user, email) = ("01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().unwrap(), EmailAddress::parse("a@b.org").unwrap());
        let mut first_digits = [0; 10];
        for mail in 0..10_000 {
            let code = codes.derive(user, &email, &mail.to_string()).expose();
            assert_eq!(code.len(), 6);
            first_digits[usize::from(code.as_bytes()[0] - b'0')] += 1;
        }
        assert!(first_digits.iter().all(|count| (850..1150).contains(count)), "{first_digits:?}");
    }

    fn read(variables: &[(&str, &str)]) -> Result<Option<ActivationCodes>, SettingsError> {
        let environment: Environment =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut reader = Reader::new(&environment);
        let codes = ActivationCodes::read(&mut reader);
        reader.finish(|| codes)
    }

    #[test]
    fn key_is_required_where_emails_have_codes() {
        let key = ("REGISTRATION_CODE_SECRET", "0123456789abcdef0123456789abcdef");
        assert_eq!(read(&[key]).unwrap().unwrap().period, SignedDuration::from_mins(10));
        assert!(read(&[("REGISTRATION_ACTIVATION_BY", "code"), key]).unwrap().is_some());
        assert!(read(&[("REGISTRATION_ACTIVATION_BY", "link")]).unwrap().is_none());
        let error = read(&[]).unwrap_err().to_string();
        assert!(error.contains("REGISTRATION_CODE_SECRET: is not set"), "{error}");
        let error = read(&[("REGISTRATION_CODE_SECRET", "too short to be a secret")]).unwrap_err().to_string();
        assert!(error.contains("REGISTRATION_CODE_SECRET: must have at least 32 characters"), "{error}");
    }

    #[test]
    fn debug_output_hides_code_and_key() {
        let codes = ActivationCodes::new(&"k".repeat(32).into(), SignedDuration::from_mins(10)).unwrap();
        assert!(!format!("{codes:?}").contains("kkk"));
        assert_eq!(format!("{:?}", ActivationCode(123_456)), "ActivationCode(..)");
    }
}
