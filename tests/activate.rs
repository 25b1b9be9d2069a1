//! `GET` and `POST /activate/{key}`.

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, BROWSER, Service, signals};

#[tokio::test]
async fn viewing_link_changes_nothing() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    let before = service.items().await;
    for method in [Method::GET, Method::HEAD] {
        for accept in [BROWSER, "application/json", "*/*"] {
            let answer = Answer::of(service.request(method.clone(), &link).header("accept", accept)).await;
            assert_eq!(answer.status, 200, "{method} {accept}");
        }
    }
    assert_eq!(service.items().await, before);
    assert_eq!(service.get_json(&link).await.json(), json!({ "status": "pending" }));
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann")]));
}

#[tokio::test]
async fn page_names_account_and_has_button() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    let page = service.get(&link).await;
    insta::with_settings!({ filters => [(r"/activate/[a-z2-7]{32}", "/activate/[key]")] }, {
        insta::assert_snapshot!(page.body);
    });
}

#[tokio::test]
async fn button_activates_account_and_redirects_browser() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    let answer = service.post_form(&link, &[]).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/activate/complete"));
    assert_eq!(service.get("/activate/complete").await.status, 200);
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("user_activated", "ann")]));
}

#[tokio::test]
async fn json_client_gets_active_user() {
    let service = Service::start().await;
    let link = service.pending("ann", "Ann@Example.com").await;
    service.advance(60);
    let answer = service.post_json(&link, &json!({})).await;
    assert_eq!(answer.status, 200);
    insta::assert_json_snapshot!(answer.json(), { ".user.id" => "[id]" }, @r#"
    {
      "status": "active",
      "user": {
        "id": "[id]",
        "username": "ann",
        "email": "Ann@example.com",
        "status": "active",
        "created_at": "2026-03-01T12:00:00Z",
        "activated_at": "2026-03-01T12:01:00Z"
      },
      "next": "/activate/complete"
    }
    "#);
}

#[tokio::test]
async fn activation_needs_no_body() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    let request = service.request(Method::POST, &link).header("accept", "application/json");
    assert_eq!(Answer::of(request).await.status, 200);
}

#[tokio::test]
async fn unmailed_key_is_unknown() {
    let service = Service::start().await;
    let unknown = (404, "activation_key_unknown".to_owned());
    for key in ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "short", "%00", "a%20b%3Fc"] {
        let path = format!("/activate/{key}");
        assert_eq!(service.get_json(&path).await.problem(), unknown, "{key}");
        assert_eq!(service.post_json(&path, &json!({})).await.problem(), unknown, "{key}");
    }
}

#[tokio::test]
async fn second_use_returns_409_and_sends_no_signal() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    assert_eq!(service.post_json(&link, &json!({})).await.status, 200);
    let already = (409, "already_activated".to_owned());
    assert_eq!(service.post_json(&link, &json!({})).await.problem(), already);
    assert_eq!(service.get_json(&link).await.problem(), already);
    service.advance(8 * 24 * 3600);
    assert_eq!(service.post_json(&link, &json!({})).await.problem(), already, "even when the key has expired");
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("user_activated", "ann")]));
}

#[tokio::test]
async fn expired_key_returns_410() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    service.advance(7 * 24 * 3600);
    let expired = (410, "activation_key_expired".to_owned());
    assert_eq!(service.get_json(&link).await.problem(), expired);
    assert_eq!(service.post_json(&link, &json!({})).await.problem(), expired);
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann")]));
}

#[tokio::test]
async fn key_is_valid_one_second_before_expiry() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    service.advance(7 * 24 * 3600 - 1);
    assert_eq!(service.get_json(&link).await.status, 200);
    assert_eq!(service.post_json(&link, &json!({})).await.status, 200);
}

#[tokio::test]
async fn expired_page_explains_and_links_to_register() {
    let service = Service::with(&[("REGISTRATION_ACTIVATION_PERIOD", "2s")]).await;
    let link = service.pending("ann", "ann@example.com").await;
    service.advance(2);
    for page in [service.get(&link).await, service.post_form(&link, &[]).await] {
        assert_eq!(page.status, 410);
        assert!(
            page.body.contains("This link has expired") && page.body.contains(r#"href="/register""#),
            "{}",
            page.body
        );
    }
}

#[tokio::test]
async fn first_activated_registration_of_address_wins() {
    let service = Service::start().await;
    let first = service.pending("ann", "ann@example.com").await;
    let second = service.pending("bob", "ANN@EXAMPLE.COM").await;
    assert_ne!(first, second);
    assert_eq!(service.post_json(&second, &json!({})).await.status, 200);
    let unknown = (404, "activation_key_unknown".to_owned());
    assert_eq!(service.get_json(&first).await.problem(), unknown);
    assert_eq!(service.post_json(&first, &json!({})).await.problem(), unknown);
    assert_eq!(service.signals().await.last().unwrap().1, "bob");
}

#[tokio::test]
async fn disabled_user_cannot_reactivate() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    service.set_status("disabled").await;
    let disabled = (403, "account_disabled".to_owned());
    assert_eq!(service.get_json(&link).await.problem(), disabled);
    assert_eq!(service.post_json(&link, &json!({})).await.problem(), disabled);
    assert_eq!(service.item("USER#").await["status"].as_s().unwrap(), "disabled");
}

#[tokio::test]
async fn key_stays_expired_after_name_is_reused() {
    let service = Service::with(&[("REGISTRATION_ACTIVATION_PERIOD", "2s")]).await;
    let old = service.pending("ann", "ann@example.com").await;
    service.advance(2);
    let new = service.pending("ann", "new@example.com").await;
    assert_eq!(service.post_json(&old, &json!({})).await.problem(), (410, "activation_key_expired".to_owned()));
    assert_eq!(service.post_json(&new, &json!({})).await.status, 200);
}

#[tokio::test]
async fn closing_registration_does_not_stop_activation() {
    let folder = tempfile::tempdir().unwrap();
    let link = {
        let open = Service::in_folder(folder.path(), &[]).await;
        let link = open.pending("ann", "ann@example.com").await;
        open.local.stop().await;
        link
    };
    let closed = Service::in_folder(folder.path(), &[("REGISTRATION_OPEN", "false")]).await;
    assert_eq!(closed.register("bob", "bob@example.com").await.status, 403);
    assert_eq!(closed.get(&link).await.status, 200);
    assert_eq!(closed.post_json(&link, &json!({})).await.status, 200);
}
