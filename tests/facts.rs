//! The source address and the user agent of requests: how long they are kept, and whether signals have them.

use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::Value;

use crate::consents::Forms;
use crate::support::{Item, Service};

const DAY: i64 = 24 * 3600;

/// Returns the names of the attributes of a stored request.
fn request(user: &Item, name: &str) -> Vec<String> {
    let mut names: Vec<_> = user[name].as_m().unwrap().keys().cloned().collect();
    names.sort();
    names
}

/// Removes the expired items, and lets the functions react.
async fn expire(service: &Service) {
    service.local.sweep_expired().await.unwrap();
    service.local.settle().await;
}

/// Returns the contents of all signals.
async fn details(service: &Service) -> Vec<Value> {
    let events = service.events().await;
    events.iter().map(|event| serde_json::from_str(event["Detail"].as_str().unwrap()).unwrap()).collect()
}

#[tokio::test]
async fn facts_are_removed_after_period() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    service.advance(3 * DAY);
    assert_eq!(service.activate(&link).await.status, 200);
    service.advance(27 * DAY - 1);
    expire(&service).await;
    let user = service.item("USER#").await;
    assert_eq!(request(&user, "registration_request"), ["id", "ip"]);
    assert_eq!(request(&user, "activation_request"), ["id", "ip"]);

    service.advance(2);
    expire(&service).await;
    let user = service.item("USER#").await;
    assert_eq!(request(&user, "registration_request"), ["id"]);
    assert_eq!(request(&user, "activation_request"), ["id"]);
    assert!(service.items().await.keys().all(|pk| !pk.starts_with("FACTS#")));
    // The removal is no change that signals are about, and the user can be found as before.
    assert_eq!(service.signals().await.len(), 2);
    assert_eq!(service.operator("users show ann").await.unwrap()[0]["status"], "active");
}

#[tokio::test]
async fn short_period_lasts_as_long_as_pending_registration() {
    let settings = [("REGISTRATION_FACTS_PERIOD", "1h"), ("REGISTRATION_ACTIVATION_PERIOD", "2d")];
    let service = Service::with(&settings).await;
    let link = service.pending("ann", "ann@example.com").await;
    service.register("bob", "bob@example.com").await;
    service.advance(DAY);
    expire(&service).await;
    assert_eq!(service.activate(&link).await.status, 200);
    service.advance(DAY + 1);
    // The user who did not activate is gone, and the removal of the facts finds no user.
    expire(&service).await;
    let user = service.item("USER#").await;
    assert_eq!(user["username"], AttributeValue::S("ann".to_owned()));
    assert_eq!(request(&user, "activation_request"), ["id"]);
    assert!(service.items().await.keys().all(|pk| !pk.starts_with("FACTS#")));
}

#[tokio::test]
async fn user_without_activation_request_loses_facts() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "simple")]).await;
    service.register("ann", "ann@example.com").await;
    service.advance(30 * DAY + 1);
    expire(&service).await;
    let user = service.item("USER#").await;
    assert_eq!(request(&user, "registration_request"), ["id"]);
}

#[tokio::test]
async fn off_keeps_no_facts() {
    let forms = Forms::new();
    let service = forms.service(&[("REGISTRATION_FACTS_PERIOD", "off")]).await;
    let body = crate::consents::body("ann", "ann@example.com");
    assert_eq!(service.post_json("/register", &body).await.status, 202);
    let link = service.link_to("ann@example.com").await;
    assert_eq!(service.activate(&link).await.status, 200);
    let items = service.items().await;
    let all = format!("{items:?}");
    assert!(!all.contains("user_agent") && !all.contains("\"ip\"") && !all.contains("FACTS#"), "{all}");
    let signals = details(&service).await;
    assert_eq!(signals.len(), 2);
    for signal in signals {
        assert_eq!((signal["request"].get("ip"), signal["request"].get("user_agent")), (None, None), "{signal}");
    }
}

#[tokio::test]
async fn signals_can_be_without_facts() {
    let forms = Forms::new();
    let service = forms.service(&[("REGISTRATION_SIGNAL_FACTS", "false")]).await;
    let body = crate::consents::body("ann", "ann@example.com");
    assert_eq!(service.post_json("/register", &body).await.status, 202);
    let signal = details(&service).await.remove(0);
    assert_eq!((signal["request"].get("ip"), signal["request"]["id"].is_string()), (None, true), "{signal}");
    assert_eq!(signal["user"]["consents"][0]["version"], "2026-11");
    assert_eq!(signal["user"]["consents"][0].get("ip"), None, "{signal}");
    let user = service.item("USER#").await;
    assert!(request(&user, "registration_request").contains(&"ip".to_owned()));
    assert!(format!("{:?}", user["consents"]).contains("127.0.0.1"));
}

#[tokio::test]
async fn consent_keeps_source_address() {
    let forms = Forms::new();
    let service = forms.service(&[]).await;
    let body = crate::consents::body("ann", "ann@example.com");
    assert_eq!(service.post_json("/register", &body).await.status, 202);
    let link = service.link_to("ann@example.com").await;
    assert_eq!(service.activate(&link).await.status, 200);
    service.advance(30 * DAY + 1);
    expire(&service).await;
    let user = service.item("USER#").await;
    assert!(!request(&user, "registration_request").contains(&"ip".to_owned()));
    assert!(format!("{:?}", user["consents"]).contains("127.0.0.1"));
}

#[tokio::test]
async fn built_in_terms_record_their_version() {
    let terms = [
        ("REGISTRATION_FORM", "terms"),
        ("REGISTRATION_TERMS_URL", "https://example.com/terms"),
        ("REGISTRATION_TERMS_VERSION", "2026-11"),
    ];
    let service = Service::with(&terms).await;
    let page = service.get("/register").await.body;
    assert!(page.contains("type=\"checkbox\" value=\"2026-11\""), "{page}");
    let schema = service.get_json("/register").await.json();
    assert_eq!(schema["properties"]["terms"]["x-document"], "https://example.com/terms");
    let mut body = crate::consents::body("ann", "ann@example.com");
    body.as_object_mut().unwrap().remove("age");
    assert_eq!(service.post_json("/register", &body).await.status, 202);
    let user = service.item("USER#").await;
    let consents = format!("{:?}", user["private_consents"]);
    assert!(consents.contains("2026-11") && consents.contains("https://example.com/terms"), "{consents}");

    let unversioned = Service::with(&terms[..1]).await;
    assert_eq!(unversioned.post_json("/register", &body).await.status, 202);
    assert!(!unversioned.item("USER#").await.contains_key("private_consents"));
}
