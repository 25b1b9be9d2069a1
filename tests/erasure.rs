//! A person's data: its export, and its erasure.

use aws_sdk_dynamodb::types::AttributeValue;
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
    assert_eq!((item["pk"].as_s().unwrap(), item["by"].as_s().unwrap()), (&format!("ERASED#{ann}"), &"dpo".to_owned()));
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
    assert_eq!(erased, json!({ "counts": { "erased": 2 }, "first": [], "places": [] }), "a report of bounded length");
    assert_eq!(service.operator("users list").await.unwrap()["users"][0]["username"], "cas");
    assert_eq!(service.operator(&replay).await.unwrap()["counts"], json!({ "unknown": 2 }));
    let later = replay.replace("2026-03-01", "2026-03-02");
    assert_eq!(service.operator_writes(&later).await.0, "Nobody was erased since then.\n");
}

/// Writes an item with an attribute of a wrong type, as a support desk can.
async fn write_unreadable(service: &Service, pk: &str, attribute: &str) {
    let update = service.dynamodb().update_item().table_name(service.table());
    let update = update.key("pk", AttributeValue::S(pk.to_owned()));
    let update =
        update.update_expression("SET #attribute = :wrong").expression_attribute_names("#attribute", attribute);
    update.expression_attribute_values(":wrong", AttributeValue::N("1".to_owned())).send().await.unwrap();
}

#[tokio::test]
async fn unreadable_request_is_erased_with_any_user() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    let ann = service.user_id("ann").await;
    write_unreadable(&service, "RESEND#01ARZ3NDEKTSV4RRFFQ69G5FAV", "email").await;
    assert_eq!(service.operator(&format!("users erase {ann} --yes")).await.unwrap()[0]["outcome"], "erased");
    assert_eq!(stored(&service).await, "");
}

#[tokio::test]
async fn unreadable_user_is_reported_alone() {
    let service =
        Service::with(&[("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", "ops@example.com")]).await;
    let mut ids = Vec::new();
    for name in ["ann", "bob"] {
        let link = service.pending(name, &format!("{name}@example.com")).await;
        ids.push(service.activate(&link).await.json()["user"]["id"].as_str().unwrap().to_owned());
    }
    let [ann, bob] = [&ids[0], &ids[1]];
    write_unreadable(&service, &format!("USER#{bob}"), "acts").await;
    let listed = service.operator("users list --status awaiting_approval").await.unwrap();
    assert_eq!((listed["users"].as_array().unwrap().len(), &listed["users"][0]["id"]), (1, &json!(ann)));
    let unreadable = service.operator(&format!("users show {bob}")).await.unwrap_err();
    assert!(unreadable.contains(&format!("cannot be read: USER#{bob}")), "{unreadable}");
    let (written, outcome) = service.operator_writes(&format!("users erase {ann} {bob} --yes")).await;
    assert!(outcome.unwrap_err().contains("1 of the users are not erased"), "{written}");
    assert!(written.contains(&format!("{ann} is erased")), "{written}");
    assert!(written.contains(&format!("repair USER#{bob}")), "{written}");
}

#[tokio::test]
async fn slow_clock_loses_no_erasure() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    let backup = service.items().await;
    let ann = service.user_id("ann").await;
    service.operator(&format!("users erase {ann} --yes")).await.unwrap();
    for item in backup.into_values() {
        service.dynamodb().put_item().table_name(service.table()).set_item(Some(item)).send().await.unwrap();
    }
    let replay = async |since: &str| {
        let words = format!("users erase --replay --since {since} --from-table {} --yes", service.table());
        service.operator(&words).await.unwrap()
    };
    let late = replay("2026-03-01T13:00:00.001Z").await;
    assert_eq!(late["counts"], json!({}), "over an hour before the backup");
    let report = replay("2026-03-01T13:00:00Z").await;
    assert_eq!(report["counts"], json!({ "erased": 1 }), "the backup may be older than the erasure: {report}");
}

#[tokio::test]
async fn export_has_all_that_is_stored() {
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
    let marked = AttributeValue::Bool(true);
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

#[tokio::test]
async fn users_of_file_are_erased_and_repetition_succeeds() {
    let service = Service::start().await;
    let mut ids = Vec::new();
    for name in ["ann", "bob", "cas", "dan"] {
        service.register(name, &format!("{name}@example.com")).await;
        ids.push(service.user_id(name).await);
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    let words = format!("users erase --file {} --yes", file.path().display());
    std::fs::write(file.path(), format!("{}\nnobody\n", ids[0])).unwrap();
    let wrong = service.operator(&words).await.unwrap_err();
    assert!(wrong.ends_with("line 2: \"nobody\" is no id of a user"), "{wrong}");
    assert_eq!(service.user_id("ann").await, ids[0], "nobody was erased");

    std::fs::write(file.path(), "\n").unwrap();
    assert!(service.operator(&words).await.unwrap_err().ends_with("it names no user"));

    std::fs::write(file.path(), format!("\u{feff}{}\n\n  {}\r\n{}\n{}\n", ids[0], ids[1], ids[2], ids[0])).unwrap();
    assert_eq!(service.operator(&words).await.unwrap(), json!({ "counts": { "erased": 3 }, "first": [] }));
    assert_eq!(service.operator(&words).await.unwrap(), json!({ "counts": { "unknown": 3 }, "first": [] }));
    assert_eq!(service.operator("users list").await.unwrap()["users"].as_array().unwrap().len(), 1);
    let erased = service.signals().await.into_iter().filter(|(kind, _)| kind == "user_erased").count();
    assert_eq!(erased, 3);
}

#[tokio::test]
async fn export_of_all_goes_on_after_stop() {
    let service = Service::start().await;
    for name in ["ann", "bob", "cas"] {
        service.active(name, &format!("{name}@example.com")).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("users.jsonl");
    let words = format!("users export --all --output {}", file.display());
    assert_eq!(service.operator(&words).await.unwrap(), json!({ "written": 3, "continued": false }));
    let whole = std::fs::read_to_string(&file).unwrap();
    assert!(!whole.contains("argon2") && !whole.contains("handles"), "{whole}");
    let users: Vec<serde_json::Value> = whole.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ann = users.iter().find(|user| user["username"] == "ann").unwrap();
    assert_eq!(&service.operator(&format!("users export {}", ann["id"].as_str().unwrap())).await.unwrap(), ann);

    let again = service.operator(&words).await.unwrap_err();
    assert!(again.ends_with("exists already: name another file for --output"), "{again}");
    let one = folder.path().join("ann.json");
    let words_of_one = format!("users export {} --output {}", ann["id"].as_str().unwrap(), one.display());
    assert_eq!(service.operator(&words_of_one).await.unwrap(), json!({ "written": 1 }));
    assert_eq!(&serde_json::from_slice::<serde_json::Value>(&std::fs::read(&one).unwrap()).unwrap(), ann);
    assert!(service.operator(&words_of_one).await.unwrap_err().contains("exists already"));

    let half: String = whole.lines().next().unwrap().to_owned() + "\n{\"id\":\"01KJ";
    std::fs::remove_file(&file).unwrap();
    std::fs::write(folder.path().join("users.jsonl.part"), half).unwrap();
    assert_eq!(service.operator(&words).await.unwrap(), json!({ "written": 2, "continued": true }));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), whole);
}
