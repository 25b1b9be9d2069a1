//! The response of a function's answer.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::Deserialize;
use serde_json::Value;

/// A response with the function's status, headers and body.
#[derive(Debug)]
pub(super) struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// The reason why a function's answer is not an HTTP response.
#[derive(Debug, thiserror::Error)]
pub(super) enum AnswerError {
    #[error("the answer is not of API Gateway's format")]
    Format(#[from] serde_json::Error),
    #[error("the answer's status, headers or body are not those of a response")]
    Http(#[from] http::Error),
    #[error("the answer's body is not base64")]
    Base64(#[from] data_encoding::DecodeError),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Format {
    status_code: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    multi_value_headers: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    cookies: Vec<String>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: bool,
}

impl Answer {
    /// Parses a function's answer.
    pub(super) fn parse(answer: Value) -> Result<Self, AnswerError> {
        let format: Format = serde_json::from_value(answer)?;
        let mut headers = HeaderMap::new();
        for (name, value) in &format.headers {
            headers.insert(header_name(name)?, header_value(value)?);
        }
        for (name, values) in &format.multi_value_headers {
            headers.remove(name);
            for value in values {
                headers.append(header_name(name)?, header_value(value)?);
            }
        }
        for cookie in &format.cookies {
            headers.append(header::SET_COOKIE, header_value(cookie)?);
        }
        let body = format.body.unwrap_or_default();
        let body = if format.is_base64_encoded { BASE64.decode(body.as_bytes())? } else { body.into_bytes() };
        let status = StatusCode::from_u16(format.status_code).map_err(http::Error::from)?;
        Ok(Self { status, headers, body })
    }
}

fn header_name(name: &str) -> Result<HeaderName, http::Error> {
    Ok(HeaderName::from_bytes(name.as_bytes())?)
}

fn header_value(value: &str) -> Result<HeaderValue, http::Error> {
    Ok(HeaderValue::from_bytes(value.as_bytes())?)
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn response_keeps_status_headers_cookies_and_body() {
        let answer = Answer::parse(json!({
            "statusCode": 303,
            "headers": { "Location": "/register/complete", "vary": "Accept" },
            "multiValueHeaders": { "vary": ["Accept", "Cookie"] },
            "cookies": ["a=1", "b=2"],
            "body": "aGk=",
            "isBase64Encoded": true,
        }))
        .unwrap();
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(answer.body, b"hi");
        let all = |name| answer.headers.get_all(name).iter().collect::<Vec<_>>();
        assert_eq!(all("location"), ["/register/complete"]);
        assert_eq!(all("vary"), ["Accept", "Cookie"]);
        assert_eq!(all("set-cookie"), ["a=1", "b=2"]);
    }

    #[test]
    fn body_may_be_missing() {
        assert_eq!(Answer::parse(json!({ "statusCode": 204, "body": null })).unwrap().body, b"");
    }

    #[test]
    fn invalid_response_is_an_error() {
        for answer in [
            json!(null),
            json!({ "statusCode": 1 }),
            json!({ "statusCode": 200, "headers": { "a b": "c" } }),
            json!({ "statusCode": 200, "headers": { "a": "b\nc" } }),
            json!({ "statusCode": 200, "body": "not base64", "isBase64Encoded": true }),
        ] {
            assert!(Answer::parse(answer.clone()).is_err(), "{answer}");
        }
    }
}
