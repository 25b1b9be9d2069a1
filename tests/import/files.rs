//! The formats of an import's file, and the file of rejected users.

use std::path::Path;

use serde_json::{Value, json};

use super::{DJANGO, Migration, all_imported, ann, counts};

#[tokio::test]
async fn oversized_user_does_not_stop_import() {
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
async fn rejected_lines_can_be_corrected_and_reimported() {
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
    let rows: Vec<_> = shown.iter().map(|one| (one["line"].as_u64().unwrap(), one["code"].as_str().unwrap())).collect();
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
    assert_eq!(rows, expected);
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
    assert!(failure.unwrap().contains("exists already"));
}

#[tokio::test]
async fn malformed_json_lines_are_refused() {
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
async fn windows_file_is_imported() {
    let migration = Migration::start().await;
    let file = migration
        .file("users.csv", "\u{feff}email,username,fields.city\r\nann@example.com,ann,\"Bad\r\nHersfeld\"\r\n");
    assert_eq!(all_imported(&migration.run(&file, "--from plain").await.0), 1);
    let user = migration.service.item("USER#").await;
    assert_eq!(user["fields"].as_m().unwrap()["city"].as_s().unwrap(), "Bad\r\nHersfeld");
}

#[tokio::test]
async fn invalid_file_is_refused_before_any_write() {
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
async fn unclosed_quote_does_not_consume_file() {
    let migration = Migration::start().await;
    let mut users = "email,username\nann@example.com,ann\nbob@example.com,\"bob\n".to_owned();
    users.push_str(&"cas@example.com,cas\n".repeat(200_000));
    let file = migration.file("users.csv", users);
    let (report, failure) = migration.run(&file, "--from plain").await;
    assert!(failure.unwrap().contains("ended before"));
    assert_eq!(counts(&report), (1, 1, 0, vec![]), "who came before is imported");
}

#[tokio::test]
async fn lines_are_those_of_file() {
    let migration = Migration::start().await;
    for (end, last) in [("\r\n", ""), ("\r\n", "\r\n"), ("\n", ""), ("\n", "\n")] {
        let lines = ["\u{feff}email,username", "no,a", "", "no,b", "\"no", "", "\",c", "ann@example.com,ann", "no,d"];
        let file = migration.file("users.csv", lines.join(end) + last);
        let (report, _) = migration.run(&file, "--from plain --dry-run").await;
        let rejected = report["first_rejected"].as_array().unwrap().iter();
        let numbers: Vec<_> = rejected.map(|rejected| rejected["line"].as_u64().unwrap()).collect();
        assert_eq!((numbers, &report["imported"]), (vec![2, 4, 5, 9], &json!(1)), "{end:?} {last:?} {report}");
    }
    let old = migration.file("users.csv", "email,username\rann@example.com,ann\r");
    let (_, failure) = migration.run(&old, "--from plain").await;
    assert!(failure.unwrap().ends_with("its lines end with CR only: save it with LF or CRLF"));
}

#[tokio::test]
async fn stopped_import_goes_on_with_same_rejects() {
    let migration = Migration::start().await;
    let rejects = migration.path("rejects.csv");
    let part = migration.file("rejects.csv.part", "of an import that was killed, which rejected other users first\n");
    let options = format!("--from django --rejects {}", rejects.display());
    let file = migration.file("users.csv", format!("{DJANGO}\n{}\n1,,,f,bob,,,,f,t,\n", ann()));
    let (report, failure) = migration.run(&file, &options).await;
    assert_eq!((&report["imported"], failure.as_deref()), (&json!(1), Some("1 users are not imported")));
    let written = std::fs::read_to_string(&rejects).unwrap();
    assert!(written.starts_with("rejected_line,") && written.lines().count() == 2, "{written}");
    assert!(!std::fs::exists(&part).unwrap());

    std::fs::remove_file(&rejects).unwrap();
    let file = migration.file("users.csv", format!("{DJANGO}\n{}\n", ann()));
    assert_eq!(migration.run(&file, &options).await.1, None);
    assert!(!std::fs::exists(&rejects).unwrap() && !std::fs::exists(&part).unwrap(), "nobody was rejected");
}

#[cfg(unix)]
#[tokio::test]
async fn rejects_file_is_readable_by_owner_only() {
    use std::os::unix::fs::PermissionsExt;

    let migration = Migration::start().await;
    let rejects = migration.path("rejects.csv");
    migration.django(&["1,,,f,ann,,,,f,t,"], &format!("--rejects {}", rejects.display())).await;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&rejects), 0o600);
}
