//! A request, as backends see it: whatever of it may decide who registers and how.

use std::collections::BTreeMap;

use http::{HeaderMap, Method, header};
use jiff::Timestamp;

use domain::locale::Language;
use domain::{IdempotencyKey, Links, RequestMetadata, Submission};

/// An HTTP request.
#[derive(Debug, Clone)]
pub struct Request {
    /// The identifier that API Gateway gave it.
    pub id: String,
    /// The method.
    pub method: Method,
    /// The path below the site's URL, such as `/register`.
    pub path: String,
    /// The query's parameters in their order.
    pub query: Vec<(String, String)>,
    /// The headers.
    pub headers: HeaderMap,
    /// The address that it came from, as API Gateway saw it.
    pub source_ip: Option<String>,
    /// The claims of a JWT that an authorizer in API Gateway verified.
    pub claims: BTreeMap<String, String>,
    /// The fields that were sent, as nobody has checked them; none but with `POST /register`.
    pub submission: Submission,
    /// What tells a repetition of this submission from another one.
    pub idempotency_key: Option<IdempotencyKey>,
    /// The language in which it is answered.
    pub language: Language,
    /// The language that was asked for, as precisely as it was: by the address, else by `Accept-Language`.
    pub locale: Option<String>,
    /// Whether the address asks for the language: then it goes with every link and redirect.
    pub language_in_url: bool,
    /// When it arrived: the one instant that everything in this request is decided by.
    pub received_at: Timestamp,
}

impl Request {
    /// The first value of a query parameter.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A header's value, if it is there and is text.
    #[must_use]
    pub fn header(&self, name: impl header::AsHeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// How to link from this request's page to others.
    #[must_use]
    pub fn links(&self) -> Links {
        Links::in_language(self.language_in_url.then_some(&self.language))
    }

    /// What is kept of the request with a user, and told in signals.
    #[must_use]
    pub fn metadata(&self) -> RequestMetadata {
        RequestMetadata {
            id: self.id.clone(),
            ip: self.source_ip.clone(),
            user_agent: self.header(header::USER_AGENT).map(|agent| truncate(agent, RequestMetadata::MAX_USER_AGENT)),
            locale: self.locale.clone(),
        }
    }
}

fn truncate(text: &str, longest: usize) -> String {
    let end = (0..=longest.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    text[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_truncated_between_characters() {
        assert_eq!(truncate("aé", 2), "a");
        assert_eq!(truncate("aé", 3), "aé");
        assert_eq!(truncate("", 3), "");
    }
}
