//! The metadata of a request that is stored with a user.

use serde::{Deserialize, Serialize};

/// The metadata of a request: stored with the user and sent in signals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestMetadata {
    /// The identifier that API Gateway gave the request.
    pub id: String,
    /// The address that it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// The `User-Agent`, at most 256 bytes of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// The language that it was answered in, as precisely as it was asked for, such as `de-CH`; if there is none such,
    /// the one that was asked for first. Mails are in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}

impl RequestMetadata {
    /// In bytes: a user's item must stay within the one kilobyte that a write unit pays for.
    pub const MAX_USER_AGENT: usize = 256;
}
