//! The events on the bus.

use serde_json::{Value, json};

use crate::consents::{self, Forms};
use crate::support::{Answer, PASSWORD, Service, signals};

macro_rules! schemas {
    ($($kind:literal),*) => {
        [$(($kind, include_str!(concat!("../infra/events/", $kind, ".schema.json")))),*]
    };
}

const SCHEMAS: [(&str, &str); 10] = schemas![
    "user_registered",
    "user_activated",
    "registration_approved",
    "registration_rejected",
    "registration_expired",
    "user_disabled",
    "user_enabled",
    "user_erased",
    "waitlist_joined",
    "waitlist_admitted"
];

/// Validates every sent event by its schema.
async fn assert_match_schemas(service: &Service, kinds: &[&str]) {
    let events = service.events().await;
    let sent: Vec<_> = events.iter().map(|event| event["DetailType"].as_str().unwrap()).collect();
    assert_eq!(sent, kinds);
    for event in &events {
        let schema = SCHEMAS.iter().find(|(kind, _)| event["DetailType"] == *kind).expect("a schema").1;
        // Consumers must accept later additions, but today's events have no fields outside the schema.
        let mut schema: Value = serde_json::from_str(schema).unwrap();
        for part in ["", "/properties/user", "/properties/place", "/properties/request"] {
            if let Some(part) = schema.pointer_mut(part) {
                part["additionalProperties"] = false.into();
            }
        }
        let schema = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        let detail: Value = serde_json::from_str(event["Detail"].as_str().unwrap()).unwrap();
        let wrong: Vec<_> = schema.iter_errors(&detail).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:?} in {detail}");
    }
}

#[tokio::test]
async fn every_signal_matches_its_schema() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    service.register("bob", "bob@example.com").await;
    service.local.settle().await;
    service.advance(8 * 24 * 3600);
    service.local.sweep_expired().await.unwrap();
    let kinds = ["user_registered", "user_activated", "user_registered", "registration_expired"];
    assert_match_schemas(&service, &kinds).await;

    let service = Service::with(&[("REGISTRATION_BACKEND", "simple"), ("REGISTRATION_FORM", "email")]).await;
    service.register("ann", "ann@example.com").await;
    assert_match_schemas(&service, &["user_registered"]).await;

    let forms = Forms::new();
    let service = forms.service(&[]).await;
    assert_eq!(service.post_json("/register", &consents::body("ann", "ann@example.com")).await.status, 202);
    assert_match_schemas(&service, &["user_registered"]).await;

    let approvers = [("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", "ops@example.com")];
    let service = Service::with(&approvers).await;
    let link = service.pending("ann", "ann@example.com").await;
    let ann = service.activate(&link).await.json()["user"]["id"].as_str().unwrap().to_owned();
    let link = service.pending("bob", "bob@example.com").await;
    let bob = service.activate(&link).await.json()["user"]["id"].as_str().unwrap().to_owned();
    service.operator(&format!("users reject {ann}")).await.unwrap();
    for act in ["approve", "disable", "enable"] {
        service.operator(&format!("users {act} {bob}")).await.unwrap();
    }
    service.operator(&format!("users erase {bob} --yes")).await.unwrap();
    let decided = [
        "registration_rejected",
        "registration_approved",
        "user_activated",
        "user_disabled",
        "user_enabled",
        "user_erased",
    ];
    assert_match_schemas(&service, &[&["user_registered"; 2], decided.as_slice()].concat()).await;

    let service = Service::with(&[("REGISTRATION_BACKEND", "waitlist"), ("REGISTRATION_FORMS", "terms")]).await;
    for form in ["standard", "terms"] {
        let body = json!({ "email": format!("{form}@example.com") });
        assert_eq!(service.post_json(&format!("/register?type={form}"), &body).await.status, 202);
    }
    service.operator("waitlist admit --count 2").await.unwrap();
    assert_match_schemas(&service, &["waitlist_joined", "waitlist_joined", "waitlist_admitted", "waitlist_admitted"])
        .await;
}

