//! Any text in each part of an event, also a text that API Gateway would reject.
//!
//! The input is `METHOD LF PATH LF QUERY LF HOST LF SCHEME LF STAGE LF COOKIE LF BODY`. A body that begins with `=` is
//! marked as base64.

#![no_main]

use fuzz::{APP, answer, event};
use http::header::{ACCEPT, CONTENT_TYPE, HOST};
use http::{HeaderName, Method};
use libfuzzer_sys::fuzz_target;
use registration_http::{Answer, Problem, serve};
use serde_json::json;

fuzz_target!(|input: &[u8]| {
    let Some([method, path, query, host, scheme, stage, cookie, body]) = fuzz::lines(input) else { return };
    let Ok(method) = method.parse::<Method>() else { return };
    let headers = [
        (ACCEPT, "application/json"),
        (CONTENT_TYPE, "application/json"),
        (HOST, host),
        (HeaderName::from_static("x-forwarded-proto"), scheme),
        (HeaderName::from_static("x-body-not-base64"), "true"),
    ];
    let (is_base64, body) = body.strip_prefix('=').map_or((false, body), |body| (true, body));
    let mut event = event(method, "", &headers, Some(body));
    event["rawPath"] = path.into();
    event["rawQueryString"] = query.into();
    event["isBase64Encoded"] = is_base64.into();
    event["cookies"] = json!([cookie]);
    event["requestContext"]["stage"] = stage.into();
    event["requestContext"]["domainName"] = host.into();
    let answer = answer(event, |request| {
        serve(&APP, request, async |incoming| {
            // The repair of the event does not change the parameters.
            let typed: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
            assert!(incoming.request.query == typed || path.len() + query.len() > 10_000, "{query:?}");
            incoming.submitted()?;
            Err::<Answer, _>(Problem::not_found())
        })
    });
    if answer.status_code == 308 {
        let location = &answer.headers["location"];
        let is_of_service = ["/register", "/activate/", "/approve/"].iter().any(|path| location.starts_with(path));
        assert!(is_of_service, "{location} is elsewhere");
        return;
    }
    assert!(matches!(answer.status_code, 400 | 403 | 404 | 415), "{}", answer.status_code);
    if !is_base64 {
        assert!(!answer.body.contains("base64"), "{}", answer.body);
    }
});
