//! A request, as backends see it: whatever of it may decide who registers and how.

mod submission;

use std::collections::BTreeMap;

use http::{HeaderMap, Method, header};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use submission::Submission;

use crate::idempotency::IdempotencyKey;
use crate::locale::Language;

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
    pub language_in_address: bool,
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
    pub(crate) fn links(&self) -> Links {
        Links(self.language_in_address.then(|| self.language.clone()))
    }

    /// What is kept of the request with a user, and told in signals.
    #[must_use]
    pub fn facts(&self) -> RequestFacts {
        RequestFacts {
            id: self.id.clone(),
            ip: self.source_ip.clone(),
            user_agent: self.header(header::USER_AGENT).map(|agent| truncate(agent, RequestFacts::MAX_USER_AGENT)),
            locale: self.locale.clone(),
        }
    }
}

/// Links to pages of ours, with the language that the address of a request asks for.
#[derive(Debug, Clone)]
pub(crate) struct Links(Option<Language>);

impl Links {
    /// Links that ask for this language.
    #[cfg(feature = "mail")]
    pub(crate) fn in_language(language: Option<&Language>) -> Self {
        Self(language.cloned())
    }

    /// A path of ours, with the language that it is to be in.
    pub(crate) fn to(&self, path: &str) -> String {
        let Some(language) = &self.0 else { return path.to_owned() };
        let (page, fragment) = path.split_at(path.find('#').unwrap_or(path.len()));
        let joint = if page.contains('?') { '&' } else { '?' };
        format!("{page}{joint}{}={language}{fragment}", Language::PARAMETER)
    }
}

/// What is kept of a request: in the table with the user, and in the signals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestFacts {
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

impl RequestFacts {
    /// In bytes: a user's item must stay within the one kilobyte that a write unit pays for.
    const MAX_USER_AGENT: usize = 256;
}

fn truncate(text: &str, longest: usize) -> String {
    let end = (0..=longest.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    text[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(truncate("aé", 2), "a");
        assert_eq!(truncate("aé", 3), "aé");
        assert_eq!(truncate("", 3), "");
    }
}
