//! Where `local` is and where it keeps its data.

use std::sync::Arc;
use std::time::Duration;

use domain::Random;
use domain::clock::{Clock, ManualClock, SystemClock};
use local::{Local, Options, StartError, Storage};
use serde_json::json;

use crate::support::{Service, options, seeded, signals};

#[tokio::test]
async fn data_survives_restart() {
    let folder = tempfile::tempdir().unwrap();
    let first = Service::in_folder(folder.path(), &[]).await;
    let link = first.pending("ann", "ann@example.com").await;
    first.register("bob", "bob@example.com").await;
    first.local.stop().await;

    let second = Service::in_folder(folder.path(), &[]).await;
    second.advance(1);
    assert_eq!(second.mails().await.len(), 2, "the first mail is kept, and the one that was owed is sent");
    assert_eq!(second.post_json(&link, &json!({})).await.status, 200);
    assert_eq!(
        second.signals().await,
        signals(&[("user_registered", "ann"), ("user_registered", "bob"), ("user_activated", "ann")])
    );
    second.local.stop().await;
}

#[tokio::test]
async fn inbox_and_event_log_can_be_emptied() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    assert_eq!((service.mails().await.len(), service.events().await.len()), (1, 2));
    for path in ["/_local/mail", "/_local/events"] {
        assert_eq!(service.request(reqwest::Method::DELETE, path).send().await.unwrap().status(), 204);
    }
    assert!(service.mails().await.is_empty() && service.events().await.is_empty());
}

#[tokio::test]
async fn start_page_links_to_form_inbox_and_events() {
    let service = Service::start().await;
    let page = service.get("/").await;
    for link in [r#"href="/register""#, r#"href="/_local/mail""#, r#"href="/_local/events""#] {
        assert!(page.body.contains(link), "{link} is not in {}", page.body);
    }
    service.register("ann", "ann@example.com").await;
    let link = service.link_to("ann@example.com").await;
    let inbox = service.get("/_local/mail").await;
    assert!(inbox.body.contains(&link), "{}", inbox.body);
    let events = service.get("/_local/events").await;
    assert!(events.body.contains("user_registered"), "{}", events.body);
}

#[tokio::test]
async fn environment_lists_endpoint_and_table() {
    let service = Service::start().await;
    let lines = service.get("/_local/env").await.body;
    for variable in ["AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:", "REGISTRATION_TABLE=registration\n"] {
        assert!(lines.contains(variable), "{variable} is not in {lines}");
    }
}

#[tokio::test]
async fn port_in_use_is_reported() {
    let service = Service::start().await;
    let port = service.local.url().rsplit(':').next().unwrap().parse().unwrap();
    let options = Options { port, ..options(service.clock.clone(), seeded(7)) };
    let error = Local::start(options).await.unwrap_err();
    assert!(matches!(error, StartError::PortInUse(used) if used == port), "{error}");
}

#[tokio::test]
async fn unusable_data_folder_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let service = Service::start().await;
    let start = async |folder: std::path::PathBuf| {
        let options = options(service.clock.clone(), seeded(7));
        Local::start(Options { storage: Storage::Folder(folder), ..options }).await
    };
    let error = start(file.join("data")).await.unwrap_err();
    assert!(matches!(error, StartError::Folder { .. }), "{error}");

    let running = start(folder.path().join("data")).await.unwrap();
    let error = start(folder.path().join("data")).await.unwrap_err();
    assert!(matches!(error, StartError::FolderInUse(_)), "{error}");
    running.stop().await;
    start(folder.path().join("data")).await.expect("the folder is free again").stop().await;
}

#[tokio::test]
async fn invalid_settings_are_reported_together() {
    let clock = Service::start().await.clock;
    let options = options(clock, seeded(7));
    let options = options
        .with("REGISTRATION_BACKEND", "defualt")
        .with("REGISTRATION_MAIL_FROM", "nobody")
        .with("REGISTRATION_ACTIVATION_PERIOD", "soon");
    insta::assert_snapshot!(Local::start(options).await.unwrap_err().to_string(), @r#"
    settings are wrong:
      REGISTRATION_BACKEND="defualt": no such backend; valid names: default, simple, invitation, closed, gated, approval, lambda:FUNCTION
      REGISTRATION_ACTIVATION_PERIOD="soon": must be a time between 1s and 366d, such as 7d, 36h or 2s
      REGISTRATION_MAIL_FROM="nobody": must be an ASCII address such as name@example.com or Name <name@example.com>
    "#);
}

#[tokio::test]
#[ignore = "only a DynamoDB elsewhere removes by itself what has expired, in its own time: .ci/try-dynamodb-local"]
async fn external_dynamodb_removes_expired_items() {
    let options = Options { background: true, ..options(Arc::new(SystemClock), Random::system()) };
    let clock = Arc::new(ManualClock::new(SystemClock.now()));
    let service = Service::of(options.with("REGISTRATION_ACTIVATION_PERIOD", "1s"), clock).await;
    assert_eq!(service.register("ann", "ann@example.com").await.status, 202);
    for _ in 0..300 {
        let events = service.get_json("/_local/events").await.json();
        if events.as_array().unwrap().iter().any(|event| event["DetailType"] == "registration_expired") {
            assert!(service.items().await.keys().all(|pk| !pk.starts_with("USER#")));
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("it is not removed");
}
