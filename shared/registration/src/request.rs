//! A request, with everything that a backend's decision can depend on.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};

use http::{HeaderMap, Method, header};
use jiff::Timestamp;

use domain::locale::Language;
use domain::{
    EmailAddress, IdempotencyKey, Invitation, Links, ProvenIdentity, RegistrationHandle, RequestMetadata, Submission,
    Token,
};

/// An HTTP request.
///
/// The default is an empty `GET` at the Unix epoch, for tests of a backend.
///
/// # Examples
/// ```
/// use http::{HeaderMap, HeaderValue, header};
/// use registration::Request;
///
/// let request = Request {
///     path: "/register".to_owned(),
///     query: vec![("type".to_owned(), "business".to_owned())],
///     headers: HeaderMap::from_iter([(header::USER_AGENT, HeaderValue::from_static("curl/8.0"))]),
///     ..Request::default()
/// };
/// assert_eq!(request.query("type"), Some("business"));
/// assert_eq!(request.query("lang"), None);
/// assert_eq!(request.header("user-agent"), Some("curl/8.0"));
/// assert_eq!(request.metadata().user_agent.as_deref(), Some("curl/8.0"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The identifier of the request in API Gateway.
    pub id: String,
    /// The method.
    pub method: Method,
    /// The path below the site's URL, such as `/register`, percent-decoded.
    pub path: String,
    /// The parameters of the query, in order.
    pub query: Vec<(String, String)>,
    /// The headers.
    pub headers: HeaderMap,
    /// The client's IP address, as API Gateway saw it.
    pub source_ip: Option<String>,
    /// The claims of a JWT that an authorizer in API Gateway verified.
    pub claims: BTreeMap<String, String>,
    /// The submitted fields before validation. Only `POST /register` has any.
    pub submission: Submission,
    /// The key by which a repetition of this submission is recognised.
    pub idempotency_key: Option<IdempotencyKey>,
    /// The handle of a registration that the client shows.
    pub handle: Option<RegistrationHandle>,
    /// The identity that a sign-in at an OpenID provider proved.
    pub identity: Option<ProvenIdentity>,
    /// The secret of the handle that the client gets if this request registers a pending user.
    pub handle_secret: Option<Token>,
    /// Whether the source has exceeded its limit, so that the request must pass the bot check.
    pub exceeds_limit: bool,
    /// The language of the answer.
    pub language: Language,
    /// The requested language with its region, of the URL, else of `Accept-Language`.
    pub locale: Option<String>,
    /// Whether the URL selects the language. Every link and redirect then repeats it.
    pub language_in_url: bool,
    /// The time of arrival, which decides everything about this request.
    pub received_at: Timestamp,
}

impl Request {
    /// Returns whether the idempotency key may be for no other submission.
    ///
    /// That is so for a program's (draft-ietf-httpapi-idempotency-key-header, 2.7). A page's form keeps its key when a
    /// user goes back to it and registers someone else.
    #[must_use]
    pub fn has_unique_idempotency_key(&self) -> bool {
        self.idempotency_key.is_some()
            && (!self.submission.is_from_page() || self.headers.contains_key(IdempotencyKey::HEADER))
    }

    /// Returns the first value of a query parameter.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns the first value of a parameter of the service's links, without the signs after it.
    ///
    /// A link is often copied with the full stop or the bracket that follows it in a text.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let value = self.query(name)?;
        Some(value.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-')))
    }

    /// Returns the value of a header, if it exists and is text.
    #[must_use]
    pub fn header(&self, name: impl header::AsHeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the source of the request, by which it is counted: the IPv4 address, or the /64 of the IPv6 address.
    ///
    /// A subscriber usually has a whole /64 (RFC 6177). Requests for which API Gateway named no address have one
    /// source, `unknown`.
    #[must_use]
    pub fn source(&self) -> String {
        match self.ip() {
            Some(IpAddr::V4(address)) => address.to_string(),
            Some(IpAddr::V6(address)) => prefix(address, 4),
            None => "unknown".to_owned(),
        }
    }

    /// Returns the /48 of the IPv6 address that the request came from.
    ///
    /// An organisation usually has one (RFC 6177), and with it 65,536 sources.
    #[must_use]
    pub fn site_prefix(&self) -> Option<String> {
        match self.ip()? {
            IpAddr::V4(_) => None,
            IpAddr::V6(address) => Some(prefix(address, 3)),
        }
    }

    fn ip(&self) -> Option<IpAddr> {
        let address: IpAddr = self.source_ip.as_deref()?.parse().ok()?;
        Some(address.to_canonical())
    }

    /// Returns whether the request shows a secret that could be guessed: a credential or an invitation code.
    #[must_use]
    pub fn shows_secret(&self) -> bool {
        let code = [self.submission.text(Invitation::FIELD), self.query(Invitation::FIELD)];
        self.headers.contains_key(header::AUTHORIZATION) || code.into_iter().flatten().any(|code| !code.is_empty())
    }

    /// Returns whether an OpenID provider has proven that this address is the person's.
    #[must_use]
    pub fn proves(&self, email: &EmailAddress) -> bool {
        self.identity.as_ref().is_some_and(|proven| proven.proves(email))
    }

    /// Returns the builder of links from this request's page.
    #[must_use]
    pub fn links(&self) -> Links {
        Links::in_language(self.language_in_url.then_some(&self.language))
    }

    /// Returns the data about the request that is stored with a user and is in signals.
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

/// Returns the network of an address with this number of segments, each of 16 bits.
fn prefix(address: Ipv6Addr, segments: usize) -> String {
    let mut network = address.segments();
    network[segments..].fill(0);
    format!("{}/{}", Ipv6Addr::from(network), 16 * segments)
}

fn truncate(text: &str, longest: usize) -> String {
    let end = (0..=longest.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    text[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn source_is_address_or_network() {
        let from = |ip: &str| Request { source_ip: Some(ip.to_owned()), ..Request::default() };
        assert_eq!(from("203.0.113.7").source(), "203.0.113.7");
        assert_eq!(from("::ffff:203.0.113.7").source(), "203.0.113.7");
        assert_eq!(from("2001:db8:1:2:3:4:5:6").source(), "2001:db8:1:2::/64");
        assert_eq!(from("2001:db8:1:2::9").source(), from("2001:db8:1:2:3:4:5:6").source());
        assert_eq!(from("2001:db8:1:2::9").site_prefix().as_deref(), Some("2001:db8:1::/48"));
        assert_eq!(from("::ffff:203.0.113.7").site_prefix(), None);
        assert_eq!((from("nonsense").source(), Request::default().source()), ("unknown".into(), "unknown".into()));
    }

    #[test]
    fn credential_and_invitation_code_are_secrets() {
        let query = |value: &str| vec![("invitation".to_owned(), value.to_owned())];
        let authorization = HeaderMap::from_iter([(header::AUTHORIZATION, "Bearer guess".parse().unwrap())]);
        assert!(Request { headers: authorization, ..Request::default() }.shows_secret());
        assert!(Request { query: query("guess"), ..Request::default() }.shows_secret());
        assert!(!Request { query: query(""), ..Request::default() }.shows_secret());
        assert!(!Request::default().shows_secret());
    }

    #[test]
    fn long_text_is_truncated_between_characters() {
        assert_eq!(truncate("aé", 2), "a");
        assert_eq!(truncate("aé", 3), "aé");
        assert_eq!(truncate("", 3), "");
    }
}
