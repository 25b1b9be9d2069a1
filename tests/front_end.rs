//! The pages of a deployment's own front end.

use std::sync::Arc;

use domain::clock::ManualClock;
use local::Local;
use reqwest::{Method, Response};
use serde_json::json;

use crate::support::{Answer, BROWSER, PASSWORD, Service, initial_time, options, seeded};

const FORM_URL: (&str, &str) = ("REGISTRATION_FORM_URL", "https://app.example.com/join");
const REGISTERED_URL: (&str, &str) = ("REGISTRATION_REGISTERED_URL", "https://app.example.com/wait");
const ACTIVATION_URL: (&str, &str) = ("REGISTRATION_ACTIVATION_URL", "https://App.example.com/activate?key={key}");
const ACTIVATED_URL: (&str, &str) = ("REGISTRATION_ACTIVATED_URL", "https://id.example.com/welcome");
const RESEND_URL: (&str, &str) = ("REGISTRATION_RESEND_URL", "https://app.example.com/#/resend");
pub(crate) const FRONT_END: [(&str, &str); 5] = [FORM_URL, REGISTERED_URL, ACTIVATION_URL, ACTIVATED_URL, RESEND_URL];
const LINK: &str = "https://App.example.com/activate?key=";

/// Starts a service with these settings and all pages of a front end.
async fn service(variables: &[(&str, &str)]) -> Service {
    Service::with(&[&FRONT_END, variables].concat()).await
}

pub(crate) async fn without_pages() -> Service {
    service(&[("REGISTRATION_PAGES", "off")]).await
}

/// Returns the text behind the start of the front end's link in the last email.
async fn mailed(service: &Service) -> String {
    let mails = service.mails().await;
    let text = mails.last().unwrap()["text"].as_str().unwrap();
    let link = text.split_whitespace().find_map(|word| word.strip_prefix(LINK));
    link.unwrap_or_else(|| panic!("{text}")).to_owned()
}

/// Requests a path as a browser does.
async fn browse(service: &Service, method: Method, path: &str) -> Response {
    service.request(method, path).header("accept", BROWSER).send().await.unwrap()
}

#[tokio::test]
async fn emails_and_answers_lead_to_front_end() {
    let service = service(&[("REGISTRATION_LOGIN_URL", "https://example.com/login")]).await;
    let registered = service.register("ann", "ann@example.com").await.json();
    assert_eq!(registered["next"], REGISTERED_URL.1);
    assert_eq!(registered["activation_by"], json!(["link", "code"]));
    let key = mailed(&service).await;
    let refused = service.post_json(&format!("/activate/{key}"), &json!({})).await;
    assert_eq!(refused.problem(), (403, "proof_required".to_owned()));
    assert_eq!(refused.json()["next"], format!("{}?activation={key}", FORM_URL.1));
    let handle = json!({ "registration": registered["registration"] });
    let activated = service.post_json(&format!("/activate/{key}"), &handle).await;
    assert_eq!((activated.status.as_u16(), &activated.json()["next"]), (200, &json!(ACTIVATED_URL.1)));
    let known = service.register("bob", "bob@example.com").await.json();
    let code = json!({ "registration": known["registration"], "code": service.code_to("bob@example.com").await });
    assert_eq!(service.post_json("/activate/code", &code).await.json()["next"], ACTIVATED_URL.1);
}

#[tokio::test]
async fn link_of_email_has_its_language() {
    let service = service(&[]).await;
    service.register_at("/register?lang=de", "ann", "ann@example.com").await;
    let key = mailed(&service).await;
    assert!(key.ends_with("&lang=de"), "{key}");
}

#[tokio::test]
async fn forms_of_service_redirect_to_front_end() {
    let service = service(&[]).await;
    let page = service.get("/register").await;
    let policy = page.header("content-security-policy").to_owned();
    for origin in ["https://app.example.com", "https://id.example.com"] {
        let targets = policy.split("; ").find(|directive| directive.starts_with("form-action")).unwrap();
        assert!(targets.split(' ').any(|target| target == origin), "{policy}");
    }
    let fields =
        [("username", "ann"), ("email", "ann@example.com"), ("password", PASSWORD), ("password_confirm", PASSWORD)];
    let answer = service.post_form("/register", &fields).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, REGISTERED_URL.1));
    let key = mailed(&service).await;
    let elsewhere = browse(&service, Method::GET, &format!("/activate/{key}")).await;
    assert_eq!(elsewhere.headers()["location"], format!("{}?activation={key}", FORM_URL.1));
}

#[tokio::test]
async fn invitation_leads_to_front_end() {
    let service = service(&[("REGISTRATION_BACKEND", "invitation")]).await;
    let printed = service.operator("invite create --email ann@example.com").await.unwrap().to_string();
    let link = format!("{}?invitation=", FORM_URL.1);
    assert!(printed.contains(&link), "{printed}");
    assert!(service.mails().await[0]["text"].as_str().unwrap().contains(&link));
}

