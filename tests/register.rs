//! `POST /register`, and `GET` when registration is closed.

use serde_json::{Value, json};

use crate::support::{Answer, OTHER_PASSWORD, PASSWORD, Service, signals};

const FIELDS: [(&str, &str); 4] =
    [("username", "ann"), ("email", "ann@example.com"), ("password", PASSWORD), ("password_confirm", PASSWORD)];

#[tokio::test]
async fn submitted_page_redirects_and_sends_mail() {
    let service = Service::start().await;
    let answer = service.post_form("/register", &FIELDS).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/register/complete"));
    assert_eq!(service.get("/register/complete").await.status, 200);
    assert_eq!(service.mails().await.len(), 1);
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann")]));
}

/// Returns the body of an answer without the handle, which is different in each.
fn without_handle(answer: &Answer) -> Value {
    let mut body = answer.json();
    let handle = body.as_object_mut().unwrap().remove("registration").expect("a handle");
    assert_eq!(handle.as_str().unwrap().len(), 59);
    body
}

#[tokio::test]
async fn json_client_gets_pending_status() {
    let service = Service::start().await;
    let answer = service.register("ann", "ann@example.com").await;
    assert_eq!(answer.status, 202);
    assert_eq!(
        without_handle(&answer),
        json!({ "status": "pending", "next": "/register/complete", "activation_by": ["link", "code"] })
    );
    assert_eq!(service.mails().await.len(), 1);
}

#[tokio::test]
async fn username_differing_in_case_is_taken() {
    let service = Service::start().await;
    service.register("Zoë", "zoe@example.com").await;
    let answer = service.register_with("zOË", "other@example.com", OTHER_PASSWORD).await;
    assert_eq!(answer.errors(), [("username".to_owned(), "taken".to_owned())]);
    assert_eq!(service.mails().await.len(), 1, "a refused registration mails nobody");
    assert_eq!(service.signals().await, signals(&[("user_registered", "Zoë")]));
}

#[tokio::test]
async fn name_is_free_once_registration_expires() {
    let service = Service::with(&[("REGISTRATION_ACTIVATION_PERIOD", "2s")]).await;
    assert_eq!(service.register("ann", "ann@example.com").await.status, 202);
    service.advance(1);
    assert_eq!(service.register_with("ann", "second@example.com", OTHER_PASSWORD).await.status, 422);
    service.advance(1);
    assert_eq!(service.register("ann", "third@example.com").await.status, 202);
}

#[tokio::test]
async fn unknown_fields_are_ignored() {
    let service = Service::start().await;
    let body = json!({
        "username": "ann", "email": "ann@example.com", "password": PASSWORD,
        "status": "active", "id": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "is_superuser": true, "next": "https://evil.example",
        "expires_at": 0, "sender": "admin",
    });
    let answer = service.post_json("/register", &body).await;
    assert_eq!(
        without_handle(&answer),
        json!({ "status": "pending", "next": "/register/complete", "activation_by": ["link", "code"] })
    );
    let user = service.item("USER#").await;
    assert_eq!(user["status"].as_s().unwrap(), "pending");
    assert_ne!(user["pk"].as_s().unwrap(), "USER#01ARZ3NDEKTSV4RRFFQ69G5FAV");
    assert!(!user.contains_key("is_superuser") && !user.contains_key("next"));
}

#[tokio::test]
async fn registered_address_is_not_revealed() {
    let service = Service::start().await;
    let fresh = service.register("ann", "ann@example.com").await;
    let link = service.link_to("ann@example.com").await;
    service.activate(&link).await;

    let again = service.register("bob", "ANN@example.com").await;
    assert_eq!((again.status, without_handle(&again)), (fresh.status, without_handle(&fresh)));
    let mails = service.mails().await;
    assert_eq!(mails[1]["subject"], "You already have an account at Example");
    assert!(!mails[1]["text"].as_str().unwrap().contains("/activate/"), "{}", mails[1]["text"]);
}

#[tokio::test]
async fn closed_registration_is_reported_on_every_route() {
    let service = Service::with(&[("REGISTRATION_OPEN", "false")]).await;
    for answer in [service.get("/register").await, service.post_form("/register", &FIELDS).await] {
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/register/closed"));
    }
    let denied = (403, "registration_closed".to_owned());
    assert_eq!(service.get_json("/register").await.problem(), denied);
    assert_eq!(service.register("ann", "ann@example.com").await.problem(), denied);
    assert_eq!(service.get("/register/closed").await.status, 200);
    assert!(service.items().await.is_empty() && service.mails().await.is_empty());
}
