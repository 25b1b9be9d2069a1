//! The languages of pages, of answers to programs, and of emails.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, BROWSER, Function, PASSWORD, Service, start_over_path};

const LANGUAGES: [&str; 6] = ["en", "es", "de", "fr", "ja", "ar"];

/// Sends `GET` as a browser with this language.
async fn get_in(service: &Service, path: &str, accepted: &str) -> Answer {
    let request = service.request(Method::GET, path).header("accept", BROWSER);
    Answer::of(request.header("accept-language", accepted)).await
}

fn body(username: &str, email: &str) -> Value {
    json!({ "username": username, "email": email, "password": PASSWORD })
}

#[tokio::test]
async fn every_page_exists_in_every_language() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    let cookie = format!("registration={}", service.handle_for(&link).await.unwrap());
    let start_over = start_over_path(&link);
    let mut titles = std::collections::BTreeMap::new();
    for language in LANGUAGES {
        for path in [
            "/register",
            "/register/complete",
            "/register/closed",
            "/register/closed?reason=invitation_required",
            "/activate/complete",
            "/activate/resend",
            "/activate/resend/complete",
            "/activate/x",
            "/nowhere",
            &start_over,
            &link,
        ] {
            let request = service.request(Method::GET, path).header("accept", BROWSER);
            let page = Answer::of(request.header("accept-language", language).header("cookie", &cookie)).await;
            assert!(page.status.as_u16() < 500, "{path} {language}: {}", page.body);
            let direction = if language == "ar" { "rtl" } else { "ltr" };
            let html = format!("<html lang=\"{language}\" dir=\"{direction}\">");
            assert!(page.body.contains(&html), "{path}: {}", page.body);
            assert_eq!(page.header("content-language"), language, "{path}");
            assert_eq!(page.header("vary"), "accept, accept-encoding, accept-language, content-type", "{path}");
            let title = page.body.split("<h1>").nth(1).unwrap().split("</h1>").next().unwrap().to_owned();
            let before = titles.insert((path.to_owned(), title), language);
            assert_eq!(before, None, "{path} has the same title in two languages");
        }
    }
    assert_eq!(service.get("/register/style.css").await.header("content-language"), "");
}

#[tokio::test]
async fn page_links_to_every_language() {
    let service = Service::with(&[("REGISTRATION_FORMS", "email")]).await;
    let page = service.get("/register?type=email&lang=de").await;
    for language in LANGUAGES {
        let link = format!("<a href=\"?type=email&amp;lang={language}\" lang=\"{language}\" hreflang=\"{language}\"");
        assert!(page.body.contains(&link), "{link} is not in {}", page.body);
    }
    assert!(page.body.contains("aria-current=\"true\">Deutsch</a>"), "{}", page.body);
}

#[tokio::test]
async fn lang_parameter_overrides_header_on_every_page() {
    let service = Service::start().await;
    let fields =
        [("username", "ann"), ("email", "ann@example.com"), ("password", PASSWORD), ("password_confirm", "other")];
    let again = service.post_form("/register?lang=de", &fields).await;
    assert_eq!(again.status, 422);
    assert!(
        again.body.contains("Die Passwörter stimmen nicht überein. Geben Sie in beiden Feldern dasselbe ein."),
        "{}",
        again.body
    );
    assert!(again.body.contains("<title>Fehler: Konto erstellen"), "{}", again.body);
    let fields = [&fields[..3], &[("password_confirm", PASSWORD)]].concat();
    let answer = service.post_form("/register?lang=de", &fields).await;
    assert_eq!(answer.header("location"), "/register/complete?lang=de");
    let page = get_in(&service, answer.header("location"), "fr").await;
    assert!(page.body.contains("Prüfen Sie Ihr Postfach"), "{}", page.body);
    assert!(page.body.contains("href=\"/activate/resend?lang=de\""), "{}", page.body);

    let link = service.link_to("ann@example.com").await;
    assert!(link.ends_with("?lang=de"), "{link}");
    assert!(service.open(&link).await.body.contains("Konto aktivieren"));
    let elsewhere = service.get(&link).await;
    assert!(elsewhere.header("location").ends_with("&lang=de"), "{elsewhere:?}");
    assert!(service.get(elsewhere.header("location")).await.body.contains("Konto fertig anlegen"));
    let answer = service.press(&link).await;
    assert_eq!(answer.header("location"), "/activate/complete?lang=de");
    let ignored = service.get("/register?lang=xx").await;
    assert_eq!((ignored.status.as_u16(), ignored.header("content-language")), (200, "en"));
}

