//! The items in the table, and the data that is not stored.

use std::collections::BTreeSet;

use crate::support::{PASSWORD, Service};

fn attributes(item: &crate::support::Item) -> BTreeSet<&str> {
    item.keys().map(String::as_str).collect()
}

#[tokio::test]
async fn pending_items_expire_and_active_ones_stay() {
    let service = Service::start().await;
    let link = service.pending("Ann", "Ann@example.com").await;
    let expires_at = (crate::support::initial_time().as_second() + 7 * 24 * 3600).to_string();
    for prefix in ["USER#", "PASSWORD#", "USERNAME#ann", "KEY#"] {
        assert_eq!(service.item(prefix).await["expires_at"].as_n().unwrap(), &expires_at, "{prefix}");
    }
    assert!(service.items().await.keys().all(|pk| !pk.starts_with("EMAIL#")), "the address is not proven");

    service.press(&link).await;
    for prefix in ["USER#", "PASSWORD#", "USERNAME#ann", "EMAIL#ann@example.com"] {
        assert!(!service.item(prefix).await.contains_key("expires_at"), "{prefix}");
    }
}

#[tokio::test]
async fn table_contains_no_password_and_no_key() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    let key = link.rsplit('/').next().unwrap();
    let all = format!("{:?}", service.items().await);
    let handle = service.handle_for(&link).await.unwrap();
    let (_, secret) = handle.split_once('.').unwrap();
    assert!(!all.contains(PASSWORD) && !all.contains(key) && !all.contains(secret), "{all}");
    let password = service.item("PASSWORD#").await;
    assert!(password["password_hash"].as_s().unwrap().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

#[tokio::test]
async fn registration_is_four_items() {
    let service = Service::start().await;
    service.register("ann", "ann@example.com").await;
    let items = service.items().await;
    assert_eq!(items.len(), 4);
    let user = service.item("USER#").await;
    let name = service.item("USERNAME#").await;
    assert_eq!(
        attributes(&user),
        BTreeSet::from([
            "created_at",
            "email",
            "expires_at",
            "handles",
            "id",
            "pk",
            "registration_request",
            "sender",
            "status",
            "username"
        ])
    );
    assert_eq!(attributes(&name), BTreeSet::from(["expires_at", "pk", "user_id"]));
    let password = service.item("PASSWORD#").await;
    assert_eq!(attributes(&password), BTreeSet::from(["expires_at", "password_hash", "pk"]));
    assert_eq!(attributes(&service.item("FACTS#").await), BTreeSet::from(["expires_at", "pk"]));
}
