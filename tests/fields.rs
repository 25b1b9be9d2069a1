//! The rules for usernames, addresses and passwords, and their errors.

use serde_json::json;

use crate::support::{OTHER_PASSWORD, PASSWORD, Service, signals};

/// Returns the only error of a registration with one invalid field.
async fn error(service: &Service, field: &str, value: &str) -> Option<String> {
    let mut body = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD });
    body[field] = value.into();
    let answer = service.post_json("/register", &body).await;
    if answer.status == 202 {
        return None;
    }
    let errors = answer.errors();
    assert_eq!(errors.len(), 1, "{field} {value:?}: {errors:?}");
    assert_eq!(errors[0].0, field, "{value:?}");
    Some(errors[0].1.clone())
}

#[tokio::test]
async fn each_refused_value_has_its_code() {
    let service = Service::start().await;
    let (long, long_password) = ("é".repeat(151), "a b c".repeat(52));
    for (field, value, code) in [
        ("username", "", "required"),
        ("username", long.as_str(), "too_long"),
        ("username", "ann lee", "invalid"),
        ("username", "ann\n", "invalid"),
        ("username", "\u{202e}nna", "invalid"),
        ("username", "Ａｄｍｉｎ", "reserved"),
        ("username", ".well-known-thing", "reserved"),
        ("username", "аnn", "look_alike"),
        ("username", "bob@example.com", "not_own_address"),
        ("username", "ann@home", "not_own_address"),
        ("username", "evil.com", "looks_like_link"),
        ("email", "", "required"),
        ("email", "ann@example.com\n", "invalid"),
        ("email", "ann@example.com,bob@example.com", "invalid"),
        ("email", "zoë@example.com", "invalid"),
        ("email", "an\u{200b}n@example.com", "invalid"),
        ("email", "=?utf-8?q?bob=40example.com=3e?=@example.com", "invalid"),
        ("email", "\"ann\"@example.com", "invalid"),
        ("email", "@example.org:ann@example.com", "invalid"),
        ("email", "ann%example.org@example.com", "invalid"),
        ("email", "example.org!ann@example.com", "invalid"),
        ("email", "ann@pаypal.com", "look_alike"),
        ("email", "аnn@example.com", "look_alike"),
        ("password", "", "required"),
        ("password", "14 characters.", "too_short"),
        ("password", long_password.as_str(), "too_long"),
        ("password", "QwertyUiopAsdfg", "too_common"),
        ("password", "zzzzzzzzzzzzzzzz", "too_common"),
        ("password", "the example of a site", "too_similar"),
    ] {
        assert_eq!(error(&service, field, value).await.as_deref(), Some(code), "{field} {value:?}");
    }
    assert!(service.items().await.is_empty(), "nothing is stored of it");
}

#[tokio::test]
async fn password_must_differ_from_name_address_and_site() {
    let service = Service::with(&[("REGISTRATION_SITE_NAME", "The Good Shop")]).await;
    for password in [
        "annabel is my name",
        "my name is Anna-Bel",
        "annabal 1234567890 x",
        "smith and a few more",
        "acme and a few more!",
        "thegoodshop is where",
    ] {
        let body = json!({ "username": "annabel", "email": "jane.smith@acme.example", "password": password });
        let errors = service.post_json("/register", &body).await.errors();
        assert_eq!(errors, [("password".to_owned(), "too_similar".to_owned())], "{password}");
    }
}

#[tokio::test]
async fn long_phrase_is_accepted_whatever_it_shares() {
    let service = Service::with(&[("REGISTRATION_SITE_NAME", "The Tulip Shop")]).await;
    for (n, password) in [
        "green orange tulip marmalade",
        "green-orange-walnut",
        "GreenOrangeWalnut",
        "greenorangetulipmarmalade",
        "nora likes green marmalade",
    ]
    .iter()
    .enumerate()
    {
        let body =
            json!({ "username": format!("nora{n}"), "email": format!("nora@ora{n}.example"), "password": password });
        assert_eq!(service.post_json("/register", &body).await.status, 202, "{password}");
    }
}

