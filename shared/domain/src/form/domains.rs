//! Allowed and refused domains of addresses.

#[cfg(feature = "disposable")]
use std::collections::HashSet;
#[cfg(feature = "disposable")]
use std::sync::OnceLock;

use crate::email_address::EmailAddress;
use crate::locale::Text;

/// Allowed and refused domains, in lower case and in punycode.
///
/// Without an allowed domain, all are. A domain includes its subdomains. Whole labels are compared, so `evilgmail.com`
/// is not `gmail.com`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DomainLists {
    pub(super) allowed: Vec<String>,
    pub(super) refused: Vec<String>,
    /// Whether disposable domains are refused, unless they are allowed by name.
    pub(super) refuse_disposable: bool,
}

impl DomainLists {
    /// The maximum number of domains in a message.
    const MAX_LISTED_DOMAINS: usize = 3;

    /// Parses one domain of a list to punycode (UTS 46, non-transitional).
    pub(super) fn domain(text: &str) -> Result<String, String> {
        let domain = idna::domain_to_ascii(text.trim()).unwrap_or_default();
        let label = |label: &str| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        if domain.split('.').all(label) {
            Ok(domain)
        } else {
            Err(format!("{text:?} must be a domain such as example.com"))
        }
    }

    /// Parses comma-separated domains.
    pub(super) fn domains(text: &str) -> Result<Vec<String>, String> {
        text.split(',').map(Self::domain).collect()
    }

    /// Merges these lists with those of the settings.
    ///
    /// A domain that either refuses is refused. A form's own allowed domains override those of the settings, so that a
    /// type of user may have others.
    pub(super) fn merged_with(&self, settings: &Self) -> Self {
        let allowed = if self.allowed.is_empty() { &settings.allowed } else { &self.allowed };
        let refused = [&self.refused[..], &settings.refused[..]].concat();
        Self { allowed: allowed.clone(), refused, refuse_disposable: settings.refuse_disposable }
    }

    /// Returns the reason why an address may not register, with the correction.
    pub(super) fn rejection_message(&self, address: &EmailAddress) -> Option<Text> {
        let domain = address.domain();
        let domain = &*domain;
        let is_in = |list: &[String]| list.iter().any(|listed| is_at_or_below(domain, listed));
        if is_in(&self.refused) {
            Some(Text::message("error-email-domain-refused").with("domain", display_domain(domain)))
        } else if self.allowed.is_empty() || is_in(&self.allowed) {
            let disposable = self.refuse_disposable && is_disposable(domain, &self.allowed);
            disposable.then_some(Text::message("error-email-domain-disposable"))
        } else if self.allowed.len() <= Self::MAX_LISTED_DOMAINS {
            let allowed: Vec<_> = self.allowed.iter().map(|domain| display_domain(domain)).collect();
            Some(Text::message("error-email-domain-of").with("domains", allowed.join(" / ")))
        } else {
            Some(Text::message("error-email-domain-other").with("domain", display_domain(domain)))
        }
    }
}

/// Returns whether a domain, or one above it, is in the list of `mailchecker`.
///
/// The search stops at a domain that is allowed by name. If `de` is allowed, a disposable domain below it is still
/// disposable. The list is built for the first address.
#[cfg(feature = "disposable")]
fn is_disposable(domain: &str, allowed: &[String]) -> bool {
    static LIST: OnceLock<HashSet<&str>> = OnceLock::new();
    let list = LIST.get_or_init(|| mailchecker::blacklist().into_iter().collect());
    std::iter::successors(Some(domain), |domain| domain.split_once('.').map(|(_, above)| above))
        .take_while(|domain| !allowed.iter().any(|allowed| allowed == domain))
        .any(|domain| list.contains(domain))
}

/// Returns `false`: a build without the list rejects the setting that uses it.
#[cfg(not(feature = "disposable"))]
fn is_disposable(_domain: &str, _allowed: &[String]) -> bool {
    false
}

/// Returns a domain in readable letters. Invalid punycode stays as it is.
fn display_domain(domain: &str) -> String {
    let (readable, valid) = idna::domain_to_unicode(domain);
    if valid.is_ok() { readable } else { domain.to_owned() }
}

