use std::path::Path;

use domain::Random;
use domain::clock::ManualClock;
use jiff::{SignedDuration, Timestamp};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use super::*;
use crate::options::Storage;

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new("2026-01-01T00:00:00Z".parse::<Timestamp>().unwrap()))
}

fn options() -> Options {
    Options::for_test(clock(), Random::system())
}

fn in_folder(folder: &Path) -> Options {
    Options { storage: Storage::Folder(folder.to_owned()), ..options() }
}

async fn register(local: &Local, name: &str) {
    let person =
        json!({ "username": name, "email": format!("{name}@example.org"), "password": "correct horse battery" });
    let request = Client::new().post(format!("{}/register", local.url())).header("accept", "application/json");
    assert_eq!(request.json(&person).send().await.unwrap().status(), StatusCode::ACCEPTED);
}

async fn list(local: &Local, path: &str) -> Vec<Value> {
    let request = Client::new().get(format!("{}{path}", local.url())).header("accept", "application/json");
    request.send().await.unwrap().json().await.unwrap()
}

async fn recipients(local: &Local) -> Vec<String> {
    list(local, "/_local/mail").await.iter().map(|mail| mail["to"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn settling_delivers_mail_and_signal() {
    let local = Local::start(options()).await.unwrap();
    register(&local, "ada").await;
    assert!(recipients(&local).await.is_empty());
    local.settle().await;
    assert_eq!(recipients(&local).await, ["ada@example.org"]);
    assert_eq!(list(&local, "/_local/events").await[0]["DetailType"], "user_registered");
}

#[tokio::test]
async fn restart_loses_and_repeats_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let local = Local::start(in_folder(folder.path())).await.unwrap();
    register(&local, "ada").await;
    local.settle().await;
    register(&local, "bea").await;
    local.stop().await;
    let local = Local::start(in_folder(folder.path())).await.unwrap();
    local.settle().await;
    assert_eq!(recipients(&local).await, ["ada@example.org", "bea@example.org"]);
}

#[tokio::test]
async fn undeliverable_mail_does_not_block_signals() {
    let options = options().with("AWS_ENDPOINT_URL_SESV2", "http://127.0.0.1:1");
    let local = Local::start(options).await.unwrap();
    register(&local, "ada").await;
    local.settle().await;
    assert!(recipients(&local).await.is_empty());
    assert_eq!(list(&local, "/_local/events").await.len(), 1);
}

#[tokio::test]
async fn lists_can_be_emptied() {
    let local = Local::start(options()).await.unwrap();
    for number in 0..30 {
        register(&local, &format!("ada{number}")).await;
    }
    local.settle().await;
    for path in ["/_local/mail", "/_local/events"] {
        assert_eq!(list(&local, path).await.len(), 30, "{path}");
        let answer = Client::new().delete(format!("{}{path}", local.url())).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NO_CONTENT, "{path}");
        assert!(list(&local, path).await.is_empty(), "{path}");
    }
}

#[tokio::test]
async fn sweep_uses_given_clock() {
    let clock = clock();
    let local = Local::start(Options::for_test(Arc::clone(&clock) as _, Random::system())).await.unwrap();
    register(&local, "ada").await;
    assert_eq!(local.sweep_expired().await.unwrap(), 0);
    clock.advance(SignedDuration::from_hours(24 * 8));
    assert!(local.sweep_expired().await.unwrap() > 0);
}

#[test]
fn unspecified_address_is_reached_on_loopback() {
    for (listening, url) in [
        ("127.0.0.1:9000", "http://127.0.0.1:9000"),
        ("0.0.0.0:9000", "http://127.0.0.1:9000"),
        ("[::]:9000", "http://127.0.0.1:9000"),
        ("192.0.2.1:80", "http://192.0.2.1:80"),
        ("[::1]:9000", "http://[::1]:9000"),
    ] {
        assert_eq!(site_url(listening.parse().unwrap()), url);
    }
}

#[tokio::test]
async fn failed_start_writes_nothing() {
    let local = Local::start(options()).await.unwrap();
    let port = local.url().rsplit_once(':').unwrap().1.parse().unwrap();
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("data");
    let taken = Local::start(Options { port, ..in_folder(&folder) }).await.unwrap_err();
    assert!(matches!(taken, StartError::PortInUse(named) if named == port), "{taken}");
    let wrong = Local::start(in_folder(&folder).with("REGISTRATION_BACKEND", "none")).await.unwrap_err();
    assert!(wrong.to_string().contains("REGISTRATION_BACKEND=\"none\""), "{wrong}");
    assert!(!folder.exists());
}

#[tokio::test]
async fn stop_releases_data_folder() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..5 {
        let options = Options { background: true, ..in_folder(folder.path()) };
        Local::start(options).await.unwrap().stop().await;
    }
}

#[tokio::test]
async fn drop_releases_data_folder() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { background: true, ..in_folder(folder.path()) };
    let local = Local::start(options.clone()).await.unwrap();
    register(&local, "ada").await;
    drop(local);
    for _ in 0..100 {
        if Local::start(options.clone()).await.is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the data folder is still in use");
}
