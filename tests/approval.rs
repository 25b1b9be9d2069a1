//! The backend `approval`, and the command that approves.

use domain::Random;
use domain::clock::SystemClock;
use futures_util::future::join;
use local::Local;
use serde_json::Value;
use std::sync::Arc;

use crate::support::{Service, options, signals};

async fn service() -> Service {
    let approvers = "ops@example.com, boss@example.com";
    Service::with(&[("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", approvers)]).await
}

/// A user who awaits approval: the id.
async fn awaiting(service: &Service, username: &str) -> String {
    let link = service.pending(username, &format!("{username}@example.com")).await;
    let answer = service.post_json(&link, &Value::Null).await;
    assert_eq!((answer.status.as_u16(), answer.json()["status"].as_str().unwrap()), (200, "awaiting_approval"));
    answer.json()["user"]["id"].as_str().unwrap().to_owned()
}

/// The last mail: to whom, and what it says.
async fn last_mail(service: &Service) -> (Vec<String>, String) {
    let mails = service.mails().await;
    let mail = mails.last().unwrap();
    let to = mail["to"].as_str().unwrap().split(", ").map(str::to_owned).collect();
    (to, format!("{}\n\n{}", mail["subject"].as_str().unwrap(), mail["text"].as_str().unwrap()))
}

#[tokio::test]
async fn confirmed_user_awaits_approval_and_approvers_are_notified() {
    let service = service().await;
    let id = awaiting(&service, "ann").await;
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann")]));
    let (to, text) = last_mail(&service).await;
    assert_eq!(to, ["ops@example.com", "boss@example.com"]);
    insta::assert_snapshot!(text.replace(&id, "[id]"), @r#"
    ann awaits approval at Example

    Hello,

    ann has registered at Example and awaits approval.

    Username: ann
    Address: ann@example.com (confirmed)
    Since: 1 March 2026, 12:00 UTC

    To approve or to reject:

    registration users approve [id]
    registration users reject [id]
    "#);
    let page = service.get("/activate/complete").await;
    assert!(page.body.contains("Your registration is being looked at."), "{}", page.body);
}

#[tokio::test]
async fn approved_user_is_active_and_notified() {
    let service = service().await;
    let id = awaiting(&service, "ann").await;
    service.advance(60);
    let approved = service.operator(&format!("users approve {id}")).await.unwrap();
    assert_eq!((&approved["changed"], &approved["user"]["status"]), (&true.into(), &"active".into()));
    assert_eq!(approved["user"]["activated_at"], "2026-03-01T12:01:00Z");
    let sent = ["user_registered", "registration_approved", "user_activated"];
    assert_eq!(service.signals().await, signals(&sent.map(|kind| (kind, "ann"))));
    let (to, text) = last_mail(&service).await;
    assert_eq!(to, ["ann@example.com"]);
    insta::assert_snapshot!(text.replace(service.local.url(), "[site]"), @r#"
    Your account at Example is active

    Hello,

    Your registration as ann at Example has been approved. Your account is active: you can log in.

    [site]
    "#);
}

#[tokio::test]
async fn rejection_notifies_user_and_frees_name_and_address() {
    let service = service().await;
    let link = service.pending("ann", "ann@example.com").await;
    service.post_json(&link, &Value::Null).await;
    let id = service.operator("users list").await.unwrap()[0]["id"].as_str().unwrap().to_owned();
    let rejected = service.operator(&format!("users reject {id}")).await.unwrap();
    assert_eq!(rejected["user"]["status"], "rejected");
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("registration_rejected", "ann")]));
    let (to, text) = last_mail(&service).await;
    assert_eq!(to, ["ann@example.com"]);
    insta::assert_snapshot!(text.replace(service.local.url(), "[site]"), @r#"
    Your registration at Example

    Hello,

    Your registration as ann at Example has not been approved. There is no account with this address now.

    [site]
    "#);

    assert_eq!(service.post_json(&link, &Value::Null).await.problem().1, "activation_key_unknown");
    awaiting(&service, "ann").await;
}