#[test]
fn schema_registry_equals_signal_schemas() {
    let template: Value = serde_saphyr::from_str(include_str!("../infra/events/template.yaml")).unwrap();
    for (kind, schema) in SCHEMAS {
        let resources = template["Resources"].as_object().unwrap().values();
        let mut named =
            resources.filter(|resource| resource["Properties"]["SchemaName"] == format!("registration@{kind}"));
        let registered = &named.next().expect(kind)["Properties"]["Content"];
        let registered: Value = serde_json::from_str(registered.as_str().unwrap()).unwrap();
        let mut detail: Value = serde_json::from_str(schema).unwrap();
        detail.as_object_mut().unwrap().remove("$schema");
        assert_eq!(registered["properties"]["detail"], detail, "{kind}");
        assert_eq!(registered["properties"]["detail-type"], json!({ "enum": [kind] }));
        assert!(jsonschema::draft4::meta::is_valid(&registered), "{kind}");
    }
}

#[tokio::test]
async fn large_signals_are_split_into_several_calls() {
    let forms = tempfile::tempdir().unwrap();
    let form = json!({
        "type": "object",
        "properties": {
            "email": { "type": "string", "format": "email" },
            "password": { "type": "string", "format": "password" },
            "about": { "type": "string", "maxLength": 60000, "x-signal": true }
        },
        "required": ["email", "password"]
    });
    std::fs::write(forms.path().join("long.json"), form.to_string()).unwrap();
    let folder = forms.path().to_str().unwrap();
    let service = Service::with(&[("REGISTRATION_FORMS_DIR", folder), ("REGISTRATION_FORM", "long")]).await;
    for n in 0..9 {
        let body = json!({ "email": format!("a{n}@example.com"), "password": PASSWORD, "about": "x".repeat(55_000) });
        assert_eq!(service.post_json("/register", &body).await.status, 202);
    }
    assert_eq!(service.signals().await.len(), 9);
}

#[tokio::test]
async fn signal_has_user_and_request_without_secrets() {
    let service = Service::start().await;
    let body = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD });
    let request = service.request(reqwest::Method::POST, "/register").json(&body);
    let request = request.header("user-agent", "Sign-up/1.0").header("accept-language", "de-CH, en;q=0.5");
    let registered = Answer::of(request).await.json();
    let link = service.link_to("ann@example.com").await;
    service.advance(90);
    let request = service.request(reqwest::Method::POST, &link).header("user-agent", "Activator/2.0");
    let body = json!({ "registration": registered["registration"] });
    assert_eq!(Answer::of(request.header("accept", "application/json").json(&body)).await.status, 200);

    let events = service.events().await;
    let details = service.details().await;
    for (event, kind) in events.iter().zip(["user_registered", "user_activated"]) {
        assert_eq!((&event["Source"], &event["DetailType"]), (&json!("registration"), &json!(kind)));
        assert_eq!(event["EventBusName"], "registration");
    }
    insta::assert_json_snapshot!(details, {
        "[].id" => insta::dynamic_redaction(|id, _| id.as_str().unwrap()[26..].to_owned()),
        "[].user.id" => "[user id]",
        "[].request.id" => "[request id]",
    });
    let user_id = details[0]["user"]["id"].as_str().unwrap();
    assert!(details.iter().all(|detail| detail["id"].as_str().unwrap().starts_with(user_id)));

    let all = events.iter().map(ToString::to_string).collect::<String>();
    let key = link.rsplit('/').next().unwrap();
    for secret in [PASSWORD, "argon2", "KEY#", key] {
        assert!(!all.contains(secret), "{secret} is in {all}");
    }
}

#[tokio::test]
async fn failed_request_signals_nothing() {
    let service = Service::start().await;
    service.post_json("/register", &json!({ "username": "ann" })).await;
    service.post_json("/activate/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", &json!({})).await;
    assert!(service.events().await.is_empty());
}

#[tokio::test]
async fn ttl_removal_signals_expired_registration() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    service.advance(7 * 24 * 3600 + 1);
    service.local.sweep_expired().await.unwrap();
    let left: Vec<_> = service.items().await.into_keys().map(|pk| pk.split('#').next().unwrap().to_owned()).collect();
    assert_eq!(left, ["FACTS", "MAILS"], "user, name and key are gone; the mail is counted");
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("registration_expired", "ann")]));
    assert_eq!(service.activate(&link).await.problem(), (404, "activation_key_unknown".to_owned()));
}

#[tokio::test]
async fn ttl_keeps_active_users() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    service.advance(400 * 24 * 3600);
    service.local.sweep_expired().await.unwrap();
    let left: Vec<_> = service.items().await.into_keys().map(|pk| pk.split('#').next().unwrap().to_owned()).collect();
    assert_eq!(left, ["EMAIL", "MAILS", "PASSWORD", "USER", "USERNAME"]);
    assert_eq!(service.register("ANN", "other@example.com").await.status, 422);
}
