//! Imports of users from other systems.

mod files;
mod names;
mod systems;

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::support::{OTHER_PASSWORD, PASSWORD, Service, signals};

const DJANGO: &str =
    "id,password,last_login,is_superuser,username,first_name,last_name,email,is_staff,is_active,date_joined";
/// A hash of Django's.
pub(crate) const PBKDF2: &str =
    "pbkdf2_sha256$600000$seasalt2seasalt2seasalt$kF4wyXV/KLx6RbRSeGz5WzIHrOTRFY3ulTOuOMAbFNo=";

/// A service, and a folder for files.
struct Migration {
    service: Service,
    folder: tempfile::TempDir,
}

impl Migration {
    async fn start() -> Self {
        Self { service: Service::start().await, folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), content).unwrap();
        self.path(name).display().to_string()
    }

    /// Runs the command, and returns its JSON and its error.
    async fn run(&self, file: &str, options: &str) -> (Value, Option<String>) {
        let words = format!("--json users import {file} {options}");
        let (written, outcome) = self.service.operator_writes(words.trim_end()).await;
        (serde_json::from_str(&written).unwrap_or_default(), outcome.err())
    }

    /// Imports lines of Django's table.
    async fn django(&self, lines: &[&str], options: &str) -> Value {
        let file = self.file("auth_user.csv", format!("{DJANGO}\n{}\n", lines.join("\n")));
        self.run(&file, &format!("--from django {options}")).await.0
    }

    /// Imports users with the columns of `--from plain`.
    async fn plain(&self, users: &[Value], options: &str) -> Value {
        let lines: Vec<_> = users.iter().map(Value::to_string).collect();
        let file = self.file("users.jsonl", lines.join("\n"));
        self.run(&file, &format!("--from plain {options}")).await.0
    }
}

/// Returns the counts of read, imported and existing users, and the other codes.
fn counts(report: &Value) -> (u64, u64, u64, Vec<(String, u64)>) {
    let number = |name: &str| report[name].as_u64().unwrap_or_else(|| panic!("{name}: {report}"));
    let rejected = report["rejected"].as_object().unwrap().iter();
    let rejected = rejected.map(|(code, count)| (code.clone(), count.as_u64().unwrap())).collect();
    (number("read"), number("imported"), number("already_there"), rejected)
}

fn all_imported(report: &Value) -> u64 {
    let (read, imported, there, rejected) = counts(report);
    assert_eq!((there, rejected, imported), (0, Vec::new(), read), "{report}");
    imported
}

fn ann() -> String {
    format!("17,{PBKDF2},2025-11-02 08:00:00+00,f,ann,Ann,Lee,Ann@EXAMPLE.com,t,t,2024-01-15 09:30:12.123456+00")
}

#[tokio::test]
async fn django_user_becomes_active_with_same_password() {
    let migration = Migration::start().await;
    let report = migration.django(&[&ann()], "").await;
    assert_eq!(all_imported(&report), 1);
    assert_eq!(report["not_taken_over"], json!(["is_staff", "is_superuser"]));
    let user = serde_json::to_value(serde_dynamo::Item::from(migration.service.item("USER#").await)).unwrap();
    insta::with_settings!({ sort_maps => true }, {
        insta::assert_json_snapshot!(user, { ".pk.S" => "USER#[id]", ".id.S" => "[id]" });
    });
    let items = migration.service.items().await;
    assert_eq!(
        items.keys().map(|pk| pk.split('#').next().unwrap()).collect::<Vec<_>>(),
        ["EMAIL", "PASSWORD", "USER", "USERNAME"]
    );
    let password = &items[&format!("PASSWORD#{}", user["id"]["S"].as_str().unwrap())];
    assert!(password["password_hash"].as_s().unwrap().starts_with("$pbkdf2-sha256$i=600000,"), "{password:?}");
    for pk in ["EMAIL#ann@example.com", "USERNAME#ann"] {
        assert_eq!(items[pk]["user_id"].as_s().unwrap(), user["id"]["S"].as_str().unwrap());
        assert!(!items[pk].contains_key("expires_at"));
    }
    assert!(user["id"]["S"].as_str().unwrap().starts_with("01HM6"), "the time of registration is in it: {user}");
}

#[tokio::test]
async fn import_sends_no_mail_and_no_signal() {
    let migration = Migration::start().await;
    migration.django(&[&ann()], "").await;
    assert!(migration.service.mails().await.is_empty());
    assert!(migration.service.signals().await.is_empty());
}

#[tokio::test]
async fn signals_option_signals_active_users() {
    let migration = Migration::start().await;
    let bob = format!("18,{PBKDF2},2025-11-02 08:00:00+00,f,bob,,,bob@example.com,f,f,2024-01-15 09:30:12+00");
    assert_eq!(all_imported(&migration.django(&[&ann(), &bob], "--signals").await), 2);
    assert_eq!(migration.service.signals().await, signals(&[("user_registered", "ann")]));
    let event = &migration.service.events().await[0];
    let detail: Value = serde_json::from_str(event["Detail"].as_str().unwrap()).unwrap();
    assert_eq!((&detail["sender"], &detail["user"]["status"]), (&json!("import"), &json!("active")));
    assert!(!event.to_string().contains("pbkdf2"));
    assert!(migration.service.mails().await.is_empty());
}

