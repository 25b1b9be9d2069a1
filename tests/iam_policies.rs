//! Each function's policy in `template.yaml`, compared with the function's calls.
//!
//! All tests of this binary fail on a call that the caller's policy does not allow (`support::AwsProxy`). These tests
//! check that the policies allow nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::import::PBKDF2;
use crate::openid::Browser;
use crate::statistics;
use crate::support::{
    AccessRequest, Answer, Function, Grant, IamEnforcer, OpenidProvider, PASSWORD, Policies, Provider, Service,
    SiteverifyServer, batch, start_over_path,
};

/// The statements that AWS needs and no code here, by their `Sid`.
const USED_BY_AWS: [(&str, &str); 11] = [
    ("ReadSecret", "the function `openid` at init, which is no part of `local`"),
    ("Log", "Lambda, for the log of a function"),
    ("ReadStream", "Lambda, as the event source mapping"),
    ("FindStream", "Lambda, as the event source mapping"),
    ("KeepFailures", "Lambda, for failed invocations"),
    ("FindFailureBucket", "Lambda, before it stores an object"),
    ("UseKeyOfTable", "DynamoDB, in the name of its caller, if the table has a key in KMS"),
    ("UseKeyOfBucket", "S3, in the name of its caller, if the bucket has a key in KMS"),
    ("Trace", "Lambda, where X-Ray traces"),
    ("MoveFailures", "the AWS CLI, before `registration redrive`"),
    ("ListFailures", "the AWS CLI, before `registration redrive`"),
];

/// The granted permissions, and the used ones.
#[derive(Default)]
struct PolicyCoverage {
    granted: BTreeSet<Grant>,
    used: BTreeSet<Grant>,
}

impl PolicyCoverage {
    /// Uses a service with these settings.
    async fn exercise(&mut self, variables: &[(&str, &str)], steps: impl AsyncFnOnce(&Service)) {
        let variables = [variables, &[("REGISTRATION_CONFIGURATION_SET", "registration")]].concat();
        let service = Service::with(&variables).await;
        steps(&service).await;
        service.local.settle().await;
        self.add(service.aws_proxy.iam_enforcer());
    }

    fn add(&mut self, iam_enforcer: &IamEnforcer) {
        self.granted.extend(iam_enforcer.grants());
        self.used.extend(iam_enforcer.used());
    }
}

/// Registers with an `Idempotency-Key`, and returns the status.
async fn submit(service: &Service, key: &str, body: &Value) -> u16 {
    let request = service.request(reqwest::Method::POST, "/register").header("accept", "application/json");
    Answer::of(request.header("idempotency-key", key).json(body)).await.status.as_u16()
}

/// Sends an event about an email to a user, as SES does.
async fn send_ses_event(service: &Service, mail: &str, user: &str, about: (&str, Value)) {
    let mut detail = json!({ "mail": { "messageId": mail, "tags": { "user_id": [user] } } });
    detail[about.0] = about.1;
    let path = "/_local/lambda/2015-03-31/functions/feedback/invocations";
    assert_eq!(service.post_json(path, &json!({ "detail": detail })).await.status, 200);
}

fn bounce() -> (&'static str, Value) {
    ("bounce", json!({ "bounceType": "Permanent", "bouncedRecipients": [{ "emailAddress": "eve@example.com" }] }))
}