#[tokio::test]
async fn answer_of_form_leads_to_its_page() {
    let service = Service::start().await;
    for path in ["/activate/code", "/register/email"] {
        let refused = service.post_form(path, &[]).await;
        let german = r#"href="?lang=de""#;
        assert!(refused.body.contains(german), "{}", refused.body);
        for (query, page) in [("", "/register/complete"), ("?lang=de", "/register/complete?lang=de")] {
            let answer = service.get(&format!("{path}{query}")).await;
            assert_eq!((answer.status.as_u16(), answer.header("location")), (303, page));
        }
    }
}

#[tokio::test]
async fn json_errors_are_in_requested_language() {
    let service = Service::start().await;
    let wrong = json!({ "username": "a b", "email": "ann", "password": "short" });
    let request = service.request(Method::POST, "/register").header("accept", "application/json");
    let answer = Answer::of(request.header("accept-language", "de-AT, en;q=0.5").json(&wrong)).await;
    assert_eq!(answer.header("content-language"), "de");
    insta::assert_json_snapshot!(answer.json(), @r#"
    {
      "title": "Es gibt ein Problem",
      "status": 422,
      "detail": "Einige Felder müssen korrigiert werden.",
      "code": "validation_failed",
      "errors": [
        {
          "field": "username",
          "code": "invalid",
          "message": "Dieser Benutzername enthält ein unzulässiges Zeichen. Verwenden Sie Buchstaben, Ziffern und @ . + - _"
        },
        {
          "field": "email",
          "code": "invalid",
          "message": "Das ist keine E-Mail-Adresse. Geben Sie eine ein wie name@example.com."
        },
        {
          "field": "password",
          "code": "too_short",
          "message": "Ihr Passwort ist zu kurz. Verwenden Sie mindestens 15 Zeichen."
        }
      ]
    }
    "#);
    let closed = Service::with(&[("REGISTRATION_OPEN", "false")]).await;
    let answer = closed.post_json("/register?lang=fr", &wrong).await;
    assert_eq!(answer.json()["title"], "Vous ne pouvez pas vous inscrire ici");
    assert_eq!(answer.json()["detail"], "Il n’est pas possible de créer un compte pour le moment.");
}

#[tokio::test]
async fn backend_messages_are_not_translated() {
    let function = Function::start(|call| match call["method"].as_str() {
        Some("registration_allowed") => json!({ "allowed": true }),
        Some("register") => {
            json!({ "errors": [{ "field": "username", "code": "no_badge", "message": "Ask for a badge." }] })
        }
        _ => json!({ "not_implemented": true }),
    })
    .await;
    let service = Service::with(&[("REGISTRATION_BACKEND", &function.backend)]).await;
    let answer = service.post_json("/register?lang=de", &body("ann", "ann@example.com")).await;
    assert_eq!(answer.json()["errors"][0]["message"], "Ask for a badge.");
    assert_eq!(answer.json()["title"], "Es gibt ein Problem");
}

#[tokio::test]
async fn mail_has_language_of_its_request() {
    let service = Service::start().await;
    for (accepted, path, subject) in [
        (None, "/register", "Activate your account at Example"),
        (Some("de-CH, en;q=0.5"), "/register", "Aktivieren Sie Ihr Konto bei Example"),
        (Some("pt, ja;q=0.5"), "/register", "Example のアカウントを有効にしてください"),
        (Some("de"), "/register?lang=es", "Active su cuenta en Example"),
        (Some("pt"), "/register", "Activate your account at Example"),
        (Some("ar"), "/register", "فعّل حسابك في \u{2068}Example\u{2069}"),
    ] {
        let email = format!("user{}@example.com", service.mails().await.len());
        let request = service.request(Method::POST, path).header("accept", "application/json");
        let request = accepted.into_iter().fold(request, |request, tags| request.header("accept-language", tags));
        let name = email.split('@').next().unwrap();
        assert_eq!(Answer::of(request.json(&body(name, &email))).await.status, 202);
        assert_eq!(service.mails().await.last().unwrap()["subject"], subject, "{accepted:?} {path}");
    }
    let user = service
        .items()
        .await
        .into_values()
        .find(|item| item.get("username").is_some_and(|name| name.as_s() == Ok(&"user1".to_owned())));
    let facts = user.unwrap()["registration_request"].as_m().unwrap().clone();
    assert_eq!(facts["locale"].as_s().unwrap(), "de-CH", "as precisely as it was asked for");
}

#[tokio::test]
async fn resent_mail_prefers_language_of_its_request() {
    let service = Service::start().await;
    service.post_json("/register?lang=de", &body("ann", "ann@example.com")).await;
    service.mails().await;
    for (path, accepted, subject) in [
        ("/activate/resend", None, "Aktivieren Sie Ihr Konto bei Example"),
        ("/activate/resend", Some("fr"), "Activez votre compte sur Example"),
        ("/activate/resend?lang=es", Some("fr"), "Active su cuenta en Example"),
    ] {
        service.advance(3600);
        let request = service.request(Method::POST, path).header("accept", "application/json");
        let request = accepted.into_iter().fold(request, |request, tags| request.header("accept-language", tags));
        assert_eq!(Answer::of(request.json(&json!({ "email": "ann@example.com" }))).await.status, 202);
        assert_eq!(service.mails().await.last().unwrap()["subject"], subject);
    }
    let link = service.link_to("ann@example.com").await;
    service.activate(&link).await;
    service.post_json("/register?lang=ja", &body("bob", "ann@example.com")).await;
    assert_eq!(service.mails().await.last().unwrap()["subject"], "Example のアカウントはすでにあります");
}

#[tokio::test]
async fn setting_limits_offered_languages() {
    let service = Service::with(&[("REGISTRATION_LANGUAGES", "de, fr")]).await;
    let page = service.get("/register").await;
    assert_eq!(page.header("content-language"), "de");
    assert!(!page.body.contains("English"), "{}", page.body);
    assert_eq!(service.get("/register?lang=en").await.header("content-language"), "de");
    service.register("ann", "ann@example.com").await;
    assert_eq!(service.mails().await[0]["subject"], "Aktivieren Sie Ihr Konto bei Example");
    let one = Service::with(&[("REGISTRATION_LANGUAGES", "ja")]).await;
    assert!(!one.get("/register").await.body.contains("<nav"), "there is nothing to choose");
}

#[tokio::test]
async fn custom_form_has_its_own_translations() {
    let folder = tempfile::tempdir().unwrap();
    let form = json!({
        "title": "A business account",
        "x-title": { "de": "Ein Geschäftskonto" },
        "type": "object",
        "properties": {
            "email": { "type": "string" },
            "password": { "type": "string" },
            "vat": {
                "type": "string", "title": "VAT number", "x-title": { "de": "USt-IdNr.", "pt-BR": "CNPJ" },
                "description": "Two letters, then digits", "x-description": { "de": "Zwei Buchstaben, dann Ziffern" },
                "pattern": "^[A-Z]{2}[0-9]+$",
            },
            "plan": { "type": "string", "title": "Plan", "enum": ["Trial", "Team"], "x-enum": { "de": { "Trial": "Probe" } } },
        },
        "required": ["email", "password", "vat"],
    });
    std::fs::write(folder.path().join("business.json"), form.to_string()).unwrap();
    let service = Service::with(&[("REGISTRATION_FORMS_DIR", folder.path().to_str().unwrap())]).await;
    let page = service.get("/register?type=business&lang=de").await.body;
    for text in [
        "<label for=\"vat\">USt-IdNr.</label>",
        "Zwei Buchstaben, dann Ziffern",
        "<option value=\"Trial\">Probe</option>",
        "<option value=\"Team\">Team</option>",
        "<label for=\"plan\"><bdi>Plan</bdi> (optional)</label>",
        "<label for=\"email\">E-Mail-Adresse</label>",
    ] {
        assert!(page.contains(text), "{text} is not in {page}");
    }
    let schema = service.get_json("/register?type=business&lang=de").await.json();
    assert_eq!(schema["title"], "Ein Geschäftskonto");
    assert_eq!(schema["properties"]["vat"]["title"], "USt-IdNr.");
    assert_eq!(schema["properties"]["email"]["title"], "E-Mail-Adresse");
    assert!(!schema.to_string().contains("x-title"), "{schema}");
    let wrong = json!({ "email": "ann@example.com", "password": PASSWORD, "vat": "1" });
    let message = |answer: Answer| answer.json()["errors"][0]["message"].as_str().unwrap().to_owned();
    let path = "/register?type=business";
    assert_eq!(message(service.post_json(path, &wrong).await), "VAT number: Two letters, then digits");
    let german = service.post_json(&format!("{path}&lang=de"), &wrong).await;
    assert_eq!(message(german), "USt-IdNr.: Zwei Buchstaben, dann Ziffern");
}
