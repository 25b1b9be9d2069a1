//! What stands in an activation link: `METHOD LF PATH`, the path below `/activate/`, with a query or without.

#![no_main]

use domain::Token;
use fuzz::{APP, answer, event};
use http::Method;
use http::header::ACCEPT;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|input: &[u8]| {
    let Some([method, key]) = fuzz::lines(input) else { return };
    if let Some(token) = Token::parse(key) {
        assert!(token.expose().eq_ignore_ascii_case(key), "a key is what was mailed and nothing else");
        assert_eq!(Token::parse(token.expose()).map(|again| again.hash()), Some(token.hash()));
        return;
    }
    let Ok(method) = method.parse::<Method>() else { return };
    let path = format!("/activate/{key}");
    // With a query that is none of the key's, the rest may be one, which would be looked up.
    if key.split_once('?').is_some_and(|(key, _)| Token::parse(key).is_some()) {
        return;
    }
    let event = event(method.clone(), &path, &[(ACCEPT, "application/json")], None);
    let answer = answer(event, |request| activate::handle(&APP, request));
    let page = matches!(key.split('?').next(), Some("complete" | "resend" | "resend/complete"));
    match answer.status_code {
        200 => assert!(page, "{key:?} is no page"),
        404 => assert!(!page || method == Method::HEAD, "{key:?} is a page"),
        405 => assert!(answer.headers.contains_key("allow")),
        415 => assert!(page && method == Method::POST, "{key:?} takes no body"),
        other => panic!("{other}"),
    }
    if answer.status_code == 404 && method != Method::HEAD {
        let problem: Value = serde_json::from_str(&answer.body).expect("a problem");
        assert_eq!(problem["code"], "activation_key_unknown");
    }
});
