//! Users and invitations that `local --seed` puts into the table.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::clock::ManualClock;
use local::{Local, Options};
use serde_json::json;

use crate::support::{Item, PASSWORD, Service, initial_time, options, options_in, seeded, signals};

/// The example of the documentation.
const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/seed/seed.jsonl");

/// The activation period, in seconds.
const WEEK: i64 = 7 * 24 * 60 * 60;

/// Starts a service with the users and invitations of a file.
async fn with(file: &Path, variables: &[(&str, &str)]) -> Service {
    let clock = Arc::new(ManualClock::new(initial_time()));
    let options = variables.iter().fold(options(clock.clone(), seeded(7)), |all, (name, value)| all.with(name, value));
    Service::of(Options { seed: Some(file.to_owned()), ..options }, clock).await
}

/// Returns the error of a start with a seed of this content, without the name of the file.
async fn fault(content: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("seed.json");
    std::fs::write(&file, content).unwrap();
    let options = options(Arc::new(ManualClock::new(initial_time())), seeded(7));
    let error = Local::start(Options { seed: Some(file.clone()), ..options }).await.unwrap_err().to_string();
    error.replace(file.to_str().unwrap(), "seed.json")
}

async fn user(service: &Service, username: &str) -> Item {
    let is_user = |item: &Item| item.get("username").is_some_and(|name| name.as_s().unwrap() == username);
    service.items().await.into_values().find(is_user).unwrap()
}

#[tokio::test]
async fn example_has_users_of_every_status() {
    let service = with(Path::new(EXAMPLE), &[]).await;
    for (username, status) in
        [("ann", "active"), ("bea", "pending"), ("cem", "awaiting_approval"), ("dai", "disabled"), ("eva", "active")]
    {
        let user = user(&service, username).await;
        assert_eq!(user["status"].as_s().unwrap(), status, "{username}");
        assert_eq!(user.contains_key("expires_at"), status == "pending", "{username}");
        let has_address = service.items().await.contains_key(&format!("EMAIL#{username}@example.com"));
        assert_eq!(has_address, status != "pending", "{username}");
    }
    let taken = service.register("ann", "other@example.com").await;
    assert_eq!(taken.json()["errors"][0]["code"], "taken", "{}", taken.body);
}

#[tokio::test]
async fn plain_password_is_stored_as_hash() {
    let service = with(Path::new(EXAMPLE), &[]).await;
    let id = user(&service, "ann").await["id"].as_s().unwrap().clone();
    let item = service.item(&format!("PASSWORD#{id}")).await;
    let hash = domain::PasswordHash::new(item["password_hash"].as_s().unwrap().clone());
    assert!(password_hashing::Argon2idHasher::default().verify(PASSWORD.as_bytes(), Some(&hash)));
    assert!(!format!("{:?}", service.items().await).contains(PASSWORD));
}

#[tokio::test]
async fn only_pending_users_cause_mail_and_signal() {
    let service = with(Path::new(EXAMPLE), &[]).await;
    let mails: Vec<_> = service.mails().await.iter().map(|mail| mail["to"].clone()).collect();
    assert_eq!(mails, ["bea@example.com"]);
    assert_eq!(service.signals().await, signals(&[("user_registered", "bea")]));
}

#[tokio::test]
async fn pending_user_activates_by_emailed_link() {
    let service = with(Path::new(EXAMPLE), &[]).await;
    let link = service.link_to("bea@example.com").await;
    let body = json!({ "username": "bea", "email": "bea@example.com", "password": PASSWORD });
    let answer = service.post_json(&crate::support::start_over_path(&link), &body).await;
    assert_eq!(answer.json()["user"]["status"], "active", "{}", answer.body);
}

#[tokio::test]
async fn pending_user_expires() {
    let service = with(Path::new(EXAMPLE), &[]).await;
    service.mails().await;
    service.advance(WEEK + 1);
    service.local.sweep_expired().await.unwrap();
    let expired = signals(&[("user_registered", "bea"), ("registration_expired", "bea")]);
    assert_eq!(service.signals().await, expired);
    assert_eq!(service.register("bea", "new@example.com").await.status, 202);
}

