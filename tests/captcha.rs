//! The bot check.

use domain::Random;
use local::Local;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    Answer, BROWSER, PASSWORD, Provider, ProviderFault, SECRET, SITE_KEY, Service, SiteverifyServer, options,
};

async fn checked(provider: Provider) -> (Service, SiteverifyServer) {
    let checker = SiteverifyServer::start(provider).await;
    (Service::with(&checker.variables()).await, checker)
}

async fn checked_and(provider: Provider, variable: &str, value: &str) -> (Service, SiteverifyServer) {
    let checker = SiteverifyServer::start(provider).await;
    let variables = [checker.variables().as_slice(), &[(variable, value)]].concat();
    (Service::with(&variables).await, checker)
}

fn body(token: &str) -> Value {
    json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD, "captcha": token })
}

fn fields(provider: Provider, token: &str) -> [(&str, &str); 6] {
    [
        ("username", "ann"),
        ("email", "ann@example.com"),
        ("password", PASSWORD),
        ("password_confirm", PASSWORD),
        ("idempotency_key", "the-key-of-this-form"),
        (provider.field(), token),
    ]
}

fn refused(code: &str) -> Vec<(String, String)> {
    vec![("captcha".to_owned(), code.to_owned())]
}

#[tokio::test]
async fn page_allows_only_documented_widget_sources() {
    let plain = Service::start().await.get("/register").await;
    let policy = plain.header("content-security-policy").to_owned();
    for (provider, widget, script, policy) in [
        (
            Provider::Turnstile,
            "<div class=\"cf-turnstile\" data-sitekey=\"site-key\"></div>",
            "<script src=\"https://challenges.cloudflare.com/turnstile/v0/api.js\" async defer></script>",
            policy.replace("script-src 'self'", "script-src 'self' https://challenges.cloudflare.com")
                + "; frame-src https://challenges.cloudflare.com",
        ),
        (
            Provider::Hcaptcha,
            "<div class=\"h-captcha\" data-sitekey=\"site-key\"></div>",
            "<script src=\"https://js.hcaptcha.com/1/api.js\" async defer></script>",
            policy
                .replace("style-src 'self'", "style-src 'self' https://hcaptcha.com https://*.hcaptcha.com")
                .replace("script-src 'self'", "script-src 'self' https://hcaptcha.com https://*.hcaptcha.com")
                + "; frame-src https://hcaptcha.com https://*.hcaptcha.com; connect-src https://hcaptcha.com https://*.hcaptcha.com",
        ),
    ] {
        let (service, _checker) = checked(provider).await;
        let page = service.get("/register").await;
        for shown in [widget, script, "<noscript>"] {
            assert!(page.body.contains(shown), "{shown} is not in {}", page.body);
        }
        assert_eq!(page.header("content-security-policy"), policy);
        assert!(!page.body.contains(SECRET), "{}", page.body);
        assert_eq!(
            service.get("/register/complete").await.header("content-security-policy"),
            plain.header("content-security-policy")
        );
    }
}

#[tokio::test]
async fn schema_describes_captcha_widget() {
    let (service, _checker) = checked(Provider::Turnstile).await;
    let annotation = json!({ "provider": "turnstile", "site_key": SITE_KEY, "field": "cf-turnstile-response" });
    assert_eq!(service.get_json("/register").await.json()["x-captcha"], annotation);
    assert_eq!(Service::start().await.get_json("/register").await.json().get("x-captcha"), None);
}

#[tokio::test]
async fn solved_captcha_registers_user() {
    for provider in Provider::BOTH {
        let (service, checker) = checked(provider).await;
        let answer = service.post_form("/register", &fields(provider, &checker.token())).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/register/complete"));
        assert_eq!(service.mails().await.len(), 1);
        let question = checker.questions().remove(0);
        assert_eq!((question["secret"].as_str(), question["response"].as_str()), (SECRET, "token-1"));
        assert_eq!(question["remoteip"], "127.0.0.1");
        match provider {
            Provider::Turnstile => assert_eq!(question["idempotency_key"].len(), 36),
            Provider::Hcaptcha => assert_eq!(question["sitekey"], SITE_KEY),
        }
    }
}

#[tokio::test]
async fn token_is_read_from_widget_field_or_captcha() {
    let (service, checker) = checked(Provider::Hcaptcha).await;
    for (field, username) in [("h-captcha-response", "ann"), ("captcha", "bob")] {
        let body = json!({
            "username": username, "email": "x@example.com", "password": PASSWORD, field: checker.token(),
        });
        assert_eq!(service.post_json("/register", &body).await.status, 202, "{field}");
    }
}

