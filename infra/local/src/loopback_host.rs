//! The check that a request for the pages of this crate comes from this machine, and not from a web page elsewhere.
//!
//! A web page can have its own host name resolve to 127.0.0.1 (DNS rebinding). It is then of the same origin as the
//! inbox, and can read it. Such a request has the page's name as its host.

use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, Uri};

/// Answers 421 unless the request names this machine as its host, and as the origin of the page that sent it.
pub(crate) async fn require(request: Request, next: Next) -> Response {
    if names_this_machine(request.uri(), request.headers()) {
        return next.run(request).await;
    }
    let reason = "This page answers requests to 127.0.0.1 and localhost only, and from pages of this machine.\n";
    (StatusCode::MISDIRECTED_REQUEST, reason).into_response()
}

fn names_this_machine(uri: &Uri, headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    // HTTP/2 has the host in the URI.
    let host = text(HOST).or(uri.authority().map(http::uri::Authority::as_str));
    let origin = text(ORIGIN).map(|origin| origin.split_once("://").map_or(origin, |(_, authority)| authority));
    host.is_some_and(is_loopback) && origin.is_none_or(is_loopback)
}

/// Returns whether `host[:port]` is this machine, as no other name can be.
fn is_loopback(authority: &str) -> bool {
    let Ok(authority) = authority.parse::<http::uri::Authority>() else { return false };
    let host = authority.host().to_ascii_lowercase();
    // RFC 6761, 6.3: names below localhost are this machine, too.
    let is_name = host == "localhost" || host.ends_with(".localhost");
    !authority.as_str().contains('@') && (is_name || matches!(&*host, "127.0.0.1" | "[::1]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_served(host: Option<&str>, origin: Option<&str>) -> bool {
        let pairs = [(HOST, host), (ORIGIN, origin)].into_iter();
        let pairs = pairs.filter_map(|(name, value)| Some((name, value?.parse().unwrap())));
        names_this_machine(&Uri::from_static("/_local/mail"), &pairs.collect())
    }

    #[test]
    fn host_and_origin_are_this_machine() {
        for host in ["127.0.0.1", "127.0.0.1:9000", "localhost:9000", "LOCALHOST", "[::1]:9000", "sign-up.localhost:1"]
        {
            assert!(is_served(Some(host), None), "{host}");
            assert!(is_served(Some(host), Some(&format!("http://{host}"))), "{host}");
        }
        for host in [
            "evil.example",
            "evil.example:9000",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "127.0.0.1@evil.example",
            "evil.example@127.0.0.1",
            "0.0.0.0:9000",
            "",
            "a b",
        ] {
            assert!(!is_served(Some(host), None), "{host}");
            assert!(!is_served(Some("127.0.0.1"), Some(&format!("http://{host}"))), "{host}");
        }
        assert!(!is_served(None, None));
        assert!(!is_served(Some("127.0.0.1"), Some("null")));
    }
}
