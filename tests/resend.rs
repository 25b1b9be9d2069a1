//! Requests for another activation email.

use aws_sdk_dynamodb::types::AttributeValue;
use futures_util::future::join_all;
use serde_json::json;

use crate::support::{Item, Log, OTHER_PASSWORD, Service, batch, signals, start_over_path};

/// Requests another email, as a program.
async fn resend(service: &Service, email: &str) {
    let answer = service.post_json("/activate/resend", &json!({ "email": email })).await;
    assert_eq!((answer.status.as_u16(), answer.json()), (202, json!({ "status": "accepted" })), "{email}");
}

/// Returns the number of emails to an address.
async fn mails_to(service: &Service, email: &str) -> usize {
    service.mails().await.iter().filter(|mail| mail["to"] == email).count()
}

#[tokio::test]
async fn resend_keeps_old_link_valid() {
    for which in [0, 1] {
        let service = Service::start().await;
        let first = service.pending("ann", "ann@example.com").await;
        service.advance(3600);
        resend(&service, "ANN@example.com").await;
        let second = service.link_to("ann@example.com").await;
        assert_ne!(first, second);
        let link = [first, second][which].clone();
        assert_eq!(service.activate(&link).await.status, 200, "{which}");
        assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("user_activated", "ann")]));
    }
}

#[tokio::test]
async fn resent_key_starts_over_and_extends_no_name() {
    let service = Service::start().await;
    let first = service.pending("ann", "ann@example.com").await;
    service.advance(6 * 24 * 3600);
    resend(&service, "ann@example.com").await;
    let second = service.link_to("ann@example.com").await;
    service.advance(7 * 24 * 3600 - 1);
    assert_eq!(
        service.register_with("ann", "other@example.com", OTHER_PASSWORD).await.status,
        202,
        "no email extends the claim on the name"
    );
    assert_eq!(service.activate(&first).await.problem().1, "activation_key_expired");
    assert_eq!(service.activate(&second).await.problem().1, "proof_required");
    let body = json!({ "username": "anna", "email": "ann@example.com", "password": OTHER_PASSWORD });
    let start_over = start_over_path(&second);
    assert_eq!(service.post_json(&start_over, &body).await.status, 201);
}

#[tokio::test]
async fn resend_response_does_not_reveal_account() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    service.pending("bob", "bob@example.com").await;
    service.advance(60);
    for email in ["ann@example.com", "bob@example.com", "nobody@example.com"] {
        resend(&service, email).await;
        let answer = service.post_form("/activate/resend", &[("email", email)]).await;
        let expected = (303, "/activate/resend/complete");
        assert_eq!((answer.status.as_u16(), answer.header("location")), expected, "{email}");
    }
    let page = service.get("/activate/resend/complete").await;
    assert!(page.body.contains("Check your email"), "{}", page.body);
    assert_eq!(mails_to(&service, "nobody@example.com").await, 0);
}

#[tokio::test]
async fn unreadable_request_holds_up_no_email() {
    let log = Log::record();
    let service = Service::start().await;
    let id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    let text = |value: &str| AttributeValue::S(value.to_owned());
    for email in [None, Some(AttributeValue::N("1".to_owned()))] {
        let mut item = Item::from([("pk".to_owned(), text(&format!("RESEND#{id}")))]);
        item.insert("status".to_owned(), text("requested"));
        item.extend(email.map(|email| ("email".to_owned(), email)));
        let put = service.dynamodb().put_item().table_name(service.table()).set_item(Some(item.clone()));
        put.send().await.unwrap();
        let answer = service.invoke("mail", &batch(item)).await;
        assert_eq!(answer.json()["batchItemFailures"], json!([]));
    }
    let log = log.text();
    assert!(log.contains(id) && log.contains("an item cannot be read: its email is skipped"), "{log}");
    service.pending("ann", "ann@example.com").await;
}

#[tokio::test]
async fn unreadable_user_costs_no_other_the_email() {
    let service = Service::start().await;
    service.pending("ann", "ann@example.com").await;
    service.advance(60);
    service.pending("bob", "ann@example.com").await;
    let bob = service.user_id("bob").await;
    let key = AttributeValue::S(format!("USER#{bob}"));
    let update = service.dynamodb().update_item().table_name(service.table()).key("pk", key);
    let update = update.update_expression("SET acts = :acts");
    let acts = AttributeValue::N("1".to_owned());
    update.expression_attribute_values(":acts", acts).send().await.unwrap();
    service.advance(60);
    resend(&service, "ann@example.com").await;
    assert_eq!(mails_to(&service, "ann@example.com").await, 3);
}

