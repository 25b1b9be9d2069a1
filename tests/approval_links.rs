//! The links in the emails to approvers, and the page behind them.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use aws_sdk_dynamodb::types::AttributeValue;
use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::IntoResponse;
use futures_util::future::{join, join_all};
use reqwest::Method;
use serde_json::{Value, json};

use crate::front_end::FRONT_END;
use crate::support::{Answer, BROWSER, Item, Log, PASSWORD, Service, batch, initial_time, serve, signals};

const OPS: &str = "ops@example.com";
const BOSS: &str = "boss@example.com";
const BACKEND: (&str, &str) = ("REGISTRATION_BACKEND", "approval");
const APPROVERS: (&str, &str) = ("REGISTRATION_APPROVERS", "ops@example.com, boss@example.com");
/// The validity of a link in seconds.
const VALIDITY: i64 = 30 * 24 * 3600;

async fn service() -> Service {
    Service::with(&[BACKEND, APPROVERS]).await
}

/// Registers a user who awaits approval, and returns the id.
async fn awaiting(service: &Service, username: &str) -> String {
    let link = service.pending(username, &format!("{username}@example.com")).await;
    let answer = service.activate(&link).await;
    assert_eq!(answer.json()["status"], "awaiting_approval");
    service.local.settle().await;
    answer.json()["user"]["id"].as_str().unwrap().to_owned()
}

/// Returns the texts of the emails to an address, oldest first.
async fn texts_to(service: &Service, address: &str) -> Vec<String> {
    let mails = service.mails().await;
    let to_address = mails.iter().filter(|mail| mail["to"] == address);
    to_address.map(|mail| mail["text"].as_str().unwrap().to_owned()).collect()
}

/// Registers a user who awaits approval, and returns the id and the link of each approver.
async fn asked(service: &Service, username: &str) -> (String, String, String) {
    let id = awaiting(service, username).await;
    (id, service.approval_link_to(OPS).await, service.approval_link_to(BOSS).await)
}

async fn decide(service: &Service, link: &str, decision: &str) -> Answer {
    service.post_json(link, &json!({ "decision": decision })).await
}

/// Presses a button of the page as a browser.
async fn press(service: &Service, link: &str, decision: &str) -> Answer {
    service.post_form(link, &[("decision", decision)]).await
}

fn already_decided() -> (u16, String) {
    (409, "already_decided".to_owned())
}

/// Returns the kind of every signal, oldest first.
async fn kinds(service: &Service) -> Vec<String> {
    service.signals().await.into_iter().map(|(kind, _)| kind).collect()
}

#[tokio::test]
async fn each_approver_gets_own_link() {
    let service = service().await;
    let (id, ops, boss) = asked(&service, "ann").await;
    assert_ne!(ops, boss);
    for approver in [OPS, BOSS] {
        let texts = texts_to(&service, approver).await;
        assert_eq!(texts.len(), 1, "{approver}");
        assert!(texts[0].contains(&format!("registration users approve {id}")), "{}", texts[0]);
        let html = service.mails().await.iter().find(|mail| mail["to"] == approver).unwrap()["html"].clone();
        let link = service.approval_link_to(approver).await;
        assert!(html.as_str().unwrap().contains(&format!("href=\"{}{link}\"", service.local.url())), "{html}");
    }
    let keys: Vec<_> = [&ops, &boss].iter().map(|link| link.trim_start_matches("/approve/").to_owned()).collect();
    let items = service.items().await;
    let decisions: Vec<_> = items.iter().filter(|(pk, _)| pk.starts_with("DECISION#")).collect();
    assert_eq!(decisions.len(), 2);
    assert!(!keys.iter().any(|key| format!("{items:?}").contains(key)), "the table has only hashes of the keys");
    for (_, item) in decisions {
        assert_eq!(item["user_id"].as_s().unwrap(), &id);
        assert_eq!(item["expires_at"].as_n().unwrap(), &(initial_time().as_second() + VALIDITY).to_string());
    }
}

#[tokio::test]
async fn repeated_address_is_one_approver() {
    let twice = ("REGISTRATION_APPROVERS", "ops@example.com, Ops@Example.com");
    let service = Service::with(&[BACKEND, twice]).await;
    awaiting(&service, "ann").await;
    assert_eq!(service.mails().await.len(), 2, "one to ann, and one to the approver");
}

