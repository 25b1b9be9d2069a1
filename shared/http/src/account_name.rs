//! The name of an account that has just become active, for the one page that follows.
//!
//! A cookie carries it there. A URL would stay in histories and logs, and without a redirect a reload of the page would
//! send the form again. Only the browser that registered or activated has the cookie, for five minutes, and sends it to
//! that page alone. The cookie is not signed, since nothing depends on it: a user who forges it sees the forged name.

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};

use super::cookies;
use domain::settings::SiteUrl;
use domain::{EmailAddress, User, Username};
use registration::{Request, ServiceCookie};

/// The username and the address of an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AccountName {
    /// The username, if the account has one.
    pub username: Option<String>,
    /// The address.
    pub email: String,
}

/// The lifetime of the cookie in seconds.
const MAX_AGE: u16 = 300;

impl AccountName {
    /// Returns the name in the cookie of a request.
    ///
    /// Returns `None` unless the request has exactly one such cookie, with a username and an address that are valid.
    pub(crate) fn of(request: &Request, site: &SiteUrl) -> Option<Self> {
        let value = cookies::value(&request.headers, cookie_name(site))?;
        let json = BASE64URL_NOPAD.decode(value.as_bytes()).ok()?;
        let name: Self = serde_json::from_slice(&json).ok()?;
        // Another host of the same domain can set a cookie, but must not put arbitrary text on the page.
        let username_is_one = name.username.as_deref().is_none_or(|username| Username::parse(username).is_ok());
        (username_is_one && EmailAddress::parse(&name.email).is_ok()).then_some(name)
    }

    /// Returns the `Set-Cookie` that carries the user's name to the page at `path`.
    pub(crate) fn cookie(user: &User, site: &SiteUrl, path: &str) -> Result<String, serde_json::Error> {
        let username = user.username.as_ref().map(|username| username.as_str().to_owned());
        let json = serde_json::to_vec(&Self { username, email: user.email.as_str().to_owned() })?;
        let (name, value) = (cookie_name(site), BASE64URL_NOPAD.encode(&json));
        let secure = if site.is_https() { "; Secure" } else { "" };
        let prefix = site.prefix();
        Ok(format!("{name}={value}; Path={prefix}{path}; Max-Age={MAX_AGE}; HttpOnly; SameSite=Strict{secure}"))
    }
}

fn cookie_name(site: &SiteUrl) -> &'static str {
    ServiceCookie::AccountName.name(site.is_https())
}