/// Registers and activates, with a correction, a repetition, a start over and failures on the way.
async fn both_steps(service: &Service) {
    service.active("ann", "ann@example.com").await;
    let registered = service.register("paypaI", "bob@exmaple.com").await.json();
    let correction = json!({ "registration": registered["registration"], "email": "bob@example.com" });
    assert_eq!(service.post_json("/register/email", &correction).await.status, 202);
    service.local.settle().await;
    let guess = json!({ "registration": registered["registration"], "code": "000000" });
    assert_eq!(service.post_json("/activate/code", &guess).await.status, 422);
    let cas = json!({ "username": "cas", "email": "cas@example.com", "password": PASSWORD });
    for _ in 0..2 {
        assert_eq!(submit(service, "cas", &cas).await, 202);
    }
    let link = service.link_to("cas@example.com").await;
    let again = json!({ "registration": registered["registration"] });
    assert_eq!(service.post_json("/activate/resend", &again).await.status, 202);
    let start_over = start_over_path(&link);
    assert_eq!(service.get_json(&start_over).await.status, 200);
    assert_eq!(service.post_json(&start_over, &cas).await.status, 201);
    service.local.settle().await;
    service.advance(3600);
    for email in ["bob@example.com", "ann@example.com"] {
        assert_eq!(service.post_json("/activate/resend", &json!({ "email": email })).await.status, 202);
    }
    let link = service.link_to("bob@example.com").await;
    assert_eq!(service.get_json(&link).await.status, 200);
    service.advance(8 * 24 * 3600);
    assert_eq!(service.activate(&link).await.status, 410);
    service.local.sweep_expired().await.unwrap();
    let eve = service.pending("eve", "eve@example.com").await;
    let user = service.items().await.into_keys().filter_map(|pk| Some(pk.strip_prefix("USER#")?.to_owned())).max();
    let user = user.unwrap();
    send_ses_event(service, "1", &user, ("delivery", json!({ "timestamp": "2026-03-01T12:00:02Z" }))).await;
    send_ses_event(service, "1", &user, bounce()).await;
    assert_eq!(service.activate(&eve).await.status, 200);
}

/// Registers by a form without a username, where a submission has its own item.
async fn without_a_name(service: &Service) {
    let body = json!({ "email": "ann@example.com", "password": PASSWORD });
    for _ in 0..2 {
        assert_eq!(submit(service, "a-key", &body).await, 202);
    }
    service.local.settle().await;
    service.forget_email().await;
    assert_eq!(service.invoke("mail", &batch(service.item("USER#").await)).await.status, 200);
}

async fn invitations(service: &Service) {
    let invite = async |options: &str| {
        let invitation = service.operator(format!("invite create {options}").trim_end()).await.unwrap();
        invitation["code"].as_str().unwrap().to_owned()
    };
    invite("--email bob@example.com").await;
    let revoked = invite("").await;
    service.operator(&format!("invite revoke {revoked}")).await.unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "email\neve@example.com\n").unwrap();
    let journal = file.path().with_extension("journal");
    let words = format!("invite send {} --journal {}", file.path().display(), journal.display());
    service.operator(&words).await.unwrap();
    std::fs::remove_file(journal).unwrap();
    let first = service.operator("invite list --limit 1").await.unwrap()["after"].as_str().unwrap().to_owned();
    assert_eq!(service.operator(&format!("invite list --after {first}")).await.unwrap()["after"], Value::Null);
    assert_eq!(service.operator("invite list").await.unwrap()["invitations"].as_array().unwrap().len(), 3);
    let code = invite("").await;
    let body = json!({ "invitation": code, "username": "ann", "email": "ann@example.com", "password": PASSWORD });
    for _ in 0..2 {
        assert_eq!(submit(service, "a-key", &body).await, 202);
    }
    let request = service.request(reqwest::Method::GET, &format!("/register/allowed?invitation={code}"));
    assert_eq!(Answer::of(request.header("idempotency-key", "a-key")).await.json()["allowed"], true);
    for path in ["/register", "/register/allowed"] {
        service.get_json(&format!("{path}?invitation={}", "a".repeat(32))).await;
    }
}

