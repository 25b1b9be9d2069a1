//! The settings that make pages and emails part of a site: their links and their looks.

use std::sync::Arc;

use domain::clock::ManualClock;
use local::Local;
use reqwest::header::CONTENT_SECURITY_POLICY;
use serde_json::json;

use crate::support::{PASSWORD, Service, initial_time, options, seeded};

const LOGIN: &str = "https://example.com/login?from=sign-up&lang=en";
/// Returns the URL as the value of an attribute.
const LOGIN_HREF: &str = "href=\"https:&#x2f;&#x2f;example.com&#x2f;login?from=sign-up&amp;lang=en\"";

async fn with_login(backend: &str) -> Service {
    Service::with(&[
        ("REGISTRATION_LOGIN_URL", LOGIN),
        ("REGISTRATION_BACKEND", backend),
        ("REGISTRATION_APPROVERS", "ops@example.com"),
    ])
    .await
}

/// Registers and activates ann. Returns the path of her link.
async fn activated(service: &Service) -> String {
    let link = service.pending("ann", "ann@example.com").await;
    assert_eq!(service.activate(&link).await.status, 200);
    link
}

/// Returns whether a page links to the login.
async fn links_to_login(service: &Service, path: &str) -> bool {
    let page = service.get(path).await.body;
    assert!(page.contains("<h1>"), "{page}");
    page.contains(LOGIN_HREF)
}

#[tokio::test]
async fn pages_lead_to_login() {
    let service = with_login("default").await;
    let link = activated(&service).await;
    for path in ["/register", "/register/closed", "/activate/complete", &link] {
        assert!(links_to_login(&service, path).await, "{path}");
    }
    for path in ["/register/complete", "/activate/resend", "/nowhere"] {
        assert!(!links_to_login(&service, path).await, "{path}");
    }
    let simple = with_login("simple").await;
    for path in ["/register/complete", "/activate/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
        assert!(links_to_login(&simple, path).await, "{path}");
    }
    let approval = with_login("approval").await;
    assert!(!links_to_login(&approval, "/activate/complete").await, "nobody is active before the approval");
}

#[tokio::test]
async fn pages_without_login_url_have_no_link() {
    let service = Service::start().await;
    let link = activated(&service).await;
    for path in ["/register", "/register/closed", "/activate/complete", &link] {
        let page = service.get(path).await.body;
        assert!(!page.contains("Log in"), "{page}");
    }
    assert!(service.activate(&link).await.json().get("next").is_none());
}

#[tokio::test]
async fn next_of_active_user_is_login() {
    let service = with_login("default").await;
    let registered = service.register("ann", "ann@example.com").await.json();
    assert_eq!(registered["next"], "/register/complete", "nobody is active yet");
    let link = service.link_to("ann@example.com").await;
    assert_eq!(service.activate(&link).await.json()["next"], LOGIN);
    let again = service.activate(&link).await;
    assert_eq!(
        (again.json()["code"].as_str(), again.json()["next"].as_str()),
        (Some("already_activated"), Some(LOGIN))
    );

    assert_eq!(with_login("simple").await.register("ann", "ann@example.com").await.json()["next"], LOGIN);
    let approval = with_login("approval").await;
    let link = approval.pending("ann", "ann@example.com").await;
    assert_eq!(approval.activate(&link).await.json()["next"], "/activate/complete");
}

#[tokio::test]
async fn chosen_success_url_precedes_login() {
    let service = Service::with(&[
        ("REGISTRATION_BACKEND", "simple"),
        ("REGISTRATION_LOGIN_URL", LOGIN),
        ("REGISTRATION_SUCCESS_URL", "https://example.com/welcome"),
    ])
    .await;
    assert_eq!(service.register("ann", "ann@example.com").await.json()["next"], "https://example.com/welcome");
}

#[tokio::test]
async fn taken_errors_link_to_login() {
    for (backend, fields) in [("default", 1), ("simple", 2)] {
        let service = with_login(backend).await;
        assert!(service.register("ann", "ann@example.com").await.status.is_success());
        let form = [
            ("username", "ann"),
            ("email", "ann@example.com"),
            ("password", "another long password of hers"),
            ("password_confirm", "another long password of hers"),
        ];
        let page = service.post_form("/register", &form).await;
        assert_eq!(page.status, 422, "{}", page.body);
        let errors: Vec<_> = page.body.lines().filter(|line| line.starts_with("<p class=\"error\"")).collect();
        assert_eq!(errors.len(), fields, "{errors:?}");
        assert!(errors.iter().all(|error| error.contains(LOGIN_HREF)), "{errors:?}");
    }
    let service = with_login("default").await;
    let page = service.post_form("/register", &[("username", "ann"), ("password", PASSWORD)]).await;
    let errors: Vec<_> = page.body.lines().filter(|line| line.starts_with("<p class=\"error\"")).collect();
    assert!(!errors.is_empty() && !errors.iter().any(|error| error.contains(LOGIN_HREF)), "{errors:?}");
}

