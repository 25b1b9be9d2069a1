//! Repeated submissions, which are one registration.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, OTHER_PASSWORD, PASSWORD, Service};

async fn post(service: &Service, key: &str, body: &Value) -> Answer {
    let request = service.request(Method::POST, "/register").header("accept", "application/json");
    Answer::of(request.header("idempotency-key", key).json(body)).await
}

#[tokio::test]
async fn form_sent_twice_is_one_registration() {
    let service = Service::start().await;
    let form = service.get("/register").await.body;
    let key = form.split(r#"name="idempotency_key" value=""#).nth(1).unwrap().split('"').next().unwrap();
    let fields = [
        ("username", "ann"),
        ("email", "ann@example.com"),
        ("password", PASSWORD),
        ("password_confirm", PASSWORD),
        ("idempotency_key", key),
    ];
    for _ in 0..2 {
        let answer = service.post_form("/register", &fields).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/register/complete"));
    }
    assert_eq!(service.mails().await.len(), 1);
    assert_eq!(service.signals().await.len(), 1);
}

#[tokio::test]
async fn repeated_idempotency_key_is_one_registration() {
    let service = Service::start().await;
    let body = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD });
    let first = post(&service, "\"8e03978e\"", &body).await;
    let second = post(&service, "\"8e03978e\"", &body).await;
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (202, 202));
    assert_eq!(service.mails().await.len(), 1);
    let link = service.link_to("ann@example.com").await;
    for answer in [&second, &first] {
        let handle = answer.json()["registration"].as_str().unwrap().to_owned();
        let request = service.request(Method::GET, "/register/complete").header("accept", "application/json");
        assert_eq!(Answer::of(request.header("registration", &handle)).await.json()["status"], "pending");
    }
    let handle = first.json()["registration"].as_str().unwrap().to_owned();
    assert_eq!(service.activate_with(&link, Some(&handle)).await.status, 200);
    assert!(post(&service, "\"8e03978e\"", &body).await.json().get("registration").is_none(), "it is active");
}

fn reused() -> (u16, String) {
    (422, "idempotency_key_reused".to_owned())
}

#[tokio::test]
async fn key_with_another_body_returns_422() {
    for form in ["standard", "email"] {
        let service = Service::with(&[("REGISTRATION_FORM", form), ("REGISTRATION_FORMS", "terms")]).await;
        let body = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD });
        assert_eq!(post(&service, "1", &body).await.status, 202);
        for (field, value) in [("username", "bob"), ("email", "bob@example.com"), ("password", OTHER_PASSWORD)] {
            let mut other = body.clone();
            other[field] = value.into();
            let answer = post(&service, "1", &other).await;
            if form == "email" && field == "username" {
                assert_eq!(answer.status, 202, "the form has no such field");
            } else {
                assert_eq!(answer.problem(), reused(), "{form} {field}");
            }
        }
        let mut in_body = body.clone();
        (in_body["idempotency_key"], in_body["email"]) = ("1".into(), "bob@example.com".into());
        assert_eq!(service.post_json("/register", &in_body).await.problem(), reused(), "a field of the body");
        let request = service.request(Method::POST, "/register?type=terms").header("accept", "application/json");
        let mut other = body.clone();
        other["terms"] = true.into();
        assert_eq!(Answer::of(request.header("idempotency-key", "1").json(&other)).await.problem(), reused(), "type");
        assert_eq!(post(&service, "1", &body).await.status, 202, "the first body");
        assert_eq!((service.signals().await.len(), service.mails().await.len()), (1, 1));
        service.advance(8 * 24 * 3600);
        let mut other = body.clone();
        (other["username"], other["email"]) = ("bob".into(), "bob@example.com".into());
        assert_eq!(post(&service, "1", &other).await.status, 202, "the registration has expired");
    }
}

#[tokio::test]
async fn page_key_may_come_with_another_registration() {
    let service = Service::start().await;
    for name in ["ann", "bob"] {
        let email = format!("{name}@example.com");
        let fields = [
            ("username", name),
            ("email", &email),
            ("password", PASSWORD),
            ("password_confirm", PASSWORD),
            ("idempotency_key", "the-key-of-this-form"),
        ];
        assert_eq!(service.post_form("/register", &fields).await.status, 303, "{name} went back to the form");
    }
    assert_eq!(service.signals().await.len(), 2);
}

#[tokio::test]
async fn wrong_passwords_at_repetition_are_counted_and_end() {
    let service = Service::start().await;
    let body = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD });
    let first = post(&service, "1", &body).await.json();
    let mut guess = body.clone();
    for n in 0..5 {
        guess["password"] = format!("{OTHER_PASSWORD} {n}").into();
        assert_eq!(post(&service, "1", &guess).await.problem(), reused(), "{n}");
    }
    assert_eq!(post(&service, "1", &body).await.problem(), reused(), "the right one, too");
    let link = service.link_to("ann@example.com").await;
    let answer = service.activate_with(&link, first["registration"].as_str()).await;
    assert_eq!(answer.status, 200, "the first answer's handle works");
}
