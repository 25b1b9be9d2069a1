//! The filters of the stream's event sources: which changes the functions are sent.

use eventbridge_rules::Pattern;
use serde_json::{Value, json};

use crate::support::{Service, Stack, batch};

/// Returns the filters of an event source mapping in the template.
fn filters(mapping: &str) -> Vec<Pattern> {
    let (_, node) = Stack::resources("AWS::Lambda::EventSourceMapping").find(|(name, _)| *name == mapping).unwrap();
    let filters = node.all("Pattern");
    assert!(!filters.is_empty(), "{mapping} has filters");
    filters.iter().map(|filter| Pattern::parse(&serde_json::from_str(filter).unwrap()).unwrap()).collect()
}

/// Returns the records of the insertion, a change and the removal of an item.
fn records(inserted: &Value) -> [Value; 3] {
    ["INSERT", "MODIFY", "REMOVE"].map(|event_name| {
        let mut record = inserted.clone();
        record["eventName"] = json!(event_name);
        if event_name != "INSERT" {
            record["dynamodb"]["OldImage"] = record["dynamodb"]["NewImage"].clone();
        }
        record
    })
}

/// AWS accepts five filters for each mapping, more only on request.
#[test]
fn each_mapping_has_five_filters_at_most() {
    for (mapping, _) in Stack::resources("AWS::Lambda::EventSourceMapping") {
        assert!(filters(mapping).len() <= 5, "{mapping}");
    }
}

#[tokio::test]
async fn functions_are_sent_users_and_requests_only() {
    let approvers = [("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", "ops@example.com")];
    let service = Service::with(&approvers).await;
    service.active("ann", "ann@example.com").await;
    let handle = service.register("bob", "bob@example.com").await.json()["registration"].clone();
    service.local.settle().await;
    let guess = json!({ "registration": handle, "code": "000000" });
    service.post_json("/activate/code", &guess).await;
    service.post_json("/activate/resend", &json!({ "email": "bob@example.com" })).await;
    let (mail, signal) = (filters("MailMapping"), filters("SignalMapping"));
    let mut kinds = std::collections::BTreeSet::new();
    for (pk, item) in service.items().await {
        let kind = pk.split('#').next().unwrap().to_owned();
        for record in records(&batch(item)["Records"][0]) {
            let sent = |filters: &[Pattern]| filters.iter().any(|filter| filter.matches(&record));
            assert!(!sent(&mail) || ["USER", "RESEND", "FACTS"].contains(&&*kind), "mail is sent {pk}");
            assert!(!sent(&signal) || kind == "USER", "signal is sent {pk}");
        }
        kinds.insert(kind);
    }
    let waitlist = Service::with(&[("REGISTRATION_BACKEND", "waitlist")]).await;
    assert_eq!(waitlist.post_json("/register", &json!({ "email": "ann@example.com" })).await.status, 202);
    waitlist.operator("waitlist admit").await.unwrap();
    for (pk, item) in waitlist.items().await.into_iter().filter(|(pk, _)| !pk.starts_with("WAITING#")) {
        for record in records(&batch(item)["Records"][0]) {
            let sent = |filters: &[Pattern]| filters.iter().any(|filter| filter.matches(&record));
            assert!(!sent(&mail) && !sent(&signal), "a function is sent {pk}");
        }
        kinds.insert(pk.split('#').next().unwrap().to_owned());
    }
    for kind in [
        "USER", "PASSWORD", "EMAIL", "USERNAME", "FACTS", "KEY", "CODE", "WRONG", "MAIL", "RESEND", "DECISION",
        "INVITE",
    ] {
        assert!(kinds.contains(kind), "{kind} is not tried: {kinds:?}");
    }
}

