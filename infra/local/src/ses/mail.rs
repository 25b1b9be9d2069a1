//! A mail in the inbox.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A mail that was sent, as `/_local/mail` tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mail {
    /// What SES calls the message's id.
    pub(crate) id: String,
    /// The recipients, with commas between if there are several.
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
    /// By which the sender knows the mail again, when SES tells of it.
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