#[tokio::test]
async fn error_names_the_word_as_it_was_given() {
    let service = Service::with(&[("REGISTRATION_SITE_NAME", "The Good Shop")]).await;
    for (password, word) in [
        ("annabal 1234567890 x", "AnnaBel"),
        ("who is smyth really", "Smyth"),
        ("ACME and a few more!", "acme"),
        ("TheGoodShop is where", "The Good Shop"),
    ] {
        for language in ["en", "es", "de", "fr", "ja", "ar"] {
            let body = json!({ "username": "AnnaBel", "email": "Jane.Smyth@acme.example", "password": password });
            let errors = service.post_json(&format!("/register?lang={language}"), &body).await.json()["errors"].clone();
            let message = errors[0]["message"].as_str().unwrap();
            assert!(message.contains(word), "{language}: {message}");
            assert!(!message.contains(password.split(' ').next().unwrap()) || password.starts_with(word), "{message}");
        }
    }
    let fields = [("username", "AnnaBel"), ("email", "ann@example.com"), ("password", "annabal 1234567890 x")];
    let page = service.post_form("/register", &fields).await;
    assert!(page.body.contains("too similar to “AnnaBel”") && !page.body.contains("annabal"), "{}", page.body);
}

#[tokio::test]
async fn names_of_one_script_are_kept_as_typed() {
    let service = Service::start().await;
    for (n, username) in ["иван", "李雷", "محمد", "田中たろう", "김철수", "o.brien", "Zoë"].iter().enumerate()
    {
        let email = format!("user{n}@example.com");
        assert_eq!(service.register(username, &email).await.status, 202, "{username}");
        assert!(service.signals().await.contains(&signals(&[("user_registered", username)])[0]));
    }
}

#[tokio::test]
async fn wrapping_of_copied_address_is_dropped() {
    let service = Service::start().await;
    for (n, wrap) in ["<{}>", "Ann Lee <{}>", "mailto:{}", "\u{200b}{}\u{200e}", "\u{3000}{}\u{a0}"].iter().enumerate()
    {
        let address = format!("user{n}@example.com");
        let copied = wrap.replace("{}", &address);
        assert_eq!(service.register(&format!("user{n}"), &copied).await.status, 202, "{copied:?}");
        assert_eq!(service.mails().await.last().unwrap()["to"], address, "{copied:?}");
        service.advance(3600);
        assert_eq!(service.post_json("/activate/resend", &json!({ "email": copied })).await.status, 202);
        assert_eq!(service.mails().await.len(), 2 * n + 2, "{copied:?}");
    }
}

#[tokio::test]
async fn confusable_name_is_taken() {
    let service = Service::start().await;
    for name in ["alice", "bob", "straßburger", "coco", "paypal"] {
        service.active(name, &format!("{name}@example.com").replace('ß', "ss")).await;
    }
    for name in ["ALICE", "ｂｏｂ", "STRASSBURGER", "сосо", "paypaI", "PAYPA1"] {
        let answer = service.register_with(name, "other@example.com", OTHER_PASSWORD).await;
        assert_eq!(answer.errors(), [("username".to_owned(), "taken".to_owned())], "{name}");
    }
}

#[tokio::test]
async fn username_is_no_other_address() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    for name in ["ann@example.com", "ANN@example.com", "ａnn@example.com"] {
        let answer = service.register(name, "bob@example.com").await;
        assert_eq!(answer.errors(), [("username".to_owned(), "not_own_address".to_owned())], "{name}");
        let fields = [("username", name), ("email", "bob@example.com"), ("password", PASSWORD)];
        let fields = [&fields[..], &[("password_confirm", PASSWORD)]].concat();
        let page = service.post_form("/register", &fields).await;
        assert!(page.status == 422 && page.body.contains("not the one in this form"), "{}", page.body);
    }
    let own = service.register("Bob@example.com", "bob@EXAMPLE.com").await;
    assert_eq!(own.status, 202, "one's own address is a name");
}

