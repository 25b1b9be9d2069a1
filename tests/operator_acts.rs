//! The acts of operators on users and mailboxes: what each changes, sends and records.

use serde_json::{Value, json};

use crate::support::{Log, PASSWORD, Service, signals, start_over_path};

/// Runs an act on a user by a named operator, and returns the result.
async fn act(service: &Service, act: &str, id: &str) -> Result<Value, String> {
    service.operator(&format!("--operator support@desk users {act} {id}")).await
}

/// Returns the acts that are recorded at a user.
async fn acts(service: &Service, id: &str) -> Vec<(String, String)> {
    let user = service.operator(&format!("users show {id}")).await.unwrap()[0].clone();
    let acts = user["acts"].as_array().cloned().unwrap_or_default();
    acts.iter().map(|act| (act["act"].as_str().unwrap().to_owned(), act["by"].as_str().unwrap().to_owned())).collect()
}

fn by_support(names: &[&str]) -> Vec<(String, String)> {
    names.iter().map(|name| ((*name).to_owned(), "support@desk".to_owned())).collect()
}

#[tokio::test]
async fn activated_user_is_active_as_by_the_link() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    let ann = service.user_id("ann").await;
    let answer = act(&service, "activate", &ann).await.unwrap();
    assert_eq!((&answer["changed"], &answer["user"]["status"]), (&json!(true), &json!("active")));
    assert_eq!(act(&service, "activate", &ann).await.unwrap()["changed"], false);
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("user_activated", "ann")]));
    assert_eq!(acts(&service, &ann).await, by_support(&["activate"]));
    assert_eq!(service.activate(&link).await.problem().1, "already_activated");
    service.advance(30 * 24 * 3600);
    service.local.sweep_expired().await.unwrap();
    let kinds: Vec<_> = service.items().await.into_keys().map(|pk| pk.split('#').next().unwrap().to_owned()).collect();
    assert_eq!(kinds, ["EMAIL", "FACTS", "MAILS", "PASSWORD", "USER", "USERNAME"], "nothing of the account expires");
}

#[tokio::test]
async fn activation_needs_free_address_and_live_registration() {
    let service = Service::start().await;
    service.pending("bob", "ann@example.com").await;
    service.active("ann", "ann@example.com").await;
    let bob = service.user_id("bob").await;
    let taken = act(&service, "activate", &bob).await.unwrap_err();
    assert!(taken.contains("another user has this address"), "{taken}");
    service.pending("cas", "cas@example.com").await;
    let cas = service.user_id("cas").await;
    service.advance(8 * 24 * 3600);
    assert!(act(&service, "activate", &cas).await.unwrap_err().contains("has expired"));
    let nobody = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    assert!(act(&service, "activate", nobody).await.unwrap_err().contains("no user"));
    assert_eq!(acts(&service, &bob).await, []);
}

#[tokio::test]
async fn resend_within_minute_changes_nothing() {
    let service = Service::start().await;
    service.pending("ann", "ann@example.com").await;
    let ann = service.user_id("ann").await;
    for (seconds, changed, mails) in [(0, false, 1), (59, false, 1), (1, true, 2), (0, false, 2)] {
        service.advance(seconds);
        assert_eq!(act(&service, "resend", &ann).await.unwrap()["changed"], changed);
        service.local.settle().await;
        assert_eq!(service.mails().await.len(), mails);
    }
    assert_eq!(acts(&service, &ann).await, by_support(&["resend"]));
}