#[tokio::test]
async fn resend_reminds_active_user_of_account() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    service.advance(60);
    resend(&service, "ann@example.com").await;
    let mails = service.mails().await;
    let text = mails.last().unwrap()["text"].as_str().unwrap();
    assert!(text.contains("asked for a new activation link"), "{text}");
    assert!(!text.contains("/activate/"), "{text}");
}

#[tokio::test]
async fn resends_are_rate_limited_per_address() {
    let service = Service::start().await;
    service.pending("ann", "ann@example.com").await;
    let mut counts = Vec::new();
    for wait in [59, 1, 59, 1, 3600, 3600, 3600, 24 * 3600 - 3 * 3600 - 120, 1] {
        service.advance(wait);
        resend(&service, "ann@example.com").await;
        counts.push(mails_to(&service, "ann@example.com").await);
    }
    assert_eq!(counts, [1, 2, 2, 3, 4, 5, 5, 6, 6], "one a minute, five a day");
}

#[tokio::test]
async fn concurrent_resends_send_one_mail() {
    let service = Service::start().await;
    service.pending("ann", "ann@example.com").await;
    service.advance(60);
    for _ in 0..5 {
        resend(&service, "ann@example.com").await;
    }
    let items = service.items().await;
    let batches: Vec<_> =
        items.into_iter().filter(|(pk, _)| pk.starts_with("RESEND#")).map(|(_, item)| batch(item)).collect();
    assert_eq!(batches.len(), 5);
    let shards = batches.iter().map(|batch| service.invoke("mail", batch));
    for answer in join_all(shards).await {
        assert_eq!(answer.status, 200);
    }
    assert_eq!(mails_to(&service, "ann@example.com").await, 2, "the registration's, and one more");
}

#[tokio::test]
async fn retried_mail_counts_once_against_rate_limit() {
    let folder = tempfile::tempdir().unwrap();
    let outage = Service::in_folder(folder.path(), &[("AWS_ENDPOINT_URL_SESV2", "http://127.0.0.1:1")]).await;
    assert_eq!(outage.register("ann", "ann@example.com").await.status, 202);
    for _ in 0..3 {
        outage.local.settle().await;
    }
    assert_eq!(outage.item("MAIL#").await["sent"].as_m().unwrap().len(), 1);
    outage.local.stop().await;
    let recovered = Service::in_folder(folder.path(), &[]).await;
    assert_eq!(mails_to(&recovered, "ann@example.com").await, 1);
    assert_eq!(recovered.item("MAIL#").await["sent"].as_m().unwrap().len(), 1);
    recovered.local.stop().await;
}

#[tokio::test]
async fn retried_registration_mails_count_once_each() {
    let folder = tempfile::tempdir().unwrap();
    let outage = Service::in_folder(folder.path(), &[("AWS_ENDPOINT_URL_SESV2", "http://127.0.0.1:1")]).await;
    for name in ["ann", "bob"] {
        assert_eq!(outage.register(name, "team@example.com").await.status, 202);
    }
    let users = outage.items().await.into_iter().filter(|(pk, _)| pk.starts_with("USER#"));
    let batches: Vec<_> = users.map(|(_, user)| batch(user)).collect();
    for shard in batches.iter().cycle().take(24) {
        assert_eq!(outage.invoke("mail", shard).await.status, 200);
    }
    assert_eq!(outage.item("MAIL#").await["sent"].as_m().unwrap().len(), 2);
    outage.local.stop().await;
    let recovered = Service::in_folder(folder.path(), &[]).await;
    assert_eq!(mails_to(&recovered, "team@example.com").await, 2);
    recovered.local.stop().await;
}

#[tokio::test]
async fn owner_notifications_are_rate_limited() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    for n in 0..7 {
        assert_eq!(service.register(&format!("eve{n}"), "ann@example.com").await.status, 202);
    }
    assert_eq!(mails_to(&service, "ann@example.com").await, 5, "the activation's, and four more");
}

#[tokio::test]
async fn registration_mails_are_rate_limited() {
    let service = Service::start().await;
    for n in 0..7 {
        assert_eq!(service.register(&format!("eve{n}"), "ann@example.com").await.status, 202);
    }
    assert_eq!(mails_to(&service, "ann@example.com").await, 5);
    let limited = service.items().await.into_values().filter(|item| item.contains_key("mail_state")).count();
    assert_eq!(limited, 2, "an operator sees why");
    service.advance(24 * 3600);
    service.pending("ann", "ann@example.com").await;
    assert_eq!(mails_to(&service, "ann@example.com").await, 6);
}

