//! Content negotiation of `GET /register`.
//!
//! The input is `ACCEPT LF CONTENT-TYPE LF ACCEPT-LANGUAGE LF QUERY`.

#![no_main]

use fuzz::{APP, answer, event};
use http::Method;
use http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// Returns the media type of the answer, without its parameters.
fn answered(accept: &str, content_type: &str, language: &str, query: &str) -> String {
    let headers = [(ACCEPT, accept), (CONTENT_TYPE, content_type), (ACCEPT_LANGUAGE, language)];
    let event = event(Method::GET, &format!("/register?{query}"), &headers, None);
    let answer = answer(event, |request| register::handle(&APP, request));
    assert!(matches!(answer.status_code, 200 | 404), "{}", answer.status_code);
    let media_type = answer.header("content-type").to_owned();
    match media_type.as_str() {
        "text/html; charset=utf-8" => assert!(answer.body.starts_with("<!doctype html>")),
        "application/schema+json" | "application/problem+json" => {
            serde_json::from_str::<Value>(&answer.body).expect("an answer in JSON");
        }
        other => panic!("{other} is not offered"),
    }
    media_type
}

fuzz_target!(|input: &[u8]| {
    let Some([accept, content_type, language, query]) = fuzz::lines(input) else { return };
    let media_type = answered(accept, content_type, language, query);
    // Names of media types are case-insensitive (RFC 9110, 8.3.1), and unknown types are ignored.
    if accept.bytes().all(|b| b.is_ascii_alphabetic() || b"/*+, ".contains(&b)) {
        assert_eq!(answered(&accept.to_ascii_uppercase(), content_type, language, query), media_type);
    }
});