fn is_at_or_below(domain: &str, listed: &str) -> bool {
    domain.strip_suffix(listed).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(allowed: &str, refused: &str) -> DomainLists {
        let read = |text: &str| if text.is_empty() { Vec::new() } else { DomainLists::domains(text).unwrap() };
        DomainLists { allowed: read(allowed), refused: read(refused), refuse_disposable: false }
    }

    #[test]
    fn domains_are_compared_by_labels_ignoring_case() {
        let allowed = lists("GMail.com, example.org", "");
        for (address, accepted) in [
            ("x@gmail.com", true),
            ("x@GMAIL.com", true),
            ("x@mail.gmail.com", true),
            ("x@example.org", true),
            ("x@evilgmail.com", false),
            ("x@gmail.com.evil.net", false),
            ("x@com.example", false),
        ] {
            let address = EmailAddress::parse(address).unwrap();
            assert_eq!(allowed.rejection_message(&address).is_none(), accepted, "{address}");
        }
    }

    #[test]
    fn international_domains_are_compared_in_punycode() {
        assert_eq!(lists("Bücher.example, faß.de", "").allowed, ["xn--bcher-kva.example", "xn--fa-hia.de"]);
        assert_eq!(lists("xn--BCHER-kva.example", ""), lists("bücher.example", ""));
        let refused = lists("", "bücher.example");
        for (address, accepted) in [("x@XN--BCHER-KVA.example", false), ("x@bucher.example", true)] {
            assert_eq!(
                refused.rejection_message(&EmailAddress::parse(address).unwrap()).is_none(),
                accepted,
                "{address}"
            );
        }
        let why = refused.rejection_message(&EmailAddress::parse("x@shop.xn--bcher-kva.example").unwrap()).unwrap();
        assert_eq!(why, Text::message("error-email-domain-refused").with("domain", "shop.bücher.example"));
        assert!(refused.rejection_message(&EmailAddress::parse("x@Bücher.example").unwrap()).is_some());
    }

    #[cfg(feature = "disposable")]
    #[test]
    fn disposable_domain_must_be_allowed_by_name() {
        let refusing = |allowed: &str| DomainLists { refuse_disposable: true, ..lists(allowed, "") };
        for (allowed, address, accepted) in [
            ("", "x@yopmail.com", false),
            ("", "x@any.YOPmail.com", false),
            ("", "x@notyopmail.com", true),
            ("", "x@gmail.com", true),
            ("yopmail.com", "x@yopmail.com", true),
            ("yopmail.com", "x@any.yopmail.com", true),
            ("any.yopmail.com", "x@any.yopmail.com", true),
            ("com", "x@gmail.com", true),
            ("com", "x@yopmail.com", false),
        ] {
            let address = EmailAddress::parse(address).unwrap();
            assert_eq!(refusing(allowed).rejection_message(&address).is_none(), accepted, "{allowed} {address}");
        }
        assert!(lists("", "").rejection_message(&EmailAddress::parse("x@yopmail.com").unwrap()).is_none());
    }

    #[test]
    fn refused_subdomain_overrides_allowed_domain() {
        let lists = lists("example.org", "guests.example.org");
        assert!(lists.rejection_message(&EmailAddress::parse("x@example.org").unwrap()).is_none());
        assert!(lists.rejection_message(&EmailAddress::parse("x@a.guests.example.org").unwrap()).is_some());
    }

    #[test]
    fn allowed_domains_of_form_replace_settings() {
        let merged = lists("partner.net", "a.partner.net").merged_with(&lists("example.org", "bad.net"));
        assert_eq!(merged, lists("partner.net", "a.partner.net,bad.net"));
        assert_eq!(DomainLists::default().merged_with(&merged), merged);
    }

    #[test]
    fn invalid_domain_is_an_error() {
        for text in
            ["", "gmail.com,", "@gmail.com", "*.gmail.com", ".com", "a b.com", "-a.com", "xn--a.com", "a\u{200b}.com."]
        {
            assert!(DomainLists::domains(text).is_err(), "{text}");
        }
    }
}
