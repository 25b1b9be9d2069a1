//! Email addresses.

use std::borrow::Cow;
use std::fmt;

use idna::AsciiDenyList;
use serde::{Deserialize, Serialize};

use crate::unicode::{is_invisible, is_line_control, is_space, mixes_scripts, trim_spaces};

/// An address that emails can be sent to: RFC 5321's `Mailbox`.
///
/// It has up to 254 characters. The domain has a dot and may be international (IDNA, UTS 46). It is kept as UTS 46
/// reads it, so that all spellings of a domain become one. The local part is ASCII, because SES accepts no other, and
/// kept as typed.
///
/// # Examples
/// ```
/// use domain::EmailAddress;
///
/// let address = EmailAddress::parse("Ann@Bücher.example").unwrap();
/// assert_eq!(address.as_str(), "Ann@bücher.example");
/// assert_eq!(address.canonical(), "ann@xn--bcher-kva.example");
/// assert_eq!(EmailAddress::parse("Ann@xn--bcher-kva.example").unwrap(), address);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

/// The reason why a text is not an email address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailAddressError {
    /// The text is empty.
    Required,
    /// The text is longer than [`EmailAddress::MAX_LENGTH`] characters.
    TooLong,
    /// The text does not have the format of an address.
    Invalid,
    /// The part before the `@` is not ASCII.
    InternationalLocalPart,
    /// The local part or a label of the domain mixes confusable scripts.
    LookAlike,
}

impl EmailAddress {
    /// The maximum length in characters, with the domain in punycode.
    ///
    /// RFC 5321, 4.5.3.1.3, allows a path of 256 with its two brackets.
    pub const MAX_LENGTH: usize = 254;

    /// The maximum length of an address from another system, in characters.
    pub const LONGEST_EXISTING: usize = 320;

    /// Parses an address as it was typed or copied.
    ///
    /// Spaces around the address are removed, and so is text that programs copy along: `mailto:`, invisible characters,
    /// and a name with angle brackets, as in `Ann <ann@example.com>`.
    ///
    /// # Errors
    /// An [`EmailAddressError`] if the text is not a valid address.
    pub fn parse(typed: &str) -> Result<Self, EmailAddressError> {
        Self::parse_bare(without_wrapping(typed))
    }

    /// Parses an address with nothing else around it than spaces.
    ///
    /// # Errors
    /// See [`EmailAddressError`].
    pub(crate) fn parse_bare(typed: &str) -> Result<Self, EmailAddressError> {
        let typed = trim_spaces(typed);
        if typed.is_empty() {
            return Err(EmailAddressError::Required);
        }
        if typed.chars().count() > Self::MAX_LENGTH {
            return Err(EmailAddressError::TooLong);
        }
        let (local, domain) = typed.rsplit_once('@').ok_or(EmailAddressError::Invalid)?;
        let ascii_domain = punycode(domain).ok_or(EmailAddressError::Invalid)?;
        let readable = readable(&ascii_domain);
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
        let is_address = is_address && ascii.bytes().all(|b| b.is_ascii_graphic());
        if !is_address || is_ambiguous(local) || !can_have_mail(&ascii_domain) {
            return Err(EmailAddressError::Invalid);
        }
        Ok(Self(format!("{local}@{readable}")))
    }

    /// Accepts an address from another system, even if [`Self::parse`] rejects it.
    ///
    /// It must have text before and after an `@`, no spaces, controls or invisible characters, and at most
    /// [`Self::LONGEST_EXISTING`] characters. Mail programs must agree on its mailbox, as in [`Self::parse`].
    #[must_use]
    pub fn existing(text: &str) -> Option<Self> {
        if let Ok(address) = Self::parse(text) {
            return Some(address);
        }
        let text = trim_spaces(text);
        let (local, domain) = text.rsplit_once('@')?;
        let domain = punycode(domain).map_or_else(|| domain.to_lowercase(), |ascii| readable(&ascii));
        let is_unfit = |c: char| c.is_whitespace() || is_line_control(c) || is_invisible(c);
        let is_unfit = local.contains(is_unfit) || domain.contains(is_unfit) || is_ambiguous(local);
        let fits = text.chars().count() <= Self::LONGEST_EXISTING && !is_unfit;
        (fits && !local.is_empty() && !domain.is_empty()).then(|| Self(format!("{local}@{domain}")))
    }

    /// Returns the address, with its domain in the readable form of UTS 46.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reports whether the canary of `infra/canary` registered it: a mailbox of SES's simulator.
    #[must_use]
    pub fn is_canary(&self) -> bool {
        let (local, domain) = self.parts();
        local.starts_with("success+canary") && domain == "simulator.amazonses.com"
    }

    /// Returns the address for sending, with its domain in punycode.
    #[must_use]
    pub fn ascii(&self) -> String {
        let (local, _) = self.parts();
        format!("{local}@{}", self.domain())
    }

