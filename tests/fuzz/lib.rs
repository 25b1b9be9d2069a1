//! What the fuzz targets have in common: the real functions, over a table that nobody can reach.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use domain::Random;
use domain::clock::SystemClock;
use domain::settings::Environment;
use http::{HeaderName, HeaderValue, Method};
use registration_http::{App, Request, Response, invoke};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio::runtime::{Builder, Runtime};

/// The app. No target may get as far as the table: nothing listens there.
pub static APP: LazyLock<App> = LazyLock::new(|| {
    let environment: Environment = [
        ("AWS_REGION", "eu-central-1"),
        ("AWS_ACCESS_KEY_ID", "fuzz"),
        ("AWS_SECRET_ACCESS_KEY", "fuzz"),
        ("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1"),
        ("REGISTRATION_SITE_NAME", "Example"),
        ("REGISTRATION_SITE_URL", "https://example.com"),
        ("REGISTRATION_TABLE", "registration"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into_iter()
    .collect();
    App::new(&environment, Arc::new(SystemClock), Random::system()).expect("the settings are complete")
});

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().enable_time().build().expect("the runtime starts"));

/// An event as API Gateway makes one; headers that HTTP does not allow are left out.
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

/// What Lambda would be given.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// The status.
    pub status_code: u16,
    /// The headers, by their names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    #[serde(default)]
    pub body: String,
}

/// Answers an event as the function does.
pub fn answer<R>(event: Value, handler: impl Fn(Request) -> R) -> Answer
where
    R: Future<Output = Response<String>> + Send,
{
    let answer = RUNTIME.block_on(invoke(event, handler)).expect("an event of API Gateway");
    serde_json::from_value(answer).expect("an answer for API Gateway")
}

/// The lines of an input, so many; the last has all that is left.
pub fn lines<const N: usize>(input: &[u8]) -> Option<[&str; N]> {
    let mut lines = std::str::from_utf8(input).ok()?.splitn(N, '\n');
    let mut found = [""; N];
    for line in &mut found {
        *line = lines.next()?;
    }
    Some(found)
}
