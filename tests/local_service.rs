//! The ports of `local`, and the place of its data.

use std::sync::Arc;
use std::time::Duration;

use domain::Random;
use domain::clock::{Clock, ManualClock, SystemClock};
use local::{Local, Options, StartError, Storage};
use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, Service, options, seeded, signals};

#[tokio::test]
async fn data_survives_restart() {
    let folder = tempfile::tempdir().unwrap();
    let first = Service::in_folder(folder.path(), &[]).await;
    let link = first.pending("ann", "ann@example.com").await;
    first.register("bob", "bob@example.com").await;
    first.local.stop().await;

    let mut second = Service::in_folder(folder.path(), &[]).await;
    second.handles = first.handles;
    second.advance(1);
    assert_eq!(second.mails().await.len(), 2, "the first mail is kept, and the one that was owed is sent");
    assert_eq!(second.activate(&link).await.status, 200);
    assert_eq!(
        second.signals().await,
        signals(&[("user_registered", "ann"), ("user_registered", "bob"), ("user_activated", "ann")])
    );
    second.local.stop().await;
}

#[tokio::test]
async fn code_survives_restart() {
    let folder = tempfile::tempdir().unwrap();
    let first = Service::in_folder(folder.path(), &[]).await;
    let registered = first.register("ann", "ann@example.com").await.json();
    let code = first.code_to("ann@example.com").await;
    first.local.stop().await;
    let second = Service::in_folder(folder.path(), &[]).await;
    let body = json!({ "registration": registered["registration"], "code": code });
    assert_eq!(second.post_json("/activate/code", &body).await.status, 200);
    second.local.stop().await;
    let chosen = ("REGISTRATION_CODE_SECRET", "0123456789abcdef0123456789abcdef");
    let third = Service::in_folder(folder.path(), &[chosen]).await;
    assert_eq!(third.local.environment()[chosen.0], chosen.1, "a setting comes first");
}

#[tokio::test]
async fn inbox_and_event_log_can_be_emptied() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    assert_eq!((service.mails().await.len(), service.events().await.len()), (1, 2));
    for path in ["/_local/mail", "/_local/events"] {
        assert_eq!(service.request(Method::DELETE, path).send().await.unwrap().status(), 204);
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
async fn inbox_is_not_served_to_other_hosts() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    let paths = ["/", "/_local/mail", "/_local/mail/1", "/_local/events", "/_local/log", "/_local/env", "/_local/none"];
    for path in paths {
        for (header, value) in
            [("host", "evil.example"), ("host", "evil.example:9000"), ("origin", "https://evil.example")]
        {
            for method in [Method::GET, Method::POST, Method::DELETE] {
                let answer = Answer::of(service.request(method, path).header(header, value)).await;
                assert_eq!(answer.status, 421, "{path} {header}: {value}");
                assert!(!answer.body.contains(&link) && !answer.body.contains("REGISTRATION_"), "{path}");
            }
        }
    }
    let port = service.local.url().rsplit(':').next().unwrap();
    let by_name = service.request(Method::GET, "/_local/mail").header("host", format!("localhost:{port}"));
    assert_eq!(Answer::of(by_name).await.status, 200);
    let tunnel = service.request(Method::GET, "/register").header("host", "tunnel.example");
    assert_eq!(Answer::of(tunnel).await.status, 200, "the functions answer any host");
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
      REGISTRATION_BACKEND="defualt": no such backend; valid names: default, simple, invitation, closed, gated, approval, openid, waitlist, lambda:FUNCTION
      REGISTRATION_ACTIVATION_PERIOD="soon": must be a time between 1s and 366d, such as 7d, 36h or 2s
      REGISTRATION_MAIL_FROM="nobody": must be an ASCII address such as name@example.com or Name <name@example.com>
    "#);
}

#[tokio::test]
#[ignore = "it waits for the clock of the machine, and needs an external DynamoDB: .ci/try-dynamodb-local"]
async fn expired_items_of_external_dynamodb_are_removed() {
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