#[tokio::test]
async fn missing_token_is_refused_without_asking_provider() {
    let (service, checker) = checked(Provider::Turnstile).await;
    for token in [json!(""), json!(null), json!(5)] {
        let answer = service.post_json("/register", &body("").with("captcha", token)).await;
        assert_eq!(answer.errors(), refused("captcha_required"));
    }
    assert!(checker.questions().is_empty());
    assert!(service.items().await.is_empty());
}

#[tokio::test]
async fn unknown_token_is_refused() {
    let (service, checker) = checked(Provider::Turnstile).await;
    let long = "a".repeat(10_000);
    for token in ["forged", "token-99", "a b", "é", long.as_str()] {
        assert_eq!(service.post_json("/register", &body(token)).await.errors(), refused("captcha_failed"), "{token}");
    }
    assert_eq!(checker.questions().len(), 2, "what cannot be a token is not asked about");
    assert!(service.items().await.is_empty());

    let page = service.post_form("/register", &fields(Provider::Turnstile, "forged")).await;
    assert_eq!(page.status, 422);
    for shown in ["href=\"#captcha\"", "id=\"captcha\"", "value=\"ann@example.com\"", "cf-turnstile\" data-sitekey"] {
        assert!(page.body.contains(shown), "{shown} is not in {}", page.body);
    }
    assert!(!page.body.contains("forged"), "{}", page.body);
}

#[tokio::test]
async fn invalid_form_spends_no_token() {
    let (service, checker) = checked(Provider::Turnstile).await;
    let token = checker.token();
    let wrong = body(&token).with("password", json!("short"));
    assert_eq!(service.post_json("/register", &wrong).await.errors()[0].0, "password");
    assert!(checker.questions().is_empty());
    assert_eq!(service.post_json("/register", &body(&token)).await.status, 202);
}

#[tokio::test]
async fn token_is_accepted_once() {
    for provider in Provider::BOTH {
        let (service, checker) = checked(provider).await;
        let token = checker.token();
        assert_eq!(service.post_json("/register", &body(&token)).await.status, 202);
        for (field, value) in [("username", "bob"), ("email", "bob@example.com")] {
            let other = body(&token).with(field, json!(value));
            assert_eq!(service.post_json("/register", &other).await.errors(), refused("captcha_failed"), "{field}");
        }
    }
}

#[tokio::test]
async fn token_is_bound_to_whole_submission() {
    for provider in Provider::BOTH {
        for changed in ["username", "email", "password", "idempotency_key", "further", "path"] {
            let (service, checker) = checked_and(provider, "REGISTRATION_FORMS", "email,standard").await;
            let token = checker.token();
            let fields = fields(provider, &token);
            assert_eq!(service.post_form("/register?type=email", &fields).await.status, 303);
            let other = "quite another long password";
            let change = |(name, value)| match (name, changed) {
                ("password" | "password_confirm", "password") => (name, other),
                (name, changed) if name == changed => (name, "another@example.com"),
                unchanged => (unchanged.0, value),
            };
            let mut again = fields.map(change).to_vec();
            if changed == "further" {
                again.push(("further", "field"));
            }
            let path = if changed == "path" { "/register?type=standard" } else { "/register?type=email" };
            let page = service.post_form(path, &again).await;
            // The form has no username, so that with another one the table has this very registration.
            let expected = if ["username", "further"].contains(&changed) { 303 } else { 422 };
            assert_eq!(page.status, expected, "{provider:?} {changed}");
            assert_eq!(service.mails().await.len(), 1, "{provider:?} {changed}");
        }
    }
}

#[tokio::test]
async fn resubmission_with_spent_token_is_one_registration() {
    for provider in Provider::BOTH {
        for form in ["standard", "email"] {
            let (service, checker) = checked_and(provider, "REGISTRATION_FORM", form).await;
            let token = checker.token();
            let fields = fields(provider, &token);
            for _ in 0..2 {
                let answer = service.post_form("/register", &fields).await;
                assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/register/complete"));
            }
            assert_eq!(service.mails().await.len(), 1);
            let link = service.link_to("ann@example.com").await;
            assert_eq!(service.open(&link).await.status, 200, "the last handle is as good as the first");

            let mut other = fields;
            (other[2].1, other[3].1) = ("quite another long password", "quite another long password");
            (other[0].1, other[1].1) = ("bob", "bob@example.com");
            assert_eq!(service.post_form("/register", &other).await.status, 422);
            assert_eq!(service.mails().await.len(), 1);
        }
    }
}

