//! The event of a request to API Gateway's HTTP APIs (payload format 2.0).

use std::collections::BTreeMap;
use std::net::IpAddr;

use data_encoding::BASE64;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, header};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::routes::Route;

/// Builds the event of a request from `client`.
pub(super) fn event(route: &Route, parts: &Parts, body: &[u8], client: IpAddr, now: Timestamp, id: &str) -> Value {
    let headers = headers(&parts.headers);
    let query = parts.uri.query().unwrap_or_default();
    let (body, is_base64) = encode(&parts.headers, body);
    let mut event = json!({
        "version": "2.0",
        "routeKey": route.key,
        "rawPath": parts.uri.path(),
        "rawQueryString": query,
        "requestContext": {
            "accountId": "anonymous",
            "apiId": "local",
            "domainName": headers.get("host"),
            "domainPrefix": "local",
            "http": {
                "method": parts.method.as_str(),
                "path": parts.uri.path(),
                "protocol": format!("{:?}", parts.version),
                "sourceIp": client,
                "userAgent": headers.get("user-agent"),
            },
            "requestId": id,
            "routeKey": route.key,
            "stage": "$default",
            "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
            "timeEpoch": now.as_millisecond(),
        },
        "headers": headers,
        "isBase64Encoded": is_base64,
    });
    // API Gateway leaves out absent fields.
    if let Some(body) = body {
        event["body"] = body.into();
    }
    let cookies = cookies(&parts.headers);
    if !cookies.is_empty() {
        event["cookies"] = cookies.into();
    }
    if !query.is_empty() {
        event["queryStringParameters"] = json!(joined(form_urlencoded::parse(query.as_bytes())));
    }
    if !route.parameters.is_empty() {
        event["pathParameters"] = route.parameters.iter().cloned().collect();
    }
    event
}

/// Returns all headers but the cookies. Repeated headers are comma-separated.
fn headers(headers: &HeaderMap) -> BTreeMap<String, String> {
    joined(headers.iter().filter(|(name, _)| *name != header::COOKIE).map(|(name, value)| (name.as_str(), text(value))))
}

fn cookies(headers: &HeaderMap) -> Vec<String> {
    let lines = headers.get_all(header::COOKIE).iter().map(text);
    lines.flat_map(|line| line.split(';').map(|cookie| cookie.trim().to_owned()).collect::<Vec<_>>()).collect()
}

/// Replaces bytes outside ASCII.
///
/// Functions cannot read such a header, and it must not fail the whole request.
fn text(value: &HeaderValue) -> String {
    value.as_bytes().iter().map(|&byte| if byte.is_ascii() { char::from(byte) } else { '?' }).collect()
}

fn joined(pairs: impl Iterator<Item = (impl Into<String>, impl Into<String>)>) -> BTreeMap<String, String> {
    let mut joined = BTreeMap::<String, String>::new();
    for (name, value) in pairs {
        let value = value.into();
        joined
            .entry(name.into())
            .and_modify(|values| {
                values.push(',');
                values.push_str(&value);
            })
            .or_insert(value);
    }
    joined
}

/// Returns the body, and whether it is in base64.
///
/// Like API Gateway, it encodes every body whose type is not known to be text, and also forms.
fn encode(headers: &HeaderMap, body: &[u8]) -> (Option<String>, bool) {
    if body.is_empty() {
        return (None, false);
    }
    match std::str::from_utf8(body) {
        Ok(text) if is_text(headers) => (Some(text.to_owned()), false),
        _ => (Some(BASE64.encode(body)), true),
    }
}

fn is_text(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE) else { return true };
    let kind = text(kind).to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let known = ["application/json", "application/javascript", "application/xml"];
    !headers.contains_key(header::CONTENT_ENCODING) && (kind.starts_with("text/") || known.contains(&kind))
}

#[cfg(test)]
mod tests {
    use http::Request;
    use http::request::Builder;
    use lambda_http::request::LambdaRequest;

    use super::super::routes::route;
    use super::*;

    fn event_of(request: Builder, body: &[u8]) -> Value {
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let now = Timestamp::from_millisecond(1_700_000_000_123).unwrap();
        let route = route(parts.method.as_str(), parts.uri.path());
        event(&route, &parts, body, [127, 0, 0, 1].into(), now, "ID")
    }

    #[test]
    fn event_matches_api_gateway_format() {
        let request = Request::get("/activate/a%2Bb?x=1&x=2&y=%C3%A9&z").header("Host", "127.0.0.1:9000");
        assert_eq!(
            event_of(request.header("User-Agent", "curl/8"), b""),
            json!({
                "version": "2.0",
                "routeKey": "ANY /activate/{key}",
                "rawPath": "/activate/a%2Bb",
                "rawQueryString": "x=1&x=2&y=%C3%A9&z",
                "queryStringParameters": { "x": "1,2", "y": "é", "z": "" },
                "pathParameters": { "key": "a+b" },
                "headers": { "host": "127.0.0.1:9000", "user-agent": "curl/8" },
                "requestContext": {
                    "accountId": "anonymous",
                    "apiId": "local",
                    "domainName": "127.0.0.1:9000",
                    "domainPrefix": "local",
                    "http": {
                        "method": "GET",
                        "path": "/activate/a%2Bb",
                        "protocol": "HTTP/1.1",
                        "sourceIp": "127.0.0.1",
                        "userAgent": "curl/8",
                    },
                    "requestId": "ID",
                    "routeKey": "ANY /activate/{key}",
                    "stage": "$default",
                    "time": "14/Nov/2023:22:13:20 +0000",
                    "timeEpoch": 1_700_000_000_123_i64,
                },
                "isBase64Encoded": false,
            })
        );
    }

    #[test]
    fn repeated_headers_are_joined_except_cookies() {
        let request = Request::get("/register")
            .header("Accept", "text/html")
            .header("accept", "application/json")
            .header("cookie", "a=1; b=2")
            .header("cookie", "c=3");
        let event = event_of(request, b"");
        assert_eq!(event["headers"], json!({ "accept": "text/html,application/json" }));
        assert_eq!(event["cookies"], json!(["a=1", "b=2", "c=3"]));
    }

    #[test]
    fn non_ascii_header_keeps_event_valid() {
        let agent = HeaderValue::from_bytes("café".as_bytes()).unwrap();
        let event = event_of(Request::get("/register").header("user-agent", agent), b"");
        assert_eq!(event["headers"]["user-agent"], "caf??");
        serde_json::from_value::<LambdaRequest>(event).unwrap();
    }

    #[test]
    fn json_body_is_text_and_form_is_base64() {
        let json = Request::post("/register").header("content-type", "Application/JSON; charset=utf-8");
        let json = event_of(json, b"{}");
        assert_eq!((&json["body"], &json["isBase64Encoded"]), (&json!("{}"), &json!(false)));
        let form = Request::post("/register").header("content-type", "application/x-www-form-urlencoded");
        let form = event_of(form, b"a=b");
        assert_eq!((&form["body"], &form["isBase64Encoded"]), (&json!("YT1i"), &json!(true)));
    }

    #[test]
    fn binary_or_compressed_body_is_base64() {
        let text = Request::post("/register").header("content-type", "text/plain");
        assert_eq!(event_of(text, b"\xff")["isBase64Encoded"], json!(true));
        let compressed =
            Request::post("/register").header("content-type", "text/plain").header("content-encoding", "gzip");
        assert_eq!(event_of(compressed, b"a")["isBase64Encoded"], json!(true));
    }
}
