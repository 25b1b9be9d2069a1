//! Answers that prove nothing: replayed, of other browsers and providers, and lies.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Browser, service, with_times};
use crate::support::{BROWSER, OpenidProvider, Service, Signing, initial_time};

async fn assert_nobody_registered(service: &Service) {
    assert_eq!(service.events().await.len(), 0);
}

#[tokio::test]
async fn answer_is_accepted_once() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let browser = Browser::new(&service);
    let request = browser.begin("").await;
    provider.set_claims(with_times(&request, json!({})));
    let answers = futures_util::future::join(browser.call_back(&request, "1"), browser.call_back(&request, "2")).await;
    let mut statuses = [answers.0.status.as_u16(), answers.1.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410]);
    assert_eq!(browser.call_back(&request, "3").await.status, 410);
    assert_eq!(provider.requests_to("/token"), 1);
}

#[tokio::test]
async fn code_that_was_used_is_refused() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let browser = Browser::new(&service);
    let first = browser.begin("").await;
    provider.set_claims(with_times(&first, json!({})));
    assert_eq!(browser.call_back(&first, "code").await.status, 303);
    let second = browser.begin("").await;
    provider.set_claims(with_times(&second, json!({})));
    assert_eq!(browser.call_back(&second, "code").await.status, 403);
}

#[tokio::test]
async fn sign_in_belongs_to_its_browser_and_expires() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let browser = Browser::new(&service);
    let request = browser.begin("").await;
    provider.set_claims(with_times(&request, json!({})));
    assert_eq!(Browser::new(&service).call_back(&request, "code").await.status, 410, "without cookies");
    let other = Browser::new(&service);
    other.begin("").await;
    assert_eq!(other.call_back(&request, "code").await.status, 410, "with the cookie of another sign-in");
    service.advance(601);
    let late = browser.call_back(&request, "code").await;
    assert_eq!(late.status, 410);
    assert!(late.body.contains(r#"href="/register""#), "{}", late.body);
    assert_eq!(provider.requests_to("/token"), 0);
}

#[tokio::test]
async fn two_tabs_sign_in_independently() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let browser = Browser::new(&service);
    let (first, second) = (browser.begin("?lang=de").await, browser.begin("?lang=fr").await);
    for (request, language) in [(&second, "fr"), (&first, "de")] {
        provider.set_claims(with_times(request, json!({})));
        let answer = browser.call_back(request, language).await;
        assert!(answer.header("location").contains(&format!("lang={language}")), "{answer:?}");
    }
}

#[tokio::test]
async fn browser_keeps_four_sign_ins() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let browser = Browser::new(&service);
    for begun in 0..6 {
        let answer = browser.get("/register/openid/acme").await;
        let removed = answer.cookies().filter(|cookie| cookie.contains("Max-Age=0")).count();
        assert_eq!(removed, usize::from(begun >= 4), "{begun}");
    }
    let newest = browser.begin("").await;
    provider.set_claims(with_times(&newest, json!({})));
    assert_eq!(browser.call_back(&newest, "new").await.status, 303);
}

#[tokio::test]
async fn answer_of_another_provider_is_refused() {
    let (honest, liar) = (OpenidProvider::start().await, OpenidProvider::start().await);
    let mut settings = honest.variables("honest");
    settings.extend(liar.variables("liar"));
    settings.push(("REGISTRATION_OPENID_PROVIDERS".to_owned(), "honest,liar".to_owned()));
    let settings: Vec<_> = settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let service = Service::with(&settings).await;
    let browser = Browser::new(&service);
    let request = browser.begin_at("honest", "").await;
    let state = request.parameter("state");
    // The mix-up attack (RFC 9700, 4.4): a code of one provider at the callback of another.
    let answer = browser.get(&format!("/register/openid/liar/callback?code=secret&state={state}")).await;
    assert_eq!(answer.status, 410);
    assert_eq!(liar.requests_to("/token"), 0, "no code goes to the wrong provider");
    assert_nobody_registered(&service).await;
}

#[tokio::test]
async fn named_issuer_must_be_the_providers() {
    let provider = OpenidProvider::start().await;
    provider.set_discovery(json!({ "authorization_response_iss_parameter_supported": true }));
    let service = service(&provider, &[]).await;
    let encoded = provider.url.replace(':', "%3A").replace('/', "%2F");
    for (iss, status) in [
        ("", 403),
        ("&iss=https%3A%2F%2Flogin.example", 403),
        ("&iss=", 403),
        (&*format!("&iss={encoded}&iss={encoded}"), 403),
        (&*format!("&iss={encoded}"), 303),
    ] {
        let browser = Browser::new(&service);
        let request = browser.begin("").await;
        provider.set_claims(with_times(&request, json!({})));
        let callback = format!("/register/openid/acme/callback?code={}", request.parameter("state"));
        let answer = browser.get(&format!("{callback}&state={}{iss}", request.parameter("state"))).await;
        assert_eq!(answer.status, status, "{iss:?}");
    }
}

