//! Whatever `infra/openapi.yaml` says may be answered is answered. That nothing else is, every test sees.

use futures_util::future::join_all;
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use crate::feedback::{PAUSE, bounces};
use crate::support::{
    Answer, BROWSER, OpenApi, PASSWORD, Provider, ProviderFault, ResponseCoverage, ResponseKind, SITE_KEY, Service,
    SiteverifyServer,
};

/// Nothing listens there.
const NOWHERE: &str = "http://127.0.0.1:1";
/// Of a key and of a code that nobody was given.
const UNKNOWN: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const FORM: &str = "application/x-www-form-urlencoded";
const BOTH: [&str; 2] = [BROWSER, "application/json"];

/// An example in the description.
fn example(name: &str) -> Value {
    OpenApi::get().document["components"]["examples"][name]["value"].clone()
}

/// Reads a path in every way.
async fn read(service: &Service, path: &str) {
    for method in [Method::GET, Method::HEAD] {
        join_all(BOTH.map(|accept| Answer::of(service.request(method.clone(), path).header("accept", accept)))).await;
    }
}

/// Sends a body to a path, and is answered in every way.
async fn send(service: &Service, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u16> {
    let answers = BOTH.map(|accept| {
        let request = service.request(method.clone(), path).header("accept", accept).body(body.to_owned());
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        Answer::of(request.headers(headers.collect::<HeaderMap>()))
    });
    join_all(answers).await.iter().map(|answer| answer.status.as_u16()).collect()
}

async fn post(service: &Service, path: &str) -> Vec<u16> {
    send(service, Method::POST, path, &[("content-type", FORM)], "").await
}

/// What cannot be read, wherever it is sent.
async fn unreadable(service: &Service, path: &str) {
    let large = "a".repeat(64 * 1024 + 1);
    for (header, value, body, status) in [
        ("idempotency-key", "a b", "", 400),
        ("sec-fetch-site", "cross-site", "", 403),
        ("content-type", FORM, large.as_str(), 413),
    ] {
        assert_eq!(send(service, Method::POST, path, &[(header, value)], body).await, [status; 2], "{path}: {header}");
    }
}

/// What only a path that reads its body minds.
async fn misread(service: &Service, path: &str) {
    for (content_type, body, status) in [("application/json", "[]", 400), ("text/plain", "", 415), (FORM, "", 422)] {
        let answers = send(service, Method::POST, path, &[("content-type", content_type)], body).await;
        assert_eq!(answers, [status; 2], "{path}: {content_type}");
    }
}

async fn visit_every_path_with_bad_input() {
    let service = Service::start().await;
    let link = service.pending("bob", "bob@example.com").await;
    let paths = OpenApi::get().paths().map(|(path, _)| path.replace("/activate/{key}", &link));
    for path in paths.chain(["/nowhere".to_owned()]) {
        read(&service, &path).await;
        unreadable(&service, &path).await;
        send(&service, Method::PUT, &path, &[], "").await;
    }
    for path in ["/register", "/activate/resend"] {
        misread(&service, path).await;
    }
    read(&service, "/register?type=none").await;
    assert_eq!(post(&service, "/register?type=none").await, [404; 2]);
}

async fn visit_both_steps() {
    let service = Service::start().await;
    assert_eq!(service.post_json("/register", &example("Ann")).await.status, 202);
    let link = service.link_to("ann@example.com").await;
    let typed = example("AnnOnThePage");
    let typed: Vec<_> =
        typed.as_object().unwrap().iter().map(|(name, value)| (&**name, value.as_str().unwrap())).collect();
    assert_eq!(service.post_form("/register", &typed).await.status, 303, "again, and so it is put right");
    read(&service, &link).await;
    assert_eq!(post(&service, &link).await, [404; 2]);
    let link = service.link_to("ann@example.com").await;
    assert_eq!(service.post_json("/activate/resend", &example("AnnsAddress")).await.status, 202);
    assert_eq!(service.post_form("/activate/resend", &[("email", "ann@example.com")]).await.status, 303);
    assert_eq!(service.post_form(&link, &[]).await.status, 303);
    read(&service, &link).await;
    assert_eq!(post(&service, &link).await, [409; 2]);
    assert_eq!(service.register("Ann", "other@example.com").await.json(), example("Invalid"));
    assert_eq!(
        service.post_json("/activate/resend", &json!({ "email": "ann" })).await.json(),
        example("InvalidAddress")
    );

    let link = service.pending("bob", "bob@example.com").await;
    assert_eq!(service.post_json(&link, &Value::Null).await.status, 200);
    let link = service.pending("cas", "cas@example.com").await;
    service.advance(7 * 24 * 3600);
    read(&service, &link).await;
    assert_eq!(post(&service, &link).await, [410; 2]);
}

async fn visit_blocked_accounts() {
    for (status, expected) in [("disabled", 403), ("awaiting_approval", 409)] {
        let service = Service::start().await;
        let link = service.pending("ann", "ann@example.com").await;
        service.set_status(status).await;
        read(&service, &link).await;
        assert_eq!(post(&service, &link).await, [expected; 2]);
    }
}

async fn visit_simple_backend() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "simple")]).await;
    assert_eq!(service.register("ann", "ann@example.com").await.status, 201);
    let link = format!("/activate/{UNKNOWN}");
    read(&service, &link).await;
    assert_eq!(post(&service, &link).await, [404; 2]);
    let address = [("content-type", FORM)];
    assert_eq!(send(&service, Method::POST, "/activate/resend", &address, "email=a@b.example").await, [404; 2]);
}

