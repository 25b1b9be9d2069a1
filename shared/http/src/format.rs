//! The format of an answer: HTML or JSON.

use headers_accept::Accept;
use mediatype::names::{self, APPLICATION, TEXT};
use mediatype::{MediaType, Name};

/// The format that a client accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// HTML, for a browser.
    Html,
    /// JSON, for a program.
    Json,
}

const HTML: MediaType<'static> = MediaType::new(TEXT, names::HTML);
const JSON: [MediaType<'static>; 3] = [
    MediaType::new(APPLICATION, names::JSON),
    MediaType::from_parts(APPLICATION, Name::new_unchecked("problem"), Some(names::JSON), &[]),
    MediaType::from_parts(APPLICATION, Name::new_unchecked("schema"), Some(names::JSON), &[]),
];

impl Format {
    /// Negotiates the format by `Accept` (RFC 9110, 12.5.1).
    ///
    /// A client without a preference, or that accepts neither, gets JSON for a JSON body and otherwise HTML.
    pub(super) fn negotiate(accept: Option<&str>, content_type: Option<&str>) -> Self {
        let written = if content_type.is_some_and(is_json) { Self::Json } else { Self::Html };
        let Some(accept) = accept.and_then(|accept| accept.parse::<Accept>().ok()) else { return written };
        let mut available = JSON.map(|json| (json, Self::Json)).to_vec();
        // Of equally accepted formats, the first is chosen.
        available.insert(if written == Self::Json { JSON.len() } else { 0 }, (HTML, Self::Html));
        let types: Vec<_> = available.iter().map(|(media_type, _)| media_type.clone()).collect();
        accept
            .negotiate(&types)
            .and_then(|chosen| available.iter().find(|(media_type, _)| media_type == chosen))
            .map_or(written, |(_, format)| *format)
    }
}

/// Returns whether a `Content-Type` is JSON, with or without a suffix (RFC 6839).
pub(super) fn is_json(content_type: &str) -> bool {
    MediaType::parse(content_type).is_ok_and(|media_type| {
        media_type.ty == APPLICATION && (media_type.subty == names::JSON || media_type.suffix == Some(names::JSON))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn response_format_follows_accept_header() {
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
        let json = Some("application/json");
        let form = Some("application/x-www-form-urlencoded");
        for (accept, content_type, format) in [
            (Some(browser), form, Format::Html),
            (Some(browser), json, Format::Html),
            (Some("application/json"), form, Format::Json),
            (Some("application/problem+json, application/json"), None, Format::Json),
            (Some("application/schema+json"), None, Format::Json),
            (Some("application/*"), None, Format::Json),
            (Some("text/html;q=0.5, application/json"), None, Format::Json),
            (Some("text/html, application/json;q=0.5"), json, Format::Html),
            (Some("*/*"), None, Format::Html),
            (Some("*/*"), form, Format::Html),
            (Some("*/*"), json, Format::Json),
            (Some("*/*"), Some("application/json; charset=utf-8"), Format::Json),
            (Some("image/png"), None, Format::Html),
            (Some("image/png"), json, Format::Json),
            (Some("nonsense"), None, Format::Html),
            (Some(""), json, Format::Json),
            (None, None, Format::Html),
            (None, json, Format::Json),
        ] {
            assert_eq!(Format::negotiate(accept, content_type), format, "{accept:?} {content_type:?}");
        }
    }
}
