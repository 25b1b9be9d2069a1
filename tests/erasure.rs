//! A person's data: its export, and its erasure.

use serde_json::json;

use crate::support::{PASSWORD, Service, signals, start_over_path};

/// Returns the text of all items but the list of erased users.
async fn stored(service: &Service) -> String {
    let items = service.items().await.into_iter().filter(|(pk, _)| !pk.starts_with("ERASED#") && pk != "MAILS");
    items.map(|(pk, item)| format!("{pk} {item:?}")).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn erased_user_leaves_nothing_but_the_id() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    assert_eq!(service.activate(&link).await.status, 200);
    service.post_json("/activate/resend", &json!({ "email": "ann@example.com" })).await;
    service.local.settle().await;
    let ann = service.user_id("ann").await;
    let erased = service.operator(&format!("--operator dpo users erase {ann} --yes")).await.unwrap();
    assert_eq!(erased, json!([{ "id": ann, "outcome": "erased" }]));
    let rest = stored(&service).await;
    for trace in ["ann", &ann, "127.0.0.1"] {
        assert!(!rest.contains(trace), "{trace} is left: {rest}");
    }
    let item = service.item("ERASED#").await;
    assert_eq!(item["dpo"].as_ss().unwrap(), std::slice::from_ref(&ann));
    let sent = service.signals().await;
    assert_eq!(sent, signals(&[("user_registered", "ann"), ("user_activated", "ann"), ("user_erased", &ann)]));
    assert_eq!(
        service.details().await[2],
        json!({ "id": format!("{ann}-user_erased"), "sequence": 3, "user": { "id": ann } })
    );
    assert_eq!(service.register("ann", "ann@example.com").await.status, 202, "name and address are free");
    assert_eq!(service.link_to("ann@example.com").await.len(), link.len());
}

#[tokio::test]
async fn erased_pending_user_sends_no_data() {
    let service = Service::with(&[("REGISTRATION_FORM", "email")]).await;
    let body = json!({ "email": "ann@example.com", "password": PASSWORD });
    let request = service.request(reqwest::Method::POST, "/register").header("idempotency-key", "a-key");
    assert_eq!(request.header("accept", "application/json").json(&body).send().await.unwrap().status(), 202);
    service.local.settle().await;
    let ann = service.user_id("ann@example.com").await;
    service.operator(&format!("users erase {ann} --yes")).await.unwrap();
    assert_eq!(stored(&service).await, "", "keys, codes, submissions and the mailbox are gone");
    let kinds: Vec<_> = service.signals().await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["user_registered", "user_erased"]);
}

#[tokio::test]
async fn erasure_spares_other_users_of_name_and_mailbox() {
    let service = Service::start().await;
    let old = service.pending("ann", "ann@example.com").await;
    service.pending("bob", "ann@example.com").await;
    service.advance(1);
    let fields = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD });
    assert_eq!(service.post_json(&start_over_path(&old), &fields).await.status, 201);
    let items = service.items().await;
    let lost =
        items.values().filter(|item| item.get("status").is_some_and(|status| status.as_s().unwrap() == "pending"));
    let lost: Vec<_> = lost.filter(|item| item["username"].as_s().unwrap() == "ann").collect();
    let lost = lost[0]["id"].as_s().unwrap();
    service.operator(&format!("users erase {lost} --yes")).await.unwrap();
    assert_eq!(service.operator("users show ann").await.unwrap()[0]["status"], "active");
    let of_address = service.operator("users show ann@example.com").await.unwrap();
    let names: Vec<_> = of_address.as_array().unwrap().iter().map(|user| user["username"].as_str().unwrap()).collect();
    assert_eq!(names, ["bob", "ann"]);
}

#[tokio::test]
async fn suppressed_mailbox_stays_until_released() {
    let service = Service::start().await;
    service.pending("ann", "complaint@simulator.amazonses.com").await;
    service.local.settle().await;
    let ann = service.user_id("ann").await;
    let erased = service.operator(&format!("users erase {ann} --yes")).await.unwrap();
    assert_eq!((&erased[0]["outcome"], &erased[0]["suppressed"]), (&json!("erased"), &json!("complained")));
    assert!(!stored(&service).await.contains(&ann));
    let shown = service.operator("mailbox show complaint@simulator.amazonses.com").await.unwrap();
    assert_eq!(shown["suppressed"], "complained");
}

#[tokio::test]
async fn erasure_needs_confirmation_and_known_ids() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    let ann = service.user_id("ann").await;
    let unconfirmed = service.operator(&format!("users erase {ann}")).await.unwrap_err();
    assert!(unconfirmed.contains("add --yes"), "{unconfirmed}");
    assert_eq!(service.user_id("ann").await, ann);
    let nobody = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    let (written, outcome) = service.operator_writes(&format!("users erase {ann} {nobody} --yes")).await;
    assert!(outcome.unwrap_err().contains("1 of the users are not erased"), "{written}");
    assert!(written.contains(&format!("{ann} is erased")), "{written}");
    assert!(written.contains(&format!("{nobody} does not exist")), "{written}");
}

