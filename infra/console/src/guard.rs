//! The checks before every page: the host, the session, and the page that a form comes from.
//!
//! Each stops something that the others do not:
//!
//! - **The host** stops a web page whose own host name leads to 127.0.0.1 (DNS rebinding).
//! - **The session** stops other users of this machine, who can connect to the port, too.
//! - **The origin** stops forms that another server of this machine has the operator's browser send. `SameSite` does
//!   not, because it is the same site.

use std::sync::{Arc, PoisonError};

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hyper::Method;
use hyper::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, HeaderValue, ORIGIN, REFERRER_POLICY, SET_COOKIE,
    X_CONTENT_TYPE_OPTIONS,
};
use registration_http::cookies;

use crate::fields::Query;
use crate::problem::Problem;
use crate::session::SessionError;
use crate::site::Site;

/// The headers of every answer.
///
/// Pages send their URL to pages of the console only, so that forms have an `Origin` (Fetch, 3.2).
const HEADERS: [(HeaderName, &str); 6] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
    (REFERRER_POLICY, "same-origin"),
    (CACHE_CONTROL, "no-store"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Rejects other hosts, and completes every answer.
pub(crate) async fn require_host(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let is_ours = only(request.headers(), &HOST).is_some_and(|host| site.hosts().iter().any(|ours| ours == host));
    let response = if is_ours { next.run(request).await } else { Problem::wrong_host().into_response() };
    let mut response = show_problem(&site, response, false);
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Rejects requests without the session, and acts that another page sent.
pub(crate) async fn require_session(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let is_act = !matches!(*request.method(), Method::GET | Method::HEAD);
    if is_act && !is_from_own_page(request.headers()) {
        return Problem::cross_site().into_response();
    }
    if let Err(error) = admit(&site, request.headers()) {
        return Problem::session(error).into_response();
    }
    let response = next.run(request).await;
    if response.status() == hyper::StatusCode::SERVICE_UNAVAILABLE {
        site.connection.record_failure();
    }
    show_problem(&site, response, true)
}

/// Handles `GET /open`: exchanges the token of the link for the cookie.
pub(crate) async fn open(State(site): State<Arc<Site>>, Query(query): Query, headers: HeaderMap) -> Response {
    // A reload, or a browser that opens its tabs again.
    if admit(&site, &headers).is_ok() {
        return site.go("");
    }
    let mut session = site.session.lock().unwrap_or_else(PoisonError::into_inner);
    match session.open(query.text("token").unwrap_or_default(), site.clock.now()) {
        Ok(secret) => {
            let (name, path) = (site.cookie(), site.base());
            let cookie = format!("{name}={secret}; Path={path}; HttpOnly; SameSite=Strict");
            let mut response = site.go("");
            response.headers_mut().extend(cookie.parse().map(|cookie: HeaderValue| (SET_COOKIE, cookie)));
            response
        }
        Err(error) => Problem::session(error).into_response(),
    }
}

/// Handles `POST /end`, which ends the session.
pub(crate) async fn end(State(site): State<Arc<Site>>) -> Response {
    site.session.lock().unwrap_or_else(PoisonError::into_inner).end();
    site.go("")
}

fn admit(site: &Site, headers: &HeaderMap) -> Result<(), SessionError> {
    let secret = cookies::value(headers, site.cookie()).unwrap_or_default();
    site.session.lock().unwrap_or_else(PoisonError::into_inner).admit(secret, site.clock.now())
}

/// Returns whether a page of this console sent the request.
///
/// The two headers must agree. Browsers send at least one with a form, and pages can set neither.
fn is_from_own_page(headers: &HeaderMap) -> bool {
    let (relation, origin) = (only(headers, "sec-fetch-site"), only(headers, ORIGIN));
    let is_own = |origin: &str| only(headers, HOST).is_some_and(|host| origin.strip_prefix("http://") == Some(host));
    (relation.is_some() || origin.is_some())
        && relation.is_none_or(|relation| relation == "same-origin")
        && origin.is_none_or(is_own)
}

/// Returns the only value of a header. Several, and one that is no text, are an empty one, which nothing accepts.
fn only(headers: &HeaderMap, name: impl axum::http::header::AsHeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    if values.next().is_some() { Some("") } else { Some(first.to_str().unwrap_or_default()) }
}

fn show_problem(site: &Site, mut response: Response, is_operator: bool) -> Response {
    match response.extensions_mut().remove::<Problem>() {
        Some(problem) => site.problem_page(&problem, is_operator),
        None => response,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn only_own_pages_act() {
        let host = ("host", "127.0.0.1:4000");
        for sent in [
            &[host, ("origin", "http://127.0.0.1:4000")][..],
            &[host, ("sec-fetch-site", "same-origin")],
            &[host, ("origin", "http://127.0.0.1:4000"), ("sec-fetch-site", "same-origin")],
        ] {
            assert!(is_from_own_page(&headers(sent)), "{sent:?}");
        }
        for sent in [
            &[host][..],
            &[host, ("origin", "null")],
            &[host, ("origin", "http://127.0.0.1:4001")],
            &[host, ("origin", "http://localhost:4000")],
            &[host, ("origin", "https://127.0.0.1:4000")],
            &[host, ("origin", "127.0.0.1:4000")],
            &[host, ("sec-fetch-site", "same-site")],
            &[host, ("sec-fetch-site", "cross-site")],
            &[host, ("sec-fetch-site", "none")],
            &[host, ("origin", "http://127.0.0.1:4000"), ("sec-fetch-site", "same-site")],
            &[host, ("origin", "null"), ("sec-fetch-site", "same-origin")],
            &[host, ("origin", "http://127.0.0.1:4000"), ("origin", "http://127.0.0.1:4000")],
            &[("origin", "http://127.0.0.1:4000")],
        ] {
            assert!(!is_from_own_page(&headers(sent)), "{sent:?}");
        }
    }
}
