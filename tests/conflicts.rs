//! Many at once, where transactions run into each other: nobody is told more or less than if they came one by one.

use std::time::Duration;

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Contention, PASSWORD, Service, signals};

/// How many of the answers have this status.
fn count(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status == status).count()
}

fn there_were(contention: &Contention) {
    assert!(contention.conflicts() > 0, "nothing ran into anything");
}

/// Ends the transaction that has `key` when something has run into it.
async fn let_go(contention: &Contention, key: &str) {
    while contention.conflicts() == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    contention.let_go(key);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_ten_registrations_of_one_name_one_wins_and_the_rest_are_told_that_it_is_taken() {
    let (service, contention) = Service::contended(&[]).await;
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
    there_were(&contention);
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann")]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_submission_that_is_sent_ten_times_at_once_is_one_registration() {
    let backends =
        [("default", "/register", 202), ("default", "/register?type=email", 202), ("simple", "/register", 201)];
    for (backend, path, status) in backends {
        let (service, contention) =
            Service::contended(&[("REGISTRATION_BACKEND", backend), ("REGISTRATION_FORMS", "email")]).await;
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
        there_were(&contention);
        assert_eq!(service.signals().await.len(), 1, "{backend} {path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_ten_activations_of_one_key_one_succeeds_and_the_rest_are_told_that_it_is_done() {
    let (service, contention) = Service::contended(&[]).await;
    let link = service.pending("ann", "ann@example.com").await;
    let answers = join_all((0..10).map(|_| service.post_json(&link, &Value::Null))).await;
    assert_eq!(count(&answers, 200), 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(answer.problem(), (409, "already_activated".to_owned()));
    }
    there_were(&contention);
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("user_activated", "ann")]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_ten_registrations_of_one_address_that_are_activated_at_once_one_wins() {
    let (service, contention) = Service::contended(&[]).await;
    let mut links = Vec::new();
    for n in 0..10 {
        links.push(service.pending(&format!("user{n}"), "ann@example.com").await);
    }
    let answers = join_all(links.iter().map(|link| service.post_json(link, &Value::Null))).await;
    assert_eq!(count(&answers, 200), 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(answer.problem(), (404, "activation_key_unknown".to_owned()));
    }
    there_were(&contention);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_for_three_is_spent_three_times_by_ten_at_once() {
    let (service, contention) = Service::contended(&[("REGISTRATION_BACKEND", "invitation")]).await;
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
    there_were(&contention);
}

#[tokio::test]
async fn what_follows_from_the_stream_waits_until_a_transaction_is_done() {
    let (service, contention) = Service::contended(&[]).await;
    service.register("ann", "ann@example.com").await;
    let user = service.item("USER#").await["pk"].as_s().unwrap().clone();
    contention.take(&user);
    tokio::join!(service.local.settle(), let_go(&contention, &user));
    assert_eq!(service.mails().await.len(), 1, "it is known to have been sent");
}

#[tokio::test]
async fn an_operator_waits_as_well() {
    let (service, contention) = Service::contended(&[("REGISTRATION_BACKEND", "invitation")]).await;
    let code = service.operator("invite create").await.unwrap()["code"].as_str().unwrap().to_owned();
    let invitation = service.item("INVITE#").await["pk"].as_s().unwrap().clone();
    contention.take(&invitation);
    let words = format!("invite revoke {code}");
    let (revoked, ()) = tokio::join!(service.operator(&words), let_go(&contention, &invitation));
    revoked.unwrap();
}

#[tokio::test]
async fn who_meets_transactions_without_end_is_told_when_to_try_again() {
    let (service, contention) = Service::contended(&[]).await;
    service.pending("ann", "ann@example.com").await;
    let name = service.item("USERNAME#").await["pk"].as_s().unwrap().clone();
    contention.take(&name);
    let answer = service.register("ann", "other@example.com").await;
    assert_eq!(answer.problem(), (503, "service_unavailable".to_owned()));
    assert_eq!(answer.header("retry-after"), "5");
    contention.let_go(&name);
    assert_eq!(service.register("ann", "ann@example.com").await.status, 202);
}
