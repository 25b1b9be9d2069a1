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
            let handle = service.handle_for(&link).await.unwrap();
            for (cookie, elsewhere) in [(format!("registration={handle}"), false), (String::new(), true)] {
                let request = service.request(method.clone(), &link).header("accept", accept);
                let answer = Answer::of(request.header("cookie", cookie)).await;
                let expected = if elsewhere && accept != "application/json" { 303 } else { 200 };
                assert_eq!(answer.status, expected, "{method} {accept}");
            }
        }
    }
    assert_eq!(service.items().await, before);
    assert_eq!(service.get_json(&link).await.json(), json!({ "status": "pending", "proof": "registration" }));
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann")]));
}

#[tokio::test]
async fn page_names_account_and_has_button() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    let page = service.open(&link).await;
    insta::with_settings!({ filters => [(r"[a-z2-7]{32}", "[key]"), (r"\?v=[\w-]{16}", "?v=[version]")] }, {
        insta::assert_snapshot!(page.body);
    });
}

#[tokio::test]
async fn button_activates_account_and_redirects_browser() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    let answer = service.press(&link).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/activate/complete"));
    assert_eq!(service.get("/activate/complete").await.status, 200);
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("user_activated", "ann")]));
}

#[tokio::test]
async fn json_client_gets_active_user() {
    let service = Service::start().await;
    let link = service.pending("ann", "Ann@Example.com").await;
    service.advance(60);
    let answer = service.activate(&link).await;
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
async fn link_alone_activates_without_body_where_it_suffices() {
    let service = Service::with(&[("REGISTRATION_ACTIVATION_PROOF", "mailbox")]).await;
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
        assert_eq!(service.activate(&path).await.problem(), unknown, "{key}");
    }
}

#[tokio::test]
async fn encoded_signs_are_no_letters_of_a_key() {
    let service = Service::start().await;
    let path = format!("/activate/cc{}", "%7D".repeat(15));
    assert_eq!(service.get_json(&path).await.problem(), (404, "activation_key_unknown".to_owned()));
    assert_eq!(service.post_json(&path, &json!({})).await.problem(), (404, "activation_key_unknown".to_owned()));
    assert!(service.aws_proxy.take_calls().is_empty(), "it is not looked up");
}

#[tokio::test]
async fn link_copied_with_signs_around_it_activates() {
    for (before, behind) in
        [("", "."), ("%3C", "%3E"), ("\"", "\"."), ("", ")/"), ("%E2%80%8B", "%E3%80%82"), ("", "%0D%0A")]
    {
        let service = Service::start().await;
        let link = service.pending("ann", "ann@example.com").await;
        let copied = link.replace("/activate/", &format!("/activate/{before}")) + behind;
        let page = service.get(&copied).await;
        assert_eq!((page.status.as_u16(), page.header("location")), (308, link.as_str()), "{copied}");
        let answer = service.post_json(&copied, &json!({})).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (308, link.as_str()), "{copied}");
        assert_eq!(service.activate(answer.header("location")).await.status, 200);
    }
}

#[tokio::test]
async fn two_keys_in_one_link_are_unknown() {
    let service = Service::start().await;
    let (first, second) =
        (service.pending("ann", "ann@example.com").await, service.pending("bob", "bob@example.com").await);
    for between in ["", ".", ",", "%20"] {
        let both = format!("{first}{between}{}", second.trim_start_matches("/activate/"));
        let unknown = (404, "activation_key_unknown".to_owned());
        assert_eq!(service.get_json(&both).await.problem(), unknown, "{both}");
        assert_eq!(service.post_json(&both, &json!({})).await.problem(), unknown, "{both}");
    }
}

#[tokio::test]
async fn second_use_returns_409_and_sends_no_signal() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    assert_eq!(service.activate(&link).await.status, 200);
    let already = (409, "already_activated".to_owned());
    assert_eq!(service.activate(&link).await.problem(), already);
    assert_eq!(service.get_json(&link).await.problem(), already);
    service.advance(8 * 24 * 3600);
    assert_eq!(service.activate(&link).await.problem(), already, "even when the key has expired");
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("user_activated", "ann")]));
}

#[tokio::test]
async fn expired_key_returns_410() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    service.advance(7 * 24 * 3600);
    let expired = (410, "activation_key_expired".to_owned());
    assert_eq!(service.get_json(&link).await.problem(), expired);
    assert_eq!(service.activate(&link).await.problem(), expired);
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann")]));
}

#[tokio::test]
async fn key_is_valid_one_second_before_expiry() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    service.advance(7 * 24 * 3600 - 1);
    assert_eq!(service.get_json(&link).await.status, 200);
    assert_eq!(service.activate(&link).await.status, 200);
}

#[tokio::test]
async fn expired_page_explains_and_links_to_register() {
    let service = Service::with(&[("REGISTRATION_ACTIVATION_PERIOD", "2s")]).await;
    let link = service.pending("ann", "ann@example.com").await;
    service.advance(2);
    for page in [service.open(&link).await, service.press(&link).await] {
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
    assert_eq!(service.activate(&second).await.status, 200);
    let already = (409, "already_activated".to_owned());
    assert_eq!(service.get_json(&first).await.problem(), already);
    assert_eq!(service.activate(&first).await.problem(), already);
    assert_eq!(service.signals().await.last().unwrap().1, "bob");
}

#[tokio::test]
async fn disabled_user_cannot_reactivate() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    service.set_status("disabled").await;
    let disabled = (403, "account_disabled".to_owned());
    assert_eq!(service.get_json(&link).await.problem(), disabled);
    assert_eq!(service.activate(&link).await.problem(), disabled);
    assert_eq!(service.item("USER#").await["status"].as_s().unwrap(), "disabled");
}

#[tokio::test]
async fn key_stays_expired_after_name_is_reused() {
    let service = Service::with(&[("REGISTRATION_ACTIVATION_PERIOD", "2s")]).await;
    let old = service.pending("ann", "ann@example.com").await;
    service.advance(2);
    let new = service.pending("ann", "new@example.com").await;
    assert_eq!(service.activate(&old).await.problem(), (410, "activation_key_expired".to_owned()));
    assert_eq!(service.activate(&new).await.status, 200);
}

#[tokio::test]
async fn closing_registration_does_not_stop_activation() {
    let folder = tempfile::tempdir().unwrap();
    let (link, handles) = {
        let open = Service::in_folder(folder.path(), &[]).await;
        let link = open.pending("ann", "ann@example.com").await;
        open.local.stop().await;
        (link, open.handles)
    };
    let mut closed = Service::in_folder(folder.path(), &[("REGISTRATION_OPEN", "false")]).await;
    closed.handles = handles;
    assert_eq!(closed.register("bob", "bob@example.com").await.status, 403);
    assert_eq!(closed.open(&link).await.status, 200);
    assert_eq!(closed.activate(&link).await.status, 200);
}

#[tokio::test]
async fn language_of_link_copied_with_sign_is_kept() {
    let service = Service::start().await;
    service.register_at("/register?lang=de", "ann", "ann@example.com").await;
    let link = service.link_to("ann@example.com").await;
    for behind in [".", ")", "%3E", "%E3%80%82", "%22."] {
        let page = service.open(&format!("{link}{behind}")).await;
        assert_eq!((page.status.as_u16(), page.header("content-language")), (200, "de"), "{link}{behind}");
    }
}
