//! The events on the bus.

use serde_json::{Value, json};

use crate::support::{Answer, PASSWORD, Service, signals};

#[tokio::test]
async fn a_signal_tells_who_and_from_where_and_no_secret() {
    let service = Service::start().await;
    let body = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD });
    let request = service.request(reqwest::Method::POST, "/register").json(&body);
    let request = request.header("user-agent", "Sign-up/1.0").header("accept-language", "de-CH, en;q=0.5");
    assert_eq!(Answer::of(request).await.status, 202);
    let link = service.link_to("ann@example.com").await;
    service.advance(90);
    let request = service.request(reqwest::Method::POST, &link).header("user-agent", "Activator/2.0");
    assert_eq!(Answer::of(request.header("accept", "application/json")).await.status, 200);

    let events = service.events().await;
    let details: Vec<Value> =
        events.iter().map(|event| serde_json::from_str(event["Detail"].as_str().unwrap()).unwrap()).collect();
    for (event, kind) in events.iter().zip(["user_registered", "user_activated"]) {
        assert_eq!((&event["Source"], &event["DetailType"]), (&json!("registration"), &json!(kind)));
        assert_eq!(event["EventBusName"], "registration");
    }
    insta::assert_json_snapshot!(details, {
        "[].id" => insta::dynamic_redaction(|id, _| id.as_str().unwrap()[26..].to_owned()),
        "[].user.id" => "[user id]",
        "[].request.id" => "[request id]",
    });
    let user_id = details[0]["user"]["id"].as_str().unwrap();
    assert!(details.iter().all(|detail| detail["id"].as_str().unwrap().starts_with(user_id)));

    let all = events.iter().map(ToString::to_string).collect::<String>();
    let key = link.rsplit('/').next().unwrap();
    for secret in [PASSWORD, "argon2", "KEY#", key] {
        assert!(!all.contains(secret), "{secret} is in {all}");
    }
}

#[tokio::test]
async fn what_failed_signals_nothing() {
    let service = Service::start().await;
    service.post_json("/register", &json!({ "username": "ann" })).await;
    service.post_json("/activate/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", &json!({})).await;
    assert!(service.events().await.is_empty());
}

#[tokio::test]
async fn a_registration_that_time_to_live_removes_is_signalled_as_expired() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    service.advance(7 * 24 * 3600 + 1);
    service.local.sweep_expired().await.unwrap();
    assert!(service.items().await.is_empty(), "user, name and key are gone");
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("registration_expired", "ann")]));
    assert_eq!(service.post_json(&link, &json!({})).await.problem(), (404, "activation_key_unknown".to_owned()));
}

#[tokio::test]
async fn time_to_live_touches_nobody_who_is_active() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    service.advance(400 * 24 * 3600);
    service.local.sweep_expired().await.unwrap();
    let left: Vec<_> = service.items().await.into_keys().map(|pk| pk.split('#').next().unwrap().to_owned()).collect();
    assert_eq!(left, ["EMAIL", "USER", "USERNAME"]);
    assert_eq!(service.register("ANN", "other@example.com").await.status, 422);
}
