//! Rules on `local`'s bus, those of the examples: who reacts to signals can be tried without AWS.

use std::sync::{Arc, Mutex};

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::types::{AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType};
use aws_sdk_sesv2::config::{BehaviorVersion, Region};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use domain::clock::ManualClock;
use local::{Local, Options, RuleError, StartError};
use serde_json::{Value, json};
use welcome::Welcome;

use crate::support::{Service, initial_time, seeded, serve};

const QUEUE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../infra/examples/queue/template.yaml");
const WELCOME: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../infra/examples/welcome/template.yaml");

/// What stands where a target is: keeps what it is posted, and answers with the statuses that it is told to, then 200.
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
    // As Lambda's Invoke API answers for a function that failed.
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
    assert_eq!(bodies[0], json!({ "id": id, "user": user, "email": "ann@example.com", "text": text }));
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
    assert_eq!(Local::start(unknown).await.unwrap_err().to_string(), "no rule has a target X");
    let no_url = Local::start(options(QUEUE, "Queue", "ftp://x")).await.unwrap_err();
    assert_eq!(no_url.to_string(), "--target Queue=ftp://x: it does not begin with http://");

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

/// The example's function, behind Lambda's Invoke API; it is there once the service is that it is part of.
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
    let id =
        AttributeDefinition::builder().attribute_name("id").attribute_type(ScalarAttributeType::S).build().unwrap();
    let key = KeySchemaElement::builder().attribute_name("id").key_type(KeyType::Hash).build().unwrap();
    let table = dynamodb.create_table().table_name("done").billing_mode(BillingMode::PayPerRequest);
    table.attribute_definitions(id).key_schema(key).send().await.unwrap();
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