    /// Returns the domain in punycode.
    #[must_use]
    pub fn domain(&self) -> Cow<'_, str> {
        let (_, domain) = self.parts();
        punycode(domain).unwrap_or(Cow::Borrowed(domain))
    }

    /// Returns the canonical form, by which addresses are compared.
    ///
    /// It ignores case, and the notation of the domain.
    #[must_use]
    pub fn canonical(&self) -> String {
        self.ascii().to_ascii_lowercase()
    }

    fn parts(&self) -> (&str, &str) {
        self.0.rsplit_once('@').unwrap_or(("", &self.0))
    }
}

/// Returns the address in a copied text.
///
/// A sign after it stays: `ann@example.com.` may lack its last label.
fn without_wrapping(typed: &str) -> &str {
    const LINK: &str = "mailto:";
    let surrounds = |c: char| is_space(c) || is_invisible(c);
    let mut address = typed.trim_matches(surrounds);
    if let Some((name, bracketed)) = address.strip_suffix('>').and_then(|rest| rest.rsplit_once('<'))
        && !name.contains(|c: char| matches!(c, '@' | '<' | '>') || is_line_control(c))
    {
        address = bracketed.trim_matches(surrounds);
    }
    match address.get(..LINK.len()) {
        Some(scheme) if scheme.eq_ignore_ascii_case(LINK) => &address[LINK.len()..],
        _ => address,
    }
}

/// Returns whether some mail programs read another mailbox from a local part than SES does.
///
/// These are quoted strings, with anything in them. The others are plain atoms in RFC 5321, but programs decode or
/// route them: RFC 2047's encoded words, and source routes as `user%other.example` and `other.example!user`.
/// See <https://portswigger.net/research/splitting-the-email-atom>.
fn is_ambiguous(local: &str) -> bool {
    local.contains(['"', '%', '!', '\\', '@', ':']) || local.contains("=?")
}

/// Returns whether a domain can have mailboxes on the internet.
///
/// No top-level domain is numeric (RFC 3696, 2), so such a domain is an IPv4 address or part of one. Names with these
/// last labels are never in the public DNS: `invalid` and `localhost` (RFC 6761), `local` (RFC 6762), `onion` (RFC
/// 7686), `alt` (RFC 9476) and `internal` (ICANN). No mailbox is in `arpa` (RFC 3172). `example` and `test` are for
/// trials.
fn can_have_mail(ascii_domain: &str) -> bool {
    const NONE: [&str; 7] = ["invalid", "localhost", "local", "onion", "alt", "internal", "arpa"];
    let last = ascii_domain.rsplit('.').next().unwrap_or_default();
    !last.bytes().all(|b| b.is_ascii_digit()) && !NONE.contains(&last.to_ascii_lowercase().as_str())
}

/// Returns a domain as people read it. Each domain in punycode has one such form.
///
/// UTS 46 allows joiners in some words. They are invisible, so such a label stays in punycode.
fn readable(ascii: &str) -> String {
    let readable = |label: &str| match idna::domain_to_unicode(label) {
        (readable, Ok(())) if !readable.contains(is_invisible) => readable,
        _ => label.to_owned(),
    };
    ascii.split('.').map(readable).collect::<Vec<_>>().join(".")
}

