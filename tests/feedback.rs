//! SES's events about emails.

use reqwest::Method;
use serde_json::{Value, json};

use eventbridge_rules::{Context, Input, Transformer};

use crate::support::{Answer, BROWSER, Log, Provider, Service, SiteverifyServer};

/// Builds an event of SES about an email to a user, as documented.
fn event(kind: &str, about: &Value, user: &str) -> Value {
    let mut detail = json!({
        "eventType": kind,
        "mail": {
            "timestamp": "2026-03-01T12:00:00.000Z",
            "source": "no-reply@example.com",
            "sourceArn": "arn:aws:ses:us-east-1:123456789012:identity/example.com",
            "sendingAccountId": "123456789012",
            "messageId": "EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000",
            "destination": ["ann@example.com"],
            "headersTruncated": false,
            "commonHeaders": { "from": ["no-reply@example.com"], "to": ["ann@example.com"] },
            "tags": { "ses:configuration-set": ["registration"], "user_id": [user] }
        }
    });
    for (name, value) in about.as_object().unwrap() {
        detail[name] = value.clone();
    }
    json!({
        "version": "0", "id": "1", "detail-type": "Email Bounced", "source": "aws.ses", "account": "123456789012",
        "time": "2026-03-01T12:00:01Z", "region": "us-east-1", "resources": [], "detail": detail
    })
}

fn bounce(kind: &str, user: &str) -> Value {
    let bounce = json!({
        "bounceType": kind,
        "bounceSubType": "General",
        "bouncedRecipients": [{
            "emailAddress": "Ann@example.com", "action": "failed", "status": "5.1.1",
            "diagnosticCode": "smtp; 550 5.1.1 user unknown"
        }],
        "timestamp": "2026-03-01T12:00:01.000Z",
        "feedbackId": "01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000000"
    });
    event("Bounce", &json!({ "bounce": bounce }), user)
}

fn complaint(user: &str) -> Value {
    let complaint = json!({
        "complainedRecipients": [{ "emailAddress": "ann@example.com" }],
        "timestamp": "2026-03-01T12:00:01.000Z",
        "complaintFeedbackType": "abuse"
    });
    event("Complaint", &json!({ "complaint": complaint }), user)
}

/// Invokes the function with the event, as EventBridge does.
async fn send_ses_event(service: &Service, event: &Value) {
    let path = "/_local/lambda/2015-03-31/functions/feedback/invocations";
    let answer = service.post_json(path, event).await;
    assert_eq!((answer.status.as_u16(), answer.header("x-amz-function-error")), (200, ""), "{}", answer.body);
}

/// Returns the id of the only user.
async fn user(service: &Service) -> String {
    service.item("USER#").await["pk"].as_s().unwrap().trim_start_matches("USER#").to_owned()
}

#[tokio::test]
async fn bounced_address_gets_no_more_mail() {
    for (state, tell_of) in [("bounced", bounce("Permanent", "X")), ("complained", complaint("X"))] {
        let service = Service::start().await;
        service.pending("ann", "ann@example.com").await;
        let event: Value =
            serde_json::from_str(&tell_of.to_string().replace("\"X\"", &format!("\"{}\"", user(&service).await)))
                .unwrap();
        for _ in 0..2 {
            send_ses_event(&service, &event).await;
        }
        assert_eq!(service.item("USER#").await["mail_state"].as_s().unwrap(), state);
        service.advance(3600);
        let resend = service.post_json("/activate/resend", &json!({ "email": "ann@example.com" })).await;
        assert_eq!(resend.status, 202, "it is refused silently");
        assert_eq!(service.register("bob", "ANN@example.com").await.status, 202);
        assert_eq!(service.mails().await.len(), 1, "{state}");
        let bob = service
            .items()
            .await
            .into_values()
            .find(|item| item.get("username").is_some_and(|n| n.as_s().unwrap() == "bob"));
        assert_eq!(bob.unwrap()["mail_state"].as_s().unwrap(), state, "an operator sees why");
    }
}

