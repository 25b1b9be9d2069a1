//! A mistyped address is put right by registering again, with the same username and the same password, while the first
//! registration is pending.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, OTHER_PASSWORD, PASSWORD, Service, signals};

fn taken() -> Vec<(String, String)> {
    vec![("username".to_owned(), "taken".to_owned())]
}

async fn users(service: &Service) -> usize {
    service.items().await.keys().filter(|pk| pk.starts_with("USER#")).count()
}

#[tokio::test]
async fn corrected_address_invalidates_old_link() {
    let service = Service::start().await;
    let wrong = service.pending("Ann", "ann@exmaple.com").await;
    let right = service.pending("ann", "ann@example.com").await;

    let unknown = (404, "activation_key_unknown".to_owned());
    assert_eq!(service.get_json(&wrong).await.problem(), unknown);
    assert_eq!(service.post_json(&wrong, &Value::Null).await.problem(), unknown);
    let activated = service.post_json(&right, &Value::Null).await;
    assert_eq!((activated.status.as_u16(), &activated.json()["user"]["email"]), (200, &json!("ann@example.com")));
    assert_eq!(users(&service).await, 1);
}

#[tokio::test]
async fn correction_signals_expired_registration() {
    let service = Service::start().await;
    service.register("Ann", "ann@exmaple.com").await;
    service.local.settle().await;
    service.advance(60);
    service.register("ann", "ann@example.com").await;
    let mut told = service.signals().await;
    told.sort();
    let expected = [("registration_expired", "Ann"), ("user_registered", "Ann"), ("user_registered", "ann")];
    assert_eq!(told, signals(&expected));
    assert_eq!(expired(&service).await["user"]["email"], "ann@exmaple.com");
}

/// The time is DynamoDB's: that of a DynamoDB elsewhere cannot be told.
#[tokio::test]
async fn expiry_signal_has_time_of_correction() {
    let service = Service::start().await;
    service.register("Ann", "ann@exmaple.com").await;
    service.local.settle().await;
    service.advance(60);
    service.register("ann", "ann@example.com").await;
    assert_eq!(expired(&service).await["time"], service.now().to_string());
}

