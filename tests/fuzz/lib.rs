//! What the fuzz targets have in common: the real functions, over a table that nobody can reach.

use std::sync::{Arc, LazyLock};

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use aws_lambda_events::encodings::Body;
use http::{HeaderName, HeaderValue, Method};
use registration_http::App;
use domain::clock::SystemClock;
use domain::Random;
use domain::settings::Environment;
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

/// Waits for an answer.
pub fn wait<T>(answer: impl Future<Output = T>) -> T {
    RUNTIME.block_on(answer)
}

/// An event as API Gateway makes one; headers that HTTP does not allow are left out.
pub fn event(
    method: Method,
    path: &str,
    headers: &[(HeaderName, &str)],
    body: Option<&str>,
) -> ApiGatewayV2httpRequest {
    let mut event = ApiGatewayV2httpRequest::default();
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    event.raw_path = Some(path.to_owned());
    event.raw_query_string = query.map(str::to_owned);
    event.request_context.http.method = method;
    event.request_context.http.source_ip = Some("192.0.2.1".to_owned());
    event.request_context.request_id = Some("fuzz".to_owned());
    event.body = body.map(str::to_owned);
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(value) {
            event.headers.insert(name, value);
        }
    }
    event
}

/// The body of an answer.
pub fn text(response: &ApiGatewayV2httpResponse) -> &str {
    match &response.body {
        Some(Body::Text(text)) => text,
        _ => "",
    }
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
