//! The backend `invitation`, and the command that invites.

use futures_util::future::join_all;
use reqwest::{Method, Url};
use serde_json::{Value, json};

use crate::support::{Answer, OTHER_PASSWORD, PASSWORD, Service};

async fn service() -> Service {
    Service::with(&[("REGISTRATION_BACKEND", "invitation")]).await
}

/// Creates an invitation, and returns its code.
async fn invite(service: &Service, options: &str) -> String {
    let invitation = service.operator(format!("invite create {options}").trim_end()).await.unwrap();
    invitation["code"].as_str().unwrap().to_owned()
}

fn body(code: &str, username: &str, email: &str) -> Value {
    json!({ "invitation": code, "username": username, "email": email, "password": PASSWORD })
}

async fn post(service: &Service, code: &str, username: &str, email: &str) -> Answer {
    service.post_json("/register", &body(code, username, email)).await
}

/// Returns the reason why a code is rejected, after checking that all routes agree.
async fn reason(service: &Service, code: &str) -> Option<String> {
    let query = format!("?invitation={code}");
    let allowed = service.get_json(&format!("/register/allowed{query}")).await.json();
    let reason = allowed.get("reason").map(|reason| reason.as_str().unwrap().to_owned());
    let shown = service.get_json(&format!("/register{query}")).await;
    match &reason {
        Some(reason) => assert_eq!(shown.problem(), (403, reason.clone())),
        None => assert_eq!(shown.status, 200),
    }
    reason
}

#[tokio::test]
async fn open_invitation_requires_activation() {
    let service = service().await;
    let code = invite(&service, "").await;
    let page = service.get(&format!("/register?invitation={code}")).await;
    assert_eq!(page.status, 200);
    assert_eq!(post(&service, &code, "ann", "ann@example.com").await.status, 202);
    let link = service.link_to("ann@example.com").await;
    assert_eq!(service.activate(&link).await.json()["status"], "active");
}

#[tokio::test]
async fn suppressed_mailbox_gets_no_invitation() {
    let service = service().await;
    let bounced = "bounce@simulator.amazonses.com";
    invite(&service, &format!("--email {bounced}")).await;
    assert_eq!(service.mails().await.len(), 1);
    let (written, outcome) = service.operator_writes(&format!("invite create --email {bounced}")).await;
    assert!(outcome.unwrap_err().contains("the email could not be sent"), "{written}");
    assert!(written.contains(&format!("For    {bounced} (not mailed)")), "{written}");
    let fields = [("email", bounced), ("mail", "yes"), ("uses", "1"), ("expires", "7d")];
    let page = service.console().await.post("/invitations", &fields).await;
    page.assert(200, "Because: the mailbox gets no emails, after a bounce or a complaint");
    page.assert(200, "see `registration mailbox release`");
    assert_eq!(service.mails().await.len(), 1);
    service.operator(&format!("mailbox release {bounced}")).await.unwrap();
    invite(&service, &format!("--email {bounced}")).await;
    assert_eq!(service.mails().await.len(), 2);
}

#[tokio::test]
async fn pending_registration_is_no_invitation() {
    let service = service().await;
    let code = invite(&service, "").await;
    let registered = post(&service, &code, "ann", "ann@example.com").await;
    let handle = registered.json()["registration"].as_str().unwrap().to_owned();
    let get = async |path: &str| {
        let request = service.request(Method::GET, path).header("accept", "application/json");
        Answer::of(request.header("registration", &handle)).await
    };
    assert_eq!(get("/register").await.problem(), (403, "invitation_required".to_owned()));
    assert_eq!(get("/register/allowed").await.json()["reason"], "invitation_required");
    let body = json!({ "registration": handle, "username": "b", "email": "b@example.com", "password": PASSWORD });
    assert_eq!(service.post_json("/register", &body).await.problem(), (403, "invitation_required".to_owned()));
    let correction = json!({ "registration": handle, "email": "right@example.com" });
    assert_eq!(service.post_json("/register/email", &correction).await.status, 202);
    let correction = json!({ "registration": "none", "email": "right@example.com" });
    let unknown = (404, "registration_unknown".to_owned());
    assert_eq!(service.post_json("/register/email", &correction).await.problem(), unknown);
}