#[tokio::test]
async fn provider_outage_returns_503_and_keeps_input() {
    for (provider, trouble) in [(Provider::Turnstile, ProviderFault::Fails), (Provider::Hcaptcha, ProviderFault::Hangs)]
    {
        let (service, checker) = checked(provider).await;
        checker.set_fault(trouble);
        let token = checker.token();
        let (body, fields) = (body(&token), fields(provider, &token));
        let (program, page) =
            tokio::join!(service.post_json("/register", &body), service.post_form("/register", &fields));
        assert_eq!(program.problem(), (503, "captcha_unavailable".to_owned()));
        assert_eq!(program.json()["errors"][0]["field"], "captcha");
        assert_eq!(page.status, 503);
        assert!(page.body.contains("value=\"ann@example.com\""), "{}", page.body);
        assert!(page.body.contains("Try again in a few seconds."), "{}", page.body);
        for answer in [program, page] {
            assert_eq!(answer.header("retry-after"), "5");
        }
        assert!(service.items().await.is_empty());
    }
}

#[tokio::test]
async fn provider_outage_can_be_allowed_by_setting() {
    let (service, checker) = checked_and(Provider::Turnstile, "REGISTRATION_CAPTCHA_UNAVAILABLE", "allow").await;
    checker.set_fault(ProviderFault::Fails);
    assert_eq!(service.post_json("/register", &body("")).await.errors(), refused("captcha_required"));
    assert_eq!(service.post_json("/register", &body("whatever")).await.status, 202);
}

#[tokio::test]
async fn failed_verification_is_retried_with_same_key() {
    let (service, checker) = checked(Provider::Turnstile).await;
    checker.set_fault(ProviderFault::Stumbles(1));
    assert_eq!(service.post_json("/register", &body(&checker.token())).await.status, 202);
    let questions = checker.questions();
    assert_eq!((questions.len(), &questions[0]), (2, &questions[1]));
}

#[tokio::test]
async fn rejected_secret_admits_nobody() {
    let checker = SiteverifyServer::start(Provider::Turnstile).await;
    let mut variables = checker.variables().to_vec();
    variables.extend([("REGISTRATION_CAPTCHA_SECRET", "mistyped"), ("REGISTRATION_CAPTCHA_UNAVAILABLE", "allow")]);
    let service = Service::with(&variables).await;
    let answer = service.post_json("/register", &body(&checker.token())).await;
    assert_eq!(answer.problem(), (503, "captcha_unavailable".to_owned()));
}

#[tokio::test]
async fn resend_and_activation_need_no_captcha() {
    let (service, checker) = checked(Provider::Turnstile).await;
    assert_eq!(service.post_json("/register", &body(&checker.token())).await.status, 202);
    let asked = checker.questions().len();
    let resend = json!({ "email": "ann@example.com" });
    assert_eq!(service.post_json("/activate/resend", &resend).await.status, 202);
    let link = service.link_to("ann@example.com").await;
    assert_eq!(service.activate(&link).await.status, 200);
    assert_eq!(checker.questions().len(), asked);
}

#[tokio::test]
async fn correction_requires_captcha() {
    for provider in Provider::BOTH {
        let (service, checker) = checked(provider).await;
        let registered = service.post_json("/register", &body(&checker.token())).await;
        let handle = registered.json()["registration"].as_str().unwrap().to_owned();
        let correct = async |email: &str, token: &str| {
            let body = json!({ "registration": handle, "email": email, "captcha": token });
            service.post_json("/register/email", &body).await
        };
        let email = async || service.item("USER#").await["email"].as_s().unwrap().clone();
        assert_eq!(correct("ann@", &checker.token()).await.errors()[0].0, "email", "the address is checked first");
        for (token, code) in [("", "captcha_required"), ("forged", "captcha_failed")] {
            assert_eq!(correct("right@example.com", token).await.errors(), refused(code));
        }
        assert_eq!(email().await, "ann@example.com");
        let token = checker.token();
        for _ in 0..2 {
            assert_eq!(correct("right@example.com", &token).await.status, 202, "also a second time");
        }
        assert_eq!(email().await, "right@example.com");
        assert_eq!(correct("other@example.com", &token).await.errors(), refused("captcha_failed"), "it is spent");
    }
}

#[tokio::test]
async fn page_of_correction_has_captcha() {
    for provider in Provider::BOTH {
        let (service, checker) = checked(provider).await;
        let registered = service.post_form("/register", &fields(provider, &checker.token())).await;
        let cookie = registered.cookie("registration").unwrap().split(';').next().unwrap().to_owned();
        let submit = async |token: &str| {
            let request = service.request(Method::POST, "/register/email").header("accept", BROWSER);
            let request = request.header("cookie", &cookie).header("sec-fetch-site", "same-origin");
            Answer::of(request.form(&[("email", "right@example.com"), (provider.field(), token)])).await
        };
        let widget = match provider {
            Provider::Turnstile => "class=\"cf-turnstile\"",
            Provider::Hcaptcha => "class=\"h-captcha\"",
        };
        let page = service.request(Method::GET, "/register/complete").header("accept", BROWSER);
        let page = Answer::of(page.header("cookie", &cookie)).await;
        assert!(page.body.contains(widget), "{}", page.body);
        for token in ["", "forged"] {
            let refused = submit(token).await;
            assert_eq!(refused.status, 422, "{token:?}");
            for shown in [widget, "id=\"captcha\"", "value=\"right@example.com\""] {
                assert!(refused.body.contains(shown), "{shown} is not in {}", refused.body);
            }
        }
        checker.set_fault(ProviderFault::Fails);
        let outage = submit(&checker.token()).await;
        assert_eq!((outage.status.as_u16(), outage.header("retry-after")), (503, "5"));
        assert!(outage.body.contains("value=\"right@example.com\""), "{}", outage.body);
        assert_eq!(service.item("USER#").await["email"].as_s().unwrap(), "ann@example.com");
    }
}