/// Joins the waiting list, is admitted, and is removed, with a bot check.
async fn waiting_list(coverage: &mut PolicyCoverage) {
    let checker = SiteverifyServer::start(Provider::Hcaptcha).await;
    let tokens = [checker.token(), checker.token()];
    let waitlist = [checker.variables().as_slice(), &[("REGISTRATION_BACKEND", "waitlist")]].concat();
    coverage
        .exercise(&waitlist, async |service| {
            for (name, token) in ["ann", "bob"].into_iter().zip(tokens) {
                let body = json!({ "email": format!("{name}@example.com"), "captcha": token });
                for _ in 0..2 {
                    assert_eq!(submit(service, name, &body).await, 202);
                }
                // The list is in the order of the seconds.
                service.advance(1);
            }
            service.local.settle().await;
            for words in [
                "waitlist list",
                "waitlist show ann@example.com",
                "waitlist admit",
                "waitlist admit --email bob@example.com",
                "waitlist remove bob@example.com --yes",
            ] {
                service.operator(words).await.unwrap();
            }
        })
        .await;
}

async fn approvals(service: &Service) {
    for (username, decision) in [("ann", "approve"), ("bob", "reject")] {
        let link = service.pending(username, &format!("{username}@example.com")).await;
        let answer = service.activate(&link).await.json();
        service.local.settle().await;
        assert_eq!(
            service.operator("users list --status awaiting_approval").await.unwrap()["users"].as_array().unwrap().len(),
            1
        );
        service.operator(&format!("users {decision} {}", answer["user"]["id"].as_str().unwrap())).await.unwrap();
    }
    for (username, decision) in [("cas", "approve"), ("dan", "reject"), ("eve", "")] {
        let link = service.pending(username, &format!("{username}@example.com")).await;
        let id = service.activate(&link).await.json()["user"]["id"].as_str().unwrap().to_owned();
        let link = service.approval_link_to("ops@example.com").await;
        assert_eq!(service.get_json(&link).await.status, 200);
        if decision.is_empty() {
            service.operator(&format!("users erase {id} --yes")).await.unwrap();
        } else {
            assert_eq!(service.post_json(&link, &json!({ "decision": decision })).await.status, 200);
        }
    }
}

async fn bounces(service: &Service) {
    for mail in 0..41 {
        send_ses_event(service, &mail.to_string(), "none", bounce()).await;
    }
    assert_eq!(service.register("ann", "ann@example.com").await.problem().1, "registration_paused");
    assert_eq!(service.get_json("/register/allowed").await.json()["allowed"], false);
    service.operator("bounces show").await.unwrap();
    service.operator("bounces forget").await.unwrap();
}

/// Finds users and acts on them, and erases them in each state.
async fn support(service: &Service) {
    let run = async |words: String| service.operator(&words).await.unwrap();
    for name in ["ann", "bob", "cas", "dan"] {
        let body = json!({ "username": name, "email": format!("{name}@example.com"), "password": PASSWORD });
        assert_eq!(submit(service, name, &body).await, 202);
    }
    service.local.settle().await;
    let [ann, bob] = [service.user_id("ann").await, service.user_id("bob@example.com").await];
    let [cas, dan] = [service.user_id("cas").await, service.user_id("dan").await];
    service.advance(60);
    for words in [
        format!("users show {ann}"),
        format!("users resend {ann}"),
        format!("users activate {ann}"),
        format!("users disable {ann}"),
        format!("users enable {ann}"),
        format!("users expire {bob} --yes"),
        format!("users export {cas}"),
        "users list".to_owned(),
        "mailbox show ann@example.com".to_owned(),
    ] {
        run(words).await;
    }
    send_ses_event(service, "1", &dan, bounce()).await;
    run("mailbox release eve@example.com".to_owned()).await;
    service.register("eve", "dan@example.com").await;
    run(format!("users erase {ann} {cas} {dan} --yes")).await;
    run(format!("users erase --replay --since 2026-03-01T00:00:00Z --from-table {} --yes", service.table())).await;
    let registered = service.register("fay", "fay@example.com").await.json();
    service.local.settle().await;
    let guess = json!({ "registration": registered["registration"], "code": "000000" });
    assert_eq!(service.post_json("/activate/code", &guess).await.status, 422);
    for count in run("limits show".to_owned()).await.as_array().unwrap() {
        run(format!("limits clear {}", count["name"].as_str().unwrap())).await;
    }
}

