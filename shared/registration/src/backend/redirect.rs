//! Where browsers are sent.

use http::Uri;

/// Where a browser is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Redirect {
    /// A page of this service, below the site's URL, such as `/register/complete`.
    Page(String),
    /// Any other URL.
    Url(String),
}

impl Redirect {
    /// A page of this service.
    #[must_use]
    pub fn page(path: &str) -> Self {
        Self::Page(path.to_owned())
    }

    /// Takes a path of this service (`/welcome`) or an absolute URL (`https://example.com/welcome`).
    ///
    /// # Errors
    /// A sentence that says what is expected.
    pub fn parse(value: &str) -> Result<Self, String> {
        let wrong = || "must be a path such as /welcome, or a URL such as https://example.com/welcome".to_owned();
        let uri: Uri = value.parse().map_err(|_| wrong())?;
        match uri.scheme_str() {
            Some("http" | "https") => Ok(Self::Url(value.to_owned())),
            None if value.starts_with('/') && !value.starts_with("//") => Ok(Self::Page(value.to_owned())),
            _ => Err(wrong()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirect_is_local_path_or_absolute_url() {
        assert_eq!(Redirect::parse("/welcome?a=b"), Ok(Redirect::page("/welcome?a=b")));
        let url = "https://app.example.com/welcome";
        assert_eq!(Redirect::parse(url), Ok(Redirect::Url(url.to_owned())));
        for value in ["", "welcome", "//evil.example", "javascript:alert(1)", "ftp://example.com", "/a b", "/a\r\nb"] {
            assert!(Redirect::parse(value).is_err(), "{value:?}");
        }
    }
}
