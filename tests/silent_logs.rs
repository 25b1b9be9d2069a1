//! Secrets and addresses: neither the logs nor, for secrets, signals, emails and failed batches have them.

use aws_sdk_dynamodb::types::AttributeValue;
use domain::Token;
use serde_json::{Value, json};

use crate::openid::{self, Browser};
use crate::support::{
    Answer, Function, LeakyAws, Log, OTHER_PASSWORD, OpenidFault, OpenidProvider, PASSWORD, Service, Stack, batch,
    start_over_path,
};

/// A client that is to be recognised.
const USER_AGENT: &str = "Recognisable/1.0";

/// A service, its log, and all secrets and addresses that its clients used.
struct Watched {
    service: Service,
    aws: LeakyAws,
    log: Log,
    secrets: Vec<String>,
    addresses: Vec<String>,
}

impl Watched {
    async fn with(variables: &[(&str, &str)]) -> Self {
        let log = Log::record();
        let (service, aws) = Service::with_leaky_aws(variables).await;
        let secrets = [PASSWORD, OTHER_PASSWORD, "$argon2id$", "fourteen chars"].map(str::to_owned).to_vec();
        Self { service, aws, log, secrets, addresses: Vec::new() }
    }

    /// Returns the address of a user, which the log must not have.
    fn address(&mut self, name: &str) -> String {
        let address = format!("{name}.Secretive@example.com");
        self.addresses.push(address.clone());
        address
    }

    async fn register(&mut self, name: &str) -> Answer {
        let email = self.address(name);
        let body = json!({ "username": name, "email": email, "password": PASSWORD, "idempotency_key": format!("once-only-{name}") });
        self.secrets.push(format!("once-only-{name}"));
        let request = self.service.request(reqwest::Method::POST, "/register").header("accept", "application/json");
        let answer = Answer::of(request.header("user-agent", USER_AGENT).json(&body)).await;
        self.service.handles.keep(&answer);
        if let Some(handle) = serde_json::from_str::<Value>(&answer.body).unwrap()["registration"].as_str() {
            self.secrets.push(handle.split_once('.').unwrap().1.to_owned());
        }
        answer
    }

    /// Collects the keys and the codes of the emails, and checks that nothing has what it should not.
    async fn check(&mut self) {
        let (mails, events) = (self.service.mails().await, self.service.events().await);
        let mut mailed = Vec::new();
        for mail in &mails {
            let text = mail["text"].as_str().unwrap();
            let words = text.split(|c: char| !c.is_ascii_alphanumeric());
            mailed.extend(words.filter(|word| Token::parse(word).is_some() || is_code(word)).map(str::to_owned));
        }
        let log = self.log.text();
        for secret in self.secrets.iter().chain(&mailed) {
            assert!(!log.contains(secret.as_str()), "the log has {secret}:\n{log}");
            assert!(!events.iter().any(|event| event.to_string().contains(secret.as_str())), "a signal has {secret}");
        }
        for address in &self.addresses {
            let local = address.split('@').next().unwrap();
            assert!(!log.to_lowercase().contains(&local.to_lowercase()), "the log has {address}:\n{log}");
        }
        assert!(!log.contains(USER_AGENT), "{log}");
        for mail in &mails {
            for secret in &self.secrets {
                assert!(!mail.to_string().contains(secret.as_str()), "an email has {secret}");
            }
        }
        // The failure bucket gets the batches that the functions were sent.
        for (pk, item) in self.service.items().await {
            if ["USER#", "RESEND#"].iter().any(|kind| pk.starts_with(kind)) {
                let batch = batch(item).to_string();
                for secret in self.secrets.iter().chain(&mailed) {
                    assert!(!batch.contains(secret.as_str()), "the batch of {pk} has {secret}");
                }
            }
        }
    }
}

fn is_code(word: &str) -> bool {
    word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit())
}

/// Uses every route, with right and wrong values.
async fn use_everything(watched: &mut Watched) {
    assert_eq!(watched.register("ann").await.status, 202);
    assert_eq!(watched.register("ann").await.status, 202, "the same submission again");
    let (ann, bob) = (watched.address("ann"), watched.address("bob"));
    let service = &watched.service;
    let link = service.link_to(&ann).await;
    let handle = service.handle_for(&link).await.unwrap();
    assert_eq!(service.register_with("ann", &bob, "fourteen chars").await.status, 422);
    let guess = json!({ "registration": handle, "code": "123456" });
    assert_eq!(service.post_json("/activate/code", &guess).await.status, 422);
    assert_eq!(service.post_json("/activate/resend", &json!({ "email": ann })).await.status, 202);
    let correction = json!({ "registration": handle, "email": bob });
    assert_eq!(service.post_json("/register/email", &correction).await.status, 202);
    let corrected = service.link_to(&bob).await;
    let body = json!({ "username": "own", "email": ann, "password": OTHER_PASSWORD });
    assert_eq!(service.post_json(&start_over_path(&link), &body).await.status, 201);
    for link in [&link, &corrected] {
        service.open(link).await;
        service.press(link).await;
        service.activate_with(link, Some(&handle)).await;
    }
    for path in ["/register", "/register?invitation=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "/register/complete"] {
        assert_eq!(service.get(path).await.status, 200, "{path}");
    }
    service.post_form("/register", &[("email", &bob), ("username", "x y"), ("password", "fourteen chars")]).await;
    watched.check().await;
}

