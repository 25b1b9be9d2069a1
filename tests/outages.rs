//! Outages of the services that the functions need.

use serde_json::Value;
use tokio::net::TcpListener;

use crate::support::{Service, signals};

/// A URL at which nothing listens.
const NOWHERE: &str = "http://127.0.0.1:1";

#[tokio::test]
async fn table_outage_returns_503_with_retry_after() {
    let service = Service::with(&[("AWS_ENDPOINT_URL_DYNAMODB", NOWHERE)]).await;
    let key = "/activate/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    let (register, show, activate) = tokio::join!(
        service.register("ann", "ann@example.com"),
        service.get_json(key),
        service.post_json(key, &Value::Null),
    );
    for answer in [register, show, activate] {
        assert_eq!(answer.problem(), (503, "service_unavailable".to_owned()));
        assert_eq!(answer.header("retry-after"), "5");
    }
    assert_eq!(service.get("/register").await.status, 200, "the form needs no table");
}

#[tokio::test]
async fn table_timeout_returns_503() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let held = tokio::spawn(async move {
        let mut held = Vec::new();
        loop {
            held.push(listener.accept().await.unwrap());
        }
    });
    let service = Service::with(&[("AWS_ENDPOINT_URL_DYNAMODB", &url)]).await;
    assert_eq!(service.register("ann", "ann@example.com").await.problem().0, 503);
    held.abort();
}

#[tokio::test]
async fn mail_outage_delays_mail_but_no_signal() {
    let folder = tempfile::tempdir().unwrap();
    let outage = Service::in_folder(folder.path(), &[("AWS_ENDPOINT_URL_SESV2", NOWHERE)]).await;
    for name in ["ann", "bob"] {
        assert_eq!(outage.register(name, &format!("{name}@example.com")).await.status, 202);
    }
    assert!(outage.mails().await.is_empty());
    assert_eq!(outage.signals().await, signals(&[("user_registered", "ann"), ("user_registered", "bob")]));
    outage.local.stop().await;

    let mut recovered = Service::in_folder(folder.path(), &[]).await;
    recovered.handles = outage.handles;
    let mails = recovered.mails().await;
    let to: Vec<_> = mails.iter().map(|mail| mail["to"].as_str().unwrap()).collect();
    assert_eq!(to, ["ann@example.com", "bob@example.com"]);
    assert_eq!(recovered.activate(&recovered.link_to("bob@example.com").await).await.status, 200);
    recovered.local.stop().await;
}