/// Helps users as a support desk, which has its own policy.
async fn support_desk(service: &Service) {
    service.pending("ann", "ann@example.com").await;
    service.aws_proxy.iam_enforcer().restrict_to_support();
    let id = service.user_id("ann").await;
    service.advance(60);
    for words in [
        "users show ann@example.com".to_owned(),
        format!("users export {id}"),
        format!("users resend {id}"),
        "mailbox show ann@example.com".to_owned(),
    ] {
        service.operator(&words).await.unwrap();
    }
    let unknown = service.operator("users show --identity https://accounts.example.com 1").await;
    assert!(unknown.unwrap_err().contains("no user"));
}

/// Activates and erases a user who registered by an OpenID provider.
async fn support_of_identities(service: &Service, provider: &OpenidProvider) {
    let fields = [("username", "ann"), ("email", "ann@example.com")];
    let browser = Browser::new(service);
    let unproven = json!({ "sub": "ann", "email_verified": false });
    assert_eq!(browser.sign_up(provider, unproven, "", &fields).await.status, 303);
    let user = service.operator("users show ann").await.unwrap()[0].clone();
    let issuer = user["identities"][0]["issuer"].as_str().unwrap();
    service.operator(&format!("users show --identity {issuer} ann")).await.unwrap();
    let id = user["id"].as_str().unwrap();
    service.operator(&format!("users activate {id}")).await.unwrap();
    service.operator(&format!("users erase {id} --yes")).await.unwrap();
}

/// Imports users of another system, two of them with confusable names.
async fn imports(service: &Service) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("users.csv");
    std::fs::write(
        &file,
        format!("email,username,password_hash\nann@example.com,paypal,{PBKDF2}\nbob@example.com,p\u{430}ypal,\n"),
    )
    .unwrap();
    for (option, imported) in [(" --dry-run", 2), ("", 2), ("", 0)] {
        let report = service.operator(&format!("users import {} --from plain{option}", file.display())).await.unwrap();
        assert_eq!(report["imported"], imported, "{report}");
    }
    let bob = service.user_id("bob@example.com").await;
    service.operator(&format!("users erase {bob} --yes")).await.unwrap();
}

/// Redrives the failures of every function, by its name and by an alias.
async fn redrives(service: &Service) {
    let folder = tempfile::tempdir().unwrap();
    let functions = ["mail", "signal", "feedback"];
    for function in functions.iter().flat_map(|name| [(*name).to_owned(), format!("{name}:live")]) {
        let event = if function.starts_with("feedback") { "requestPayload" } else { "payload" };
        let mut failure = json!({ "requestContext": { "functionArn": function } });
        failure[event] = json!({ "Records": [] }).to_string().into();
        std::fs::write(folder.path().join(&function), failure.to_string()).unwrap();
    }
    // `local` has no aliases.
    let (written, _) = service.operator_writes(&format!("redrive {}", folder.path().display())).await;
    assert_eq!(written.matches(": done").count(), functions.len(), "{written}");
}

/// Signs in with proven and unproven addresses, and again.
async fn sign_ins(service: &Service, provider: &OpenidProvider) {
    let unproven = |sub: &str| json!({ "sub": sub, "email": format!("{sub}@example.com"), "email_verified": false });
    for sub in ["ann", "bob"] {
        let browser = Browser::new(service);
        let answer = browser.sign_in(provider, unproven(sub), "").await;
        let form = answer.header("location").to_owned();
        assert_eq!(browser.get(&form).await.status, 200);
        let email = format!("{sub}@example.com");
        assert_eq!(browser.post(&form, &[("username", sub), ("email", &email)]).await.status, 303);
        let code = service.code_to(&email).await;
        if sub == "ann" {
            assert_eq!(browser.post("/activate/code", &[("code", &code)]).await.status, 303);
            continue;
        }
        // In another browser, and then with a proven address.
        assert_eq!(Browser::new(service).sign_in(provider, unproven(sub), "").await.status, 303);
        let proven = json!({ "sub": sub, "email": email });
        assert_eq!(Browser::new(service).sign_in(provider, proven, "").await.status, 303);
    }
    let cas = [("username", "cas"), ("email", "cas@example.com")];
    let claims = json!({ "sub": "cas", "email": "cas@example.com" });
    assert_eq!(Browser::new(service).sign_up(provider, claims, "", &cas).await.status, 303);
}