#[tokio::test]
async fn waiting_user_can_be_approved() {
    let approval = [("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", "ops@example.com")];
    let service = with(Path::new(EXAMPLE), &approval).await;
    let id = user(&service, "cem").await["id"].as_s().unwrap().clone();
    service.operator(&format!("users approve {id}")).await.unwrap();
    assert_eq!(user(&service, "cem").await["status"].as_s().unwrap(), "active");
}

#[tokio::test]
async fn invitation_admits_its_address() {
    let service = with(Path::new(EXAMPLE), &[("REGISTRATION_BACKEND", "invitation")]).await;
    let body = |email: &str| {
        let invitation = "aaaabbbbccccddddeeeeffff22223333";
        json!({ "username": "fay", "email": email, "password": PASSWORD, "invitation": invitation })
    };
    let other = service.post_json("/register", &body("gus@example.com")).await;
    assert_eq!(other.json()["errors"][0]["code"], "not_invited", "{}", other.body);
    assert_eq!(service.post_json("/register", &body("fay@example.com")).await.status, 202);
}

#[tokio::test]
async fn restart_keeps_seeded_users_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let start = async || {
        let clock = Arc::new(ManualClock::new(initial_time()));
        let options = options_in(folder.path(), clock.clone(), domain::Random::system());
        Service::of(Options { seed: Some(PathBuf::from(EXAMPLE)), ..options }, clock).await
    };
    let first = start().await;
    let users = first.items().await;
    first.mails().await;
    first.local.stop().await;
    let second = start().await;
    assert_eq!(second.mails().await.len(), 1);
    for (pk, item) in users.iter().filter(|(pk, _)| !pk.starts_with("USER#") && !pk.starts_with("INVITE#")) {
        assert_eq!(second.items().await.get(pk), Some(item), "{pk}");
    }
    second.local.stop().await;
}

