//! The cookie of a sign-in at an OpenID provider: its secret, and the query of the page where it began.
//!
//! Each sign-in has its own cookie, so that a person can begin two in two tabs. The provider returns to a fixed
//! URL, so the query cannot be there. It may have an invitation, which the table must not have.

use data_encoding::BASE64URL_NOPAD;
use domain::settings::SiteUrl;
use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderMap, HeaderValue};
use registration::{Request, ServiceCookie};

use super::{Answer, App, cookies};

/// A sign-in in a cookie.
#[derive(Clone, PartialEq, Eq)]
pub struct SignInCookie {
    /// The identifier of the sign-in: letters and digits. It is a part of the cookie's name.
    pub id: String,
    /// The secret of the sign-in.
    pub secret: String,
    /// The parameters of the page where it began.
    pub query: Vec<(String, String)>,
}

/// The number of cookies that a browser keeps. With more, the older ones are removed, because the size of a request is
/// limited.
const MAX_COOKIES: usize = 4;

impl SignInCookie {
    /// The maximum size of the encoded parameters, in bytes.
    pub const MAX_QUERY: usize = 1024;

    /// Returns the parameters as the query of a URL.
    #[must_use]
    pub fn encoded_query(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.query).finish()
    }

    /// Returns the sign-in with this identifier in the cookies of a request. Two cookies of one name count as none.
    #[must_use]
    pub fn read(request: &Request, site: &SiteUrl, id: &str) -> Option<Self> {
        let value = cookies::value(&request.headers, &format!("{}{id}", prefix(site)))?;
        let (secret, query) = value.split_once('.')?;
        let query = BASE64URL_NOPAD.decode(query.as_bytes()).ok()?;
        let query = form_urlencoded::parse(&query).into_owned().collect();
        Some(Self { id: id.to_owned(), secret: secret.to_owned(), query })
    }

    fn set_cookie(&self, site: &SiteUrl, max_age: u32) -> Option<HeaderValue> {
        let query = BASE64URL_NOPAD.encode(self.encoded_query().as_bytes());
        set_cookie(site, &self.id, &format!("{}.{query}", self.secret), max_age)
    }
}

impl std::fmt::Debug for SignInCookie {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignInCookie").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Answer {
    /// Gives a browser a sign-in for `max_age` seconds, and removes all but the last few others.
    #[must_use]
    pub fn with_sign_in(mut self, app: &App, request: &Request, cookie: &SignInCookie, max_age: u32) -> Self {
        let site = &app.settings().site.url;
        let others: Vec<_> = ids(&request.headers, site).into_iter().filter(|id| *id != cookie.id).collect();
        for id in others.iter().take(others.len().saturating_sub(MAX_COOKIES - 1)) {
            self.add_cookie(set_cookie(site, id, "", 0));
        }
        self.add_cookie(cookie.set_cookie(site, max_age));
        self
    }

    /// Takes a sign-in away from a browser.
    #[must_use]
    pub fn without_sign_in(mut self, app: &App, id: &str) -> Self {
        self.add_cookie(set_cookie(&app.settings().site.url, id, "", 0));
        self
    }

    fn add_cookie(&mut self, cookie: Option<HeaderValue>) {
        if let Some(cookie) = cookie {
            self.headers_mut().append(SET_COOKIE, cookie);
        }
    }
}

/// Returns the beginning of the cookies' names. No other host can set a `__Host-` cookie (RFC 6265bis, 4.1.3.2).
fn prefix(site: &SiteUrl) -> &'static str {
    ServiceCookie::SignIn.name(site.is_https())
}

fn set_cookie(site: &SiteUrl, id: &str, value: &str, max_age: u32) -> Option<HeaderValue> {
    let secure = if site.is_https() { "; Secure" } else { "" };
    let name = prefix(site);
    format!("{name}{id}={value}; Max-Age={max_age}; Path=/; HttpOnly; SameSite=Lax{secure}").parse().ok()
}

/// Returns the identifiers of a browser's sign-ins, in the order of its cookies: the oldest first (RFC 6265, 5.4).
fn ids(headers: &HeaderMap, site: &SiteUrl) -> Vec<String> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let names = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let ids = names.filter_map(|(name, _)| name.strip_prefix(prefix(site)));
    ids.filter(|id| id.bytes().all(|b| b.is_ascii_alphanumeric())).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(cookie: &str) -> Request {
        Request { headers: HeaderMap::from_iter([(COOKIE, cookie.parse().unwrap())]), ..Request::default() }
    }

    fn cookie(id: &str) -> SignInCookie {
        let query = vec![("invitation".to_owned(), "a b&c".to_owned()), ("type".to_owned(), "x".to_owned())];
        SignInCookie { id: id.to_owned(), secret: "a".repeat(32), query }
    }

    #[test]
    fn written_cookie_is_read_by_its_sign_in() {
        for url in ["https://example.com", "http://127.0.0.1:9000"] {
            let site = SiteUrl::parse(url).unwrap();
            let written = cookie("abcdefgh").set_cookie(&site, 600).unwrap();
            let pair = written.to_str().unwrap().split(';').next().unwrap().to_owned();
            assert_eq!(SignInCookie::read(&request(&pair), &site, "abcdefgh"), Some(cookie("abcdefgh")));
            assert_eq!(SignInCookie::read(&request(&pair), &site, "bbbbbbbb"), None);
            assert_eq!(SignInCookie::read(&request(&format!("{pair}; {pair}")), &site, "abcdefgh"), None);
        }
    }

    #[test]
    fn malformed_cookie_is_none() {
        let site = SiteUrl::parse("https://example.com").unwrap();
        for value in ["", "secret", "secret.!", "."] {
            let read = SignInCookie::read(&request(&format!("__Host-openid-abcdefgh={value}")), &site, "abcdefgh");
            assert!(read.is_none_or(|read| read.secret.is_empty()), "{value}");
        }
    }

    #[test]
    fn identifiers_are_in_order_of_cookies() {
        let site = SiteUrl::parse("http://127.0.0.1:9000").unwrap();
        let request = request("openid-b=1; other=2; openid-a=3; openid-=4; openid-a;=5");
        assert_eq!(ids(&request.headers, &site), ["b", "a", ""]);
    }
}
