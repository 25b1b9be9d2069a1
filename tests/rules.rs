//! The rules of the examples on `local`'s bus: subscribers work without AWS.

use std::sync::{Arc, Mutex};

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::types::{AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType};
use aws_sdk_sesv2::config::{BehaviorVersion, Region};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use directory::Directory;
use domain::clock::ManualClock;
use local::{Local, Options, RuleError, StartError};
use serde_json::{Value, json};
use welcome::Welcome;

use crate::support::{Service, initial_time, seeded, serve};

const QUEUE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../infra/examples/queue/template.yaml");
const WELCOME: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../infra/examples/welcome/template.yaml");

/// A target that records the events, and answers with given statuses, then 200.
#[derive(Clone, Default)]
struct Receiver {
    bodies: Arc<Mutex<Vec<Value>>>,
    statuses: Arc<Mutex<Vec<u16>>>,
}

impl Receiver {
    async fn start(&self) -> String {
        serve(Router::new().fallback(receive).with_state(self.clone())).await
    }

    fn bodies(&self) -> Vec<Value> {
        self.bodies.lock().unwrap().clone()
    }
}

async fn receive(State(receiver): State<Receiver>, body: Bytes) -> (StatusCode, &'static str) {
    receiver.bodies.lock().unwrap().push(serde_json::from_slice(&body).unwrap());
    let status = receiver.statuses.lock().unwrap().pop().unwrap_or(200);
    // Lambda's Invoke API answers like this when a function failed.
    if status == 299 {
        (StatusCode::OK, r#"{"errorMessage": "no"}"#)
    } else {
        (StatusCode::from_u16(status).unwrap(), "null")
    }
}

fn options(template: &str, target: &str, url: &str) -> Options {
    Options {
        rules: vec![template.into()],
        targets: vec![(target.to_owned(), url.to_owned())],
        ..crate::support::options(Arc::new(ManualClock::new(initial_time())), seeded(7))
    }
}

async fn service(template: &str, target: &str, url: &str) -> Service {
    let clock = Arc::new(ManualClock::new(initial_time()));
    let options = Options { clock: clock.clone(), ..options(template, target, url) };
    Service::of(options, clock).await
}

#[tokio::test]
async fn matched_event_reaches_target_transformed() {
    let receiver = Receiver::default();
    let service = service(QUEUE, "Queue", &receiver.start().await).await;
    service.active("ann", "ann@example.com").await;
    service.register("bob", "bob@example.com").await;
    service.local.settle().await;
    let bodies = receiver.bodies();
    assert_eq!(bodies.len(), 1, "registrations are not for it: {bodies:?}");
    let user = bodies[0]["user"].as_str().unwrap();
    let text = "ann@example.com became active at 2026-03-01T12:00:00Z";
    let id = format!("{user}-user_activated");
    assert_eq!(bodies[0], json!({ "id": id, "sequence": 2, "user": user, "email": "ann@example.com", "text": text }));
}

#[tokio::test]
async fn failed_delivery_is_retried_in_order() {
    let receiver = Receiver::default();
    *receiver.statuses.lock().unwrap() = vec![429, 503, 500];
    let service = service(QUEUE, "Queue", &receiver.start().await).await;
    for name in ["ann", "bob"] {
        service.active(name, &format!("{name}@example.com")).await;
    }
    for _ in 0..4 {
        service.local.settle().await;
    }
    let emails: Vec<_> = receiver.bodies().iter().map(|body| body["email"].as_str().unwrap().to_owned()).collect();
    let (ann, bob) = ("ann@example.com", "bob@example.com");
    assert_eq!(emails, [ann, ann, ann, ann, bob]);
}

#[tokio::test]
async fn rejected_event_does_not_block_others() {
    for (statuses, attempts) in [(vec![400], 1), (vec![299; 3], 3)] {
        let receiver = Receiver::default();
        *receiver.statuses.lock().unwrap() = statuses;
        let service = service(QUEUE, "Queue", &receiver.start().await).await;
        for name in ["ann", "bob"] {
            service.active(name, &format!("{name}@example.com")).await;
        }
        for _ in 0..4 {
            service.local.settle().await;
        }
        assert_eq!(receiver.bodies().len(), attempts + 1);
        assert_eq!(receiver.bodies()[attempts]["email"], "bob@example.com");
    }
}

#[tokio::test]
async fn invalid_rules_prevent_start() {
    let missing = Local::start(Options { targets: Vec::new(), ..options(QUEUE, "", "") }).await.unwrap_err();
    assert_eq!(missing.to_string(), "Rule: its target has no URL: add --target Queue=URL");
    let unknown = options(QUEUE, "Queue", "http://127.0.0.1:1");
    let unknown = Options { targets: [unknown.targets.clone(), vec![("X".into(), "y".into())]].concat(), ..unknown };
    assert_eq!(
        Local::start(unknown).await.unwrap_err().to_string(),
        "no rule has a target X: correct the name in --target"
    );
    let no_url = Local::start(options(QUEUE, "Queue", "ftp://x")).await.unwrap_err();
    assert_eq!(no_url.to_string(), "--target Queue=ftp://x: the URL must begin with http://");

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("template.yaml");
    let rule = |pattern: &str| {
        format!("Resources: {{R: {{Type: AWS::Events::Rule, Properties: {{EventPattern: {pattern}, Targets: []}}}}}}")
    };
    for (text, problem) in [
        ("Resources: {}".to_owned(), "the template has no rule: neither an AWS::Events::Rule"),
        (rule("{source: [{starts: a}]}"), "R: source: unknown comparison starts"),
        (rule("'{'"), "R: the pattern is not valid JSON: EOF while parsing an object at line 1 column 1"),
        ("Resources: [".to_owned(), ""),
    ] {
        std::fs::write(&file, text).unwrap();
        let error = Local::start(options(file.to_str().unwrap(), "R", "http://127.0.0.1:1")).await.unwrap_err();
        assert!(matches!(error, StartError::Rules(RuleError::Read(_))), "{error}");
        assert!(error.to_string().starts_with(&format!("{}: {problem}", file.display())), "{error}");
    }
}

/// The example's function, behind Lambda's Invoke API, once its service is started.
type Function = Arc<tokio::sync::OnceCell<Welcome>>;

async fn invoke(State(function): State<Function>, body: Bytes) -> String {
    let event = serde_json::from_slice(&body).unwrap();
    match welcome::handle(function.get().unwrap(), &event).await {
        Ok(()) => "null".to_owned(),
        Err(error) => json!({ "errorMessage": error.to_string() }).to_string(),
    }
}

#[tokio::test]
async fn welcome_example_mails_active_user_once() {
    let function = Function::default();
    let url = serve(Router::new().fallback(invoke).with_state(Arc::clone(&function))).await;
    let service = service(WELCOME, "WelcomeFunction", &url).await;
    let dynamodb = service.dynamodb();
    create_table(&dynamodb, "done").await;
    let ses = aws_sdk_sesv2::Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("us-east-1"))
        .endpoint_url(format!("{}/_local/ses", service.local.url()))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .http_client(aws_smithy_http_client::Builder::new().build_http());
    let made = Welcome {
        site_name: "Example".to_owned(),
        mail_from: "Example <hello@example.com>".to_owned(),
        done_table: "done".to_owned(),
        ses: aws_sdk_sesv2::Client::from_conf(ses.build()),
        dynamodb,
    };
    assert!(function.set(made).is_ok());

    service.active("ann", "ann@example.com").await;
    let welcomes = async || {
        let mails = service.mails().await;
        mails.into_iter().filter(|mail| mail["subject"] == "Welcome to Example").collect::<Vec<_>>()
    };
    assert_eq!(welcomes().await[0]["to"], "ann@example.com");
    assert_eq!(welcomes().await[0]["text"], "Hello ann,\n\nyour account at Example is active. Welcome!\n");

    let event = service.events().await.pop().unwrap();
    let again = json!({ "detail": serde_json::from_str::<Value>(event["Detail"].as_str().unwrap()).unwrap() });
    assert_eq!(service.http.post(&url).json(&again).send().await.unwrap().text().await.unwrap(), "null");
    assert_eq!(welcomes().await.len(), 1, "the same signal again");
}