#[tokio::test]
async fn code_copied_with_signs_is_accepted() {
    let service = service().await;
    let code = invite(&service, "--uses 10").await;
    let (start, end) = code.split_at(16);
    let copied = [
        format!("{code}."),
        format!("<{code}>,"),
        format!(" {code}\r\n"),
        format!("\u{200b}{code}。"),
        format!("{start} {end}"),
        format!("“{start}-\n{end}”"),
        code.to_uppercase(),
    ];
    for (n, copied) in copied.iter().enumerate() {
        let url = Url::parse_with_params("http://x/", [("", copied)]).unwrap();
        assert_eq!(reason(&service, &url.query().unwrap()[1..]).await, None, "{copied:?}");
        let answer = post(&service, copied, &format!("user{n}"), &format!("user{n}@example.com")).await;
        assert_eq!(answer.status, 202, "{copied:?}");
    }
    assert_eq!(reason(&service, &format!("{code}{code}")).await.unwrap(), "invitation_unknown");
    assert_eq!(reason(&service, &format!("{code}.x")).await.unwrap(), "invitation_unknown");
}

#[tokio::test]
async fn mailed_invitation_proves_address() {
    let service = service().await;
    let code = invite(&service, "--email ann@example.com").await;
    let mails = service.mails().await;
    assert_eq!(mails[0]["to"], "ann@example.com");
    let link = format!("{}/register?invitation={code}", service.local.url());
    assert!(mails[0]["text"].as_str().unwrap().lines().any(|line| line == link), "{}", mails[0]["text"]);

    let answer = post(&service, &code, "ann", "ANN@example.com").await;
    assert_eq!((answer.status.as_u16(), &answer.json()["user"]["status"]), (201, &json!("active")));
    assert_eq!(answer.json()["next"], "/activate/complete");
    assert_eq!(service.mails().await.len(), 1, "nothing is left to prove");
    assert!(service.items().await.contains_key("EMAIL#ann@example.com"));
}

#[tokio::test]
async fn unmailed_invitation_proves_nothing() {
    let service = service().await;
    let code = invite(&service, "--email ann@example.com --no-mail").await;
    assert!(service.mails().await.is_empty());
    assert_eq!(post(&service, &code, "ann", "ann@example.com").await.status, 202);
}

#[tokio::test]
async fn bound_invitation_refuses_other_address() {
    let service = service().await;
    let code = invite(&service, "--email ann@example.com").await;
    let answer = post(&service, &code, "bob", "bob@example.com").await;
    assert_eq!(answer.errors(), [("email".to_owned(), "not_invited".to_owned())]);
    assert_eq!(reason(&service, &code).await, None, "it is not spent");
}

