//! The limits of a source, of wrong secrets, and of the emails of the service.

use serde_json::{Value, json};

use crate::openid::{self, Browser};
use crate::support::{Answer, OpenidProvider, PASSWORD, Provider, Service, SiteverifyServer, start_over_path};

const CREDENTIAL: &str = "Bearer a-credential";
/// The SHA-256 of `a-credential`.
const CREDENTIAL_SHA256: &str = "e0a2850151da351400dbd65224fb0be53567d7731463c776f5a192da6e6b3ed2";

fn limited() -> (u16, String) {
    (429, "rate_limited".to_owned())
}

fn person(n: usize) -> Value {
    json!({ "username": format!("p{n}"), "email": format!("p{n}@example.com"), "password": PASSWORD })
}

/// Starts a service with this limit of a source.
async fn limited_to(limit: &str) -> Service {
    Service::with(&[("REGISTRATION_LIMIT_PER_SOURCE", limit)]).await
}

fn operations(service: &Service) -> Vec<String> {
    service.aws_proxy.take_calls().into_iter().map(|call| call.operation).collect()
}

/// Returns the status of a registration from this address.
async fn register_from(service: &Service, ip: &str, n: usize) -> u64 {
    service.invoke_from(ip, "register", "POST", "/register", &[], &person(n)).await["statusCode"].as_u64().unwrap()
}

#[tokio::test]
async fn source_registers_thirty_times_in_ten_minutes() {
    let service = Service::start().await;
    for n in 0..30 {
        assert_eq!(service.post_json("/register", &person(n)).await.status, 202, "{n}");
    }
    service.local.settle().await;
    operations(&service);
    service.advance(60);
    let refused = service.post_json("/register", &person(30)).await;
    assert_eq!((refused.problem(), refused.header("retry-after")), (limited(), "540"));
    assert_eq!(operations(&service), ["UpdateItem"], "it costs one write, and no hash");
    for (language, text) in [
        ("en", "Wait 9 minutes"),
        ("de", "Warten Sie 9 Minuten"),
        ("es", "Espere 9 minutos"),
        ("fr", "Attendez 9 minutes"),
        ("ja", "9分待って"),
        ("ar", "9 دقائق"),
    ] {
        let fields = [
            ("username", "ann"),
            ("email", "ann@example.com"),
            ("password", PASSWORD),
            ("password_confirm", PASSWORD),
            ("idempotency_key", "a-key-of-this-very-form"),
        ];
        let page = service.post_form(&format!("/register?lang={language}"), &fields).await;
        assert_eq!((page.status.as_u16(), page.header("retry-after")), (429, "540"));
        assert!(page.body.contains(text), "{language}: {}", page.body);
    }
    service.advance(540);
    assert_eq!(service.post_json("/register", &person(30)).await.status, 202, "the next ten minutes");
}

#[tokio::test]
async fn invalid_form_is_not_counted() {
    let service = limited_to("1/10m").await;
    for _ in 0..3 {
        let body = json!({ "username": "ann", "email": "ann@example.com", "password": "short" });
        assert_eq!(service.post_json("/register", &body).await.problem().1, "validation_failed");
    }
    assert!(operations(&service).is_empty(), "it costs no write");
    assert_eq!(service.post_json("/register", &person(1)).await.status, 202);
}

#[tokio::test]
async fn limit_never_stops_proof_of_mailbox() {
    let service = limited_to("3/10m").await;
    let by_code = service.post_json("/register", &person(1)).await.json()["registration"].clone();
    let by_link = service.post_json("/register", &person(2)).await.json()["registration"].clone();
    let code = service.code_to("p1@example.com").await;
    let (link, third) = (service.link_to("p2@example.com").await, person(3));
    assert_eq!(service.post_json("/register", &third).await.status, 202);
    let restart = service.link_to("p3@example.com").await;
    for (path, body) in [
        ("/register", person(4)),
        ("/register/email", json!({ "registration": by_link, "email": "other@example.com" })),
    ] {
        assert_eq!(service.post_json(path, &body).await.problem(), limited(), "{path} {body}");
    }
    let activation = json!({ "registration": by_code, "code": code });
    assert_eq!(service.post_json("/activate/code", &activation).await.status, 200);
    assert_eq!(service.activate_with(&link, by_link.as_str()).await.status, 200);
    let body = json!({ "username": "other", "email": "p3@example.com", "password": PASSWORD });
    assert_eq!(service.post_json(&start_over_path(&restart), &body).await.status, 201);
}

