//! Providers that are down, slow or broken, and keys that change.

use serde_json::json;

use super::{Browser, service, with_times};
use crate::support::{OpenidFault, OpenidProvider};

const DISCOVERY: &str = "/.well-known/openid-configuration";

#[tokio::test]
async fn broken_provider_is_503_and_others_work() {
    let (broken, working) = (OpenidProvider::start().await, OpenidProvider::start().await);
    let other = working.variables("other");
    let mut settings: Vec<_> = other.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    settings.push(("REGISTRATION_OPENID_PROVIDERS", "acme,other"));
    let service = service(&broken, &settings).await;
    for fault in [
        OpenidFault::Fails(DISCOVERY),
        OpenidFault::Malformed(DISCOVERY),
        OpenidFault::Redirects(DISCOVERY),
        OpenidFault::Endless(DISCOVERY),
        OpenidFault::Hangs(DISCOVERY),
    ] {
        broken.set_fault(Some(fault));
        let answer = Browser::new(&service).get("/register/openid/acme").await;
        assert_eq!(answer.status, 503, "{fault:?}");
        assert_eq!(answer.header("retry-after"), "5", "{fault:?}");
        assert!(answer.body.contains(r#"href="/register""#), "{fault:?}");
    }
    Browser::new(&service).begin_at("other", "").await;
}

#[tokio::test]
async fn discovery_document_must_be_the_issuers() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    for change in [
        json!({ "issuer": "https://login.example" }),
        json!({ "token_endpoint": "http://login.example/token" }),
        json!({ "authorization_endpoint": "javascript:alert(1)" }),
        json!({ "jwks_uri": null }),
        json!({ "id_token_signing_alg_values_supported": ["HS256", "none"] }),
    ] {
        provider.set_discovery(change.clone());
        let answer = Browser::new(&service).get("/register/openid/acme").await;
        assert_eq!(answer.status, 503, "{change}");
    }
    provider.set_discovery(json!({}));
    Browser::new(&service).begin("").await;
}

#[tokio::test]
async fn provider_that_breaks_between_steps_is_503() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    for fault in [
        OpenidFault::Fails("/token"),
        OpenidFault::Malformed("/token"),
        OpenidFault::Redirects("/token"),
        OpenidFault::Hangs("/token"),
        OpenidFault::Refuses("invalid_client"),
        OpenidFault::Refuses("server_error"),
        OpenidFault::Fails("/jwks"),
        OpenidFault::Malformed("/jwks"),
        OpenidFault::Fails("/userinfo"),
        OpenidFault::Malformed("/userinfo"),
    ] {
        provider.set_fault(Some(fault));
        let answer = Browser::new(&service).sign_in(&provider, json!({ "email": null }), "").await;
        assert_eq!(answer.status, 503, "{fault:?}");
    }
    assert_eq!(service.events().await.len(), 0);
    provider.set_fault(None);
    assert_eq!(Browser::new(&service).sign_in(&provider, json!({}), "").await.status, 303);
}

#[tokio::test]
async fn temporary_error_of_the_provider_is_a_503() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    for error in ["temporarily_unavailable", "server_error"] {
        let browser = Browser::new(&service);
        let state = browser.begin("").await.parameter("state");
        let answer = browser.get(&format!("/register/openid/acme/callback?error={error}&state={state}")).await;
        assert_eq!(answer.status, 503, "{error}");
    }
}

#[tokio::test]
async fn documents_are_fetched_once_until_they_are_old() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    for n in 0..3 {
        let answer = Browser::new(&service).sign_in(&provider, json!({ "sub": n.to_string() }), "").await;
        assert_eq!(answer.status, 303);
    }
    assert_eq!((provider.requests_to(DISCOVERY), provider.requests_to("/jwks")), (1, 1));
    service.advance(3600);
    Browser::new(&service).begin("").await;
    assert_eq!(provider.requests_to(DISCOVERY), 2);
}

#[tokio::test]
async fn unknown_key_is_fetched_once() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    assert_eq!(Browser::new(&service).sign_in(&provider, json!({ "sub": "1" }), "").await.status, 303);
    let browser = Browser::new(&service);
    let request = browser.begin("").await;
    provider.rotate_key();
    provider.set_claims(with_times(&request, json!({ "sub": "2" })));
    assert_eq!(browser.call_back(&request, "code").await.status, 303);
    assert_eq!(provider.requests_to("/jwks"), 2);
}
