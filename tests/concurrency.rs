//! Many at once: what is promised once happens once.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::Value;

use crate::support::{PASSWORD, Service, signals};

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
    let answers = join_all((0..20).map(|_| service.post_json(&link, &Value::Null))).await;
    let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
    assert_eq!(won.len(), 1);
    for answer in lost {
        assert_eq!(answer.problem(), (409, "already_activated".to_owned()));
    }
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("user_activated", "ann")]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_activations_of_address_succeed_once() {
    let service = Service::start().await;
    let mut links = Vec::new();
    // More are not mailed.
    for n in 0..10 {
        links.push(service.pending(&format!("user{n}"), "ann@example.com").await);
    }
    assert_eq!(links.iter().collect::<BTreeSet<_>>().len(), 10);
    let answers = join_all(links.iter().map(|link| service.post_json(link, &Value::Null))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(answer.problem(), (404, "activation_key_unknown".to_owned()));
    }
}