#[tokio::test]
async fn resend_and_correction_count() {
    // A correction has the number of registrations, and a resend its own, where no bot check raises the limit.
    for (path, allowed) in [("/activate/resend", 3), ("/register/email", 2)] {
        let service = limited_to("3/10m").await;
        let handle = service.post_json("/register", &person(1)).await.json()["registration"].clone();
        for n in 0..=allowed {
            let body = json!({ "registration": handle, "email": format!("other{n}@example.com") });
            let answer = service.post_json(path, &body).await;
            assert_eq!(answer.status, if n < allowed { 202 } else { 429 }, "{path} {n}");
        }
        // The address of the registration changes nothing.
        let same = json!({ "registration": handle, "email": "other1@example.com" });
        let expected = if path == "/register/email" { 202 } else { 429 };
        assert_eq!(service.post_json(path, &same).await.status, expected, "{path}");
    }
}

#[tokio::test]
async fn sources_are_addresses_and_networks() {
    let service = limited_to("1/10m").await;
    for (n, (ip, status)) in [
        ("203.0.113.7", 202),
        ("203.0.113.7", 429),
        ("203.0.113.8", 202),
        ("::ffff:203.0.113.8", 429),
        ("2001:db8:1:1::1", 202),
        ("2001:db8:1:1::2", 429),
        ("not an address", 202),
        ("neither", 429),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(register_from(&service, ip, n).await, status, "{n} {ip}");
    }
    // A request that its own source refused is not counted at the /48, whose limit is ten.
    for n in 2..13 {
        let status = if n < 11 { 202 } else { 429 };
        assert_eq!(register_from(&service, &format!("2001:db8:1:{n}::1"), 100 + n).await, status, "{n}");
    }
    assert_eq!(register_from(&service, "2001:db8:2::1", 200).await, 202, "another /48");
}

#[tokio::test]
async fn bot_check_lets_shared_source_have_more() {
    let checker = SiteverifyServer::start(Provider::Turnstile).await;
    let settings = [("REGISTRATION_CAPTCHA_WHEN", "bouncing"), ("REGISTRATION_LIMIT_PER_SOURCE", "2/10m")];
    let service = Service::with(&[checker.variables().as_slice(), &settings].concat()).await;
    for n in 0..2 {
        assert_eq!(service.post_json("/register", &person(n)).await.status, 202, "{n}");
    }
    let unchecked = service.post_json("/register", &person(2)).await;
    assert_eq!(unchecked.errors(), [("captcha".to_owned(), "captcha_required".to_owned())]);
    let fields =
        [("username", "p2"), ("email", "p2@example.com"), ("password", PASSWORD), ("password_confirm", PASSWORD)];
    let page = service.post_form("/register", &fields).await;
    assert!(page.status == 422 && page.body.contains("cf-turnstile"), "{}", page.body);
    for n in 4..20 {
        let mut person = person(n);
        person["captcha"] = checker.token().into();
        assert_eq!(service.post_json("/register", &person).await.status, 202, "{n}");
    }
    let mut last = person(20);
    last["captcha"] = checker.token().into();
    assert_eq!(service.post_json("/register", &last).await.problem(), limited());
    assert_eq!(checker.questions().len(), 16, "nothing is asked beyond the limit");
}