/// Creates a table with the string key `id`, in the database of a service.
async fn create_table(dynamodb: &aws_sdk_dynamodb::Client, name: &str) {
    let id =
        AttributeDefinition::builder().attribute_name("id").attribute_type(ScalarAttributeType::S).build().unwrap();
    let key = KeySchemaElement::builder().attribute_name("id").key_type(KeyType::Hash).build().unwrap();
    let table = dynamodb.create_table().table_name(name).billing_mode(BillingMode::PayPerRequest);
    table.attribute_definitions(id).key_schema(key).send().await.unwrap();
}

#[tokio::test]
async fn directory_example_is_same_for_any_order() {
    let service = Service::start().await;
    let registered = service.register("ann", "ann@exmaple.com").await.json();
    let handle = registered["registration"].as_str().unwrap();
    let correction = json!({ "registration": handle, "email": "ann@example.com" });
    assert_eq!(service.post_json("/register/email", &correction).await.status, 202);
    let link = service.link_to("ann@example.com").await;
    assert_eq!(service.activate_with(&link, Some(handle)).await.status, 200);
    let events: Vec<Value> = service
        .events()
        .await
        .iter()
        .map(|event| {
            let detail: Value = serde_json::from_str(event["Detail"].as_str().unwrap()).unwrap();
            json!({ "detail-type": event["DetailType"], "detail": detail })
        })
        .collect();
    assert_eq!(events.len(), 4);

    let dynamodb = service.dynamodb();
    let mut orders = Vec::new();
    permutations(&mut vec![0, 1, 2, 3], 0, &mut orders);
    for (n, order) in orders.iter().enumerate() {
        let table = format!("directory{n}");
        create_table(&dynamodb, &table).await;
        let directory = Directory { table, dynamodb: dynamodb.clone() };
        // Each is delivered twice.
        for event in order.iter().chain(order) {
            directory::handle(&directory, &serde_json::from_value(events[*event].clone()).unwrap()).await.unwrap();
        }
        let items = dynamodb.scan().table_name(&directory.table).send().await.unwrap().items.unwrap();
        let [user] = items.as_slice() else { panic!("{order:?}: {items:?}") };
        assert_eq!(
            (user["sequence"].as_n().unwrap().as_str(), user["status"].as_s().unwrap().as_str()),
            ("4", "active")
        );
        assert_eq!(user["email"].as_s().unwrap(), "ann@example.com", "{order:?}");
        assert!(!user.contains_key("expires_at"));
        // A user who is gone stays gone, without personal data.
        let mut gone = events[1].clone();
        gone["detail"]["sequence"] = 5.into();
        directory::handle(&directory, &serde_json::from_value(gone).unwrap()).await.unwrap();
        directory::handle(&directory, &serde_json::from_value(events[3].clone()).unwrap()).await.unwrap();
        let items = dynamodb.scan().table_name(&directory.table).send().await.unwrap().items.unwrap();
        let mut names: Vec<_> = items[0].keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["expires_at", "id", "sequence"]);
    }
}

/// Adds all orders of `items` from `start` on.
fn permutations(items: &mut Vec<usize>, start: usize, orders: &mut Vec<Vec<usize>>) {
    if start == items.len() {
        orders.push(items.clone());
    }
    for other in start..items.len() {
        items.swap(start, other);
        permutations(items, start + 1, orders);
        items.swap(start, other);
    }
}

#[tokio::test]
async fn ses_simulator_addresses_bounce_and_complain() {
    let service = Service::start().await;
    for (name, state) in [("bounce", "bounced"), ("complaint", "complained"), ("success", "")] {
        service.register(name, &format!("{name}@simulator.amazonses.com")).await;
        service.local.settle().await;
        let items = service.items().await;
        let user = items.values().find(|item| item.get("username").is_some_and(|n| n.as_s().unwrap() == name)).unwrap();
        assert_eq!(user.get("mail_state").map_or("", |state| state.as_s().unwrap()), state);
        assert_eq!(user.contains_key("delivered_at"), state != "bounced", "{name}");
    }
}
