//! Redirects of browsers.

use http::Uri;

/// The target of a redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Redirect {
    /// A page of this service, below the site's URL, such as `/register/complete`.
    Page(String),
    /// Any other URL.
    Url(String),
}

impl Redirect {
    /// Creates a redirect to a page of this service.
    #[must_use]
    pub fn page(path: &str) -> Self {
        Self::Page(path.to_owned())
    }

    /// Returns whether the target is a page of the service for users who have become active.
    #[must_use]
    pub fn is_page_of_active_user(&self) -> bool {
        matches!(self, Self::Page(path) if path == "/register/complete" || path == "/activate/complete")
    }

    /// Parses a path of this service (`/welcome`) or an absolute URL.
    ///
    /// # Errors
    /// A sentence with the expected format.
    pub fn parse(value: &str) -> Result<Self, String> {
        let wrong = || "must be a path such as /welcome, or a URL such as https://example.com/welcome".to_owned();
        // Browsers read a backslash as a slash, and ignore tabs and line breaks. So `/\evil.example` is another host.
        if !value.bytes().all(|b| b.is_ascii_graphic() && b != b'\\') {
            return Err(wrong());
        }
        let uri: Uri = value.parse().map_err(|_| wrong())?;
        match (uri.scheme_str(), uri.authority()) {
            (Some("http" | "https"), Some(authority)) if is_host_and_port(authority.as_str()) => {
                Ok(Self::Url(value.to_owned()))
            }
            (None, None) if value.starts_with('/') && !value.starts_with("//") => Ok(Self::Page(value.to_owned())),
            _ => Err(wrong()),
        }
    }

    /// Returns the origin of a URL outside the service, such as `https://app.example.com`.
    #[must_use]
    pub fn origin(&self) -> Option<String> {
        let Self::Url(url) = self else { return None };
        let uri: Uri = url.parse().ok()?;
        let (scheme, authority) = (uri.scheme_str()?, uri.authority()?.as_str().to_ascii_lowercase());
        let default = if scheme == "https" { ":443" } else { ":80" };
        Some(format!("{scheme}://{}", authority.strip_suffix(default).unwrap_or(&authority)))
    }
}

/// Returns whether an authority has a host, a port at most, and no user information.
///
/// It has no character that ends a source in a Content-Security-Policy either.
fn is_host_and_port(authority: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b"-.:[]".contains(&b);
    !authority.is_empty() && !authority.starts_with(':') && authority.bytes().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirect_is_local_path_or_absolute_url() {
        assert_eq!(Redirect::parse("/welcome?a=b"), Ok(Redirect::page("/welcome?a=b")));
        let url = "https://app.example.com/welcome";
        assert_eq!(Redirect::parse(url), Ok(Redirect::Url(url.to_owned())));
        for value in [
            "",
            "welcome",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "\t//evil.example",
            "/\n/evil.example",
            "/a\u{7f}b",
            "/a\u{2028}b",
            "/é",
            "javascript:alert(1)",
            "ftp://example.com",
            "https:evil.example",
            "https:/evil.example",
            "https:///evil.example",
            "https://",
            "https://:443",
            "https://app.example.com@evil.example",
            "https://app.example.com\\@evil.example",
            "https://app.example.com;evil.example",
            "https://app.example.com,evil.example/",
            "/a b",
            "/a\r\nb",
        ] {
            assert!(Redirect::parse(value).is_err(), "{value:?}");
        }
    }

    #[test]
    fn origin_has_lowercase_host_and_no_default_port() {
        for (value, origin) in [
            ("/welcome", None),
            ("https://App.Example.com/a?b", Some("https://app.example.com")),
            ("https://app.example.com:443", Some("https://app.example.com")),
            ("http://[::1]:8000/a", Some("http://[::1]:8000")),
        ] {
            assert_eq!(Redirect::parse(value).unwrap().origin().as_deref(), origin, "{value}");
        }
    }
}
