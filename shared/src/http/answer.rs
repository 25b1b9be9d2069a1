//! Answers.

use aws_lambda_events::apigw::ApiGatewayV2httpResponse;
use aws_lambda_events::encodings::Body;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, VARY};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;

use super::{Format, Problem};
use crate::app::App;
use crate::backend::Redirect;

/// What is answered.
#[derive(Debug, Clone)]
pub struct Answer {
    pub(super) status: StatusCode,
    headers: HeaderMap,
    pub(super) body: String,
}

/// Of every page. No script, nothing from elsewhere, no frame around it; and the address of a page, which may hold an
/// activation key, is told to nobody else. A form's answer may redirect to another site: browsers hold `form-action` to it.
const SECURITY_HEADERS: [(HeaderName, &str); 4] = [
    (
        http::header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; form-action 'self' https:; base-uri 'none'; frame-ancestors 'none'",
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
        headers.insert(VARY, HeaderValue::from_static("accept, content-type"));
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

    /// The stylesheet, which a browser may keep for an hour.
    #[must_use]
    pub fn stylesheet(css: &'static str) -> Self {
        let mut answer = Self::new(StatusCode::OK, "text/css; charset=utf-8", css.to_owned());
        answer.headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
        answer.headers.remove(VARY);
        answer
    }

    /// 303 to where a backend sends the browser.
    ///
    /// # Errors
    /// When a backend sent it to what is no URL, which is a mistake in the backend.
    pub fn see_other(app: &App, redirect: &Redirect) -> Result<Self, Problem> {
        let mut answer = Self::html(StatusCode::SEE_OTHER, String::new());
        let location = app.location(redirect);
        answer.headers.insert(LOCATION, location.parse().map_err(Problem::internal)?);
        Ok(answer)
    }

    pub(super) fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    pub(super) fn into_response(self) -> ApiGatewayV2httpResponse {
        let mut response = ApiGatewayV2httpResponse::default();
        response.status_code = self.status.as_u16().into();
        response.headers = self.headers;
        response.body = Some(Body::Text(self.body));
        response
    }
}

impl Format {
    /// `application/json`, for most answers.
    pub const JSON: &'static str = "application/json";
}
