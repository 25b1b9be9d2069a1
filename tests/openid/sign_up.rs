//! The ways through a registration by a provider.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Browser, service};
use crate::support::{Answer, CLIENT_ID, OpenidProvider, PASSWORD, Service, client_key, signals, start_over_path};

const ANN: [(&str, &str); 2] = [("username", "ann"), ("email", "ann@example.com")];

/// The form that asks for an address and a password only.
async fn service_without_names(
    provider: &OpenidProvider,
    folder: &std::path::Path,
    settings: &[(&str, &str)],
) -> Service {
    let form = json!({
        "type": "object",
        "properties": { "email": { "type": "string" }, "password": { "type": "string" } },
        "required": ["email", "password"],
    });
    std::fs::write(folder.join("short.json"), form.to_string()).unwrap();
    let folder = folder.to_str().unwrap();
    let settings = [&[("REGISTRATION_FORMS_DIR", folder), ("REGISTRATION_FORM", "short")], settings].concat();
    service(provider, &settings).await
}

/// Returns the user of the last signal.
async fn last_user(service: &Service) -> Value {
    let events = service.events().await;
    let detail: Value = serde_json::from_str(events.last().unwrap()["Detail"].as_str().unwrap()).unwrap();
    detail["user"].clone()
}

#[tokio::test]
async fn form_links_to_providers_with_its_parameters() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[("REGISTRATION_OPENID_ACME_LABEL", "Acme <Inc>")]).await;
    let page = service.get("/register?invitation=a%26b&lang=de").await;
    assert!(page.body.contains(r#"href="/register/openid/acme?invitation=a%26b&lang=de""#), "{}", page.body);
    assert!(page.body.contains("Weiter mit <bdi>Acme &lt;Inc&gt;</bdi>"), "{}", page.body);
}

#[tokio::test]
async fn proven_address_registers_active_user_without_password() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let browser = Browser::new(&service);
    let answer = browser.sign_up(&provider, json!({}), "", &ANN).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/activate/complete"));
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("user_activated", "ann")]));
    let user = last_user(&service).await;
    assert_eq!(user["status"], "active");
    let identity = json!({ "provider": "acme", "issuer": provider.url, "subject": "1234567890" });
    assert_eq!(user["identities"], json!([identity]));
    assert_eq!(service.mails().await.len(), 0, "a proven address needs no email");
    let kinds: Vec<_> = service.items().await.into_keys().map(|pk| pk.split('#').next().unwrap().to_owned()).collect();
    assert_eq!(kinds, ["EMAIL", "FACTS", "IDENTITY", "OPENID", "USER", "USERNAME"]);
}

#[tokio::test]
async fn request_is_authorization_code_flow_with_pkce() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[("REGISTRATION_OPENID_ACME_SCOPES", "openid email groups")]).await;
    let browser = Browser::new(&service);
    let request = browser.begin("?lang=fr").await;
    assert_eq!(request.url.origin().ascii_serialization(), provider.url);
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "registration"),
        ("scope", "openid email groups"),
        ("code_challenge_method", "S256"),
        ("ui_locales", "fr"),
        ("redirect_uri", &format!("{}/register/openid/acme/callback", service.local.url())),
    ] {
        assert_eq!(request.parameter(name), value);
    }
    provider.set_claims(super::with_times(&request, json!({})));
    browser.call_back(&request, "code").await;
    let fields = provider.last_token_request();
    assert_eq!((&*fields["grant_type"], &*fields["code"]), ("authorization_code", "code"));
    let digest = <sha2::Sha256 as sha2::Digest>::digest(fields["code_verifier"].as_bytes());
    assert_eq!(data_encoding::BASE64URL_NOPAD.encode(&digest), request.parameter("code_challenge"));
}

#[tokio::test]
async fn complete_claims_activate_without_a_form() {
    let (provider, folder) = (OpenidProvider::start().await, tempfile::tempdir().unwrap());
    let service = service_without_names(&provider, folder.path(), &[]).await;
    let answer = Browser::new(&service).sign_in(&provider, json!({}), "?lang=ja").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/activate/complete?lang=ja"));
    assert_eq!(last_user(&service).await["email"], "ann@example.com");
}