#[tokio::test]
async fn limit_counts_registrations_corrections_and_requests_together() {
    let service = Service::with(&[("REGISTRATION_LIMIT_PER_MAILBOX", "3/1h")]).await;
    let handle = service.register("ann", "ann@gmail.com").await.json()["registration"].clone();
    service.local.settle().await;
    service.advance(60);
    resend(&service, "Ann@Gmail.com").await;
    service.local.settle().await;
    let eve = service.register("eve", "eve@example.com").await.json()["registration"].clone();
    service.local.settle().await;
    let correction = json!({ "registration": eve, "email": "ann+eve@gmail.com" });
    assert_eq!(service.post_json("/register/email", &correction).await.status, 202);
    service.local.settle().await;
    service.advance(60);
    let again = json!({ "registration": handle });
    assert_eq!(service.post_json("/activate/resend", &again).await.status, 202);
    let to = async || {
        let mails = service.mails().await;
        mails.iter().map(|mail| mail["to"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(to().await, ["ann@gmail.com", "ann@gmail.com", "eve@example.com", "ann+eve@gmail.com"]);
    service.advance(3600);
    assert_eq!(service.post_json("/activate/resend", &again).await.status, 202);
    assert_eq!(to().await.len(), 5, "in the next hour");
}

#[tokio::test]
async fn resend_sends_one_email_for_the_mailbox() {
    let service = Service::start().await;
    service.pending("ann", "team@example.com").await;
    service.advance(1);
    service.pending("bob", "team@example.com").await;
    service.advance(60);
    resend(&service, "team@example.com").await;
    let mails = service.mails().await;
    assert_eq!(mails.len(), 3, "one key proves the mailbox for each of them");
    let (last, first) = (service.link_to("team@example.com").await, &mails[0]["text"]);
    let first = &first.as_str().unwrap()[first.as_str().unwrap().find("/activate/").unwrap()..];
    let first = first.split_whitespace().next().unwrap();
    let handle = service.handle_for(first).await;
    assert_eq!(service.activate_with(&last, handle.as_deref()).await.json()["user"]["username"], "ann");
}

#[tokio::test]
async fn invalid_address_is_refused() {
    let service = Service::start().await;
    for body in [json!({}), json!({ "email": "ann" }), json!({ "email": 1 })] {
        let answer = service.post_json("/activate/resend", &body).await;
        assert_eq!(answer.errors().iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(), ["email"], "{body}");
    }
    let page = service.post_form("/activate/resend", &[("email", "a\"<b>")]).await;
    assert_eq!(page.status, 422);
    assert!(page.body.contains("value=\"a&quot;&lt;b&gt;\""), "{}", page.body);
    assert_eq!(service.get("/activate/resend").await.status, 200);
    let wrong = service.request(reqwest::Method::PUT, "/activate/resend").send().await.unwrap();
    assert_eq!(
        (wrong.status().as_u16(), wrong.headers()["allow"].to_str().unwrap()),
        (405, "GET, HEAD, POST, OPTIONS")
    );
}

#[tokio::test]
async fn closed_backend_allows_resend_and_simple_does_not() {
    let closed = Service::with(&[("REGISTRATION_BACKEND", "closed")]).await;
    resend(&closed, "ann@example.com").await;
    let simple = Service::with(&[("REGISTRATION_BACKEND", "simple")]).await;
    let answer = simple.post_json("/activate/resend", &json!({ "email": "ann@example.com" })).await;
    assert_eq!(answer.problem(), (404, "activation_not_supported".to_owned()));
}

#[tokio::test]
async fn processed_resend_is_kept_until_sweep() {
    let service = Service::start().await;
    service.pending("ann", "ann@example.com").await;
    service.advance(60);
    resend(&service, "ann@example.com").await;
    service.local.settle().await;
    assert!(service.item("RESEND#").await["done"].as_bool().unwrap());
    service.advance(24 * 3600 + 1);
    service.local.sweep_expired().await.unwrap();
    assert!(!service.items().await.keys().any(|pk| pk.starts_with("RESEND#")));
}

#[tokio::test]
async fn late_request_gets_no_email() {
    let service = Service::with(&[("AWS_ENDPOINT_URL_SESV2", "http://127.0.0.1:1")]).await;
    service.register("ann", "ann@example.com").await;
    resend(&service, "ann@example.com").await;
    service.local.settle().await;
    let request = batch(service.item("RESEND#").await);
    for (seconds, failures) in [(24 * 3600 - 1, 1), (1, 0)] {
        service.advance(seconds);
        let answer = service.invoke("mail", &request).await.json();
        assert_eq!(answer["batchItemFailures"].as_array().unwrap().len(), failures, "{answer}");
    }
}
