//! Consents: the documents that users accept with the form.

use std::path::Path;

use aws_sdk_dynamodb::types::AttributeValue;
use reqwest::Method;
use serde_json::{Value, json};

use crate::openid::{self, Browser};
use crate::support::{Answer, Item, OpenidProvider, PASSWORD, Service, initial_time, start_over_path};

const ANN: &str = "ann@example.com";
const BOB: &str = "bob@example.com";
const DOCUMENT: &str = "https://example.com/terms/2026-11";

/// Returns a form with a public, a private and an optional consent.
fn form(version: &str) -> Value {
    let guide = include_str!("../docs/guides/forms.md");
    let mut examples = guide.split("```json\n").skip(1).filter_map(|part| part.split("```").next());
    let documented = examples.find(|example| example.contains("x-version")).unwrap();
    let mut terms: Value = serde_json::from_str(documented).unwrap();
    terms["x-version"] = version.into();
    json!({
        "type": "object",
        "properties": {
            "username": { "type": "string" },
            "email": { "type": "string" },
            "password": { "type": "string" },
            "terms": terms,
            "age": { "type": "boolean", "const": true, "title": "I am over 18", "x-version": "1" },
            "news": {
                "type": "boolean",
                "const": true,
                "title": "Send me news",
                "x-document": DOCUMENT,
                "x-version": "1",
            },
        },
        "required": ["username", "email", "password", "terms", "age"],
    })
}

/// A folder with the form `own`.
pub(crate) struct Forms(tempfile::TempDir);

impl Forms {
    pub(crate) fn new() -> Self {
        let forms = Self(tempfile::tempdir().unwrap());
        forms.write("2026-11");
        forms
    }

    fn write(&self, version: &str) {
        std::fs::write(self.0.path().join("own.json"), form(version).to_string()).unwrap();
    }

    pub(crate) fn settings(&self) -> [(&str, &str); 2] {
        [("REGISTRATION_FORMS_DIR", self.0.path().to_str().unwrap()), ("REGISTRATION_FORM", "own")]
    }

    pub(crate) async fn service(&self, settings: &[(&str, &str)]) -> Service {
        Service::with(&[&self.settings(), settings].concat()).await
    }

    async fn service_in(&self, folder: &Path) -> Service {
        Service::in_folder(folder, &self.settings()).await
    }
}

pub(crate) fn body(username: &str, email: &str) -> Value {
    json!({ "username": username, "email": email, "password": PASSWORD, "terms": true, "age": true })
}

/// Registers as a program in German, with this browser.
async fn register(service: &Service, path: &str, body: &Value, user_agent: &str) -> Answer {
    let request = service.request(Method::POST, path).header("accept", "application/json").json(body);
    let answer = Answer::of(request.header("accept-language", "de-CH").header("user-agent", user_agent)).await;
    service.handles.keep(&answer);
    answer
}

fn terms(language: &str, seconds: i64) -> Value {
    json!({
        "field": "terms",
        "document": DOCUMENT,
        "version": "2026-11",
        "language": language,
        "accepted_at": (initial_time() + jiff::SignedDuration::from_secs(seconds)).to_string(),
        "ip": "127.0.0.1",
    })
}

fn age(language: &str, seconds: i64) -> Value {
    let mut consent = terms(language, seconds);
    consent.as_object_mut().unwrap().remove("document");
    (consent["field"], consent["version"]) = ("age".into(), "1".into());
    consent
}

/// Returns the consents of a user, the public and the private ones.
fn consents(user: &Item) -> [Value; 2] {
    ["consents", "private_consents"].map(|name| user.get(name).map_or(Value::Null, json_of))
}

fn json_of(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::S(text) => text.as_str().into(),
        AttributeValue::L(values) => values.iter().map(json_of).collect(),
        AttributeValue::M(map) => map.iter().map(|(name, value)| (name.clone(), json_of(value))).collect(),
        other => panic!("{other:?} is not in a consent"),
    }
}

/// Returns the item of the user with this name.
async fn user(service: &Service, username: &str) -> Item {
    let is_user = |item: &Item| {
        item.contains_key("registration_request") && item["username"].as_s().is_ok_and(|name| name == username)
    };
    service.items().await.into_values().find(is_user).expect("the user")
}

fn user_agent(user: &Item) -> &str {
    user["registration_request"].as_m().unwrap()["user_agent"].as_s().unwrap()
}

