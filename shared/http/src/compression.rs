//! The compression of answers, because neither an HTTP API nor a load balancer compresses.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use http::header::{ACCEPT_ENCODING, COOKIE};
use http::{HeaderMap, Method};

use registration::Request;

/// The size in bytes from which an answer is compressed. A smaller one fits into one packet.
pub(crate) const MIN_BYTES: usize = 1024;

/// Returns whether the answer to a request may be compressed.
///
/// The length of a compressed answer depends on its content. If it had both a secret and text of a link that another
/// site made, the site could find the secret by the length (BREACH). So only a request without a body and without
/// cookies has a compressed answer: the other site gets the same one.
pub(crate) fn is_allowed(request: &Request) -> bool {
    matches!(request.method, Method::GET | Method::HEAD) && !request.headers.contains_key(COOKIE)
}

/// Returns whether the client accepts gzip (RFC 9110, 12.5.3).
pub(crate) fn is_accepted(headers: &HeaderMap) -> bool {
    let codings = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut accepts_any = false;
    for coding in codings.flat_map(|value| value.split(',')) {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().to_ascii_lowercase();
        let weight = weight.strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
        let accepts = weight.is_ok_and(|weight| weight > 0.0);
        match name.trim().to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => return accepts,
            "*" => accepts_any = accepts,
            _ => {}
        }
    }
    accepts_any
}

/// Compresses a text. Returns `None` if it cannot, which does not happen in memory.
pub(crate) fn gzip(text: &str) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).ok()?;
    encoder.finish().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_needs_weight_above_zero() {
        for (header, accepts) in [
            ("gzip", true),
            ("gzip, deflate, br, zstd", true),
            ("br;q=1.0, gzip;q=0.8, *;q=0.1", true),
            ("GZIP ; q=0.001", true),
            ("*", true),
            ("x-gzip", true),
            ("", false),
            ("identity", false),
            ("gzip;q=0", false),
            ("gzip; Q=0", false),
            ("gzip;q=0, *", false),
            ("*, gzip;q=0.000", false),
            ("*;q=0", false),
            ("gzip;q=much", false),
            ("br, deflate", false),
            ("gzipped", false),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, header.parse().unwrap())]);
            assert_eq!(is_accepted(&headers), accepts, "{header:?}");
        }
        assert!(!is_accepted(&HeaderMap::new()));
    }
}
