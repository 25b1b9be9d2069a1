//! Arbitrary input in the form, from people, programs and attackers.
//!
//! It is accepted, or rejected with a reason, and never breaks anything. A failing case is minimised and printed.

use domain::{EmailAddress, Password, PasswordHash};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use registration::PasswordHasher;
use reqwest::Method;
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;

use crate::support::{Answer, Item, PASSWORD, Service};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// Runs a test on a strategy's values, against one service.
fn check_arbitrary<S: Strategy>(
    cases: u32,
    typed: &S,
    test: &impl AsyncFn(&Service, S::Value) -> Result<(), TestCaseError>,
) {
    check_arbitrary_at(&[], cases, typed, test);
}

/// Runs a test on a strategy's values, against one service with these settings.
fn check_arbitrary_at<S: Strategy>(
    variables: &[(&str, &str)],
    cases: u32,
    typed: &S,
    test: &impl AsyncFn(&Service, S::Value) -> Result<(), TestCaseError>,
) {
    let runtime = Runtime::new().unwrap();
    let service = runtime.block_on(Service::with(variables));
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    runner.run(typed, |typed| runtime.block_on(test(&service, typed))).unwrap();
}

/// Arbitrary values, and nearly or fully valid ones.
fn username() -> impl Strategy<Value = String> {
    let scripts = [
        "[a-zA-Z0-9.@+_-]{1,12}",
        r"[\p{Cyrillic}]{1,8}",
        r"[\p{Han}\p{Hiragana}\p{Katakana}]{1,8}",
        r"[\p{Arabic}]{1,8}",
        r"[ \w\p{M}]{1,30}",
        r"[\p{Cf}\p{Cc}a]{1,5}",
    ];
    prop_oneof![any::<String>(), proptest::sample::select(scripts.to_vec()).prop_flat_map(text)]
}

fn email() -> impl Strategy<Value = String> {
    let forms = [
        r"[a-zA-Z0-9.+-]{1,12}@[a-z]{1,10}\.(com|org)",
        r"[a-z]{1,5}@[\p{L}\p{N}-]{1,12}\.(com|example|рф)",
        r#"[a-z"(),:;<>\[\]@ .]{0,20}@[a-z.-]{0,12}"#,
        r"\PC{0,20}@\PC{0,20}",
    ];
    prop_oneof![any::<String>(), proptest::sample::select(forms.to_vec()).prop_flat_map(text)]
}

fn password() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), Just(PASSWORD.to_owned()), text(r"\PC{15,60}"), text(".{250,260}")]
}

fn text(pattern: &str) -> BoxedStrategy<String> {
    proptest::string::string_regex(pattern).unwrap().boxed()
}

/// Returns whether the table has the values that were submitted.
async fn is_as_typed(service: &Service, username: &str, email: &str, password: &str) -> bool {
    let spaces = [' ', '\u{a0}', '\u{3000}'];
    let (username, email) = (username.trim_matches(spaces), EmailAddress::parse(email).unwrap());
    let text = |item: &Item, name: &str| item[name].as_s().unwrap().clone();
    let items = service.items().await;
    let is_it = |item: &&Item| {
        item.contains_key("email") && text(item, "username") == username && text(item, "email") == email.as_str()
    };
    let Some(user) = items.values().find(is_it) else { return false };
    let password_item = &items[&format!("PASSWORD#{}", text(user, "id"))];
    let hash = PasswordHash::new(text(password_item, "password_hash").clone());
    let password = Password::parse(password, Password::MIN_LENGTH, Password::MAX_LENGTH).unwrap();
    PasswordHasher::default().verify(&password, Some(&hash)).await
}