#[tokio::test]
async fn malformed_answer_is_refused() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let browser = Browser::new(&service);
    let state = browser.begin("").await.parameter("state");
    let long = "a".repeat(4000);
    for query in [
        "",
        "?code=1",
        "?state=",
        "?state=.",
        "?state=é.é",
        "?state=%00&code=%00",
        &format!("?code=1&state={state}&state={state}"),
        &format!("?code=1&state={state}a"),
        &format!("?code=1&state={}", &state[..state.len() - 1]),
        &format!("?code=1&state={long}"),
    ] {
        let answer = browser.get(&format!("/register/openid/acme/callback{query}")).await;
        assert_eq!(answer.status, 410, "{query}");
    }
    for query in ["", "&code=", "&code=1&code=2", "&error=nonsense", "&error=%3Cb%3E&error_description=x"] {
        let state = browser.begin("").await.parameter("state");
        let answer = browser.get(&format!("/register/openid/acme/callback?state={state}{query}")).await;
        assert_eq!(answer.status, 403, "{query}");
        assert!(!answer.body.contains("<b>"), "{query}");
    }
}

#[tokio::test]
async fn lies_in_tokens_are_refused() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let now = initial_time().as_second();
    let lies = [
        ("iss", json!("https://login.example")),
        ("iss", json!(format!("{}/", provider.url))),
        ("iss", Value::Null),
        ("aud", json!("another-client")),
        ("aud", json!(["registration", "another-client"])),
        ("aud", json!([])),
        ("aud", Value::Null),
        ("azp", json!("another-client")),
        ("exp", json!(now - 61)),
        ("exp", Value::Null),
        ("exp", json!("tomorrow")),
        ("iat", json!(now + 61)),
        ("iat", Value::Null),
        ("nbf", json!(now + 61)),
        ("nonce", json!("another")),
        ("nonce", json!("")),
        ("nonce", Value::Null),
        ("at_hash", json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
        ("at_hash", json!("")),
        ("sub", json!("")),
        ("sub", json!("a".repeat(256))),
        ("sub", Value::Null),
    ];
    for (claim, value) in lies {
        let answer = Browser::new(&service).sign_in(&provider, json!({ claim: value }), "").await;
        // A token that is no token at all is a fault of the provider.
        assert!([403, 503].contains(&answer.status.as_u16()), "{claim}: {value}: {answer:?}");
    }
    assert_nobody_registered(&service).await;
}

/// Microsoft has one document for all tenants, whose issuer is a template.
#[tokio::test]
async fn issuer_is_that_of_tenant_in_token() {
    let provider = OpenidProvider::start().await;
    provider.set_discovery(json!({ "issuer": format!("{}/{{tenantid}}/v2.0", provider.url) }));
    let service = service(&provider, &[]).await;
    let issuer = |tenant: &str| format!("{}/{tenant}/v2.0", provider.url);
    let (one, other) = ("11111111-2222-3333-4444-555555555555", "99999999-2222-3333-4444-555555555555");
    for (iss, tid) in [
        (json!(issuer(one)), json!(other)),
        (json!(issuer(one)), Value::Null),
        (json!(issuer("{tenantid}")), json!("{tenantid}")),
        (json!(issuer("..")), json!("..")),
        (json!(provider.url), json!(one)),
        (json!(format!("https://evil.example/{one}/v2.0")), json!(one)),
    ] {
        let answer = Browser::new(&service).sign_in(&provider, json!({ "iss": iss, "tid": tid }), "").await;
        assert_eq!(answer.status, 403, "{iss} {tid}");
    }
    assert_nobody_registered(&service).await;
    for (n, tenant) in [one, other].into_iter().enumerate() {
        let name = format!("user{n}");
        let email = format!("{name}@example.com");
        let claims = json!({ "iss": issuer(tenant), "tid": tenant, "email": email });
        let fields = [("username", name.as_str()), ("email", email.as_str())];
        assert_eq!(Browser::new(&service).sign_up(&provider, claims, "", &fields).await.status, 303, "{tenant}");
    }
    let identities = service.items().await.into_keys().filter(|pk| pk.starts_with("IDENTITY#")).count();
    assert_eq!(identities, 2, "one subject of two tenants is two people");
}

#[tokio::test]
async fn clocks_may_differ_by_a_minute() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let now = initial_time().as_second();
    for times in [json!({ "iat": now + 59, "nbf": now + 59 }), json!({ "iat": now - 400, "exp": now - 59 })] {
        let answer = Browser::new(&service).sign_in(&provider, times.clone(), "").await;
        assert_eq!(answer.status, 303, "{times}");
    }
}

