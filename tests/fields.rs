//! What is accepted as username, address and password, and what is said of the rest.

use serde_json::{Value, json};

use crate::support::{OTHER_PASSWORD, PASSWORD, Service, signals};

/// The only error of a registration that one field stands in the way of.
async fn error(service: &Service, field: &str, value: &str) -> Option<String> {
    let mut body = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD });
    body[field] = value.into();
    let answer = service.post_json("/register", &body).await;
    if answer.status == 202 {
        return None;
    }
    let errors = answer.errors();
    assert_eq!(errors.len(), 1, "{field} {value:?}: {errors:?}");
    assert_eq!(errors[0].0, field, "{value:?}");
    Some(errors[0].1.clone())
}

#[tokio::test]
async fn each_refused_value_has_its_code() {
    let service = Service::start().await;
    let (long, long_password) = ("é".repeat(151), "a b c".repeat(52));
    for (field, value, code) in [
        ("username", "", "required"),
        ("username", long.as_str(), "too_long"),
        ("username", "ann lee", "invalid"),
        ("username", "ann\n", "invalid"),
        ("username", "\u{202e}nna", "invalid"),
        ("username", "Ａｄｍｉｎ", "reserved"),
        ("username", ".well-known-thing", "reserved"),
        ("username", "аnn", "look_alike"),
        ("email", "", "required"),
        ("email", "ann@example.com\n", "invalid"),
        ("email", "ann@example.com,bob@example.com", "invalid"),
        ("email", "zoë@example.com", "invalid"),
        ("email", "ann@pаypal.com", "look_alike"),
        ("email", "аnn@example.com", "look_alike"),
        ("password", "", "required"),
        ("password", "14 characters.", "too_short"),
        ("password", long_password.as_str(), "too_long"),
        ("password", "QwertyUiopAsdfg", "too_common"),
        ("password", "zzzzzzzzzzzzzzzz", "too_common"),
        ("password", "the example of a site", "too_similar"),
    ] {
        assert_eq!(error(&service, field, value).await.as_deref(), Some(code), "{field} {value:?}");
    }
    assert!(service.items().await.is_empty(), "nothing is stored of it");
}

#[tokio::test]
async fn password_must_differ_from_name_address_and_site() {
    let service = Service::with(&[("REGISTRATION_SITE_NAME", "The Good Shop")]).await;
    for password in [
        "annabel is my name",
        "my name is Anna-Bel",
        "annabal 1234567890 x",
        "smith and a few more",
        "acme and a few more!",
        "thegoodshop is where",
    ] {
        let body = json!({ "username": "annabel", "email": "jane.smith@acme.example", "password": password });
        let errors = service.post_json("/register", &body).await.errors();
        assert_eq!(errors, [("password".to_owned(), "too_similar".to_owned())], "{password}");
    }
}

#[tokio::test]
async fn names_of_one_script_are_kept_as_typed() {
    let service = Service::start().await;
    for (n, username) in ["иван", "李雷", "محمد", "田中たろう", "김철수", "o.brien", "Zoë"].iter().enumerate()
    {
        let email = format!("user{n}@example.com");
        assert_eq!(service.register(username, &email).await.status, 202, "{username}");
        assert!(service.signals().await.contains(&signals(&[("user_registered", username)])[0]));
    }
}

#[tokio::test]
async fn confusable_name_is_taken() {
    let service = Service::start().await;
    for name in ["alice", "bob", "straßburger", "coco", "paypal"] {
        service.active(name, &format!("{name}@example.com").replace('ß', "ss")).await;
    }
    for name in ["ALICE", "ｂｏｂ", "STRASSBURGER", "сосо", "paypaI", "PAYPA1"] {
        let answer = service.register_with(name, "other@example.com", OTHER_PASSWORD).await;
        assert_eq!(answer.errors(), [("username".to_owned(), "taken".to_owned())], "{name}");
    }
}

#[tokio::test]
async fn setting_replaces_reserved_names() {
    let service = Service::with(&[("REGISTRATION_RESERVED_NAMES", "acme*,boss")]).await;
    assert_eq!(error(&service, "username", "ACME-support").await.as_deref(), Some("reserved"));
    assert_eq!(error(&service, "username", "admin").await, None);
}

#[tokio::test]
async fn form_shows_configured_password_min_length() {
    let service = Service::with(&[("REGISTRATION_PASSWORD_MIN_LENGTH", "8")]).await;
    let schema = service.get_json("/register").await.json();
    assert_eq!(schema["properties"]["password"]["minLength"], 8);
    assert_eq!(schema["properties"]["password_confirm"]["minLength"], 8);
    assert!(service.get("/register").await.body.contains("At least 8 characters."));
    assert_eq!(error(&service, "password", "trustno1").await.as_deref(), Some("too_common"));
    assert_eq!(error(&service, "password", "7 signs").await.as_deref(), Some("too_short"));
    assert_eq!(error(&service, "password", "8 signs!").await, None);
}

#[tokio::test]
async fn international_domain_is_mailed_in_punycode() {
    let service = Service::start().await;
    let answer = service.register("ann", "Ann@BÜCHER.example").await;
    assert_eq!(answer.status, 202);
    assert_eq!(service.item("USER#").await["email"].as_s().unwrap(), "Ann@bücher.example");
    let link = service.link_to("ann@xn--bcher-kva.example").await;
    let user = service.post_json(&link, &Value::Null).await.json();
    assert_eq!(user["user"]["email"], "Ann@bücher.example");

    service.register("bob", "ann@xn--bcher-kva.example").await;
    assert_eq!(service.mails().await[1]["subject"], "You already have an account at Example");
}

#[tokio::test]
async fn password_is_normalised_before_comparison() {
    let service = Service::start().await;
    let (composed, decomposed) = ("Zo\u{eb} reads many books", "Zoe\u{308} reads many books");
    assert_eq!(service.register_with("ann", "ann@exmaple.com", composed).await.status, 202);
    assert_eq!(service.register_with("ann", "ann@example.com", decomposed).await.status, 202, "the same password");
}
