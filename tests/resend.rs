//! Asking for another activation mail.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{OTHER_PASSWORD, Service, batch, signals};

/// Asks for one, as a program.
async fn resend(service: &Service, email: &str) {
    let answer = service.post_json("/activate/resend", &json!({ "email": email })).await;
    assert_eq!((answer.status.as_u16(), answer.json()), (202, json!({ "status": "accepted" })), "{email}");
}

/// How many mails an address got.
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
        assert_eq!(service.post_json(&link, &Value::Null).await.status, 200, "{which}");
        assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("user_activated", "ann")]));
    }
}

#[tokio::test]
async fn resend_restarts_activation_period() {
    let service = Service::start().await;
    let first = service.pending("ann", "ann@example.com").await;
    service.advance(6 * 24 * 3600);
    resend(&service, "ann@example.com").await;
    let second = service.link_to("ann@example.com").await;
    service.advance(7 * 24 * 3600 - 1);
    assert_eq!(
        service.register_with("ann", "other@example.com", OTHER_PASSWORD).await.status,
        422,
        "the name is kept as long"
    );
    assert_eq!(service.post_json(&first, &Value::Null).await.problem().1, "activation_key_expired");
    assert_eq!(service.post_json(&second, &Value::Null).await.status, 200);
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
    assert!(page.body.contains("Check your mail"), "{}", page.body);
    assert_eq!(mails_to(&service, "nobody@example.com").await, 0);
}

#[tokio::test]
async fn resend_reminds_active_user_of_account() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    service.advance(60);
    resend(&service, "ann@example.com").await;
    let mails = service.mails().await;
    let text = mails.last().unwrap()["text"].as_str().unwrap();
    assert!(text.contains("asked for another activation link"), "{text}");
    assert!(!text.contains("/activate/"), "{text}");
}

#[tokio::test]
async fn resends_are_rate_limited_per_address() {
    let service = Service::start().await;
    service.pending("ann", "ann@example.com").await;
    let mut counts = Vec::new();
    for wait in [59, 1, 60, 60, 3480, 60, 3600, 79_079, 1] {
        service.advance(wait);
        resend(&service, "ann@example.com").await;
        counts.push(mails_to(&service, "ann@example.com").await);
    }
    assert_eq!(counts, [1, 2, 3, 3, 4, 5, 5, 5, 6]);
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
    for n in 0..5 {
        assert_eq!(service.register(&format!("eve{n}"), "ann@example.com").await.status, 202);
    }
    assert_eq!(mails_to(&service, "ann@example.com").await, 2, "the activation's, and one more");
}

#[tokio::test]
async fn registration_mails_are_rate_limited() {
    let service = Service::start().await;
    for n in 0..12 {
        assert_eq!(service.register(&format!("eve{n}"), "ann@example.com").await.status, 202);
    }
    assert_eq!(mails_to(&service, "ann@example.com").await, 10);
    let limited = service.items().await.into_values().filter(|item| item.contains_key("mail_state")).count();
    assert_eq!(limited, 2, "an operator sees why");
    service.advance(24 * 3600);
    service.pending("ann", "ann@example.com").await;
    assert_eq!(mails_to(&service, "ann@example.com").await, 11);
}

#[tokio::test]
async fn resend_covers_each_pending_registration() {
    let service = Service::start().await;
    service.pending("ann", "team@example.com").await;
    service.advance(1);
    service.pending("bob", "team@example.com").await;
    service.advance(60);
    resend(&service, "team@example.com").await;
    let mails = service.mails().await;
    let last: Vec<_> = mails[2..].iter().map(|mail| mail["text"].as_str().unwrap()).collect();
    assert_eq!(last.len(), 2);
    assert!(last[0].contains("the username bob") && last[1].contains("the username ann"), "{last:?}");
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
    assert_eq!((wrong.status().as_u16(), wrong.headers()["allow"].to_str().unwrap()), (405, "GET, HEAD, POST"));
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
