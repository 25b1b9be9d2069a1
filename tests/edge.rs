//! Requests through a CDN that proves itself by a secret, and past it.

use serde_json::{Value, json};

use crate::support::{PASSWORD, Service};

const OLD: &str = "an-old-secret-of-32-characters-x";
const NEW: &str = "a-new-secret-of-32-characters-xx";
/// The address of the CDN, as API Gateway sees it.
const CDN: &str = "192.0.2.1";

async fn behind_edge(settings: &[(&str, &str)]) -> Service {
    let secrets = format!("{OLD},{NEW}");
    Service::with(&[settings, &[("REGISTRATION_EDGE_SECRET", &*secrets)]].concat()).await
}

async fn register(service: &Service, headers: &[(&str, &str)], n: usize) -> Value {
    let body = json!({ "username": format!("p{n}"), "email": format!("p{n}@example.com"), "password": PASSWORD });
    service.invoke_from(CDN, "register", "POST", "/register", headers, &body).await
}

#[tokio::test]
async fn request_past_the_edge_is_refused() {
    let service = behind_edge(&[]).await;
    for (n, (headers, status)) in [
        (&[("edge-secret", OLD)][..], 202),
        (&[("edge-secret", NEW)], 202),
        (&[("edge-secret", "wrong")], 403),
        (&[("edge-secret", "")], 403),
        (&[("edge-viewer-address", "203.0.113.7")], 403),
        (&[], 403),
    ]
    .into_iter()
    .enumerate()
    {
        let answer = register(&service, headers, n).await;
        assert_eq!(answer["statusCode"], status, "{headers:?}: {answer}");
    }
    for (function, path) in [("register", "/register"), ("allowed", "/register/allowed"), ("activate", "/activate/x")] {
        let answer = service.invoke_from(CDN, function, "GET", path, &[], &Value::Null).await;
        assert_eq!(answer["statusCode"], 403, "{path}: {answer}");
        assert!(answer["body"].as_str().unwrap().contains("address of the site"), "{answer}");
    }
    service.local.settle().await;
    assert_eq!(service.mails().await.len(), 2);
}

#[tokio::test]
async fn edge_names_the_source() {
    let service = behind_edge(&[("REGISTRATION_LIMIT_PER_SOURCE", "1/10m")]).await;
    for (n, (address, status)) in [
        ("203.0.113.7:1234", 202),
        ("203.0.113.7:5678", 429),
        ("203.0.113.8", 202),
        ("[2001:db8::1]:443", 202),
        ("2001:db8::2", 429),
        ("203.0.113.9, 203.0.113.10", 202),
        ("unreadable", 429),
    ]
    .into_iter()
    .enumerate()
    {
        let headers = [("edge-secret", NEW), ("edge-viewer-address", address)];
        let answer = register(&service, &headers, n).await;
        assert_eq!(answer["statusCode"], status, "{address}: {answer}");
    }
    let items = service.items().await;
    let first = items.values().find(|item| item.get("username").is_some_and(|name| name.as_s().unwrap() == "p0"));
    assert_eq!(first.unwrap()["registration_request"].as_m().unwrap()["ip"].as_s().unwrap(), "203.0.113.7");
}

#[tokio::test]
async fn address_header_is_ignored_without_secret() {
    let service = Service::with(&[("REGISTRATION_LIMIT_PER_SOURCE", "1/10m")]).await;
    for (n, status) in [202, 429].into_iter().enumerate() {
        let address = format!("203.0.113.{n}");
        let headers = [("edge-viewer-address", &*address), ("x-forwarded-for", &*address), ("edge-secret", NEW)];
        assert_eq!(register(&service, &headers, n).await["statusCode"], status, "{n}");
    }
}
