//! Pages of other origins that use the service by JSON.

use reqwest::header::HeaderMap;
use reqwest::{Method, Response};
use serde_json::json;

use crate::support::{PASSWORD, Service};

const APP: &str = "https://app.example.com";
const FOREIGN: &str = "https://evil.example";

async fn for_app() -> Service {
    Service::with(&[("REGISTRATION_ALLOWED_ORIGINS", "https://app.example.com,http://localhost:3000")]).await
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

/// Asks as a browser does before it sends JSON.
async fn preflight(service: &Service, path: &str, origin: &str) -> Response {
    let request = service.request(Method::OPTIONS, path).header("origin", origin);
    let request = request.header("access-control-request-method", "POST");
    request.header("access-control-request-headers", "content-type,idempotency-key").send().await.unwrap()
}

/// Registers as a page of an origin does.
async fn register(service: &Service, origin: &str, n: usize) -> Response {
    let body = json!({ "username": format!("p{n}"), "email": format!("p{n}@example.com"), "password": PASSWORD });
    let request = service.request(Method::POST, "/register").header("accept", "application/json");
    request.header("origin", origin).header("sec-fetch-site", "cross-site").json(&body).send().await.unwrap()
}

#[tokio::test]
async fn allowed_origin_passes_preflight_of_every_route() {
    let service = for_app().await;
    for path in [
        "/register",
        "/register/complete",
        "/register/email",
        "/register/allowed",
        "/register/openid/acme",
        "/activate/code",
        "/activate/resend",
        "/activate/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "/none",
    ] {
        for origin in [APP, "http://localhost:3000"] {
            let answer = preflight(&service, path, origin).await;
            assert_eq!(answer.status(), 204, "{path}");
            let headers = answer.headers();
            assert_eq!(header(headers, "access-control-allow-origin"), origin, "{path}");
            assert_eq!(header(headers, "access-control-allow-methods"), "GET, HEAD, POST");
            for name in ["content-type", "idempotency-key", "registration", "authorization"] {
                assert!(header(headers, "access-control-allow-headers").split(", ").any(|one| one == name), "{name}");
            }
            assert!(headers.get("access-control-allow-credentials").is_none());
            assert!(header(headers, "vary").contains("origin"), "{path}: {headers:?}");
        }
        let foreign = preflight(&service, path, FOREIGN).await;
        assert!(foreign.headers().get("access-control-allow-origin").is_none(), "{path}");
    }
}

#[tokio::test]
async fn page_of_allowed_origin_registers_and_activates() {
    let service = for_app().await;
    let answer = register(&service, APP, 1).await;
    assert_eq!(answer.status(), 202);
    assert_eq!(header(answer.headers(), "access-control-allow-origin"), APP);
    assert_eq!(header(answer.headers(), "access-control-expose-headers"), "content-language, retry-after");
    assert!(answer.headers().get("set-cookie").is_none(), "the page keeps the handle itself");
    let registered: serde_json::Value = answer.json().await.unwrap();
    let code = service.code_to("p1@example.com").await;
    let body = json!({ "registration": registered["registration"], "code": code });
    let request = service.request(Method::POST, "/activate/code").header("accept", "application/json");
    let answer = request.header("origin", APP).header("sec-fetch-site", "cross-site").json(&body).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), header(answer.headers(), "access-control-allow-origin")), (200, APP));
    let refused =
        service.request(Method::POST, "/register").header("origin", APP).json(&json!({})).send().await.unwrap();
    assert_eq!((refused.status().as_u16(), header(refused.headers(), "access-control-allow-origin")), (422, APP));
}

#[tokio::test]
async fn foreign_origin_has_no_header_and_no_effect() {
    for service in [for_app().await, Service::start().await] {
        for (n, origin) in [FOREIGN, "null", "https://app.example.com.evil.example"].into_iter().enumerate() {
            let answer = register(&service, origin, n).await;
            assert_eq!(answer.status(), 403, "{origin}");
            assert!(answer.headers().get("access-control-allow-origin").is_none(), "{origin}");
            let form = service.request(Method::GET, "/register").header("origin", origin).send().await.unwrap();
            assert!(form.headers().get("access-control-allow-origin").is_none(), "{origin}");
        }
        assert!(service.items().await.is_empty());
        let body = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD });
        let program = service.request(Method::POST, "/register").header("accept", "application/json").json(&body);
        assert_eq!(program.send().await.unwrap().status(), 202, "a program has no origin");
    }
}

#[tokio::test]
async fn allowed_origin_cannot_send_forms() {
    let service = for_app().await;
    let fields = [("username", "ann"), ("email", "ann@example.com"), ("password", PASSWORD)];
    let request = service.request(Method::POST, "/register").header("origin", APP).form(&fields);
    let answer = request.header("sec-fetch-site", "cross-site").send().await.unwrap();
    assert_eq!(answer.status(), 403, "a form would use the cookies of the browser");
    assert!(service.items().await.is_empty());
}

#[tokio::test]
async fn answers_vary_by_origin_only_if_allowed() {
    let vary = async |service: &Service| {
        let answer = service.request(Method::GET, "/register/style.css").send().await.unwrap();
        header(answer.headers(), "vary").to_owned()
    };
    assert_eq!(vary(&for_app().await).await, "accept-encoding, origin", "a cached file");
    assert_eq!(vary(&Service::start().await).await, "accept-encoding");
}
