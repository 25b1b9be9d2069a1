//! A deployment's own templates and messages, and emails in mail clients.

use std::path::Path;

use local::Local;
use serde_json::{Value, json};

use crate::support::{PASSWORD, Service, options, seeded};

const FOLDER: &str = "REGISTRATION_TEMPLATES_DIR";

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, source) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, source).unwrap();
    }
    folder
}

async fn with(folder: &Path) -> Service {
    Service::with(&[(FOLDER, folder.to_str().unwrap())]).await
}

#[tokio::test]
async fn template_folder_overrides_styles_texts_and_pages() {
    let folder = folder(&[
        ("theme.css", ":root { --accent: #b00020; }"),
        ("registration_complete.html", "{% extends \"base.html\" %}{% block title %}{{ t(\"hooray\") }}{% endblock %}"),
        ("locales/en.ftl", "hooray = Hooray!\nregister-submit = Join us"),
        ("locales/nl.ftl", "language-name = Nederlands\nregister-title = Maak een account"),
        ("mail/activation.subject.txt", "Welcome,\n{{ username }}"),
        (".gitkeep", ""),
    ]);
    let service = with(folder.path()).await;
    let css = service.get("/register/style.css").await.body;
    assert!(css.starts_with("/* A deployment") && css.ends_with(":root { --accent: #b00020; }"), "{css}");
    assert!(service.get("/register/complete").await.body.contains("<h1>Hooray!</h1>"));
    assert!(service.get("/register").await.body.contains("Join us"));
    let dutch = service.get("/register?lang=nl").await.body;
    assert!(dutch.contains("<h1>Maak een account</h1>") && dutch.contains("Join us"), "{dutch}");
    assert!(dutch.contains(">Nederlands</a>"), "{dutch}");
    service.register("ann", "ann@example.com").await;
    assert_eq!(service.mails().await[0]["subject"], "Welcome, ann");
}

#[tokio::test]
async fn message_with_unknown_variable_falls_back() {
    let folder = folder(&[("locales/en.ftl", "register-title = Join { $club }\nactivation-subject = { $nobody }")]);
    let service = with(folder.path()).await;
    for path in ["/register", "/register?lang=de"] {
        assert_eq!(service.get(path).await.status, 200, "{path}");
    }
    assert!(service.get("/register").await.body.contains("Create your account"));
    service.register("ann", "ann@example.com").await;
    assert_eq!(service.mails().await[0]["subject"], "Activate your account at Example");
}

#[tokio::test]
async fn invalid_template_stops_start_with_its_line() {
    let folder = folder(&[
        ("register.html", "<h1>\n{% if page %}\n</h1>"),
        ("mail/activation.txt", "{{ link }\n"),
        ("locales/de.ftl", "a = b\nc d\n"),
        ("registr.html", ""),
        ("mail/deep/x.txt", ""),
    ]);
    let clock = Service::start().await.clock;
    let options = options(clock, seeded(7)).with(FOLDER, folder.path().to_str().unwrap());
    let report = Local::start(options).await.expect_err("the folder is wrong").to_string();
    insta::assert_snapshot!(report.replace(folder.path().to_str().unwrap(), "[folder]"));
}

#[tokio::test]
async fn template_with_unknown_variable_falls_back() {
    let folder = folder(&[("register.html", "{{ page.nonsense }}"), ("mail/activation.txt", "{{ t(\"nonsense\") }}")]);
    let service = with(folder.path()).await;
    let page = service.get("/register").await;
    assert!(page.status == 200 && page.body.contains("Create your account"), "{}", page.body);
    let link = service.pending("ann", "ann@example.com").await;
    assert_eq!(service.activate(&link).await.status, 200);
}

