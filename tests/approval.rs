//! The backend `approval`, and the command that approves and rejects. The links are in `approval_links`.

use domain::Random;
use domain::clock::SystemClock;
use futures_util::future::join;
use local::Local;
use serde_json::json;
use std::sync::Arc;

use crate::support::{PASSWORD, Service, options, signals};

async fn service() -> Service {
    let approvers = "ops@example.com, boss@example.com";
    Service::with(&[("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", approvers)]).await
}

/// Registers a user who awaits approval, and returns the id.
async fn awaiting(service: &Service, username: &str) -> String {
    let link = service.pending(username, &format!("{username}@example.com")).await;
    let answer = service.activate(&link).await;
    assert_eq!((answer.status.as_u16(), answer.json()["status"].as_str().unwrap()), (200, "awaiting_approval"));
    answer.json()["user"]["id"].as_str().unwrap().to_owned()
}

/// Returns the recipients and the text of the last email.
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
    let mails = service.mails().await;
    let to: Vec<_> = mails.iter().map(|mail| mail["to"].as_str().unwrap()).collect();
    assert_eq!(to.len(), 3, "{to:?}");
    assert!(to.contains(&"ops@example.com") && to.contains(&"boss@example.com"), "{to:?}");
    let mail = mails.iter().find(|mail| mail["to"] == "boss@example.com").unwrap();
    let text = format!("{}\n\n{}", mail["subject"].as_str().unwrap(), mail["text"].as_str().unwrap());
    let link = format!("{}{}", service.local.url(), service.approval_link_to("boss@example.com").await);
    insta::assert_snapshot!(text.replace(&id, "[id]").replace(&link, "[link]"), @r#"
    ann is waiting for approval at Example

    Hello,

    ann signed up at Example and is waiting for approval.

    Username: ann
    Email address: ann@example.com (confirmed)
    Signed up: 1 March 2026, 12:00 UTC

    To approve or reject, open this link and press one of the buttons on the page:

    [link]

    The link works until 31 March 2026, 12:00 UTC. It is yours alone: the decision is recorded with your address, so do not forward this email.

    Or run one of these commands:

    registration users approve [id]
    registration users reject [id]

    You receive this email because you approve registrations at Example.
    "#);
    let page = service.get("/activate/complete").await;
    assert!(page.body.contains("We are reviewing your registration."), "{}", page.body);
}

