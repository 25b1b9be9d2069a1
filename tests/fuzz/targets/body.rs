//! Any body of any type for `POST /register`, up to the validation.
//!
//! The input is `TYPE LF BODY`.

#![no_main]

use domain::{EmailAddress, Username};
use fuzz::{APP, answer, event};
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{Method, StatusCode};
use libfuzzer_sys::fuzz_target;
use registration_http::{Answer, Problem, serve};
use serde_json::{Value, json};

fuzz_target!(|input: &[u8]| {
    let Some([content_type, body]) = fuzz::lines(input) else { return };
    let headers = [(ACCEPT, "application/json"), (CONTENT_TYPE, content_type)];
    let event = event(Method::POST, "/register", &headers, Some(body));
    let answer = answer(event, |request| {
        serve(&APP, request, async |incoming| {
            let request = incoming.submitted()?;
            let form = APP.form(&request).await?;
            let data = form.validate(&request.submission).map_err(Problem::validation_failed)?;
            // Accepted values are accepted again in their stored form.
            assert_eq!(EmailAddress::parse(data.email.as_str()).as_ref(), Ok(&data.email));
            let username = data.username.expect("this form has usernames");
            assert_eq!(Username::parse(username.as_str()).as_ref(), Ok(&username));
            Answer::json(StatusCode::OK, "application/json", &json!({}))
        })
    });
    assert!(matches!(answer.status_code, 200 | 400 | 413 | 415 | 422), "{}", answer.status_code);
    let document: Value = serde_json::from_str(&answer.body).expect("an answer in JSON");
    if answer.status_code == 422 {
        let errors = document["errors"].as_array().expect("errors");
        let complete = |error: &Value| ["field", "code", "message"].iter().all(|name| error[name].is_string());
        assert!(!errors.is_empty() && errors.iter().all(complete), "{document}");
    }
});