/// Repeats submissions whose token is spent, with a name and without.
async fn check_for_bots(coverage: &mut PolicyCoverage) {
    let checker = SiteverifyServer::start(Provider::Hcaptcha).await;
    let token = checker.token();
    coverage
        .exercise(&checker.variables(), async |service| {
            let body = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD, "captcha": token });
            for _ in 0..2 {
                assert_eq!(
                    submit(service, "a-key", &body).await,
                    202,
                    "the token is spent, and the submission is known"
                );
            }
        })
        .await;
    let token = checker.token();
    let no_name = [checker.variables().as_slice(), &[("REGISTRATION_FORM", "email")]].concat();
    coverage
        .exercise(&no_name, async |service| {
            let body = json!({ "email": "ann@example.com", "password": PASSWORD, "captcha": token });
            for _ in 0..2 {
                assert_eq!(submit(service, "a-key", &body).await, 202);
            }
        })
        .await;
    waiting_list(coverage).await;
}

/// Registers with a backend function, by a password and by a provider that proves the address later.
async fn ask_function(coverage: &mut PolicyCoverage, provider: &OpenidProvider, acme: &[(&str, &str)]) {
    let function = Function::start(|_| json!({ "not_implemented": true })).await;
    coverage
        .exercise(&[("REGISTRATION_BACKEND", &function.backend)], async |service| {
            service.get_json("/register/allowed").await;
            service.active("ann", "ann@example.com").await;
        })
        .await;
    let asking = [acme, &[("REGISTRATION_BACKEND", &function.backend)]].concat();
    coverage
        .exercise(&asking, async |service| {
            let ann = [("username", "ann"), ("email", "ann@example.com")];
            let unproven = json!({ "email_verified": false });
            assert_eq!(Browser::new(service).sign_up(provider, unproven, "", &ann).await.status, 303);
            let proven = Browser::new(service).sign_in(provider, json!({}), "").await;
            assert_eq!(proven.header("location"), "/activate/complete");
        })
        .await;
    // The backend function is called without the proxy.
    coverage.used.extend(function.iam_enforcer.used());
}