#[tokio::test]
async fn program_approves_by_link() {
    let service = service().await;
    let (id, ops, _) = asked(&service, "ann").await;
    let shown = service.get_json(&ops).await;
    assert_eq!(shown.status, 200);
    assert_eq!(shown.json()["status"], "awaiting_approval");
    assert_eq!(shown.json()["user"]["id"], id);
    assert_eq!(shown.json().get("decided_by"), None);
    service.advance(60);
    let decided = decide(&service, &ops, "approve").await;
    let expected = json!({
        "status": "active",
        "user": {
            "id": id, "username": "ann", "email": "ann@example.com", "status": "active",
            "created_at": "2026-03-01T12:00:00Z", "activated_at": "2026-03-01T12:01:00Z",
        },
        "decision": "approve",
        "decided_by": OPS,
        "decided_at": "2026-03-01T12:01:00Z",
    });
    assert_eq!((decided.status.as_u16(), decided.json()), (200, expected.clone()));
    assert_eq!(service.get_json(&ops).await.json(), expected, "the link shows the decision");
    let sent = ["user_registered", "registration_approved", "user_activated"];
    assert_eq!(service.signals().await, signals(&sent.map(|kind| (kind, "ann"))));
    let to_user = texts_to(&service, "ann@example.com").await;
    assert!(to_user.last().unwrap().contains("has been approved"), "{to_user:?}");
    let acts = service.operator("users show ann").await.unwrap()[0]["acts"].clone();
    assert_eq!(acts, json!([{ "act": "approve", "by": OPS, "at": "2026-03-01T12:01:00Z" }]));
}

#[tokio::test]
async fn program_rejects_by_link() {
    let service = service().await;
    let (_, ops, boss) = asked(&service, "ann").await;
    let decided = decide(&service, &boss, "reject").await.json();
    assert_eq!((&decided["status"], &decided["decided_by"]), (&json!("rejected"), &json!(BOSS)));
    assert_eq!(service.signals().await, signals(&[("user_registered", "ann"), ("registration_rejected", "ann")]));
    let to_user = texts_to(&service, "ann@example.com").await;
    assert!(to_user.last().unwrap().contains("has not been approved"), "{to_user:?}");
    assert_eq!(service.get_json(&ops).await.json()["status"], "rejected");
    awaiting(&service, "ann").await;
}

#[tokio::test]
async fn browser_decides_by_buttons_without_script() {
    let service = service().await;
    for (name, decision, heading) in [("ann", "approve", "is approved"), ("bob", "reject", "is rejected")] {
        let (_, ops, _) = asked(&service, name).await;
        let page = service.get(&ops).await;
        assert_eq!(page.status, 200);
        assert!(!page.body.contains("<script"), "{}", page.body);
        for part in [
            format!("<bdi>{name}</bdi>"),
            format!("<bdi>{name}@example.com</bdi>"),
            "<form method=\"post\">".to_owned(),
            "name=\"decision\" value=\"approve\">Approve</button>".to_owned(),
            "name=\"decision\" value=\"reject\">Reject</button>".to_owned(),
        ] {
            assert!(page.body.contains(&part), "{part}: {}", page.body);
        }
        let answer = press(&service, &ops, decision).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, ops.as_str()));
        let page = service.get(&ops).await;
        assert!(page.body.contains(heading), "{}", page.body);
        assert!(page.body.contains("on <bdi>1 March 2026, 12:00 UTC</bdi>"), "{}", page.body);
        assert!(page.body.contains(OPS) && !page.body.contains("<button"), "{}", page.body);
    }
}

