//! Consents: the versions of documents that users accept.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::settings::WebUrl;

/// A document in the version that a form's box accepts: `x-document` and `x-version`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentVersion {
    /// The URL of the document, if the form names it.
    pub document: Option<WebUrl>,
    /// The version.
    pub version: String,
}

impl DocumentVersion {
    /// The maximum length of a version in code points.
    pub const MAX_LENGTH: usize = 64;
}

/// The record of what a user accepted, which no later version of the form changes.
///
/// The address and the browser that it came from are those of the request that registered the user. That request
/// always submitted the box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// The name of the form's field.
    pub field: String,
    /// The URL of the document, if the form named it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The version of the document.
    pub version: String,
    /// The language of the form.
    pub language: String,
    /// The time of the acceptance.
    pub accepted_at: Timestamp,
}