/// What the signal says that a registration is gone.
async fn expired(service: &Service) -> Value {
    let events = service.events().await;
    let expired = events.iter().find(|event| event["DetailType"] == "registration_expired").unwrap();
    serde_json::from_str(expired["Detail"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn resubmitted_page_corrects_address() {
    let service = Service::start().await;
    for email in ["ann@exmaple.com", "ann@example.com"] {
        let request = service.request(Method::POST, "/register").header("accept", "application/json");
        let body = json!({ "username": "ann", "email": email, "password": PASSWORD });
        let answer = Answer::of(request.header("idempotency-key", "8e03978e").json(&body)).await;
        assert_eq!(answer.status, 202, "{email}");
    }
    assert_eq!(service.item("USER#").await["email"].as_s().unwrap(), "ann@example.com");
}

#[tokio::test]
async fn correction_requires_same_name_and_password() {
    let service = Service::start().await;
    let link = service.pending("paypal", "ann@example.com").await;
    for (username, password) in [("paypal", OTHER_PASSWORD), ("paypaI", PASSWORD), ("Paypa1", PASSWORD)] {
        let answer = service.register_with(username, "bob@example.com", password).await;
        assert_eq!(answer.errors(), taken(), "{username}");
    }
    assert_eq!(service.post_json(&link, &Value::Null).await.status, 200);
}

#[tokio::test]
async fn active_user_is_not_replaced() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    assert_eq!(service.register("ann", "other@example.com").await.errors(), taken());
    assert_eq!(service.item("USER#").await["email"].as_s().unwrap(), "ann@example.com");
}

#[tokio::test]
async fn user_awaiting_approval_is_not_replaced() {
    let approval = [("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", "ops@example.com")];
    let service = Service::with(&approval).await;
    let link = service.pending("ann", "ann@example.com").await;
    assert_eq!(service.post_json(&link, &Value::Null).await.json()["status"], "awaiting_approval");
    assert_eq!(service.register("ann", "other@example.com").await.errors(), taken());
}

#[tokio::test]
async fn correction_does_not_reveal_registered_address() {
    let service = Service::start().await;
    service.active("bob", "bob@example.com").await;
    service.register("ann", "ann@exmaple.com").await;
    let fresh = service.register("ann", "ann@example.com").await;
    let owned = service.register("ann", "bob@example.com").await;
    assert_eq!((fresh.status, fresh.json()), (owned.status, owned.json()));
}

#[tokio::test]
async fn corrected_capitals_release_confusable_name() {
    let service = Service::start().await;
    service.register("IAN", "ian@exmaple.com").await;
    assert_eq!(service.register_with("lan", "other@example.com", OTHER_PASSWORD).await.errors(), taken());
    let link = service.pending("ian", "ian@example.com").await;
    assert_eq!(service.register_with("lan", "other@example.com", OTHER_PASSWORD).await.status, 202);
    assert_eq!(service.post_json(&link, &Value::Null).await.status, 200);
}

#[tokio::test]
async fn name_in_capitals_keeps_both_claims_until_rejected() {
    let approval = [("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", "ops@example.com")];
    let service = Service::with(&approval).await;
    let link = service.pending("IAN", "ian@example.com").await;
    let answer = service.post_json(&link, &Value::Null).await.json();
    for claim in ["USERNAME#ian", "USERNAME#lan"] {
        assert!(!service.item(claim).await.contains_key("expires_at"), "{claim}");
    }
    service.operator(&format!("users reject {}", answer["user"]["id"].as_str().unwrap())).await.unwrap();
    assert!(service.items().await.keys().all(|pk| !pk.starts_with("USERNAME#")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_correction_and_activation_are_atomic() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    let corrections = join_all((0..4).map(|n| {
        let service = &service;
        async move { service.register("ann", &format!("ann{n}@example.com")).await }
    }));
    let (corrected, activated) = tokio::join!(corrections, service.post_json(&link, &Value::Null));
    if activated.status == 200 {
        for answer in corrected.iter().filter(|answer| answer.status != 202) {
            assert_eq!(answer.errors(), taken());
        }
    } else {
        assert_eq!(activated.problem(), (404, "activation_key_unknown".to_owned()));
        assert!(corrected.iter().all(|answer| answer.status == 202));
    }
    assert_eq!(users(&service).await, 1);
    let (user, name) = (service.item("USER#").await, service.item("USERNAME#").await);
    assert_eq!(user["id"], name["user_id"]);
}

#[tokio::test]
async fn correction_is_one_transaction_of_three_items() {
    let service = Service::start().await;
    service.register("ann", "ann@exmaple.com").await;
    service.aws_proxy.take_calls();
    service.register("ann", "ann@example.com").await;
    let calls = service.aws_proxy.take_calls();
    let operations: Vec<_> = calls.iter().map(|call| call.operation.as_str()).collect();
    assert_eq!(operations, ["TransactWriteItems", "GetItem", "TransactWriteItems"]);
    assert_eq!(calls[2].items(), ["Put USER", "Put USERNAME", "Delete USER"]);
}

#[tokio::test]
async fn late_resubmission_does_not_undo_correction() {
    let service = Service::start().await;
    let register = async |key: &str, email: &str| {
        let request = service.request(Method::POST, "/register").header("accept", "application/json");
        let body = json!({ "username": "ann", "email": email, "password": PASSWORD });
        Answer::of(request.header("idempotency-key", key).json(&body)).await.status.as_u16()
    };
    for (key, email) in [("first", "ann@exmaple.com"), ("second", "ann@example.org"), ("third", "ann@example.com")] {
        assert_eq!(register(key, email).await, 202);
        service.local.settle().await;
    }
    let link = service.link_to("ann@example.com").await;
    for (key, email) in [("first", "ann@exmaple.com"), ("second", "ann@example.org")] {
        assert_eq!(register(key, email).await, 202, "it is answered as before");
    }
    assert_eq!(service.item("USER#").await["email"].as_s().unwrap(), "ann@example.com");
    assert_eq!(service.mails().await.len(), 3, "and nobody is mailed again");
    assert_eq!(service.post_json(&link, &Value::Null).await.status, 200);
}
