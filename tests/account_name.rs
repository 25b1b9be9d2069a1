//! The name of the new account on the page after an activation, which only its own browser gets.

use reqwest::Method;
use reqwest::header::{COOKIE, SET_COOKIE};

use crate::support::{Answer, BROWSER, PASSWORD, Service};

/// Registers ann with a form. Returns the answer.
async fn submitted(service: &Service, fields: &[(&str, &str)]) -> Answer {
    let form =
        [&[("email", "ann@example.com"), ("password", PASSWORD), ("password_confirm", PASSWORD)], fields].concat();
    service.post_form("/register", &form).await
}

/// Registers and activates ann as a browser does. Returns the answer to the button.
async fn activated(service: &Service, fields: &[(&str, &str)]) -> Answer {
    assert_eq!(submitted(service, fields).await.status, 303);
    service.press(&service.link_to("ann@example.com").await).await
}

/// Returns the page for a browser with these cookies.
async fn page(service: &Service, path: &str, cookies: &str) -> String {
    let request = service.request(Method::GET, path).header("accept", BROWSER).header(COOKIE, cookies);
    Answer::of(request).await.body
}

const USERNAME: &[(&str, &str)] = &[("username", "ann")];
const ANN: &str = "You signed up as <bdi><strong>ann</strong></bdi> with the email address \
                   <bdi><strong>ann@example.com</strong></bdi>.";

#[tokio::test]
async fn page_after_activation_names_the_account() {
    let service = Service::start().await;
    let answer = activated(&service, USERNAME).await;
    let location = answer.header("location").to_owned();
    assert_eq!(location, "/activate/complete", "no name is in the URL");
    let (cookie, attributes) = answer.cookie("account-name").unwrap().split_once("; ").unwrap();
    assert_eq!(attributes, "Path=/activate/complete; Max-Age=300; HttpOnly; SameSite=Strict");
    assert!(!cookie.contains("ann"), "{cookie}");
    let shown = page(&service, &location, &format!("other=1; {cookie}")).await;
    assert!(shown.contains(ANN), "{shown}");
    let stranger = service.get(&location).await.body;
    assert!(stranger.contains("Your account is active") && !stranger.contains("ann@example.com"), "{stranger}");
}

#[tokio::test]
async fn account_without_username_is_named_by_its_address() {
    let service = Service::with(&[("REGISTRATION_FORM", "email")]).await;
    let answer = activated(&service, &[]).await;
    let cookie = answer.cookie("account-name").unwrap().split(';').next().unwrap();
    let shown = page(&service, "/activate/complete", cookie).await;
    let ann = "You signed up with the email address <bdi><strong>ann@example.com</strong></bdi>.";
    assert!(shown.contains(ann), "{shown}");
}

#[tokio::test]
async fn page_of_simple_backend_names_the_account() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "simple")]).await;
    let answer = submitted(&service, USERNAME).await;
    let (cookie, attributes) = answer.cookie("account-name").unwrap().split_once("; ").unwrap();
    assert!(attributes.starts_with("Path=/register/complete; "), "{attributes}");
    assert!(page(&service, "/register/complete", cookie).await.contains(ANN));
}

#[tokio::test]
async fn user_awaiting_approval_is_named() {
    let service =
        Service::with(&[("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", "ops@example.com")]).await;
    let answer = activated(&service, USERNAME).await;
    let cookie = answer.cookie("account-name").unwrap().split(';').next().unwrap();
    assert!(page(&service, "/activate/complete", cookie).await.contains(ANN));
}

#[tokio::test]
async fn cookie_of_https_site_is_secure() {
    let service = Service::with(&[("REGISTRATION_SITE_URL", "https://example.com/accounts")]).await;
    let cookie = activated(&service, USERNAME).await.cookie("__Secure-account-name").unwrap().to_owned();
    assert!(cookie.starts_with("__Secure-account-name="), "{cookie}");
    assert!(cookie.contains("Path=/accounts/activate/complete; ") && cookie.ends_with("; Secure"), "{cookie}");
    let value = cookie.split(';').next().unwrap();
    assert!(page(&service, "/activate/complete", value).await.contains(ANN));
    let insecure = value.replace("__Secure-", "");
    assert!(!page(&service, "/activate/complete", &insecure).await.contains("ann@example.com"));
}

#[tokio::test]
async fn pending_registration_and_other_sites_get_no_cookie() {
    let service = Service::start().await;
    assert_eq!(submitted(&service, USERNAME).await.cookie("account-name"), None);
    let simple = Service::with(&[
        ("REGISTRATION_BACKEND", "simple"),
        ("REGISTRATION_SUCCESS_URL", "https://app.example.com/hi"),
    ])
    .await;
    let answer = submitted(&simple, USERNAME).await;
    assert_eq!(answer.header("location"), "https://app.example.com/hi");
    assert!(!answer.headers.contains_key(SET_COOKIE));
}

#[tokio::test]
async fn forged_cookie_puts_no_text_on_the_page() {
    let service = Service::start().await;
    let encode = |json: &str| format!("account-name={}", data_encoding::BASE64URL_NOPAD.encode(json.as_bytes()));
    let valid = encode(r#"{"username":"ann","email":"ann@example.com"}"#);
    assert!(page(&service, "/activate/complete", &valid).await.contains(ANN));
    for cookies in [
        "account-name=".to_owned(),
        "account-name=%%%".to_owned(),
        encode("ann"),
        encode(r#"{"username":"ann"}"#),
        encode(r#"{"username":"Call +1 555 0100 now","email":"ann@example.com"}"#),
        encode(r#"{"username":null,"email":"<script>alert(1)</script>"}"#),
        format!("{valid}; {valid}"),
    ] {
        let shown = page(&service, "/activate/complete", &cookies).await;
        assert!(shown.contains("Your account is active") && !shown.contains("You signed up"), "{cookies}: {shown}");
    }
}
