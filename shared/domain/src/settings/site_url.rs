//! Where people reach the pages.

use http::Uri;

/// The URL that all links begin with: scheme, host, and a path when the pages are not at the root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteUrl {
    url: String,
    path_start: usize,
}

impl SiteUrl {
    /// Parses `https://host[:port][/path]` (or `http`, for one machine). A slash at the end is dropped.
    ///
    /// # Errors
    /// A sentence that says what is expected.
    pub fn parse(value: &str) -> Result<Self, String> {
        let wrong = || "must be a URL such as https://example.com, without query or fragment".to_owned();
        let uri: Uri = value.parse().map_err(|_| wrong())?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return Err(wrong()) };
        // Nothing that HTML would have to escape: templates write it as it is.
        let plain = value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%:/[]".contains(&b));
        if !matches!(scheme, "http" | "https") || !plain {
            return Err(wrong());
        }
        let origin = format!("{scheme}://{authority}");
        let path = uri.path().trim_end_matches('/');
        Ok(Self { url: format!("{origin}{path}"), path_start: origin.len() })
    }

    /// The URL of `path`, which begins with a slash: what goes into a mail.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// The path under which the pages are: empty, or `/accounts`.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.url[self.path_start..]
    }

    /// Scheme, host and port, as a browser's `Origin` header has them.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.url[..self.path_start]
    }
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
    fn invalid_site_url_is_refused() {
        for value in [
            "",
            "example.com",
            "/register",
            "ftp://x.org",
            "https://x.org?a=b",
            "https://u@x.org",
            "https://x.org/#a",
            "https://x.org/\"><b>",
            "https://x.org/a b",
        ] {
            assert!(SiteUrl::parse(value).is_err(), "{value}");
        }
    }
}