#[tokio::test]
async fn schema_has_documents_and_versions() {
    let forms = Forms::new();
    let service = forms.service(&[("REGISTRATION_TERMS_URL", "https://example.com/other")]).await;
    let schema = service.get_json("/register?lang=de").await.json();
    let property = |name: &str| schema["properties"][name].clone();
    assert_eq!(
        (&property("terms")["x-document"], &property("terms")["x-version"]),
        (&json!(DOCUMENT), &json!("2026-11"))
    );
    let link = json!({ "text": "Geschäftsbedingungen", "url": DOCUMENT });
    assert_eq!(property("terms")["x-title-parts"], json!([{ "text": "Ich akzeptiere die " }, link]));
    assert_eq!((property("age").get("x-document"), property("age").get("x-title-parts")), (None, None));
    assert_eq!(property("news")["x-title-parts"], json!([{ "text": "Send me news", "url": DOCUMENT }]));
}

#[tokio::test]
async fn label_links_to_document_in_new_tab() {
    let forms = Forms::new();
    let page = forms.service(&[]).await.get("/register").await.body;
    let line = |start: &str| page.lines().find(|line| line.starts_with(start)).unwrap().to_owned();
    let linked = |words: &str| {
        let href = DOCUMENT.replace('/', "&#x2f;");
        let note = "<span class=\"unseen\"> (opens in a new tab)</span>";
        format!("<a href=\"{href}\" target=\"_blank\" rel=\"noopener\">{words}{note}</a>")
    };
    assert!(line("<label for=\"terms\">").contains(&format!("I accept the {}</label>", linked("terms of business"))));
    assert!(line("<label for=\"news\">").contains(&format!(">{}</label>", linked("Send me news"))));
    assert_eq!(line("<label for=\"age\">"), "<label for=\"age\">I am over 18</label>");
    assert!(line("<input id=\"terms\"").contains(" type=\"checkbox\" value=\"2026-11\""), "{page}");
}

#[tokio::test]
async fn registration_stores_and_signals_consents() {
    let forms = Forms::new();
    let service = forms.service(&[]).await;
    service.advance(60);
    assert_eq!(register(&service, "/register", &body("ann", ANN), "Phone").await.status, 202);
    let pending = user(&service, "ann").await;
    assert_eq!(consents(&pending), [json!([terms("de", 60)]), json!([age("de", 60)])]);
    assert_eq!(pending["created_at"].as_s().unwrap(), terms("de", 60)["accepted_at"].as_str().unwrap());
    assert_eq!(user_agent(&pending), "Phone");

    service.advance(60);
    let activated = service.activate(&service.link_to(ANN).await).await.json();
    assert_eq!(activated["user"]["consents"], json!([terms("de", 60)]));
    assert_eq!(consents(&user(&service, "ann").await), consents(&pending));
    for event in service.events().await {
        let detail: Value = serde_json::from_str(event["Detail"].as_str().unwrap()).unwrap();
        assert_eq!(detail["user"]["consents"], json!([terms("de", 60)]), "{detail}");
        assert!(!detail.to_string().contains("\"age\""), "{detail}");
    }
}

#[tokio::test]
async fn page_stores_ticked_boxes_in_its_language() {
    let forms = Forms::new();
    let service = forms.service(&[]).await;
    let fields = [("username", "ann"), ("email", ANN), ("password", PASSWORD)];
    let ticked = [("terms", "2026-11"), ("age", "1")];
    let page = service.post_form("/register?lang=fr", &[&fields[..1], &ticked].concat()).await;
    assert_eq!((page.status.as_u16(), page.body.matches(" checked").count()), (422, 2), "{}", page.body);
    assert_eq!(service.post_form("/register?lang=fr", &[&fields[..], &ticked].concat()).await.status, 303);
    assert_eq!(consents(&user(&service, "ann").await), [json!([terms("fr", 0)]), json!([age("fr", 0)])]);
}

#[tokio::test]
async fn unticked_box_is_refused() {
    let forms = Forms::new();
    let service = forms.service(&[]).await;
    let refused = [("terms".to_owned(), "not_accepted".to_owned())];
    for unticked in [json!(null), json!(false), json!(""), json!("off"), json!("2026-10"), json!(1)] {
        let mut body = body("ann", ANN);
        body["terms"] = unticked;
        assert_eq!(service.post_json("/register", &body).await.errors(), refused, "{body}");
    }
    assert!(service.items().await.is_empty());
}