#[tokio::test]
async fn repeated_decision_changes_nothing() {
    let service = service().await;
    let (ann, bob) = (awaiting(&service, "ann").await, awaiting(&service, "bob").await);
    for (changed, writes) in [(true, "ann is now active.\n"), (false, "ann was already active.\n")] {
        let (written, outcome) = service.operator_writes(&format!("users approve {ann}")).await;
        assert_eq!((written.as_str(), outcome), (writes, Ok(())), "{changed}");
    }
    for changed in [true, false] {
        assert_eq!(service.operator(&format!("users reject {bob}")).await.unwrap()["changed"], changed);
    }
    let wrong = service.operator(&format!("users reject {ann}")).await.unwrap_err();
    assert_eq!(wrong, "this user does not await approval: the status is active");
    let wrong = service.operator(&format!("users approve {bob}")).await.unwrap_err();
    assert_eq!(wrong, "this user does not await approval: the status is rejected");
    let kinds: Vec<_> = service.signals().await.into_iter().map(|(kind, _)| kind).collect();
    let decided = ["registration_approved", "user_activated", "registration_rejected"];
    assert_eq!(kinds, [&["user_registered"; 2], decided.as_slice()].concat());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_decisions_succeed_once() {
    let service = service().await;
    let id = awaiting(&service, "ann").await;
    let (approve, reject) = (format!("users approve {id}"), format!("users reject {id}"));
    let (approved, rejected) = join(service.operator(&approve), service.operator(&reject)).await;
    assert_ne!(approved.is_ok(), rejected.is_ok(), "{approved:?} {rejected:?}");
    let sent = service.signals().await.len();
    assert_eq!(sent, if approved.is_ok() { 3 } else { 2 });
}

#[tokio::test]
async fn unconfirmed_user_cannot_be_approved_or_rejected() {
    let service = service().await;
    service.register("ann", "ann@example.com").await;
    let id = service.item("USER#").await["pk"].as_s().unwrap().trim_start_matches("USER#").to_owned();
    for decision in ["approve", "reject"] {
        let wrong = service.operator(&format!("users {decision} {id}")).await.unwrap_err();
        assert_eq!(wrong, "this user has not confirmed the address yet");
    }
    let wrong = service.operator("users approve 01KJMVGY00B10WNQA3Z3B5QXSP").await.unwrap_err();
    assert_eq!(wrong, "there is no user of this id");
    assert_eq!(service.signals().await.len(), 1);
}

#[tokio::test]
async fn second_activation_returns_awaiting_approval() {
    let service = service().await;
    let link = service.pending("ann", "ann@example.com").await;
    service.post_json(&link, &Value::Null).await;
    let waiting = (409, "awaiting_approval".to_owned());
    assert_eq!(service.post_json(&link, &Value::Null).await.problem(), waiting);
    assert_eq!(service.get_json(&link).await.problem(), waiting);
    let to_approvers = async || service.mails().await.iter().filter(|m| m["to"] != "ann@example.com").count();
    assert_eq!(to_approvers().await, 1);
}

#[tokio::test]
async fn user_awaiting_approval_does_not_expire() {
    let service = service().await;
    let id = awaiting(&service, "ann").await;
    service.advance(400 * 24 * 3600);
    service.local.sweep_expired().await.unwrap();
    assert_eq!(service.register("ann", "other@example.com").await.status, 422);
    service.operator(&format!("users approve {id}")).await.unwrap();
}

#[tokio::test]
async fn missing_approvers_prevent_start() {
    for (approvers, problem) in [("", "REGISTRATION_APPROVERS: is not set"), ("ops", "must be an address")] {
        let options = options(Arc::new(SystemClock), Random::system());
        let options = options.with("REGISTRATION_BACKEND", "approval").with("REGISTRATION_APPROVERS", approvers);
        let wrong = Local::start(options).await.unwrap_err().to_string();
        assert!(wrong.contains(problem), "{wrong}");
    }
}
