//! The emails, and the start of the activation period.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use axum::response::IntoResponse;
use axum::{Json, Router};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{OTHER_PASSWORD, PASSWORD, Service, serve, start_over_path};

const REDACTED: [(&str, &str); 4] = [
    (r"http://127\.0\.0\.1:\d+", "[site]"),
    (r"/activate/[a-z2-7]{32}", "/activate/[key]"),
    (r"\d{6} is your code", "[code] is your code"),
    (r"<bdi>(<strong>)?\d{6}<", "<bdi>$1[code]<"),
];

#[tokio::test]
async fn activation_mail_names_account_site_and_expiry() {
    let service = Service::start().await;
    service.register("Ann Lee", "ann@example.com").await;
    assert!(service.mails().await.is_empty(), "a username has no spaces");
    service.register("Ann.Lee", "ann@example.com").await;
    let mails = service.mails().await;
    let mail = &mails[0];
    assert_eq!(mail["to"], "ann@example.com");
    assert_eq!(mail["from"], "no-reply@example.com");
    assert_eq!(mail["subject"], "Activate your account at Example");
    insta::with_settings!({ filters => REDACTED }, {
        insta::assert_snapshot!("activation.txt", mail["text"].as_str().unwrap());
        insta::assert_snapshot!("activation.html", mail["html"].as_str().unwrap());
    });
}

#[tokio::test]
async fn owner_is_notified_of_registration_attempt() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    service.register("bob", "ann@example.com").await;
    let mails = service.mails().await;
    insta::with_settings!({ filters => REDACTED }, {
        insta::assert_snapshot!("account_exists.txt", mails[1]["text"].as_str().unwrap());
        insta::assert_snapshot!("account_exists.html", mails[1]["html"].as_str().unwrap());
    });
}

#[tokio::test]
async fn site_name_is_escaped_only_in_html() {
    let service = Service::with(&[("REGISTRATION_SITE_NAME", "Bits & <Bobs>")]).await;
    service.register("ann", "ann@example.com").await;
    let mails = service.mails().await;
    assert_eq!(mails[0]["subject"], "Activate your account at Bits & <Bobs>");
    assert!(mails[0]["text"].as_str().unwrap().contains("Bits & <Bobs>"));
    assert!(mails[0]["html"].as_str().unwrap().contains("Bits &amp; &lt;Bobs&gt;"));
}

#[tokio::test]
async fn links_use_site_url_not_host_header() {
    let service = Service::with(&[("REGISTRATION_SITE_URL", "https://example.com/accounts")]).await;
    let request = service.request(reqwest::Method::POST, "/accounts/register").header("host", "evil.example");
    let body = json!({ "username": "ann", "email": "ann@example.com", "password": crate::support::PASSWORD });
    assert_eq!(request.json(&body).send().await.unwrap().status(), 202);
    let mails = service.mails().await;
    assert!(
        mails[0]["text"].as_str().unwrap().contains("\nhttps://example.com/accounts/activate/"),
        "{}",
        mails[0]["text"]
    );
}

#[tokio::test]
async fn late_mail_has_full_activation_period() {
    let service = Service::start().await;
    service.register("ann", "ann@example.com").await;
    service.advance(6 * 24 * 3600);
    let link = service.link_to("ann@example.com").await;
    assert!(service.mails().await[0]["text"].as_str().unwrap().contains("14 March 2026, 12:00 UTC"));
    service.advance(7 * 24 * 3600 - 1);
    let start_over = start_over_path(&link);
    assert_eq!(service.get_json(&start_over).await.status, 200);
    assert_eq!(
        service.register_with("ann", "other@example.com", OTHER_PASSWORD).await.status,
        202,
        "no email extends the claim on the name"
    );
}

#[tokio::test]
async fn mail_after_expiry_lets_user_start_over() {
    let service = Service::start().await;
    service.register("ann", "ann@example.com").await;
    service.advance(8 * 24 * 3600);
    let link = service.link_to("ann@example.com").await;
    assert_eq!(service.activate(&link).await.problem(), (403, "proof_required".to_owned()));
    let body = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD });
    let start_over = start_over_path(&link);
    assert_eq!(service.post_json(&start_over, &body).await.status, 201);
}