#[tokio::test]
async fn imported_name_and_address_are_taken() {
    let migration = Migration::start().await;
    migration.django(&[&ann()], "").await;
    let service = &migration.service;
    for password in [PASSWORD, OTHER_PASSWORD] {
        let answer = service.register_with("ANN", "other@example.com", password).await;
        assert_eq!(answer.errors(), [("username".to_owned(), "taken".to_owned())]);
    }
    let answer = service.register("anna", "ann@example.com").await;
    assert_eq!(answer.status, 202, "the answer does not show whose address it is");
    let mails = service.mails().await;
    assert_eq!((mails.len(), &mails[0]["to"]), (1, &json!("ann@example.com")));
    assert!(!mails[0]["text"].as_str().unwrap().contains("/activate/"), "{}", mails[0]["text"]);
}

#[tokio::test]
async fn resend_reminds_imported_user_of_account() {
    let migration = Migration::start().await;
    migration.django(&[&ann()], "").await;
    let answer = migration.service.post_json("/activate/resend", &json!({ "email": "ANN@example.com" })).await;
    assert_eq!(answer.status, 202);
    let mails = migration.service.mails().await;
    assert_eq!((mails.len(), &mails[0]["to"]), (1, &json!("Ann@example.com")));
}

#[tokio::test]
async fn imported_address_ends_pending_registration() {
    let migration = Migration::start().await;
    let link = migration.service.pending("anna", "ann@example.com").await;
    assert_eq!(all_imported(&migration.django(&[&ann()], "").await), 1);
    let answer = migration.service.activate(&link).await;
    assert_eq!(answer.problem(), (409, "already_activated".to_owned()));
}

#[tokio::test]
async fn second_import_changes_nothing() {
    let migration = Migration::start().await;
    let lines =
        [&*ann(), "18,!x,,f,bob,,,bob@example.com,f,t,2024-01-15 09:30:12+00", "19,,,f,,,,cas@example.com,f,t,"];
    assert_eq!(all_imported(&migration.django(&lines, "").await), 3);
    let before = migration.service.items().await;
    migration.service.advance(3600);
    assert_eq!(counts(&migration.django(&lines, "--signals").await), (3, 0, 3, vec![]));
    assert_eq!(counts(&migration.django(&lines, "--dry-run").await), (3, 0, 3, vec![]));
    assert_eq!(migration.service.items().await, before);
    assert!(migration.service.signals().await.is_empty());
}

#[tokio::test]
async fn second_import_keeps_later_changes() {
    let migration = Migration::start().await;
    migration.django(&[&ann()], "").await;
    migration.service.set_status("disabled").await;
    assert_eq!(counts(&migration.django(&[&ann()], "").await), (1, 0, 1, vec![]));
    assert_eq!(migration.service.item("USER#").await["status"].as_s().unwrap(), "disabled");
}

#[tokio::test]
async fn text_report_shows_counts_and_rejections() {
    let migration = Migration::start().await;
    let lines = [&*ann(), "18,,,f,bob,,,,f,t,"].join("\n");
    let file = migration.file("auth_user.csv", format!("{DJANGO}\n{lines}\n"));
    let (written, outcome) = migration.service.operator_writes(&format!("users import {file} --from django")).await;
    insta::assert_snapshot!(written, @r"
    2 read: 1 imported, 0 already there, 1 not imported.
      1  email_missing
    line 3: there is no address, which every user needs
    Ignored fields: is_staff, is_superuser.
    ");
    assert_eq!(outcome.unwrap_err(), "1 users are not imported");
}

/// Throttled calls, and lost or late answers, are retried.
#[tokio::test]
async fn import_under_faults_loses_no_user() {
    let (service, faults) = Service::with_faults(11, &[]).await;
    let migration = Migration { service, folder: tempfile::tempdir().unwrap() };
    let users: Vec<_> = (0..60)
        .map(|n| json!({ "email": format!("user{n}@example.com"), "username": format!("user-{n}-of-many") }))
        .collect();
    faults.set([40, 0, 0]);
    assert_eq!(all_imported(&migration.plain(&users, "").await), 60);
    faults.set([0, 0, 0]);
    let items = migration.service.items().await;
    for kind in ["USER#", "EMAIL#", "USERNAME#"] {
        assert_eq!(items.keys().filter(|pk| pk.starts_with(kind)).count(), 60, "{kind}");
    }
}

#[tokio::test]
async fn missing_table_stops_import() {
    let migration = Migration::start().await;
    let table = &migration.service.local.environment()["REGISTRATION_TABLE"];
    migration.service.dynamodb().delete_table().table_name(table).send().await.unwrap();
    let file = migration.file("users.csv", "email\nann@example.com\n");
    let (report, failure) = migration.run(&file, "--from plain").await;
    assert!(failure.unwrap().contains("run the import again"));
    assert_eq!(counts(&report), (1, 0, 0, vec![]));
}