#[tokio::test]
async fn transient_bounce_does_not_suppress_address() {
    let service = Service::start().await;
    service.pending("ann", "ann@example.com").await;
    send_ses_event(&service, &bounce("Transient", &user(&service).await)).await;
    service.advance(60);
    service.post_json("/activate/resend", &json!({ "email": "ann@example.com" })).await;
    assert_eq!(service.mails().await.len(), 2);
}

#[tokio::test]
async fn suppression_lasts_one_year() {
    let service = Service::start().await;
    send_ses_event(&service, &bounce("Permanent", "none")).await;
    service.advance(365 * 24 * 3600 - 1);
    service.local.sweep_expired().await.unwrap();
    service.register("ann", "ann@example.com").await;
    assert!(service.mails().await.is_empty());
    service.advance(2);
    service.local.sweep_expired().await.unwrap();
    service.register("bob", "ann@example.com").await;
    assert_eq!(service.mails().await.len(), 1);
}

#[tokio::test]
async fn irrelevant_events_change_nothing() {
    let service = Service::start().await;
    for event in [
        json!({}),
        json!({ "detail": 1 }),
        json!({ "detail": { "mail": {} } }),
        event("Open", &json!({ "open": { "ipAddress": "192.0.2.1" } }), "x"),
        event(
            "Bounce",
            &json!({ "bounce": { "bounceType": "Transient", "bouncedRecipients": [{ "emailAddress": "?" }] } }),
            "x",
        ),
    ] {
        send_ses_event(&service, &event).await;
    }
    assert!(service.items().await.is_empty());
}

#[tokio::test]
async fn complaint_keeps_mailed_link_valid() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    send_ses_event(&service, &complaint(&user(&service).await)).await;
    assert_eq!(service.activate(&link).await.status, 200);
}

#[tokio::test]
async fn delivery_time_is_stored() {
    let service = Service::start().await;
    service.pending("ann", "ann@example.com").await;
    let delivery = json!({
        "timestamp": "2026-03-01T12:00:02.500Z",
        "processingTimeMillis": 500,
        "recipients": ["ann@example.com"],
        "smtpResponse": "250 2.6.0 Message received",
        "reportingMTA": "a8-53.smtp-out.amazonses.com"
    });
    send_ses_event(&service, &event("Delivery", &json!({ "delivery": delivery }), &user(&service).await)).await;
    let item = service.item("USER#").await;
    assert_eq!(item["delivered_at"].as_s().unwrap(), "2026-03-01T12:00:02.5Z");
    assert!(!item.contains_key("mail_state"));
}

/// Returns the registration that `EventBridge` sends for the canary: the template's default, as its schedule fills it.
fn canary(event_id: &str) -> Value {
    let template = include_str!("../template.yaml").split_once("\n  CanaryBody:").unwrap().1;
    let body = template.split_once("Default: '").unwrap().1.split_once("'\n").unwrap().0;
    let schedule = include_str!("../infra/canary/template.yaml");
    assert!(schedule.contains("InputPathsMap: {id: $.id}\n            InputTemplate: !Ref Body\n"), "{schedule}");
    let transformer = Transformer::new([("id", "$.id")], body).unwrap();
    let event = json!({ "id": event_id, "detail-type": "Scheduled Event", "detail": {} });
    let context = Context { rule_name: "", rule_arn: "", ingestion_time: "" };
    serde_json::from_str(&Input::Transformed(transformer).render(&event, &context).unwrap()).unwrap()
}

#[tokio::test]
async fn delivered_canary_is_logged() {
    let log = Log::record();
    let service = Service::start().await;
    service.register("ann", "success@simulator.amazonses.com").await;
    service.mails().await;
    assert!(!log.text().contains("canary"), "{}", log.text());
    for event_id in ["17793124-05d4-b198-2fde-7ededc63b103", "89d1a02d-5ec7-412e-82f5-13505f849b41"] {
        let registered = service.post_json("/register", &canary(event_id)).await;
        assert_eq!(registered.status, 202, "{}", registered.body);
    }
    assert_eq!(service.mails().await.len(), 3);
    assert_eq!(log.text().matches("canary=\"delivered\"").count(), 2, "{}", log.text());
}

