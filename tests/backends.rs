//! The behaviour of single backends beyond the contract.

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, OTHER_PASSWORD, PASSWORD, Service};

fn gated(claim: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    [&[("REGISTRATION_BACKEND", "gated")], claim].concat()
}

/// The SHA-256 of `one` and of `two`.
const TWO_CREDENTIALS: &str = "7692C3AD3540BB803C020B3AEE66CD8887123234EA0C6E7143C0ADD73FF431ED, \
                               3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3";

#[tokio::test]
async fn simple_backend_activates_immediately_without_activation_keys() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "simple")]).await;
    let answer = service.register("ann", "ann@example.com").await;
    assert_eq!(answer.status, 201);
    insta::assert_json_snapshot!(answer.json(), { ".user.id" => "[id]" }, @r#"
    {
      "status": "active",
      "user": {
        "id": "[id]",
        "username": "ann",
        "email": "ann@example.com",
        "status": "active",
        "created_at": "2026-03-01T12:00:00Z",
        "activated_at": "2026-03-01T12:00:00Z"
      },
      "next": "/register/complete"
    }
    "#);
    for key in ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "x"] {
        let path = format!("/activate/{key}");
        let not_supported = (404, "activation_not_supported".to_owned());
        assert_eq!(service.get_json(&path).await.problem(), not_supported);
        assert_eq!(service.activate(&path).await.problem(), not_supported);
    }
    let page = service.get("/register/complete").await;
    assert!(page.body.contains("Your account is active"), "{}", page.body);
}

#[tokio::test]
async fn form_promises_link_only_where_one_is_sent() {
    for (backend, promised) in [("default", true), ("simple", false)] {
        let service = Service::with(&[("REGISTRATION_BACKEND", backend)]).await;
        let page = service.get("/register").await.body;
        assert_eq!(page.contains("email you a link"), promised, "{backend}: {page}");
        let schema = service.get_json("/register").await.json();
        assert_eq!(schema["properties"]["email"].get("description").is_some(), promised, "{backend}: {schema}");
    }
}

#[tokio::test]
async fn simple_backend_reports_taken_name_and_address() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "simple")]).await;
    service.register("ann", "ann@example.com").await;
    let taken = |field: &str| (field.to_owned(), "taken".to_owned());
    let again = service.register("ANN", "ANN@example.com").await;
    assert_eq!(again.errors(), [taken("username"), taken("email")]);
}

#[tokio::test]
async fn simple_backend_redirects_to_success_url() {
    for (setting, location) in
        [("/welcome", "/accounts/welcome"), ("https://app.example.com/hi", "https://app.example.com/hi")]
    {
        let service = Service::with(&[
            ("REGISTRATION_BACKEND", "simple"),
            ("REGISTRATION_SITE_URL", "https://example.com/accounts"),
            ("REGISTRATION_SUCCESS_URL", setting),
        ])
        .await;
        let fields =
            [("username", "ann"), ("email", "a@example.com"), ("password", PASSWORD), ("password_confirm", PASSWORD)];
        assert_eq!(service.post_form("/register", &fields).await.header("location"), location);
        let policy = service.get("/register").await.header("content-security-policy").to_owned();
        let expected = if setting.starts_with('/') { "'self'" } else { "'self' https://app.example.com" };
        assert!(policy.contains(&format!("form-action {expected};")), "{policy}");
    }
}

#[tokio::test]
async fn gated_backend_accepts_only_listed_credentials() {
    let service = Service::with(&gated(&[("REGISTRATION_CREDENTIAL_SHA256", TWO_CREDENTIALS)])).await;
    let allowed = async |authorization: &'static str| {
        let request = service.request(Method::GET, "/register/allowed").header("authorization", authorization);
        let answer = Answer::of(request).await.json();
        answer["reason"].as_str().unwrap_or(if answer["allowed"] == true { "" } else { "?" }).to_owned()
    };
    assert_eq!(allowed("Bearer one").await, "");
    assert_eq!(allowed("bearer two").await, "");
    assert_eq!(allowed("Bearer three").await, "credential_invalid");
    assert_eq!(allowed("Bearer").await, "credential_required");
    assert_eq!(allowed("Basic one").await, "credential_required");
}

#[tokio::test]
async fn unverified_claim_returns_403() {
    let service = Service::with(&gated(&[("REGISTRATION_REQUIRED_CLAIM", "role:recruiter")])).await;
    let body = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD });
    let request = service.request(Method::POST, "/register").header("accept", "application/json");
    let token = "Bearer eyJhbGciOiJub25lIn0.eyJyb2xlIjoicmVjcnVpdGVyIn0.";
    let answer = Answer::of(request.header("authorization", token).json(&body)).await;
    assert_eq!(answer.problem(), (403, "claim_required".to_owned()));
}

#[tokio::test]
async fn table_serves_several_backends() {
    let folder = tempfile::tempdir().unwrap();
    let (link, handles) = {
        let default = Service::in_folder(folder.path(), &[]).await;
        let link = default.pending("ann", "ann@example.com").await;
        default.local.stop().await;
        (link, default.handles)
    };
    let simple = Service::in_folder(folder.path(), &[("REGISTRATION_BACKEND", "simple")]).await;
    assert_eq!(simple.register("bob", "bob@example.com").await.status, 201);
    assert_eq!(simple.register_with("ANN", "other@example.com", OTHER_PASSWORD).await.status, 422);
    simple.local.stop().await;
    let mut closed = Service::in_folder(folder.path(), &[("REGISTRATION_BACKEND", "closed")]).await;
    closed.handles = handles;
    assert_eq!(closed.activate(&link).await.status, 200, "closing does not stop activation");
    closed.local.stop().await;
}