/// Returns emails of most kinds, in every language.
async fn mails() -> Vec<(&'static str, Value)> {
    let mut mails = Vec::new();
    for language in ["en", "es", "de", "fr", "ja", "ar"] {
        let service = Service::with(&[
            ("REGISTRATION_REPLY_TO", "Help <help@example.com>"),
            ("REGISTRATION_LOGIN_URL", "http://127.0.0.1/login"),
        ])
        .await;
        let path = format!("/register?lang={language}");
        service.register_at(&path, "ann", "ann@example.com").await;
        let link = service.link_to("ann@example.com").await;
        service.activate(&link).await;
        service.register_at(&path, "bob", "ann@example.com").await;
        mails.extend(service.mails().await.into_iter().map(|mail| (language, mail)));
    }
    assert_eq!(mails.len(), 12);
    mails
}

#[tokio::test]
async fn mail_html_avoids_unsupported_features() {
    for (language, mail) in mails().await {
        let html = mail["html"].as_str().unwrap();
        // Readers are to take no table for one of data.
        assert_eq!(html.matches("<table").count(), html.matches(" role=\"presentation\"").count(), "{html}");
        for no in ["<script", "<img", "<link", "url(", "@import", " src=", "position:", "<form"] {
            assert!(!html.contains(no), "{no} is in {html}");
        }
        let direction = if language == "ar" { "rtl" } else { "ltr" };
        for yes in [
            &format!("<html lang=\"{language}\" dir=\"{direction}\">"),
            &format!("<table lang=\"{language}\" dir=\"{direction}\""),
            "<meta name=\"color-scheme\" content=\"light dark\">",
            "<meta name=\"supported-color-schemes\" content=\"light dark\">",
            "prefers-color-scheme: dark",
        ] {
            assert!(html.contains(yes), "{yes} is not in {html}");
        }
        assert!(html.len() < 100_000, "Gmail cuts a mail off after 102 KB");
    }
}

#[tokio::test]
async fn text_and_html_have_same_link() {
    for (_, mail) in mails().await {
        let (text, html) = (mail["text"].as_str().unwrap(), mail["html"].as_str().unwrap().replace("&#x2f;", "/"));
        let links: Vec<_> = text.lines().filter(|line| line.contains("http")).collect();
        assert_eq!(links.len(), 1, "{text}");
        assert!(links[0].starts_with("http://") && !links[0].contains(' '), "{text}");
        let hrefs = html.matches("href=\"").count();
        assert_eq!(html.matches(&format!("href=\"{}\"", links[0])).count(), hrefs, "{html}");
        assert!(html.contains(&format!(">{}</a>", links[0])), "{html}");
    }
}

#[tokio::test]
async fn mail_has_automation_language_and_reply_headers() {
    for (language, mail) in mails().await {
        let headers = json!([
            { "name": "Auto-Submitted", "value": "auto-generated" },
            { "name": "Content-Language", "value": language },
        ]);
        assert_eq!(mail["headers"], headers);
        assert_eq!(mail["reply_to"], "Help <help@example.com>");
    }
}

#[tokio::test]
async fn user_input_is_escaped_in_every_language() {
    let service = Service::with(&[("REGISTRATION_SITE_NAME", "Bits & <Bobs>")]).await;
    for (at, language) in ["en", "ar"].into_iter().enumerate() {
        let body =
            json!({ "username": format!("ann{at}"), "email": format!("a&b{at}@example.com"), "password": PASSWORD });
        assert_eq!(service.post_json(&format!("/register?lang={language}"), &body).await.status, 202);
        let link = service.link_to(&format!("a&b{at}@example.com")).await;
        let page = service.open(&link).await.body;
        assert!(page.contains(&format!("<bdi><strong>a&amp;b{at}@example.com</strong></bdi>")), "{page}");
        let mails = service.mails().await;
        let html = mails.last().unwrap()["html"].as_str().unwrap();
        assert!(html.contains("<bdi>Bits &amp; &lt;Bobs&gt;</bdi>") && !html.contains("<Bobs"), "{html}");
    }
}
