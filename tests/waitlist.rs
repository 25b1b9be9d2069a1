//! The backend `waitlist`, and the command that lets people in.

use std::collections::BTreeMap;
use std::future::pending;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode, Uri};
use axum::response::IntoResponse;
use futures_util::future::join_all;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::openid;
use crate::support::{
    Answer, OpenidProvider, PASSWORD, Provider, Service, SiteverifyServer, batch, forward_request, serve, signals,
};

const WAITLIST: (&str, &str) = ("REGISTRATION_BACKEND", "waitlist");
/// The name of the honeypot field.
const HONEYPOT: &str = "comment_subject";

async fn service() -> Service {
    with(&[]).await
}

async fn with(variables: &[(&str, &str)]) -> Service {
    Service::with(&[variables, &[WAITLIST]].concat()).await
}

async fn join(service: &Service, email: &str) -> Answer {
    service.post_json("/register", &json!({ "email": email })).await
}

/// Lets these people join, a second after another.
async fn join_all_of(service: &Service, emails: &[&str]) {
    for email in emails {
        assert_eq!(join(service, email).await.status, 202);
        service.advance(1);
    }
    service.local.settle().await;
}

/// Returns the addresses on the list, in its order.
async fn waiting(service: &Service) -> Vec<String> {
    let list = service.operator("waitlist list").await.unwrap();
    list["waiting"].as_array().unwrap().iter().map(|person| person["email"].as_str().unwrap().to_owned()).collect()
}

/// Returns the paths of the invitations that were emailed to an address, oldest first.
async fn invitations(service: &Service, email: &str) -> Vec<String> {
    let mails = service.mails().await;
    let texts = mails.iter().filter(|mail| mail["to"] == email).map(|mail| mail["text"].as_str().unwrap());
    let links = texts.filter_map(|text| text.find("/register?invitation=").map(|at| &text[at..]));
    links.map(|link| link.split_whitespace().next().unwrap().to_owned()).collect()
}

/// Returns the outcome of each admission.
async fn admit(service: &Service, options: &str) -> Vec<(String, String)> {
    let (written, _) = service.operator_writes(format!("--json waitlist admit {options}").trim_end()).await;
    let admitted: Value = serde_json::from_str(&written).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let people = admitted["people"].as_array().unwrap();
    people.iter().map(|person| (text(&person["email"]), text(&person["outcome"]))).collect()
}

/// Returns the number of stored invitations for an address.
async fn stored_invitations(service: &Service, email: &str) -> usize {
    let invitations = service.items().await.into_iter().filter(|(pk, _)| pk.starts_with("INVITE#"));
    invitations.filter(|(_, item)| item["email"].as_s().unwrap() == email).count()
}

fn outcome(email: &str, outcome: &str) -> Vec<(String, String)> {
    vec![(email.to_owned(), outcome.to_owned())]
}

#[tokio::test]
async fn person_joins_and_is_let_in() {
    let service = service().await;
    let answer = join(&service, "ann@example.com").await;
    assert_eq!(answer.status, 202);
    assert_eq!(answer.json(), json!({ "status": "waiting", "next": "/register/complete?status=waiting" }));
    let mails = service.mails().await;
    assert_eq!((mails.len(), &mails[0]["to"]), (1, &json!("ann@example.com")));
    assert!(mails[0]["text"].as_str().unwrap().contains("ignore this email"), "{}", mails[0]["text"]);
    let list = service.operator("waitlist list").await.unwrap();
    let ann = json!({ "place": 1, "email": "ann@example.com", "joined_at": "2026-03-01T12:00:00Z" });
    assert_eq!(list, json!({ "waiting": [ann], "after": null }));

    service.advance(60);
    assert_eq!(admit(&service, "").await, outcome("ann@example.com", "admitted"));
    assert_eq!(waiting(&service).await, [""; 0]);
    let invitation = invitations(&service, "ann@example.com").await.remove(0);
    assert_eq!(service.get(&invitation).await.status, 200);
    let registered = service.register_at(&invitation, "ann", "ann@example.com").await;
    assert_eq!(registered.status, 201, "{}", registered.body);
    let sent =
        [("waitlist_joined", "ann@example.com"), ("waitlist_admitted", "ann@example.com"), ("user_registered", "ann")];
    assert_eq!(service.signals().await, signals(&sent));
    let details = service.details().await;
    assert_eq!((&details[1]["sequence"], &details[1]["time"]), (&json!(2), &json!("2026-03-01T12:01:00Z")));
    assert!(details.iter().all(|detail| detail["sender"] == "waitlist"), "{details:?}");
}

