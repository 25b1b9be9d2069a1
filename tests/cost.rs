//! The requests of each route to the table.
//!
//! Write units are money: an item of up to a kilobyte costs one, and two in a transaction.

use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::Value;

use crate::consents::{self, Forms};
use crate::openid::{self, Browser};
use crate::support::{Call, OpenidProvider, PASSWORD, Service};

/// The `User-Agent` of a usual browser.
const BROWSER_NAME: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36";

fn operations(calls: &[Call]) -> Vec<&str> {
    calls.iter().map(|call| call.operation.as_str()).collect()
}

#[tokio::test]
async fn registration_is_count_read_and_transaction() {
    let service = Service::start().await;
    assert_eq!(service.register("ann", "ann@example.com").await.status, 202);
    let calls = service.aws_proxy.take_calls();
    assert_eq!(operations(&calls), ["UpdateItem", "BatchGetItem", "TransactWriteItems"]);
    assert_eq!(calls[0].key(), "LIMIT");
    assert_eq!(calls[2].items(), ["Put USER", "Put USERNAME", "Put PASSWORD", "Put FACTS"]);
    let unlimited = Service::with(&[("REGISTRATION_LIMIT_PER_SOURCE", "off")]).await;
    assert_eq!(unlimited.register("ann", "ann@example.com").await.status, 202);
    assert_eq!(operations(&unlimited.aws_proxy.take_calls()), ["BatchGetItem", "TransactWriteItems"]);
}

#[tokio::test]
async fn activation_mail_is_one_read_six_writes() {
    let service = Service::start().await;
    service.register("ann", "ann@example.com").await;
    service.aws_proxy.take_calls();
    service.local.settle().await;
    let calls = service.aws_proxy.take_calls();
    assert_eq!(
        operations(&calls),
        ["BatchGetItem", "UpdateItem", "PutItem", "PutItem", "UpdateItem", "UpdateItem", "UpdateItem"]
    );
    assert_eq!(calls.iter().map(Call::key).collect::<Vec<_>>(), ["", "MAIL", "CODE", "KEY", "USER", "MAILS", "USER"]);
}

#[tokio::test]
async fn activation_is_one_read_and_one_transaction() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    service.aws_proxy.take_calls();
    assert_eq!(service.activate(&link).await.status, 200);
    let calls = service.aws_proxy.take_calls();
    assert_eq!(operations(&calls), ["BatchGetItem", "TransactWriteItems"]);
    assert_eq!(calls[1].items(), ["Update USER", "Put EMAIL", "Update USERNAME", "Update PASSWORD"]);
}

#[tokio::test]
async fn activation_by_code_has_four_calls() {
    let service = Service::start().await;
    let handle = service.register("ann", "ann@example.com").await.json()["registration"].clone();
    let code = service.code_to("ann@example.com").await;
    service.aws_proxy.take_calls();
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for (code, status, expected) in [
        (wrong, 422, &["BatchGetItem", "BatchGetItem", "UpdateItem", "UpdateItem", "UpdateItem", "UpdateItem"][..]),
        (&code, 200, &["BatchGetItem", "BatchGetItem", "UpdateItem", "TransactWriteItems"]),
    ] {
        let body = serde_json::json!({ "registration": handle, "code": code });
        assert_eq!(service.post_json("/activate/code", &body).await.status, status);
        assert_eq!(operations(&service.aws_proxy.take_calls()), expected);
    }
}

#[tokio::test]
async fn registration_spends_invitation_in_same_transaction() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "invitation")]).await;
    let code = service.operator("invite create").await.unwrap()["code"].as_str().unwrap().to_owned();
    service.aws_proxy.take_calls();
    let path = format!("/register?invitation={code}");
    assert_eq!(service.register_at(&path, "ann", "ann@example.com").await.status, 202);
    let calls = service.aws_proxy.take_calls();
    assert_eq!(
        operations(&calls),
        ["BatchGetItem", "GetItem", "GetItem", "UpdateItem", "GetItem", "BatchGetItem", "TransactWriteItems"]
    );
    assert_eq!(calls[6].items(), ["Put USER", "Put USERNAME", "Update INVITE", "Put PASSWORD", "Put FACTS"]);
}