#[tokio::test]
async fn erasures_are_repeated_after_a_restore() {
    let service = Service::start().await;
    for name in ["ann", "bob", "cas"] {
        service.active(name, &format!("{name}@example.com")).await;
    }
    let backup = service.items().await;
    service.advance(3600);
    for name in ["ann", "bob"] {
        let user = service.user_id(name).await;
        service.operator(&format!("users erase {user} --yes")).await.unwrap();
        service.advance(2 * 3600);
    }
    for item in backup.into_values() {
        service.dynamodb().put_item().table_name(service.table()).set_item(Some(item)).send().await.unwrap();
    }
    assert_eq!(service.operator("users list").await.unwrap()["users"].as_array().unwrap().len(), 3);
    let replay = format!("users erase --replay --since 2026-03-01T12:00:00Z --from-table {} --yes", service.table());
    let erased = service.operator(&replay).await.unwrap();
    assert_eq!(erased.as_array().unwrap().iter().filter(|one| one["outcome"] == "erased").count(), 2, "{erased}");
    assert_eq!(service.operator("users list").await.unwrap()["users"][0]["username"], "cas");
    let again = service.operator(&replay).await.unwrap();
    assert_eq!(again.as_array().unwrap().iter().filter(|one| one["outcome"] == "erased").count(), 0, "{again}");
    let later = replay.replace("2026-03-01", "2026-03-02");
    let none = service.operator(&later).await.unwrap();
    assert_eq!(none, json!([]));
}

#[tokio::test]
async fn export_has_all_that_is_stored_about_the_user() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    let ann = service.user_id("ann").await;
    let exported = service.operator(&format!("users export {ann}")).await.unwrap();
    let stored = service.item("USER#").await;
    for attribute in stored.keys().filter(|name| !["pk", "handles"].contains(&name.as_str())) {
        assert!(exported.get(attribute).is_some(), "{attribute} is not in {exported}");
    }
    assert_eq!(exported["proven_at"], "2026-03-01T12:00:00Z");
    assert_eq!(exported["mailbox"]["sent_at"].as_array().unwrap().len(), 1);
    let error = service.operator("users export 01ARZ3NDEKTSV4RRFFQ69G5FAV").await.unwrap_err();
    assert!(error.contains("no user"), "{error}");
}

#[tokio::test]
async fn corrected_user_leaves_neither_mailbox() {
    let service = Service::start().await;
    let registered = service.register("ann", "ann@exmaple.com").await.json();
    service.local.settle().await;
    let correction = json!({ "registration": registered["registration"], "email": "ann@example.com" });
    assert_eq!(service.post_json("/register/email", &correction).await.status, 202);
    service.local.settle().await;
    let ann = service.user_id("ann").await;
    service.operator(&format!("users erase {ann} --yes")).await.unwrap();
    assert_eq!(stored(&service).await, "");
}

#[tokio::test]
async fn user_who_is_erased_gets_no_email() {
    let service = Service::start().await;
    service.pending("ann", "ann@example.com").await;
    let user = service.item("USER#").await;
    let update = service.dynamodb().update_item().table_name(service.table()).key("pk", user["pk"].clone());
    let marked = aws_sdk_dynamodb::types::AttributeValue::Bool(true);
    update.update_expression("SET erased = :true").expression_attribute_values(":true", marked).send().await.unwrap();
    service.advance(3600);
    service.post_json("/activate/resend", &json!({ "email": "ann@example.com" })).await;
    assert_eq!(service.mails().await.len(), 1);
    let ann = user["id"].as_s().unwrap();
    assert_eq!(service.operator(&format!("users erase {ann} --yes")).await.unwrap()[0]["outcome"], "erased");
    assert_eq!(stored(&service).await, "");
}

#[tokio::test]
async fn user_of_each_status_can_be_erased() {
    let service =
        Service::with(&[("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", "ops@example.com")]).await;
    for (name, acts) in
        [("ann", &[][..]), ("bob", &["approve"]), ("cas", &["approve", "disable"]), ("dan", &["reject"])]
    {
        let link = service.pending(name, &format!("{name}@example.com")).await;
        let user = service.activate(&link).await.json()["user"]["id"].as_str().unwrap().to_owned();
        for act in acts {
            service.operator(&format!("users {act} {user}")).await.unwrap();
        }
        service.operator(&format!("users erase {user} --yes")).await.unwrap();
        let mut details = service.details().await;
        details.retain(|detail| detail["user"]["id"] == user.as_str());
        let sequences: Vec<_> = details.iter().map(|detail| detail["sequence"].as_u64().unwrap()).collect();
        let expected: Vec<_> = (1..).take(sequences.len()).collect();
        assert_eq!(sequences, expected, "{name}");
        assert_eq!(details.last().unwrap()["id"], format!("{user}-user_erased"), "{name}");
    }
    service.local.settle().await;
    assert_eq!(stored(&service).await, "");
}
