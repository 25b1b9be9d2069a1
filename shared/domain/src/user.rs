//! Users, as backends, answers and signals see them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ulid::Ulid;

use crate::email_address::EmailAddress;
use crate::username::Username;

/// The identifier of a user: a ULID, so that identifiers sort by the time of registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UserId(pub Ulid);

/// The tag of a mail that says which user it is for, so that SES's events say it, too.
pub const USER_TAG: &str = "user_id";

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

/// Where a user stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Registered; the address is not proven yet.
    Pending,
    /// Registered and proven; an operator has yet to approve.
    AwaitingApproval,
    /// Registered, and proven and approved where the backend wants that.
    Active,
    /// Not approved by an operator. The name and the address are free.
    Rejected,
    /// Switched off by an operator. Nothing here switches it on again.
    Disabled,
}

impl Status {
    /// The status as it is in the table, in answers and in signals.
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

/// A user: what backends and other systems may know. Neither the password's hash nor any key is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The identifier.
    pub id: UserId,
    /// The kind of user: the name of the form that was filled in, if it was not the default one.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The username, as typed; none where the address is the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<Username>,
    /// The address, as typed (its domain in lower case).
    pub email: EmailAddress,
    /// Where the user stands.
    pub status: Status,
    /// When the user registered.
    pub created_at: Timestamp,
    /// When the user became active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activated_at: Option<Timestamp>,
    /// What the form's further fields hold, of those that others may know (`"x-signal": true`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Value>,
}

impl User {
    /// What the user holds of names, which nobody else can have: nothing where the address is the name.
    pub fn name_claims(&self) -> BTreeSet<String> {
        self.username.as_ref().map(Username::claims).unwrap_or_default()
    }
}
