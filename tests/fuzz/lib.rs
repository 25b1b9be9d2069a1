//! The common part of the fuzz targets: the real functions, without a table.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use domain::Random;
use domain::clock::SystemClock;
use domain::settings::Environment;
use http::{HeaderName, HeaderValue, Method};
use registration_http::{App, Body, Request, Response, invoke};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio::runtime::{Builder, Runtime};

/// The app. Nothing listens at the table's URL, so no target may get that far.
pub static APP: LazyLock<App> = LazyLock::new(|| {
    let environment: Environment = [
        ("AWS_REGION", "eu-central-1"),
        ("AWS_ACCESS_KEY_ID", "fuzz"),
        ("AWS_SECRET_ACCESS_KEY", "fuzz"),
        ("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1"),
        ("REGISTRATION_CODE_SECRET", "0123456789abcdef0123456789abcdef"),
        ("REGISTRATION_SITE_NAME", "Example"),
        ("REGISTRATION_SITE_URL", "https://example.com"),
        ("REGISTRATION_TABLE", "registration"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into_iter()
    .collect();
    App::with_codes(&environment, Arc::new(SystemClock), Random::system()).expect("the settings are complete")
});

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().enable_time().build().expect("the runtime starts"));

/// Builds an event of API Gateway, without headers that HTTP does not allow.
pub fn event(method: Method, path: &str, headers: &[(HeaderName, &str)], body: Option<&str>) -> Value {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let headers = headers.iter().filter(|(_, value)| HeaderValue::from_str(value).is_ok());
    let headers: Map<String, Value> = headers.map(|(name, value)| (name.to_string(), (*value).into())).collect();
    json!({
        "rawPath": path,
        "rawQueryString": query,
        "headers": headers,
        "body": body,
        "isBase64Encoded": false,
        "requestContext": { "requestId": "fuzz", "http": { "method": method.as_str(), "sourceIp": "192.0.2.1" } },
    })
}

/// The answer that Lambda would get.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// The status.
    pub status_code: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    multi_value_headers: BTreeMap<String, Vec<String>>,
    /// The body.
    #[serde(default)]
    pub body: String,
}

impl Answer {
    /// Returns the header of this name in lower case, or nothing.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).or_else(|| self.multi_value_headers.get(name)?.first());
        value.map_or("", String::as_str)
    }
}

/// Answers an event as the function does.
pub fn answer<R>(event: Value, handler: impl Fn(Request) -> R) -> Answer
where
    R: Future<Output = Response<Body>> + Send,
{
    let answer = RUNTIME.block_on(invoke(event, handler)).expect("an event of API Gateway");
    serde_json::from_value(answer).expect("an answer for API Gateway")
}

/// Splits an input into this number of lines, the last with the remaining text.
pub fn lines<const N: usize>(input: &[u8]) -> Option<[&str; N]> {
    let mut lines = std::str::from_utf8(input).ok()?.splitn(N, '\n');
    let mut found = [""; N];
    for line in &mut found {
        *line = lines.next()?;
    }
    Some(found)
}
