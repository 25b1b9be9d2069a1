//! The rules of each backend hold for registrations by a provider.

use serde_json::json;

use super::{Browser, service};
use crate::support::{OpenidProvider, PASSWORD, Service, signals};

const ANN: [(&str, &str); 2] = [("username", "ann"), ("email", "ann@example.com")];

async fn with_backend(provider: &OpenidProvider, backend: &str, settings: &[(&str, &str)]) -> Service {
    service(provider, &[&[("REGISTRATION_BACKEND", backend)], settings].concat()).await
}

#[tokio::test]
async fn closed_registration_begins_no_sign_in() {
    let provider = OpenidProvider::start().await;
    for settings in [("REGISTRATION_BACKEND", "closed"), ("REGISTRATION_OPEN", "false")] {
        let service = service(&provider, &[settings]).await;
        let answer = Browser::new(&service).get("/register/openid/acme").await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/register/closed"), "{settings:?}");
    }
}

#[tokio::test]
async fn gated_registration_needs_its_credential() {
    let provider = OpenidProvider::start().await;
    let service = with_backend(&provider, "gated", &[("REGISTRATION_REQUIRED_CLAIM", "role:recruiter")]).await;
    let answer = Browser::new(&service).get("/register/openid/acme").await;
    assert_eq!(answer.header("location"), "/register/closed?reason=claim_required");
}

#[tokio::test]
async fn simple_registration_is_active() {
    let provider = OpenidProvider::start().await;
    let service = with_backend(&provider, "simple", &[]).await;
    let answer = Browser::new(&service).sign_up(&provider, json!({ "email_verified": false }), "", &ANN).await;
    assert_eq!(answer.status, 303, "{answer:?}");
    assert_eq!(service.signals().await[0], signals(&[("user_registered", "ann")])[0]);
    assert_eq!(service.mails().await.len(), 0);
}

#[tokio::test]
async fn approval_awaits_the_operator() {
    let provider = OpenidProvider::start().await;
    let service = with_backend(&provider, "approval", &[("REGISTRATION_APPROVERS", "ops@example.com")]).await;
    Browser::new(&service).sign_up(&provider, json!({}), "", &ANN).await;
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann")]));
    let mails = service.mails().await;
    assert_eq!(mails.last().unwrap()["to"], "ops@example.com");
    let again = Browser::new(&service).sign_in(&provider, json!({}), "").await;
    assert_eq!(again.status, 409);
    assert!(again.body.contains("reviewing"), "{}", again.body);

    let awaiting = service.operator("users list").await.unwrap();
    let id = awaiting["users"][0]["id"].as_str().unwrap().to_owned();
    service.operator(&format!("users reject {id}")).await.unwrap();
    let items: Vec<_> = service.items().await.into_keys().filter(|pk| pk.starts_with("IDENTITY#")).collect();
    assert_eq!(items, Vec::<String>::new(), "the identity of a rejected user is free");
    let again = Browser::new(&service).sign_up(&provider, json!({}), "", &ANN).await;
    assert_eq!(again.status, 303);
}

#[tokio::test]
async fn invitation_is_spent() {
    let provider = OpenidProvider::start().await;
    let service = with_backend(&provider, "invitation", &[]).await;
    let denied = Browser::new(&service).get("/register/openid/acme").await;
    assert_eq!(denied.header("location"), "/register/closed?reason=invitation_required");
    let invitation = service.operator("invite create").await.unwrap();
    let query = format!("?invitation={}", invitation["code"].as_str().unwrap());
    let answer = Browser::new(&service).sign_up(&provider, json!({}), &query, &ANN).await;
    assert_eq!(answer.header("location"), "/activate/complete");
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("user_activated", "ann")]));
    let spent = Browser::new(&service).get(&format!("/register/openid/acme{query}")).await;
    assert_eq!(spent.header("location"), "/register/closed?reason=invitation_spent");
}

#[tokio::test]
async fn invitation_for_another_address_is_refused() {
    let provider = OpenidProvider::start().await;
    let service = with_backend(&provider, "invitation", &[]).await;
    let invitation = service.operator("invite create --email bob@example.com").await.unwrap();
    let query = format!("?invitation={}", invitation["code"].as_str().unwrap());
    let answer = Browser::new(&service).sign_up(&provider, json!({}), &query, &ANN).await;
    assert_eq!(answer.status, 422, "{answer:?}");
}

#[tokio::test]
async fn openid_backend_takes_no_passwords() {
    let provider = OpenidProvider::start().await;
    let service = with_backend(&provider, "openid", &[]).await;
    let page = service.get("/register").await;
    assert!(page.body.contains("/register/openid/acme") && !page.body.contains("<form"), "{}", page.body);
    let denied = (403, "openid_required".to_owned());
    assert_eq!(service.get_json("/register").await.problem(), denied);
    assert_eq!(service.register("ann", "ann@example.com").await.problem(), denied);
    assert_eq!(service.get_json("/register/allowed").await.json()["allowed"], true);

    let browser = Browser::new(&service);
    browser.sign_up(&provider, json!({ "email_verified": false }), "", &ANN).await;
    let link = service.link_to("ann@example.com").await;
    let key = link.trim_start_matches("/activate/").split('?').next().unwrap().to_owned();
    let fields = json!({ "activation": key, "username": "ann", "email": "ann@example.com", "password": PASSWORD });
    assert_eq!(service.post_json("/register", &fields).await.problem(), denied, "a mailbox is no identity");
    let page = service.get(&format!("/register?activation={key}")).await;
    assert!(page.body.contains("/register/openid/acme"), "{}", page.body);
    let code = service.code_to("ann@example.com").await;
    assert_eq!(browser.post("/activate/code", &[("code", &code)]).await.header("location"), "/activate/complete");
}

#[tokio::test]
async fn openid_backend_needs_a_provider() {
    let options = crate::support::options(std::sync::Arc::new(domain::clock::SystemClock), domain::Random::system());
    let error = local::Local::start(options.with("REGISTRATION_BACKEND", "openid")).await.unwrap_err().to_string();
    assert!(error.contains("REGISTRATION_OPENID_PROVIDERS: is not set"), "{error}");
}
