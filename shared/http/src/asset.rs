//! The files of the pages: the stylesheet and the script.

use std::sync::OnceLock;

use data_encoding::BASE64URL_NOPAD;
use http::StatusCode;
use http::header::{CACHE_CONTROL, ETAG, HeaderValue, IF_NONE_MATCH, VARY};
use sha2::{Digest, Sha256};

use super::{Answer, Problem};
use registration::Request;

/// A file that is the same for all clients.
#[derive(Debug)]
pub(crate) struct Asset {
    content_type: &'static str,
    content: String,
    version: OnceLock<String>,
}

impl Asset {
    /// The query parameter with the version that a page links to.
    const PARAMETER: &'static str = "v";

    pub(crate) fn new(content_type: &'static str, content: String) -> Self {
        Self { content_type, content, version: OnceLock::new() }
    }

    /// Returns the hash of the content: the first 96 bits of SHA-256.
    fn version(&self) -> &str {
        self.version.get_or_init(|| BASE64URL_NOPAD.encode(&Sha256::digest(&self.content)[..12]))
    }

    /// Returns the URL of this version of the file, of which `path` is the path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{path}?{}={}", Self::PARAMETER, self.version())
    }

    /// Answers a request for the file: 200, or 304 if the client has this version already (RFC 9110, 13.1.2).
    ///
    /// The URL of this version never changes its content, so it is cached for a year (RFC 8246). The URL of another
    /// version is that of a page from before or after a deployment, so it is not cached. Without a version, a client
    /// keeps the file for an hour.
    ///
    /// # Errors
    /// [`Problem::internal`] if the version is not a valid header, which is a bug.
    pub(crate) fn answer(&self, request: &Request) -> Result<Answer, Problem> {
        // A weak validator, because the file is the same in each encoding.
        let tag = format!("W/\"{}\"", self.version());
        let matches = request.headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        let matches = matches.flat_map(|value| value.split(',')).map(str::trim);
        let opaque = tag.trim_start_matches("W/");
        let is_known = { matches }.any(|known| known == "*" || known.trim_start_matches("W/") == opaque);
        let caching = match request.parameter(Self::PARAMETER) {
            None => "public, max-age=3600",
            Some(version) if version == self.version() => "public, max-age=31536000, immutable",
            Some(_) => "no-cache",
        };
        let mut answer = if is_known {
            Answer::empty(StatusCode::NOT_MODIFIED)
        } else {
            Answer::new(StatusCode::OK, self.content_type, self.content.clone())
        };
        let headers = answer.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
        headers.insert(ETAG, tag.parse().map_err(Problem::internal)?);
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        Ok(answer)
    }
}