#[tokio::test]
async fn settings_allow_addresses_and_domains_as_names() {
    let service = Service::with(&[("REGISTRATION_ADDRESS_AS_NAME", "any")]).await;
    assert_eq!(error(&service, "username", "bob@example.org").await, None);
    assert_eq!(error(&service, "username", "evil.com").await.as_deref(), Some("looks_like_link"));
    let service = Service::with(&[("REGISTRATION_DOMAIN_AS_NAME", "true")]).await;
    assert_eq!(error(&service, "username", "evil.com").await, None);
    assert_eq!(error(&service, "username", "bob@example.org").await.as_deref(), Some("not_own_address"));
}

#[tokio::test]
async fn setting_replaces_reserved_names() {
    let service = Service::with(&[("REGISTRATION_RESERVED_NAMES", "acme*,boss")]).await;
    assert_eq!(error(&service, "username", "ACME-support").await.as_deref(), Some("reserved"));
    assert_eq!(error(&service, "username", "admin").await, None);
}

#[tokio::test]
async fn form_shows_configured_password_min_length() {
    let service = Service::with(&[("REGISTRATION_PASSWORD_MIN_LENGTH", "8")]).await;
    let schema = service.get_json("/register").await.json();
    assert_eq!(schema["properties"]["password"]["minLength"], 8);
    assert_eq!(schema["properties"]["password_confirm"]["minLength"], 8);
    assert!(service.get("/register").await.body.contains("Use at least 8 characters."));
    assert_eq!(error(&service, "password", "trustno1").await.as_deref(), Some("too_common"));
    assert_eq!(error(&service, "password", "7 signs").await.as_deref(), Some("too_short"));
    assert_eq!(error(&service, "password", "8 signs!").await, None);
}

#[tokio::test]
async fn international_domain_is_mailed_in_punycode() {
    let service = Service::start().await;
    let answer = service.register("ann", "Ann@BÜCHER.example").await;
    assert_eq!(answer.status, 202);
    assert_eq!(service.item("USER#").await["email"].as_s().unwrap(), "Ann@bücher.example");
    let link = service.link_to("ann@xn--bcher-kva.example").await;
    let user = service.activate(&link).await.json();
    assert_eq!(user["user"]["email"], "Ann@bücher.example");

    service.register("bob", "ann@xn--bcher-kva.example").await;
    assert_eq!(service.mails().await[1]["subject"], "You already have an account at Example");
}

#[tokio::test]
async fn address_is_stored_mailed_and_signalled_alike() {
    let service = Service::start().await;
    for (n, typed) in [
        "{}@example.com\u{200b}",
        "{}@example.com\u{200b} \u{2060}",
        "{}@exa\u{ad}mple.com",
        "{}@\u{fe0f}example.com",
        "{}@EXAMPLE\u{2060}.com\u{e0041}",
        "{}@ｅｘａｍｐｌｅ．com",
    ]
    .iter()
    .enumerate()
    {
        let (name, address) = (format!("user{n}"), format!("user{n}@example.com"));
        let typed = typed.replace("{}", &name);
        for json in [true, false] {
            let service = if json { &service } else { &Service::start().await };
            if json {
                assert_eq!(service.register(&name, &typed).await.status, 202, "{typed:?}");
            } else {
                let fields = [("username", &*name), ("email", &typed), ("password", PASSWORD)];
                let fields = [&fields[..], &[("password_confirm", PASSWORD)]].concat();
                assert_eq!(service.post_form("/register", &fields).await.status, 303, "{typed:?}");
            }
            let events = service.events().await;
            let signal: serde_json::Value =
                serde_json::from_str(events.last().unwrap()["Detail"].as_str().unwrap()).unwrap();
            assert_eq!(signal["user"]["email"], address, "{typed:?}");
            assert_eq!(service.mails().await.last().unwrap()["to"], address, "{typed:?}");
            let items = service.items().await;
            assert!(items.values().any(|item| item.get("email").is_some_and(|email| email.as_s() == Ok(&address))));
        }
    }
}

#[tokio::test]
async fn password_is_normalised_before_comparison() {
    let service = Service::start().await;
    let (composed, decomposed) = ("Zo\u{eb} reads many books", "Zoe\u{308} reads many books");
    for password in [composed, decomposed] {
        let body = json!({
            "username": "ann", "email": "ann@example.com", "password": password, "idempotency_key": "8e03978e"
        });
        assert_eq!(service.post_json("/register", &body).await.status, 202, "the same password");
    }
}
