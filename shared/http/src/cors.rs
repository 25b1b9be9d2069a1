//! Requests of browsers from pages of other origins (CORS, Fetch Standard, 3.3).

use http::Method;
use http::header::{ACCESS_CONTROL_REQUEST_METHOD, ORIGIN};

use domain::settings::{Reader, SiteUrl};
use registration::Request;

/// The origins whose pages may send JSON and read the answers.
///
/// Cookies are not among it: programs have none, and a page of another origin keeps the handle of its registration.
#[derive(Debug, Default)]
pub(crate) struct Cors {
    /// `REGISTRATION_ALLOWED_ORIGINS`, comma-separated. Default: none.
    origins: Vec<SiteUrl>,
}

impl Cors {
    /// Reads the settings.
    ///
    /// Returns `None` if one is invalid, which `reader` then reports.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let origins = reader.or("REGISTRATION_ALLOWED_ORIGINS", "", parse_origins)?;
        Some(Self { origins })
    }

    /// Returns whether the answers depend on the origin of the request.
    pub(crate) fn is_on(&self) -> bool {
        !self.origins.is_empty()
    }

    /// Returns the origin of the request, as its header has it, if it is one of the allowed.
    pub(crate) fn allowed_origin<'a>(&self, request: &'a Request) -> Option<&'a str> {
        request.header(ORIGIN).filter(|origin| self.origins.iter().any(|allowed| allowed.is_origin(origin)))
    }
}

/// Returns whether a browser asks whether it may send a request.
pub(crate) fn is_preflight(request: &Request) -> bool {
    request.method == Method::OPTIONS && request.headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

fn parse_origins(value: &str) -> Result<Vec<SiteUrl>, String> {
    let wrong = || "must be origins such as https://app.example.com, comma-separated, without a path or *".to_owned();
    let origins = value.split(',').map(str::trim).filter(|origin| !origin.is_empty());
    origins
        .map(|origin| SiteUrl::parse(origin).ok().filter(|url| url.prefix().is_empty() && !origin.ends_with('/')))
        .collect::<Option<_>>()
        .ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;

    use super::*;
    use domain::settings::Environment;

    fn read(value: &str) -> Result<Cors, String> {
        let environment: Environment =
            [("REGISTRATION_ALLOWED_ORIGINS".to_owned(), value.to_owned())].into_iter().collect();
        let mut reader = Reader::new(&environment);
        let cors = Cors::read(&mut reader);
        reader.finish(|| cors).map_err(|error| error.to_string())
    }

    #[test]
    fn origins_are_exact() {
        let cors = read("https://app.example.com, http://localhost:3000").unwrap();
        for (origin, allowed) in [
            ("https://app.example.com", true),
            ("https://APP.example.com:443", true),
            ("http://localhost:3000", true),
            ("http://app.example.com", false),
            ("https://app.example.com.evil.example", false),
            ("https://evil.example/https://app.example.com", false),
            ("https://app.example.com/path", false),
            ("http://localhost:3001", false),
            ("null", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(ORIGIN, origin.parse().unwrap())]);
            let request = Request { headers, ..Request::default() };
            assert_eq!(cors.allowed_origin(&request).is_some(), allowed, "{origin}");
        }
        assert_eq!(cors.allowed_origin(&Request::default()), None);
    }

    #[test]
    fn wrong_origins_are_refused() {
        assert!(!read("").unwrap().is_on());
        for value in ["*", "https://*.example.com", "app.example.com", "https://example.com/app", "http://example.com"]
        {
            assert!(read(value).unwrap_err().contains("must be origins"), "{value}");
        }
        assert!(read("https://example.com/").is_err(), "an origin has no slash at its end");
    }
}