#[tokio::test]
async fn page_of_old_version_is_shown_again_unticked() {
    let forms = Forms::new();
    let service = forms.service(&[]).await;
    let fields = [("username", "ann"), ("email", ANN), ("password", PASSWORD), ("terms", "2026-10"), ("age", "1")];
    let page = service.post_form("/register", &fields).await;
    assert_eq!(page.status, 422);
    let checkbox =
        |name: &str| page.body.lines().find(|line| line.starts_with(&format!("<input id=\"{name}\""))).unwrap();
    assert!(
        checkbox("terms").contains("value=\"2026-11\"") && !checkbox("terms").contains(" checked"),
        "{}",
        page.body
    );
    assert!(checkbox("age").contains(" checked"), "{}", page.body);
}

#[tokio::test]
async fn new_version_keeps_earlier_consents() {
    let (forms, data) = (Forms::new(), tempfile::tempdir().unwrap());
    let post = async |service: &Service| {
        let request = service.request(Method::POST, "/register").header("accept", "application/json");
        Answer::of(request.header("idempotency-key", "1").json(&body("ann", ANN))).await
    };
    let (link, handle) = {
        let first = forms.service_in(data.path()).await;
        let handle = post(&first).await.json()["registration"].as_str().unwrap().to_owned();
        let link = first.link_to(ANN).await;
        first.local.stop().await;
        (link, handle)
    };
    forms.write("2026-12");
    let second = forms.service_in(data.path()).await;
    assert_eq!(post(&second).await.status, 202, "a repetition is no other consent");
    let activated = second.activate_with(&link, Some(&handle)).await;
    assert_eq!(activated.json()["user"]["consents"], json!([terms("en", 0)]));
    assert_eq!(consents(&user(&second, "ann").await), [json!([terms("en", 0)]), json!([age("en", 0)])]);
    assert_eq!(second.post_json("/register", &body("bob", BOB)).await.status, 202);
    assert_eq!(consents(&user(&second, "bob").await)[0][0]["version"], "2026-12");
}

#[tokio::test]
async fn start_over_stores_consents_of_its_own_form() {
    let forms = Forms::new();
    let service = forms.service(&[]).await;
    assert_eq!(register(&service, "/register", &body("eve", ANN), "Stranger").await.status, 202);
    let link = service.link_to(ANN).await;
    let before = user(&service, "eve").await;
    service.advance(90);
    let path = start_over_path(&link).replace("?lang=de", "&lang=fr");
    let mut unticked = body("ann", ANN);
    unticked["age"] = false.into();
    let refused = register(&service, &path, &unticked, "Owner").await;
    assert_eq!(refused.errors(), [("age".to_owned(), "not_accepted".to_owned())]);
    let answer = register(&service, &path, &body("ann", ANN), "Owner").await;
    assert_eq!((answer.status.as_u16(), &answer.json()["user"]["consents"]), (201, &json!([terms("fr", 90)])));
    let owner = user(&service, "ann").await;
    assert_eq!(consents(&owner), [json!([terms("fr", 90)]), json!([age("fr", 90)])]);
    assert_eq!((user_agent(&owner), user_agent(&before)), ("Owner", "Stranger"));
    assert_eq!(consents(&user(&service, "eve").await), consents(&before));
}

#[tokio::test]
async fn sign_in_stores_consents_of_its_form() {
    let (forms, provider) = (Forms::new(), OpenidProvider::start().await);
    for (email, proven) in [("ann@example.com", true), ("bob@example.com", false)] {
        let service = openid::service(&provider, &forms.settings()).await;
        let browser = Browser::new(&service);
        let claims = json!({ "email": email, "email_verified": proven });
        let answer = browser.sign_in(&provider, claims, "?lang=de").await;
        let form = answer.header("location").to_owned();
        assert!(form.starts_with("/register/openid?"), "a box needs the person's own tick: {answer:?}");
        assert!(browser.get(&form).await.body.contains("value=\"2026-11\""));
        service.advance(30);
        let fields = [("username", "ann"), ("email", email), ("terms", "2026-11")];
        assert_eq!(browser.post(&form, &fields).await.status, 422, "age is not ticked");
        let fields = [&fields[..], &[("age", "1")]].concat();
        assert_eq!(browser.post(&form, &fields).await.status, 303);
        let user = user(&service, "ann").await;
        assert_eq!(user["status"].as_s().unwrap(), if proven { "active" } else { "pending" });
        assert_eq!(consents(&user), [json!([terms("de", 30)]), json!([age("de", 30)])]);
    }
}