#[tokio::test]
async fn form_is_filled_in_and_has_no_password() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    service.active("ann", "other@example.com").await;
    let browser = Browser::new(&service);
    let claims = json!({ "preferred_username": "Ann", "email": "ann.lee@example.com" });
    let answer = browser.sign_in(&provider, claims, "?lang=es").await;
    let page = browser.get(answer.header("location")).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains(r#"<html lang="es""#), "{}", page.body);
    assert!(page.body.contains(r#"value="Ann2""#), "a name that is taken gets a number: {}", page.body);
    assert!(page.body.contains("readonly") && page.body.contains(r#"value="ann.lee@example.com""#), "{}", page.body);
    assert!(!page.body.contains(r#"type="password""#), "{}", page.body);
}

#[tokio::test]
async fn form_reports_errors_and_can_be_sent_again() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    service.active("bob", "bob@example.com").await;
    let browser = Browser::new(&service);
    let answer = browser.sign_in(&provider, json!({}), "").await;
    let form = answer.header("location").to_owned();
    for (fields, error) in [
        ([("username", ""), ("email", "ann@example.com")], "username-error-1"),
        ([("username", "bob"), ("email", "ann@example.com")], "username-error-1"),
        ([("username", "ann"), ("email", "eve@example.com")], "email-error-1"),
    ] {
        let page = browser.post(&form, &fields).await;
        assert_eq!(page.status, 422, "{fields:?}");
        assert!(page.body.contains(error), "{fields:?}: {}", page.body);
    }
    let mails = service.mails().await;
    assert!(mails.iter().all(|mail| mail["to"] == "bob@example.com"), "nobody else is emailed: {mails:?}");
    assert_eq!(browser.post(&form, &ANN).await.header("location"), "/activate/complete");
}

#[tokio::test]
async fn unproven_address_is_proven_by_email() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let browser = Browser::new(&service);
    let answer = browser.sign_up(&provider, json!({ "email_verified": false }), "", &ANN).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/register/complete"));
    assert_eq!(last_user(&service).await["status"], "pending");
    let code = service.code_to("ann@example.com").await;
    let answer = browser.post("/activate/code", &[("code", &code)]).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/activate/complete"));
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("user_activated", "ann")]));
    let identity = service.item("IDENTITY#").await;
    assert!(!identity.contains_key("expires_at"), "the identity is the user's for good: {identity:?}");
}

#[tokio::test]
async fn untrusted_provider_proves_no_address() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[("REGISTRATION_OPENID_ACME_TRUST_EMAIL", "false")]).await;
    let answer = Browser::new(&service).sign_up(&provider, json!({}), "", &ANN).await;
    assert_eq!(answer.header("location"), "/register/complete");
    assert_eq!(last_user(&service).await["status"], "pending");
}

#[tokio::test]
async fn signing_in_again_with_proven_address_activates() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let first = Browser::new(&service);
    first.sign_up(&provider, json!({ "email_verified": false }), "", &ANN).await;
    let elsewhere = Browser::new(&service);
    let answer = elsewhere.sign_in(&provider, json!({ "email_verified": true }), "").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/activate/complete"));
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("user_activated", "ann")]));
}

#[tokio::test]
async fn signing_in_again_gives_another_browser_the_handle() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let unverified = json!({ "email_verified": false });
    Browser::new(&service).sign_up(&provider, unverified.clone(), "", &ANN).await;
    let code = service.code_to("ann@example.com").await;
    let elsewhere = Browser::new(&service);
    let answer = elsewhere.sign_in(&provider, unverified, "").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/register/complete"));
    let answer = elsewhere.post("/activate/code", &[("code", &code)]).await;
    assert_eq!(answer.header("location"), "/activate/complete");
}

#[tokio::test]
async fn known_identity_and_owned_address_lead_to_login() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[("REGISTRATION_LOGIN_URL", "https://example.com/login")]).await;
    Browser::new(&service).sign_up(&provider, json!({}), "", &ANN).await;
    service.active("bob", "bob@example.com").await;
    provider.set_userinfo(json!({ "sub": "1234567890" }));
    for claims in [
        json!({}),
        json!({ "email": "new@example.com" }),
        json!({ "email": null }),
        json!({ "sub": "2", "email": "bob@example.com" }),
    ] {
        let answer = Browser::new(&service).sign_in(&provider, claims.clone(), "").await;
        assert_eq!(answer.status, 409, "{claims}");
        assert!(answer.body.contains("You already have an account"), "{claims}");
        assert!(answer.body.contains(">Log in</a>"), "{claims}: {}", answer.body);
    }
    assert_eq!(service.events().await.len(), 4);
}