#[tokio::test]
async fn form_is_prefilled_with_invited_address() {
    let service = service().await;
    let path = format!("/register?invitation={}", invite(&service, "--email ann@example.com").await);
    assert!(service.get(&path).await.body.contains(r#"value="ann@example.com""#));
    assert_eq!(service.get_json(&path).await.json()["properties"]["email"]["default"], "ann@example.com");
}

#[tokio::test]
async fn invitation_determines_form_type() {
    let service = service().await;
    let code = invite(&service, "--type terms").await;
    let terms = post(&service, &code, "ann", "ann@example.com").await;
    assert_eq!(terms.errors(), [("terms".to_owned(), "not_accepted".to_owned())]);
    let mut accepted = body(&code, "ann", "ann@example.com");
    accepted["terms"] = true.into();
    assert_eq!(service.post_json("/register?type=standard", &accepted).await.status, 202);
    assert_eq!(service.item("USER#").await["type"].as_s().unwrap(), "terms");
}

#[tokio::test]
async fn registration_spends_invitation_and_viewing_does_not() {
    let service = service().await;
    let code = invite(&service, "--uses 2").await;
    for _ in 0..3 {
        assert_eq!(reason(&service, &code).await, None);
    }
    assert_eq!(post(&service, &code, "ann", "ann@example.com").await.status, 202);
    let mut taken = body(&code, "ANN", "other@example.com");
    taken["password"] = OTHER_PASSWORD.into();
    assert_eq!(service.post_json("/register", &taken).await.status, 422, "a refusal spends nothing");
    assert_eq!(post(&service, &code, "bob", "bob@example.com").await.status, 202);
    assert_eq!(reason(&service, &code).await.unwrap(), "invitation_spent");
    assert_eq!(post(&service, &code, "cas", "cas@example.com").await.problem().1, "invitation_spent");
}

#[tokio::test]
async fn invalid_invitation_returns_reason() {
    let service = service().await;
    for (code, expected) in [
        ("", "invitation_required"),
        ("x", "invitation_unknown"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "invitation_unknown"),
    ] {
        assert_eq!(reason(&service, code).await.unwrap(), expected, "{code}");
    }
    let revoked = invite(&service, "").await;
    service.operator(&format!("invite revoke {revoked}")).await.unwrap();
    assert_eq!(reason(&service, &revoked).await.unwrap(), "invitation_revoked");
    let page = service.get(&format!("/register?invitation={revoked}")).await;
    let why = service.get(page.header("location")).await;
    assert!(why.body.contains("This invitation was withdrawn."), "{}", why.body);
}

#[tokio::test]
async fn expired_invitation_is_still_known() {
    let service = service().await;
    let code = invite(&service, "--expires 1h").await;
    service.advance(3599);
    assert_eq!(reason(&service, &code).await, None);
    service.advance(1);
    assert_eq!(reason(&service, &code).await.unwrap(), "invitation_expired");
    service.local.sweep_expired().await.unwrap();
    assert_eq!(post(&service, &code, "ann", "ann@example.com").await.problem().1, "invitation_expired");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn last_use_is_spent_once() {
    let service = service().await;
    let code = invite(&service, "").await;
    let bodies: Vec<_> = (0..10).map(|n| body(&code, &format!("ann{n}"), &format!("ann{n}@example.com"))).collect();
    let answers = join_all(bodies.iter().map(|body| service.post_json("/register", body))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 202).count(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 202) {
        assert_eq!(answer.problem(), (403, "invitation_spent".to_owned()));
    }
    assert_eq!(service.signals().await.len(), 1);
    assert_eq!(service.item("INVITE#").await["uses_left"].as_n().unwrap(), "0");
}

#[tokio::test]
async fn resubmission_of_last_use_succeeds() {
    let service = service().await;
    let code = invite(&service, "--uses 2").await;
    let submit = async |key: &str, username: &str| {
        let request = service.request(Method::POST, "/register").header("accept", "application/json");
        let body = body(&code, username, &format!("{username}@example.com"));
        Answer::of(request.header("idempotency-key", key).json(&body)).await
    };
    let (ann, bob) = (submit("one", "ann").await, submit("two", "bob").await);
    assert_eq!((ann.status.as_u16(), bob.status.as_u16()), (202, 202));
    for (key, username) in [("one", "ann"), ("two", "bob")] {
        let again = submit(key, username).await;
        assert_eq!((again.status, &again.json()["next"]), (ann.status, &ann.json()["next"]), "{username}");
    }
    assert_eq!(submit("one", "cas").await.problem().1, "idempotency_key_reused", "a key is no way round");
    assert_eq!(submit("three", "cas").await.problem().1, "invitation_spent");
    assert_eq!(service.signals().await.len(), 2);
}

#[tokio::test]
async fn invitation_code_is_stored_hashed() {
    let service = service().await;
    let code = invite(&service, "").await;
    let (pk, item) = service.items().await.into_iter().next().unwrap();
    assert!(!format!("{pk} {item:?}").contains(&code));
    let list = service.operator("invite list").await.unwrap();
    assert_eq!(pk, format!("INVITE#{}", list["invitations"][0]["id"].as_str().unwrap()));
}

#[tokio::test]
async fn list_shows_state_of_each_invitation() {
    let service = service().await;
    assert_eq!(service.operator("invite list").await.unwrap(), json!({ "invitations": [], "after": null }));
    let spent = invite(&service, "").await;
    post(&service, &spent, "ann", "ann@example.com").await;
    service.advance(1);
    invite(&service, "--expires 1s").await;
    service.advance(1);
    let revoked = service.operator("invite create").await.unwrap();
    service.operator(&format!("invite revoke {}", revoked["id"].as_str().unwrap())).await.unwrap();
    service.advance(1);
    invite(&service, "--email eve@example.com --type terms --expires 36h").await;
    let list = service.operator("invite list").await.unwrap();
    insta::assert_json_snapshot!(list["invitations"], { "[].id" => "[id]", "[].acts" => "[acts]" }, @r#"
    [
      {
        "id": "[id]",
        "state": "open",
        "uses_left": 1,
        "created_at": "2026-03-01T12:00:03Z",
        "valid_until": "2026-03-03T00:00:03Z",
        "mailed": true,
        "acts": "[acts]",
        "email": "eve@example.com",
        "type": "terms"
      },
      {
        "id": "[id]",
        "state": "revoked",
        "uses_left": 1,
        "created_at": "2026-03-01T12:00:02Z",
        "valid_until": "2026-03-08T12:00:02Z",
        "mailed": false,
        "acts": "[acts]"
      },
      {
        "id": "[id]",
        "state": "expired",
        "uses_left": 1,
        "created_at": "2026-03-01T12:00:01Z",
        "valid_until": "2026-03-01T12:00:02Z",
        "mailed": false,
        "acts": "[acts]"
      },
      {
        "id": "[id]",
        "state": "spent",
        "uses_left": 0,
        "created_at": "2026-03-01T12:00:00Z",
        "valid_until": "2026-03-08T12:00:00Z",
        "mailed": false,
        "acts": "[acts]"
      }
    ]
    "#);
    let (text, _) = service.operator_writes("invite list").await;
    assert_eq!(text.lines().count(), 5, "{text}");
}

#[tokio::test]
async fn invitation_list_continues_after_limit() {
    let service = service().await;
    for _ in 0..5 {
        invite(&service, "").await;
        service.advance(1);
    }
    let all = service.operator("invite list").await.unwrap()["invitations"].clone();
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let page = service.operator(&format!("invite list --limit 2{after}")).await.unwrap();
        found.extend(page["invitations"].as_array().unwrap().clone());
        match page["after"].as_str() {
            Some(id) => after = format!(" --after {id}"),
            None => break,
        }
    }
    assert_eq!(Value::from(found), all);
    assert_eq!(all.as_array().unwrap().len(), 5);
    let unknown = format!("invite list --after {}", "0".repeat(64));
    assert!(service.operator(&unknown).await.unwrap_err().contains("no invitation of this id"));
}

#[tokio::test]
async fn email_has_inviter_text_and_language() {
    let service = service().await;
    let text = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(text.path(), "Dear <b>Bob</b>,\n\njoin us\nsoon.\n").unwrap();
    let path = text.path().display();
    let invited = service
        .operator(&format!("invite create --email bob@example.com --inviter Ada --text {path} --language de-CH"))
        .await
        .unwrap();
    assert_eq!(invited["inviter"], "Ada");
    let mail = service.mails().await.remove(0);
    assert_eq!(mail["subject"], "Ada lädt Sie zu Example ein");
    let (plain, html) = (mail["text"].as_str().unwrap(), mail["html"].as_str().unwrap());
    assert!(plain.contains("erstellen.\n\nDear <b>Bob</b>,\n\njoin us\nsoon.\n\nÖffnen Sie"), "{plain}");
    assert!(html.contains(">Dear &lt;b&gt;Bob&lt;") && html.contains(">join us\nsoon.</p>"), "{html}");
    let link = plain.lines().find(|line| line.contains("/register?invitation=")).unwrap();
    assert!(link.ends_with("&lang=de"), "{link}");
    assert_eq!(service.operator("invite list").await.unwrap()["invitations"][0]["inviter"], "Ada");

    service.operator("invite create --email eve@example.com").await.unwrap();
    let mail = service.mails().await.pop().unwrap();
    assert_eq!(mail["subject"], "You are invited to Example");
    assert!(mail["text"].as_str().unwrap().contains("an account at Example.\n\nTo do so"), "{mail}");

    std::fs::write(text.path(), "bell \u{7}").unwrap();
    let wrong = service.operator(&format!("invite create --email cas@example.com --text {path}")).await.unwrap_err();
    assert!(wrong.ends_with("must have no control characters"), "{wrong}");
    assert_eq!(service.mails().await.len(), 2);
    for option in ["--inviter Ada", "--language de", "--email cas@example.com --no-mail --inviter Ada"] {
        let wrong = service.operator(&format!("invite create {option}")).await.unwrap_err();
        assert!(wrong.ends_with("are for an email: add --email ADDRESS"), "{wrong}");
    }
}

#[tokio::test]
async fn invitation_of_user_is_noted() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    for (email, registered) in [("ANN@example.com", true), ("bob@example.com", false)] {
        let invited = service.operator(&format!("invite create --email {email}")).await.unwrap();
        assert_eq!(invited["registered"], registered);
        let (written, _) = service.operator_writes(&format!("invite create --email {email}")).await;
        assert_eq!(written.contains("has an account already"), registered, "{written}");
    }
}

#[tokio::test]
async fn mail_failure_still_creates_invitation() {
    let service =
        Service::with(&[("REGISTRATION_BACKEND", "invitation"), ("AWS_ENDPOINT_URL_SESV2", "http://127.0.0.1:1")])
            .await;
    let (written, outcome) = service.operator_writes("--json invite create --email ann@example.com").await;
    assert!(outcome.unwrap_err().contains("the email could not be sent"));
    let invitation: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(invitation["mailed"], false);
    let answer = post(&service, invitation["code"].as_str().unwrap(), "ann", "ann@example.com").await;
    assert_eq!(answer.status, 202, "it proves nothing");
}

#[tokio::test]
async fn invalid_invitation_options_are_refused() {
    let service = service().await;
    let wrong = service.operator("invite create --email ann@example.com --uses 2").await.unwrap_err();
    assert_eq!(wrong, "an invitation for one address has exactly one use");
    let unknown = service.operator("invite revoke aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").await.unwrap_err();
    assert_eq!(unknown, "there is no such invitation: `registration invite list` has the ids");
    assert!(service.items().await.is_empty());
}
