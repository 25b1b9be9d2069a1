//! Concurrent requests: whatever may happen once happens once.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::json;

use crate::support::{Item, PASSWORD, Service, signals, start_over_path};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_registrations_assign_name_once() {
    let service = Service::start().await;
    let answers = join_all((0..20).map(|n| {
        let service = &service;
        let (email, password) = (format!("ann{n}@example.com"), format!("{PASSWORD} {n}"));
        async move { service.register_with("ann", &email, &password).await }
    }));
    let answers = answers.await;
    let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 202);
    assert_eq!(won.len(), 1);
    for answer in lost {
        assert_eq!(answer.errors(), [("username".to_owned(), "taken".to_owned())]);
    }
    assert_eq!(service.mails().await.len(), 1);
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann")]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_activations_succeed_and_signal_once() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    let handle = service.handle_for(&link).await;
    let answers = join_all((0..20).map(|_| service.activate_with(&link, handle.as_deref()))).await;
    let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
    assert_eq!(won.len(), 1);
    for answer in lost {
        assert_eq!(answer.problem(), (409, "already_activated".to_owned()));
    }
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("user_activated", "ann")]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_activations_of_address_succeed_once() {
    let service = Service::with(&[("REGISTRATION_LIMIT_PER_MAILBOX", "10/1d")]).await;
    let mut links = Vec::new();
    for n in 0..10 {
        links.push(service.pending(&format!("user{n}"), "ann@example.com").await);
    }
    let handles = join_all(links.iter().map(|link| service.handle_for(link))).await;
    assert_eq!(links.iter().collect::<BTreeSet<_>>().len(), 10);
    let answers =
        join_all(links.iter().zip(&handles).map(|(link, handle)| service.activate_with(link, handle.as_deref()))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(answer.problem(), (409, "already_activated".to_owned()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn name_is_not_taken_from_activated_user() {
    for _ in 0..5 {
        let service = Service::start().await;
        // Two spellings of one mailbox, whose address claims do not conflict.
        let holder = service.pending("ann", "a.nn@gmail.com").await;
        let handle = service.handle_for(&holder).await;
        let key = start_over_path(&service.pending("eve", "ann@gmail.com").await);
        let body = json!({ "username": "ann", "email": "ann@gmail.com", "password": PASSWORD });
        let (activated, started_over) =
            tokio::join!(service.activate_with(&holder, handle.as_deref()), service.post_json(&key, &body));
        let statuses = (activated.status.as_u16(), started_over.status.as_u16());
        assert!([(200, 422), (403, 201)].contains(&statuses), "{statuses:?}");
        let items = service.items().await;
        let is_ann = |item: &&Item| {
            let text = |name: &str| item.get(name).and_then(|value| value.as_s().ok().cloned());
            text("username").as_deref() == Some("ann") && text("status").as_deref() == Some("active")
        };
        let anns: Vec<_> = items.values().filter(is_ann).collect();
        assert_eq!(anns.len(), 1);
        assert_eq!(items["USERNAME#ann"]["user_id"], anns[0]["id"]);
    }
}
