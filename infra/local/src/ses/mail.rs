//! An email in the inbox.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A sent email, in the format of `/_local/mail`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mail {
    /// SES's `MessageId`.
    pub(crate) id: String,
    /// The recipients, comma-separated.
    pub(crate) to: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) cc: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) bcc: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) reply_to: String,
    pub(crate) from: String,
    pub(crate) subject: String,
    pub(crate) text: Option<String>,
    pub(crate) html: Option<String>,
    /// The tags that SES's events about the email repeat to the sender.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) tags: BTreeMap<String, Vec<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) headers: Vec<Header>,
    pub(crate) sent_at: Timestamp,
}

/// A header that the sender added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    #[serde(alias = "Name")]
    pub(crate) name: String,
    #[serde(alias = "Value")]
    pub(crate) value: String,
}
