//! The handle of a registration: which client gets it, and when it counts.

use reqwest::{Method, RequestBuilder};
use serde_json::json;

use crate::support::{Answer, BROWSER, PASSWORD, Service};

/// Registers as a browser, with these headers.
async fn register(service: &Service, username: &str, headers: &[(&str, &str)]) -> Answer {
    let fields =
        [("username", username), ("email", "ann@example.com"), ("password", PASSWORD), ("password_confirm", PASSWORD)];
    let request = service.request(Method::POST, "/register").header("accept", BROWSER).form(&fields);
    Answer::of(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await
}

fn get(service: &Service, path: &str) -> RequestBuilder {
    service.request(Method::GET, path).header("accept", BROWSER)
}

#[tokio::test]
async fn browser_keeps_handle_in_cookie_until_activation() {
    let service = Service::start().await;
    let answer = register(&service, "ann", &[("sec-fetch-site", "same-origin")]).await;
    let cookie = answer.cookie("registration").unwrap().to_owned();
    let (pair, attributes) = cookie.split_once("; ").unwrap();
    assert_eq!(attributes, "Max-Age=3600; Path=/; HttpOnly; SameSite=Lax");
    let link = service.link_to("ann@example.com").await;
    assert_eq!(Answer::of(get(&service, &link).header("cookie", pair)).await.status, 200);

    let press = service.request(Method::POST, &link).header("accept", BROWSER).header("cookie", pair);
    let pressed = Answer::of(press.header("sec-fetch-site", "same-origin")).await;
    assert_eq!((pressed.status.as_u16(), pressed.header("location")), (303, "/activate/complete"));
    assert!(pressed.cookie("registration").unwrap().starts_with("registration=; Max-Age=0;"), "{pressed:?}");
}

#[tokio::test]
async fn only_pages_of_this_origin_set_the_cookie() {
    let service = Service::start().await;
    let origin = service.local.url().to_owned();
    let cases: [(&[(&str, &str)], bool); 7] = [
        (&[("sec-fetch-site", "same-origin")], true),
        (&[("origin", &origin)], true),
        (&[("sec-fetch-site", "same-site")], false),
        (&[("sec-fetch-site", "none")], false),
        (&[("sec-fetch-site", "same-site"), ("origin", &origin)], false),
        (&[("sec-fetch-site", "cross-site")], false),
        (&[], false),
    ];
    for (n, (headers, expected)) in cases.into_iter().enumerate() {
        let answer = register(&service, &format!("ann{n}"), headers).await;
        assert_eq!(answer.cookie("registration").is_some(), expected, "{headers:?}");
    }
    let json = service.register("bob", "bob@example.com").await;
    assert!(!json.headers.contains_key("set-cookie"), "programs get the handle in the body");
}

#[tokio::test]
async fn doubtful_cookie_counts_as_none() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    let handle = service.handle_for(&link).await.unwrap();
    let other = service.pending("bob", "bob@example.com").await;
    let other = service.handle_for(&other).await.unwrap();
    for cookie in [
        String::new(),
        "registration=".to_owned(),
        "registration=nonsense".to_owned(),
        format!("registration={handle}; registration={handle}"),
        format!("registration={handle}; registration={other}"),
        format!("Registration={handle}"),
        format!("__Host-registration={handle}"),
        format!("registration={other}"),
        format!("registration={}.{}", handle.split_once('.').unwrap().0, "a".repeat(32)),
    ] {
        let answer = Answer::of(get(&service, &link).header("cookie", &cookie)).await;
        assert_eq!(answer.status, 303, "{cookie}");
        let press = service.request(Method::POST, &link).header("accept", BROWSER).header("cookie", &cookie);
        let answer = Answer::of(press.header("sec-fetch-site", "same-origin")).await;
        assert!(answer.header("location").starts_with("/register?activation="), "{cookie}");
    }
    let status = service.items().await.into_values().filter_map(|item| item.get("status").cloned());
    assert!(status.into_iter().all(|status| status.as_s().unwrap() == "pending"));
}

#[tokio::test]
async fn cookie_needs_form_of_same_origin() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    let cookie = format!("registration={}", service.handle_for(&link).await.unwrap());
    for headers in [&[][..], &[("sec-fetch-site", "none")]] {
        let press = service.request(Method::POST, &link).header("accept", BROWSER).header("cookie", &cookie);
        let press = headers.iter().fold(press, |press, (name, value)| press.header(*name, *value));
        let answer = Answer::of(press).await;
        assert!(answer.header("location").starts_with("/register?activation="), "{headers:?}");
    }
    let press = service.request(Method::POST, &link).header("accept", BROWSER).header("cookie", &cookie);
    assert_eq!(Answer::of(press.header("sec-fetch-site", "same-site")).await.status, 403, "a sibling domain's page");
    let program = service.request(Method::POST, &link).header("accept", "application/json").header("cookie", &cookie);
    let answer = Answer::of(program.header("sec-fetch-site", "same-origin").json(&json!({}))).await;
    assert_eq!(answer.problem(), (403, "proof_required".to_owned()));
}

#[tokio::test]
async fn key_activates_any_registration_of_its_mailbox() {
    let service = Service::start().await;
    let first = service.pending("ann", "ann@example.com").await;
    let second = service.pending("anna", "ANN@example.com").await;
    let handle = service.handle_for(&second).await.unwrap();
    let answer = service.activate_with(&first, Some(&handle)).await;
    assert_eq!(answer.json()["user"]["username"], "anna");
}

#[tokio::test]
async fn registration_can_be_resent_by_its_handle() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    let handle = service.handle_for(&link).await.unwrap();
    service.pending("bob", "ann@example.com").await;
    service.advance(3600);
    for registration in [handle.as_str(), "nonsense"] {
        let answer = service.post_json("/activate/resend", &json!({ "registration": registration })).await;
        assert_eq!((answer.status.as_u16(), answer.json()), (202, json!({ "status": "accepted" })));
    }
    let mails = service.mails().await;
    assert_eq!(mails.len(), 3);
    assert!(mails[2]["text"].as_str().unwrap().contains("ann"), "{}", mails[2]);
}

#[tokio::test]
async fn malformed_activation_body_is_refused() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    for (content_type, body, status) in [
        ("application/json", "[]", 400),
        ("application/json", "{", 400),
        ("text/plain", "x", 415),
        ("application/json", "{}", 403),
        ("application/json", r#"{"registration": 1}"#, 403),
        ("application/json", "null", 403),
        ("application/json", "", 403),
    ] {
        let request = service.request(Method::POST, &link).header("accept", "application/json");
        let answer = Answer::of(request.header("content-type", content_type).body(body)).await;
        assert_eq!(answer.status, status, "{content_type} {body}");
    }
}