#[tokio::test]
async fn wrong_secrets_are_counted_at_source() {
    let gated = [("REGISTRATION_BACKEND", "gated"), ("REGISTRATION_CREDENTIAL_SHA256", CREDENTIAL_SHA256)];
    let invitation = [("REGISTRATION_BACKEND", "invitation")];
    for (settings, denial) in [(&gated[..], "credential_invalid"), (&invitation[..], "invitation_unknown")] {
        let limit = ("REGISTRATION_LIMIT_PER_SOURCE", "3/10m");
        let service = Service::with(&[settings, &[limit]].concat()).await;
        let (right, wrong) = if denial == "credential_invalid" {
            (("authorization", CREDENTIAL.to_owned()), ("authorization", "Bearer guess".to_owned()))
        } else {
            let code = service.operator("invite create --uses 10").await.unwrap()["code"].as_str().unwrap().to_owned();
            (("invitation", code), ("invitation", "a".repeat(32)))
        };
        let ask = async |ip: &str, secret: &(&str, String), path: &str| -> Value {
            let (mut headers, mut url) = (Vec::new(), path.to_owned());
            match secret.0 {
                "authorization" => headers.push((secret.0, &*secret.1)),
                name => url = format!("{path}?{name}={}", secret.1),
            }
            let function = if path.ends_with("allowed") { "allowed" } else { "register" };
            service.invoke_from(ip, function, "GET", &url, &headers, &Value::Null).await
        };
        for n in 0..3 {
            let path = ["/register", "/register/allowed"][n % 2];
            assert_eq!(ask("203.0.113.7", &right, path).await["statusCode"], 200, "{denial} {n}");
            let answer = ask("203.0.113.7", &wrong, path).await;
            assert!(answer["body"].as_str().unwrap().contains(denial), "{answer}");
        }
        for (path, secret) in [("/register", &right), ("/register/allowed", &right), ("/register", &wrong)] {
            let answer = ask("203.0.113.7", secret, path).await;
            assert_eq!(answer["statusCode"], 429, "{answer}");
            assert!(answer["body"].as_str().unwrap().contains("rate_limited"), "{answer}");
        }
        assert_eq!(ask("203.0.113.8", &right, "/register").await["statusCode"], 200, "another source");
        let none = service.invoke_from("203.0.113.7", "register", "GET", "/register", &[], &Value::Null).await;
        assert_eq!(none["statusCode"], 403, "a request without a secret guesses at nothing");
        service.advance(600);
        assert_eq!(ask("203.0.113.7", &right, "/register").await["statusCode"], 200, "the next ten minutes");
    }
}

#[tokio::test]
async fn exhausted_budget_of_mails_stops_registrations() {
    let service = Service::with(&[("REGISTRATION_MAIL_BUDGET", "2/1d")]).await;
    let handle = service.post_json("/register", &person(1)).await.json()["registration"].clone();
    let second = service.post_json("/register", &person(2)).await.json()["registration"].clone();
    let exhausted = (503, "mail_budget_exhausted".to_owned());
    assert_eq!(service.post_json("/register", &person(3)).await.problem(), exhausted, "before any email is sent");
    let link = service.link_to("p1@example.com").await;
    let other = service.link_to("p2@example.com").await;
    assert_eq!(service.activate_with(&link, handle.as_str()).await.status, 200, "activation continues");
    let correction = json!({ "registration": second, "email": "other@example.com" });
    assert_eq!(service.post_json("/register/email", &correction).await.problem(), exhausted);
    for body in [person(1), person(3)] {
        let refused = service.post_json("/register", &body).await;
        assert_eq!((refused.problem(), refused.header("retry-after")), (exhausted.clone(), "43200"));
    }
    let page = service.get("/register").await;
    assert!(page.status == 503 && page.body.contains("send any more emails"), "{}", page.body);
    assert_eq!(service.get_json("/register/allowed").await.problem(), exhausted);
    // A registration that was accepted before is finished.
    service.advance(60);
    assert_eq!(service.post_json("/activate/resend", &json!({ "registration": second })).await.status, 202);
    service.local.settle().await;
    assert_eq!(service.mails().await.len(), 3, "emails are sent beyond the budget");
    assert_eq!(service.activate_with(&other, second.as_str()).await.status, 200);
    service.advance(12 * 3600);
    assert_eq!(service.post_json("/register", &person(3)).await.status, 202, "the next day");
}