#[tokio::test]
async fn solved_captcha_corrects_address() {
    for provider in Provider::BOTH {
        let (service, checker) = checked(provider).await;
        let registered = service.post_form("/register", &fields(provider, &checker.token())).await;
        let cookie = registered.cookie("registration").unwrap().split(';').next().unwrap().to_owned();
        let request = service.request(Method::POST, "/register/email").header("accept", BROWSER);
        let request = request.header("cookie", &cookie).header("sec-fetch-site", "same-origin");
        let fields = [("email", "right@example.com".to_owned()), (provider.field(), checker.token())];
        let answer = Answer::of(request.form(&fields)).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/register/complete"));
        assert_eq!(service.item("USER#").await["email"].as_s().unwrap(), "right@example.com");
    }
}

#[tokio::test]
async fn every_backend_requires_captcha() {
    for backend in ["default", "simple", "approval"] {
        let checker = SiteverifyServer::start(Provider::Hcaptcha).await;
        let mut variables = checker.variables().to_vec();
        variables.extend([("REGISTRATION_BACKEND", backend), ("REGISTRATION_APPROVERS", "ops@example.com")]);
        let service = Service::with(&variables).await;
        let request = service.request(Method::POST, "/register").header("accept", "application/json");
        assert_eq!(Answer::of(request.json(&body("forged"))).await.errors(), refused("captcha_failed"), "{backend}");
        assert!(service.items().await.is_empty());
    }
}

#[tokio::test]
async fn invalid_captcha_settings_are_reported_without_secret() {
    let start = async |variables: &[(&str, &str)]| {
        let options = options(std::sync::Arc::new(domain::clock::SystemClock), Random::system());
        let options = variables.iter().fold(options, |options, (name, value)| options.with(name, value));
        Local::start(options).await.map(drop).unwrap_err().to_string()
    };
    let report = start(&[("REGISTRATION_CAPTCHA", "recaptcha"), ("REGISTRATION_CAPTCHA_SECRET", "not a key")]).await;
    insta::assert_snapshot!(report, @r#"
    settings are wrong:
      REGISTRATION_CAPTCHA="recaptcha": must be turnstile or hcaptcha
      REGISTRATION_CAPTCHA_SITE_KEY: is not set; set it to the public key that the provider gave you for this site
      REGISTRATION_CAPTCHA_SECRET: must be a key as the provider shows it
    "#);
    let report = start(&[
        ("REGISTRATION_CAPTCHA", "hcaptcha"),
        ("REGISTRATION_CAPTCHA_SITE_KEY", "key"),
        ("REGISTRATION_CAPTCHA_SECRET", "secret"),
        ("REGISTRATION_PAUSE_WHEN_BOUNCING", "true"),
        ("REGISTRATION_CAPTCHA_WHEN", "bouncing"),
        ("REGISTRATION_CAPTCHA_UNAVAILABLE", "maybe"),
        ("REGISTRATION_CAPTCHA_URL", "http://example.com/siteverify"),
    ]);
    insta::assert_snapshot!(report.await, @r#"
    settings are wrong:
      REGISTRATION_CAPTCHA_WHEN="bouncing": is of no use with REGISTRATION_PAUSE_WHEN_BOUNCING=true: nobody registers then
      REGISTRATION_CAPTCHA_UNAVAILABLE="maybe": must be refuse or allow
      REGISTRATION_CAPTCHA_URL="http://example.com/siteverify": must begin with https://, or be on this machine
    "#);
    let report = start(&[("REGISTRATION_CAPTCHA_SECRET", "secret")]).await;
    insta::assert_snapshot!(report, @r#"
    a setting is wrong:
      REGISTRATION_CAPTCHA_SECRET: is of no use without REGISTRATION_CAPTCHA
    "#);
}

/// A body with a changed field.
trait With {
    fn with(self, field: &str, value: Value) -> Self;
}

impl With for Value {
    fn with(mut self, field: &str, value: Value) -> Self {
        self[field] = value;
        self
    }
}
