//! The metadata of a request that is stored with a user.

use serde::{Deserialize, Serialize};

/// The metadata of a request: stored with the user and sent in signals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestMetadata {
    /// The identifier of the request in API Gateway.
    pub id: String,
    /// The client's IP address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// The `User-Agent`, up to 256 bytes of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// The language of the answer and of emails, as the requested tag, such as `de-CH`.
    ///
    /// If no requested language is offered, it is the first requested one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}

impl RequestMetadata {
    /// Returns whether it has the source address or the user agent, which are kept for a limited time.
    #[must_use]
    pub fn has_facts(&self) -> bool {
        self.ip.is_some() || self.user_agent.is_some()
    }

    /// Returns it without the source address and the user agent.
    #[must_use]
    pub fn without_facts(self) -> Self {
        Self { ip: None, user_agent: None, ..self }
    }

    /// The maximum length in bytes: the user's item must fit a write unit's kilobyte.
    pub const MAX_USER_AGENT: usize = 256;
}
