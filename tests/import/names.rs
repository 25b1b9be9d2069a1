//! Names and addresses that are taken, or that new registrations cannot have.

use serde_json::json;

use super::{Migration, all_imported, counts};

#[tokio::test]
async fn first_duplicate_in_file_wins() {
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
async fn confusable_name_is_imported_and_reserved() {
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
async fn name_confusable_with_pending_one_is_refused() {
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
async fn dry_run_checks_table_for_confusable_users() {
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
async fn existing_user_is_never_overwritten() {
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
async fn strict_option_applies_current_rules() {
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
async fn ambiguous_address_is_not_imported() {
    let migration = Migration::start().await;
    let ambiguous = [
        "an\u{200b}n@example.com",
        "ann@exam_\u{200b}ple.com",
        "\"ann\"@example.com",
        "=?utf-8?q?ann?=@example.com",
        "ann%example.org@example.com",
        "example.org!ann@localhost",
    ];
    let users = ambiguous.map(|email| json!({ "email": email }));
    let report = migration.plain(&users, "").await;
    assert_eq!(counts(&report), (6, 0, 0, vec![("email_invalid".to_owned(), 6)]), "{report}");

    let users =
        [json!({ "email": "ann@exa\u{200b}mple.com" }), json!({ "email": "zoë@XN--Bcher-kva.example\u{feff}" })];
    assert_eq!(all_imported(&migration.plain(&users, "").await), 2);
    let items = migration.service.items().await;
    let mut stored: Vec<_> = items.values().filter_map(|item| item.get("email")?.as_s().ok()).collect();
    stored.sort();
    assert_eq!(stored, ["ann@example.com", "zoë@bücher.example"]);
}

#[tokio::test]
async fn name_of_another_address_is_not_imported() {
    let migration = Migration::start().await;
    let users = [
        json!({ "email": "ann@example.com", "username": "Ann@Example.com" }),
        json!({ "email": "bob@example.com", "username": "ann.lee@example.com" }),
        json!({ "email": "cas@example.com", "username": "two words@home" }),
        json!({ "email": "dan@example.com", "username": "evil.com" }),
    ];
    let report = migration.plain(&users, "").await;
    assert_eq!(counts(&report), (4, 2, 0, vec![("username_not_own_address".to_owned(), 2)]), "{report}");
    let report = Migration::start().await.plain(&users, "--strict").await;
    assert_eq!(counts(&report), (4, 1, 0, vec![("username_not_allowed".to_owned(), 3)]), "{report}");
}