#[tokio::test]
async fn address_taken_during_sign_up_returns_409() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let browser = Browser::new(&service);
    let answer = browser.sign_in(&provider, json!({}), "").await;
    let form = answer.header("location").to_owned();
    service.active("ann", "ann@example.com").await;
    let answer = browser.post(&form, &[("username", "ann2"), ("email", "ann@example.com")]).await;
    assert_eq!(answer.status, 409, "{answer:?}");
}

/// An address that the provider has not proven may be another person's, whose account must not show.
#[tokio::test]
async fn unproven_owned_address_is_answered_as_any_other() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    service.active("ann", "ann@example.com").await;
    let mut answers = Vec::new();
    for (username, email) in [("eve", "ann@example.com"), ("fay", "new@example.com")] {
        let claims = json!({ "sub": username, "email": email, "email_verified": false });
        let fields = [("username", username), ("email", email)];
        let answer = Browser::new(&service).sign_up(&provider, claims, "", &fields).await;
        answers.push((answer.status, answer.header("location").to_owned()));
    }
    assert_eq!(answers[0], answers[1]);
    let mails = service.mails().await;
    let to_owner: Vec<_> = mails.iter().filter(|mail| mail["to"] == "ann@example.com").collect();
    assert!(to_owner.last().unwrap()["subject"].as_str().unwrap().contains("already"), "{to_owner:?}");
}

#[tokio::test]
async fn starting_over_leaves_the_identity_behind() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let stranger = Browser::new(&service);
    let victim = json!({ "sub": "stranger", "email": "ann@example.com", "email_verified": false });
    stranger.sign_up(&provider, victim.clone(), "", &[("username", "ann"), ("email", "ann@example.com")]).await;
    let link = service.link_to("ann@example.com").await;
    let fields = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD });
    let answer = service.post_json(&start_over_path(&link), &fields).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    assert_eq!(answer.json()["user"].get("identities"), None);
    let again = stranger.sign_in(&provider, victim, "").await;
    assert_eq!((again.status.as_u16(), again.header("location")), (303, "/register/complete"));
}

#[tokio::test]
async fn proven_address_takes_name_from_pending_registration() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    service.pending("ann", "ann@example.com").await;
    let answer = Browser::new(&service).sign_up(&provider, json!({}), "", &ANN).await;
    assert_eq!(answer.header("location"), "/activate/complete");
    let link = service.link_to("ann@example.com").await;
    assert_eq!(service.activate(&link).await.problem(), (409, "already_activated".to_owned()));
}

#[tokio::test]
async fn identity_of_expired_registration_registers_again() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[("REGISTRATION_ACTIVATION_PERIOD", "1m")]).await;
    Browser::new(&service).sign_up(&provider, json!({ "email_verified": false }), "", &ANN).await;
    service.advance(61);
    let answer = Browser::new(&service).sign_up(&provider, json!({}), "", &ANN).await;
    assert_eq!(answer.header("location"), "/activate/complete");
}

#[tokio::test]
async fn form_sent_twice_registers_once() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let browser = Browser::new(&service);
    let answer = browser.sign_in(&provider, json!({}), "").await;
    let form = answer.header("location").to_owned();
    let fields = [&ANN[..], &[("idempotency_key", "aaaaaaaaaaaaaaaaaaaaaaaaaa")]].concat();
    let answers = futures_util::future::join(browser.post(&form, &fields), browser.post(&form, &fields)).await;
    let locations = [answers.0, answers.1].map(|answer| answer.header("location").to_owned());
    assert_eq!(locations, ["/activate/complete", "/activate/complete"]);
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("user_activated", "ann")]));
}