#[tokio::test]
async fn page_has_type_and_public_fields_of_user() {
    let forms = tempfile::tempdir().unwrap();
    let form = json!({
        "type": "object",
        "properties": {
            "email": { "type": "string" },
            "password": { "type": "string" },
            "company": { "type": "string", "x-signal": true },
            "phone": { "type": "string" },
        },
        "required": ["email", "password"],
    });
    std::fs::write(forms.path().join("business.json"), form.to_string()).unwrap();
    let folder = ("REGISTRATION_FORMS_DIR", forms.path().to_str().unwrap());
    let service = Service::with(&[BACKEND, APPROVERS, folder, ("REGISTRATION_FORMS", "business")]).await;
    let body = json!({
        "email": "ann@example.com", "password": PASSWORD, "company": "<b>Acme</b>", "phone": "555-0100",
    });
    assert_eq!(service.post_json("/register?type=business", &body).await.status, 202);
    service.activate(&service.link_to("ann@example.com").await).await;
    let link = service.approval_link_to(OPS).await;
    let page = service.get(&link).await.body;
    for part in ["business", "company", "&lt;b&gt;Acme&lt;&#x2f;b&gt;", "ann@example.com"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let user = service.get_json(&link).await.json()["user"].clone();
    assert_eq!((&user["type"], &user["fields"]), (&json!("business"), &json!({ "company": "<b>Acme</b>" })));
    assert!(!page.contains("555-0100") && !user.to_string().contains("555-0100"), "a private field is shown");
}

#[tokio::test]
async fn reading_link_changes_nothing() {
    let service = service().await;
    let (_, ops, _) = asked(&service, "ann").await;
    let before = service.items().await;
    for method in [Method::GET, Method::HEAD, Method::OPTIONS, Method::PUT] {
        for accept in [BROWSER, "application/json"] {
            for path in [ops.clone(), format!("{ops}?decision=approve"), format!("{ops}/"), format!("{ops}).")] {
                let request = service.request(method.clone(), &path).header("accept", accept);
                Answer::of(request.form(&[("decision", "approve")])).await;
            }
        }
    }
    assert_eq!(service.items().await, before);
    assert_eq!(kinds(&service).await, ["user_registered"]);
}

#[tokio::test]
async fn decorated_link_is_found() {
    let service = service().await;
    let (_, ops, _) = asked(&service, "ann").await;
    for (before, behind) in [("", "."), ("", ")."), ("", "/"), ("%3C", "%3E"), ("", "%20"), ("", "%E2%80%8B")] {
        let key = ops.trim_start_matches("/approve/");
        for method in [Method::GET, Method::POST] {
            let path = format!("/approve/{before}{key}{behind}?lang=de");
            let answer = Answer::of(service.request(method, &path)).await;
            assert_eq!(
                (answer.status.as_u16(), answer.header("location")),
                (308, &*format!("{ops}?lang=de")),
                "{path}"
            );
        }
    }
    let upper = format!("/approve/{}", ops.trim_start_matches("/approve/").to_uppercase());
    assert_eq!(service.get_json(&upper).await.status, 200);
    assert_eq!(press(&service, &upper, "approve").await.status, 303);
}

#[tokio::test]
async fn repeated_decision_of_approver_succeeds() {
    let service = service().await;
    let (_, ops, _) = asked(&service, "ann").await;
    let first = decide(&service, &ops, "approve").await.json();
    service.advance(3600);
    assert_eq!(decide(&service, &ops, "approve").await.json(), first, "the first answer again");
    assert_eq!(press(&service, &ops, "approve").await.status, 303);
    let other = decide(&service, &ops, "reject").await;
    assert_eq!(other.problem(), already_decided());
    assert_eq!(other.json()["decided_by"], OPS);
    assert_eq!(kinds(&service).await.len(), 3);
    assert_eq!(texts_to(&service, "ann@example.com").await.len(), 2);
}

#[tokio::test]
async fn later_approver_gets_earlier_decision() {
    let service = service().await;
    let (_, ops, boss) = asked(&service, "ann").await;
    decide(&service, &boss, "approve").await;
    service.advance(60);
    for decision in ["approve", "reject"] {
        let answer = decide(&service, &ops, decision).await;
        assert_eq!(answer.problem(), already_decided());
        let expected = json!({
            "title": "This registration was already approved",
            "status": 409,
            "detail": "boss@example.com approved it on 1 March 2026, 12:00 UTC. Your decision changed nothing.",
            "code": "already_decided",
            "decision": "approve",
            "decided_by": BOSS,
            "decided_at": "2026-03-01T12:00:00Z",
        });
        assert_eq!(answer.json(), expected);
        let page = press(&service, &ops, decision).await;
        assert_eq!(page.status, 409);
        assert!(page.body.contains("boss@example.com approved it on 1 March 2026, 12:00 UTC."), "{}", page.body);
    }
    let page = service.get(&ops).await.body;
    assert!(page.contains(BOSS) && !page.contains("<button"), "{page}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_concurrent_approvers_decides() {
    let service = service().await;
    for name in ["ann", "bob", "cas"] {
        let (_, ops, boss) = asked(&service, name).await;
        let before = kinds(&service).await.len();
        let (approved, rejected) = join(decide(&service, &ops, "approve"), decide(&service, &boss, "reject")).await;
        let (won, lost) = if approved.status == 200 { (&approved, &rejected) } else { (&rejected, &approved) };
        assert_eq!((won.status.as_u16(), lost.problem()), (200, already_decided()), "{name}");
        for member in ["decision", "decided_by", "decided_at"] {
            assert_eq!(lost.json()[member], won.json()[member], "{name}: {member}");
        }
        let sent = if approved.status == 200 { 2 } else { 1 };
        assert_eq!(kinds(&service).await.len() - before, sent, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn double_click_decides_once() {
    let service = service().await;
    let (_, ops, _) = asked(&service, "ann").await;
    let answers = join_all((0..10).map(|_| decide(&service, &ops, "reject"))).await;
    let distinct: BTreeSet<_> = answers.iter().map(|answer| (answer.status.as_u16(), &answer.body)).collect();
    assert_eq!(distinct.len(), 1, "{distinct:?}");
    assert_eq!(kinds(&service).await, ["user_registered", "registration_rejected"]);
}

#[tokio::test]
async fn link_shows_earlier_decision_by_command() {
    let service = service().await;
    for (name, decision) in [("ann", "approve"), ("bob", "reject")] {
        let (id, ops, _) = asked(&service, name).await;
        service.operator(&format!("--operator dpo users {decision} {id}")).await.unwrap();
        let shown = service.get_json(&ops).await.json();
        assert_eq!((&shown["decision"], &shown["decided_by"]), (&json!(decision), &json!("dpo")));
        for tried in ["approve", "reject"] {
            let answer = decide(&service, &ops, tried).await;
            assert_eq!((answer.problem(), answer.json()["decided_by"].as_str()), (already_decided(), Some("dpo")));
        }
    }
}

#[tokio::test]
async fn falsified_acts_decide_nothing() {
    let service = service().await;
    let (_, ops, _) = asked(&service, "ann").await;
    let act = json!({ "act": "approve", "by": OPS, "at": "2026-03-01T12:00:00Z" });
    let acts: AttributeValue = serde_dynamo::to_attribute_value(json!([act])).unwrap();
    let user = service.item("USER#").await;
    let update = service.dynamodb().update_item().table_name(service.table()).key("pk", user["pk"].clone());
    update.update_expression("SET acts = :acts").expression_attribute_values(":acts", acts).send().await.unwrap();
    let shown = service.get_json(&ops).await.json();
    assert_eq!((&shown["status"], shown.get("decision")), (&json!("awaiting_approval"), None));
    assert_eq!(decide(&service, &ops, "reject").await.json()["status"], "rejected");
}

#[tokio::test]
async fn command_after_link_changes_nothing() {
    let service = service().await;
    let (id, ops, _) = asked(&service, "ann").await;
    decide(&service, &ops, "approve").await;
    assert_eq!(service.operator(&format!("users approve {id}")).await.unwrap()["changed"], false);
    let wrong = service.operator(&format!("users reject {id}")).await.unwrap_err();
    assert_eq!(
        wrong,
        "this user does not await approval: the status is active: `registration users show` has who acted"
    );
}

#[tokio::test]
async fn decision_is_shown_for_disabled_user() {
    let service = service().await;
    let (id, ops, _) = asked(&service, "ann").await;
    decide(&service, &ops, "approve").await;
    service.operator(&format!("users disable {id}")).await.unwrap();
    let shown = service.get_json(&ops).await.json();
    assert_eq!((&shown["status"], &shown["decision"]), (&json!("disabled"), &json!("approve")));
    let again = decide(&service, &ops, "approve").await.json();
    assert_eq!(again["status"], "disabled", "the decision enables nobody");
}

#[tokio::test]
async fn link_expires_at_its_second() {
    let service = service().await;
    let (_, ops, boss) = asked(&service, "ann").await;
    service.advance(VALIDITY - 1);
    assert_eq!(service.get_json(&ops).await.status, 200);
    service.advance(1);
    let expired = (410, "approval_key_expired".to_owned());
    for link in [&ops, &boss] {
        assert_eq!(service.get_json(link).await.problem(), expired);
        assert_eq!(decide(&service, link, "approve").await.problem(), expired);
    }
    let page = press(&service, &ops, "approve").await;
    assert!(page.status == 410 && page.body.contains("This link has expired"), "{}", page.body);
    service.advance(1);
    service.local.sweep_expired().await.unwrap();
    assert_eq!(service.get_json(&ops).await.problem(), (404, "approval_key_unknown".to_owned()));
    assert_eq!(kinds(&service).await, ["user_registered"], "the user still awaits approval");
}

#[tokio::test]
async fn last_second_of_link_decides() {
    let service = service().await;
    let (_, ops, _) = asked(&service, "ann").await;
    service.advance(VALIDITY - 1);
    assert_eq!(decide(&service, &ops, "approve").await.status, 200);
}

#[tokio::test]
async fn unknown_or_other_key_decides_nothing() {
    let service = service().await;
    let activation = service.pending("ann", "ann@example.com").await;
    service.activate(&activation).await;
    let unknown = (404, "approval_key_unknown".to_owned());
    let key = activation.trim_start_matches("/activate/");
    for key in [&*"a".repeat(32), key, "short", "%00"] {
        let path = format!("/approve/{key}");
        assert_eq!(service.get_json(&path).await.problem(), unknown, "{key}");
        assert_eq!(decide(&service, &path, "approve").await.problem(), unknown, "{key}");
    }
    let ops = service.approval_link_to(OPS).await;
    let as_activation = ops.replace("/approve/", "/activate/");
    assert_eq!(service.get_json(&as_activation).await.problem().1, "activation_key_unknown");
    let page = service.get("/approve/none").await;
    assert!(page.status == 404 && page.body.contains("This link does not work"), "{}", page.body);
    assert!(!page.body.contains("/activate/resend") && !page.body.contains("/register\""), "{}", page.body);
}

#[tokio::test]
async fn invalid_decision_returns_422() {
    let service = service().await;
    let (_, ops, _) = asked(&service, "ann").await;
    for (body, code) in [
        (json!({}), "required"),
        (json!({ "decision": "" }), "required"),
        (json!({ "decision": null }), "required"),
        (json!({ "decision": "Approve" }), "not_in_list"),
        (json!({ "decision": "activate" }), "not_in_list"),
    ] {
        let answer = service.post_json(&ops, &body).await;
        assert_eq!(answer.errors(), [("decision".to_owned(), code.to_owned())], "{body}");
    }
    for fields in [&[][..], &[("decision", "delete")]] {
        let page = service.post_form(&ops, fields).await;
        assert_eq!(page.status, 422);
        assert!(page.body.contains("Choose “Approve” or “Reject”.") && page.body.contains("role=\"alert\""));
        assert!(page.body.contains("value=\"approve\""), "the buttons are there: {}", page.body);
    }
    assert_eq!(kinds(&service).await, ["user_registered"]);
}

#[tokio::test]
async fn form_of_another_site_decides_nothing() {
    let service = service().await;
    let (_, ops, _) = asked(&service, "ann").await;
    for (header, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let request = service.request(Method::POST, &ops).header("accept", BROWSER).header(header, value);
        assert_eq!(Answer::of(request.form(&[("decision", "approve")])).await.status, 403, "{header}");
    }
    let large = service.request(Method::POST, &ops).json(&json!({ "decision": "a".repeat(64 * 1024) }));
    assert_eq!(Answer::of(large).await.status, 413);
    assert_eq!(kinds(&service).await, ["user_registered"]);
}

#[tokio::test]
async fn key_is_in_no_referrer_cache_or_log() {
    let log = Log::record();
    let service = service().await;
    let (_, ops, boss) = asked(&service, "ann").await;
    for accept in [BROWSER, "application/json"] {
        let answer = Answer::of(service.request(Method::GET, &ops).header("accept", accept)).await;
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
    }
    press(&service, &ops, "approve").await;
    decide(&service, &boss, "reject").await;
    service.get(&format!("{ops}x")).await;
    let text = log.text();
    for link in [&ops, &boss] {
        assert!(!text.contains(link.trim_start_matches("/approve/")), "{text}");
    }
    assert!(!text.contains(OPS) && !text.contains(BOSS), "{text}");
    assert!(text.contains("decision=\"approved\"") && text.contains("code=\"already_decided\""), "{text}");
}

#[tokio::test]
async fn page_and_problem_follow_language() {
    let service = service().await;
    let (_, ops, boss) = asked(&service, "ann").await;
    let in_language = |path: String| service.request(Method::GET, &path).header("accept", BROWSER);
    for (lang, button) in [
        ("en", "Approve"),
        ("de", "Freigeben"),
        ("es", "Aprobar"),
        ("fr", "Approuver"),
        ("ja", "承認する"),
        ("ar", "موافقة"),
    ] {
        let by_header = Answer::of(in_language(ops.clone()).header("accept-language", lang)).await;
        let by_url = Answer::of(in_language(format!("{ops}?lang={lang}"))).await;
        for page in [by_header, by_url] {
            assert_eq!(page.header("content-language"), lang);
            assert!(page.body.contains(&format!(">{button}</button>")), "{lang}: {}", page.body);
        }
    }
    let answer = press(&service, &format!("{ops}?lang=de"), "approve").await;
    assert_eq!(answer.header("location"), format!("{ops}?lang=de"), "the language stays");
    let answer = press(&service, &format!("{boss}?lang=fr"), "reject").await;
    assert!(answer.body.contains("ops@example.com l’a approuvée le 1er mars 2026 à 12:00 UTC."), "{}", answer.body);
}

#[tokio::test]
async fn erased_user_has_no_links() {
    let service = service().await;
    let (id, ops, _) = asked(&service, "ann").await;
    let (bob, _, of_bob) = asked(&service, "bob").await;
    // The history of the mailbox ends a day after the last email, and the links do not.
    service.advance(8 * 24 * 3600);
    service.local.sweep_expired().await.unwrap();
    service.operator(&format!("users erase {id} --yes")).await.unwrap();
    let unknown = (404, "approval_key_unknown".to_owned());
    assert_eq!(service.get_json(&ops).await.problem(), unknown);
    assert_eq!(decide(&service, &ops, "approve").await.problem(), unknown);
    let items = service.items().await;
    let left: Vec<_> = items.iter().filter(|(pk, _)| pk.starts_with("DECISION#")).collect();
    assert!(left.len() == 2 && left.iter().all(|(_, item)| item["user_id"].as_s().unwrap() == &bob), "{left:?}");
    assert_eq!(decide(&service, &of_bob, "approve").await.status, 200);
}

#[tokio::test]
async fn former_approver_decides_no_longer() {
    let folder = tempfile::tempdir().unwrap();
    let before = Service::in_folder(folder.path(), &[BACKEND, APPROVERS]).await;
    let (_, ops, boss) = asked(&before, "ann").await;
    before.local.stop().await;
    let after = Service::in_folder(folder.path(), &[BACKEND, ("REGISTRATION_APPROVERS", BOSS)]).await;
    assert_eq!(after.get_json(&ops).await.problem(), (404, "approval_key_unknown".to_owned()));
    assert_eq!(decide(&after, &ops, "approve").await.problem().0, 404);
    assert_eq!(decide(&after, &boss, "approve").await.status, 200);
    after.local.stop().await;
}

#[tokio::test]
async fn other_backend_has_no_such_page() {
    let service = Service::start().await;
    let path = format!("/approve/{}", "a".repeat(32));
    service.aws_proxy.take_calls();
    assert_eq!(service.get_json(&path).await.problem(), (404, "not_found".to_owned()));
    assert_eq!(decide(&service, &path, "approve").await.problem(), (404, "not_found".to_owned()));
    assert!(service.aws_proxy.take_calls().is_empty(), "the table is not asked");
}

#[tokio::test]
async fn redelivered_record_sends_no_second_email() {
    let service = service().await;
    let (_, ops, boss) = asked(&service, "ann").await;
    let user = service.item("USER#").await;
    for _ in 0..2 {
        let answer = service.invoke("mail", &batch(user.clone())).await;
        assert_eq!(answer.json()["batchItemFailures"], json!([]));
    }
    assert_eq!(texts_to(&service, OPS).await.len() + texts_to(&service, BOSS).await.len(), 2);
    assert_eq!((service.approval_link_to(OPS).await, service.approval_link_to(BOSS).await), (ops, boss));
    decide(&service, &service.approval_link_to(OPS).await, "approve").await;
    service.local.settle().await;
    assert_eq!(texts_to(&service, "ann@example.com").await.len(), 2);
}

/// Returns the batch of a change from one item to another.
fn change(old: Item, new: Item) -> Value {
    let mut event = batch(new);
    event["Records"][0]["eventName"] = json!("MODIFY");
    event["Records"][0]["dynamodb"]["OldImage"] = batch(old)["Records"][0]["dynamodb"]["NewImage"].clone();
    event
}

/// Marks the only user as being erased.
async fn begin_erasure(service: &Service) {
    let user = service.item("USER#").await;
    let update = service.dynamodb().update_item().table_name(service.table()).key("pk", user["pk"].clone());
    let update = update.update_expression("SET erased = :true");
    update.expression_attribute_values(":true", AttributeValue::Bool(true)).send().await.unwrap();
}

#[tokio::test]
async fn late_record_sends_no_email_about_settled_user() {
    let service = service().await;
    let (_, ops, _) = asked(&service, "ann").await;
    let awaiting = service.item("USER#").await;
    decide(&service, &ops, "approve").await;
    let mails = service.mails().await.len();
    let active = service.item("USER#").await;
    service.forget_email().await;
    service.invoke("mail", &batch(awaiting.clone())).await;
    assert_eq!(service.mails().await.len(), mails, "ann is decided, and nobody is asked");
    begin_erasure(&service).await;
    service.invoke("mail", &change(awaiting, active)).await;
    assert_eq!(service.mails().await.len(), mails, "ann is being erased, and gets no email");
}

#[tokio::test]
async fn late_record_asks_about_no_erased_user() {
    let service = service().await;
    asked(&service, "ann").await;
    let (awaiting, mails) = (service.item("USER#").await, service.mails().await.len());
    service.forget_email().await;
    begin_erasure(&service).await;
    service.invoke("mail", &batch(awaiting)).await;
    assert_eq!(service.mails().await.len(), mails);
}

/// Starts an SES that fails for one address, and passes all other emails on.
async fn failing_ses(failing: &'static str, error: &'static str, upstream: Arc<OnceLock<String>>) -> String {
    let forward = move |uri: Uri, headers: HeaderMap, body: Bytes| {
        let upstream = Arc::clone(&upstream);
        async move {
            let email: Value = serde_json::from_slice(&body).unwrap();
            if email["Destination"]["ToAddresses"][0] == failing {
                let status =
                    if error.starts_with("Too") { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::BAD_REQUEST };
                return (status, [("x-amzn-errortype", error)], "{\"message\": \"no\"}").into_response();
            }
            let request = reqwest::Client::new().post(format!("{}{uri}", upstream.get().unwrap()));
            let answer = request.headers(headers).body(body).send().await.unwrap();
            (answer.status(), answer.bytes().await.unwrap()).into_response()
        }
    };
    serve(Router::new().fallback(forward)).await
}

#[tokio::test]
async fn failure_for_one_approver_hides_no_other() {
    for (error, failures) in [("TooManyRequestsException", 1), ("BadRequestException", 0)] {
        let upstream = Arc::new(OnceLock::new());
        let url = failing_ses(OPS, error, Arc::clone(&upstream)).await;
        let service = Service::with(&[BACKEND, APPROVERS, ("AWS_ENDPOINT_URL_SESV2", &url)]).await;
        upstream.set(format!("{}/_local/ses", service.local.url())).unwrap();
        let link = service.pending("ann", "ann@example.com").await;
        service.activate(&link).await;
        service.local.settle().await;
        assert_eq!(texts_to(&service, BOSS).await.len(), 1, "{error}");
        assert_eq!(texts_to(&service, OPS).await.len(), 0, "{error}");
        let user = service.item("USER#").await;
        for _ in 0..2 {
            let answer = service.invoke("mail", &batch(user.clone())).await.json();
            assert_eq!(answer["batchItemFailures"].as_array().unwrap().len(), failures, "{error}");
        }
        assert_eq!(texts_to(&service, BOSS).await.len(), 1, "{error}: the other one gets no second email");
        let boss = service.approval_link_to(BOSS).await;
        assert_eq!(decide(&service, &boss, "approve").await.status, 200);
    }
}

#[tokio::test]
async fn email_without_pages_has_commands_only() {
    let off = ("REGISTRATION_PAGES", "off");
    let service = Service::with(&[&FRONT_END[..], &[BACKEND, APPROVERS, off]].concat()).await;
    let handle = service.register("ann", "ann@example.com").await.json()["registration"].as_str().unwrap().to_owned();
    let code = service.code_to("ann@example.com").await;
    let activated = service.post_json("/activate/code", &json!({ "registration": handle, "code": code })).await.json();
    let id = activated["user"]["id"].as_str().unwrap();
    let text = texts_to(&service, OPS).await.pop().unwrap();
    assert!(text.contains(&format!("registration users approve {id}")) && !text.contains("/approve/"), "{text}");
    assert!(!service.items().await.keys().any(|pk| pk.starts_with("DECISION#")), "no link is stored");
}
