//! The rules for usernames that the settings of a deployment decide.

use std::net::Ipv4Addr;

use super::FieldErrorCode;
use super::reserved::ReservedNames;
use crate::email_address::EmailAddress;
use crate::locale::Text;
use crate::settings::{Reader, parse_bool};
use crate::username::Username;

/// The names that a user may not have, although they are usernames.
#[derive(Debug, Clone, Default)]
pub struct NameRules {
    reserved: ReservedNames,
    address_as_name: AddressAsName,
    /// `REGISTRATION_DOMAIN_AS_NAME`: whether names may look like domains. Default: `false`.
    domain_as_name: bool,
}

/// The names in the form of an address that are allowed: `REGISTRATION_ADDRESS_AS_NAME`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum AddressAsName {
    /// Only the registrant's own address is allowed, so that a login by username or address finds one user.
    #[default]
    Own,
    /// All are allowed.
    Any,
}

impl NameRules {
    /// Reads `REGISTRATION_RESERVED_NAMES`, `REGISTRATION_ADDRESS_AS_NAME` and `REGISTRATION_DOMAIN_AS_NAME`.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let reserved = ReservedNames::read(reader);
        let address_as_name = reader.or("REGISTRATION_ADDRESS_AS_NAME", "own", |value| match value {
            "own" => Ok(AddressAsName::Own),
            "any" => Ok(AddressAsName::Any),
            _ => Err("must be own or any".to_owned()),
        });
        let domain_as_name = reader.or("REGISTRATION_DOMAIN_AS_NAME", "false", parse_bool);
        Some(Self { reserved: reserved?, address_as_name: address_as_name?, domain_as_name: domain_as_name? })
    }

    /// Returns the reason why a user with this address may not have the name, with the correction.
    #[must_use]
    pub fn rejection(&self, name: &Username, own: Option<&EmailAddress>) -> Option<(FieldErrorCode, Text)> {
        if self.reserved.has(name) {
            Some((FieldErrorCode::Reserved, Text::message("error-username-reserved")))
        } else if self.is_other_address(name, own) {
            Some((FieldErrorCode::NotOwnAddress, Text::message("error-username-not-own-address")))
        } else if !self.domain_as_name && !is_address(name) && has_domain(name) {
            Some((FieldErrorCode::LooksLikeLink, Text::message("error-username-looks-like-link")))
        } else {
            None
        }
    }

    /// Returns whether the name has the form of an address that is not this one, and may not have it.
    #[must_use]
    pub fn is_other_address(&self, name: &Username, own: Option<&EmailAddress>) -> bool {
        self.address_as_name == AddressAsName::Own && is_address(name) && !own.is_some_and(|own| is_same(name, own))
    }
}

/// Returns whether a name has the form of an address: text on both sides of an `@`.
fn is_address(name: &Username) -> bool {
    name.canonical().split_once('@').is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
}

/// Returns whether a name is this address, as it was typed and as names are compared.
///
/// Names are compared by another rule than addresses: `faß.de` and `fass.de` are the same in names only.
fn is_same(name: &Username, address: &EmailAddress) -> bool {
    [name.as_str(), &name.canonical()]
        .into_iter()
        .all(|text| EmailAddress::existing(text).is_some_and(|name| name.canonical() == address.canonical()))
}

/// Returns whether mail programs make a link of a name, or of a part of it.
fn has_domain(name: &Username) -> bool {
    // A hyphen may belong to the domain, or end it.
    let separators = [&['@', '+', '_'][..], &['@', '+', '_', '-']];
    let name = name.canonical();
    separators.iter().any(|separators| name.split(*separators).any(is_domain))
}

/// Returns whether a text is a domain below a top-level domain, begins with `www`, or is an IPv4 address.
fn is_domain(text: &str) -> bool {
    let text = text.trim_matches(['.', '-']);
    let Some((first, _)) = text.split_once('.') else { return false };
    let top = text.rsplit('.').next().unwrap_or_default();
    first == "www" || is_top_level(&idna::domain_to_unicode(top).0) || text.parse::<Ipv4Addr>().is_ok()
}