#[tokio::test]
async fn email_about_existing_account_links_to_login() {
    for (settings, expected) in [(&[("REGISTRATION_LOGIN_URL", LOGIN)][..], true), (&[], false)] {
        let service = Service::with(settings).await;
        activated(&service).await;
        service.register("bob", "ann@example.com").await;
        let mail = service.mails().await.pop().unwrap();
        assert_eq!(mail["subject"], "You already have an account at Example");
        assert_eq!(mail["text"].as_str().unwrap().contains(LOGIN), expected, "{mail}");
        assert_eq!(mail["html"].as_str().unwrap().contains(LOGIN_HREF), expected, "{mail}");
        // The bare site may have no page, and the service has none there.
        assert!(!mail["text"].as_str().unwrap().contains(service.local.url()), "{mail}");
    }
}

#[tokio::test]
async fn email_about_approval_links_to_login() {
    let service = with_login("approval").await;
    let link = service.pending("ann", "ann@example.com").await;
    service.activate(&link).await;
    let id = service.operator("users list").await.unwrap()["users"][0]["id"].as_str().unwrap().to_owned();
    service.operator(&format!("users approve {id}")).await.unwrap();
    let mail = service.mails().await.pop().unwrap();
    assert!(mail["text"].as_str().unwrap().contains(&format!("You can log in now.\n\n{LOGIN}\n")), "{mail}");
    assert!(mail["html"].as_str().unwrap().contains(LOGIN_HREF), "{mail}");
}

const TERMS: (&str, &str) = ("REGISTRATION_TERMS_URL", "https://example.com/terms");
const PRIVACY: (&str, &str) = ("REGISTRATION_PRIVACY_URL", "https://example.com/privacy");

fn href(url: &str) -> String {
    format!("<a href=\"{}\"", url.replace('/', "&#x2f;"))
}

#[tokio::test]
async fn pages_link_to_terms_and_privacy_notice() {
    let service = Service::with(&[TERMS, PRIVACY, ("REGISTRATION_LANGUAGES", "en")]).await;
    for path in ["/register", "/register/complete", "/activate/complete", "/activate/resend", "/nowhere"] {
        let page = service.get(path).await.body;
        let footer = page.split_once("<footer>").unwrap().1;
        assert!(footer.contains(&href(TERMS.1)) && footer.contains(&href(PRIVACY.1)), "{path}: {page}");
    }
    let terms_only = Service::with(&[TERMS]).await.get("/register").await.body;
    assert!(terms_only.contains("Terms of use") && !terms_only.contains("Privacy notice"), "{terms_only}");
    let neither = Service::start().await.get("/register").await.body;
    assert!(!neither.contains("Terms of use") && !neither.contains("Privacy notice"), "{neither}");
}

#[tokio::test]
async fn terms_field_links_to_terms() {
    let service = Service::with(&[TERMS, ("REGISTRATION_FORM", "terms")]).await;
    let page = service.post_form("/register", &[]).await.body;
    let label = page.lines().find(|line| line.starts_with("<label for=\"terms\">")).unwrap();
    assert!(label.contains(&format!("I accept the {}", href(TERMS.1))), "{label}");
    assert!(page.contains("Tick “I accept the terms of use” to continue."), "{page}");
    let schema = service.get_json("/register?lang=de").await.json();
    assert_eq!(schema["properties"]["terms"]["title"], "Ich akzeptiere die Nutzungsbedingungen");

    let without = Service::with(&[("REGISTRATION_FORM", "terms")]).await.get("/register").await.body;
    assert!(without.contains("<label for=\"terms\">I accept the terms of use</label>"), "{without}");
}

/// Creates a folder with the form `own`, whose box `news` has this title and description.
fn form_with(title: &str, description: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = json!({ "type": "string" });
    let news = json!({ "type": "boolean", "title": title, "description": description });
    let document = json!({
        "type": "object",
        "properties": { "email": text, "password": text, "news": news },
        "required": ["email", "password"],
    });
    std::fs::write(folder.path().join("own.json"), document.to_string()).unwrap();
    folder
}

