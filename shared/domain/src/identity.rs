//! The identity of a person at an OpenID provider.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::email_address::EmailAddress;

/// The result of a sign-in at an OpenID provider: the identity of a person, and further claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvenIdentity {
    /// The identity.
    pub identity: Identity,
    /// The address, if the provider has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// Whether the provider is trusted to have verified the address.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub email_proven: bool,
    /// Names of the person, the best suggestion for a username first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub usernames: Vec<String>,
    /// Further claims about the person, by the `autocomplete` of a form's field, such as `given-name`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub profile: BTreeMap<String, String>,
}

impl ProvenIdentity {
    /// Returns whether the sign-in proved that this address is the person's.
    #[must_use]
    pub fn proves(&self, email: &EmailAddress) -> bool {
        self.email_proven && self.email.as_ref().is_some_and(|proven| proven.canonical() == email.canonical())
    }
}

/// The identity of a user at an OpenID provider, as an ID token has it.
///
/// Issuer and subject identify a person. An address does not: it can be given to another person (OpenID Connect Core
/// 1.0, 5.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The name of the provider in `REGISTRATION_OPENID_PROVIDERS`, such as `google`.
    pub provider: String,
    /// The provider's issuer identifier: the claim `iss`.
    pub issuer: String,
    /// The person's identifier at the issuer: the claim `sub`.
    pub subject: String,
}

impl Identity {
    /// Returns the SHA-256 of issuer and subject in hexadecimal digits, the key of the table's item.
    ///
    /// A URL has no vertical bar, so no two identities have the same text.
    #[must_use]
    pub fn hash(&self) -> String {
        HEXLOWER.encode(&Sha256::digest(format!("{}|{}", self.issuer, self.subject)))
    }

    /// Returns whether both are of the same person, whatever the provider's name was at the time.
    #[must_use]
    pub fn is_same_person(&self, other: &Self) -> bool {
        (&self.issuer, &self.subject) == (&other.issuer, &other.subject)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuer_and_subject_identify_a_person() {
        let identity = |provider: &str, issuer: &str, subject: &str| Identity {
            provider: provider.to_owned(),
            issuer: issuer.to_owned(),
            subject: subject.to_owned(),
        };
        let ann = identity("acme", "https://login.example", "1");
        assert_eq!(ann.hash(), "f47e32195a4f24a38bea294aa0c01b1221679a9efcbf8aa4f1aa1fe307406c83");
        for other in
            [identity("acme", "https://login.example", "2"), identity("acme", "https://login.example.org", "1")]
        {
            assert_ne!(ann.hash(), other.hash());
            assert!(!ann.is_same_person(&other));
        }
        let renamed = identity("acme2", "https://login.example", "1");
        assert_eq!(ann.hash(), renamed.hash());
        assert!(ann.is_same_person(&renamed));
    }
}
