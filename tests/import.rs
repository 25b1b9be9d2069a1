//! Importing the users of other systems.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::{OTHER_PASSWORD, PASSWORD, Service, signals};

const DJANGO: &str =
    "id,password,last_login,is_superuser,username,first_name,last_name,email,is_staff,is_active,date_joined";
const PBKDF2: &str = "pbkdf2_sha256$600000$seasalt2seasalt2seasalt$kF4wyXV/KLx6RbRSeGz5WzIHrOTRFY3ulTOuOMAbFNo=";

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

    /// What the command says for programs, and why it failed if it did.
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

    /// Imports users in our own columns.
    async fn plain(&self, users: &[Value], options: &str) -> Value {
        let lines: Vec<_> = users.iter().map(Value::to_string).collect();
        let file = self.file("users.jsonl", lines.join("\n"));
        self.run(&file, &format!("--from plain {options}")).await.0
    }
}

/// What a report has of those who are read, imported and there already, and the codes of the others.
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
async fn a_user_of_django_is_an_active_user_with_the_same_password() {
    let migration = Migration::start().await;
    let report = migration.django(&[&ann()], "").await;
    assert_eq!(all_imported(&report), 1);
    assert_eq!(report["not_taken_over"], json!(["is_staff", "is_superuser"]));
    let user = serde_json::to_value(serde_dynamo::Item::from(migration.service.item("USER#").await)).unwrap();
    insta::with_settings!({ sort_maps => true }, {
        insta::assert_json_snapshot!(user, { ".pk.S" => "USER#[id]", ".id.S" => "[id]" });
    });
    let items = migration.service.items().await;
    assert_eq!(items.keys().map(|pk| pk.split('#').next().unwrap()).collect::<Vec<_>>(), ["EMAIL", "USER", "USERNAME"]);
    for pk in ["EMAIL#ann@example.com", "USERNAME#ann"] {
        assert_eq!(items[pk]["user_id"].as_s().unwrap(), user["id"]["S"].as_str().unwrap());
        assert!(!items[pk].contains_key("expires_at"));
    }
    assert!(user["id"]["S"].as_str().unwrap().starts_with("01HM6"), "the time of registration is in it: {user}");
}

#[tokio::test]
async fn nobody_is_mailed_and_nothing_is_signalled() {
    let migration = Migration::start().await;
    migration.django(&[&ann()], "").await;
    assert!(migration.service.mails().await.is_empty());
    assert!(migration.service.signals().await.is_empty());
}