#[test]
fn functions_are_sent_changes_of_the_waiting_list() {
    let place = |attributes: &[(&str, Value)]| {
        let mut place = json!({ "pk": { "S": "WAITING#a@example.com" } });
        for (name, value) in attributes {
            place[name] = value.clone();
        }
        place
    };
    let listed = ("status", json!({ "S": "joined" }));
    let mailed = ("mailed", json!({ "BOOL": true }));
    let admitted = ("expires_at", json!({ "N": "1772366400" }));
    let (joined, emailed) = (place(std::slice::from_ref(&listed)), place(&[listed, mailed]));
    let (mail, signal) = (filters("MailMapping"), filters("SignalMapping"));
    for (what, event, old, new, to_mail, to_signal) in [
        ("joined", "INSERT", None, Some(&joined), true, true),
        // The functions ignore it, but no filter is left to tell it from a person who joins again.
        ("mailed", "MODIFY", Some(&joined), Some(&emailed), true, true),
        ("admitted", "MODIFY", Some(&emailed), Some(&place(std::slice::from_ref(&admitted))), true, true),
        ("joined again", "MODIFY", Some(&place(&[admitted])), Some(&joined), true, true),
        // The end of a mark is a removal, too, and has the same filter.
        ("removed", "REMOVE", Some(&emailed), None, true, false),
    ] {
        let mut record = json!({ "eventName": event, "dynamodb": { "Keys": { "pk": joined["pk"] } } });
        for (name, image) in [("OldImage", old), ("NewImage", new)] {
            if let Some(image) = image {
                record["dynamodb"][name] = image.clone();
            }
        }
        let sent = |filters: &[Pattern]| filters.iter().any(|filter| filter.matches(&record));
        assert_eq!((sent(&mail), sent(&signal)), (to_mail, to_signal), "{what}");
    }
}

#[tokio::test]
async fn functions_receive_every_change_they_handle() {
    let user = |status: &str, corrections: u8| {
        let mut user = json!({ "pk": { "S": "USER#1" }, "status": { "S": status } });
        if ["active", "disabled"].contains(&status) {
            user["activated_at"] = json!({ "S": "2026-03-01T12:00:00Z" });
        }
        if corrections > 0 {
            user["corrections"] = json!({ "N": corrections.to_string() });
        }
        user
    };
    let record = |event: &str, old: Option<Value>, new: Option<Value>| {
        let mut change = json!({ "Keys": { "pk": { "S": "USER#1" } } });
        for (name, image) in [("OldImage", old), ("NewImage", new)] {
            if let Some(image) = image {
                change[name] = image;
            }
        }
        json!({ "eventName": event, "dynamodb": change })
    };
    let other = |event: &str, pk: &str| {
        let image = if event == "INSERT" { "NewImage" } else { "OldImage" };
        let item = json!({ "pk": { "S": pk }, "status": { "S": "requested" }, "expires_at": { "N": "1" } });
        json!({ "eventName": event, "dynamodb": { "Keys": { "pk": { "S": pk } }, image: item } })
    };
    let modified = |old, new| record("MODIFY", Some(old), Some(new));
    let (mail, signal) = (filters("MailMapping"), filters("SignalMapping"));
    for (what, record, to_mail, to_signal) in [
        ("registered", record("INSERT", None, Some(user("pending", 0))), true, true),
        ("started over, to approve", record("INSERT", None, Some(user("awaiting_approval", 0))), true, true),
        ("registered, active", record("INSERT", None, Some(user("active", 0))), false, true),
        ("corrected", modified(user("pending", 0), user("pending", 1)), true, true),
        ("activated", modified(user("pending", 0), user("active", 0)), false, true),
        ("proven", modified(user("pending", 0), user("awaiting_approval", 0)), true, false),
        ("approved", modified(user("awaiting_approval", 0), user("active", 0)), true, true),
        ("rejected", modified(user("awaiting_approval", 0), user("rejected", 0)), true, true),
        ("disabled", modified(user("active", 0), user("disabled", 0)), false, true),
        ("enabled", modified(user("disabled", 0), user("active", 0)), false, true),
        ("mailed", modified(user("pending", 0), user("pending", 0)), false, false),
        ("delivered", modified(user("active", 0), user("active", 0)), false, false),
        ("erased", record("REMOVE", Some(user("active", 0)), None), false, true),
        ("requested an email", other("INSERT", "RESEND#1"), true, false),
        ("request is over", other("REMOVE", "RESEND#1"), false, false),
        ("facts are kept", other("INSERT", "FACTS#1"), false, false),
        ("facts are over", other("REMOVE", "FACTS#1"), true, false),
        ("expired", record("REMOVE", Some(user("pending", 0)), None), false, true),
    ] {
        let sent = |filters: &[Pattern]| filters.iter().any(|filter| filter.matches(&record));
        assert_eq!((sent(&mail), sent(&signal)), (to_mail, to_signal), "{what}");
    }
}
