//! The choice between a page and JSON.

use headers_accept::Accept;
use http::{HeaderMap, header};
use mediatype::MediaType;
use mediatype::names::{APPLICATION, HTML, JSON, TEXT};

const PAGE: MediaType<'_> = MediaType::new(TEXT, HTML);
const DATA: MediaType<'_> = MediaType::new(APPLICATION, JSON);

/// Returns whether the client prefers JSON over HTML.
pub(super) fn prefers_json(headers: &HeaderMap) -> bool {
    let accepted: Option<Accept> = headers.get(header::ACCEPT).and_then(|accept| accept.try_into().ok());
    accepted.is_some_and(|accepted| accepted.negotiate(&[PAGE, DATA]) == Some(&DATA))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn json_is_sent_when_preferred() {
        for (accept, json) in [
            ("application/json", true),
            ("application/json, text/html;q=0.5", true),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false),
            ("text/html, application/json", false),
            ("*/*", false),
            ("image/png", false),
            ("nonsense", false),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
            assert_eq!(prefers_json(&headers), json, "{accept}");
        }
        assert!(!prefers_json(&HeaderMap::new()));
    }
}
