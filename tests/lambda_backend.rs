//! The backend `lambda:`, a function in any language.

use std::process::Stdio;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};

use crate::consents::{self, Forms};
use crate::support::{Answer, Function, PASSWORD, Service, signals, start_over_path};

async fn with(answer: impl Fn(&Value) -> Value + Send + Sync + 'static) -> (Service, Function) {
    with_settings(&[], answer).await
}

async fn with_settings(
    settings: &[(&str, &str)],
    answer: impl Fn(&Value) -> Value + Send + Sync + 'static,
) -> (Service, Function) {
    let function = Function::start(answer).await;
    let backend = [("REGISTRATION_BACKEND", function.backend.as_str()), ("REGISTRATION_BACKEND_TIMEOUT", "1s")];
    (Service::with(&[&backend, settings].concat()).await, function)
}

/// Starts a function that implements one method, and no others.
async fn with_response(method: &'static str, answer: Value) -> (Service, Function) {
    with(move |call| if call["method"] == method { answer.clone() } else { json!({ "not_implemented": true }) }).await
}

fn denied(reason: &str) -> (u16, String) {
    (403, reason.to_owned())
}

#[tokio::test]
async fn unimplemented_method_is_called_once() {
    let (service, function) = with(|_| json!({ "not_implemented": true })).await;
    for username in ["ann", "bob"] {
        service.active(username, &format!("{username}@example.com")).await;
    }
    let mut methods = function.methods();
    methods.sort();
    // `activate` and `register` are separate functions, and each calls the backend itself.
    let expected = [
        "activate",
        "form",
        "post_activation_redirect",
        "post_registration_redirect",
        "register",
        "registration_allowed",
    ];
    assert_eq!(methods, expected);
    let steps =
        [("user_registered", "ann"), ("user_activated", "ann"), ("user_registered", "bob"), ("user_activated", "bob")];
    assert_eq!(service.signals().await, signals(&steps));
}

#[tokio::test]
async fn call_has_request_and_data_without_password() {
    let (service, function) = with(|_| json!({ "not_implemented": true })).await;
    let request = service.request(Method::POST, "/register?type=&a=1&a=2").header("x-tenant", "blue");
    let body = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD, "next": "x" });
    Answer::of(request.json(&body)).await;
    let calls = function.calls();
    let call = calls.iter().find(|call| call["method"] == "register").unwrap();
    insta::assert_json_snapshot!(call, {
        ".request.id" => "[id]", ".request.headers.host" => "[host]", ".request.headers[\"content-length\"]" => "[n]",
        ".request.headers[\"x-forwarded-port\"]" => "[port]",
    }, @r#"
    {
      "version": 1,
      "method": "register",
      "request": {
        "id": "[id]",
        "method": "POST",
        "path": "/register",
        "query": {
          "a": "1",
          "type": ""
        },
        "headers": {
          "accept": "*/*",
          "content-length": "[n]",
          "content-type": "application/json",
          "host": "[host]",
          "x-tenant": "blue"
        },
        "source_ip": "127.0.0.1",
        "claims": {},
        "received_at": "2026-03-01T12:00:00Z"
      },
      "data": {
        "username": "ann",
        "email": "ann@example.com",
        "fields": {}
      }
    }
    "#);
    for call in calls {
        assert!(!call.to_string().contains(PASSWORD), "{call}");
    }
}

#[tokio::test]
async fn calls_have_no_key_and_no_handle() {
    let (service, function) = with(|call| match call["method"].as_str().unwrap() {
        "activate" | "activatable" => json!({ "allowed": true }),
        _ => json!({ "not_implemented": true }),
    })
    .await;
    let link = service.pending("ann", "ann@example.com").await;
    let handle = service.handle_for(&link).await.unwrap();
    for request in [
        service.request(Method::GET, &link).header("registration", &handle).header("accept", "application/json"),
        service.request(Method::GET, &link).header("cookie", format!("registration={handle}; tenant=blue")),
        service.request(Method::POST, &link).json(&json!({ "registration": handle })),
    ] {
        Answer::of(request).await;
    }
    service.get(&start_over_path(&link)).await;
    let calls = function.calls();
    assert!(function.methods().iter().any(|method| method == "activate"));
    assert!(calls.iter().any(|call| call["request"]["path"] == "/activate/{key}"));
    let (key, secret) = (link.rsplit('/').next().unwrap(), handle.split_once('.').unwrap().1);
    for call in &calls {
        let call = call.to_string();
        assert!(!call.contains(key) && !call.contains(secret), "{call}");
    }
}

#[tokio::test]
async fn function_can_deny_registration() {
    let answer = json!({ "allowed": false, "reason": "weekend", "message": "Come back on Monday." });
    let (service, _function) = with_response("registration_allowed", answer).await;
    let answer = service.register("ann", "ann@example.com").await;
    assert_eq!(answer.problem(), denied("weekend"));
    assert_eq!(answer.json()["detail"], "Come back on Monday.");
    assert_eq!(service.get_json("/register/allowed").await.json()["reason"], "weekend");
    let page = service.get("/register").await;
    assert_eq!(page.header("location"), "/register/closed?reason=weekend");
}