#[tokio::test]
async fn disabled_user_keeps_name_and_can_be_enabled() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    let ann = service.user_id("ann").await;
    for (name, status) in [("disable", "disabled"), ("enable", "active"), ("disable", "disabled")] {
        service.advance(60);
        let answer = act(&service, name, &ann).await.unwrap();
        assert_eq!((&answer["changed"], &answer["user"]["status"]), (&json!(true), &json!(status)));
        assert_eq!(act(&service, name, &ann).await.unwrap()["changed"], false, "{name} twice");
    }
    assert_eq!(acts(&service, &ann).await, by_support(&["disable", "enable", "disable"]));
    assert_eq!(service.register("ann", "bob@example.com").await.errors(), [("username".into(), "taken".into())]);
    let sent = ["user_registered", "user_activated", "user_disabled", "user_enabled", "user_disabled"];
    assert_eq!(service.signals().await, signals(&sent.map(|kind| (kind, "ann"))));
    let details = service.details().await;
    let sequences: Vec<_> = details.iter().map(|detail| detail["sequence"].as_u64().unwrap()).collect();
    assert_eq!(sequences, [1, 2, 3, 4, 5]);
    let ids: std::collections::BTreeSet<_> = details.iter().map(|detail| detail["id"].to_string()).collect();
    assert_eq!(ids.len(), 5, "each signal has its own id");
    assert_eq!(details[2]["time"], "2026-03-01T12:01:00Z");
}

#[tokio::test]
async fn act_on_wrong_status_is_refused() {
    let service = Service::start().await;
    service.pending("ann", "ann@example.com").await;
    service.active("bob", "bob@example.com").await;
    let (ann, bob) = (service.user_id("ann").await, service.user_id("bob").await);
    for (name, user, reason) in [
        ("disable", &ann, "is not active: the status is pending"),
        ("enable", &ann, "is not disabled: the status is pending"),
        ("approve", &ann, "has not confirmed"),
        ("expire --yes", &bob, "is not pending: the status is active"),
        ("resend", &bob, "is not pending: the status is active"),
        ("reject", &bob, "does not await approval: the status is active"),
    ] {
        let error = act(&service, name, user).await.unwrap_err();
        assert!(error.contains(reason), "{name}: {error}");
    }
    assert_eq!((acts(&service, &ann).await, acts(&service, &bob).await), (vec![], vec![]));
}

#[tokio::test]
async fn expired_user_frees_name_and_sends_signal() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    let ann = service.user_id("ann").await;
    service.advance(60);
    let unconfirmed = act(&service, "expire", &ann).await.unwrap_err();
    assert!(unconfirmed.contains("add --yes"), "{unconfirmed}");
    assert_eq!(act(&service, "expire --yes", &ann).await.unwrap()["changed"], true);
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("registration_expired", "ann")]));
    assert_eq!(service.details().await[1]["time"], "2026-03-01T12:01:00Z");
    assert_eq!(service.register("ann", "other@example.com").await.status, 202);
    assert!(act(&service, "expire --yes", &ann).await.unwrap_err().contains("no user"));
    assert_ne!(service.activate(&link).await.status, 200);
}

#[tokio::test]
async fn expired_user_leaves_lost_name_to_owner() {
    let service = Service::start().await;
    let old = service.pending("ann", "ann@example.com").await;
    // The owner of the mailbox starts over with the name.
    let path = start_over_path(&old);
    let fields = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD });
    assert_eq!(service.post_json(&path, &fields).await.status, 201);
    let items = service.items().await;
    let pending =
        items.values().find(|item| item.get("status").is_some_and(|status| status.as_s().unwrap() == "pending"));
    let pending = pending.unwrap()["id"].as_s().unwrap().clone();
    assert_eq!(act(&service, "expire --yes", &pending).await.unwrap()["changed"], true);
    assert_eq!(service.operator("users show ann").await.unwrap()[0]["status"], "active");
}

#[tokio::test]
async fn resend_sends_email_within_limits() {
    let service = Service::start().await;
    service.pending("ann", "ann@example.com").await;
    let ann = service.user_id("ann").await;
    assert_eq!(service.mails().await.len(), 1);
    service.advance(3600);
    act(&service, "resend", &ann).await.unwrap();
    assert_eq!(service.mails().await.len(), 2);
    assert_eq!(acts(&service, &ann).await, by_support(&["resend"]));
    for _ in 0..9 {
        act(&service, "resend", &ann).await.unwrap();
    }
    assert!(service.mails().await.len() < 9, "the limit of the mailbox applies");
}