#[tokio::test]
async fn policies_grant_only_needed_actions() {
    let mut coverage = PolicyCoverage::default();
    coverage.exercise(&[], both_steps).await;
    coverage.exercise(&[("REGISTRATION_FORM", "email")], without_a_name).await;
    coverage.exercise(&[("REGISTRATION_BACKEND", "invitation")], invitations).await;
    let approval = [("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", "ops@example.com")];
    coverage.exercise(&approval, approvals).await;
    coverage.exercise(&[("REGISTRATION_PAUSE_WHEN_BOUNCING", "true")], bounces).await;
    coverage.exercise(&[], redrives).await;
    coverage.exercise(&[], imports).await;
    coverage.exercise(&[("REGISTRATION_LIMIT_PER_SOURCE", "90/1h")], support).await;
    coverage
        .exercise(&[("REGISTRATION_BACKEND", "simple")], async |service| {
            assert_eq!(service.register("ann", "ann@example.com").await.status, 201);
        })
        .await;

    let provider = OpenidProvider::start().await;
    let acme = provider.variables("acme");
    let acme: Vec<_> = acme.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let acme = [&[("REGISTRATION_OPENID_PROVIDERS", "acme")], acme.as_slice()].concat();
    coverage.exercise(&acme, async |service| sign_ins(service, &provider).await).await;
    coverage.exercise(&[], support_desk).await;
    coverage.exercise(&acme, async |service| support_of_identities(service, &provider).await).await;
    let invited = [acme.as_slice(), &[("REGISTRATION_BACKEND", "invitation")]].concat();
    coverage
        .exercise(&invited, async |service| {
            let invitation = service.operator("invite create").await.unwrap();
            let query = format!("?invitation={}", invitation["code"].as_str().unwrap());
            let ann = [("username", "ann"), ("email", "ann@example.com"), ("idempotency_key", "a-key")];
            assert_eq!(Browser::new(service).sign_up(&provider, json!({}), &query, &ann).await.status, 303);
            service.get("/register/openid/acme?invitation=wrong").await;
        })
        .await;
    let budget = ("REGISTRATION_MAIL_BUDGET", "9/1d");
    coverage
        .exercise(&[budget], async |service| {
            service.pending("ann", "ann@example.com").await;
            for path in ["/register", "/register/allowed"] {
                service.get_json(path).await;
            }
            service.post_json("/activate/resend", &json!({ "email": "ann@example.com" })).await;
        })
        .await;
    let unproven = [acme.as_slice(), &[budget]].concat();
    coverage
        .exercise(&unproven, async |service| {
            let fields = [("username", "ann"), ("email", "ann@example.com")];
            Browser::new(service).sign_up(&provider, json!({ "email_verified": false }), "", &fields).await;
        })
        .await;
    let approved = [acme.as_slice(), &approval].concat();
    coverage
        .exercise(&approved, async |service| {
            let ann = [("username", "ann"), ("email", "ann@example.com")];
            assert_eq!(Browser::new(service).sign_up(&provider, json!({}), "", &ann).await.status, 303);
            let users = service.operator("users list").await.unwrap();
            service.operator(&format!("users reject {}", users["users"][0]["id"].as_str().unwrap())).await.unwrap();
            assert_eq!(Browser::new(service).sign_up(&provider, json!({}), "", &ann).await.status, 303);
            let link = service.approval_link_to("ops@example.com").await;
            assert_eq!(service.post_json(&link, &json!({ "decision": "reject" })).await.status, 200);
        })
        .await;
    let paused = [acme.as_slice(), &[("REGISTRATION_PAUSE_WHEN_BOUNCING", "true")]].concat();
    coverage
        .exercise(&paused, async |service| {
            Browser::new(service).begin("").await;
        })
        .await;

    check_for_bots(&mut coverage).await;

    ask_function(&mut coverage, &provider, &acme).await;
    // The logs are called without the proxy.
    coverage.used.extend(statistics::policies_of_stack().await);

    let of_ours = |grant: &&Grant| !USED_BY_AWS.iter().any(|(sid, _)| *sid == grant.sid);
    let unused: Vec<_> = coverage.granted.difference(&coverage.used).filter(of_ours).map(Grant::to_string).collect();
    assert!(
        unused.is_empty(),
        "nothing needs these: take them out of template.yaml, add to the walk what needs them, or say in USED_BY_AWS who \
         else does: {unused:#?}"
    );
    let needed: Vec<_> = coverage.used.iter().filter(|grant| !of_ours(grant)).map(Grant::to_string).collect();
    assert!(needed.is_empty(), "these are not for others alone: {needed:#?}");
    let granted: BTreeSet<_> = coverage.granted.into_iter().map(|grant| (grant.caller, grant.sid)).collect();
    let in_template = Policies::sids();
    let never: Vec<_> =
        in_template.difference(&granted).filter(|(_, sid)| USED_BY_AWS.iter().all(|(other, _)| other != sid)).collect();
    assert!(never.is_empty(), "these are under a condition that holds nowhere in the walk: {never:?}");
    for (sid, who) in USED_BY_AWS {
        assert!(in_template.iter().any(|(_, other)| other == sid), "{sid} is not there any more: {who} needs it");
    }
}