/// The reasons not to register.
async fn denied() {
    let gated = ("REGISTRATION_BACKEND", "gated");
    let hash = "0".repeat(64);
    for settings in [
        &[("REGISTRATION_OPEN", "false")][..],
        &[gated, ("REGISTRATION_CREDENTIAL_SHA256", &hash)],
        &[gated, ("REGISTRATION_REQUIRED_CLAIM", "role:recruiter")],
    ] {
        let service = Service::with(settings).await;
        for path in ["/register", "/register/allowed"] {
            read(&service, path).await;
        }
        assert_eq!(post(&service, "/register").await, [303, 403]);
        let wrong = [("content-type", FORM), ("authorization", "Bearer wrong")];
        assert_eq!(send(&service, Method::POST, "/register", &wrong, "").await, [303, 403]);
    }
    let service = Service::with(&[PAUSE]).await;
    service.pending("ann", "ann@example.com").await;
    bounces(&service, 0..41).await;
    assert_eq!(service.get_json("/register").await.status, 403);
}

async fn invited() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "invitation")]).await;
    let invite = async |options: &str| {
        let invitation = service.operator(format!("invite create {options}").trim_end()).await.unwrap();
        invitation["code"].as_str().unwrap().to_owned()
    };
    let bound = invite("--email bob@example.com").await;
    let register = format!("/register?invitation={bound}");
    assert_eq!(service.register_at(&register, "ann", "ann@example.com").await.status, 422);
    assert_eq!(service.register_at(&register, "bob", "bob@example.com").await.status, 201);
    let (revoked, expired) = (invite("").await, invite("--expires 1h").await);
    service.operator(&format!("invite revoke {revoked}")).await.unwrap();
    service.advance(3600);
    for code in ["", UNKNOWN, &bound, &revoked, &expired] {
        assert_eq!(service.get_json(&format!("/register?invitation={code}")).await.status, 403, "{code}");
    }
}