#[tokio::test]
async fn title_and_description_link_to_settings() {
    let folder = form_with("<b>Yes</b> [to *all*](privacy) [so] (far)", "Read the [terms](terms)");
    let forms = ("REGISTRATION_FORMS_DIR", folder.path().to_str().unwrap());
    let service = Service::with(&[TERMS, PRIVACY, forms, ("REGISTRATION_FORM", "own")]).await;
    let page = service.get("/register").await.body;
    let label = page.lines().find(|line| line.starts_with("<label for=\"news\">")).unwrap();
    assert!(label.contains(&format!("&lt;b&gt;Yes&lt;&#x2f;b&gt; {}", href(PRIVACY.1))), "{label}");
    assert!(label.contains(">to *all*<") && label.contains("[so] (far)"), "{label}");
    assert!(page.contains(&format!("Read the {}", href(TERMS.1))), "{page}");
    let schema = service.get_json("/register").await.json();
    assert_eq!(schema["properties"]["news"]["title"], "<b>Yes</b> to *all* [so] (far)");
    assert_eq!(schema["properties"]["news"]["description"], "Read the terms");
}

#[tokio::test]
async fn unknown_link_in_a_form_stops_start() {
    let folder = form_with("See [us](https://example.com)", "");
    let error = refusal("REGISTRATION_FORMS_DIR", folder.path().to_str().unwrap()).await;
    let problem = "/properties/news/title: links to \"https://example.com\"; a text can link to terms and privacy";
    assert!(error.contains(problem), "{error}");
}

#[tokio::test]
async fn logo_replaces_name_and_is_only_image() {
    let data = "data:image/svg+xml;base64,PHN2Zy8+";
    let url = "https://cdn.example.com/logo.svg?v=2";
    for (logo, source) in [(url, "img-src https://cdn.example.com/logo.svg"), (data, "img-src data:")] {
        let service = Service::with(&[("REGISTRATION_LOGO_URL", logo)]).await;
        let strict = Service::start().await.get("/register").await.headers[CONTENT_SECURITY_POLICY].clone();
        for path in ["/register", "/nowhere"] {
            let page = service.get(path).await;
            let src = logo.replace('/', "&#x2f;");
            assert!(page.body.contains(&format!("<img src=\"{src}\" alt=\"Example\">")), "{}", page.body);
            let policy = page.headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
            assert_eq!(policy, format!("{}; {source}", strict.to_str().unwrap()));
        }
    }
}

#[tokio::test]
async fn accent_colour_is_in_stylesheet_below_the_theme() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("theme.css"), "/* theirs */").unwrap();
    let service = Service::with(&[
        ("REGISTRATION_ACCENT_COLOR", "#7A1FA2"),
        ("REGISTRATION_TEMPLATES_DIR", folder.path().to_str().unwrap()),
    ])
    .await;
    let css = service.get("/register/style.css").await.body;
    assert!(
        css.contains(":root { --accent: #7a1fa2; --on-accent: #ffffff; }\n@media (prefers-color-scheme: dark)"),
        "{css}"
    );
    assert!(css.ends_with("} }\n/* theirs */"), "{css}");
}

#[tokio::test]
async fn email_has_accent_colour_in_light_and_dark() {
    for (settings, light, dark) in
        [(&[("REGISTRATION_ACCENT_COLOR", "#7a1fa2")][..], "#7a1fa2", "#c49cd6"), (&[], "#1d5bbf", "#8fbaff")]
    {
        let service = Service::with(settings).await;
        service.register("ann", "ann@example.com").await;
        let mail = service.mails().await.pop().unwrap();
        let html = mail["html"].as_str().unwrap();
        let (style, body) = html.split_once("</style>").unwrap();
        assert!(style.contains(&format!("background: {dark} !important; color: #12151a !important;")), "{html}");
        assert!(body.contains(&format!("background: {light}; color: #ffffff;")) && !body.contains(dark), "{html}");
    }
}

#[tokio::test]
async fn light_accent_colour_stops_start() {
    let error = refusal("REGISTRATION_ACCENT_COLOR", "#ffcc00").await;
    assert!(error.contains("REGISTRATION_ACCENT_COLOR=\"#ffcc00\": is too light"), "{error}");
    let error = refusal("REGISTRATION_LOGO_URL", "logo.svg").await;
    assert!(error.contains("REGISTRATION_LOGO_URL=\"logo.svg\": must be an https URL"), "{error}");
}

/// Returns the error of a start with an invalid setting.
async fn refusal(variable: &str, value: &str) -> String {
    let clock = Arc::new(ManualClock::new(initial_time()));
    Local::start(options(clock, seeded(7)).with(variable, value)).await.unwrap_err().to_string()
}

#[tokio::test]
async fn malformed_url_stops_start() {
    for variable in ["REGISTRATION_LOGIN_URL", TERMS.0, PRIVACY.0] {
        for value in ["/login", "http://example.com/login", "javascript:alert(1)"] {
            let error = refusal(variable, value).await;
            assert!(error.contains(&format!("{variable}=")) && error.contains("must be an https URL"), "{error}");
        }
    }
}
