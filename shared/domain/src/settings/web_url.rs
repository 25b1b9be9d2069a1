//! URLs of pages outside the service.

use std::fmt;

use http::Uri;

/// The URL of a page that the service links to, such as that of the login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebUrl(String);

impl WebUrl {
    /// Parses an `https` URL.
    ///
    /// `http` is accepted for this machine only, for trials. Elsewhere, others could read and change a user's data on
    /// the way.
    ///
    /// # Errors
    /// A sentence with the expected format.
    pub fn parse(value: &str) -> Result<Self, String> {
        let wrong = || "must be an https URL such as https://example.com/login, or http on this machine".to_owned();
        let uri: Uri = value.parse().map_err(|_| wrong())?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return Err(wrong()) };
        let allowed = match scheme {
            "https" => true,
            "http" => is_this_machine(authority.host()),
            _ => false,
        };
        // No character that ends a URL in HTML, in the text of an email or in a Content-Security-Policy.
        let plain = value.bytes().all(|b| b.is_ascii_graphic() && !b"\"'<>\\^`{|};,".contains(&b));
        let has_host = !authority.host().is_empty() && !authority.as_str().contains('@');
        if allowed && plain && has_host { Ok(Self(value.to_owned())) } else { Err(wrong()) }
    }

    /// Returns scheme, host and port, as in a browser's `Origin`, for a Content-Security-Policy.
    #[must_use]
    pub fn origin(&self) -> String {
        let end = self.0.find("://").map_or(0, |scheme| scheme + 3);
        let host = self.0[end..].find(['/', '?', '#']).map_or(self.0.len(), |length| end + length);
        self.0[..host].to_ascii_lowercase()
    }

    /// Returns the URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Returns whether a host of a URL is this machine, whose connections nobody else can read.
pub(super) fn is_this_machine(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

impl fmt::Display for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origin_ends_with_host_or_port() {
        for (url, origin) in [
            ("https://App.example.com", "https://app.example.com"),
            ("https://app.example.com:8443/a", "https://app.example.com:8443"),
            ("https://app.example.com?a", "https://app.example.com"),
            ("https://app.example.com#a", "https://app.example.com"),
        ] {
            assert_eq!(WebUrl::parse(url).unwrap().origin(), origin);
        }
    }

    #[test]
    fn url_is_https_or_on_this_machine() {
        for value in [
            "https://example.com",
            "https://example.com/login?client=a&next=%2F#top",
            "https://xn--bcher-kva.example:8443/",
            "http://127.0.0.1:8000/login",
            "http://localhost/login",
            "http://[::1]:8000/login",
        ] {
            assert_eq!(WebUrl::parse(value).unwrap().as_str(), value);
        }
        for value in [
            "",
            "/login",
            "example.com/login",
            "//example.com/login",
            "http://example.com/login",
            "http://localhost.example.com/login",
            "javascript:alert(1)",
            "data:text/html,hi",
            "ftp://example.com/",
            "https://",
            "https:///login",
            "https://user@example.com/",
            "https://example.com/a b",
            "https://example.com/\"><b>",
            "https://example.com/';,",
            "https://example.com/\r\nBcc: x@example.com",
        ] {
            assert!(WebUrl::parse(value).is_err(), "{value:?}");
        }
    }
}