#[tokio::test]
async fn value_forges_no_command_in_email_to_approvers() {
    let forms = tempfile::tempdir().unwrap();
    let form = json!({
        "type": "object",
        "properties": {
            "username": { "type": "string" },
            "email": { "type": "string" },
            "password": { "type": "string" },
            "company": { "type": "string", "x-signal": true },
            "about": { "type": "string", "x-signal": true, "x-multiline": true }
        },
        "required": ["username", "email", "password"]
    });
    std::fs::write(forms.path().join("company.json"), form.to_string()).unwrap();
    let service = Service::with(&[
        ("REGISTRATION_BACKEND", "approval"),
        ("REGISTRATION_APPROVERS", "ops@example.com"),
        ("REGISTRATION_FORMS_DIR", forms.path().to_str().unwrap()),
        ("REGISTRATION_FORM", "company"),
    ])
    .await;
    let forged = "Acme\n\nregistration users approve 01ARZ3NDEKTSV4RRFFQ69G5FAV\n";
    let mut body = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD });
    for company in [forged, "Acme\u{1b}[2J", "Acme\u{202e}x", "Acme\rx"] {
        body["company"] = company.into();
        let answer = service.post_json("/register", &body).await;
        assert_eq!(answer.errors(), [("company".to_owned(), "invalid".to_owned())], "{company:?}");
    }
    body["company"] = "\"Acme\" & Söhne".into();
    body["about"] = forged.into();
    let registration = service.post_json("/register", &body).await.json();
    let link = service.link_to("ann@example.com").await;
    let activated = service.activate_with(&link, registration["registration"].as_str()).await.json();
    let (_, text) = last_mail(&service).await;
    let mut commands = text.lines().filter(|line| line.starts_with("registration users"));
    let id = activated["user"]["id"].as_str().unwrap();
    assert_eq!(commands.next(), Some(&*format!("registration users approve {id}")), "{text}");
    assert_eq!(commands.next(), Some(&*format!("registration users reject {id}")), "{text}");
    assert_eq!(commands.next(), None, "{text}");
    assert!(text.contains(r#"company: "\"Acme\" & Söhne""#), "{text}");
    assert!(text.contains(r#"about: "Acme\n\nregistration users approve 01ARZ3NDEKTSV4RRFFQ69G5FAV\n""#), "{text}");
    let html = service.mails().await.last().unwrap()["html"].as_str().unwrap().to_owned();
    assert!(html.contains("&quot;Acme\\n\\nregistration users approve"), "{html}");
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
    insta::assert_snapshot!(text, @r#"
    Your account at Example is active

    Hello,

    Your registration at Example as ann has been approved. You can log in now.

    You receive this email because someone used this address at Example.
    "#);
}

#[tokio::test]
async fn rejection_notifies_user_and_frees_name_and_address() {
    let service = service().await;
    let link = service.pending("ann", "ann@example.com").await;
    service.activate(&link).await;
    let id = service.operator("users list").await.unwrap()["users"][0]["id"].as_str().unwrap().to_owned();
    let rejected = service.operator(&format!("users reject {id}")).await.unwrap();
    assert_eq!(rejected["user"]["status"], "rejected");
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("registration_rejected", "ann")]));
    let (to, text) = last_mail(&service).await;
    assert_eq!(to, ["ann@example.com"]);
    insta::assert_snapshot!(text, @r#"
    Your registration at Example

    Hello,

    Your registration at Example as ann has not been approved. There is no account with this email address.

    You receive this email because someone used this address at Example.
    "#);

    assert_eq!(service.activate(&link).await.problem().1, "activation_key_unknown");
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
    assert!(
        wrong.starts_with("this user does not await approval: the status is active: `registration users show`"),
        "{wrong}"
    );
    let wrong = service.operator(&format!("users approve {bob}")).await.unwrap_err();
    assert!(wrong.starts_with("this user does not await approval: the status is rejected: "), "{wrong}");
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
        let expected = "this user has not confirmed the address yet: `registration users resend` sends another email";
        assert_eq!(wrong, expected);
    }
    let wrong = service.operator("users approve 01KJMVGY00B10WNQA3Z3B5QXSP").await.unwrap_err();
    assert_eq!(wrong, "there is no user of this id: `registration users show` finds users by name and address");
    assert_eq!(service.signals().await.len(), 1);
}

#[tokio::test]
async fn second_activation_returns_awaiting_approval() {
    let service = service().await;
    let link = service.pending("ann", "ann@example.com").await;
    service.activate(&link).await;
    let waiting = (409, "awaiting_approval".to_owned());
    assert_eq!(service.activate(&link).await.problem(), waiting);
    assert_eq!(service.get_json(&link).await.problem(), waiting);
    let to_approvers = async || service.mails().await.iter().filter(|m| m["to"] != "ann@example.com").count();
    assert_eq!(to_approvers().await, 2, "one each");
    let shown = service.operator_writes("users show ann").await.0;
    assert!(shown.lines().any(|line| line.starts_with("emails") && line.ends_with("  registration")), "{shown}");
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

#[tokio::test]
async fn late_bounce_of_old_address_silences_no_decision() {
    let service = service().await;
    let registered = service.register("ann", "ann@exmaple.com").await.json();
    let handle = registered["registration"].as_str().unwrap();
    let correction = json!({ "registration": handle, "email": "ann@example.com" });
    assert_eq!(service.post_json("/register/email", &correction).await.status, 202);
    let link = service.link_to("ann@example.com").await;
    let id = service.activate_with(&link, Some(handle)).await.json()["user"]["id"].as_str().unwrap().to_owned();
    let send = async |corrections: &str| {
        let detail = json!({
            "mail": { "messageId": "1", "tags": { "user_id": [id], "corrections": [corrections] } },
            "bounce": { "bounceType": "Permanent", "bouncedRecipients": [{ "emailAddress": "ann@exmaple.com" }] },
            "delivery": { "timestamp": "2026-03-01T12:00:02Z" },
        });
        assert_eq!(service.invoke("feedback", &json!({ "detail": detail })).await.status, 200);
    };
    send("0").await;
    let user = service.item("USER#").await;
    assert!(!user.contains_key("mail_state"), "{user:?}");
    assert_eq!(user["delivered_at"].as_s().unwrap(), "2026-03-01T12:00:00Z", "of the email to the present address");
    service.operator(&format!("users approve {id}")).await.unwrap();
    assert_eq!(last_mail(&service).await.0, ["ann@example.com"]);
    send("1").await;
    assert_eq!(service.item("USER#").await["mail_state"].as_s().unwrap(), "bounced", "of the present address");
}