#[tokio::test]
async fn ordinary_use_logs_no_secret_and_no_address() {
    let mut watched = Watched::with(&[]).await;
    use_everything(&mut watched).await;
    assert!(watched.log.text().contains("answered"), "the log is recorded");
}

#[tokio::test]
async fn sign_ins_log_no_secret_and_no_address() {
    let provider = OpenidProvider::start().await;
    let variables = provider.variables("acme");
    let mut settings: Vec<_> = variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    settings.push(("REGISTRATION_OPENID_PROVIDERS", "acme"));
    let mut watched = Watched::with(&settings).await;
    let secrets = settings.iter().filter(|(name, _)| name.ends_with("SECRET")).map(|(_, value)| (*value).to_owned());
    watched.secrets.extend(secrets);
    let (ann, bob) = (watched.address("ann"), watched.address("bob"));
    let subject = "subject-of-the-person";
    for (email, verified) in [(&ann, true), (&ann, true), (&bob, false)] {
        let browser = Browser::new(&watched.service);
        let request = browser.begin("").await;
        watched.secrets.extend(["state", "nonce"].map(|name| request.parameter(name)));
        let claims = json!({ "email": email, "email_verified": verified, "sub": format!("{subject}-{email}") });
        provider.set_claims(openid::with_times(&request, claims));
        let code = format!("code-{}", request.parameter("state"));
        let form = browser.call_back(&request, &code).await;
        browser
            .post(form.header("location"), &[("username", email.split('.').next().unwrap()), ("email", email)])
            .await;
        // Twice, and cancelled.
        browser.call_back(&request, &code).await;
        let cancelled = browser.begin("").await;
        let state = cancelled.parameter("state");
        browser.get(&format!("/register/openid/acme/callback?error=access_denied&state={state}")).await;
    }
    for fault in ["/token", "/jwks", "/userinfo"].map(OpenidFault::Malformed) {
        provider.set_fault(Some(fault));
        let browser = Browser::new(&watched.service);
        let request = browser.begin("").await;
        browser.call_back(&request, "code-of-a-failure").await;
    }
    watched.secrets.extend(provider.secrets());
    assert!(!watched.log.text().contains(subject), "{}", watched.log.text());
    assert!(watched.service.signals().await.contains(&("user_activated".to_owned(), "ann".to_owned())));
    watched.check().await;
}

#[tokio::test]
async fn decision_by_link_logs_no_address() {
    let boss = "boss.Secretive@example.com";
    let settings = [("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", boss)];
    let mut watched = Watched::with(&settings).await;
    watched.addresses.push(boss.to_owned());
    watched.register("ann").await;
    let address = watched.address("ann");
    let service = &watched.service;
    let link = service.link_to(&address).await;
    assert_eq!(service.activate(&link).await.status, 200);
    service.local.settle().await;
    let link = service.approval_link_to(boss).await;
    assert_eq!(service.post_json(&link, &json!({ "decision": "approve" })).await.status, 200);
    service.local.settle().await;
    let log = watched.log.text();
    assert!(log.contains("operator=\"b***@example.com\""), "{log}");
    watched.check().await;
}

#[tokio::test]
async fn failing_aws_logs_codes_and_no_items() {
    // Without a count, a name and an idempotency key, the transaction is the first call.
    let mut watched = Watched::with(&[("REGISTRATION_LIMIT_PER_SOURCE", "off"), ("REGISTRATION_FORM", "email")]).await;
    watched.register("ann").await;
    watched.service.local.settle().await;
    let address = watched.address("ann");
    let link = watched.service.link_to(&address).await;
    watched.aws.fail([true, false, false]);
    let bob = json!({ "email": watched.address("bob"), "password": PASSWORD });
    assert_eq!(watched.service.post_json("/register", &bob).await.status, 503);
    assert_eq!(watched.register("eve").await.status, 503);
    assert_eq!(watched.service.activate_with(&link, None).await.status, 503);
    let resend = json!({ "email": watched.address("ann") });
    assert_eq!(watched.service.post_json("/activate/resend", &resend).await.status, 503);
    let log = watched.log.text();
    assert!(log.contains("TransactionCanceledException: Transaction cancelled"), "{log}");
    assert!(log.contains("ValidationException: The request is not valid"), "{log}");

    for fails in [[false, true, false], [false, false, true]] {
        watched.aws.fail(fails);
        let name = if fails[1] { "cas" } else { "dan" };
        assert_eq!(watched.register(name).await.status, 202);
        watched.service.local.settle().await;
    }
    let log = watched.log.text();
    assert!(log.contains("MessageRejected: Email address is not verified"), "{log}");
    assert!(log.contains("c***@example.com"), "the address is masked: {log}");
    assert!(log.contains("signals were not sent"), "{log}");
    watched.aws.fail([false; 3]);
    watched.check().await;
}

