//! The commands that find users, mailboxes and limits.

use serde_json::{Value, json};

use crate::openid::{self, Browser};
use crate::support::{OpenidProvider, PASSWORD, Service};

const NOWHERE: &str = "check the spelling";

/// Returns the names of the users that are found.
async fn names(service: &Service, words: &str) -> Vec<String> {
    let found = service.operator(&format!("users find {words}")).await.unwrap();
    found.as_array().unwrap().iter().map(|user| user["username"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn user_is_found_by_id_address_and_name() {
    let service = Service::start().await;
    service.active("Paypal", "ann@example.com").await;
    service.pending("bob", "Bob@Example.com").await;
    let ann = service.user_id("Paypal").await;
    for words in [&*ann, "ANN@EXAMPLE.COM", "paypal", "paypa1"] {
        assert_eq!(names(&service, words).await, ["Paypal"], "{words}");
    }
    assert_eq!(names(&service, "bob@example.com").await, ["bob"]);
    for unknown in ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "cas@example.com", "cas", "a b@c", "\u{202e}"] {
        let error = service.operator(&format!("users show {}", unknown.replace(' ', ""))).await.unwrap_err();
        assert!(error.contains(NOWHERE), "{unknown}: {error}");
    }
}

#[tokio::test]
async fn all_pending_users_of_one_address_are_found() {
    let service = Service::start().await;
    for name in ["ann", "bob"] {
        service.pending(name, "ann@example.com").await;
        service.advance(1);
    }
    assert_eq!(names(&service, "ann@example.com").await, ["ann", "bob"]);
}

#[tokio::test]
async fn user_is_found_by_identity() {
    let provider = OpenidProvider::start().await;
    let service = openid::service(&provider, &[]).await;
    let fields = [("username", "ann"), ("email", "ann@example.com")];
    let claims = json!({ "sub": "1", "email": "ann@example.com" });
    assert_eq!(Browser::new(&service).sign_up(&provider, claims, "", &fields).await.status, 303);
    let user = service.operator("users show ann").await.unwrap()[0].clone();
    let issuer = user["identities"][0]["issuer"].as_str().unwrap();
    assert_eq!(names(&service, &format!("--identity {issuer} 1")).await, ["ann"]);
    let unknown = service.operator(&format!("users show --identity {issuer} 2")).await.unwrap_err();
    assert!(unknown.contains(NOWHERE), "{unknown}");
}

#[tokio::test]
async fn shown_user_has_all_that_support_needs_and_no_hash() {
    let service = Service::start().await;
    let registered = service.register("ann", "ann@example.com").await.json();
    service.local.settle().await;
    let guess = json!({ "registration": registered["registration"], "code": "000000" });
    assert_eq!(service.post_json("/activate/code", &guess).await.status, 422);
    let user = service.operator("users show ann").await.unwrap()[0].clone();
    assert_eq!(
        (&user["status"], &user["expired"], &user["sender"]),
        (&json!("pending"), &json!(false), &json!("default"))
    );
    assert_eq!(user["code"], json!({ "tries_left": 4, "valid_until": user["code"]["valid_until"] }));
    assert_eq!(user["mailbox"]["sent_at"].as_array().unwrap().len(), 1);
    assert_eq!(user["registration_request"]["ip"], "127.0.0.1");
    let written = service.operator_writes("users show ann").await.0;
    let stored = service.item("USER#").await;
    let hashes = stored["handles"].as_ss().unwrap();
    let password = service.item("PASSWORD#").await["password_hash"].as_s().unwrap().clone();
    for secret in hashes.iter().chain([&password]) {
        assert!(!user.to_string().contains(secret) && !written.contains(secret), "{written}");
    }
    for line in ["status", "address", "registered", "expires", "emails sent", "code", "mailbox suppressed"] {
        assert!(written.lines().any(|one| one.starts_with(line)), "{line} is not in {written}");
    }
    service.advance(8 * 24 * 3600);
    assert_eq!(service.operator("users show ann").await.unwrap()[0]["expired"], true);
}

#[tokio::test]
async fn list_selects_and_continues() {
    let service = Service::start().await;
    for name in ["ann", "bob", "cas"] {
        service.pending(name, &format!("{name}@example.com")).await;
        service.advance(3600);
    }
    service.active("dan", "dan@example.com").await;
    let count = async |words: &str| {
        let listed = service.operator(&format!("users list{words}")).await.unwrap();
        listed["users"].as_array().unwrap().len()
    };
    for (words, expected) in [
        ("", 4),
        (" --status pending", 3),
        (" --status active", 1),
        (" --status disabled", 0),
        (" --backend default", 4),
        (" --backend import", 0),
        (" --type business", 0),
        (" --older-than 150m", 1),
        (" --status pending --limit 2", 2),
    ] {
        assert_eq!(count(words).await, expected, "{words:?}");
    }
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let page = service.operator(&format!("users list --limit 1{after}")).await.unwrap();
        found.extend(page["users"].as_array().unwrap().iter().map(|user| user["id"].to_string()));
        match &page["after"] {
            Value::String(id) => after = format!(" --after {id}"),
            _ => break,
        }
    }
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 4, "each user is listed once");
}

#[tokio::test]
async fn limits_are_listed_and_cleared() {
    let service = Service::with(&[("REGISTRATION_LIMIT_PER_SOURCE", "2/1h")]).await;
    for name in ["ann", "bob"] {
        assert_eq!(service.register(name, &format!("{name}@example.com")).await.status, 202);
    }
    let register = async || service.register("cas", "cas@example.com").await.status.as_u16();
    assert_eq!(register().await, 429);
    let counts = service.operator("limits show").await.unwrap();
    let source = counts.as_array().unwrap().iter().find(|count| count["counted"] == 2).expect("the source is counted");
    let name = source["name"].as_str().unwrap();
    assert!(name.starts_with("LIMIT#source"), "{name}");
    assert_eq!(service.operator(&format!("limits clear {name}")).await.unwrap()["changed"], true);
    assert_eq!(register().await, 202);
    for unknown in ["LIMIT#nothing", "USER#1", "x"] {
        assert_eq!(service.operator(&format!("limits clear {unknown}")).await.unwrap()["changed"], false, "{unknown}");
    }
    service.advance(2 * 3600);
    assert_eq!(service.operator("limits show").await.unwrap().to_string().matches("LIMIT#source").count(), 0);
}

#[tokio::test]
async fn completions_and_manual_follow_from_command_line() {
    let service = Service::start().await;
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (script, outcome) = service.operator_writes(&format!("completions {shell}")).await;
        outcome.unwrap();
        assert!(script.contains("erase") && script.contains("identity"), "{shell}");
    }
    let (page, outcome) = service.operator_writes("man users erase").await;
    outcome.unwrap();
    assert!(page.contains(".TH") && page.contains("cannot be undone"), "{page}");
    assert!(service.operator("man users frobnicate").await.unwrap_err().contains("no such command"));
}

/// A password is in no output of any command that shows users.
#[tokio::test]
async fn password_is_in_no_output() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    let id = service.user_id("ann").await;
    for words in ["users list", "users show ann", &format!("users export {id}")] {
        let (written, _) = service.operator_writes(words).await;
        assert!(!written.contains("$argon2") && !written.contains(PASSWORD), "{words}: {written}");
    }
}