#[tokio::test]
async fn signals_are_sent_if_they_are_asked_for_of_those_who_are_active() {
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
async fn the_address_and_the_name_of_who_is_imported_are_taken() {
    let migration = Migration::start().await;
    migration.django(&[&ann()], "").await;
    let service = &migration.service;
    for password in [PASSWORD, OTHER_PASSWORD] {
        let answer = service.register_with("ANN", "other@example.com", password).await;
        assert_eq!(answer.errors(), [("username".to_owned(), "taken".to_owned())]);
    }
    let answer = service.register("anna", "ann@example.com").await;
    assert_eq!(answer.status, 202, "whose address it is is not told");
    let mails = service.mails().await;
    assert_eq!((mails.len(), &mails[0]["to"]), (1, &json!("ann@example.com")));
    assert!(!mails[0]["text"].as_str().unwrap().contains("/activate/"), "{}", mails[0]["text"]);
}

#[tokio::test]
async fn who_asks_for_a_link_is_told_of_the_account() {
    let migration = Migration::start().await;
    migration.django(&[&ann()], "").await;
    let answer = migration.service.post_json("/activate/resend", &json!({ "email": "ANN@example.com" })).await;
    assert_eq!(answer.status, 202);
    let mails = migration.service.mails().await;
    assert_eq!((mails.len(), &mails[0]["to"]), (1, &json!("Ann@example.com")));
}

#[tokio::test]
async fn a_registration_that_is_pending_ends_where_the_address_is_imported() {
    let migration = Migration::start().await;
    let link = migration.service.pending("anna", "ann@example.com").await;
    assert_eq!(all_imported(&migration.django(&[&ann()], "").await), 1);
    let answer = migration.service.post_json(&link, &Value::Null).await;
    assert_eq!(answer.problem(), (404, "activation_key_unknown".to_owned()));
}

#[tokio::test]
async fn what_no_item_could_hold_ends_no_import() {
    let migration = Migration::start().await;
    let long = "x".repeat(500_000);
    let users = [
        json!({ "id": long, "email": "ann@example.com" }),
        json!({ "type": long, "email": "eve@example.com" }),
        json!({ "email": "bob@example.com" }),
    ];
    let report = migration.plain(&users, "").await;
    assert_eq!(counts(&report), (3, 1, 0, vec![("too_large".to_owned(), 2)]));
}

#[tokio::test]
async fn the_same_file_again_changes_nothing() {
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
async fn who_was_changed_since_stays_so() {
    let migration = Migration::start().await;
    migration.django(&[&ann()], "").await;
    migration.service.set_status("disabled").await;
    assert_eq!(counts(&migration.django(&[&ann()], "").await), (1, 0, 1, vec![]));
    assert_eq!(migration.service.item("USER#").await["status"].as_s().unwrap(), "disabled");
}

#[tokio::test]
async fn of_two_in_the_file_who_want_the_same_the_first_gets_it() {
    let users = [
        json!({ "id": "1", "email": "ann@example.com", "username": "ann" }),
        json!({ "id": "1", "email": "ann@example.com", "username": "ann" }),
        json!({ "id": "2", "email": "ANN@example.com", "username": "bob" }),
        json!({ "id": "3", "email": "cas@example.com", "username": "Ann" }),
        json!({ "id": "4", "email": "dan@example.com", "username": "modern" }),
        json!({ "id": "5", "email": "eve@example.com", "username": "modem" }),
        json!({ "id": "6", "email": "fay@example.com", "username": "MODEM" }),
        json!({ "id": "7", "email": "gus@example.com", "username": "Modern" }),
    ];
    let codes = |codes: &[(&str, u64)]| codes.iter().map(|(code, count)| ((*code).to_owned(), *count)).collect();
    for options in ["--dry-run", "", "--concurrency 1"] {
        let migration = Migration::start().await;
        let report = migration.plain(&users, options).await;
        let expected: Vec<_> = codes(&[("email_taken", 1), ("username_taken", 3)]);
        assert_eq!(counts(&report), (8, 3, 1, expected), "{options}: {report}");
        assert_eq!(report["look_alike"], 1);
        let lines: Vec<_> = report["first_rejected"].as_array().unwrap().iter().map(|one| &one["line"]).collect();
        assert_eq!(lines, [3, 4, 7, 8], "{options}");
        let there = migration.service.items().await.keys().filter(|pk| pk.starts_with("USER#")).count();
        assert_eq!(there, if options == "--dry-run" { 0 } else { 3 });
    }
    for options in ["--strict --dry-run", "--strict"] {
        let report = Migration::start().await.plain(&users, options).await;
        let expected: Vec<_> = codes(&[("email_taken", 1), ("username_look_alike", 2), ("username_taken", 2)]);
        assert_eq!(counts(&report), (8, 2, 1, expected), "{options}: {report}");
    }
}

#[tokio::test]
async fn a_name_that_looks_like_another_one_is_kept_beside_it_and_taken_for_others() {
    let migration = Migration::start().await;
    migration.service.active("modern", "modern@example.com").await;
    let modem = json!({ "email": "modem@example.com", "username": "modem" });
    let report = migration.plain(std::slice::from_ref(&modem), "--dry-run").await;
    assert_eq!((all_imported(&report), &report["look_alike"]), (1, &json!(1)));
    let report = migration.plain(std::slice::from_ref(&modem), "").await;
    assert_eq!((all_imported(&report), &report["look_alike"]), (1, &json!(1)));
    assert!(migration.service.items().await.contains_key("NAME#modem"));
    assert_eq!(counts(&migration.plain(&[modem], "").await), (1, 0, 1, vec![]));
    for name in ["modem", "MODERN"] {
        assert_eq!(migration.service.register(name, "x@example.com").await.errors()[0].1, "taken");
    }
    let other = json!({ "email": "x@example.com", "username": "Modem" });
    for options in ["--dry-run", ""] {
        let report = migration.plain(std::slice::from_ref(&other), options).await;
        assert_eq!(counts(&report), (1, 0, 0, vec![("username_taken".to_owned(), 1)]), "{report}");
    }
}

#[tokio::test]
async fn a_name_that_looks_like_one_that_may_be_free_again_waits() {
    let migration = Migration::start().await;
    migration.service.register("modern", "modern@example.com").await;
    let modem = [json!({ "email": "modem@example.com", "username": "modem" })];
    for options in ["--dry-run", ""] {
        let report = migration.plain(&modem, options).await;
        assert_eq!(counts(&report), (1, 0, 0, vec![("username_taken".to_owned(), 1)]), "{report}");
    }
    migration.service.advance(8 * 24 * 3600);
    let report = migration.plain(&modem, "").await;
    assert_eq!((all_imported(&report), &report["look_alike"]), (1, &json!(0)));
}

#[tokio::test]
async fn a_dry_run_asks_the_table_of_those_who_look_like_others_in_the_file() {
    let migration = Migration::start().await;
    migration.service.active("ann", "ann@example.com").await;
    let users = [
        json!({ "email": "modern@example.com", "username": "modern" }),
        json!({ "email": "ann@example.com", "username": "modem" }),
    ];
    let dry = migration.plain(&users, "--dry-run").await;
    assert_eq!(counts(&dry), (2, 1, 0, vec![("email_taken".to_owned(), 1)]), "{dry}");
    assert_eq!(counts(&migration.plain(&users, "").await), counts(&dry));
}

#[tokio::test]
async fn who_is_in_the_table_is_never_written_over() {
    let migration = Migration::start().await;
    let service = &migration.service;
    service.active("ann", "ann@example.com").await;
    service.register("bob", "bob@example.com").await;
    let before = service.items().await;
    let users = [
        json!({ "email": "ann@example.com", "username": "ann" }),
        json!({ "email": "other@example.com", "username": "ANN" }),
        json!({ "email": "third@example.com", "username": "bob" }),
    ];
    for options in ["--dry-run", ""] {
        let report = migration.plain(&users, options).await;
        let expected = vec![("email_taken".to_owned(), 1), ("username_taken".to_owned(), 2)];
        assert_eq!(counts(&report), (3, 0, 0, expected), "{report}");
        let pending = report["first_rejected"][2]["reason"].as_str().unwrap();
        assert!(pending.contains("pending"), "{pending}");
    }
    assert_eq!(service.items().await, before);
    service.advance(8 * 24 * 3600);
    assert_eq!(all_imported(&migration.plain(&users[2..], "").await), 1, "the registration has run out");
}

#[tokio::test]
async fn names_and_addresses_that_exist_are_kept_unless_the_rules_of_today_are_to_hold() {
    let migration = Migration::start().await;
    let users = [
        json!({ "email": "root@localhost", "username": "admin" }),
        json!({ "email": "zoë@example.com", "username": "two words" }),
        json!({ "email": "a@example.com", "username": "pаypal" }),
        json!({ "email": "b@example.com", "username": "🙂" }),
        json!({ "email": "c@example.com", "username": "<script>" }),
        json!({ "email": "d@example.com", "username": "x".repeat(255) }),
    ];
    let report = migration.plain(&users, "--strict --dry-run").await;
    let expected = vec![("email_not_allowed".to_owned(), 2), ("username_not_allowed".to_owned(), 4)];
    assert_eq!(counts(&report), (6, 0, 0, expected), "{report}");
    assert_eq!(all_imported(&migration.plain(&users, "").await), 6);
    for name in ["paypal", "Admin"] {
        assert_eq!(migration.service.register(name, "x@example.com").await.errors()[0].0, "username");
    }
    assert_eq!(migration.service.register("script", "x@example.com").await.status, 202);
    assert_eq!(migration.service.mails().await.len(), 1);
}

#[tokio::test]
async fn what_cannot_be_kept_is_told_with_its_line_and_can_be_put_right() {
    let migration = Migration::start().await;
    let rejects = migration.path("rejects.csv");
    let lines = [
        "1,,,f,ann,,,,f,t,2024-01-15 09:30:12+00",
        "2,,,f,bob,,,no address,f,t,2024-01-15 09:30:12+00",
        "3,hunter2,,f,cas,,,cas@example.com,f,t,2024-01-15 09:30:12+00",
        "4,,,f,\"dan\nd\",,,dan@example.com,f,t,2024-01-15 09:30:12+00",
        "5,,,f,eve,,,eve@example.com,f,perhaps,2024-01-15 09:30:12+00",
        "6,,,f,fay,,,fay@example.com,f,t,yesterday",
        "7,,,f,gus",
        "8,,,f,hal,,,hal@example.com,f,f,2024-01-15 09:30:12+00",
        "9,,,f,ida,\"I,\n\"\"da\"\"\",,ida@example.com,f,t,2024-01-15 09:30:12+00",
    ];
    let report = migration.django(&lines, &format!("--rejects {}", rejects.display())).await;
    let shown = report["first_rejected"].as_array().unwrap();
    let told: Vec<_> = shown.iter().map(|one| (one["line"].as_u64().unwrap(), one["code"].as_str().unwrap())).collect();
    let expected = [
        (2, "email_missing"),
        (3, "email_invalid"),
        (4, "password_hash_unknown"),
        (5, "username_invalid"),
        (7, "malformed"),
        (8, "malformed"),
        (9, "malformed"),
        (10, "unproven"),
    ];
    assert_eq!(told, expected);
    assert_eq!(report["imported"], 1);
    assert!(!report.to_string().contains("hunter2"), "{report}");
    let user = migration.service.item("USER#").await;
    assert_eq!(user["private_fields"].as_m().unwrap()["first_name"].as_s().unwrap(), "I,\n\"da\"");

    let written = std::fs::read_to_string(&rejects).unwrap();
    assert!(
        written.starts_with(&format!("rejected_line,rejected_code,rejected_reason,{DJANGO}\n2,email_missing,")),
        "{written}"
    );
    assert!(written.contains("\n9,malformed,\"has 5 columns, and the header 11\",7,,,f,gus\n"), "{written}");
    let right = written.replace("no address", "bob@example.com").replace("hunter2", "").replace("yesterday", "");
    let again = migration.file("again.csv", right);
    let (report, failure) =
        migration.run(&again, &format!("--from django --rejects {}", migration.path("2.csv").display())).await;
    assert_eq!((&report["imported"], &report["read"]), (&json!(3), &json!(8)), "{report}");
    assert_eq!(failure.unwrap(), "5 users are not imported");
    let second = std::fs::read_to_string(migration.path("2.csv")).unwrap();
    assert_eq!(second.lines().next(), written.lines().next(), "the columns are there once");
    let (_, failure) = migration.run(&again, &format!("--from django --rejects {}", rejects.display())).await;
    assert!(failure.unwrap().contains("is there already"));
}

#[tokio::test]
async fn lines_of_json_that_are_none_are_told_and_kept() {
    let migration = Migration::start().await;
    let users = "\u{feff}{\"email\": \"ann@example.com\"}\r\n\r\n{\"email\": \n[1]\n\
        {\"email\": \"bob@example.com\", \"user_name\": \"bob\"}\n{\"email\": \"cas@example.com\", \"fields\": {\"n\": 1e300}}\n\
        {\"email\": [\"x\"]}\n{\"email\": \"dan@example.com\", \"fields\": {\"age\": 7, \"tags\": [\"a\"]}}";
    let file = migration.file("users.ndjson", users);
    let rejects = migration.path("rejects.jsonl");
    let (report, _) = migration.run(&file, &format!("--from plain --rejects {}", rejects.display())).await;
    let expected = vec![("field_invalid".to_owned(), 1), ("malformed".to_owned(), 4)];
    assert_eq!(counts(&report), (7, 2, 0, expected), "{report}");
    let written = std::fs::read_to_string(&rejects).unwrap();
    let lines: Vec<Value> = written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.iter().map(|line| line["rejected_line"].as_str().unwrap()).collect::<Vec<_>>().len(), 5);
    assert_eq!((&lines[0]["rejected_line"], &lines[0]["text"]), (&json!("3"), &json!("{\"email\":")));
    assert_eq!(lines[2]["user_name"], "bob");
}

#[tokio::test]
async fn a_file_from_windows_is_as_good() {
    let migration = Migration::start().await;
    let file = migration
        .file("users.csv", "\u{feff}email,username,fields.city\r\nann@example.com,ann,\"Bad\r\nHersfeld\"\r\n");
    assert_eq!(all_imported(&migration.run(&file, "--from plain").await.0), 1);
    let user = migration.service.item("USER#").await;
    assert_eq!(user["fields"].as_m().unwrap()["city"].as_s().unwrap(), "Bad\r\nHersfeld");
}

#[tokio::test]
async fn a_file_that_is_none_of_users_is_refused_before_anything_is_written() {
    let migration = Migration::start().await;
    let users = |name: &str, content: &[u8]| migration.file(name, content);
    for (file, options, expected) in [
        (users("a.csv", b"id;email\n1;ann@example.com\n"), "--from plain", "no column \"email\""),
        (users("b.csv", b""), "--from django", "no column \"email\""),
        (users("c.csv", b"email,user_name\nann@example.com,ann\n"), "--from plain", "no column \"user_name\""),
        (users("d.csv", b"email,email\na@example.com,b@example.com\n"), "--from plain", "\"email\" twice"),
        (users("e.csv", b"\xff\xfee\0m\0a\0i\0l\0"), "--from plain", "UTF-16"),
        (users("users.txt", b"email\nann@example.com\n"), "--from plain", "--format"),
        (migration.path("missing.csv").display().to_string(), "--from plain", "No such file"),
        (users("f.json", b"{\"users\": []}"), "--from cognito", "ended before"),
        (users("g.json", b"[{\"email\": 1"), "--from cognito", "ended before"),
    ] {
        let failure = migration.run(&file, options).await.1.unwrap();
        assert!(failure.contains(expected), "{file}: {failure}");
    }
    assert!(migration.service.items().await.is_empty());
}

#[tokio::test]
async fn a_quote_that_is_never_closed_does_not_swallow_the_file() {
    let migration = Migration::start().await;
    let mut users = "email,username\nann@example.com,ann\nbob@example.com,\"bob\n".to_owned();
    users.push_str(&"cas@example.com,cas\n".repeat(200_000));
    let file = migration.file("users.csv", users);
    let (report, failure) = migration.run(&file, "--from plain").await;
    assert!(failure.unwrap().contains("ended before"));
    assert_eq!(counts(&report), (1, 1, 0, vec![]), "who came before is imported");
}

#[tokio::test]
async fn what_django_dumps_is_imported() {
    let migration = Migration::start().await;
    let dump = json!([
        { "model": "auth.user", "pk": 17, "fields": {
            "password": PBKDF2, "last_login": null, "is_superuser": false, "username": "ann", "first_name": "Ann",
            "last_name": "", "email": "ann@example.com", "is_staff": false, "is_active": true,
            "date_joined": "2024-01-15T09:30:12.123Z", "groups": [], "user_permissions": [1]
        } },
        { "model": "auth.group", "pk": 1, "fields": { "name": "staff" } }
    ]);
    let file = migration.file("dump.json", dump.to_string());
    let (report, _) = migration.run(&file, "--from django").await;
    assert_eq!(counts(&report), (2, 1, 0, vec![("not_a_user".to_owned(), 1)]), "{report}");
    let table = migration.django(&[&ann()], "").await;
    assert_eq!(counts(&table), (1, 0, 1, vec![]), "the same user, however it comes");
}

#[tokio::test]
async fn users_of_cognito_have_no_password_and_their_verified_address() {
    let migration = Migration::start().await;
    let user = |sub: &str, name: &str, email: &str, verified: &str, status: &str, enabled: bool| {
        json!({
            "Username": name,
            "Attributes": [
                { "Name": "sub", "Value": sub }, { "Name": "email", "Value": email },
                { "Name": "email_verified", "Value": verified }, { "Name": "locale", "Value": "de_CH" },
                { "Name": "custom:plan", "Value": "gold" }
            ],
            "UserCreateDate": "2024-01-15T10:30:12.123000+01:00",
            "UserLastModifiedDate": "2024-02-15T10:30:12.123000+01:00",
            "Enabled": enabled,
            "UserStatus": status
        })
    };
    let sub = "0b1d5f6e-1c2d-4e3f-8a9b-0123456789ab";
    let users = json!({ "Users": [
        user(sub, sub, "ann@example.com", "true", "CONFIRMED", true),
        user("s2", "bob", "bob@example.com", "true", "FORCE_CHANGE_PASSWORD", true),
        user("s3", "cas", "cas@example.com", "true", "CONFIRMED", false),
        user("s4", "Google_1103", "dan@example.com", "true", "EXTERNAL_PROVIDER", true),
        user("s5", "eve", "eve@example.com", "false", "CONFIRMED", true),
        user("s6", "fay", "fay@example.com", "true", "UNCONFIRMED", true)
    ] });
    let file = migration.file("users.json", users.to_string());
    let (report, failure) = migration.run(&file, "--from cognito").await;
    assert_eq!(counts(&report), (6, 4, 0, vec![("unproven".to_owned(), 2)]), "{report}");
    assert_eq!(failure.unwrap(), "2 users are not imported");
    let items = migration.service.items().await;
    let users: Vec<_> = items.iter().filter(|(pk, _)| pk.starts_with("USER#")).map(|(_, item)| item).collect();
    assert!(users.iter().all(|user| !user.contains_key("password_hash")));
    let by_email = |email: &str| users.iter().find(|user| user["email"].as_s().unwrap() == email).unwrap();
    let text = |email: &str, name: &str| by_email(email).get(name).map(|value| value.as_s().unwrap().clone());
    assert_eq!(
        (text("ann@example.com", "username"), text("bob@example.com", "username")),
        (None, Some("bob".to_owned()))
    );
    assert_eq!(text("cas@example.com", "status").unwrap(), "disabled");
    assert_eq!(text("dan@example.com", "username"), None);
    assert_eq!(by_email("ann@example.com")["private_fields"].as_m().unwrap()["custom:plan"].as_s().unwrap(), "gold");
    let request = by_email("ann@example.com")["registration_request"].as_m().unwrap();
    assert_eq!(request["locale"].as_s().unwrap(), "de-CH");

    // Whoever has no password is no special case for those who register.
    let service = &migration.service;
    assert_eq!(service.register("bob", "x@example.com").await.errors()[0].1, "taken");
    assert_eq!(service.register("ann", "ann@example.com").await.status, 202);
    let mail = &service.mails().await[0];
    assert!(!mail["text"].as_str().unwrap().contains("/activate/"));

    let (report, _) = migration.run(&file, "--from cognito --trust-addresses").await;
    assert_eq!(counts(&report), (6, 2, 4, vec![]), "{report}");
}

#[tokio::test]
async fn a_csv_with_cognitos_attributes_is_imported() {
    let migration = Migration::start().await;
    let csv = "cognito:username,name,given_name,email,email_verified,phone_number,cognito:mfa_enabled\n\
        ann,Ann Lee,Ann,ann@example.com,TRUE,+15555550100,FALSE\nbob,,,,FALSE,+15555550101,FALSE\n";
    let file = migration.file("users.csv", csv);
    let (report, _) = migration.run(&file, "--from cognito").await;
    assert_eq!(counts(&report), (2, 1, 0, vec![("email_missing".to_owned(), 1)]), "{report}");
    assert_eq!(migration.service.item("USER#").await["username"].as_s().unwrap(), "ann");
}

/// What a repeated submission compares is the password of who has the name.
#[tokio::test]
async fn no_hash_that_is_imported_fails_a_registration() {
    let migration = Migration::start().await;
    let hashes = [
        "$argon2id$v=19$m=4294967295,t=4294967295,p=16777215$c29tZSBzYWx0$c29tZSBoYXNoIHRoYXQgaXMgbG9uZw",
        "$argon2d$v=16$m=102400,t=2,p=8$c29tZSBzYWx0$c29tZSBoYXNoIHRoYXQgaXMgbG9uZw",
        "bcrypt_sha256$$2b$12$abcdefghijklmnopqrstuuO4o7hN4H5Xc7PmXbX9dXbkgKkpWvJ2a",
        "bcrypt$$2b$31$abcdefghijklmnopqrstuuO4o7hN4H5Xc7PmXbX9dXbkgKkpWvJ2a",
        "md5$salt$5f4dcc3b5aa765d61d8327deb882cf99",
        "$6$saltsalt$some.hash/of.crypt",
        "!",
        PBKDF2,
    ];
    let users = hashes.iter().enumerate().map(|(n, hash)| {
        json!({ "email": format!("ann{n}@example.com"), "username": format!("ann{n}"), "password_hash": hash })
    });
    assert_eq!(all_imported(&migration.plain(&users.collect::<Vec<_>>(), "").await), 8);
    for (n, hash) in hashes.iter().enumerate() {
        let (name, email) = (format!("ann{n}"), format!("ann{n}@example.com"));
        for password in [PASSWORD, OTHER_PASSWORD] {
            let answer = migration.service.register_with(&name, &email, password).await;
            assert_eq!(answer.errors(), [("username".to_owned(), "taken".to_owned())], "{hash}");
        }
    }
    for (n, hash) in hashes.iter().enumerate() {
        let body =
            json!({ "username": format!("other{n}"), "email": format!("ann{n}@example.com"), "password": PASSWORD });
        assert_eq!(migration.service.post_json("/register", &body).await.status, 202, "{hash}");
    }
    assert_eq!(migration.service.mails().await.len(), hashes.len(), "their owners are told");
}

#[tokio::test]
async fn what_people_are_told_says_what_came_of_it() {
    let migration = Migration::start().await;
    let lines = [&*ann(), "18,,,f,bob,,,,f,t,"].join("\n");
    let file = migration.file("auth_user.csv", format!("{DJANGO}\n{lines}\n"));
    let (written, outcome) = migration.service.operator_writes(&format!("users import {file} --from django")).await;
    insta::assert_snapshot!(written, @r"
    2 read: 1 imported, 0 already there, 1 not imported.
      1  email_missing
    line 3: there is no address, which every user has here
    Not taken over: is_staff, is_superuser.
    ");
    assert_eq!(outcome.unwrap_err(), "1 users are not imported");
}

/// Throttling, lost answers, answers that are late: all of it is tried again.
#[tokio::test]
async fn what_fails_on_the_way_is_tried_again_and_nobody_is_lost() {
    let (service, faults) = Service::under(11, &[]).await;
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
async fn a_table_that_is_not_there_ends_the_import_at_once() {
    let migration = Migration::start().await;
    let table = &migration.service.local.environment()["REGISTRATION_TABLE"];
    migration.service.dynamodb().delete_table().table_name(table).send().await.unwrap();
    let file = migration.file("users.csv", "email\nann@example.com\n");
    let (report, failure) = migration.run(&file, "--from plain").await;
    assert!(failure.unwrap().contains("run it again"));
    assert_eq!(counts(&report), (1, 0, 0, vec![]));
}

#[cfg(unix)]
#[tokio::test]
async fn who_is_not_imported_is_for_nobody_elses_eyes() {
    use std::os::unix::fs::PermissionsExt;

    let migration = Migration::start().await;
    let rejects = migration.path("rejects.csv");
    migration.django(&["1,,,f,ann,,,,f,t,"], &format!("--rejects {}", rejects.display())).await;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&rejects), 0o600);
}
