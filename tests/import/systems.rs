//! The users of each supported system.

use serde_json::json;

use super::{Migration, PBKDF2, all_imported, ann, counts};
use crate::support::{OTHER_PASSWORD, PASSWORD};

#[tokio::test]
async fn django_dump_is_imported() {
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
async fn cognito_user_has_verified_address_without_password() {
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
    assert!(items.keys().all(|pk| !pk.starts_with("PASSWORD#")));
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

    // A user without a password does not affect new registrations.
    let service = &migration.service;
    assert_eq!(service.register("bob", "x@example.com").await.errors()[0].1, "taken");
    assert_eq!(service.register("ann", "ann@example.com").await.status, 202);
    let mail = &service.mails().await[0];
    assert!(!mail["text"].as_str().unwrap().contains("/activate/"));

    let (report, _) = migration.run(&file, "--from cognito --trust-addresses").await;
    assert_eq!(counts(&report), (6, 2, 4, vec![]), "{report}");
}

#[tokio::test]
async fn cognito_csv_is_imported() {
    let migration = Migration::start().await;
    let csv = "cognito:username,name,given_name,email,email_verified,phone_number,cognito:mfa_enabled\n\
        ann,Ann Lee,Ann,ann@example.com,TRUE,+15555550100,FALSE\nbob,,,,FALSE,+15555550101,FALSE\n";
    let file = migration.file("users.csv", csv);
    let (report, _) = migration.run(&file, "--from cognito").await;
    assert_eq!(counts(&report), (2, 1, 0, vec![("email_missing".to_owned(), 1)]), "{report}");
    assert_eq!(migration.service.item("USER#").await["username"].as_s().unwrap(), "ann");
}

/// A repeated submission is verified against the hash of the user who has the name.
#[tokio::test]
async fn imported_hash_never_fails_a_registration() {
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
    assert_eq!(migration.service.mails().await.len(), hashes.len(), "their owners are emailed");
}