#[tokio::test]
async fn sign_in_has_six_calls() {
    let provider = OpenidProvider::start().await;
    let service = openid::service(&provider, &[("REGISTRATION_FORM", "email")]).await;
    let browser = Browser::new(&service);
    let request = browser.begin("").await;
    assert_eq!(operations(&service.aws_proxy.take_calls()), ["PutItem"]);
    provider.set_claims(openid::with_times(&request, serde_json::json!({})));
    assert_eq!(browser.call_back(&request, "code-of-the-cost").await.status, 303);
    let calls = service.aws_proxy.take_calls();
    let keys: Vec<_> = calls.iter().map(Call::key).collect();
    assert_eq!(operations(&calls), ["UpdateItem", "GetItem", "GetItem", "UpdateItem", "TransactWriteItems"]);
    assert_eq!(keys, ["OPENID", "IDENTITY", "EMAIL", "LIMIT", ""]);
    assert_eq!(calls[4].items(), ["Put USER", "Put IDENTITY", "Put EMAIL", "Put FACTS"]);
}

#[tokio::test]
async fn approval_is_one_read_and_one_write() {
    let approvers = [("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", "ops@example.com")];
    let service = Service::with(&approvers).await;
    let link = service.pending("ann", "ann@example.com").await;
    let answer = service.activate(&link).await.json();
    service.local.settle().await;
    service.aws_proxy.take_calls();
    service.operator(&format!("users approve {}", answer["user"]["id"].as_str().unwrap())).await.unwrap();
    let calls = service.aws_proxy.take_calls();
    assert_eq!(operations(&calls), ["BatchGetItem", "TransactWriteItems"]);
    assert_eq!(calls[1].items(), ["Update USER"]);
    service.local.settle().await;
    assert_eq!(
        operations(&service.aws_proxy.take_calls()),
        ["BatchGetItem", "UpdateItem", "UpdateItem", "UpdateItem"],
        "its mail; its signal asks nothing"
    );
}

#[tokio::test]
async fn acts_of_operators_cost_what_help_says() {
    let service = Service::start().await;
    for name in ["ann", "bob"] {
        service.pending(name, &format!("{name}@example.com")).await;
    }
    let (ann, bob) = (service.user_id("ann").await, service.user_id("bob").await);
    service.advance(60);
    // The number stands for a transaction with so many items.
    for (words, expected) in [
        (format!("users resend {ann}"), "BatchGetItem GetItem UpdateItem PutItem"),
        (format!("users activate {ann}"), "BatchGetItem 4"),
        (format!("users disable {ann}"), "BatchGetItem 1"),
        (format!("users enable {ann}"), "BatchGetItem 1"),
        (format!("users expire {bob} --yes"), "BatchGetItem BatchGetItem 4 DeleteItem"),
        ("mailbox release ann@example.com".to_owned(), "UpdateItem"),
        ("limits clear LIMIT#x".to_owned(), "UpdateItem"),
        ("bounces show".to_owned(), "BatchGetItem"),
        ("invite create".to_owned(), "PutItem"),
    ] {
        service.local.settle().await;
        service.aws_proxy.take_calls();
        service.operator(&words).await.unwrap();
        let calls = service.aws_proxy.take_calls();
        let named = calls.iter().map(|call| match call.operation.as_str() {
            "TransactWriteItems" => call.items().len().to_string(),
            operation => operation.to_owned(),
        });
        assert_eq!(named.collect::<Vec<_>>().join(" "), expected, "{words}");
    }
}

#[tokio::test]
async fn decision_by_link_has_three_calls() {
    let approvers = [("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", "ops@example.com")];
    let service = Service::with(&approvers).await;
    for (name, decision, operations_of, items) in [
        ("ann", "approve", &["GetItem", "GetItem", "TransactWriteItems"][..], &["Update USER"][..]),
        (
            "bob",
            "reject",
            &["GetItem", "GetItem", "BatchGetItem", "TransactWriteItems"],
            &["Delete USERNAME", "Delete EMAIL", "Delete PASSWORD", "Update USER"],
        ),
    ] {
        let link = service.pending(name, &format!("{name}@example.com")).await;
        service.activate(&link).await;
        let link = service.approval_link_to("ops@example.com").await;
        service.aws_proxy.take_calls();
        assert_eq!(service.get_json(&link).await.status, 200);
        assert_eq!(operations(&service.aws_proxy.take_calls()), ["GetItem", "GetItem"]);
        assert_eq!(service.post_json(&link, &serde_json::json!({ "decision": decision })).await.status, 200);
        let calls = service.aws_proxy.take_calls();
        assert_eq!(operations(&calls), operations_of);
        assert_eq!(calls.last().unwrap().items(), items);
        service.local.settle().await;
    }
}