#[tokio::test]
async fn page_leads_from_form_to_place() {
    let service = with(&[("REGISTRATION_FORM", "terms")]).await;
    let page = service.get("/register").await.body;
    for shown in ["Join the waiting list</h1>", "name=\"email\"", "Accounts are by invitation for now."] {
        assert!(page.contains(shown), "{shown} is not in {page}");
    }
    for hidden in ["name=\"username\"", "name=\"password\"", "name=\"terms\"", "a link to confirm"] {
        assert!(!page.contains(hidden), "{hidden} is in {page}");
    }
    let wrong = service.post_form("/register", &[("email", "ann")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("This is not an email address.") && wrong.body.contains("Join the waiting list"));
    let joined = service.post_form("/register?lang=de", &[("email", "ann@example.com")]).await;
    assert_eq!(joined.status, 303);
    assert_eq!(joined.cookies().count(), 0);
    let page = service.get(joined.header("location")).await;
    assert!(page.body.contains("Sie stehen auf der Warteliste</h1>"), "{}", page.body);
    assert!(!page.body.contains("/activate/resend"), "{}", page.body);

    let schema = service.get_json("/register").await.json();
    assert_eq!((&schema["x-waitlist"], &schema["required"]), (&json!(true), &json!(["email"])));
    assert_eq!(schema["properties"].as_object().unwrap().len(), 1);
    let allowed = service.get_json("/register/allowed").await.json();
    assert_eq!(allowed, json!({ "allowed": true, "backend": "waitlist" }));
}

#[tokio::test]
async fn place_is_shown_only_by_its_backend() {
    let service = Service::start().await;
    let page = service.get("/register/complete?status=waiting").await.body;
    assert!(!page.contains("waiting list"), "{page}");
}

#[tokio::test]
async fn joining_again_keeps_place() {
    let service = service().await;
    join_all_of(&service, &["ann.lee@gmail.com", "bob@example.com"]).await;
    let (before, mails) = (service.items().await, service.mails().await.len());
    for spelling in ["annlee+list@gmail.com", "ANN.LEE@googlemail.com", "Bob@Example.com"] {
        assert_eq!(join(&service, spelling).await.status, 202);
    }
    assert_eq!(waiting(&service).await, ["ann.lee@gmail.com", "bob@example.com"]);
    assert_eq!((service.items().await, service.mails().await.len()), (before, mails));
}

/// Returns an answer without what differs in each, and the calls to the table.
fn seen(service: &Service, answer: &Answer) -> (u16, BTreeMap<String, String>, String, Vec<String>) {
    let headers = answer.headers.iter().filter(|(name, _)| !["date", "apigw-requestid"].contains(&name.as_str()));
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    let calls = service.aws_proxy.take_calls();
    let calls = calls.iter().map(|call| format!("{} {} {}", call.caller, call.operation, call.key()));
    (answer.status.as_u16(), headers.collect(), answer.body.clone(), calls.collect())
}

/// Invites a person and registers the account.
async fn register(service: &Service, username: &str, email: &str) {
    let invitation = service.operator(&format!("invite create --email {email}")).await.unwrap();
    let path = format!("/register?invitation={}", invitation["code"].as_str().unwrap());
    assert_eq!(service.register_at(&path, username, email).await.status, 201);
}

#[tokio::test]
async fn joining_looks_same_for_every_address() {
    let service = service().await;
    register(&service, "kim", "account@example.com").await;
    join_all_of(&service, &["admitted@example.com"]).await;
    admit(&service, "").await;
    join_all_of(&service, &["waiting@example.com"]).await;
    service.aws_proxy.take_calls();
    let mut answers = Vec::new();
    for email in ["new", "account", "admitted", "waiting", "account"].map(|name| format!("{name}@example.com")) {
        let json = join(&service, &email).await;
        let json = seen(&service, &json);
        let form = service.post_form("/register", &[("email", &email)]).await;
        answers.push((json, seen(&service, &form)));
        service.local.settle().await;
        service.aws_proxy.take_calls();
    }
    assert_eq!(answers[0].0.3, ["register UpdateItem LIMIT", "register PutItem WAITING"]);
    for answer in &answers[1..] {
        assert_eq!(answer, &answers[0]);
    }
}

#[tokio::test]
async fn owner_of_account_gets_notice_and_no_invitation() {
    let service = service().await;
    register(&service, "kim", "kim@example.com").await;
    let before = service.mails().await.len();
    join_all_of(&service, &["kim@example.com", "ann@example.com"]).await;
    let mails = service.mails().await;
    let notice = mails[before]["text"].as_str().unwrap();
    assert!(mails[before]["to"] == "kim@example.com" && notice.contains("You already have an account"), "{notice}");
    let expected = [outcome("kim@example.com", "has_account"), outcome("ann@example.com", "admitted")].concat();
    assert_eq!(admit(&service, "").await, expected);
    assert_eq!(invitations(&service, "kim@example.com").await.len(), 1, "that of the first registration");
    assert!(!service.items().await.contains_key("WAITING#kim@example.com"));
}

#[tokio::test]
async fn longest_wait_is_over_first() {
    let service = service().await;
    join_all_of(&service, &["ann@example.com", "bob@example.com", "cas@example.com", "dan@example.com"]).await;
    let admitted = admit(&service, "--count 2").await;
    assert_eq!(admitted, [outcome("ann@example.com", "admitted"), outcome("bob@example.com", "admitted")].concat());
    assert_eq!(admit(&service, "--email DAN@example.com").await, outcome("dan@example.com", "admitted"));
    assert_eq!(waiting(&service).await, ["cas@example.com"]);
    for email in ["dan@example.com", "nobody@example.com"] {
        let error = service.operator(&format!("waitlist admit --email {email}")).await.unwrap_err();
        assert!(error.contains("is not on the waiting list"), "{error}");
    }
    let (written, outcome) = service.operator_writes("waitlist admit --count 5").await;
    assert!(written.contains("cas@example.com") && written.contains("Nobody else"), "{written}");
    assert_eq!(outcome, Ok(()));
}

#[tokio::test]
async fn invitation_has_language_and_type_of_person() {
    let service = with(&[("REGISTRATION_FORMS", "terms")]).await;
    let request = service.request(Method::POST, "/register?type=terms").header("accept-language", "de-CH");
    let request = request.header("accept", "application/json").json(&json!({ "email": "ann@example.com" }));
    assert_eq!(Answer::of(request).await.status, 202);
    let mails = service.mails().await;
    assert!(mails[0]["text"].as_str().unwrap().contains("auf die Warteliste"), "{}", mails[0]["text"]);
    admit(&service, "--expires 36h").await;
    let mails = service.mails().await;
    assert!(mails[1]["text"].as_str().unwrap().contains("Sie sind eingeladen"), "{}", mails[1]["text"]);
    let link = invitations(&service, "ann@example.com").await.remove(0);
    assert!(link.ends_with("&lang=de"), "{link}");
    assert!(service.get(&link).await.body.contains("name=\"terms\""));
    let invitation = service.item("INVITE#").await;
    assert_eq!(invitation["type"].as_s().unwrap(), "terms");
    assert_eq!(join(&service, "ann@example.com").await.status, 202);
    let unknown = service.post_json("/register?type=none", &json!({ "email": "bob@example.com" })).await;
    assert_eq!(unknown.problem(), (404, "form_unknown".to_owned()));
}

#[tokio::test]
async fn list_goes_on_after_an_address() {
    let service = service().await;
    let emails = ["ann@example.com", "bob@example.com", "cas@example.com"];
    join_all_of(&service, &emails).await;
    let first = service.operator("waitlist list --limit 2").await.unwrap();
    assert_eq!((first["waiting"].as_array().unwrap().len(), &first["after"]), (2, &json!("bob@example.com")));
    let rest = service.operator("waitlist list --limit 2 --after bob@example.com").await.unwrap();
    assert_eq!((&rest["waiting"][0]["place"], &rest["waiting"][0]["email"]), (&json!(3), &json!("cas@example.com")));
    assert_eq!(rest["after"], Value::Null);
    let unknown = service.operator("waitlist list --after nobody@example.com").await.unwrap_err();
    assert!(unknown.contains("nobody@example.com is not on the waiting list"), "{unknown}");
    let (text, _) = service.operator_writes("waitlist list --limit 2").await;
    assert!(text.ends_with("There are more: add --after bob@example.com\n"), "{text}");
}

#[tokio::test]
async fn long_list_is_admitted_in_order() {
    let service = with(&[("REGISTRATION_LIMIT_PER_SOURCE", "off")]).await;
    let emails: Vec<_> = (0..110).map(|n| format!("p{n}@example.com")).collect();
    join_all_of(&service, &emails.iter().map(String::as_str).collect::<Vec<_>>()).await;
    assert_eq!(waiting(&service).await, emails[..100]);
    let last = service.operator("waitlist list --after p99@example.com").await.unwrap();
    assert_eq!((last["waiting"].as_array().unwrap().len(), &last["waiting"][9]["place"]), (10, &json!(110)));
    let admitted: Vec<_> = admit(&service, "--count 105").await.into_iter().map(|(email, _)| email).collect();
    assert_eq!(admitted, emails[..105]);
    assert_eq!(waiting(&service).await, emails[105..]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn simultaneous_operators_admit_nobody_twice() {
    let service = service().await;
    let emails: Vec<_> = (0..6).map(|n| format!("p{n}@example.com")).collect();
    join_all_of(&service, &emails.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let outcomes = join_all((0..4).map(|_| admit(&service, "--count 2"))).await.concat();
    let admitted = outcomes.iter().filter(|(_, outcome)| outcome == "admitted").count();
    assert!(outcomes.iter().all(|(_, outcome)| ["admitted", "claimed"].contains(&&**outcome)), "{outcomes:?}");
    assert_eq!(admitted + waiting(&service).await.len(), 6, "{outcomes:?}");
    assert!(admitted >= 2, "{outcomes:?}");
    for email in &emails {
        let is_waiting = waiting(&service).await.contains(email);
        assert_eq!(invitations(&service, email).await.len(), usize::from(!is_waiting), "{email}: {outcomes:?}");
    }
}

/// A proxy in front of DynamoDB and SES, at one of whose calls the operator's command hangs until it is killed.
#[derive(Clone, Default)]
struct Interruption {
    /// The URLs of DynamoDB and SES.
    upstreams: Arc<OnceLock<[String; 2]>>,
    http: Client,
    /// The calls of the operator before the interruption, and whether that one still arrives.
    next: Arc<Mutex<Option<(usize, bool)>>>,
    reached: Arc<Notify>,
}

impl Interruption {
    async fn service() -> (Service, Self) {
        let interruption = Self::default();
        let url = serve(Router::new().fallback(forward).with_state(interruption.clone())).await;
        let service = with(&[("AWS_ENDPOINT_URL_DYNAMODB", &url), ("AWS_ENDPOINT_URL_SESV2", &url)]).await;
        let engine = service.local.environment()["AWS_ENDPOINT_URL_DYNAMODB_STREAMS"].clone();
        interruption.upstreams.set([engine, format!("{}/_local/ses", service.local.url())]).unwrap();
        (service, interruption)
    }

    /// Runs the command, and kills it at the call after `calls` others. Returns whether it ended before.
    async fn run(&self, service: &Service, words: &str, calls: usize, arrives: bool) -> bool {
        *self.next.lock().unwrap() = Some((calls, arrives));
        let ended = tokio::select! {
            outcome = service.operator(words) => outcome.is_ok(),
            () = self.reached.notified() => false,
        };
        *self.next.lock().unwrap() = None;
        ended
    }
}

async fn forward(State(proxy): State<Interruption>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let [engine, ses] = proxy.upstreams.get().unwrap();
    let url = if headers.contains_key("x-amz-target") { engine.clone() } else { format!("{ses}{}", uri.path()) };
    // The functions have a session token.
    let interrupted = match &mut *proxy.next.lock().unwrap() {
        Some((0, arrives)) if !headers.contains_key("x-amz-security-token") => Some(*arrives),
        Some((calls, _)) if !headers.contains_key("x-amz-security-token") => {
            *calls -= 1;
            None
        }
        _ => None,
    };
    if interrupted != Some(false) {
        let response = forward_request(&proxy.http, &url, headers, body).await;
        if interrupted.is_none() {
            return response;
        }
    }
    proxy.reached.notify_one();
    pending().await
}

#[tokio::test]
async fn interrupted_admission_loses_nobody() {
    let (service, interruption) = Interruption::service().await;
    let mut repeated = 0;
    for arrives in [false, true] {
        for calls in 0.. {
            let email = format!("p{calls}-{arrives}@example.com");
            join_all_of(&service, &[&email]).await;
            let command = format!("waitlist admit --email {email}");
            if interruption.run(&service, &command, calls, arrives).await {
                assert_eq!(calls, 9, "each call was interrupted once");
                break;
            }
            let invited = invitations(&service, &email).await.len();
            let is_waiting = waiting(&service).await.contains(&email);
            assert!(is_waiting || invited == 1, "{email} is lost after {calls} calls");
            service.advance(300);
            assert_eq!(service.operator(&command).await.is_ok(), is_waiting, "{email}");
            let invitations = invitations(&service, &email).await;
            assert!((1..=2).contains(&invitations.len()), "{email}: {invitations:?}");
            repeated += usize::from(invitations.len() == 2);
            let stored = stored_invitations(&service, &email).await;
            assert_eq!(stored, 1, "{email}");
            let path = invitations.last().unwrap();
            let name = email.split('@').next().unwrap();
            assert_eq!(service.register_at(path, name, &email).await.status, 201, "{email}");
        }
    }
    assert_eq!(repeated, 2, "the email is repeated only if the interruption was between it and its record");
    assert_eq!(waiting(&service).await, [""; 0]);
}

#[tokio::test]
async fn claimed_place_waits_for_five_minutes() {
    let (service, interruption) = Interruption::service().await;
    join_all_of(&service, &["ann@example.com", "bob@example.com"]).await;
    assert!(!interruption.run(&service, "waitlist admit --email ann@example.com", 3, false).await);
    let expected = [outcome("ann@example.com", "claimed"), outcome("bob@example.com", "admitted")].concat();
    assert_eq!(admit(&service, "").await, expected);
    service.advance(299);
    assert_eq!(admit(&service, "").await, outcome("ann@example.com", "claimed"));
    service.advance(1);
    assert_eq!(admit(&service, "").await, outcome("ann@example.com", "admitted"));
}

#[tokio::test]
async fn failed_email_keeps_place() {
    let service = with(&[("AWS_ENDPOINT_URL_SESV2", "http://127.0.0.1:1")]).await;
    assert_eq!(join(&service, "ann@example.com").await.status, 202);
    for _ in 0..2 {
        let (written, outcome) = service.operator_writes("--json waitlist admit").await;
        assert!(outcome.unwrap_err().contains("the invitation of ann@example.com could not be sent"));
        let written: Value = serde_json::from_str(&written).unwrap();
        assert_eq!((&written["admitted"], &written["people"]), (&json!(0), &json!([])));
        assert_eq!(stored_invitations(&service, "ann@example.com").await, 1, "the next try replaces it");
    }
    assert_eq!(waiting(&service).await, ["ann@example.com"]);
}

#[tokio::test]
async fn person_joins_again_once_invitation_has_ended() {
    let service = service().await;
    join_all_of(&service, &["ann@example.com"]).await;
    admit(&service, "--expires 1h").await;
    service.advance(3599);
    join_all_of(&service, &["ann@example.com"]).await;
    assert_eq!(waiting(&service).await, ["ann@example.com"; 0], "the invitation can still be used");
    let mails = service.mails().await.len();
    join_all_of(&service, &["ann@example.com"]).await;
    assert_eq!(waiting(&service).await, ["ann@example.com"]);
    assert_eq!(service.mails().await.len(), mails + 1);
    let kinds: Vec<_> = service.signals().await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["waitlist_joined", "waitlist_admitted", "waitlist_joined"]);
    service.advance(400 * 24 * 3600);
    service.local.sweep_expired().await.unwrap();
    assert_eq!(waiting(&service).await, ["ann@example.com"], "a place has no end");
    admit(&service, "").await;
    service.advance(38 * 24 * 3600);
    service.local.sweep_expired().await.unwrap();
    assert!(!service.items().await.keys().any(|pk| pk.starts_with("WAITING#")));
}

#[tokio::test]
async fn request_with_wrong_code_does_not_join() {
    let service = service().await;
    let unknown = (403, "invitation_unknown".to_owned());
    assert_eq!(service.get_json("/register?invitation=x").await.problem(), unknown);
    let body = json!({ "email": "ann@example.com", "invitation": "x" });
    assert_eq!(service.post_json("/register", &body).await.problem(), unknown);
    let allowed = service.get_json("/register/allowed?invitation=x").await.json();
    assert_eq!(allowed, json!({ "allowed": false, "backend": "waitlist", "reason": "invitation_unknown" }));
    assert_eq!(service.items().await.keys().filter(|pk| !pk.starts_with("WRONG#")).count(), 0);
}

#[tokio::test]
async fn sign_in_at_provider_needs_invitation() {
    let provider = OpenidProvider::start().await;
    let service = openid::service(&provider, &[WAITLIST]).await;
    let answer = openid::Browser::new(&service).get("/register/openid/acme").await;
    assert_eq!(answer.header("location"), "/register/closed?reason=invitation_required");
    assert!(!service.get("/register").await.body.contains("/register/openid/"));
    let invitation = service.operator("invite create").await.unwrap();
    let query = format!("?invitation={}", invitation["code"].as_str().unwrap());
    assert!(service.get(&format!("/register{query}")).await.body.contains("/register/openid/acme"));
    let ann = [("username", "ann"), ("email", "ann@example.com")];
    let answer = openid::Browser::new(&service).sign_up(&provider, json!({}), &query, &ann).await;
    assert_eq!(answer.header("location"), "/activate/complete");
}

#[tokio::test]
async fn bot_in_honeypot_gets_usual_answer() {
    let service = service().await;
    let bot = service.post_json("/register", &json!({ "email": "bot@example.com", HONEYPOT: "Buy" })).await;
    let page = service.post_form("/register", &[("email", "bot@example.com"), (HONEYPOT, "Buy")]).await;
    assert!(service.items().await.is_empty());
    assert!(service.mails().await.is_empty());
    let person = join(&service, "ann@example.com").await;
    assert_eq!((bot.status, bot.json()), (person.status, person.json()));
    let usual = service.post_form("/register", &[("email", "ann@example.com"), (HONEYPOT, "")]).await;
    assert_eq!((page.status, page.header("location")), (usual.status, usual.header("location")));
}

#[tokio::test]
async fn limits_hold_for_joining() {
    let service = with(&[("REGISTRATION_LIMIT_PER_SOURCE", "2/10m")]).await;
    join_all_of(&service, &["ann@example.com", "bob@example.com"]).await;
    assert_eq!(join(&service, "cas@example.com").await.problem(), (429, "rate_limited".to_owned()));

    let service = with(&[("REGISTRATION_MAIL_BUDGET", "1/1d")]).await;
    join_all_of(&service, &["ann@example.com"]).await;
    let exhausted = (503, "mail_budget_exhausted".to_owned());
    assert_eq!(join(&service, "bob@example.com").await.problem(), exhausted);
    assert_eq!(service.get_json("/register").await.problem(), exhausted);
    let invitation = service.operator("invite create").await.unwrap();
    let path = format!("/register?invitation={}", invitation["code"].as_str().unwrap());
    assert_eq!(service.register_at(&path, "bob", "bob@example.com").await.status, 202, "an operator invited");

    let service = with(&[("REGISTRATION_LIMIT_PER_MAILBOX", "1/1d")]).await;
    join_all_of(&service, &["ann@example.com"]).await;
    admit(&service, "--expires 1m").await;
    service.advance(60);
    join_all_of(&service, &["ann@example.com"]).await;
    assert_eq!(service.mails().await.len(), 2, "the limit is silent");
    assert_eq!(waiting(&service).await, ["ann@example.com"]);
}

#[tokio::test]
async fn closed_service_takes_no_address() {
    let service = with(&[("REGISTRATION_OPEN", "false")]).await;
    assert_eq!(join(&service, "ann@example.com").await.problem(), (403, "registration_closed".to_owned()));
    assert!(service.items().await.is_empty());
}

#[tokio::test]
async fn captcha_is_required_and_spent_once() {
    let checker = SiteverifyServer::start(Provider::Hcaptcha).await;
    let service = with(&checker.variables()).await;
    let missing = join(&service, "ann@example.com").await;
    assert_eq!(missing.errors(), [("captcha".to_owned(), "captcha_required".to_owned())]);
    assert!(service.get("/register").await.body.contains("h-captcha"));
    let token = checker.token();
    let submit = async |key: &str, email: &str| {
        let body = json!({ "email": email, "captcha": token, "idempotency_key": key });
        service.post_json("/register", &body).await
    };
    assert_eq!(submit("a-key", "ann@example.com").await.status, 202);
    assert_eq!(submit("a-key", "ANN@example.com").await.status, 202, "it is the same submission");
    let failed = [("captcha".to_owned(), "captcha_failed".to_owned())];
    assert_eq!(submit("a-key", "bob@example.com").await.errors(), failed);
    assert_eq!(submit("other-key", "ann@example.com").await.errors(), failed);
    service.advance(3600);
    assert_eq!(submit("a-key", "ann@example.com").await.errors(), failed);
    assert_eq!(waiting(&service).await, ["ann@example.com"]);
}

#[tokio::test]
async fn suppressed_mailbox_keeps_place_without_emails() {
    let service = service().await;
    let bounced = "bounce@simulator.amazonses.com";
    join_all_of(&service, &[bounced, "ann@example.com"]).await;
    let expected = [outcome(bounced, "suppressed"), outcome("ann@example.com", "admitted")].concat();
    assert_eq!(admit(&service, "").await, expected);
    assert_eq!(waiting(&service).await, [bounced]);
    let (written, _) = service.operator_writes("waitlist admit").await;
    assert!(written.starts_with("Skipped, because they got no email in the last day: 1\n"), "{written}");
    assert_eq!(admit(&service, &format!("--email {bounced}")).await, outcome(bounced, "suppressed"), "it is named");
    service.advance(24 * 3600);
    assert_eq!(admit(&service, "").await, outcome(bounced, "suppressed"), "the day is over");
    assert_eq!(stored_invitations(&service, bounced).await, 0);
    service.operator(&format!("waitlist remove {bounced} --yes")).await.unwrap();
    let mails = service.mails().await.len();
    join_all_of(&service, &[bounced]).await;
    assert_eq!(service.mails().await.len(), mails, "a suppressed mailbox gets no email about its place");
    service.operator(&format!("mailbox release {bounced}")).await.unwrap();
    assert_eq!(admit(&service, "").await, outcome(bounced, "admitted"));
}

#[tokio::test]
async fn person_rejected_by_ses_waits_a_day() {
    let reject = async || (StatusCode::BAD_REQUEST, [("x-amzn-errortype", "BadRequestException")], "{}");
    let url = serve(Router::new().fallback(reject)).await;
    let service = with(&[("AWS_ENDPOINT_URL_SESV2", &url)]).await;
    join_all_of(&service, &["ann@example.com"]).await;
    assert_eq!(admit(&service, "").await, outcome("ann@example.com", "rejected"));
    assert_eq!(stored_invitations(&service, "ann@example.com").await, 0, "nobody has its code");
    assert_eq!(admit(&service, "").await, []);
    service.advance(24 * 3600 - 1);
    assert_eq!(admit(&service, "").await, []);
    service.advance(1);
    assert_eq!(admit(&service, "").await, outcome("ann@example.com", "rejected"));
    assert_eq!(waiting(&service).await, ["ann@example.com"]);
}

/// Starts an SES that rejects the first try of each email of an operator. Returns its URL.
async fn throttling_ses(upstream: Arc<OnceLock<String>>) -> String {
    let (http, sent) = (Client::new(), Arc::new(Mutex::new(0_u32)));
    let forward = move |uri: Uri, headers: HeaderMap, body: Bytes| {
        let (http, sent, upstream) = (http.clone(), Arc::clone(&sent), Arc::clone(&upstream));
        async move {
            // The functions have a session token.
            let is_throttled = !headers.contains_key("x-amz-security-token") && {
                let mut sent = sent.lock().unwrap();
                *sent += 1;
                !sent.is_multiple_of(2)
            };
            if is_throttled {
                return (StatusCode::TOO_MANY_REQUESTS, [("x-amzn-errortype", "TooManyRequestsException")], "{}")
                    .into_response();
            }
            let url = format!("{}/_local/ses{}", upstream.get().unwrap(), uri.path());
            forward_request(&http, &url, headers, body).await
        }
    };
    serve(Router::new().fallback(forward)).await
}

#[tokio::test]
async fn throttled_email_is_sent_again() {
    let upstream = Arc::default();
    let url = throttling_ses(Arc::clone(&upstream)).await;
    let service = with(&[("AWS_ENDPOINT_URL_SESV2", &url)]).await;
    upstream.set(service.local.url().to_string()).unwrap();
    join_all_of(&service, &["ann@example.com", "bob@example.com"]).await;
    let admitted = admit(&service, "--count 2 --rate 1000").await;
    assert_eq!(admitted, [outcome("ann@example.com", "admitted"), outcome("bob@example.com", "admitted")].concat());
    for email in ["ann@example.com", "bob@example.com"] {
        assert_eq!(invitations(&service, email).await.len(), 1, "{email}");
        assert_eq!(stored_invitations(&service, email).await, 1, "{email}");
    }
}

#[tokio::test]
async fn emails_are_sent_at_rate() {
    let service = service().await;
    join_all_of(&service, &["ann@example.com", "bob@example.com", "cas@example.com"]).await;
    let before = Instant::now();
    assert_eq!(admit(&service, "--count 3 --rate 4").await.len(), 3);
    assert!(before.elapsed() >= Duration::from_millis(500), "two waits of a quarter of a second");
}

#[tokio::test]
async fn redelivered_record_sends_no_second_email() {
    let service = service().await;
    join_all_of(&service, &["ann@example.com"]).await;
    let mut place = service.item("WAITING#").await;
    assert!(place.remove("mailed").is_some());
    assert_eq!(service.invoke("mail", &batch(place.clone())).await.status, 200);
    assert_eq!(service.mails().await.len(), 1);
    service.operator("waitlist remove ann@example.com --yes").await.unwrap();
    assert_eq!(service.invoke("mail", &batch(place)).await.status, 200);
    assert_eq!(service.mails().await.len(), 1, "the place is gone");
}

#[tokio::test]
async fn place_is_part_of_personal_data() {
    let service = service().await;
    join_all_of(&service, &["ann@example.com"]).await;
    let shown = service.operator("waitlist show Ann@example.com").await.unwrap();
    assert_eq!(shown["email"], "ann@example.com");
    let kept: Vec<_> = shown["request"].as_object().unwrap().keys().collect();
    assert_eq!(kept, ["id"], "no source address, and no user agent");
    assert!(service.operator("users show ann@example.com").await.unwrap_err().contains("`waitlist show`"));
    service.operator("--operator support@desk waitlist admit").await.unwrap();
    let path = invitations(&service, "ann@example.com").await.remove(0);
    assert_eq!(service.register_at(&path, "ann", "ann@example.com").await.status, 201);
    let id = service.user_id("ann").await;
    let exported = service.operator(&format!("users export {id}")).await.unwrap();
    assert_eq!(exported["waiting"]["acts"][0]["act"], "admit");
    assert_eq!(exported["waiting"]["acts"][0]["by"], "support@desk");
    service.operator(&format!("users erase {id} --yes")).await.unwrap();
    assert_eq!(service.operator("waitlist show ann@example.com").await.unwrap(), Value::Null);

    join_all_of(&service, &["bob@example.com"]).await;
    let unconfirmed = service.operator("waitlist remove bob@example.com").await.unwrap_err();
    assert!(unconfirmed.contains("add --yes"), "{unconfirmed}");
    assert_eq!(service.operator("waitlist remove bob@example.com --yes").await.unwrap(), json!({ "changed": true }));
    assert_eq!(service.operator("waitlist remove bob@example.com --yes").await.unwrap(), json!({ "changed": false }));
    assert!(!service.items().await.contains_key("WAITING#bob@example.com"));
}

/// Returns the text of all items but the record of erasures.
async fn stored(service: &Service) -> String {
    let items = service.items().await.into_iter().filter(|(pk, _)| !pk.starts_with("ERASED#"));
    items.map(|(pk, item)| format!("{pk} {item:?}")).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn removed_person_leaves_nothing_but_a_hash() {
    let service = service().await;
    join_all_of(&service, &["ann@example.com", "bob@example.com"]).await;
    admit(&service, "").await;
    assert_eq!(stored_invitations(&service, "ann@example.com").await, 1);
    for name in ["ann", "bob"] {
        assert!(stored(&service).await.contains(name));
        service.operator(&format!("--operator dpo waitlist remove {name}@example.com --yes")).await.unwrap();
        let rest = stored(&service).await;
        assert!(!rest.contains(name), "{name} is left: {rest}");
    }
    let erased = service.items().await.into_iter().filter(|(pk, _)| pk.starts_with("ERASED#"));
    let erased: Vec<_> = erased.map(|(pk, item)| (pk.len(), item["by"].as_s().unwrap().clone())).collect();
    assert_eq!(erased, vec![("ERASED#".len() + 64, "dpo".to_owned()); 2]);
}

#[tokio::test]
async fn removal_spares_history_of_others_and_suppression() {
    let service = service().await;
    let path = service.operator("invite create").await.unwrap();
    let path = format!("/register?invitation={}", path["code"].as_str().unwrap());
    assert_eq!(service.register_at(&path, "ann", "ann@example.com").await.status, 202);
    let bounced = "bounce@simulator.amazonses.com";
    join_all_of(&service, &["ann@example.com", bounced]).await;
    let place = service.operator("waitlist show ann@example.com").await.unwrap()["id"].as_str().unwrap().to_owned();
    assert!(stored(&service).await.contains(&place));
    for email in ["ann@example.com", bounced] {
        service.operator(&format!("waitlist remove {email} --yes")).await.unwrap();
        assert!(service.items().await.contains_key(&format!("MAIL#{email}")), "{email}");
    }
    assert!(!stored(&service).await.contains(&place), "the email about the place is forgotten");
    assert_eq!(service.operator(&format!("mailbox show {bounced}")).await.unwrap()["suppressed"], "bounced");
}

#[tokio::test]
async fn removal_is_repeated_after_restore() {
    let service = service().await;
    join_all_of(&service, &["ann@example.com", "bob@example.com", "cas@example.com"]).await;
    admit(&service, "--email bob@example.com").await;
    service.advance(60);
    let backup = service.items().await;
    for name in ["ann", "bob"] {
        service.operator(&format!("waitlist remove {name}@example.com --yes")).await.unwrap();
    }
    for item in backup.into_values() {
        service.dynamodb().put_item().table_name(service.table()).set_item(Some(item)).send().await.unwrap();
    }
    let replay = format!("users erase --replay --since 2026-03-01T12:01:00Z --from-table {} --yes", service.table());
    let removed = service.operator(&replay).await.unwrap();
    assert_eq!(removed["places"].as_array().unwrap().len(), 2, "{removed}");
    let rest = stored(&service).await;
    assert!(!rest.contains("ann@") && !rest.contains("bob@") && rest.contains("cas@"), "{rest}");
    join_all_of(&service, &["ann@example.com"]).await;
    let again = service.operator(&replay).await.unwrap();
    assert_eq!(again["places"], json!([]), "a place that was given later is kept");
    assert_eq!(waiting(&service).await, ["cas@example.com", "ann@example.com"]);
}

#[tokio::test]
async fn place_of_erased_user_stays_away_after_restore() {
    let service = service().await;
    join_all_of(&service, &["ann@example.com", "bob@example.com"]).await;
    service.advance(60);
    let invitation = service.operator("invite create").await.unwrap();
    let path = format!("/register?invitation={}", invitation["code"].as_str().unwrap());
    assert_eq!(service.register_at(&path, "ann", "ann@example.com").await.status, 202);
    let link = service.link_to("ann@example.com").await;
    let pending = service.items().await;
    assert_eq!(service.activate(&link).await.status, 200);
    let active = service.items().await;
    let ann = service.user_id("ann").await;
    service.operator(&format!("users erase {ann} --yes")).await.unwrap();
    let replay = format!("users erase --replay --since 2026-03-01T12:01:02Z --from-table {} --yes", service.table());
    for backup in [pending, active] {
        for item in backup.into_values() {
            service.dynamodb().put_item().table_name(service.table()).set_item(Some(item)).send().await.unwrap();
        }
        assert_eq!(waiting(&service).await, ["ann@example.com", "bob@example.com"]);
        service.operator(&replay).await.unwrap();
        let rest = stored(&service).await;
        assert!(!rest.contains("ann@") && rest.contains("bob@"), "{rest}");
    }
    assert_eq!(admit(&service, "--count 2").await, outcome("bob@example.com", "admitted"));
}

#[tokio::test]
async fn place_belongs_to_user_with_proven_address_only() {
    let service = service().await;
    join_all_of(&service, &["ann@example.com"]).await;
    let invitation = service.operator("invite create").await.unwrap();
    let path = format!("/register?invitation={}", invitation["code"].as_str().unwrap());
    assert_eq!(service.register_at(&path, "eve", "ann@example.com").await.status, 202);
    service.local.settle().await;
    let eve = service.user_id("eve").await;
    assert_eq!(service.operator(&format!("users export {eve}")).await.unwrap()["waiting"], Value::Null);
    service.operator(&format!("users erase {eve} --yes")).await.unwrap();
    assert_eq!(waiting(&service).await, ["ann@example.com"]);
}

#[tokio::test]
async fn emailed_invitation_is_for_every_spelling() {
    let service = service().await;
    join_all_of(&service, &["ann.lee@gmail.com", "bob@example.com"]).await;
    admit(&service, "--count 2").await;
    let path = invitations(&service, "bob@example.com").await.remove(0);
    let other = service.register_at(&path, "bob", "bob+tag@example.com").await;
    assert_eq!(other.errors(), [("email".to_owned(), "not_invited".to_owned())], "an unknown provider");
    let path = invitations(&service, "ann.lee@gmail.com").await.remove(0);
    let other = service.register_at(&path, "ann", "annie@gmail.com").await;
    assert_eq!(other.errors(), [("email".to_owned(), "not_invited".to_owned())]);
    let spelling = "annlee+list@googlemail.com";
    assert_eq!(service.register_at(&path, "ann", spelling).await.status, 201);
    let items = service.items().await;
    let proven: Vec<_> = items.keys().filter(|pk| pk.starts_with("EMAIL#")).collect();
    assert_eq!(proven, [&format!("EMAIL#{spelling}")], "the registered address is proven, and no other");

    let unmailed = service.operator("invite create --email ann.lee@gmail.com --no-mail").await.unwrap();
    let path = format!("/register?invitation={}", unmailed["code"].as_str().unwrap());
    let other = service.register_at(&path, "lee", "annlee@gmail.com").await;
    assert_eq!(other.errors(), [("email".to_owned(), "not_invited".to_owned())], "its code proves no mailbox");
}

#[tokio::test]
async fn start_over_needs_no_second_invitation() {
    let service = service().await;
    let invitation = service.operator("invite create").await.unwrap();
    let path = format!("/register?invitation={}", invitation["code"].as_str().unwrap());
    assert_eq!(service.register_at(&path, "ann", "ann@example.com").await.status, 202);
    let key = service.link_to("ann@example.com").await.replace("/activate/", "");
    let path = format!("/register?activation={key}");
    assert!(service.get(&path).await.body.contains("name=\"password\""));
    let body = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD });
    assert_eq!(service.post_json(&path, &body).await.status, 201);
}
