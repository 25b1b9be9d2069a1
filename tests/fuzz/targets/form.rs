//! Sends the four fields as a page does and as a program does: `USERNAME LF ADDRESS LF PASSWORD LF PASSWORD`.
//!
//! Both get the same result. Of the typed text, the service changes only spaces, the case of a domain, and text that
//! was copied along with an address.

#![no_main]

use std::sync::Mutex;

use domain::EmailAddress;
use domain::FieldError;
use fuzz::{APP, answer, event};
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{Method, StatusCode};
use libfuzzer_sys::fuzz_target;
use registration_http::{Answer, serve};
use serde_json::{Map, Value};

const NAMES: [&str; 4] = ["username", "email", "password", "password_confirm"];

type ParsedForm = Result<(String, String), Vec<FieldError>>;

fn parse_form(content_type: &str, body: &str, typed: [&str; 4]) -> ParsedForm {
    let judgement = Mutex::new(None);
    let headers = [(ACCEPT, "application/json"), (CONTENT_TYPE, content_type)];
    let event = event(Method::POST, "/register", &headers, Some(body));
    let answer = answer(event, |request| {
        serve(&APP, request, async |incoming| {
            let request = incoming.submitted()?;
            for (name, typed) in NAMES.iter().zip(typed) {
                assert_eq!(request.submission.text(name), Some(typed), "{name}");
            }
            let form = APP.form(&request).await?;
            let data = form.validate(&request.submission);
            let data = data.map(|data| {
                (data.username.map(|name| name.as_str().to_owned()).unwrap_or_default(), data.email.as_str().to_owned())
            });
            *judgement.lock().expect("one at a time") = Some(data);
            Ok(Answer::html(StatusCode::OK, String::new()))
        })
    });
    assert_eq!(answer.status_code, 200);
    judgement.into_inner().expect("one at a time").expect("it was judged")
}

fuzz_target!(|input: &[u8]| {
    let Some(typed) = fuzz::lines::<4>(input) else { return };
    // By this character a form shows that it is not UTF-8.
    if input.len() > 10_000 || typed.iter().any(|text| text.contains('\u{fffd}')) {
        return;
    }
    let pairs = NAMES.iter().zip(typed);
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs.clone()).finish();
    let json: Map<String, Value> = pairs.map(|(name, text)| ((*name).to_owned(), text.into())).collect();
    let page = parse_form("application/x-www-form-urlencoded", &form, typed);
    let program = parse_form("application/json", &Value::Object(json).to_string(), typed);
    assert_eq!(page, program);
    if let Ok((username, email)) = page {
        assert_eq!(username, typed[0].trim_matches([' ', '\u{a0}', '\u{3000}']));
        let canonical = |text: &str| EmailAddress::parse(text).map(|address| address.canonical());
        assert_eq!(canonical(&email), canonical(typed[1]), "{email:?} is another address than {:?}", typed[1]);
    }
});
