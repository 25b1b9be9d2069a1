//! The commands that find users, mailboxes and limits.

use serde_json::{Value, json};

use crate::consents::{self, Forms};
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
    for unknown in ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "cas@example.com", "cas", "a b@c"] {
        let error = service.operator(&format!("users show {}", unknown.replace(' ', ""))).await.unwrap_err();
        assert!(error.contains(NOWHERE), "{unknown}: {error}");
    }
}

/// Users whom another system had, and who could not register here.
const IMPORTED: &[(&str, &str)] = &[
    ("Ann Lee", "müller@example.com"),
    ("ann@", "ann@my_host.example.com"),
    ("01arz3ndektsv4rrffq69g5fav", "bob@example.com"),
];

#[tokio::test]
async fn imported_user_is_found_by_name_and_address() {
    let service = Service::start().await;
    let file = tempfile::NamedTempFile::with_suffix(".jsonl").unwrap();
    let lines = IMPORTED.iter().map(|(name, email)| json!({ "username": name, "email": email }).to_string() + "\n");
    std::fs::write(file.path(), lines.collect::<String>()).unwrap();
    let import = format!("users import {} --from plain --trust-addresses", file.path().display());
    assert_eq!(service.operator(&import).await.unwrap()["imported"], IMPORTED.len());
    let console = service.console().await;
    for (name, email) in IMPORTED {
        for sought in [name, email] {
            assert_eq!(names(&service, &sought.replace(' ', "␣")).await, [*name], "{sought}");
            console.get(&format!("?user={}", sought.replace(' ', "%20"))).await.assert(200, &format!("Name {name}"));
        }
        assert_eq!(service.operator(&format!("mailbox show {email}")).await.unwrap(), Value::Null);
        assert_eq!(service.operator(&format!("mailbox release {email}")).await.unwrap()["changed"], false);
        console.get(&format!("/mailbox?address={email}")).await.assert(200, "No email was sent to this mailbox");
        console.post("/mailbox/release", &[("address", email)]).await.assert(200, "was not suppressed");
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
async fn pending_user_without_email_is_found() {
    let bounced = "bounce@simulator.amazonses.com";
    for (limit, address, state) in [("5/1d", bounced, "bounced"), ("1/1d", "ann@example.com", "limited")] {
        let service = Service::with(&[("REGISTRATION_LIMIT_PER_MAILBOX", limit)]).await;
        service.pending("ann", address).await;
        service.local.settle().await;
        let before = service.operator(&format!("mailbox show {address}")).await.unwrap();
        service.advance(60);
        service.register("bob", address).await;
        assert_eq!(service.mails().await.len(), 1, "{state}");
        assert_eq!(names(&service, address).await, ["ann", "bob"], "{state}");
        let bob = service.operator("users show bob").await.unwrap()[0].clone();
        assert_eq!(bob["mail_state"], state);
        let after = service.operator(&format!("mailbox show {address}")).await.unwrap();
        assert_eq!((&after["sent_at"], &after["suppressed"]), (&before["sent_at"], &before["suppressed"]), "{state}");
        if state == "bounced" {
            assert_eq!(after["until"], before["until"], "the suppression ends as before");
        }
        let link = service.link_to(address).await;
        assert_eq!(service.activate(&link).await.status, 200, "{state}");
    }
}

#[tokio::test]
async fn list_has_rejected_user_whom_no_search_finds() {
    let approvers = ("REGISTRATION_APPROVERS", "ops@example.com");
    let service = Service::with(&[("REGISTRATION_BACKEND", "approval"), approvers]).await;
    let link = service.pending("ann", "ann@example.com").await;
    let id = service.activate(&link).await.json()["user"]["id"].as_str().unwrap().to_owned();
    service.operator(&format!("users reject {id}")).await.unwrap();
    let show = async |words: &str| service.operator(&format!("users show {words}")).await;
    assert_eq!(show("ann@example.com").await.unwrap()[0]["id"], id, "the mailbox has a history");
    let error = show("ann").await.unwrap_err();
    assert!(error.contains("`users list --status rejected`"), "{error}");
    service.advance(8 * 24 * 3600);
    service.local.sweep_expired().await.unwrap();
    assert!(show("ann@example.com").await.unwrap_err().contains("`users list --status rejected`"));
    let browser = service.console().await;
    let page = browser.get("?user=ann").await;
    page.assert(200, "A rejected user may be in the list of rejected users alone");
    assert!(page.body.contains("/users?status=rejected"), "{}", page.body);
    browser.get("/users?status=rejected").await.assert(200, "ann@example.com");
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
async fn shown_user_has_all_but_hashes() {
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
    for line in ["status", "address", "registered", "expires", "from  ", "emails  ", "code", "mailbox suppressed"] {
        assert!(written.lines().any(|one| one.starts_with(line)), "{line} is not in {written}");
    }
    service.advance(8 * 24 * 3600);
    assert_eq!(service.operator("users show ann").await.unwrap()[0]["expired"], true);
}

#[tokio::test]
async fn shown_user_has_fields_consents_and_sources() {
    let forms = Forms::new();
    let service = forms.service(&[]).await;
    let mut body = consents::body("ann", "ann@example.com");
    body["news"] = true.into();
    service.post_json("/register", &body).await;
    let link = service.link_to("ann@example.com").await;
    service.activate(&link).await;
    let written = service.operator_writes("users show ann").await.0;
    let has = |name: &str, value: &str| written.lines().any(|line| line.starts_with(name) && line.contains(value));
    assert!(has("consent", "terms: version 2026-11 of https://example.com/terms/2026-11 in en at 2"), "{written}");
    assert!(has("private fields", r#""age":true"#), "{written}");
    assert!(has("activated from", "127.0.0.1"), "{written}");
    assert!(has("backend", "default") && !has("code", ""), "{written}");
    service.advance(400 * 24 * 3600);
    service.local.sweep_expired().await.unwrap();
    service.local.settle().await;
    let written = service.operator_writes("users show ann").await.0;
    assert!(!written.lines().any(|line| line.starts_with("from") || line.starts_with("activated from")), "{written}");
}

#[tokio::test]
async fn unusable_criteria_are_explained() {
    let service = Service::start().await;
    let error = service.operator(&format!("users show {}", "\u{202e}")).await.unwrap_err();
    assert!(error.contains("is no user's id, address or name: "), "{error}");
    let error = service.operator("console --stack x").await.unwrap_err();
    assert_eq!(error, "--stack is for a deployment: a local service has no stack");
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
        (" --older-than 730d", 0),
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
async fn awaiting_users_are_listed_without_scan() {
    let service =
        Service::with(&[("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", "boss@example.org")]).await;
    let mut registered = Vec::new();
    for name in ["ann", "bob", "cas"] {
        let link = service.pending(name, &format!("{name}@example.com")).await;
        service.advance(1);
        assert_eq!(service.activate(&link).await.status, 200);
        registered.push(service.user_id(name).await);
    }
    service.pending("dan", "dan@example.com").await;
    let list = async |words: &str| {
        let listed = service.operator(&format!("users list {words}")).await.unwrap();
        let ids = listed["users"].as_array().unwrap().iter().map(|user| user["id"].as_str().unwrap().to_owned());
        (ids.collect::<Vec<_>>(), listed["after"].clone())
    };
    service.aws_proxy.take_calls();
    assert_eq!(list("--status awaiting_approval").await, (registered.clone(), Value::Null));
    let operations: Vec<_> = service.aws_proxy.take_calls().into_iter().map(|call| call.operation).collect();
    assert_eq!(operations, ["Query", "BatchGetItem"]);

    let (first, after) = list("--status awaiting_approval --limit 1").await;
    assert_eq!((first.as_slice(), after.as_str()), (&registered[..1], Some(registered[0].as_str())));
    // The list goes on, although its last user has left it.
    service.operator(&format!("users approve {}", registered[0])).await.unwrap();
    let after = after.as_str().unwrap();
    assert_eq!(list(&format!("--status awaiting_approval --after {after}")).await.0, registered[1..]);

    service.operator(&format!("users reject {}", registered[1])).await.unwrap();
    service.operator(&format!("users disable {}", registered[0])).await.unwrap();
    assert_eq!(list("--status rejected").await.0, registered[1..2]);
    assert_eq!(list("--status disabled").await.0, registered[..1]);
    assert_eq!(list("--status awaiting_approval").await.0, registered[2..]);
    service.operator(&format!("users enable {}", registered[0])).await.unwrap();
    assert_eq!(list("--status disabled").await.0, Vec::<String>::new());
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
    assert!(page.contains(".TH") && page.contains("cannot be undone") && page.contains("Exit codes: 0"), "{page}");
    assert!(!service.operator_writes("man users").await.0.contains("users-help"), "there is no such page");
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

#[tokio::test]
async fn output_cannot_control_terminal() {
    let service = Service::start().await;
    let file = tempfile::NamedTempFile::with_suffix(".jsonl").unwrap();
    let hostile = "\u{1b}[2J\u{9b}2J\u{202e}";
    let user =
        json!({ "email": "ann@example.com", "fields": { "note": hostile }, "private_fields": { "own": hostile } });
    std::fs::write(file.path(), user.to_string()).unwrap();
    let import = format!("users import {} --from plain --trust-addresses", file.path().display());
    service.operator(&import).await.unwrap();
    let ann = service.user_id("ann@example.com").await;
    for words in ["--json users show ann@example.com", "--json users list", &format!("users export {ann}")] {
        let written = service.operator_writes(words).await.0;
        assert!(written.contains("\\u009b2J\\u202e"), "{words}: {written}");
        assert!(!written.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{words}: {written:?}");
    }
    let shown = service.operator("users show ann@example.com").await.unwrap()[0].clone();
    assert_eq!((&shown["fields"]["note"], &shown["private_fields"]["own"]), (&json!(hostile), &json!(hostile)));
}
