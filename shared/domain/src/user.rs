//! Users, as backends, answers and signals contain them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ulid::Ulid;

use crate::consent::Consent;
use crate::email_address::EmailAddress;
use crate::identity::Identity;
use crate::username::Username;

/// The identifier of a user: a ULID, which sorts by the time of registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UserId(pub Ulid);

/// The tag of an email with its user's identifier, which SES's events repeat.
pub const USER_TAG: &str = "user_id";
/// The tag of an email with the number of corrections that led to its address.
pub const CORRECTIONS_TAG: &str = "corrections";

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for UserId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for UserId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl FromStr for UserId {
    type Err = ulid::DecodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ulid::from_string(text).map(Self)
    }
}

/// The status of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The user has registered, and the address is not proven yet.
    Pending,
    /// The address is proven, and an operator has yet to approve the user.
    AwaitingApproval,
    /// The user has completed the workflow of the backend.
    Active,
    /// An operator rejected the user. The name and the address are free.
    Rejected,
    /// An operator disabled the user. The service never activates the user again.
    Disabled,
}

impl Status {
    /// Returns the status in the table, in answers and in signals.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::AwaitingApproval => "awaiting_approval",
            Self::Active => "active",
            Self::Rejected => "rejected",
            Self::Disabled => "disabled",
        }
    }
}

/// A user, as other systems may read it: without the password's hash and keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The identifier.
    pub id: UserId,
    /// The type of user: the name of the form, if it was not the default one.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The username as typed. Without one, the address takes its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<Username>,
    /// The address as typed, with its domain in lower case.
    pub email: EmailAddress,
    /// The status.
    pub status: Status,
    /// The time of the registration.
    pub created_at: Timestamp,
    /// The time of the activation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activated_at: Option<Timestamp>,
    /// The form's further fields that other systems may read (`"x-signal": true`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Value>,
    /// The documents that the user accepted by boxes that other systems may read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<Consent>,
    /// The identities by which the user signed in at OpenID providers to register.
    ///
    /// A login finds the user by them. Such a user has no password.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identities: Vec<Identity>,
}

impl User {
    /// Returns the name by which operators recognise the user: the username, or the address.
    #[must_use]
    pub fn display_name(&self) -> &str {
        self.username.as_ref().map_or(self.email.as_str(), Username::as_str)
    }

    /// Returns the keys of the username, if there is one. Only one user can hold each.
    pub fn name_claims(&self) -> BTreeSet<String> {
        self.username.as_ref().map(Username::claims).unwrap_or_default()
    }

    /// Returns the keys of the identities. Only one user can hold each.
    pub fn identity_hashes(&self) -> Vec<String> {
        self.identities.iter().map(Identity::hash).collect()
    }

    /// Returns whether the user registered with a password. A user who registered by an OpenID provider has none.
    #[must_use]
    pub fn has_password(&self) -> bool {
        self.identities.is_empty()
    }
}