#[tokio::test]
async fn function_selects_form() {
    let (service, _function) = with_response("form", json!({ "form": "terms" })).await;
    let answer = service.register("ann", "ann@example.com").await;
    assert_eq!(answer.errors(), [("terms".to_owned(), "not_accepted".to_owned())]);
}

#[tokio::test]
async fn function_can_activate_or_refuse_registration() {
    let (service, function) = with_response("register", json!({ "allowed": true, "status": "active" })).await;
    let answer = service.register("ann", "ann@example.com").await;
    assert_eq!((answer.status.as_u16(), &answer.json()["user"]["status"]), (201, &json!("active")));
    let event: Value = serde_json::from_str(service.events().await[0]["Detail"].as_str().unwrap()).unwrap();
    assert_eq!(event["sender"], function.backend);

    let errors =
        json!({ "errors": [{ "field": "username", "code": "not_known", "message": "Ask for a badge first." }] });
    let (service, _function) = with_response("register", errors).await;
    let refused = service.register("ann", "ann@example.com").await;
    assert_eq!(refused.errors(), [("username".to_owned(), "not_known".to_owned())]);

    let (service, _function) = with_response("register", json!({ "allowed": false, "reason": "full" })).await;
    assert_eq!(service.register("ann", "ann@example.com").await.problem(), denied("full"));
    assert!(service.items().await.is_empty());
}

#[tokio::test]
async fn function_can_stop_activation() {
    let no = json!({ "allowed": false, "reason": "on_hold", "message": "Your account is on hold." });
    let (service, _function) = with(move |call| match call["method"].as_str().unwrap() {
        "activate" | "activatable" => no.clone(),
        _ => json!({ "not_implemented": true }),
    })
    .await;
    let link = service.pending("ann", "ann@example.com").await;
    let handle = service.handle_for(&link).await.unwrap();
    let request = service.request(reqwest::Method::GET, &link).header("accept", "application/json");
    assert_eq!(Answer::of(request.header("registration", handle)).await.problem(), denied("on_hold"));
    let start_over = start_over_path(&link);
    assert_eq!(service.get_json(&start_over).await.problem(), denied("on_hold"));
    let body = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD });
    assert_eq!(service.post_json(&start_over, &body).await.problem(), denied("on_hold"));
    assert_eq!(service.activate(&link).await.problem(), denied("on_hold"));
    assert_eq!(service.signals().await.len(), 1);
}

#[tokio::test]
async fn function_sets_redirect() {
    let function = Function::start(|call| match call["method"].as_str().unwrap() {
        "post_registration_redirect" => json!({ "redirect": "https://app.example.com/welcome" }),
        _ => json!({ "not_implemented": true }),
    });
    let function = function.await;
    let service = Service::with(&[
        ("REGISTRATION_BACKEND", function.backend.as_str()),
        ("REGISTRATION_REDIRECT_ORIGINS", "https://www.example.com, https://App.example.com:443/"),
    ])
    .await;
    let policy = service.get("/register").await.header("content-security-policy").to_owned();
    let form_action = "form-action 'self' https://www.example.com https://app.example.com;";
    assert!(policy.contains(form_action), "{policy}");
    assert_eq!(service.register("ann", "ann@example.com").await.json()["next"], "https://app.example.com/welcome");
    let calls = function.calls();
    let call = calls.iter().find(|call| call["method"] == "post_registration_redirect").unwrap();
    assert_eq!(call["user"]["username"], "ann");
}

#[tokio::test]
async fn invalid_response_returns_503_and_stores_nothing() {
    for (method, answer) in wrong_answers() {
        let (service, _function) = with_response(method, answer.clone()).await;
        let refused = service.register("ann", "ann@example.com").await;
        assert_eq!(refused.problem(), (503, "service_unavailable".to_owned()), "{method} {answer}");
        assert_eq!(refused.header("retry-after"), "5");
        assert!(service.items().await.is_empty(), "{method} {answer}");
    }
}

/// Returns the schema of a request or answer.
fn schema(document: &str, definition: Option<&str>) -> jsonschema::Validator {
    let mut schema: Value = serde_json::from_str(document).unwrap();
    if let Some(definition) = definition {
        schema = json!({ "$ref": format!("#/$defs/{definition}"), "$defs": schema["$defs"] });
    }
    jsonschema::validator_for(&schema).unwrap()
}

const CALL: &str = include_str!("../infra/backend/call.schema.json");
const ANSWER: &str = include_str!("../infra/backend/answer.schema.json");