#[tokio::test]
async fn all_faults_are_reported_together() {
    insta::assert_snapshot!(fault(r#"[
  {"email": "ann@example.com", "username": "ann", "password": "hunter2hunter2"},
  {"email": "nobody", "username": "a\nb", "status": "new", "password": 7, "colour": "red"},
  {
    "email": "ann@example.com"
  },
  {"email": "bob@example.com", "username": "Ann", "password": "correct horse", "password_hash": "$2b$12$abcdefghijklmnopqrstuuO4o7hN4H5Xc7PmXbX9dXbkgKkpWvJ2a"},
  {"email": "cem@example.com", "password_hash": "hunter2", "created_at": "soon"},
  {"username": "dai", "password": "password123"},
  {"invitation": "short", "email": "x", "uses": 0, "expires": "soon", "for": "ever"},
  "eva"
]"#).await, @r#"
    --seed seed.json: the service does not start until these records are correct:
      line 3: status must be active, pending, awaiting_approval or disabled
      line 3: password must be a text
      line 3: colour: there is no field "colour"; the columns are id, email, username, password_hash, created_at, activated_at, status, type, locale, fields.* and private_fields.*
      line 3: email: the address is malformed
      line 3: username: the name is too long, has several lines, or has no visible characters
      line 4: id: an earlier user of the file has the same id, or the same address and no id
      line 7: password: there is also a password_hash: remove one of the two
      line 7: username: the name is that of line 2
      line 8: created_at must be a time such as 2024-01-15T09:30:12Z
      line 8: password_hash: the password's hash: its format is unknown
      line 9: password: is one of the passwords that attackers try first, which nobody can register with
      line 9: email: there is no address, which every user needs
      line 10: invitation must be a code of 32 of a-z and 2-7
      line 10: email must be an email address
      line 10: uses must be a number from 1 to 1000000
      line 10: expires: must be a time between 1s and 366d, such as 7d, 36h or 2s
      line 10: for: there is no field "for" of invitations: they have email, uses, expires and type
      line 11: must be a JSON object
    "#);
}

#[tokio::test]
async fn conflicting_users_are_reported_together() {
    insta::assert_snapshot!(fault(r#"{"email": "ann@example.com", "username": "ann"}
{"email": "ann@example.com", "username": "bea"}
{"email": "ANN@example.com", "username": "cem", "id": "3"}
{"email": "dai@example.com", "username": "Ann", "status": "pending"}
{"email": "dai@example.com", "username": "eva"}
{"email": "fay@example.com", "username": "paypal", "status": "pending"}
{"email": "gus@example.com", "username": "paypaI"}
"#).await, @r#"
    --seed seed.json: the service does not start until these records are correct:
      line 2: id: an earlier user of the file has the same id, or the same address and no id
      line 3: email: the address is that of line 1
      line 4: username: the name is that of line 1
      line 7: username: the name looks like that of line 6, who is not active yet
    "#);
}

#[tokio::test]
async fn syntax_errors_are_reported_with_their_lines() {
    insta::assert_snapshot!(fault("[\n{\"email\": \"ann@example.com\"}\n{}]").await, @r#"
    --seed seed.json: the service does not start until these records are correct:
      line 3: is not JSON: expected `,` or `]` at column 1
    "#);
    insta::assert_snapshot!(fault("{\"email\": \"ann@example.com\"}\n{]\nann").await, @r#"
    --seed seed.json: the service does not start until these records are correct:
      line 2: is not JSON: key must be a string at column 2
      line 3: is not JSON: expected value at column 1
    "#);
}

#[tokio::test]
async fn missing_file_is_reported() {
    let options = options(Arc::new(ManualClock::new(initial_time())), seeded(7));
    let error = Local::start(Options { seed: Some("nowhere.json".into()), ..options }).await.unwrap_err();
    assert_eq!(error.to_string(), "--seed nowhere.json: No such file or directory (os error 2)");
}

#[tokio::test]
async fn faulty_seed_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (file, data) = (folder.path().join("seed.json"), folder.path().join("data"));
    std::fs::write(&file, r#"[{"email": "ann@example.com"}, {"email": "nobody"}]"#).unwrap();
    let options = options_in(&data, Arc::new(ManualClock::new(initial_time())), domain::Random::system());
    Local::start(Options { seed: Some(file), ..options }).await.unwrap_err();
    assert!(!data.exists());
}

#[tokio::test]
async fn moved_clock_expires_registrations() {
    let service = with(Path::new(EXAMPLE), &[]).await;
    service.mails().await;
    for wrong in [json!({}), json!({ "advance": -1 }), json!({ "advance": 1.5 }), json!({ "advance": 40_000_000 })] {
        assert_eq!(service.post_json("/_local/clock", &wrong).await.status, 422, "{wrong}");
    }
    let moved = service.post_json("/_local/clock", &json!({ "advance": WEEK + 1 })).await;
    assert_eq!(moved.json(), json!({ "now": "2026-03-08T12:00:01Z" }));
    service.local.sweep_expired().await.unwrap();
    assert_eq!(service.signals().await, signals(&[("user_registered", "bea"), ("registration_expired", "bea")]));
    assert_eq!(service.register("bea", "new@example.com").await.status, 202);
}

#[tokio::test]
async fn settled_service_has_sent_everything() {
    let service = Service::start().await;
    service.register("ann", "ann@example.com").await;
    let list = async |path| service.get_json(path).await.json().as_array().unwrap().len();
    assert_eq!((list("/_local/mail").await, list("/_local/events").await), (0, 0));
    assert_eq!(service.post_json("/_local/settle", &json!({})).await.status, 204);
    assert_eq!((list("/_local/mail").await, list("/_local/events").await), (1, 1));
}

#[tokio::test]
async fn clock_of_kept_data_does_not_move() {
    let folder = tempfile::tempdir().unwrap();
    let service = Service::in_folder(folder.path(), &[]).await;
    let answer = service.post_json("/_local/clock", &json!({ "advance": 1 })).await;
    assert_eq!(answer.status, 409, "{}", answer.body);
    service.local.stop().await;
}
