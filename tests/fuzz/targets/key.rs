//! Any text as an activation link.
//!
//! The input is `METHOD LF PATH`, the path below `/activate/` with or without a query.

#![no_main]

use domain::Token;
use fuzz::{APP, answer, event};
use http::Method;
use http::header::ACCEPT;
use libfuzzer_sys::fuzz_target;
use percent_encoding::percent_decode_str;
use serde_json::Value;

fuzz_target!(|input: &[u8]| {
    let Some([method, key]) = fuzz::lines(input) else { return };
    if let Some(token) = Token::parse(key) {
        let letters: String = key.chars().filter(|c| c.is_alphanumeric()).collect();
        assert!(token.expose().eq_ignore_ascii_case(&letters), "only signs are added to what was mailed");
        assert_eq!(Token::parse(token.expose()).map(|again| again.hash()), Some(token.hash()));
        return;
    }
    let Ok(method) = method.parse::<Method>() else { return };
    let path = format!("/activate/{key}");
    // Without a query, and decoded, it may be a key, which would be looked up.
    let name = key.split('?').next().unwrap_or_default();
    let segments = name.split('/').map(|segment| percent_decode_str(segment).decode_utf8_lossy().replace('/', "%2F"));
    if Token::parse(&segments.collect::<Vec<_>>().join("/")).is_some() {
        return;
    }
    let event = event(method.clone(), &path, &[(ACCEPT, "application/json")], None);
    let answer = answer(event, |request| activate::handle(&APP, request));
    // The page of this name, or the key, without the slashes and signs around it.
    if answer.status_code == 308 {
        assert!(answer.header("location").starts_with("/activate/"), "{answer:?}");
        return;
    }
    // The address of a form's answer, reloaded.
    if answer.status_code == 303 {
        assert!(name == "code" && matches!(method, Method::GET | Method::HEAD), "{method} {key:?}");
        assert_eq!(answer.header("location").split('?').next(), Some("/register/complete"));
        return;
    }
    let page = matches!(name, "complete" | "code" | "resend" | "resend/complete");
    match answer.status_code {
        200 => assert!(page, "{key:?} is no page"),
        404 => assert!(!page || method == Method::HEAD, "{key:?} is a page"),
        204 => assert!(method == Method::OPTIONS && !answer.header("allow").is_empty()),
        405 => assert!(!answer.header("allow").is_empty()),
        415 => assert!(page && method == Method::POST, "{key:?} takes no body"),
        other => panic!("{other}"),
    }
    if answer.status_code == 404 && method != Method::HEAD {
        let problem: Value = serde_json::from_str(&answer.body).expect("a problem");
        assert_eq!(problem["code"], "activation_key_unknown");
    }
});