#[tokio::test]
async fn userinfo_is_requested_for_missing_claims_only() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let browser = Browser::new(&service);
    browser.sign_in(&provider, json!({}), "").await;
    assert_eq!(provider.requests_to("/userinfo"), 0);
    provider.set_userinfo(json!({ "sub": "1234567890", "email": "lee@example.com", "email_verified": "true" }));
    let answer = browser.sign_in(&provider, json!({ "email": null }), "").await;
    let page = browser.get(answer.header("location")).await;
    assert!(page.body.contains("lee@example.com") && page.body.contains("readonly"), "{}", page.body);
}

#[tokio::test]
async fn answer_as_form_becomes_navigation() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let browser = Browser::new(&service);
    let request = browser.begin("").await;
    provider.set_claims(super::with_times(&request, json!({})));
    let state = request.parameter("state");
    let fields = [("code", "code a&b"), ("state", &state), ("user", "{\"name\": \"Eve\"}")];
    let cross_site = [("sec-fetch-site", "cross-site"), ("origin", "https://login.example")];
    // The provider's site sends no cookies along.
    let without_cookies = Browser::new(&service);
    let answer = without_cookies.send(Method::POST, "/register/openid/acme/callback", &cross_site, Some(&fields)).await;
    assert_eq!(answer.status, 303);
    let location = answer.header("location").to_owned();
    assert_eq!(location, format!("/register/openid/acme/callback?state={state}&code=code+a%26b"));
    let answer: Answer = browser.get(&location).await;
    assert!(answer.header("location").starts_with("/register/openid?"), "{answer:?}");
    assert_eq!(provider.last_token_request()["code"], "code a&b");
}

#[tokio::test]
async fn apple_gets_signed_secret_and_answers_by_form() {
    let provider = OpenidProvider::start().await;
    provider.set_discovery(json!({ "token_endpoint_auth_methods_supported": ["client_secret_post"] }));
    let key = client_key();
    let service = Service::with(&[
        ("REGISTRATION_OPENID_PROVIDERS", "apple"),
        ("REGISTRATION_OPENID_APPLE_ISSUER", &provider.url),
        ("REGISTRATION_OPENID_APPLE_CLIENT_ID", CLIENT_ID),
        ("REGISTRATION_OPENID_APPLE_TEAM_ID", "TEAM"),
        ("REGISTRATION_OPENID_APPLE_KEY_ID", "KEY"),
        ("REGISTRATION_OPENID_APPLE_PRIVATE_KEY", &key),
        ("REGISTRATION_FORM", "email"),
    ])
    .await;
    let browser = Browser::new(&service);
    let request = browser.begin_at("apple", "").await;
    assert_eq!(
        (request.parameter("response_mode"), request.parameter("scope")),
        ("form_post".to_owned(), "openid email".to_owned())
    );
    // Apple writes booleans as text.
    provider.set_claims(super::with_times(&request, json!({ "email_verified": "true" })));
    let state = request.parameter("state");
    let fields = [("code", "code-of-apple"), ("state", &*state), ("user", "{\"name\": {\"firstName\": \"Ann\"}}")];
    let cross_site = [("sec-fetch-site", "cross-site"), ("origin", "https://appleid.apple.com")];
    let callback = request.parameter("redirect_uri");
    let answer = Browser::new(&service).send(Method::POST, &callback, &cross_site, Some(&fields)).await;
    let answer = browser.get(answer.header("location")).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/activate/complete"), "{answer:?}");
    assert_eq!(last_user(&service).await["identities"][0]["provider"], "apple");
    assert_eq!(service.mails().await.len(), 0, "Apple has verified the address");
}

#[tokio::test]
async fn cancelled_sign_in_can_begin_again() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    for error in ["access_denied", "consent_required", "login_required", "user_cancelled_authorize"] {
        let browser = Browser::new(&service);
        let request = browser.begin("").await;
        let state = request.parameter("state");
        let answer = browser.get(&format!("/register/openid/acme/callback?error={error}&state={state}")).await;
        assert_eq!(answer.status, 403, "{error}");
        assert!(
            answer.body.contains("You didn’t sign in with <bdi>Acme</bdi>") || answer.body.contains("Acme"),
            "{error}"
        );
        assert!(answer.body.contains(r#"href="/register""#), "{error}: {}", answer.body);
    }
}
