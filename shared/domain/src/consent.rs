//! Consents: the versions of documents that users accept.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::settings::WebUrl;
use crate::unicode::is_line_control;

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

    /// Parses a version.
    ///
    /// # Errors
    /// A sentence with the expected format.
    pub fn parse_version(text: &str) -> Result<String, String> {
        let fits = (1..=Self::MAX_LENGTH).contains(&text.chars().count());
        if fits && text.trim() == text && !text.contains(is_line_control) {
            return Ok(text.to_owned());
        }
        let most = Self::MAX_LENGTH;
        Err(format!("must be one line of 1 to {most} characters without spaces around it, such as \"2026-11\""))
    }
}

/// The record of what a user accepted, which no later version of the form changes.
///
/// It is given with the registration, which always submits the box.
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
    /// The source address of the request, unless the deployment keeps none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
}