fn policies(backend: &str) -> Policies {
    let settings = [("REGISTRATION_BACKEND", backend), ("REGISTRATION_TABLE", "t"), ("REGISTRATION_EVENT_BUS", "b")];
    let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Policies::with(&BTreeMap::from(settings))
}

fn access_request(action: &str, resource: &str, keys: &[&str]) -> AccessRequest {
    AccessRequest {
        action: action.to_owned(),
        resources: vec![resource.to_owned()],
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        attributes: vec![],
    }
}

const TABLE: &str = "arn:aws:dynamodb:us-east-1:000000000000:table/t";

#[test]
fn only_operators_query_logs() {
    let policies = policies("default");
    let query = |function: &str| {
        let group = format!("arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/{function}:*");
        access_request("logs:StartQuery", &group, &[])
    };
    assert!(policies.allow("operator", &query("registration-signal")).is_some());
    // The mail function logs no fact, and other stacks are not this one's.
    for other in ["registration-mail", "other-signal"] {
        assert!(policies.allow("operator", &query(other)).is_none(), "{other}");
    }
    assert!(policies.allow("support", &query("registration-signal")).is_none());
}

#[test]
fn call_outside_policy_is_denied() {
    let policies = policies("default");
    let put = |keys: &[&str]| access_request("dynamodb:PutItem", TABLE, keys);
    assert!(policies.allow("register", &put(&["USER#1", "USERNAME#ann"])).is_some());
    for (caller, ask) in [
        ("allowed", put(&["USER#1"])),
        ("nobody", put(&["USER#1"])),
        ("register", put(&["USER#1", "KEY#1"])),
        ("register", put(&["USERS"])),
        ("register", access_request("dynamodb:PutItem", &format!("{TABLE}2"), &["USER#1"])),
        ("register", access_request("dynamodb:Scan", TABLE, &[])),
        ("signal", access_request("events:PutEvents", "arn:aws:events:us-east-1:000000000000:event-bus/default", &[])),
    ] {
        assert!(policies.allow(caller, &ask).is_none(), "{caller}: {ask:?}");
    }
}

#[test]
fn support_reads_no_hash_and_changes_no_status() {
    let policies = policies("default");
    let allowed = |action: &str, key: &str, attributes: &[&str]| {
        let attributes = attributes.iter().map(|name| (*name).to_owned()).collect();
        let ask = AccessRequest { attributes, ..access_request(&format!("dynamodb:{action}"), TABLE, &[key]) };
        policies.allow("support", &ask).is_some()
    };
    assert!(allowed("BatchGetItem", "USER#1", &["pk", "status"]));
    assert!(allowed("UpdateItem", "USER#1", &["pk", "acts", "mail_state"]));
    for (action, key, attributes) in [
        ("BatchGetItem", "USER#1", &[][..]),
        ("BatchGetItem", "USER#1", &["pk", "handles"]),
        ("BatchGetItem", "PASSWORD#1", &["pk"]),
        ("BatchGetItem", "KEY#1", &["pk"]),
        ("GetItem", "USER#1", &["pk"]),
        ("UpdateItem", "USER#1", &["pk", "acts", "status"]),
        ("UpdateItem", "USER#1", &["pk", "acts", "*"]),
        ("UpdateItem", "MAIL#1", &["pk", "acts"]),
        ("PutItem", "USER#1", &[]),
        ("DeleteItem", "RESEND#1", &[]),
        ("Scan", "USER#1", &["pk"]),
    ] {
        assert!(!allowed(action, key, attributes), "{action} {key} {attributes:?}");
    }
}