#[tokio::test]
async fn signatures_without_the_providers_key_are_refused() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    for signing in [Signing::None, Signing::ClientSecret, Signing::PublicKey, Signing::Key(9)] {
        provider.sign_by(signing);
        let answer = Browser::new(&service).sign_in(&provider, json!({}), "").await;
        assert_eq!(answer.status, 403, "{signing:?}");
    }
    assert_nobody_registered(&service).await;
    provider.sign_by(Signing::Key(1));
    assert_eq!(Browser::new(&service).sign_in(&provider, json!({}), "").await.status, 303);
}

#[tokio::test]
async fn userinfo_about_another_person_is_refused() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    provider.set_userinfo(json!({ "sub": "2", "email": "ann@example.com", "email_verified": true }));
    let answer = Browser::new(&service).sign_in(&provider, json!({ "email": null }), "").await;
    assert_eq!(answer.status, 403);
}

#[tokio::test]
async fn other_sites_cannot_begin_a_sign_in() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let browser = Browser::new(&service);
    let cross_site = [("sec-fetch-site", "cross-site")];
    let answer = browser.send(Method::GET, "/register/openid/acme?type=x", &cross_site, None).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/register?type=x"));
    assert_eq!(service.items().await.len(), 0);
}

#[tokio::test]
async fn other_sites_cannot_submit_the_form() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let browser = Browser::new(&service);
    let form = browser.sign_in(&provider, json!({}), "").await.header("location").to_owned();
    let fields = [("username", "ann"), ("email", "ann@example.com")];
    for (header, value, status) in [
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
        ("origin", "https://evil.example", 403),
    ] {
        let answer = browser.send(Method::POST, &form, &[(header, value)], Some(&fields)).await;
        assert_eq!(answer.status, status, "{value}");
    }
    assert_nobody_registered(&service).await;
}

#[tokio::test]
async fn form_needs_its_sign_in() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let browser = Browser::new(&service);
    let request = browser.begin("").await;
    let id = request.parameter("state").split('.').next().unwrap().to_owned();
    let fields = [("username", "ann"), ("email", "ann@example.com")];
    for path in ["/register/openid", "/register/openid?sign_in=", "/register/openid?sign_in=nonsense"] {
        assert_eq!(browser.get(path).await.status, 410, "{path}");
        assert_eq!(browser.post(path, &fields).await.status, 410, "{path}");
    }
    let unanswered = format!("/register/openid?sign_in={id}");
    assert_eq!(browser.post(&unanswered, &fields).await.status, 410, "before the provider answered");
    let form = browser.sign_in(&provider, json!({}), "").await.header("location").to_owned();
    assert_eq!(Browser::new(&service).post(&form, &fields).await.status, 410, "in another browser");
    service.advance(1801);
    assert_eq!(browser.post(&form, &fields).await.status, 410, "too late");
    assert_nobody_registered(&service).await;
}

#[tokio::test]
async fn table_has_no_secret_of_a_sign_in() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let browser = Browser::new(&service);
    let request = browser.begin("?invitation=the-invitation").await;
    provider.set_claims(with_times(&request, json!({})));
    let answer = browser.call_back(&request, "the-authorization-code").await;
    let cookie = answer.cookies().find(|cookie| cookie.starts_with("openid-")).unwrap().to_owned();
    let secret = cookie.split(['=', '.']).nth(1).unwrap().to_owned();
    browser.post(answer.header("location"), &[("username", "ann"), ("email", "ann@example.com")]).await;
    let mut secrets = provider.secrets();
    secrets.extend([request.parameter("state"), request.parameter("nonce"), secret, "the-invitation".to_owned()]);
    let items = format!("{:?}", service.items().await);
    let signals = format!("{:?}", service.events().await);
    assert!(secrets.len() >= 8);
    for secret in secrets {
        assert!(!items.contains(&secret) && !signals.contains(&secret), "{secret}");
    }
}

#[tokio::test]
async fn unusual_requests_get_clear_answers() {
    let provider = OpenidProvider::start().await;
    let service = service(&provider, &[]).await;
    let long = "a".repeat(1100);
    for (method, path, status) in [
        (Method::GET, "/register/openid/none", 404),
        (Method::GET, "/register/openid/none/callback?code=1", 404),
        (Method::POST, "/register/openid/none/callback", 404),
        (Method::GET, "/register/openid/acme/other", 404),
        (Method::POST, "/register/openid/acme", 405),
        (Method::PUT, "/register/openid", 405),
        (Method::DELETE, "/register/openid/acme/callback", 405),
        (Method::GET, &*format!("/register/openid/acme?x={long}"), 414),
        (Method::GET, "/register/openid/acme/callback", 410),
        (Method::POST, "/register/openid/acme/callback", 415),
    ] {
        let request = service.request(method.clone(), path).header("accept", BROWSER);
        let status_of_answer = request.send().await.unwrap().status();
        assert_eq!(status_of_answer, status, "{method} {path}");
    }
}