#[tokio::test]
async fn invitation_stores_consents_of_its_form() {
    let forms = Forms::new();
    let service = forms.service(&[("REGISTRATION_BACKEND", "invitation")]).await;
    for (options, username, email, status) in [("", "ann", ANN, 202), ("--email bob@example.com", "bob", BOB, 201)] {
        let invitation = service.operator(format!("invite create {options}").trim_end()).await.unwrap();
        let path = format!("/register?invitation={}", invitation["code"].as_str().unwrap());
        let answer = register(&service, &path, &body(username, email), "Phone").await;
        assert_eq!(answer.status, status, "{}", answer.body);
        let user = user(&service, username).await;
        assert_eq!(consents(&user), [json!([terms("de", 0)]), json!([age("de", 0)])]);
        assert_eq!(user_agent(&user), "Phone");
    }
}

#[tokio::test]
async fn correction_of_address_keeps_consents() {
    let forms = Forms::new();
    let service = forms.service(&[]).await;
    let handle = register(&service, "/register", &body("ann", "an@example.com"), "Phone").await.json();
    let before = consents(&user(&service, "ann").await);
    service.advance(60);
    let correction = json!({ "registration": handle["registration"], "email": ANN });
    assert_eq!(service.post_json("/register/email", &correction).await.status, 202);
    assert_eq!(consents(&user(&service, "ann").await), before);
}

#[tokio::test]
async fn known_address_stores_consents_like_unknown_one() {
    let forms = Forms::new();
    let service = forms.service(&[]).await;
    service.post_json("/register", &body("ann", ANN)).await;
    assert_eq!(service.activate(&service.link_to(ANN).await).await.status, 200);
    for (username, email) in [("eve", ANN), ("bob", BOB)] {
        assert_eq!(register(&service, "/register", &body(username, email), "Phone").await.status, 202);
    }
    let (known, unknown) = (user(&service, "eve").await, user(&service, "bob").await);
    assert_eq!(consents(&known), [json!([terms("de", 0)]), json!([age("de", 0)])]);
    assert_eq!(consents(&known), consents(&unknown));
}

#[tokio::test]
async fn decoy_answers_with_consents_and_stores_none() {
    let forms = Forms::new();
    let service = forms.service(&[("REGISTRATION_BACKEND", "simple")]).await;
    let mut filled = body("ann", ANN);
    filled["comment_subject"] = "Cheap watches".into();
    let decoy = service.post_json("/register", &filled).await.json();
    assert!(service.items().await.is_empty());
    let usual = service.post_json("/register", &body("ann", ANN)).await.json();
    assert_eq!(decoy["user"]["consents"], json!([terms("en", 0)]));
    assert_eq!(decoy["user"]["consents"], usual["user"]["consents"]);
}

#[tokio::test]
async fn box_without_version_stores_no_consent() {
    let service = Service::with(&[("REGISTRATION_FORM", "terms")]).await;
    let mut body = body("ann", ANN);
    body.as_object_mut().unwrap().remove("age");
    assert_eq!(service.post_json("/register", &body).await.status, 202);
    assert_eq!(consents(&user(&service, "ann").await), [Value::Null, Value::Null]);
}

#[tokio::test]
async fn document_without_version_stops_start() {
    let forms = Forms::new();
    let mut wrong = form("1");
    wrong["properties"]["terms"].as_object_mut().unwrap().remove("x-version");
    std::fs::write(forms.0.path().join("own.json"), wrong.to_string()).unwrap();
    let clock = std::sync::Arc::new(domain::clock::ManualClock::new(initial_time()));
    let options = crate::support::options(clock, crate::support::seeded(7));
    let options = forms.settings().iter().fold(options, |options, (name, value)| options.with(name, value));
    let report = local::Local::start(options).await.expect_err("the form is wrong").to_string();
    let problem = "own.json: /properties/terms/x-document: needs x-version, such as \"2026-11\"";
    assert!(report.contains(problem), "{report}");
}