#[tokio::test]
async fn every_call_matches_its_schema() {
    let yes = |call: &Value| match call["method"].as_str().unwrap() {
        "form" | "post_registration_redirect" | "post_activation_redirect" => json!({ "not_implemented": true }),
        _ => json!({ "allowed": true }),
    };
    let forms = Forms::new();
    let (service, function) = with_settings(&forms.settings(), yes).await;
    assert_eq!(service.post_json("/register", &consents::body("ann", "ann@example.com")).await.status, 202);
    let link = service.link_to("ann@example.com").await;
    service.open(&link).await;
    service.activate(&link).await;
    let mut methods = function.methods();
    methods.sort();
    methods.dedup();
    assert_eq!(methods.len(), 7, "{methods:?}");
    let schema = schema(CALL, None);
    for call in function.calls() {
        if let Some(user) = call.get("user") {
            assert_eq!(user["consents"][0]["version"], "2026-11", "{call}");
        }
        let wrong: Vec<_> = schema.iter_errors(&call).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:?} in {call}");
    }
}

#[test]
fn schema_accepts_only_valid_responses() {
    for (method, answer) in [
        ("registration_allowed", json!({ "allowed": true })),
        ("registration_allowed", json!({ "allowed": false, "reason": "weekend", "message": "Come back on Monday." })),
        ("form", json!({ "form": "terms" })),
        ("register", json!({ "allowed": true })),
        ("register", json!({ "allowed": true, "status": "active" })),
        ("register", json!({ "allowed": false, "reason": "full" })),
        ("register", json!({ "errors": [{ "field": "username", "code": "x", "message": "Ask for a badge first." }] })),
        ("activate", json!({ "allowed": false, "reason": "on_hold" })),
        ("post_activation_redirect", json!({ "redirect": "/welcome" })),
    ] {
        assert!(schema(ANSWER, Some(method)).is_valid(&answer), "{method} {answer}");
    }
    for (method, answer) in wrong_answers().into_iter().filter(|(_, answer)| answer.is_object()) {
        assert_eq!(schema(ANSWER, Some(method)).is_valid(&answer), method == "form", "{method} {answer}");
    }
}

/// Returns answers that the service cannot use.
fn wrong_answers() -> Vec<(&'static str, Value)> {
    vec![
        ("registration_allowed", json!({ "allowed": "yes" })),
        ("registration_allowed", json!({ "allowed": false })),
        ("registration_allowed", json!({ "allowed": false, "reason": "Not a code" })),
        ("registration_allowed", json!({ "alowed": true })),
        ("registration_allowed", json!([])),
        ("registration_allowed", json!("this is not JSON")),
        ("registration_allowed", json!({ "errorMessage": "KeyError: 'x'", "errorType": "KeyError" })),
        ("registration_allowed", json!(500)),
        ("registration_allowed", json!(404)),
        ("form", json!({ "form": "none" })),
        ("register", json!({})),
        ("register", json!({ "allowed": false })),
        ("register", json!({ "allowed": true, "status": "disabled" })),
        ("register", json!({ "errors": [{ "field": "email", "code": "x", "message": "two\nlines" }] })),
    ]
}

#[tokio::test]
async fn function_timeout_returns_503() {
    let (service, _function) = with_response("registration_allowed", Value::Null).await;
    assert_eq!(service.register("ann", "ann@example.com").await.problem().0, 503);
}

#[tokio::test]
async fn invalid_redirect_keeps_registration() {
    for answer in [
        json!({ "redirect": "javascript:alert(1)" }),
        json!({ "redirect": "//evil.example" }),
        json!({ "redirect": "/\\evil.example" }),
        json!({ "redirect": "/\t/evil.example" }),
        json!({ "redirect": "https://not-listed.example.com/" }),
        json!(500),
    ] {
        let (service, _function) = with_response("post_registration_redirect", answer.clone()).await;
        let registered = service.register("ann", "ann@example.com").await;
        assert_eq!(registered.status, 202, "{answer}");
        assert_eq!(registered.json()["next"], "/register/complete", "{answer}");
    }
}

#[tokio::test]
#[ignore = "needs Python 3: `.ci/run` runs it"]
async fn python_example_is_a_backend() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/python-backend/backend.py");
    let mut python = tokio::process::Command::new("python3")
        .args([script, "0"])
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("python3 is installed");
    let mut lines = BufReader::new(python.stdout.take().unwrap()).lines();
    let backend = lines.next_line().await.unwrap().expect("a line with its URL");
    let service = Service::with(&[("REGISTRATION_BACKEND", &backend)]).await;

    let answer = service.register("ann", "ann@example.com").await;
    assert_eq!(answer.problem(), denied("badge_required"));
    let visitor = service.register_at("/register?badge=visitor", "ann", "ann@example.com").await;
    assert_eq!((visitor.status.as_u16(), &visitor.json()["status"]), (202, &json!("pending")));
    let staff = service.register_at("/register?badge=staff", "bob", "bob@example.com").await;
    assert_eq!((staff.status.as_u16(), &staff.json()["status"]), (201, &json!("active")));
    let reserved = service.register_at("/register?badge=staff", "Security", "eve@example.com").await;
    assert_eq!(reserved.errors(), [("username".to_owned(), "reserved".to_owned())]);
    let link = service.link_to("ann@example.com").await;
    assert_eq!(service.activate(&link).await.json()["status"], "active");
}
