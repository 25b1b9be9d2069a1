//! Forms for types of users, and the restriction of addresses.

use std::path::Path;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::clock::ManualClock;
use local::Local;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, PASSWORD, Service, initial_time, options, seeded, signals, start_over_path};

const EMAIL: (&str, &str) = ("REGISTRATION_FORM", "email");
const PAGE: [(&str, &str); 3] = [("email", "ann@example.com"), ("password", PASSWORD), ("password_confirm", PASSWORD)];

fn body() -> Value {
    json!({ "email": "ann@example.com", "password": PASSWORD })
}

/// Creates a folder with a form for businesses.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "business.json", &business());
    folder
}

fn write(folder: &Path, file: &str, document: &Value) {
    std::fs::write(folder.join(file), document.to_string()).unwrap();
}

fn business() -> Value {
    json!({
        "type": "object",
        "properties": {
            "email": { "type": "string", "x-allowed-domains": ["acme.example"] },
            "password": { "type": "string" },
            "company": { "type": "string", "title": "Company", "x-signal": true },
            "seats": { "type": "integer", "title": "Seats", "minimum": 1, "maximum": 500, "x-signal": true },
            "size": { "type": "string", "title": "Size", "enum": ["small", "large"] },
            "founded": { "type": "string", "title": "Founded on", "format": "date" },
            "site": { "type": "string", "title": "Web site", "format": "uri" },
            "news": { "type": "boolean", "title": "Send me news" },
        },
        "required": ["email", "password", "company", "seats"],
    })
}

fn errors(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(field, code)| ((*field).to_owned(), (*code).to_owned())).collect()
}