#[tokio::test]
async fn registration_that_lost_its_name_is_mailed() {
    let service = Service::start().await;
    service.register("ann", "late@example.com").await;
    service.advance(8 * 24 * 3600);
    service.register("ann", "ann@example.com").await;
    let mails = service.mails().await;
    let to: Vec<_> = mails.iter().map(|mail| mail["to"].as_str().unwrap()).collect();
    assert_eq!(to, ["late@example.com", "ann@example.com"], "the key of each proves its mailbox");
}

#[tokio::test]
async fn unverified_recipient_does_not_block_others() {
    let (ses, taken) = sandbox("sno-reply@example.com").await;
    let service = Service::with(&[("AWS_ENDPOINT_URL_SESV2", &ses)]).await;
    // The identity of the sender is a suffix of the address.
    service.register("ann", "sno-reply@example.com").await;
    service.register("bob", "bob@example.com").await;
    service.local.settle().await;
    assert_eq!(*taken.lock().unwrap(), ["bob@example.com"]);
    let refused: Vec<_> = service.items().await.into_values().filter(|item| item.contains_key("mail_state")).collect();
    assert_eq!(refused.len(), 1, "an operator sees why");
    assert_eq!(refused[0]["email"].as_s().unwrap(), "sno-reply@example.com");
}

#[tokio::test]
async fn unverified_sender_delays_mail_without_loss() {
    let (ses, taken) = sandbox("no-reply@example.com").await;
    let service = Service::with(&[
        ("AWS_ENDPOINT_URL_SESV2", &ses),
        ("REGISTRATION_MAIL_FROM", "Example <no-reply@example.com>"),
    ])
    .await;
    service.register("ann", "ann@example.com").await;
    service.local.settle().await;
    assert!(taken.lock().unwrap().is_empty());
    assert!(!service.item("USER#").await.contains_key("mail_state"), "it is tried again");
}

#[tokio::test]
async fn resend_by_operator_tries_ses_again() {
    let is_verified = Arc::new(AtomicBool::new(false));
    let (ses, taken) = sandbox_until("ann@example.com", Arc::clone(&is_verified)).await;
    let service = Service::with(&[("AWS_ENDPOINT_URL_SESV2", &ses)]).await;
    service.register("ann", "ann@example.com").await;
    service.local.settle().await;
    let ann = service.user_id("ann").await;
    for verified in [false, true] {
        service.advance(60);
        service.post_json("/activate/resend", &json!({ "email": "ann@example.com" })).await;
        service.local.settle().await;
        assert_eq!(service.item("USER#").await["mail_state"].as_s().unwrap(), "refused");
        is_verified.store(verified, Ordering::Relaxed);
        service.advance(60);
        service.operator(&format!("users resend {ann}")).await.unwrap();
        service.local.settle().await;
        assert_eq!(service.item("USER#").await.contains_key("mail_state"), !verified, "an operator sees why");
    }
    assert_eq!(*taken.lock().unwrap(), ["ann@example.com"], "only an operator tries it again");
}

/// Starts an SES in which one identity is unverified. Returns the recipients, too.
async fn sandbox(unverified: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
    sandbox_until(unverified, Arc::default()).await
}

/// Starts an SES in which one identity is unverified until `is_verified`. Returns the recipients, too.
async fn sandbox_until(unverified: &'static str, is_verified: Arc<AtomicBool>) -> (String, Arc<Mutex<Vec<String>>>) {
    let taken = Arc::new(Mutex::new(Vec::new()));
    let took = Arc::clone(&taken);
    let send = async move |body: Json<Value>| {
        let (from, to) = (body["FromEmailAddress"].as_str().unwrap(), &body["Destination"]["ToAddresses"][0]);
        let to = to.as_str().unwrap().to_owned();
        let fails = |identity: &&str| identity.contains(unverified) && !is_verified.load(Ordering::Relaxed);
        if let Some(failed) = [from, &to].into_iter().find(fails) {
            let message = format!(
                "Email address is not verified. The following identities failed the check in region US-EAST-1: {failed}"
            );
            let rejected = [("x-amzn-errortype", "MessageRejected")];
            return (StatusCode::BAD_REQUEST, rejected, Json(json!({ "message": message }))).into_response();
        }
        took.lock().unwrap().push(to);
        Json(json!({ "MessageId": "1" })).into_response()
    };
    (serve(Router::new().fallback(send)).await, taken)
}