#[tokio::test]
async fn waiting_list_is_one_write_to_join() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "waitlist")]).await;
    service.get("/register").await;
    let email = format!("{}@{}.example.com", "a".repeat(64), "b".repeat(63));
    let request = service.request(reqwest::Method::POST, "/register").header("user-agent", "u".repeat(2000));
    assert_eq!(request.json(&serde_json::json!({ "email": email })).send().await.unwrap().status(), 202);
    let calls = service.aws_proxy.take_calls();
    assert_eq!(operations(&calls), ["UpdateItem", "PutItem"]);
    assert_eq!(calls.iter().map(Call::key).collect::<Vec<_>>(), ["LIMIT", "WAITING"]);
    service.local.settle().await;
    let calls = service.aws_proxy.take_calls();
    assert_eq!(operations(&calls), ["BatchGetItem", "UpdateItem", "UpdateItem", "UpdateItem"], "its mail");
    assert_eq!(calls.iter().map(Call::key).collect::<Vec<_>>(), ["", "MAIL", "WAITING", "MAILS"]);
    service.operator("waitlist admit").await.unwrap();
    let calls = service.aws_proxy.take_calls();
    let found = ["Query", "BatchGetItem", "BatchGetItem"];
    let invited = ["UpdateItem", "PutItem", "GetItem", "UpdateItem", "UpdateItem", "UpdateItem"];
    assert_eq!(operations(&calls), [&found[..], &invited[..]].concat());
    let keys: Vec<_> = calls.iter().map(Call::key).collect();
    assert_eq!(keys[3..], ["WAITING", "INVITE", "MAIL", "INVITE", "MAILS", "WAITING"]);
    for (pk, item) in service.items().await {
        assert!(size(&item) <= 1024, "{pk}: {} bytes", size(&item));
    }
}

#[tokio::test]
async fn pages_and_invalid_forms_need_no_table() {
    let service = Service::start().await;
    for path in ["/register", "/register/complete", "/register/closed", "/register/allowed", "/activate/complete", "/x"]
    {
        service.get(path).await;
    }
    service.post_form("/register", &[("username", "a b"), ("password", PASSWORD)]).await;
    service.post_json("/activate/not-a-key", &Value::Null).await;
    assert!(service.aws_proxy.take_calls().is_empty());
}

#[tokio::test]
async fn every_item_fits_one_write_unit() {
    let service = Service::start().await;
    let username = "x".repeat(150);
    let email = format!("{}@{}.example.com", "a".repeat(64), "b".repeat(63));
    let request = service.request(reqwest::Method::POST, "/register").header("user-agent", "u".repeat(2000));
    let body = serde_json::json!({ "username": username, "email": email, "password": PASSWORD });
    assert_eq!(request.json(&body).send().await.unwrap().status(), 202);
    service.local.settle().await;
    for (pk, item) in service.items().await {
        assert!(size(&item) <= 1024, "{pk}: {} bytes", size(&item));
    }
}

#[tokio::test]
async fn consents_cost_no_further_write_unit() {
    let forms = Forms::new();
    let service = forms.service(&[]).await;
    let request = service.request(reqwest::Method::POST, "/register").header("user-agent", BROWSER_NAME);
    let body = consents::body("ann.example", "ann.example@mail.example.com");
    assert_eq!(request.json(&body).send().await.unwrap().status(), 202);
    assert_eq!(service.aws_proxy.take_calls()[2].items(), ["Put USER", "Put USERNAME", "Put PASSWORD", "Put FACTS"]);
    service.local.settle().await;
    for (pk, item) in service.items().await {
        assert!(size(&item) <= 1024, "{pk}: {} bytes", size(&item));
    }
}

/// Returns an item's size by DynamoDB's rule, or a little more.
///
/// It is the size of names and values, and a few bytes for each map.
fn size(item: &crate::support::Item) -> usize {
    item.iter().map(|(name, value)| name.len() + size_of_value(value)).sum()
}

fn size_of_value(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::Bool(_) => 1,
        AttributeValue::N(number) => number.len().div_ceil(2) + 1,
        AttributeValue::M(map) => size(map) + 3 + map.len(),
        AttributeValue::L(list) => list.iter().map(size_of_value).sum::<usize>() + 3 + list.len(),
        AttributeValue::Ss(set) => set.iter().map(String::len).sum(),
        other => panic!("{other:?} is not measured"),
    }
}
