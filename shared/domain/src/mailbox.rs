//! The spellings of an address that one mailbox receives.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::EmailAddress;

/// The domains of Gmail, which ignores dots and tags, and whose domains are one.
///
/// Google's help: [dots](https://support.google.com/mail/answer/7436150),
/// [tags](https://support.google.com/a/users/answer/9308648), [domains](https://support.google.com/mail/answer/10313).
const GMAIL: [&str; 2] = ["gmail.com", "googlemail.com"];

/// The domains of other providers that ignore a tag behind `+`.
///
/// An error here would let a mailbox prove the address of another. So only providers are listed whose own help says it
/// of all their addresses:
/// [Fastmail](https://www.fastmail.help/hc/en-us/articles/360060591053),
/// [Outlook.com](https://support.microsoft.com/en-us/office/459b1989-356d-40fa-a689-8f285b13f1f2),
/// [Proton](https://proton.me/support/addresses-and-aliases). Apple's help does not say it of iCloud.
const TAGGING: [&str; 9] = [
    "fastmail.com",
    "fastmail.fm",
    "hotmail.com",
    "live.com",
    "msn.com",
    "outlook.com",
    "pm.me",
    "proton.me",
    "protonmail.com",
];

impl EmailAddress {
    /// Returns the mailbox that the address belongs to, which its spellings have in common.
    ///
    /// Tags and dots are left out only where the provider is known to deliver them to one mailbox. Elsewhere this is
    /// [`Self::canonical`]. Emails are counted by it, and a key proves it. Accounts are distinguished by the address.
    #[must_use]
    pub fn mailbox(&self) -> String {
        let canonical = self.canonical();
        let Some((local, domain)) = canonical.rsplit_once('@') else { return canonical };
        let (name, _) = local.split_once('+').unwrap_or((local, ""));
        let mailbox = if GMAIL.contains(&domain) {
            format!("{}@{}", name.replace('.', ""), GMAIL[0])
        } else if TAGGING.contains(&domain) {
            format!("{name}@{domain}")
        } else {
            return canonical;
        };
        if mailbox.starts_with('@') { canonical } else { mailbox }
    }

    /// Returns the SHA-256 of [`Self::mailbox`] in hexadecimal digits, to recognise a mailbox that is not stored.
    #[must_use]
    pub fn mailbox_hash(&self) -> String {
        HEXLOWER.encode(&Sha256::digest(self.mailbox().as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mailbox(address: &str) -> String {
        EmailAddress::parse(address).unwrap().mailbox()
    }

    #[test]
    fn spellings_of_one_mailbox_are_the_same() {
        for (spelling, expected) in [
            ("Ann.Lee+news@gmail.com", "annlee@gmail.com"),
            ("annlee@GoogleMail.com", "annlee@gmail.com"),
            ("ann.lee+news@outlook.com", "ann.lee@outlook.com"),
            ("ann+a+b@fastmail.com", "ann@fastmail.com"),
            ("a.n-n+x@proton.me", "a.n-n@proton.me"),
        ] {
            assert_eq!(mailbox(spelling), expected, "{spelling}");
        }
    }

    #[test]
    fn unknown_provider_has_a_mailbox_for_each_address() {
        for address in
            ["ann.lee+news@example.com", "ann@gmail.com.example.com", "ann@mail.gmail.com", "ann+news@icloud.com"]
        {
            assert_eq!(mailbox(address), address);
        }
        assert_eq!(mailbox("+tag@gmail.com"), "+tag@gmail.com", "nothing is left without the tag");
        assert_ne!(mailbox("ann@hotmail.com"), mailbox("ann@outlook.com"), "they are two accounts");
    }
}
