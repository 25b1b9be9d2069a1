//! The URL of the pages.

use http::Uri;
use http::uri::Authority;

use super::web_url::is_this_machine;

/// The URL that all links begin with: scheme, host, and a path except the root.
///
/// Scheme and host are in lower case, and the default port is left out, as in a browser's `Origin` (RFC 6454, 6.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteUrl {
    url: String,
    path_start: usize,
}

impl SiteUrl {
    /// Parses `https://host[:port][/path]`, or `http` for this machine.
    ///
    /// A slash at the end is removed. `http` elsewhere would send passwords and keys in the clear.
    ///
    /// # Errors
    /// A sentence with the expected format.
    pub fn parse(value: &str) -> Result<Self, String> {
        let wrong = || "must be a URL such as https://example.com, without query or fragment".to_owned();
        let uri: Uri = value.parse().map_err(|_| wrong())?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return Err(wrong()) };
        // Templates write the URL unescaped, so characters that HTML escapes are invalid.
        let plain = value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%:/[]".contains(&b));
        if !matches!(scheme, "http" | "https") || !plain {
            return Err(wrong());
        }
        if scheme == "http" && !is_this_machine(&authority.host().to_ascii_lowercase()) {
            return Err("must begin with https:// unless the host is this machine (127.0.0.1, localhost)".to_owned());
        }
        let origin = format!("{scheme}://{}", canonical(scheme, authority).ok_or_else(wrong)?);
        let path = uri.path().trim_end_matches('/');
        Ok(Self { url: format!("{origin}{path}"), path_start: origin.len() })
    }

    /// Returns the full URL of `path`, which begins with a slash, for an email.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// Returns the path of the pages: empty, or `/accounts`.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.url[self.path_start..]
    }

    /// Returns whether browsers reach the pages by HTTPS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.url.starts_with("https:")
    }

    /// Returns scheme, host and port, as in a browser's `Origin` header.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.url[..self.path_start]
    }

    /// Returns whether an `Origin` header has the origin of the pages (RFC 6454, 5).
    #[must_use]
    pub fn is_origin(&self, header: &str) -> bool {
        Self::parse(header).is_ok_and(|other| other.prefix().is_empty() && other.origin() == self.origin())
    }
}

/// Returns the host in lower case with its port, unless that is the scheme's default.
fn canonical(scheme: &str, authority: &Authority) -> Option<String> {
    let default = if scheme == "https" { 443 } else { 80 };
    let host = authority.host().to_ascii_lowercase();
    let port = authority.as_str().get(authority.host().len()..)?;
    match (port, authority.port_u16()) {
        ("" | ":", None) => Some(host),
        (_, Some(port)) if port == default => Some(host),
        (_, Some(port)) => Some(format!("{host}:{port}")),
        _ => None,
    }
    .filter(|_| !authority.host().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_begin_with_site_and_path() {
        let url = SiteUrl::parse("https://example.com/accounts/").unwrap();
        assert_eq!(url.join("/register"), "https://example.com/accounts/register");
        assert_eq!((url.origin(), url.prefix()), ("https://example.com", "/accounts"));
        assert_eq!(SiteUrl::parse("http://127.0.0.1:9000").unwrap().prefix(), "");
    }

    #[test]
    fn origins_are_compared_without_case_and_default_port() {
        for (site, origin) in [
            ("https://Example.org", "https://example.org"),
            ("https://example.org:443/accounts", "https://example.org"),
            ("HTTPS://example.org:8443", "https://example.org:8443"),
            ("http://LOCALHOST:80", "http://localhost"),
            ("http://[::1]:9000/", "http://[::1]:9000"),
            ("http://127.0.0.1:09000", "http://127.0.0.1:9000"),
        ] {
            let url = SiteUrl::parse(site).unwrap();
            assert_eq!(url.origin(), origin, "{site}");
            for header in [origin.to_owned(), origin.to_uppercase(), site.trim_end_matches("/accounts").to_owned()] {
                assert!(url.is_origin(&header), "{site}: {header}");
            }
            for header in ["null", "", "https://example.org.evil.example", "https://sub.example.org", "https://"] {
                assert!(!url.is_origin(header), "{site}: {header}");
            }
        }
        let url = SiteUrl::parse("https://example.org").unwrap();
        for header in ["https://example.org:444", "http://example.org", "https://example.org/accounts", "example.org"] {
            assert!(!url.is_origin(header), "{header}");
        }
    }

    #[test]
    fn http_is_for_this_machine_only() {
        for value in ["http://127.0.0.1", "http://localhost:9000", "http://[::1]:9000", "http://LocalHost"] {
            assert!(SiteUrl::parse(value).is_ok(), "{value}");
        }
        for value in
            ["http://example.com", "http://10.0.0.1", "http://localhost.example.com", "http://127.0.0.1.nip.io"]
        {
            assert!(SiteUrl::parse(value).unwrap_err().contains("must begin with https://"), "{value}");
        }
    }

    #[test]
    fn invalid_site_url_is_refused() {
        for value in [
            "",
            "example.com",
            "/register",
            "ftp://x.org",
            "https://x.org?a=b",
            "https://u@x.org",
            "https://x.org:port",
            "https://x.org:99999",
            "https://:443",
            "https://x.org/#a",
            "https://x.org/\"><b>",
            "https://x.org/a b",
        ] {
            assert!(SiteUrl::parse(value).is_err(), "{value}");
        }
    }
}
