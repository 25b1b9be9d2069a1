//! Answers: status, headers and body.

use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LANGUAGE,
    CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, RETRY_AFTER, VARY,
};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use lambda_http::Body;
use serde::Serialize;

use super::{Format, Problem, RequestOutcome, compression};
use crate::captcha::Captcha;
use domain::locale::Language;

/// The answer to a request.
#[derive(Debug, Clone)]
pub struct Answer {
    pub(super) status: StatusCode,
    headers: HeaderMap,
    body: Body,
    /// For the log.
    pub(super) outcome: Option<RequestOutcome>,
}

/// The security headers of every page.
///
/// They allow no scripts but the service's own, nothing from other sites, and no frame around a page. A page's URL may
/// contain an activation key, and is sent to no other site. Forms are sent to this service only. Browsers apply
/// `form-action` to the redirect that answers a form, too, so a page adds the origins that redirects lead to.
const SECURITY_HEADERS: [(HeaderName, &str); 4] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (http::header::REFERRER_POLICY, "same-origin"),
    (http::header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (http::header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
];

impl Answer {
    pub(super) fn new(status: StatusCode, content_type: &'static str, body: String) -> Self {
        let mut headers: HeaderMap =
            SECURITY_HEADERS.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))).collect();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(VARY, HeaderValue::from_static("accept, accept-encoding, accept-language, content-type"));
        Self { status, headers, body: body.into(), outcome: None }
    }

    /// Creates an answer that has no body by its status.
    pub(super) fn empty(status: StatusCode) -> Self {
        let mut answer = Self::new(status, Format::JSON, String::new());
        answer.headers.remove(CONTENT_TYPE);
        answer
    }

    /// Creates the answer of a page.
    #[must_use]
    pub fn html(status: StatusCode, page: String) -> Self {
        Self::new(status, "text/html; charset=utf-8", page)
    }

    /// Creates the answer of a JSON document, with the media type `content_type`.
    ///
    /// # Errors
    /// [`Problem::internal`] if `document` cannot be serialised, which is a bug.
    pub fn json(status: StatusCode, content_type: &'static str, document: &impl Serialize) -> Result<Self, Problem> {
        let body = serde_json::to_string(document).map_err(Problem::internal)?;
        Ok(Self::new(status, content_type, body))
    }

    /// Creates the answer (403) to a request that did not come through the deployment's CDN.
    ///
    /// It has the format of API Gateway's own answers, because it is about the API and not about a registration.
    pub(super) fn bypassed_edge() -> Result<Self, Problem> {
        let message = "This API answers only through its CDN. Use the address of the site.";
        let answer = Self::json(StatusCode::FORBIDDEN, Format::JSON, &serde_json::json!({ "message": message }))?;
        Ok(answer.with_outcome(RequestOutcome::refused(StatusCode::FORBIDDEN, "edge_bypassed")))
    }

    /// Creates the answer (204) to a preflight of an allowed origin.
    ///
    /// It holds for every route, and a browser keeps it for two hours at most.
    pub(super) fn preflight() -> Self {
        let mut answer = Self::empty(StatusCode::NO_CONTENT);
        for (name, value) in [
            (ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST"),
            (
                ACCESS_CONTROL_ALLOW_HEADERS,
                "accept, accept-language, authorization, content-type, idempotency-key, registration",
            ),
            (ACCESS_CONTROL_MAX_AGE, "7200"),
        ] {
            answer.headers.insert(name, HeaderValue::from_static(value));
        }
        answer
    }

    /// Lets pages of `origin`, if there is one, read the answer, and caches distinguish origins.
    pub(super) fn allow_origin(&mut self, origin: Option<&str>) {
        if let Some(origin) = origin.and_then(|origin| origin.parse().ok()) {
            self.headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            let exposed = HeaderValue::from_static("content-language, retry-after");
            self.headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
        }
        // In one line, because a load balancer may keep only one.
        let vary = self.headers.get(VARY).and_then(|vary| format!("{}, origin", vary.to_str().ok()?).parse().ok());
        self.headers.insert(VARY, vary.unwrap_or(HeaderValue::from_static("origin")));
    }

    /// Returns whether caches may keep the answer, because it is the same for all clients.
    pub(super) fn is_for_everybody(&self) -> bool {
        self.headers.get(CACHE_CONTROL).is_some_and(|caching| caching != "no-store")
    }

    /// Compresses a body that is large enough.
    pub(super) fn compress(&mut self) {
        if let Body::Text(text) = &self.body
            && text.len() >= compression::MIN_BYTES
            && let Some(compressed) = compression::gzip(text)
        {
            self.body = Body::Binary(compressed);
            self.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
    }

    /// Creates the redirect (303) to a location.
    ///
    /// # Errors
    /// [`Problem::internal`] if it is not a valid header, which is a bug.
    pub fn see_other_url(location: &str) -> Result<Self, Problem> {
        let location = location.parse().map_err(Problem::internal)?;
        Ok(Self::html(StatusCode::SEE_OTHER, String::new()).with_header(LOCATION, location))
    }

    /// Creates the redirect (308) to the canonical URL of a page.
    ///
    /// The client repeats the request there, with its method and body.
    ///
    /// # Errors
    /// [`Problem::internal`] if `location` is not a valid header, which is a bug.
    pub(super) fn permanent_redirect(location: &str) -> Result<Self, Problem> {
        let location = location.parse().map_err(Problem::internal)?;
        Ok(Self::html(StatusCode::PERMANENT_REDIRECT, String::new()).with_header(LOCATION, location))
    }

    /// States the outcome of the request, for the log.
    #[must_use]
    pub fn with_outcome(self, outcome: RequestOutcome) -> Self {
        Self { outcome: Some(outcome), ..self }
    }

    /// Adds the sources of a bot check's widget, if the page has one, to its policy.
    ///
    /// # Errors
    /// [`Problem::internal`] if the policy is not a valid header, which is a bug.
    pub fn with_captcha_sources(self, captcha: Option<&Captcha>) -> Result<Self, Problem> {
        match captcha {
            Some(captcha) => self.with_sources(captcha.sources()),
            None => Ok(self),
        }
    }

    /// Adds sources to directives of the page's policy.
    pub(super) fn with_sources(mut self, sources: &[(&str, &str)]) -> Result<Self, Problem> {
        if let Some(policy) = self.headers.get_mut(CONTENT_SECURITY_POLICY) {
            let allowed = policy.to_str().map_err(Problem::internal)?;
            *policy = allow(allowed, sources).parse().map_err(Problem::internal)?;
        }
        Ok(self)
    }

    /// Adds `Retry-After`, for a request that may succeed in a few seconds.
    #[must_use]
    pub fn with_retry_after(self) -> Self {
        self.with_header(RETRY_AFTER, Problem::RETRY_AFTER_SECONDS)
    }

    /// Sets `Content-Language`, if the content depends on the language.
    pub(super) fn set_content_language(&mut self, language: &Language) {
        let vary = self.headers.get(VARY).and_then(|vary| vary.to_str().ok());
        if vary.is_some_and(|vary| vary.contains("accept-language"))
            && let Ok(tag) = language.to_string().parse()
        {
            self.headers.insert(CONTENT_LANGUAGE, tag);
        }
    }

    /// Removes the body, for the answer to HEAD, and states its length.
    ///
    /// A server in front would otherwise state the length zero, but the length must be that of the answer to GET (RFC
    /// 9110, 8.6).
    pub(super) fn drop_body(&mut self) {
        self.headers.insert(CONTENT_LENGTH, self.body.len().into());
        self.body = Body::Text(String::new());
    }

    pub(super) fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    pub(super) fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    pub(super) fn into_response(self) -> Response<Body> {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

/// Extends a policy. `sources` has the directives with their additional sources.
fn allow(policy: &str, sources: &[(&str, &str)]) -> String {
    let mut directives: Vec<String> = policy.split("; ").map(str::to_owned).collect();
    for (name, more) in sources {
        match directives.iter_mut().find(|directive| directive.split(' ').next() == Some(name)) {
            Some(directive) => {
                directive.push(' ');
                directive.push_str(more);
            }
            None => directives.push(format!("{name} {more}")),
        }
    }
    directives.join("; ")
}

impl Format {
    /// `application/json`, the media type of most answers.
    pub const JSON: &'static str = "application/json";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn added_sources_leave_policy_otherwise_unchanged() {
        let sources = [("script-src", "https://a.example"), ("style-src", "https://a.example https://*.a.example")];
        assert_eq!(
            allow("default-src 'none'; style-src 'self'; base-uri 'none'", &sources),
            "default-src 'none'; style-src 'self' https://a.example https://*.a.example; base-uri 'none'; \
             script-src https://a.example"
        );
        let policy = SECURITY_HEADERS[0].1;
        assert_eq!(allow(policy, &[]), policy);
    }
}
