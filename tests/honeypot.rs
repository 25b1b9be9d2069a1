//! The honeypot field.

use serde_json::{Value, json};

use crate::support::{Answer, Function, PASSWORD, Service};

/// The name of the honeypot field.
const FIELD: &str = "comment_subject";

fn body() -> Value {
    json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD, FIELD: "Cheap watches" })
}

async fn assert_no_effects(service: &Service) {
    assert!(service.items().await.is_empty());
    assert!(service.mails().await.is_empty());
    assert!(service.events().await.is_empty());
}

#[tokio::test]
async fn honeypot_is_hidden_from_people_and_assistive_tools() {
    let service = Service::start().await;
    let page = service.get("/register").await.body;
    let field =
        page.split("<div class=\"nobody\" aria-hidden=\"true\">").nth(1).unwrap().split("</div>").next().unwrap();
    for part in
        ["name=\"comment_subject\"", "tabindex=\"-1\"", "autocomplete=\"off\"", ">Leave this field empty</label>"]
    {
        assert!(field.contains(part), "{part} is not in {field}");
    }
    let css = service.get("/register/style.css").await.body;
    assert!(css.contains(".nobody { position: absolute;"), "{css}");
}

#[tokio::test]
async fn filled_honeypot_redirects_and_stores_nothing() {
    let service = Service::start().await;
    let fields = [
        ("username", "ann"),
        ("email", "ann@example.com"),
        ("password", PASSWORD),
        ("password_confirm", PASSWORD),
        (FIELD, "Cheap watches"),
    ];
    let answer = service.post_form("/register", &fields).await;
    assert_no_effects(&service).await;
    let mut empty = fields;
    empty[4].1 = "";
    let usual = service.post_form("/register", &empty).await;
    assert_eq!((answer.status, answer.header("location")), (usual.status, usual.header("location")));
    assert_eq!(service.mails().await.len(), 1, "an empty one is a person's");
}

/// Returns the status of an answer, and the names in it.
fn shape(answer: &Answer) -> (u16, Vec<String>, Vec<String>) {
    let document = answer.json();
    let names = |value: &Value| value.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default();
    (answer.status.as_u16(), names(&document), names(&document["user"]))
}

#[tokio::test]
async fn filled_honeypot_gets_normal_json_response() {
    for backend in ["default", "simple", "approval"] {
        let variables = [("REGISTRATION_BACKEND", backend), ("REGISTRATION_APPROVERS", "ops@example.com")];
        let service = Service::with(&variables).await;
        let answer = service.post_json("/register", &body()).await;
        assert_no_effects(&service).await;
        let usual = service.register("ann", "ann@example.com").await;
        assert_eq!(shape(&answer), shape(&usual), "{backend}");
        assert_eq!(answer.json()["next"], usual.json()["next"], "{backend}");
    }
}

#[tokio::test]
async fn filled_honeypot_keeps_validation_errors() {
    let service = Service::start().await;
    let mut wrong = body();
    wrong["email"] = "ann".into();
    let answer = service.post_json("/register", &wrong).await;
    assert_eq!(answer.errors(), [("email".to_owned(), "invalid".to_owned())]);
}

#[tokio::test]
async fn filled_honeypot_skips_register_of_function() {
    let function = Function::start(|call| match call["method"].as_str().unwrap() {
        "registration_allowed" => json!({ "allowed": true }),
        _ => json!({ "not_implemented": true }),
    })
    .await;
    let service = Service::with(&[("REGISTRATION_BACKEND", &function.backend)]).await;
    assert_eq!(service.post_json("/register", &body()).await.status, 202);
    assert_eq!(function.methods(), ["registration_allowed", "form"]);
    assert_no_effects(&service).await;
}

#[tokio::test]
async fn custom_field_replaces_honeypot() {
    let folder = tempfile::tempdir().unwrap();
    let form = json!({
        "type": "object",
        "properties": {
            "email": { "type": "string", "title": "Address" },
            "password": { "type": "string", "title": "Password" },
            FIELD: { "type": "string", "title": "What is it about?" },
        },
        "required": ["email", "password"],
    });
    std::fs::write(folder.path().join("contact.json"), form.to_string()).unwrap();
    let folder = folder.path().to_str().unwrap();
    let service = Service::with(&[("REGISTRATION_FORMS_DIR", folder), ("REGISTRATION_FORM", "contact")]).await;
    let page = service.get("/register").await.body;
    assert_eq!(page.matches("name=\"comment_subject\"").count(), 1);
    assert!(!page.contains("class=\"nobody\""), "{page}");
    assert_eq!(service.post_json("/register", &body()).await.status, 202);
    assert_eq!(service.item("USER#").await["private_fields"].as_m().unwrap()[FIELD].as_s().unwrap(), "Cheap watches");
}