#[tokio::test]
async fn email_form_uses_address_as_name() {
    let service = Service::with(&[EMAIL]).await;
    let page = service.get("/register").await.body;
    assert!(!page.contains("username") && page.contains(r#"name="email""#), "{page}");
    assert_eq!(service.post_form("/register", &PAGE).await.status, 303);
    assert_eq!(service.items().await.len(), 3, "no name is taken");
    let link = service.link_to("ann@example.com").await;
    let mails = service.mails().await;
    let redacted =
        [("http://127.0.0.1:[0-9]+/activate/[a-z2-7]{32}", "[link]"), ("[0-9]{6} is your code", "[code] is your code")];
    insta::with_settings!({ filters => redacted }, {
        insta::assert_snapshot!(mails[0]["text"].as_str().unwrap());
    });

    let page = service.open(&link).await.body;
    assert!(page.contains("Activate <bdi>ann@example.com</bdi>") && !page.contains("username"), "{page}");
    let answer = service.activate(&link).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let user = &answer.json()["user"];
    assert_eq!((&user["email"], user.get("username")), (&json!("ann@example.com"), None));
    let sent = [("user_registered", "ann@example.com"), ("user_activated", "ann@example.com")];
    assert_eq!(service.signals().await, signals(&sent));
    let kinds: Vec<_> = service.items().await.into_keys().map(|pk| pk.split('#').next().unwrap().to_owned()).collect();
    assert_eq!(kinds, ["CODE", "EMAIL", "FACTS", "KEY", "MAIL", "MAILS", "PASSWORD", "USER"]);
    assert_eq!(service.activate(&link).await.problem(), (409, "already_activated".to_owned()));
}

#[tokio::test]
async fn first_activated_registration_without_name_wins() {
    let service = Service::with(&[EMAIL]).await;
    assert_eq!(service.post_json("/register", &body()).await.status, 202);
    let first = service.link_to("ann@example.com").await;
    assert_eq!(service.post_json("/register", &body()).await.status, 202);
    let second = service.link_to("ann@example.com").await;
    assert_ne!(first, second);
    assert_eq!(service.activate(&second).await.status, 200);
    let already = (409, "already_activated".to_owned());
    assert_eq!(service.get_json(&first).await.problem(), already);
    assert_eq!(service.activate(&first).await.problem(), already);
    assert_eq!(service.post_json("/register", &body()).await.status, 202);
    let mails = service.mails().await;
    assert!(
        mails[2]["text"].as_str().unwrap().contains("tried to sign up at Example with this email address"),
        "{mails:?}"
    );
}

#[tokio::test]
async fn resubmission_without_name_is_one_registration() {
    let service = Service::with(&[EMAIL]).await;
    let post = async |key: &str, body: &Value| {
        let request = service.request(Method::POST, "/register").header("accept", "application/json");
        Answer::of(request.header("idempotency-key", key).json(body)).await
    };
    for _ in 0..2 {
        assert_eq!(post("1", &body()).await.status, 202);
    }
    assert_eq!(service.mails().await.len(), 1);
    let user = service.item("USER#").await;
    let submission = service.item("SUBMISSION#").await;
    assert_eq!((&submission["user_id"], &submission["expires_at"]), (&user["id"], &user["expires_at"]));

    let other = json!({ "email": "bob@example.com", "password": PASSWORD });
    assert_eq!(post("1", &other).await.problem(), (422, "idempotency_key_reused".to_owned()));
    let page = |key: &'static str, email: &'static str| {
        [("email", email), ("password", PASSWORD), ("password_confirm", PASSWORD), ("idempotency_key", key)]
    };
    for _ in 0..2 {
        assert_eq!(service.post_form("/register", &page("2", "bob@example.com")).await.status, 303);
    }
    assert_eq!(service.post_form("/register", &page("2", "cas@example.com")).await.status, 303);
    let mails = service.mails().await;
    assert_eq!((&mails[1]["to"], &mails[2]["to"]), (&json!("bob@example.com"), &json!("cas@example.com")));
    assert_eq!(mails.len(), 3, "a page's key that was reused is no repetition");
    service.advance(7 * 24 * 3600);
    assert_eq!(post("1", &body()).await.status, 202);
    assert_eq!(service.mails().await.len(), 4, "with the registration its submission is forgotten");
}

#[tokio::test]
async fn user_without_name_starts_over_after_late_mail() {
    let service = Service::with(&[EMAIL]).await;
    assert_eq!(service.post_json("/register", &body()).await.status, 202);
    service.advance(6 * 24 * 3600);
    let link = service.link_to("ann@example.com").await;
    service.advance(7 * 24 * 3600 - 1);
    let start_over = start_over_path(&link);
    let page = service.get(&start_over).await.body;
    assert!(!page.contains("username") && page.contains(r#"value="ann@example.com""#), "{page}");
    assert_eq!(service.post_json(&start_over, &body()).await.status, 201);
}

#[tokio::test]
async fn type_copied_with_a_sign_is_found() {
    let service = Service::with(&[("REGISTRATION_FORMS", "email")]).await;
    for copied in ["email.", "email)", "email%3E", "email%22,", "email%E3%80%82"] {
        let schema = service.get_json(&format!("/register?type={copied}")).await.json();
        assert!(schema["properties"].get("username").is_none(), "{copied}: {schema}");
    }
    for other in ["email.terms", "e-mail", "emails."] {
        let answer = service.get_json(&format!("/register?type={other}")).await;
        assert_eq!(answer.problem(), (404, "form_unknown".to_owned()), "{other}");
    }
}

#[tokio::test]
async fn terms_must_be_accepted() {
    let service = Service::with(&[("REGISTRATION_FORM", "terms")]).await;
    let page = service.get("/register").await.body;
    assert!(page.contains(r#"type="checkbox" value="true" required>"#), "{page}");
    let fields = [&[("username", "ann")], &PAGE[..]].concat();
    let refused = service.post_form("/register", &fields).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("Tick “I accept the terms of use” to continue."), "{}", refused.body);
    let mut program = body();
    program["username"] = "ann".into();
    assert_eq!(service.post_json("/register", &program).await.errors(), errors(&[("terms", "not_accepted")]));
    program["terms"] = false.into();
    assert_eq!(service.post_json("/register", &program).await.errors(), errors(&[("terms", "not_accepted")]));
    assert!(service.items().await.is_empty());

    program["username"] = "a b".into();
    let ticked = [&[("username", "a b"), ("terms", "true")], &PAGE[..]].concat();
    let again = service.post_form("/register", &ticked).await;
    assert!(again.body.contains(r#"value="true" checked"#), "{}", again.body);
    let ticked = [&[("username", "ann"), ("terms", "true")], &PAGE[..]].concat();
    assert_eq!(service.post_form("/register", &ticked).await.status, 303);
    let user = service.item("USER#").await;
    assert_eq!(user["private_fields"].as_m().unwrap()["terms"], AttributeValue::Bool(true));
    program["username"] = "bob".into();
    program["terms"] = true.into();
    assert_eq!(service.post_json("/register", &program).await.status, 202);
}

#[tokio::test]
async fn unlisted_form_returns_404() {
    let service = Service::with(&[("REGISTRATION_FORM", "terms")]).await;
    let unknown = (404, "form_unknown".to_owned());
    for path in ["/register?type=standard", "/register?type=nonsense", "/register?type=..%2Fterms"] {
        assert_eq!(service.get_json(path).await.problem(), unknown, "{path}");
        assert_eq!(service.post_json(path, &body()).await.problem(), unknown, "{path}");
        assert_eq!(service.get(path).await.status, 404);
    }
    assert_eq!(service.get_json("/register?type=terms").await.status, 200);
    assert_eq!(service.get_json("/register?type=").await.status, 200);
}

#[tokio::test]
async fn setting_lists_selectable_forms() {
    let service = Service::with(&[("REGISTRATION_FORMS", "email, terms")]).await;
    assert_eq!(service.post_json("/register?type=email", &body()).await.status, 202);
    assert_eq!(service.item("USER#").await["type"].as_s().unwrap(), "email");
    assert_eq!(service.details().await[0]["user"]["type"], "email");
    assert_eq!(service.register("bob", "bob@example.com").await.status, 202);
    assert_eq!(service.details().await[1]["user"].get("type"), None, "the default form makes no kind");
}

#[tokio::test]
async fn custom_form_is_shown_checked_and_stored() {
    let folder = folder();
    let service = Service::with(&[("REGISTRATION_FORMS_DIR", folder.path().to_str().unwrap())]).await;
    let page = service.get("/register?type=business").await;
    assert_eq!(page.status, 200);
    insta::with_settings!({ filters => [(r#"value="[a-z2-7]{26}""#, r#"value="[key]""#), (r"\?v=[\w-]{16}", "?v=[version]")] }, {
        insta::assert_snapshot!(page.body);
    });
    insta::assert_json_snapshot!(service.get_json("/register?type=business").await.json());

    let fields = [
        ("email", "Ann@acme.example"),
        ("password", PASSWORD),
        ("company", "Acme"),
        ("seats", "5"),
        ("size", "large"),
        ("founded", ""),
        ("site", "https://acme.example"),
        ("admin", "true"),
        ("status", "active"),
    ];
    let answer = service.post_form("/register?type=business", &fields).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/register/complete"), "{}", answer.body);
    let link = service.link_to("ann@acme.example").await;
    let answer = service.activate(&link).await.json();
    assert_eq!(answer["user"]["fields"], json!({ "company": "Acme", "seats": 5 }));
    let user = service.item("USER#").await;
    assert_eq!(user["type"].as_s().unwrap(), "business");
    assert_eq!(user["fields"].as_m().unwrap()["seats"], AttributeValue::N("5".to_owned()));
    let private = user["private_fields"].as_m().unwrap();
    assert_eq!(private["size"], AttributeValue::S("large".to_owned()));
    assert_eq!(private["news"], AttributeValue::Bool(false));
    assert_eq!(private.len(), 3, "neither what is empty nor what nobody asked for: {private:?}");
    assert!(!user.contains_key("admin"));
    for detail in service.details().await {
        assert_eq!(detail["user"]["fields"], json!({ "company": "Acme", "seats": 5 }));
        assert_eq!((&detail["user"]["type"], detail["user"].get("private_fields")), (&json!("business"), None));
    }
}

#[tokio::test]
async fn custom_form_reports_all_errors() {
    let folder = folder();
    let service = Service::with(&[("REGISTRATION_FORMS_DIR", folder.path().to_str().unwrap())]).await;
    let body = json!({
        "email": "ann@example.com", "password": PASSWORD, "company": "", "seats": "5", "size": "huge",
        "founded": "yesterday", "site": "javascript:alert(1)", "news": "perhaps",
    });
    let answer = service.post_json("/register?type=business", &body).await;
    let expected = [
        ("email", "domain_not_allowed"),
        ("company", "required"),
        ("seats", "invalid"),
        ("size", "not_in_list"),
        ("founded", "invalid"),
        ("site", "invalid"),
        ("news", "invalid"),
    ];
    assert_eq!(answer.errors(), errors(&expected));
    let seats = json!({ "email": "ann@acme.example", "password": PASSWORD, "company": "Acme", "seats": 501 });
    assert_eq!(service.post_json("/register?type=business", &seats).await.errors(), errors(&[("seats", "too_large")]));
    let fields = [("email", "<b>"), ("company", "\"><script>"), ("seats", "5")];
    let page = service.post_form("/register?type=business", &fields).await;
    assert_eq!(page.status, 422);
    assert!(page.body.contains(r#"value="5""#) && !page.body.contains("<script>"), "{}", page.body);
}

#[tokio::test]
async fn invalid_forms_stop_start_and_are_listed() {
    let folder = folder();
    write(folder.path(), "a.json", &json!({ "type": "object" }));
    let mut wrong = business();
    wrong["properties"]["seats"]["minimum"] = "one".into();
    wrong["properties"]["size"]["oneOf"] = json!([]);
    write(folder.path(), "b.json", &wrong);
    std::fs::write(folder.path().join("c.json"), "{").unwrap();
    write(folder.path(), "d e.json", &business());
    std::fs::write(folder.path().join("README.md"), "not a form").unwrap();
    let clock = std::sync::Arc::new(ManualClock::new(initial_time()));
    let options = options(clock, seeded(7))
        .with("REGISTRATION_FORMS_DIR", folder.path().to_str().unwrap())
        .with("REGISTRATION_ALLOWED_DOMAINS", "@example.com");
    let error = Local::start(options).await.expect_err("the forms are wrong");
    let report = error.to_string().replace(folder.path().to_str().unwrap(), "[folder]");
    insta::assert_snapshot!(report);
}

#[tokio::test]
async fn unknown_form_stops_start_with_valid_names() {
    let folder = folder();
    let clock = std::sync::Arc::new(ManualClock::new(initial_time()));
    let options = options(clock, seeded(7))
        .with("REGISTRATION_FORMS_DIR", folder.path().to_str().unwrap())
        .with("REGISTRATION_FORM", "busines")
        .with("REGISTRATION_FORMS", "email,nonsense");
    let report = Local::start(options).await.expect_err("there is no such form").to_string();
    insta::assert_snapshot!(report);
}

#[tokio::test]
async fn setting_refuses_disposable_addresses() {
    for (setting, status) in [("false", 202), ("true", 422)] {
        let service = Service::with(&[("REGISTRATION_REFUSE_DISPOSABLE", setting)]).await;
        assert_eq!(service.register("ann", "ann@yopmail.com").await.status, status);
    }
}

#[tokio::test]
async fn unlisted_domains_are_refused() {
    let service = Service::with(&[
        ("REGISTRATION_ALLOWED_DOMAINS", "gmail.com, Example.org"),
        ("REGISTRATION_REFUSED_DOMAINS", "guests.example.org"),
    ])
    .await;
    for (at, (address, status)) in [
        ("x@GMAIL.com", 202),
        ("x@mail.gmail.com", 202),
        ("x@example.org", 202),
        ("x@evilgmail.com", 422),
        ("x@gmail.com.evil.net", 422),
        ("x@guests.example.org", 422),
    ]
    .into_iter()
    .enumerate()
    {
        let answer = service.register(&format!("user{at}"), address).await;
        assert_eq!(answer.status, status, "{address}: {}", answer.body);
        if status == 422 {
            assert_eq!(answer.errors(), errors(&[("email", "domain_not_allowed")]));
        }
    }
}

#[tokio::test]
async fn further_fields_have_right_keyboard() {
    let mut form = business();
    let code = json!({ "type": "string", "title": "VAT number", "pattern": "^[A-Z]{2}[0-9]+$" });
    form["properties"]["vat"] = code;
    form["properties"]["phone"] = json!({ "type": "string", "x-autocomplete": "work tel" });
    form["properties"]["owner"] = json!({ "type": "string", "x-autocomplete": "name" });
    let folder = folder();
    write(folder.path(), "business.json", &form);
    let service = Service::with(&[
        ("REGISTRATION_FORMS_DIR", folder.path().to_str().unwrap()),
        ("REGISTRATION_FORM", "business"),
    ])
    .await;
    let page = service.get("/register").await.body;
    let input = |name: &str| page.lines().find(|line| line.contains(&format!("name=\"{name}\""))).unwrap().to_owned();
    let verbatim = r#" autocapitalize="none" autocorrect="off" spellcheck="false""#;
    for name in ["email", "password", "site", "vat", "phone"] {
        assert!(input(name).contains(verbatim), "{}", input(name));
    }
    assert!(
        input("owner").contains(r#" autocapitalize="words" autocorrect="off" spellcheck="false" enterkeyhint="go""#)
    );
    assert!(input("phone").contains(r#" autocomplete="work tel" inputmode="tel""#), "{}", input("phone"));
    assert!(input("seats").contains(r#" inputmode="numeric""#));
    for name in ["company", "seats", "size", "founded", "news"] {
        assert!(!input(name).contains("autocapitalize"), "{}", input(name));
    }
    assert_eq!(page.matches("enterkeyhint").count(), 1);
}
