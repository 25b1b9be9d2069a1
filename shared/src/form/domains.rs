//! Which domains an address may have.

use crate::email_address::EmailAddress;

/// Domains that are allowed, all if none is listed, and domains that are refused, in lower case. A domain stands for its
/// subdomains, too; compared are whole labels, so that `evilgmail.com` is not `gmail.com`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct DomainLists {
    pub(super) allowed: Vec<String>,
    pub(super) refused: Vec<String>,
}

impl DomainLists {
    /// The most domains that a message names.
    const NAMED: usize = 3;

    /// One domain of a list.
    pub(super) fn domain(text: &str) -> Result<String, String> {
        let domain = text.trim().to_ascii_lowercase();
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

    /// Domains with commas between them.
    pub(super) fn domains(text: &str) -> Result<Vec<String>, String> {
        text.split(',').map(Self::domain).collect()
    }

    /// These lists under those of the settings: what either refuses is refused. A form's own allowed domains stand for
    /// the settings', so that a kind of user may have others than the rest.
    pub(super) fn under(&self, settings: &Self) -> Self {
        let allowed = if self.allowed.is_empty() { &settings.allowed } else { &self.allowed };
        Self { allowed: allowed.clone(), refused: [&self.refused[..], &settings.refused[..]].concat() }
    }

    /// Why an address may not register, as a sentence that says what to do.
    pub(super) fn why_not(&self, address: &EmailAddress) -> Option<String> {
        let domain = address.as_str().rsplit('@').next()?;
        let is_in = |list: &[String]| list.iter().any(|listed| is_at_or_below(domain, listed));
        if is_in(&self.refused) {
            Some(format!("Addresses at {domain} cannot register here. Use another address."))
        } else if self.allowed.is_empty() || is_in(&self.allowed) {
            None
        } else if self.allowed.len() <= Self::NAMED {
            Some(format!("Use an address at {}.", self.allowed.join(" or ")))
        } else {
            Some(format!("Addresses at {domain} cannot register here. Use one of your organisation."))
        }
    }
}

fn is_at_or_below(domain: &str, listed: &str) -> bool {
    domain.strip_suffix(listed).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(allowed: &str, refused: &str) -> DomainLists {
        let read = |text: &str| if text.is_empty() { Vec::new() } else { DomainLists::domains(text).unwrap() };
        DomainLists { allowed: read(allowed), refused: read(refused) }
    }

    #[test]
    fn domains_are_compared_by_whole_labels_without_case() {
        let allowed = lists("GMail.com, example.org", "");
        for (address, accepted) in [
            ("x@gmail.com", true),
            ("x@GMAIL.com", true),
            ("x@mail.gmail.com", true),
            ("x@example.org", true),
            ("x@evilgmail.com", false),
            ("x@gmail.com.evil.net", false),
            ("x@com.example", false),
            ("\"@gmail.com\"@evil.net", false),
        ] {
            let address = EmailAddress::parse(address).unwrap();
            assert_eq!(allowed.why_not(&address).is_none(), accepted, "{address}");
        }
    }

    #[test]
    fn what_is_refused_is_refused_below_an_allowed_domain_too() {
        let lists = lists("example.org", "guests.example.org");
        assert!(lists.why_not(&EmailAddress::parse("x@example.org").unwrap()).is_none());
        assert!(lists.why_not(&EmailAddress::parse("x@a.guests.example.org").unwrap()).is_some());
    }

    #[test]
    fn a_forms_own_allowed_domains_stand_for_the_settings() {
        let merged = lists("partner.net", "a.partner.net").under(&lists("example.org", "bad.net"));
        assert_eq!(merged, lists("partner.net", "a.partner.net,bad.net"));
        assert_eq!(DomainLists::default().under(&merged), merged);
    }

    #[test]
    fn what_is_no_domain_is_an_error() {
        for text in ["", "gmail.com,", "@gmail.com", "*.gmail.com", ".com", "a b.com", "-a.com", "gmäil.com"] {
            assert!(DomainLists::domains(text).is_err(), "{text}");
        }
    }
}