#[tokio::test]
async fn released_mailbox_gets_emails_again() {
    let service = Service::start().await;
    service.pending("ann", "complaint@simulator.amazonses.com").await;
    service.local.settle().await;
    let show = async || service.operator("mailbox show complaint@simulator.amazonses.com").await.unwrap();
    assert_eq!(show().await["suppressed"], "complained");
    let release = "--operator boss mailbox release complaint@simulator.amazonses.com";
    assert_eq!(service.operator(release).await.unwrap()["changed"], true);
    let shown = show().await;
    assert_eq!((shown.get("suppressed"), &shown["acts"][0]["by"]), (None, &json!("boss")));
    assert_eq!(service.operator(release).await.unwrap()["changed"], false);
    assert_eq!(service.operator("mailbox show nobody@example.com").await.unwrap(), Value::Null);
    let before = service.mails().await.len();
    service.advance(2 * 24 * 3600);
    service.register("bob", "complaint@simulator.amazonses.com").await;
    assert_eq!(service.mails().await.len(), before + 1);
}

#[tokio::test]
async fn decision_is_recorded_and_logged_with_operator() {
    let log = Log::record();
    let approval = [("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", "ops@example.com")];
    let service = Service::with(&approval).await;
    let link = service.pending("ann", "ann@example.com").await;
    assert_eq!(service.activate(&link).await.status, 200);
    let ann = service.user_id("ann").await;
    act(&service, "approve", &ann).await.unwrap();
    service.local.settle().await;
    assert_eq!(acts(&service, &ann).await, by_support(&["approve"]));
    let written = log.text();
    let logged = written.lines().find(|line| line.contains("registration_approved")).unwrap();
    assert!(logged.contains("operator=\"s***@desk\""), "{logged}");
    let details = service.events().await.iter().map(ToString::to_string).collect::<String>();
    assert!(!details.contains("support@desk"), "a signal names no operator: {details}");
}

#[tokio::test]
async fn operator_name_is_for_local_services_only() {
    use clap::Parser;
    let words = ["registration", "--operator", "ann", "bounces", "show"];
    let arguments = admin::Arguments::parse_from(words);
    let clock = std::sync::Arc::new(domain::clock::SystemClock);
    let outcome = admin::run(&arguments, clock, domain::Random::system(), &mut Vec::new()).await;
    assert!(outcome.unwrap_err().to_string().contains("--operator is for --local"));
}

#[tokio::test]
async fn invitation_records_who_created_and_revoked_it() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "invitation")]).await;
    let invited = service.operator("--operator ann invite create").await.unwrap();
    let code = invited["code"].as_str().unwrap();
    service.operator(&format!("--operator bob invite revoke {code}")).await.unwrap();
    let listed = service.operator("invite list").await.unwrap()["invitations"][0].clone();
    let acts: Vec<_> =
        listed["acts"].as_array().unwrap().iter().map(|act| (act["act"].clone(), act["by"].clone())).collect();
    assert_eq!(acts, [(json!("invite"), json!("ann")), (json!("revoke"), json!("bob"))]);
}

#[tokio::test]
async fn reset_of_bounces_is_recorded() {
    let service = Service::start().await;
    let none = service.operator("--operator boss bounces forget").await.unwrap();
    assert_eq!(none.get("acts"), None, "there is nothing to forget: {none}");
    service.pending("ann", "bounce@simulator.amazonses.com").await;
    service.local.settle().await;
    assert_eq!(service.operator("bounces show").await.unwrap()["bounced"], 1);
    service.operator("--operator boss bounces forget").await.unwrap();
    let shown = service.operator("bounces show").await.unwrap();
    let act = json!({ "act": "forget", "by": "boss", "at": "2026-03-01T12:00:00Z" });
    assert_eq!((&shown["bounced"], &shown["acts"]), (&json!(0), &json!([act])));
    let (text, _) = service.operator_writes("bounces show").await;
    assert!(text.ends_with("act  forget at 2026-03-01T12:00:00Z by boss\n"), "{text}");
}