#[test]
fn input_is_stored_as_typed_or_refused() {
    check_arbitrary(200, &(username(), email(), password(), any::<bool>()), &async |service,
                                                                                    (
        username,
        email,
        password,
        page,
    )| {
        let fields =
            [("username", &username), ("email", &email), ("password", &password), ("password_confirm", &password)];
        let request = service.request(Method::POST, "/register").header("accept", JSON);
        let request = if page {
            request.form(&fields)
        } else {
            request.json(&fields.into_iter().collect::<std::collections::BTreeMap<_, _>>())
        };
        let answer = Answer::of(request).await;
        // A form with replacement characters counts as one that is not UTF-8.
        let status = answer.status.as_u16();
        prop_assert!([202, 422, 429].contains(&status) || (status == 400 && page), "{}: {}", status, answer.body);
        if status == 202 {
            prop_assert!(is_as_typed(service, &username, &email, &password).await, "it is stored otherwise");
        } else if status == 422 {
            let errors = answer.errors();
            let mut fields: Vec<_> = errors.iter().map(|(field, _)| field).collect();
            fields.dedup();
            prop_assert!(!errors.is_empty() && fields.len() == errors.len(), "one error a field: {:?}", errors);
        }
        Ok(())
    });
}

#[test]
fn waiting_list_keeps_or_refuses_typed_address() {
    let settings = [("REGISTRATION_BACKEND", "waitlist"), ("REGISTRATION_LIMIT_PER_SOURCE", "off")];
    check_arbitrary_at(&settings, 100, &(email(), any::<bool>()), &async |service, (email, page)| {
        let request = service.request(Method::POST, "/register").header("accept", JSON);
        let request = if page { request.form(&[("email", &email)]) } else { request.json(&json!({ "email": email })) };
        let answer = Answer::of(request).await;
        let status = answer.status.as_u16();
        prop_assert!([202, 422].contains(&status) || (status == 400 && page), "{}: {}", status, answer.body);
        if status == 202 {
            let mailbox = EmailAddress::parse(&email).unwrap().mailbox();
            let items = service.items().await;
            prop_assert!(items.contains_key(&format!("WAITING#{mailbox}")), "{mailbox} has no place");
        } else if status == 422 {
            prop_assert_eq!(&answer.errors()[0].0, "email");
        }
        Ok(())
    });
}

#[test]
fn valid_input_is_accepted() {
    let names = prop_oneof![text("[b-h]{8,12}"), text("[бгджл]{8,12}"), text("[山川田中村]{8,12}")];
    check_arbitrary(20, &(names, "[a-z]{1,10}"), &async |service, (username, local)| {
        let email = format!("{local}@пример.example");
        let answer = service.register_with(&username, &email, PASSWORD).await;
        prop_assert_eq!(answer.status.as_u16(), 202, "{}", answer.body);
        prop_assert!(is_as_typed(service, &username, &email, PASSWORD).await);
        Ok(())
    });
}

#[test]
fn json_of_any_type_causes_no_server_error() {
    let value = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        proptest::collection::vec(any::<String>(), 0..3).prop_map(Value::from),
        Just(json!({ "a": { "b": [1] } })),
    ];
    let names = proptest::sample::select(&["username", "email", "password", "password_confirm", "invitation", "x"][..]);
    let body = proptest::collection::btree_map(names, value, 0..6);
    check_arbitrary(100, &body, &async |service, body| {
        let body: Map<String, Value> = body.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let answer = service.post_json("/register", &Value::Object(body)).await;
        prop_assert!([202, 422, 429].contains(&answer.status.as_u16()), "{}: {}", answer.status, answer.body);
        Ok(())
    });
}

#[test]
fn arbitrary_bytes_cause_no_server_error() {
    let bytes = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..200),
        r#"[{}\[\]":,a-z\\u0-9%&=+]{0,100}"#.prop_map(String::into_bytes),
        Just(vec![b'a'; 64 * 1024 + 1]),
    ];
    let content_type = proptest::sample::select(&[FORM, JSON, "text/plain", "application/json; charset=x", ""][..]);
    check_arbitrary(200, &(bytes, content_type), &async |service, (bytes, content_type)| {
        let request = service.request(Method::POST, "/register").header("accept", JSON);
        let answer = Answer::of(request.header("content-type", content_type).body(bytes)).await;
        let expected = [202, 400, 413, 415, 422, 429];
        prop_assert!(expected.contains(&answer.status.as_u16()), "{}: {}", answer.status, answer.body);
        Ok(())
    });
}
