//! Trust in an address that a provider calls verified.

use domain::EmailAddress;

/// When the claim `email_verified` proves the address.
///
/// Some providers set it for addresses that they once verified, or that an administrator of a tenant typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EmailTrust {
    /// Never.
    Never,
    /// If the provider hosts the mailbox: a Gmail address, or one of a Google Workspace domain (claim `hd`).
    ///
    /// [Google](https://developers.google.com/identity/gsi/web/guides/verify-google-id-token): only then is Google
    /// authoritative for the address.
    Hosted,
    /// Always.
    Always,
}

impl EmailTrust {
    /// Parses `true` or `false`.
    pub(crate) fn parse(value: &str) -> Result<Self, String> {
        domain::settings::parse_bool(value).map(|trusted| if trusted { Self::Always } else { Self::Never })
    }

    /// Returns whether a verified address is proven. `hosted_domain` is the claim `hd`.
    pub(crate) fn proves(self, email: &EmailAddress, hosted_domain: Option<&str>) -> bool {
        match self {
            Self::Never => false,
            Self::Hosted => {
                let canonical = email.canonical();
                let domain = canonical.rsplit_once('@').map_or("", |(_, domain)| domain);
                domain == "gmail.com" || hosted_domain.is_some_and(|hosted| hosted.eq_ignore_ascii_case(domain))
            }
            Self::Always => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn google_proves_addresses_that_it_hosts() {
        let proves = |trust: EmailTrust, email: &str, hd| trust.proves(&EmailAddress::parse(email).unwrap(), hd);
        for (email, hd, hosted) in [
            ("ann@gmail.com", None, true),
            ("ann@GMAIL.com", None, true),
            ("ann@acme.example", Some("acme.example"), true),
            ("ann@acme.example", Some("Acme.example"), true),
            ("ann@acme.example", None, false),
            ("ann@acme.example", Some("other.example"), false),
            ("ann@notgmail.com", None, false),
            ("gmail.com@acme.example", None, false),
        ] {
            assert_eq!(proves(EmailTrust::Hosted, email, hd), hosted, "{email} {hd:?}");
            assert!(proves(EmailTrust::Always, email, hd));
            assert!(!proves(EmailTrust::Never, email, hd));
        }
    }
}