/// Returns whether a label is a top-level domain.
///
/// The list has those of IANA's Root Zone Database, <https://www.iana.org/domains/root/db>, in readable letters.
fn is_top_level(label: &str) -> bool {
    TOP_LEVEL_DOMAINS.lines().any(|listed| listed == label)
}

const TOP_LEVEL_DOMAINS: &str = include_str!("top_level_domains.txt");

#[cfg(test)]
mod tests {
    use super::*;

    fn code(rules: &NameRules, name: &str, own: &str) -> Option<FieldErrorCode> {
        let own = EmailAddress::parse(own).ok();
        rules.rejection(&Username::parse(name).unwrap(), own.as_ref()).map(|(code, _)| code)
    }

    #[test]
    fn name_is_no_other_address() {
        for (name, own) in [
            ("ann@example.com", "bob@example.com"),
            ("ANN@example.com", "bob@example.com"),
            ("ａnn＠example.com", "ann@example.com"),
            ("ann@example.com", "ann.@example.com"),
            ("ann@example.com", "ann+x@example.com"),
            ("annlee@gmail.com", "ann.lee@gmail.com"),
            ("ann@home", "ann@home.example"),
            ("иван@почта.рф", "ivan@почта.рф"),
            ("ann@faß.de", "ann@faß.de"),
            ("ann@fass.de", "ann@faß.de"),
            ("a@b@example.com", "b@example.com"),
            ("ann@example.com.", "ann@example.com"),
            (".@example.com", "ann@example.com"),
        ] {
            let rules = NameRules::default();
            assert_eq!(code(&rules, name, own), Some(FieldErrorCode::NotOwnAddress), "{name} {own}");
            let rules = NameRules { address_as_name: AddressAsName::Any, ..rules };
            assert_eq!(code(&rules, name, own), None, "{name} {own}");
        }
    }

    #[test]
    fn own_address_may_be_name() {
        for (name, own) in [
            ("ann@example.com", "ann@example.com"),
            ("ANN@Example.com", "ann@example.com"),
            ("ann@example.com", "Ann@EXAMPLE.com"),
            ("ann@bücher.example", "ann@xn--bcher-kva.example"),
            ("ann.lee@gmail.com", "ann.lee@gmail.com"),
        ] {
            assert_eq!(code(&NameRules::default(), name, own), None, "{name} {own}");
        }
    }

    #[test]
    fn name_that_becomes_link_is_refused() {
        for name in [
            "example.com",
            "EXAMPLE.COM",
            "www.anything",
            "WWW.evil",
            "a.b.co.uk",
            "pay-pal.com",
            "win+evil.com",
            "win_evil.com",
            "evil.com_win",
            "evil.com-win",
            "evil.com+win",
            "evil.com.",
            ".evil.com",
            "@evil.com",
            "evil.com@",
            "evil.xn--p1ai",
            "почта.рф",
            "例え.みんな",
            "ｅｖｉｌ．ｃｏｍ",
            "bücher.example.com",
            "10.0.0.1",
            "anna.kim",
        ] {
            let rules = NameRules::default();
            assert_eq!(code(&rules, name, "ann@example.com"), Some(FieldErrorCode::LooksLikeLink), "{name}");
            let rules = NameRules { domain_as_name: true, ..rules };
            assert_eq!(code(&rules, name, "ann@example.com"), None, "{name}");
        }
        for name in [
            "ann",
            "com",
            "ann.lee",
            "o.brien",
            "ann-com",
            "j.r.r",
            "ann@",
            "@ann",
            ".com",
            "v1.0",
            "www",
            "wwwann.x",
            "www-ann",
            "jose.de.silva",
            "ann_lee",
            "иван.петров",
        ] {
            assert_eq!(code(&NameRules::default(), name, "ann@example.com"), None, "{name}");
        }
    }

    #[test]
    fn list_has_canonical_top_level_domains() {
        let domains: Vec<_> = TOP_LEVEL_DOMAINS.lines().collect();
        assert!(domains.len() > 1_400 && domains.is_sorted());
        for domain in ["com", "org", "de", "app", "рф", "みんな"] {
            assert!(domains.contains(&domain), "{domain}");
        }
        for domain in domains {
            let ascii = idna::domain_to_ascii(domain).unwrap();
            assert_eq!(idna::domain_to_unicode(&ascii).0, domain);
        }
    }
}