/// What is wrong with fields.
async fn refused() {
    let folder = tempfile::tempdir().unwrap();
    let form = json!({
        "type": "object",
        "properties": {
            "username": { "type": "string" }, "email": { "type": "string" }, "password": { "type": "string" },
            "seats": { "type": "integer", "minimum": 1, "maximum": 500 }, "plan": { "type": "string", "enum": ["Trial"] },
            "terms": { "type": "boolean", "const": true },
        },
        "required": ["email", "password"],
    });
    std::fs::write(folder.path().join("business.json"), form.to_string()).unwrap();
    let service = Service::with(&[
        ("REGISTRATION_FORMS_DIR", folder.path().to_str().unwrap()),
        ("REGISTRATION_FORM", "business"),
        ("REGISTRATION_REFUSED_DOMAINS", "refused.example"),
    ])
    .await;
    for (field, value) in [
        ("email", json!("")),
        ("username", json!("a b")),
        ("username", json!("a".repeat(151))),
        ("username", json!("admin")),
        ("username", json!("p\u{430}ypal")),
        ("email", json!("ann@refused.example")),
        ("password", json!("short")),
        ("password", json!("qwertyuiopasdfg")),
        ("password", json!("annabelle and her cats")),
        ("seats", json!(0)),
        ("seats", json!(501)),
        ("plan", json!("Team")),
        ("terms", json!(false)),
    ] {
        let mut body =
            json!({ "username": "annabelle", "email": "ann@example.com", "password": PASSWORD, "terms": true });
        body[field] = value;
        assert_eq!(service.post_json("/register", &body).await.status, 422, "{body}");
    }
    let body =
        json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD, "password_confirm": "other" });
    assert_eq!(Service::start().await.post_json("/register", &body).await.status, 422);
}

async fn checked() {
    let checker = SiteverifyServer::start(Provider::Turnstile).await;
    let service = Service::with(&checker.variables()).await;
    assert_eq!(service.get_json("/register").await.json()["x-captcha"]["site_key"], SITE_KEY);
    let mut body = example("Ann");
    assert_eq!(service.post_json("/register", &body).await.status, 422);
    body["captcha"] = json!("made-up");
    assert_eq!(service.post_json("/register", &body).await.status, 422);
    checker.set_fault(ProviderFault::Fails);
    assert_eq!(service.post_json("/register", &body).await.status, 503);
}

async fn visit_without_table() {
    let out = ("AWS_ENDPOINT_URL_DYNAMODB", NOWHERE);
    let default = Service::with(&[out]).await;
    let invitation = Service::with(&[out, ("REGISTRATION_BACKEND", "invitation")]).await;
    let key = format!("/activate/{UNKNOWN}");
    let (form, allowed) =
        (format!("/register?invitation={UNKNOWN}"), format!("/register/allowed?invitation={UNKNOWN}"));
    let address = [("content-type", FORM)];
    let ann = format!("username=ann&email=ann@example.com&password={PASSWORD}&password_confirm={PASSWORD}");
    let ((), (), (), activated, resent, registered) = tokio::join!(
        read(&invitation, &form),
        read(&invitation, &allowed),
        read(&default, &key),
        post(&default, &key),
        send(&default, Method::POST, "/activate/resend", &address, "email=ann@example.com"),
        send(&default, Method::POST, "/register", &address, &ann),
    );
    assert_eq!([activated, resent, registered], [[503; 2]; 3]);
}

#[tokio::test]
async fn every_described_response_occurs() {
    drop(ResponseCoverage::take());
    visit_every_path_with_bad_input().await;
    visit_both_steps().await;
    visit_blocked_accounts().await;
    visit_simple_backend().await;
    denied().await;
    invited().await;
    refused().await;
    checked().await;
    visit_without_table().await;

    let description = OpenApi::get();
    let seen = ResponseCoverage::take();
    let missing: Vec<ResponseKind> = description.answers().difference(&seen.answers).cloned().collect();
    assert!(missing.is_empty(), "described and not seen: {missing:#?}");

    let schemas = ["ProblemCode", "BuiltInReason", "BuiltInFieldErrorCode"]
        .map(|name| &description.document["components"]["schemas"][name]);
    let codes = schemas.iter().flat_map(|schema| schema["enum"].as_array().unwrap()).map(|code| code.as_str().unwrap());
    let missing: Vec<_> = codes.filter(|code| !seen.codes.contains(*code)).collect();
    assert_eq!(missing, ["internal_error"], "that one is a bug");

    let mut examples = description.problems();
    examples.push(example("StandardForm"));
    for example in examples {
        assert!(seen.documents.contains(&example), "nobody is answered like this: {example:#}");
    }
}
