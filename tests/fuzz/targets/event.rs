//! Any text in each part of an event, also a text that API Gateway or a load balancer would reject.
//!
//! The input is `KIND LF METHOD LF PATH LF QUERY LF HOST LF SCHEME LF STAGE LF COOKIE LF BODY`. The kind is `rest` for
//! a REST API, `alb` for a load balancer, or `alb-multi` for one with several values of a header. Any other is an HTTP
//! API. A body that begins with `=` is marked as base64.

#![no_main]

use std::collections::BTreeMap;

use form_urlencoded::Serializer;
use fuzz::{APP, answer, event};
use http::header::{ACCEPT, CONTENT_TYPE, HOST};
use http::{HeaderName, Method};
use libfuzzer_sys::fuzz_target;
use registration_http::{Answer, Problem, serve};
use serde_json::{Value, json};

/// The values of each header or parameter.
type Values = BTreeMap<String, Vec<String>>;

fuzz_target!(|input: &[u8]| {
    let Some([kind, method, path, query, host, scheme, stage, cookie, body]) = fuzz::lines(input) else { return };
    let Ok(method) = method.parse::<Method>() else { return };
    let headers = [
        (ACCEPT, "application/json"),
        (CONTENT_TYPE, "application/json"),
        (HOST, host),
        (HeaderName::from_static("x-forwarded-proto"), scheme),
        (HeaderName::from_static("x-body-not-base64"), "true"),
    ];
    let (is_base64, body) = body.strip_prefix('=').map_or((false, body), |body| (true, body));
    let (event, sent_query) = if matches!(kind, "rest" | "alb" | "alb-multi") {
        let mut all = Values::new();
        for (name, value) in headers.iter().map(|(name, value)| (name.as_str(), *value)).chain([("cookie", cookie)]) {
            all.entry(name.to_owned()).or_default().push(value.to_owned());
        }
        let (parameters, sent_query) = parameters(kind, query);
        let mut event = json!({
            "httpMethod": method.as_str(),
            "path": path,
            "body": body,
            "isBase64Encoded": is_base64,
            "requestContext": { "requestId": "fuzz", "identity": { "sourceIp": "192.0.2.1" }, "stage": stage },
        });
        if kind != "rest" {
            event["requestContext"] = json!({ "elb": { "targetGroupArn": "fuzz" } });
        }
        if kind == "alb" {
            event["headers"] = last(&all);
            event["queryStringParameters"] = last(&parameters);
        } else {
            event["multiValueHeaders"] = json!(all);
            event["multiValueQueryStringParameters"] = json!(parameters);
        }
        (event, sent_query)
    } else {
        let mut event = event(method, "", &headers, Some(body));
        event["rawPath"] = path.into();
        event["rawQueryString"] = query.into();
        event["isBase64Encoded"] = is_base64.into();
        event["cookies"] = json!([cookie]);
        event["requestContext"]["stage"] = stage.into();
        event["requestContext"]["domainName"] = host.into();
        (event, query.to_owned())
    };
    let answer = answer(event, |request| {
        serve(&APP, request, async |incoming| {
            // The repair of the event does not change the parameters.
            let typed: Vec<_> = form_urlencoded::parse(sent_query.as_bytes()).into_owned().collect();
            assert!(incoming.request.query == typed || path.len() + sent_query.len() > 10_000, "{sent_query:?}");
            incoming.submitted()?;
            Err::<Answer, _>(Problem::not_found())
        })
    });
    if answer.status_code == 308 {
        let location = answer.header("location");
        let is_of_service = ["/register", "/activate/", "/approve/"].iter().any(|path| location.starts_with(path));
        assert!(is_of_service, "{location} is elsewhere");
        return;
    }
    assert!(matches!(answer.status_code, 400 | 403 | 404 | 415), "{}", answer.status_code);
    if !is_base64 {
        assert!(!answer.body.contains("base64"), "{}", answer.body);
    }
});

/// Returns the parameters as an event of this kind has them, and the query that they stand for.
fn parameters(kind: &str, query: &str) -> (Values, String) {
    let mut parameters = Values::new();
    if kind == "rest" {
        // It decodes them.
        for (name, value) in form_urlencoded::parse(query.as_bytes()).into_owned() {
            parameters.entry(name).or_default().push(value);
        }
        let pairs = parameters.iter().flat_map(|(name, values)| values.iter().map(move |value| (name, value)));
        let query = Serializer::new(String::new()).extend_pairs(pairs).finish();
        return (parameters, query);
    }
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let values = parameters.entry(name.to_owned()).or_default();
        if kind == "alb" {
            values.clear();
        }
        values.push(value.to_owned());
    }
    let pairs = parameters.iter().flat_map(|(name, values)| values.iter().map(move |value| format!("{name}={value}")));
    let query = pairs.collect::<Vec<_>>().join("&");
    (parameters, query)
}

/// Returns the last value of each name.
fn last(values: &Values) -> Value {
    values.iter().map(|(name, values)| (name.clone(), json!(values.last()))).collect()
}