#[tokio::test]
async fn browser_is_sent_to_front_end_without_pages() {
    let service = without_pages().await;
    let key = "p2zqtg3crbnuvc5ehxd7myo6iks4jaw2";
    for method in [Method::GET, Method::HEAD] {
        for (path, location) in [
            ("/register?type=business&lang=de", format!("{}?type=business&lang=de", FORM_URL.1)),
            ("/register/complete", REGISTERED_URL.1.to_owned()),
            (&format!("/activate/{key}"), format!("{LINK}{key}")),
            ("/activate/complete", ACTIVATED_URL.1.to_owned()),
            ("/activate/resend?lang=de", "https://app.example.com/?lang=de#/resend".to_owned()),
        ] {
            let answer = browse(&service, method.clone(), path).await;
            assert_eq!(answer.status(), 303, "{path}");
            assert_eq!(answer.headers()["location"], *location, "{path}");
        }
    }
}

#[tokio::test]
async fn hostile_path_is_no_page_of_front_end() {
    let service = without_pages().await;
    for path in [
        "/register%3F%0A",
        "/register%3Fx%0d%0aSet-Cookie:a=b",
        "/register%3Fa=b?c=d",
        "/activate/%0d%0a",
        "/register?x=%0d%0aSet-Cookie:a=b",
        "/register/complete%00",
    ] {
        for method in [Method::GET, Method::HEAD] {
            let answer = browse(&service, method, path).await;
            assert!(answer.status().is_client_error() || answer.status().is_redirection(), "{path}: {answer:?}");
            assert!(!answer.headers().contains_key("set-cookie"), "{path}");
        }
    }
    assert_eq!(browse(&service, Method::GET, "/register%3Fa=b?c=d").await.status(), 404);
}

#[tokio::test]
async fn every_answer_is_json_without_pages() {
    let service = without_pages().await;
    let is_problem = |answer: &Answer, status: u16, code: &str| {
        assert_eq!(answer.problem(), (status, code.to_owned()), "{}", answer.body);
    };
    for path in [
        "/register/closed",
        "/register/style.css",
        "/register/form.js",
        "/activate/resend/complete",
        "/activate/short",
        "/none",
    ] {
        let answer = service.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    }
    is_problem(&service.get_json("/activate/complete").await, 404, "not_found");
    is_problem(&service.get_json("/register/complete").await, 404, "registration_unknown");
    assert!(service.get_json("/register").await.json()["properties"]["email"].is_object());
    let fields = [("username", "ann"), ("email", "ann"), ("password", PASSWORD)];
    is_problem(&service.post_form("/register", &fields).await, 422, "validation_failed");
    let fields =
        [("username", "ann"), ("email", "ann@example.com"), ("password", PASSWORD), ("password_confirm", PASSWORD)];
    let answer = service.post_form("/register", &fields).await;
    assert_eq!((answer.status.as_u16(), answer.header("set-cookie")), (202, ""), "{}", answer.body);
    let handle = json!({ "registration": answer.json()["registration"] });
    let activated = service.post_json(&format!("/activate/{}", mailed(&service).await), &handle).await;
    assert_eq!(activated.status, 200);
    let taken = service.register("ann", "bob@example.com").await;
    is_problem(&taken, 422, "validation_failed");
}

#[tokio::test]
async fn service_without_pages_needs_whole_front_end() {
    let report = async |variables: &[(&str, &str)]| {
        let options = options(Arc::new(ManualClock::new(initial_time())), seeded(7));
        let options = variables.iter().fold(options, |options, (name, value)| options.with(name, value));
        Local::start(options).await.map(drop).unwrap_err().to_string()
    };
    let off = ("REGISTRATION_PAGES", "off");
    let missing = report(&[off, FORM_URL, ACTIVATION_URL, RESEND_URL]).await;
    assert!(
        missing.contains("needs pages of a front end: set REGISTRATION_REGISTERED_URL, REGISTRATION_ACTIVATED_URL"),
        "{missing}"
    );
    let providers = report(&[&FRONT_END[..], &[off, ("REGISTRATION_OPENID_PROVIDERS", "local")]].concat()).await;
    assert!(providers.contains("REGISTRATION_PAGES=\"off\": must be on, because sign-ins"), "{providers}");
    let unclear = report(&[("REGISTRATION_PAGES", "no")]).await;
    assert!(unclear.contains("must be on or off"), "{unclear}");
    let insecure = report(&[("REGISTRATION_FORM_URL", "http://app.example.com/join")]).await;
    assert!(
        insecure.contains("REGISTRATION_FORM_URL=\"http://app.example.com/join\": must be an https URL"),
        "{insecure}"
    );
}