#[tokio::test]
async fn support_can_show_and_resend_only() {
    let service = Service::start().await;
    service.pending("ann", "ann@example.com").await;
    let ann = service.user_id("ann").await;
    let iam = service.aws_proxy.iam_enforcer();
    iam.restrict_to_support();
    service.advance(60);
    assert_eq!(service.operator(&format!("users resend {ann}")).await.unwrap()["changed"], true);
    for act in [format!("activate {ann}"), format!("expire {ann} --yes"), format!("erase {ann} --yes")] {
        assert!(service.operator(&format!("users {act}")).await.is_err(), "{act}");
    }
    assert!(service.operator("users list").await.is_err());
    assert!(service.operator("mailbox release ann@example.com").await.is_err());
    assert!(!iam.take_denied().is_empty());
    assert_eq!(service.operator(&format!("users show {ann}")).await.unwrap()[0]["status"], "pending");
}

#[test]
fn email_is_sent_from_own_identity_only() {
    let arn = |name: &str| format!("arn:aws:ses:us-east-1:000000000000:{name}");
    let send = |identity: &str, sender: &str| {
        let settings = [("REGISTRATION_CONFIGURATION_SET", "registration"), ("MailIdentity", identity)];
        let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let ask = AccessRequest {
            action: "ses:SendEmail".to_owned(),
            // A recipient who is a verified identity, as in the sandbox.
            resources: ["identity/ann@example.org", "configuration-set/registration"].map(arn).to_vec(),
            keys: vec![sender.to_owned()],
            attributes: vec![],
        };
        Policies::with(&BTreeMap::from(settings)).allow("mail", &ask).is_some()
    };
    for (identity, sender, allowed) in [
        ("example.com", "accounts@example.com", true),
        ("example.com", "accounts@mail.example.com", true),
        ("example.com", "accounts@notexample.com", false),
        ("example.com", "accounts@example.org", false),
        ("accounts@example.com", "accounts@example.com", true),
        ("accounts@example.com", "other@example.com", false),
    ] {
        assert_eq!(send(identity, sender), allowed, "{sender} by {identity}");
    }
}

#[test]
fn statement_applies_only_under_its_condition() {
    let spend = access_request("dynamodb:UpdateItem", TABLE, &["INVITE#1"]);
    assert!(policies("invitation").allow("register", &spend).is_some());
    assert!(policies("waitlist").allow("register", &spend).is_some());
    assert!(policies("default").allow("register", &spend).is_none());
    let join = access_request("dynamodb:PutItem", TABLE, &["WAITING#1"]);
    assert!(policies("waitlist").allow("register", &join).is_some());
    assert!(policies("invitation").allow("register", &join).is_none());
    let reject = access_request("dynamodb:DeleteItem", TABLE, &["EMAIL#1", "PASSWORD#1"]);
    assert!(policies("approval").allow("activate", &reject).is_some());
    assert!(policies("default").allow("activate", &reject).is_none());
    let arn = |name: &str| format!("arn:aws:lambda:us-east-1:000000000000:function:{name}");
    let invoke = access_request("lambda:InvokeFunction", &arn("sign-up"), &[]);
    assert!(policies("lambda:sign-up").allow("register", &invoke).is_some());
    assert!(policies("lambda:other").allow("register", &invoke).is_none());
    assert!(policies("default").allow("register", &invoke).is_none());
}

#[tokio::test]
async fn denied_call_returns_access_denied_and_is_recorded() {
    let service = Service::start().await;
    let client = service.client_at(&service.aws_proxy.url, Some("allowed"));
    let key = aws_sdk_dynamodb::types::AttributeValue::S("USER#1".to_owned());
    let refused = client.get_item().table_name("registration").key("pk", key).send().await.unwrap_err();
    assert_eq!(refused.as_service_error().unwrap().meta().code(), Some("AccessDeniedException"));
    let kept = service.aws_proxy.iam_enforcer().take_denied();
    let table = TABLE.replace("table/t", "table/registration");
    assert_eq!(kept, BTreeSet::from([format!("\n  allowed: dynamodb:GetItem of USER#1 on {table}")]));
}
