//! Answers.

use http::header::{
    CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, RETRY_AFTER, VARY,
};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use serde::Serialize;

use super::App;
use super::{Format, Problem};
use crate::captcha::Captcha;
use domain::locale::Language;
use registration::Request;
use registration::backend::Redirect;

/// What is answered.
#[derive(Debug, Clone)]
pub struct Answer {
    pub(super) status: StatusCode,
    headers: HeaderMap,
    pub(super) body: String,
}

/// Of every page. No script but the service's own, nothing from elsewhere, no frame around it; and the address of a page, which may hold an
/// activation key, is told to nobody else. A form's answer may redirect to another site: browsers hold `form-action` to it.
const SECURITY_HEADERS: [(HeaderName, &str); 4] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self' https:; base-uri 'none'; frame-ancestors 'none'",
    ),
    (http::header::REFERRER_POLICY, "same-origin"),
    (http::header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (http::header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
];

impl Answer {
    fn new(status: StatusCode, content_type: &'static str, body: String) -> Self {
        let mut headers: HeaderMap =
            SECURITY_HEADERS.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))).collect();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(VARY, HeaderValue::from_static("accept, accept-language, content-type"));
        Self { status, headers, body }
    }

    /// A page.
    #[must_use]
    pub fn html(status: StatusCode, page: String) -> Self {
        Self::new(status, "text/html; charset=utf-8", page)
    }

    /// A JSON document of the media type `content_type`.
    ///
    /// # Errors
    /// When `document` has no form in JSON, which is a mistake in the program.
    pub fn json(status: StatusCode, content_type: &'static str, document: &impl Serialize) -> Result<Self, Problem> {
        let body = serde_json::to_string(document).map_err(Problem::internal)?;
        Ok(Self::new(status, content_type, body))
    }

    /// What belongs to the pages and is the same for everybody: a browser may keep it for an hour.
    pub(crate) fn asset(content_type: &'static str, content: String) -> Self {
        let mut answer = Self::new(StatusCode::OK, content_type, content);
        answer.headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
        answer.headers.remove(VARY);
        answer
    }

    /// 303 to where a backend sends the browser.
    ///
    /// # Errors
    /// When a backend sent it to what is no URL, which is a mistake in the backend.
    pub fn see_other(app: &App, request: &Request, redirect: &Redirect) -> Result<Self, Problem> {
        let mut answer = Self::html(StatusCode::SEE_OTHER, String::new());
        let location = app.location(request, redirect);
        answer.headers.insert(LOCATION, location.parse().map_err(Problem::internal)?);
        Ok(answer)
    }

    /// A page on which a bot check may show its widget: beside what every page may do, what its provider documents.
    ///
    /// # Errors
    /// When that is no header, which is a mistake in the program.
    pub fn with_captcha_sources(mut self, captcha: &Captcha) -> Result<Self, Problem> {
        if let Some(policy) = self.headers.get_mut(CONTENT_SECURITY_POLICY) {
            let allowed = policy.to_str().map_err(Problem::internal)?;
            *policy = allow(allowed, captcha.sources()).parse().map_err(Problem::internal)?;
        }
        Ok(self)
    }

    /// The answer of something that can be tried again in a few seconds.
    #[must_use]
    pub fn with_retry_after(self) -> Self {
        self.with_header(RETRY_AFTER, Problem::RETRY_AFTER_SECONDS)
    }

    /// Says which language this is in, where it may be in several.
    pub(super) fn set_content_language(&mut self, language: &Language) {
        if self.headers.contains_key(VARY)
            && let Ok(tag) = language.to_string().parse()
        {
            self.headers.insert(CONTENT_LANGUAGE, tag);
        }
    }

    pub(super) fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    pub(super) fn into_response(self) -> Response<String> {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

/// A policy that allows more: `sources` has directives and what is added to each.
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
    /// `application/json`, for most answers.
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