#[tokio::test]
async fn unreadable_item_is_logged_without_values() {
    let mut watched = Watched::with(&[]).await;
    watched.register("ann").await;
    let address = watched.address("ann");
    let link = watched.service.link_to(&address).await;
    let (dynamodb, user) = (watched.service.dynamodb(), watched.service.item("USER#").await);
    let table = watched.service.local.environment()["REGISTRATION_TABLE"].clone();
    for (attribute, value) in [("corrections", address.clone()), ("created_at", format!("{address} unlogged-value"))] {
        let update = dynamodb.update_item().table_name(&table).key("pk", user["pk"].clone());
        let update = update.update_expression("SET #name = :value").expression_attribute_names("#name", attribute);
        let value = AttributeValue::S(value);
        update.expression_attribute_values(":value", value).send().await.unwrap();
        assert_eq!(watched.service.activate(&link).await.problem().0, 500);
    }
    let event = json!({ "detail": { "mail": { "messageId": 5, "tags": address } } });
    watched.service.invoke("feedback", &event).await;
    watched.service.local.settle().await;
    let log = watched.log.text();
    assert!(!log.contains("unlogged-value"), "{log}");
    for message in ["an item in the table cannot be read", "an item in the stream cannot be read", "an event of SES"] {
        assert!(log.contains(message), "{message} is missing: {log}");
    }
    watched.check().await;
}

#[tokio::test]
async fn failing_backend_function_logs_no_address() {
    let function = Function::start(|call| match call["method"].as_str().unwrap() {
        "registration_allowed" | "form" => json!({ "not_implemented": true }),
        "register" => json!({ "errorMessage": format!("KeyError: {}", call["data"]["email"]) }),
        _ => json!({ "redirect": format!("ftp://{}/once-only-token", call["user"]["email"]) }),
    });
    let function = function.await;
    let mut watched = Watched::with(&[("REGISTRATION_BACKEND", &function.backend)]).await;
    assert_eq!(watched.register("ann").await.status, 503);
    let log = watched.log.text();
    assert!(log.contains("KeyError") && log.contains("a***@example.com"), "{log}");
    watched.check().await;

    let function = Function::start(|call| match call["method"].as_str().unwrap() {
        "post_registration_redirect" => json!({ "redirect": "ftp://example.com/once-only-token" }),
        _ => json!({ "not_implemented": true }),
    });
    let function = function.await;
    let mut watched = Watched::with(&[("REGISTRATION_BACKEND", &function.backend)]).await;
    watched.secrets.push("once-only-token".to_owned());
    assert_eq!(watched.register("ann").await.status, 202);
    assert!(watched.log.text().contains("the backend function gave no redirect"));
    watched.check().await;
}

#[tokio::test]
async fn failing_template_logs_no_values() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("mail")).unwrap();
    for (name, source) in [
        ("mail/activation.txt", "{{ link }} {{ email }} {{ nonsense }}"),
        ("register.html", "{{ page.fields }} {{ page.nonsense }}"),
    ] {
        std::fs::write(folder.path().join(name), source).unwrap();
    }
    let mut watched = Watched::with(&[("REGISTRATION_TEMPLATES_DIR", folder.path().to_str().unwrap())]).await;
    watched.register("ann").await;
    let email = watched.address("ann");
    watched.service.post_form("/register", &[("email", &email), ("username", "x y")]).await;
    watched.service.local.settle().await;
    let log = watched.log.text();
    assert!(
        log.contains("a template of REGISTRATION_TEMPLATES_DIR is invalid") && log.contains("activation.txt:1"),
        "{log}"
    );
    watched.check().await;
}

/// The variables of API Gateway that are in no request's path, query, headers or body.
const LOGGED: [&str; 5] = ["requestId", "routeKey", "status", "responseLatency", "identity.sourceIp"];

#[test]
fn access_log_has_no_path_and_no_header() {
    let stages: Vec<_> = Stack::resources("AWS::ApiGatewayV2::Stage").collect();
    assert_eq!(stages.len(), 1);
    for (name, stage) in stages {
        let [format] = stage.all("Format")[..] else { panic!("{name} has one format") };
        let variables: Vec<_> = format.split("$context.").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(variables, LOGGED, "{name}");
    }
}
