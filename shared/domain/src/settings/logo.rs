//! The picture that pages show instead of the site's name.

use data_encoding::BASE64;

use super::WebUrl;

/// The picture at the top of every page: its URL, or the picture itself as a `data:` URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo(String);

/// The types of pictures that browsers show. In an `img` element none of them can run a script.
const TYPES: [&str; 5] = ["svg+xml", "png", "webp", "jpeg", "gif"];
/// The maximum length of a `data:` URL, because all variables of a function together have 4 KiB.
const MAX_DATA: usize = 2048;

impl Logo {
    /// Parses an `https` URL (`http` for this machine only), or `data:image/png;base64,...` and the like.
    ///
    /// # Errors
    /// A sentence with the expected format.
    pub fn parse(value: &str) -> Result<Self, String> {
        let Some(data) = value.strip_prefix("data:") else {
            let url = WebUrl::parse(value).map_err(|_| {
                "must be an https URL such as https://example.com/logo.svg, or data:image/svg+xml;base64,... of at most \
                 2048 characters"
            })?;
            return Ok(Self(url.to_string()));
        };
        let wrong = || format!("must be data:image/TYPE;base64,DATA, with one of the types {}", TYPES.join(", "));
        let (kind, base64) = data.split_once(";base64,").ok_or_else(wrong)?;
        let is_image = kind.strip_prefix("image/").is_some_and(|kind| TYPES.contains(&kind));
        if !is_image || base64.is_empty() || BASE64.decode(base64.as_bytes()).is_err() {
            return Err(wrong());
        }
        if value.len() > MAX_DATA {
            let length = value.len();
            return Err(format!("has {length} characters; use at most {MAX_DATA}, or the https URL of the picture"));
        }
        Ok(Self(value.to_owned()))
    }

    /// Returns the URL for an `img` element.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the source of a Content-Security-Policy that allows this picture.
    ///
    /// For an `https` URL it allows no other picture.
    #[must_use]
    pub fn csp_source(&self) -> &str {
        if self.0.starts_with("data:") { "data:" } else { self.0.split(['?', '#']).next().unwrap_or_default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logo_is_url_or_data() {
        let url = Logo::parse("https://cdn.example.com/logo.svg?v=2#dark").unwrap();
        assert_eq!((url.as_str(), url.csp_source()), (&*url.0, "https://cdn.example.com/logo.svg"));
        let data = Logo::parse("data:image/svg+xml;base64,PHN2Zy8+").unwrap();
        assert_eq!((data.as_str(), data.csp_source()), (&*data.0, "data:"));
    }

    #[test]
    fn invalid_logo_is_refused() {
        let long = format!("data:image/png;base64,{}", "AAAA".repeat(600));
        for (value, problem) in [
            ("logo.svg", "must be an https URL"),
            ("http://example.com/logo.svg", "must be an https URL"),
            ("data:text/html;base64,PGI+", "must be data:image/TYPE;base64,DATA"),
            ("data:image/svg+xml,<svg/>", "must be data:image/TYPE;base64,DATA"),
            ("data:image/png;base64,", "must be data:image/TYPE;base64,DATA"),
            ("data:image/png;base64,\"><b>", "must be data:image/TYPE;base64,DATA"),
            (&long, "has 2422 characters; use at most 2048"),
        ] {
            let error = Logo::parse(value).unwrap_err();
            assert!(error.contains(problem), "{value}: {error}");
        }
    }
}