/// Lets emails to this range of otherwise unknown users bounce.
pub(crate) async fn bounces(service: &Service, mails: std::ops::Range<u32>) {
    for n in mails {
        let mut event = bounce("Permanent", "none");
        event["detail"]["mail"]["messageId"] = json!(format!("mail-{n}"));
        for _ in 0..2 {
            send_ses_event(service, &event).await;
        }
    }
}

pub(crate) const PAUSE: (&str, &str) = ("REGISTRATION_PAUSE_WHEN_BOUNCING", "true");

#[tokio::test]
async fn bounce_rate_over_four_percent_pauses_registration() {
    let service = Service::with(&[PAUSE]).await;
    let link = service.pending("ann", "ann@example.org").await;
    bounces(&service, 0..40).await;
    assert_eq!(service.register("bob", "bob@example.org").await.status, 202, "4 % may bounce");
    bounces(&service, 40..41).await;
    let paused = (403, "registration_paused".to_owned());
    assert_eq!(service.register("cas", "cas@example.org").await.problem(), paused);
    assert_eq!(service.get_json("/register").await.problem(), paused);
    let allowed = service.get_json("/register/allowed").await.json();
    assert_eq!(allowed, json!({ "allowed": false, "backend": "default", "reason": "registration_paused" }));
    let page = Answer::of(service.request(Method::GET, "/register").header("accept", BROWSER)).await;
    let why = "/register/closed?reason=registration_paused";
    assert_eq!((page.status.as_u16(), page.header("location")), (303, why));
    assert!(service.get(why).await.body.contains("Sign-up is paused for a short time."));
    assert_eq!(service.activate(&link).await.status, 200, "activation goes on");

    service.advance(3599);
    assert_eq!(service.register("cas", "cas@example.org").await.problem(), paused);
    service.advance(1);
    assert_eq!(service.register("cas", "cas@example.org").await.status, 202);
    bounces(&service, 41..42).await;
    assert_eq!(service.register("dan", "dan@example.org").await.problem(), paused, "it is still so");
}

#[tokio::test]
async fn operator_shows_and_forgets_bounces() {
    let service = Service::with(&[PAUSE]).await;
    service.pending("ann", "ann@example.org").await;
    bounces(&service, 0..41).await;
    let shown = service.operator("bounces show").await.unwrap();
    assert_eq!(shown, json!({ "of": 1, "bounced": 41, "open_until": "2026-03-01T13:00:00Z" }));
    let (text, _) = service.operator_writes("bounces show").await;
    insta::assert_snapshot!(text, @r"
    41 of the last 1 emails bounced.
    Registrations are paused until 2026-03-01T13:00:00Z if REGISTRATION_PAUSE_WHEN_BOUNCING is true.
    ");
    let act = json!({ "act": "forget", "by": "local", "at": "2026-03-01T12:00:00Z" });
    let forgotten = json!({ "of": 1, "bounced": 0, "open_until": null, "acts": [act] });
    for _ in 0..2 {
        assert_eq!(service.operator("bounces forget").await.unwrap(), forgotten);
    }
    assert_eq!(service.register("bob", "bob@example.org").await.status, 202);
}

#[tokio::test]
async fn bounces_pause_nothing_by_default() {
    let service = Service::start().await;
    bounces(&service, 0..41).await;
    assert_eq!(service.register("ann", "ann@example.org").await.status, 202);
}

#[tokio::test]
async fn captcha_can_be_limited_to_bouncing_periods() {
    let checker = SiteverifyServer::start(Provider::Turnstile).await;
    let variables = [checker.variables().as_slice(), &[("REGISTRATION_CAPTCHA_WHEN", "bouncing")]].concat();
    let service = Service::with(&variables).await;
    assert!(!service.get("/register").await.body.contains("cf-turnstile"));
    assert_eq!(service.register("ann", "ann@example.org").await.status, 202);
    bounces(&service, 0..41).await;
    assert!(service.get("/register").await.body.contains("cf-turnstile"));
    let needed = vec![("captcha".to_owned(), "captcha_required".to_owned())];
    assert_eq!(service.register("bob", "bob@example.org").await.errors(), needed);
    service.advance(3600);
    assert_eq!(service.register("bob", "bob@example.org").await.status, 202);
}
