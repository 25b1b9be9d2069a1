//! The same submission twice is one registration.

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
    assert_eq!(first.json(), second.json());
    assert_eq!(service.mails().await.len(), 1);
}

#[tokio::test]
async fn reused_key_with_other_password_is_refused() {
    let service = Service::start().await;
    let body = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD });
    assert_eq!(post(&service, "1", &body).await.status, 202);
    let mut other = body.clone();
    other["password"] = OTHER_PASSWORD.into();
    for key in ["1", "2"] {
        assert_eq!(post(&service, key, &other).await.errors(), [("username".to_owned(), "taken".to_owned())], "{key}");
    }
    assert_eq!(service.signals().await.len(), 1);
}
