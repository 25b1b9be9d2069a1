//! Concurrent requests whose transactions conflict.
//!
//! The answers are those of sequential requests.

use std::time::Duration;

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, Contention, PASSWORD, Service, signals};

/// Counts the answers with this status.
fn count(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status == status).count()
}

fn assert_conflicts(contention: &Contention) {
    assert!(contention.conflicts() > 0, "nothing ran into anything");
}

/// Ends the transaction that holds `key` after another one conflicted with it.
async fn unlock_on_conflict(contention: &Contention, key: &str) {
    while contention.conflicts() == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    contention.unlock(key);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn conflicting_registrations_assign_name_once() {
    let (service, contention) = Service::with_contention(&[]).await;
    let answers = join_all((0..10).map(|n| {
        let service = &service;
        let (email, password) = (format!("ann{n}@example.com"), format!("{PASSWORD} {n}"));
        async move { service.register_with("ann", &email, &password).await }
    }));
    let answers = answers.await;
    assert_eq!((count(&answers, 202), count(&answers, 422)), (1, 9));
    for answer in answers.iter().filter(|answer| answer.status == 422) {
        assert_eq!(answer.errors(), [("username".to_owned(), "taken".to_owned())]);
    }
    assert_conflicts(&contention);
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann")]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_resubmissions_are_one_registration() {
    let backends =
        [("default", "/register", 202), ("default", "/register?type=email", 202), ("simple", "/register", 201)];
    for (backend, path, status) in backends {
        let (service, contention) =
            Service::with_contention(&[("REGISTRATION_BACKEND", backend), ("REGISTRATION_FORMS", "email")]).await;
        let mut body = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD });
        if path.ends_with("email") {
            body.as_object_mut().unwrap().remove("username");
        }
        let answers = join_all((0..10).map(|_| {
            let request = service.request(Method::POST, path).header("accept", "application/json");
            Answer::of(request.header("idempotency-key", "8e03978e").json(&body))
        }));
        let answers = answers.await;
        assert_eq!(count(&answers, status), 10, "{backend} {path}");
        assert_conflicts(&contention);
        assert_eq!(service.signals().await.len(), 1, "{backend} {path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn conflicting_activations_succeed_once() {
    let (service, contention) = Service::with_contention(&[]).await;
    let link = service.pending("ann", "ann@example.com").await;
    let handle = service.handle_for(&link).await;
    let user = service.item("USER#").await["pk"].as_s().unwrap().clone();
    contention.lock(&user);
    let activations = join_all((0..10).map(|_| service.activate_with(&link, handle.as_deref())));
    let (answers, ()) = tokio::join!(activations, unlock_on_conflict(&contention, &user));
    assert_eq!(count(&answers, 200), 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(answer.problem(), (409, "already_activated".to_owned()));
    }
    assert_conflicts(&contention);
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("user_activated", "ann")]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_activations_of_address_succeed_once() {
    let (service, contention) = Service::with_contention(&[]).await;
    let mut links = Vec::new();
    for n in 0..10 {
        links.push(service.pending(&format!("user{n}"), "ann@example.com").await);
    }
    let handles = join_all(links.iter().map(|link| service.handle_for(link))).await;
    let address = "EMAIL#ann@example.com";
    contention.lock(address);
    let activations =
        join_all(links.iter().zip(&handles).map(|(link, handle)| service.activate_with(link, handle.as_deref())));
    let (answers, ()) = tokio::join!(activations, unlock_on_conflict(&contention, address));
    assert_eq!(count(&answers, 200), 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(answer.problem(), (409, "already_activated".to_owned()));
    }
    assert_conflicts(&contention);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn invitation_for_three_admits_three_of_ten() {
    let (service, contention) = Service::with_contention(&[("REGISTRATION_BACKEND", "invitation")]).await;
    let invitation = service.operator("invite create --uses 3").await.unwrap();
    let path = format!("/register?invitation={}", invitation["code"].as_str().unwrap());
    let answers = join_all((0..10).map(|n| {
        let (service, path) = (&service, &path);
        async move { service.register_at(path, &format!("user{n}"), &format!("user{n}@example.com")).await }
    }));
    let answers = answers.await;
    assert_eq!((count(&answers, 202), count(&answers, 403)), (3, 7));
    for answer in answers.iter().filter(|answer| answer.status == 403) {
        assert_eq!(answer.problem(), (403, "invitation_spent".to_owned()));
    }
    assert_conflicts(&contention);
}

#[tokio::test]
async fn stream_consumer_retries_after_transaction_conflict() {
    let (service, contention) = Service::with_contention(&[]).await;
    service.register("ann", "ann@example.com").await;
    let user = service.item("USER#").await["pk"].as_s().unwrap().clone();
    contention.lock(&user);
    tokio::join!(service.local.settle(), unlock_on_conflict(&contention, &user));
    assert_eq!(service.mails().await.len(), 1, "it is known to have been sent");
}

#[tokio::test]
async fn operator_command_retries_after_transaction_conflict() {
    let (service, contention) = Service::with_contention(&[("REGISTRATION_BACKEND", "invitation")]).await;
    let code = service.operator("invite create").await.unwrap()["code"].as_str().unwrap().to_owned();
    let invitation = service.item("INVITE#").await["pk"].as_s().unwrap().clone();
    contention.lock(&invitation);
    let words = format!("invite revoke {code}");
    let (revoked, ()) = tokio::join!(service.operator(&words), unlock_on_conflict(&contention, &invitation));
    revoked.unwrap();
}

#[tokio::test]
async fn endless_conflict_returns_503_with_retry_after() {
    let (service, contention) = Service::with_contention(&[]).await;
    contention.lock("USERNAME#ann");
    let answer = service.register("ann", "ann@example.com").await;
    assert_eq!(answer.problem(), (503, "service_unavailable".to_owned()));
    assert_eq!(answer.header("retry-after"), "5");
    contention.unlock("USERNAME#ann");
    assert_eq!(service.register("ann", "ann@example.com").await.status, 202);
}