/// Converts a domain to punycode (UTS 46, non-transitional, STD 3).
///
/// Returns nothing unless all labels then consist of letters, digits and inner hyphens (RFC 5321, 4.1.2).
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
    fn canary_is_mailbox_of_simulator() {
        let is_canary = |text: &str| EmailAddress::parse(text).unwrap().is_canary();
        assert!(is_canary("success+canary7d1f@simulator.amazonses.com"));
        assert!(!is_canary("success+1@simulator.amazonses.com") && !is_canary("success+canary1@example.com"));
    }

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
    fn wrapping_of_copied_address_is_dropped() {
        for typed in [
            "<ann@example.com>",
            " < ann@example.com > ",
            "Ann Lee <ann@example.com>",
            "\"Lee, Ann\" <ann@example.com>",
            "mailto:ann@example.com",
            "MailTo:ann@example.com",
            "Ann <mailto:ann@example.com>",
            "\u{200b}ann@example.com\u{feff}",
            "\u{202a}ann@example.com\u{202c} ",
            " \u{200e} ann@example.com",
        ] {
            assert_eq!(EmailAddress::parse(typed).unwrap().as_str(), "ann@example.com", "{typed:?}");
            if typed.contains(['<', ':']) {
                assert_eq!(EmailAddress::parse_bare(typed), Err(EmailAddressError::Invalid), "{typed:?}");
            }
        }
    }

    #[test]
    fn international_domain_is_compared_in_punycode() {
        for (typed, stored, mailed) in [
            ("Ann@BÜCHER.example", "Ann@bücher.example", "Ann@xn--bcher-kva.example"),
            ("Ann@XN--Bcher-kva.example", "Ann@bücher.example", "Ann@xn--bcher-kva.example"),
            ("ann@faß.de", "ann@faß.de", "ann@xn--fa-hia.de"),
            ("ann@例え。テスト", "ann@例え.テスト", "ann@xn--r8jz45g.xn--zckzah"),
            ("ann@почта.рф", "ann@почта.рф", "ann@xn--80a1acny.xn--p1ai"),
            ("ann@пример.example.com", "ann@пример.example.com", "ann@xn--e1afmkfd.example.com"),
            ("ann@ＥＸＡＭＰＬＥ．com", "ann@example.com", "ann@example.com"),
            ("ann@ΟΔΟΣ.gr", "ann@οδοσ.gr", "ann@xn--pxavbq.gr"),
            ("ann@نامه\u{200c}ای.com", "ann@xn--mgba3gch31f060k.com", "ann@xn--mgba3gch31f060k.com"),
        ] {
            let address = EmailAddress::parse(typed).unwrap();
            assert_eq!((address.as_str(), address.ascii().as_str()), (stored, mailed));
            assert_eq!(address.canonical(), mailed.to_ascii_lowercase());
            assert_eq!(EmailAddress::parse(mailed).unwrap().as_str(), stored, "one form for each domain");
            assert_eq!(EmailAddress::existing(typed).unwrap().as_str(), stored);
        }
    }

    #[test]
    fn invisible_character_is_in_no_accepted_address() {
        for invisible in ('\0'..=char::MAX).filter(|c| is_invisible(*c)) {
            for typed in [
                format!("ann@example.com{invisible}"),
                format!("ann@example.com{invisible} {invisible}"),
                format!("{invisible}ann@example.com"),
                format!("ann@exa{invisible}mple.com"),
                format!("ann@{invisible}example.com"),
                format!("ann@example{invisible}.com"),
                format!("a{invisible}nn@example.com"),
                format!("ann{invisible}@example.com"),
                format!("{invisible}@example.com"),
                format!("Ann <ann@example.com{invisible}>"),
            ] {
                for address in
                    [EmailAddress::parse(&typed), EmailAddress::parse_bare(&typed)].into_iter().filter_map(Result::ok)
                {
                    assert_eq!(address.as_str(), "ann@example.com", "{typed:?}");
                }
                if let Some(address) = EmailAddress::existing(&typed) {
                    assert_eq!(address.as_str(), "ann@example.com", "{typed:?}");
                }
            }
        }
    }

    #[test]
    fn local_part_for_other_parsers_is_refused() {
        for local in [
            "=?utf-8?q?ann=40example.com=3e=00?=",
            "=?x?q?41?=ann",
            "ann=?iso-8859-1?b?QQ==?=",
            "\"ann\"",
            "\"ann lee\"",
            "\"ann@example.com>\"",
            "\"\"",
            "ann%example.org",
            "example.org!ann",
            "@example.org:ann",
            "@a.example,@b.example:ann",
            "ann@example.org",
            "ann(x)",
            "(x)ann",
            "ann\\",
            "ann;x",
            "ann,bob",
            "<ann",
            "[ann]",
        ] {
            let typed = format!("{local}@example.com");
            assert_eq!(EmailAddress::parse(&typed), Err(EmailAddressError::Invalid), "{typed}");
            if !local.contains(['(', ';', ',', '<', '[']) || local.contains('@') {
                assert_eq!(EmailAddress::existing(&typed), None, "{typed}");
            }
        }
        for local in ["ann=lee", "what?", "a+b", "o'brien", "ann_lee", "bounce=x=example.org", "ann&bob", "{ann}", "#1"]
        {
            assert!(EmailAddress::parse(&format!("{local}@example.com")).is_ok(), "{local}");
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
            ("ann@example.com <ann@example.com>", EmailAddressError::Invalid),
            ("<ann@example.com>, <bob@example.com>", EmailAddressError::Invalid),
            ("Ann\n<ann@example.com>", EmailAddressError::Invalid),
            ("<ann@example.com", EmailAddressError::Invalid),
            ("ann@example.com>", EmailAddressError::Invalid),
            ("<>", EmailAddressError::Required),
            ("mailto:", EmailAddressError::Required),
            ("mailto:ann@example.com?subject=x", EmailAddressError::Invalid),
            ("ann@[127.0.0.1]", EmailAddressError::Invalid),
            ("ann@127.0.0.1", EmailAddressError::Invalid),
            ("ann@example.123", EmailAddressError::Invalid),
            ("ann@１２７.０.０.１", EmailAddressError::Invalid),
            ("ann@example.invalid", EmailAddressError::Invalid),
            ("ann@mail.LOCALHOST", EmailAddressError::Invalid),
            ("ann@printer.local", EmailAddressError::Invalid),
            ("ann@abc.onion", EmailAddressError::Invalid),
            ("ann@corp.internal", EmailAddressError::Invalid),
            ("ann@1.0.0.127.in-addr.arpa", EmailAddressError::Invalid),
            ("ann@wallet.alt", EmailAddressError::Invalid),
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
                prop_assert!(!address.as_str().contains(is_invisible));
                prop_assert!(address.ascii().bytes().all(|b| b.is_ascii_graphic()) && address.ascii().len() <= 254);
                prop_assert_eq!(&EmailAddress::parse(&address.ascii()).unwrap(), &address);
                prop_assert_eq!(EmailAddress::parse(address.as_str()).unwrap(), address);
            }
        }

        #[test]
        fn address_parser_accepts_any_text(typed in any::<String>()) {
            let _ = EmailAddress::parse(&typed);
        }
    }
}