#[tokio::test]
async fn budget_does_not_stop_registrations_without_email() {
    let budget = ("REGISTRATION_MAIL_BUDGET", "1/1d");
    let service = Service::with(&[("REGISTRATION_BACKEND", "simple"), budget]).await;
    for n in 0..3 {
        assert_eq!(service.post_json("/register", &person(n)).await.status, 201, "{n}");
    }
    let provider = OpenidProvider::start().await;
    let service = openid::service(&provider, &[budget]).await;
    assert_eq!(service.post_json("/register", &person(0)).await.status, 202);
    for (verified, status) in [(false, 503), (true, 303)] {
        let claims = json!({ "sub": verified.to_string(), "email_verified": verified });
        let fields = [("username", "ann"), ("email", "ann@example.com")];
        assert_eq!(Browser::new(&service).sign_up(&provider, claims, "", &fields).await.status, status);
    }
}

#[tokio::test]
async fn budget_of_mails_does_not_stop_invited_people() {
    let settings = [("REGISTRATION_BACKEND", "invitation"), ("REGISTRATION_MAIL_BUDGET", "1/1d")];
    let service = Service::with(&settings).await;
    let code = service.operator("invite create --uses 3").await.unwrap()["code"].as_str().unwrap().to_owned();
    for n in 0..3 {
        let path = format!("/register?invitation={code}");
        assert_eq!(service.post_json(&path, &person(n)).await.status, 202, "{n}");
    }
}

#[tokio::test]
async fn correction_does_not_reveal_credential() {
    let settings = [("REGISTRATION_BACKEND", "gated"), ("REGISTRATION_CREDENTIAL_SHA256", CREDENTIAL_SHA256)];
    let service = Service::with(&settings).await;
    for credential in ["Bearer guess", CREDENTIAL] {
        let request = service.request(reqwest::Method::POST, "/register/email").header("authorization", credential);
        let answer = Answer::of(request.json(&json!({ "registration": "none", "email": "a@b.example" }))).await;
        assert_eq!(answer.problem(), (404, "registration_unknown".to_owned()), "{credential}");
    }
}

#[tokio::test]
async fn other_denials_are_no_guesses() {
    let settings = [
        ("REGISTRATION_BACKEND", "gated"),
        ("REGISTRATION_REQUIRED_CLAIM", "role:recruiter"),
        ("REGISTRATION_LIMIT_PER_SOURCE", "1/10m"),
    ];
    let service = Service::with(&settings).await;
    for _ in 0..3 {
        let request = service.request(reqwest::Method::GET, "/register/allowed").header("authorization", "Bearer jwt");
        assert_eq!(Answer::of(request).await.json()["reason"], "claim_required");
    }
}

#[tokio::test]
async fn start_over_with_taken_name_is_refused_early() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    let restart = start_over_path(&service.pending("bob", "bob@example.com").await);
    service.local.settle().await;
    operations(&service);
    let body = json!({ "username": "ann", "email": "bob@example.com", "password": PASSWORD });
    assert_eq!(service.post_json(&restart, &body).await.errors(), [("username".to_owned(), "taken".to_owned())]);
    assert!(!operations(&service).contains(&"TransactWriteItems".to_owned()));
    let body = json!({ "username": "bob", "email": "bob@example.com", "password": PASSWORD });
    assert_eq!(service.post_json(&restart, &body).await.status, 201, "the name is pending in the same mailbox");
}

#[tokio::test]
async fn taken_name_is_refused_before_hash() {
    let service = Service::start().await;
    service.register("ann", "ann@example.com").await;
    service.local.settle().await;
    operations(&service);
    let taken: Answer = service.register("ann", "eve@example.com").await;
    assert_eq!(taken.errors(), [("username".to_owned(), "taken".to_owned())]);
    assert_eq!(operations(&service), ["UpdateItem", "BatchGetItem"]);
    service.advance(7 * 24 * 3600);
    assert_eq!(service.register("ann", "eve@example.com").await.status, 202, "a name that has expired is free");
}
