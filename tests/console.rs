//! The operator's console: who gets in, and what the pages show and do.

use std::time::Duration;

use domain::settings::Environment;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::{CONSOLE_OPERATOR, ConsoleBrowser, ConsolePage, PASSWORD, Service, signals};

/// An id that no user has.
const NOBODY: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
/// A URL at which nothing listens.
const NOWHERE: &str = "http://127.0.0.1:1";

/// Returns the acts that are recorded at a user, with their operators.
async fn acts(service: &Service, id: &str) -> Vec<(String, String)> {
    let user = service.operator(&format!("users show {id}")).await.unwrap()[0].clone();
    let acts = user["acts"].as_array().cloned().unwrap_or_default();
    acts.iter().map(recorded).collect()
}

/// Returns the name of an act and its operator.
fn recorded(act: &Value) -> (String, String) {
    (act["act"].as_str().unwrap().to_owned(), act["by"].as_str().unwrap().to_owned())
}

fn by_console(names: &[&str]) -> Vec<(String, String)> {
    names.iter().map(|name| ((*name).to_owned(), CONSOLE_OPERATOR.to_owned())).collect()
}

/// Registers a user who awaits approval, and returns the id.
async fn awaiting(service: &Service, username: &str) -> String {
    let link = service.pending(username, &format!("{username}@example.com")).await;
    assert_eq!(service.activate(&link).await.json()["status"], "awaiting_approval");
    service.user_id(username).await
}

async fn with_approval() -> Service {
    Service::with(&[("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", "ops@example.com")]).await
}

#[tokio::test]
async fn stranger_gets_nothing() {
    let service = Service::start().await;
    service.pending("ann", "ann@example.com").await;
    let ann = service.user_id("ann").await;
    let browser = service.console().await;
    let base = browser.base().to_owned();
    for path in ["/", "/open", "/users", "/favicon.ico", &base, &format!("{base}/"), &format!("{base}/users/{ann}")] {
        let page = ConsolePage::of(browser.bare(Method::GET, path)).await;
        page.assert(403, "You are not let in");
        assert!(!page.body.contains("ann") && !page.body.contains(&base), "{path}: {}", page.body);
        let acted = browser.bare(Method::POST, path).form(&[("x", "y")]).header("origin", browser.origin());
        assert_eq!(ConsolePage::of(acted).await.status, 403, "{path}");
    }
    for token in ["", "x", &"a".repeat(32)] {
        let page = ConsolePage::of(browser.bare(Method::GET, &format!("{base}/open?token={token}"))).await;
        page.assert(403, "You are not let in");
    }
    for cookie in ["", "console=x", &format!("console-{}=x", &base[1..])] {
        let page = browser.bare(Method::GET, &base).header("cookie", cookie);
        assert_eq!(ConsolePage::of(page).await.status, 403, "{cookie}");
    }
    browser.get("").await.assert(200, "Search");
}

#[tokio::test]
async fn link_lets_one_browser_in() {
    let service = Service::start().await;
    let browser = service.unopened_console().await;
    assert_eq!(browser.get("").await.status, 403, "nobody is in before the link is opened");
    let opened = browser.open().await;
    assert_eq!((opened.status, opened.header("location")), (303, browser.base()));
    let cookie = opened.header("set-cookie");
    let (pair, attributes) = cookie.split_once("; ").unwrap();
    assert_eq!(attributes, format!("Path={}; HttpOnly; SameSite=Strict", browser.base()));
    assert!(pair.starts_with("console-") && pair.len() > 50, "{pair}");
    let with_cookie = async |path: &str| {
        let request = browser.bare(Method::GET, &format!("{}{path}", browser.base())).header("cookie", pair);
        ConsolePage::of(request).await.status
    };
    assert_eq!(with_cookie("").await, 200);
    let token = browser.console.url().split_once('?').unwrap().1.to_owned();
    assert_eq!(with_cookie(&format!("/open?{token}")).await, 303, "the same browser may open the link again");
    browser.open().await.assert(403, "The link was used twice");
    assert_eq!(with_cookie("").await, 403, "the first browser may be the stranger's");
}

#[tokio::test]
async fn unused_link_and_idle_session_expire() {
    let service = Service::start().await;
    let browser = service.unopened_console().await;
    service.advance(600);
    browser.open().await.assert(403, "not used within 10 minutes");
    let browser = service.console().await;
    service.advance(3599);
    browser.get("").await.assert(200, "Search");
    service.advance(3600);
    browser.get("").await.assert(403, "The session is over");
    browser.open().await.assert(403, "The session is over");
}

#[tokio::test]
async fn operator_can_end_the_session() {
    let service = Service::start().await;
    let browser = service.console().await;
    browser.post("/end", &[]).await.assert(403, "You ended the session");
    browser.get("/users").await.assert(403, "You ended the session");
}

#[tokio::test]
async fn other_hosts_are_refused() {
    let service = Service::start().await;
    let browser = service.console().await;
    let host = browser.origin().replace("http://", "");
    let port = host.split(':').nth(1).unwrap();
    let get = async |host: &str| ConsolePage::of(browser.request(Method::GET, "").header("host", host)).await;
    assert_eq!(get(&host).await.status, 200);
    assert_eq!(get(&format!("localhost:{port}")).await.status, 200);
    for other in [
        "evil.example",
        &format!("evil.example:{port}"),
        "127.0.0.1",
        "127.0.0.1:1",
        &format!("127.0.0.1.evil.example:{port}"),
        &format!("console.localhost:{port}"),
        &format!("[::1]:{port}"),
        &format!("a@{host}"),
    ] {
        get(other).await.assert(421, "This console has another URL");
    }
    let style = browser.bare(Method::GET, "/style.css").header("host", "evil.example");
    assert_eq!(ConsolePage::of(style).await.status, 421);
}

#[tokio::test]
async fn only_pages_of_the_console_act() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    let ann = service.user_id("ann").await;
    let browser = service.console().await;
    let origin = browser.origin();
    let other_port = "http://127.0.0.1:1";
    for headers in [
        &[][..],
        &[("origin", "https://evil.example")],
        &[("origin", other_port)],
        &[("origin", "null")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "none")],
        &[("origin", &origin), ("sec-fetch-site", "same-site")],
        &[("origin", other_port), ("sec-fetch-site", "same-origin")],
    ] {
        let request = browser.request(Method::POST, &format!("/users/{ann}/disable")).form(&[("x", "y")]);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        ConsolePage::of(request).await.assert(403, "Requests of other sites are rejected");
    }
    assert_eq!(service.operator(&format!("users show {ann}")).await.unwrap()[0]["status"], "active");
    for (name, value) in [("origin", &*origin), ("sec-fetch-site", "same-origin")] {
        let request = browser.request(Method::POST, &format!("/users/{ann}/disable")).form(&[("x", "y")]);
        assert_eq!(ConsolePage::of(request.header(name, value)).await.status, 303, "{name}");
    }
}

#[tokio::test]
async fn every_answer_has_protective_headers() {
    let service = Service::start().await;
    let browser = service.console().await;
    let pages = [
        browser.request(Method::GET, ""),
        browser.request(Method::GET, "/nothing"),
        browser.request(Method::GET, "/end"),
        browser.request(Method::POST, "/bounces/forget"),
        browser.request(Method::GET, "").header("host", "evil.example"),
        browser.bare(Method::GET, "/"),
        browser.bare(Method::GET, "/style.css"),
    ];
    let mut statuses = Vec::new();
    for request in pages {
        let page = ConsolePage::of(request).await;
        statuses.push(page.status);
        for (name, value) in [
            (
                "content-security-policy",
                "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            ),
            ("referrer-policy", "same-origin"),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(page.header(name), value, "{}", page.status);
        }
    }
    assert_eq!(statuses, [200, 404, 405, 403, 421, 403, 200]);
}

#[tokio::test]
async fn user_is_found_as_by_the_command() {
    let service = Service::start().await;
    service.active("Paypal", "ann@example.com").await;
    let ann = service.user_id("Paypal").await;
    let browser = service.console().await;
    for text in [&*ann, "ANN@EXAMPLE.COM", "%20paypa1%20"] {
        browser.get(&format!("?user={text}")).await.assert(200, &format!("Id {ann} Status active Name Paypal"));
    }
    for name in ["bob", "cas"] {
        service.pending(name, "shared@example.com").await;
        service.advance(1);
    }
    let several = browser.get("?user=shared@example.com").await;
    several.assert(200, "Several users match");
    assert!(several.text().contains("bob") && several.text().contains("cas"), "{}", several.text());
    browser.get("?user=nobody").await.assert(200, "No user was found");
    browser.get("?issuer=https://login.example&subject=1").await.assert(200, "No user was found");
    let half = browser.get("?issuer=https://login.example").await;
    half.assert(422, "An identity has an issuer and a subject");
    let escaped = browser.get("?user=%3Cscript%3E%22%27@").await;
    escaped.assert(200, "No user was found");
    assert!(!escaped.body.contains("<script"), "{}", escaped.body);
    browser.get("?user=%E2%80%AE").await.assert(422, "Correct the marked fields");
}

#[tokio::test]
async fn user_page_has_all_that_command_shows() {
    let service = Service::start().await;
    let registered = service.register("ann", "ann@example.com").await.json();
    service.local.settle().await;
    let guess = json!({ "registration": registered["registration"], "code": "000000" });
    assert_eq!(service.post_json("/activate/code", &guess).await.status, 422);
    let ann = service.user_id("ann").await;
    service.advance(60);
    service.operator(&format!("--operator support users resend {ann}")).await.unwrap();
    let (written, _) = service.operator_writes("users show ann").await;
    let browser = service.console().await;
    let page = browser.get(&format!("/users/{ann}")).await;
    let text = page.text().to_lowercase();
    for line in written.lines().map(|line| line.strip_prefix("mailbox ").unwrap_or(line)) {
        let words: Vec<_> = line.split_whitespace().collect();
        let line = words.join(" ").to_lowercase();
        let shown = if words[0] == "act" { "resend" } else { &*line };
        assert!(text.contains(shown), "{line:?} is not in {text}");
    }
    let stored = service.item("USER#").await;
    let password = service.item("PASSWORD#").await["password_hash"].as_s().unwrap().clone();
    let export = ConsolePage::of(browser.request(Method::GET, &format!("/users/{ann}/export"))).await;
    assert_eq!(serde_json::from_str::<Value>(&export.body).unwrap()["username"], "ann");
    assert_eq!(export.header("content-disposition"), format!("attachment; filename=\"{ann}.json\""));
    for secret in stored["handles"].as_ss().unwrap().iter().chain([&password]) {
        assert!(!page.body.contains(secret) && !export.body.contains(secret));
    }
}

#[tokio::test]
async fn acts_change_user_and_are_recorded() {
    let service = Service::start().await;
    service.pending("ann", "ann@example.com").await;
    let ann = service.user_id("ann").await;
    let browser = service.console().await;
    let act = async |name: &str| {
        service.advance(60);
        browser.post(&format!("/users/{ann}/{name}"), &[]).await
    };
    service.advance(1800);
    act("resend").await.assert(200, "Another email to ann@example.com follows");
    assert_eq!(service.mails().await.len(), 2);
    let activated = act("activate").await;
    activated.assert(200, "ann is now active.");
    assert!(activated.body.contains("/disable") && !activated.body.contains("/activate"), "{}", activated.body);
    act("activate").await.assert(200, "ann was already active.");
    act("disable").await.assert(200, "ann is now disabled.");
    act("enable").await.assert(200, "ann is now active.");
    assert_eq!(acts(&service, &ann).await, by_console(&["resend", "activate", "disable", "enable"]));
    let sent = ["user_registered", "user_activated", "user_disabled", "user_enabled"];
    assert_eq!(service.signals().await, signals(&sent.map(|kind| (kind, "ann"))));
}

#[tokio::test]
async fn end_of_registration_is_behind_confirmation() {
    let service = Service::start().await;
    service.pending("bob", "bob@example.com").await;
    let bob = service.user_id("bob").await;
    let browser = service.console().await;
    let (page, path) = (format!("/users/{bob}"), format!("/users/{bob}/expire"));
    assert!(browser.get(&page).await.body.contains(&format!("<a href=\"{}{path}\">", browser.base())));
    let asked = browser.get(&path).await;
    for consequence in ["cannot be undone", "The name becomes free", "registration_expired"] {
        asked.assert(200, consequence);
    }
    for fields in [&[][..], &[("confirm", "no")]] {
        browser.post(&path, fields).await.assert(422, "The registration goes on.");
    }
    assert_eq!(service.user_id("bob").await, bob);
    let confirmed = [("confirm", "yes")];
    browser.post(&path, &confirmed).await.assert(200, "The registration of bob is ended.");
    browser.get(&page).await.assert(404, "There is no such user");
    browser.post(&path, &confirmed).await.assert(404, "There is no such user");

    service.active("ann", "ann@example.com").await;
    let path = format!("/users/{}/expire", service.user_id("ann").await);
    let refused = browser.post(&path, &confirmed).await;
    refused.assert(409, "This user is not pending: the status is active.");
    assert!(!refused.body.contains(&path), "{}", refused.body);
}

#[tokio::test]
async fn status_message_is_shown_once() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    let ann = service.user_id("ann").await;
    let browser = service.console().await;
    let acted = browser.submit(&format!("/users/{ann}/disable"), &[]).await;
    let location = acted.header("location").strip_prefix(browser.base()).unwrap().to_owned();
    browser.get(&location).await.assert(200, "ann is now disabled.");
    let again = browser.get(&location).await;
    assert!(again.status == 200 && !again.text().contains("is now"), "{}", again.text());
}

#[tokio::test]
async fn impossible_act_shows_reason_at_user() {
    let service = Service::start().await;
    service.pending("bob", "ann@example.com").await;
    service.active("ann", "ann@example.com").await;
    service.pending("cas", "cas@example.com").await;
    let browser = service.console().await;
    let id = async |name: &str| service.user_id(name).await;
    let (ann, bob, cas) = (id("ann").await, id("bob").await, id("cas").await);
    for (user, name, reason) in [
        (&bob, "activate", "Another user has this address"),
        (&bob, "disable", "This user is not active: the status is pending."),
        (&bob, "approve", "This user has not confirmed the address yet."),
        (&ann, "reject", "This user does not await approval: the status is active."),
    ] {
        let page = browser.post(&format!("/users/{user}/{name}"), &[]).await;
        page.assert(409, reason);
        assert!(page.text().contains("Details"), "{}", page.text());
    }
    service.advance(8 * 24 * 3600);
    // The session is over by then.
    let browser = service.console().await;
    browser.post(&format!("/users/{cas}/activate"), &[]).await.assert(409, "The registration has expired");
    browser.post(&format!("/users/{NOBODY}/activate"), &[]).await.assert(404, "There is no such user");
    browser.post("/users/ann/activate", &[]).await.assert(404, "There is no such user");
    browser.post(&format!("/users/{ann}/promote"), &[]).await.assert(404, "There is no such page");
    assert_eq!(acts(&service, &ann).await, []);
}

#[tokio::test]
async fn awaiting_users_are_approved_and_rejected_in_list() {
    let service = with_approval().await;
    let browser = service.console().await;
    browser.get("/approvals").await.assert(200, "No user awaits approval");
    let (ann, bob) = (awaiting(&service, "ann").await, awaiting(&service, "bob").await);
    let list = browser.get("/approvals").await;
    list.assert(200, "Users who await approval");
    assert!(list.text().contains("Approve ann") && list.text().contains("Reject bob"), "{}", list.text());
    let back = [("back", "approvals")];
    let approved = browser.post(&format!("/users/{ann}/approve"), &back).await;
    approved.assert(200, "ann is now active.");
    assert!(approved.text().contains("Reject bob"), "{}", approved.text());
    browser.post(&format!("/users/{bob}/reject"), &back).await.assert(200, "bob is now rejected.");
    browser.post(&format!("/users/{bob}/approve"), &back).await.assert(409, "the status is rejected.");
    assert_eq!(acts(&service, &ann).await, by_console(&["approve"]));
    assert_eq!(acts(&service, &bob).await, by_console(&["reject"]));
    browser.get("/approvals").await.assert(200, "No user awaits approval");
}

#[tokio::test]
async fn long_lists_have_pages() {
    let folder = tempfile::tempdir().unwrap();
    let service = Service::start().await;
    let file = folder.path().join("users.jsonl");
    let lines = (0..51).map(|n| json!({ "username": format!("user{n}"), "email": format!("u{n}@example.com") }));
    std::fs::write(&file, lines.map(|line| line.to_string() + "\n").collect::<String>()).unwrap();
    let import = format!("users import {} --from plain --trust-addresses", file.display());
    assert_eq!(service.operator(&import).await.unwrap()["imported"], 51);
    let browser = service.console().await;
    let first = browser.get("/users?status=active&backend=import").await;
    first.assert(200, "50 users, a part of the list");
    let (_, next) = first.body.split_once("/users?status=active&amp;").expect("a link to the next users");
    let next = format!("/users?status=active&{}", next.split('"').next().unwrap().replace("&amp;", "&"));
    assert!(next.contains("backend=import&after="), "{next}");
    browser.get(&next).await.assert(200, "1 users, a part of the list");
    browser.get("/users?status=pending").await.assert(200, "There is no such user.");
    browser.get("/users?older_than=1h").await.assert(200, "There is no such user.");
    for (query, error) in [
        ("status=asleep", "Choose a status"),
        ("type=a/b", "The name of a form"),
        ("older_than=often", "must be a time such as 7d, 36h or 730d"),
    ] {
        browser.get(&format!("/users?{query}")).await.assert(422, error);
    }
}

#[tokio::test]
async fn erasure_is_behind_confirmation() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    let ann = service.user_id("ann").await;
    let browser = service.console().await;
    let path = format!("/users/{ann}/erase");
    let asked = browser.get(&path).await;
    for consequence in ["cannot be undone", "The name and the address become free", "user_erased", "backup"] {
        asked.assert(200, consequence);
    }
    for fields in [&[][..], &[("confirm", "no")]] {
        browser.post(&path, fields).await.assert(422, "Nothing was erased.");
    }
    assert_eq!(service.user_id("ann").await, ann);
    browser.post(&path, &[("confirm", "yes")]).await.assert(200, &format!("{ann} is erased."));
    assert_eq!(service.item("ERASED#").await["by"].as_s().unwrap(), CONSOLE_OPERATOR);
    browser.get(&path).await.assert(404, "There is no such user");
    browser.post(&path, &[("confirm", "yes")]).await.assert(404, "There is no such user");
    assert_eq!(service.register("ann", "ann@example.com").await.status, 202, "name and address are free");
}

#[tokio::test]
async fn mailbox_is_shown_and_released() {
    let service = Service::start().await;
    let address = "complaint@simulator.amazonses.com";
    service.pending("ann", address).await;
    service.local.settle().await;
    let browser = service.console().await;
    let query = format!("/mailbox?address={address}");
    browser.get(&query).await.assert(200, "Suppressed complained until");
    browser.post("/mailbox/release", &[("address", address)]).await.assert(200, "The mailbox gets emails again.");
    let released = browser.get(&query).await;
    released.assert(200, "Suppressed no");
    assert!(released.text().contains(CONSOLE_OPERATOR), "{}", released.text());
    browser.post("/mailbox/release", &[("address", address)]).await.assert(200, "was not suppressed");
    browser.get("/mailbox?address=new@example.com").await.assert(200, "No email was sent to this mailbox recently");
    browser.get("/mailbox?address=ann").await.assert(422, "Correct the marked fields");
    browser.post("/mailbox/release", &[]).await.assert(422, "Correct the marked fields");
}

#[tokio::test]
async fn limits_are_shown_and_cleared() {
    let service = Service::with(&[("REGISTRATION_LIMIT_PER_SOURCE", "1/1h")]).await;
    let browser = service.console().await;
    assert_eq!(service.register("ann", "ann@example.com").await.status, 202);
    assert_eq!(service.register("bob", "bob@example.com").await.status, 429);
    let page = browser.get("/limits").await;
    page.assert(200, "LIMIT#source");
    let text = page.text();
    let name = text.split_whitespace().find(|word| word.starts_with("LIMIT#source")).unwrap();
    browser.post("/limits/clear", &[("name", name)]).await.assert(200, "The number is zero again.");
    assert_eq!(service.register("bob", "bob@example.com").await.status, 202);
    for unknown in ["LIMIT#nothing", "USER#1", ""] {
        let page = browser.post("/limits/clear", &[("name", unknown)]).await;
        page.assert(200, "Nothing is counted under this name.");
    }
}

#[tokio::test]
async fn bounces_are_shown_and_forgotten() {
    let service = Service::start().await;
    service.pending("ann", "bounce@simulator.amazonses.com").await;
    service.local.settle().await;
    let browser = service.console().await;
    browser.get("/bounces").await.assert(200, "1 of the last 1 emails bounced.");
    let forgotten = browser.post("/bounces/forget", &[]).await;
    forgotten.assert(200, "The bounces are forgotten.");
    assert!(forgotten.text().contains("0 of the last"), "{}", forgotten.text());
    forgotten.assert(200, "Acts of operators");
    assert!(forgotten.text().contains(&format!("UTC {CONSOLE_OPERATOR}")), "{}", forgotten.text());
    assert!(!forgotten.text().contains("not recorded"), "{}", forgotten.text());
}

#[tokio::test]
async fn code_of_invitation_is_shown_once() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "invitation")]).await;
    let browser = service.console().await;
    browser.get("/invitations").await.assert(200, "Create an invitation");
    let fields = [("email", "ann@example.com"), ("mail", "yes"), ("uses", "1"), ("expires", "2d")];
    let redirect = browser.submit("/invitations", &fields).await;
    assert_eq!((redirect.status, &*redirect.body), (303, ""));
    let location = redirect.header("location").strip_prefix(browser.base()).unwrap().to_owned();
    let created = browser.get(&location).await;
    created.assert(200, "For ann@example.com (emailed)");
    let text = created.text();
    let code = text.split("Code ").nth(1).unwrap().split(' ').next().unwrap();
    assert!(text.contains(&format!("{}/register?invitation={code}", service.local.url())), "{text}");
    assert!(service.mails().await[0]["text"].as_str().unwrap().contains(code));
    let again = browser.get(&location).await;
    again.assert(200, "The code of an invitation is shown once.");
    assert!(!again.body.contains(code));

    let fields = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD, "invitation": code });
    assert_eq!(service.post_json("/register", &fields).await.status, 201);
    browser.get("/invitations/list").await.assert(200, "ann@example.com spent 0");
}

#[tokio::test]
async fn invitations_are_listed_and_revoked() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "invitation")]).await;
    let browser = service.console().await;
    browser.get("/invitations/list").await.assert(200, "There are no invitations.");
    let created = browser.post("/invitations", &[("uses", "3"), ("expires", "7d"), ("type", "business")]).await;
    let text = created.text();
    let code = text.split("Code ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
    let list = browser.get("/invitations/list").await;
    list.assert(200, "anyone, type business open 3");
    let listed = service.operator("invite list").await.unwrap()["invitations"][0].clone();
    let id = listed["id"].as_str().unwrap();
    let revoked = browser.post("/invitations/revoke", &[("invitation", id), ("back", "list")]).await;
    revoked.assert(200, "The invitation is revoked.");
    assert!(revoked.text().contains("revoked 3"), "{}", revoked.text());
    browser.post("/invitations/revoke", &[("invitation", &code)]).await.assert(200, "The invitation is revoked.");
    let listed = service.operator("invite list").await.unwrap()["invitations"][0].clone();
    let recorded: Vec<_> = listed["acts"].as_array().unwrap().iter().map(recorded).collect();
    assert_eq!(recorded, by_console(&["invite", "revoke", "revoke"]));
    let unknown = "a".repeat(64);
    browser.post("/invitations/revoke", &[("invitation", &unknown)]).await.assert(404, "There is no such invitation");
    browser.post("/invitations/revoke", &[("invitation", "x")]).await.assert(422, "Enter a code of 32 characters");
}

#[tokio::test]
async fn list_of_invitations_continues() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "invitation")]).await;
    for _ in 0..51 {
        service.operator("invite create").await.unwrap();
    }
    let browser = service.console().await;
    let first = browser.get("/invitations/list").await;
    first.assert(200, "Next invitations");
    let at = first.body.find("/invitations/list?after=").unwrap();
    let next = first.body[at..].split('"').next().unwrap();
    let second = browser.get(next).await;
    second.assert(200, "a part of the list");
    assert_eq!((first.body.matches("<tr ").count(), second.body.matches("<tr ").count()), (51, 2), "with the heads");
    assert!(!second.body.contains("Next invitations"));
}

#[tokio::test]
async fn email_of_invitation_has_inviter_and_text() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "invitation")]).await;
    let browser = service.console().await;
    let mut fields = vec![
        ("email", "ann@example.com"),
        ("mail", "yes"),
        ("uses", "1"),
        ("expires", "2d"),
        ("inviter", "Ada <b>"),
        ("language", "de"),
        ("text", "Hello,\r\n\r\njoin us."),
    ];
    browser.post("/invitations", &fields).await.assert(200, "For ann@example.com (emailed)");
    let mail = service.mails().await.remove(0);
    assert_eq!(mail["subject"], "Ada <b> lädt Sie zu Example ein");
    assert!(mail["text"].as_str().unwrap().contains("Hello,\n\njoin us.\n"), "{mail}");

    // Each character has 12 bytes in the form.
    let longest = "\u{1f642}".repeat(2000);
    fields[6].1 = &longest;
    browser.post("/invitations", &fields).await.assert(200, "For ann@example.com (emailed)");

    let long = "a".repeat(2001);
    fields[6].1 = &long;
    fields[4].1 = "Ada\nLovelace";
    let wrong = browser.post("/invitations", &fields).await;
    wrong.assert(422, "The text must have at most 2000 characters.");
    wrong.assert(422, "The name must be one line of text.");
    assert!(wrong.body.contains(&long), "the text is kept");
}

#[tokio::test]
async fn statistics_are_counted_on_request() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    service.register("ann", "bob@example.com").await;
    service.local.settle().await;
    let browser = service.console().await;
    let empty = browser.get("/statistics").await;
    empty.assert(200, "The last days in UTC");
    assert!(!empty.body.contains("<table"), "nothing is read yet");
    let counted = browser.get("/statistics?days=1").await;
    counted.assert(200, "1 March 2026 , not over 1 1 100 % 0 s 0 1 0");
    counted.assert(200, "1 of 1 registrations are active by now.");
    counted.assert(200, "validation_failed 1");
    assert!(counted.body.contains("<rect class=\"activated\" x=\"5\" y=\"0\""), "{}", counted.body);
    for wrong in ["0", "367", "many", "-1"] {
        let page = browser.get(&format!("/statistics?days={wrong}")).await;
        page.assert(422, "Enter a whole number from 1 to 366.");
    }
    *browser.deployment.log.lock().unwrap() = Some(NOWHERE.to_owned());
    browser.get("/statistics?days=1").await.assert(503, "The statistics cannot be read");
    *browser.deployment.log.lock().unwrap() = None;
    browser.get("/statistics?days=1").await.assert(200, "registration console --stack STACK");
}

#[tokio::test]
async fn wrong_invitation_keeps_typed_values() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "invitation")]).await;
    let browser = service.console().await;
    for (field, value, error) in [
        ("email", "ann@", "Correct the marked fields"),
        ("uses", "0", "whole number from 1 to 1000000"),
        ("uses", "many", "whole number from 1 to 1000000"),
        ("expires", "soon", "must be a time between"),
        ("type", "a/b", "The name of a form"),
    ] {
        let page = browser.post("/invitations", &[(field, value), ("kind", "x")]).await;
        page.assert(422, error);
        let shown = value.replace('/', "&#x2f;");
        assert!(page.body.contains(&format!("value=\"{shown}\"")), "{field}: {}", page.body);
    }
    let both = browser.post("/invitations", &[("email", "ann@example.com"), ("uses", "2")]).await;
    both.assert(422, "An invitation for one address has exactly one use.");
    assert_eq!(service.operator("invite list").await.unwrap()["invitations"], json!([]));
}

#[tokio::test]
async fn unmailed_invitation_shows_reason_and_code() {
    let settings = [("REGISTRATION_BACKEND", "invitation"), ("AWS_ENDPOINT_URL_SESV2", NOWHERE)];
    let service = Service::with(&settings).await;
    let browser = service.console().await;
    let created = browser.post("/invitations", &[("email", "ann@example.com"), ("mail", "yes")]).await;
    created.assert(200, "(not emailed)");
    created.assert(200, "The email could not be sent.");
    created.assert(200, "Because: SES did not accept the email");
}

fn environment(service: &Service, changes: &[(&str, &str)]) -> Environment {
    let changes = changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    service.local.environment().clone().into_iter().chain(changes).collect()
}

/// Every page that reads the table or acts.
async fn pages(browser: &ConsoleBrowser, user: &str) -> Vec<ConsolePage> {
    let mut pages = Vec::new();
    let user_pages = [format!("/users/{user}"), format!("/users/{user}/export")];
    let others = ["?user=ann", "/users", "/approvals", "/invitations/list", "/mailbox?address=a@b.org", "/limits"];
    for path in user_pages.iter().map(String::as_str).chain(others).chain(["/bounces"]) {
        pages.push(browser.get(path).await);
    }
    for act in ["activate", "resend", "disable", "enable", "approve", "reject"] {
        pages.push(browser.post(&format!("/users/{user}/{act}"), &[]).await);
    }
    for act in ["expire", "erase"] {
        pages.push(browser.get(&format!("/users/{user}/{act}")).await);
        pages.push(browser.post(&format!("/users/{user}/{act}"), &[("confirm", "yes")]).await);
    }
    pages.push(browser.post("/mailbox/release", &[("address", "a@b.org")]).await);
    pages.push(browser.post("/limits/clear", &[("name", "LIMIT#x")]).await);
    pages.push(browser.post("/bounces/forget", &[]).await);
    pages.push(browser.post("/invitations", &[("uses", "1")]).await);
    pages.push(browser.post("/invitations/revoke", &[("invitation", &"a".repeat(64))]).await);
    pages
}

#[tokio::test]
async fn table_failure_says_what_to_do() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    let ann = service.user_id("ann").await;
    let browser = service.console().await;
    browser.deployment.set(Ok(environment(&service, &[("AWS_ENDPOINT_URL_DYNAMODB", NOWHERE)])));
    service.advance(5 * 60);
    for page in pages(&browser, &ann).await {
        page.assert(503, "log in again");
        assert!(page.text().contains("Because: "), "{}", page.text());
    }
    browser.deployment.set(Ok(environment(&service, &[])));
    // A failed request lets the next one read the credentials again.
    browser.get(&format!("/users/{ann}")).await.assert(200, "Status active");
}

#[tokio::test]
async fn lost_credentials_say_what_to_do() {
    let service = Service::start().await;
    let browser = service.console().await;
    browser.deployment.set(Err("there are no AWS credentials: log in".to_owned()));
    browser.get("/users").await.assert(200, "There is no such user.");
    service.advance(5 * 60);
    for page in pages(&browser, NOBODY).await {
        page.assert(503, "There are no AWS credentials: log in.");
    }
    browser.get("").await.assert(200, "Search");
    browser.deployment.set(Ok(environment(&service, &[])));
    browser.get("/users").await.assert(200, "There is no such user.");
}

#[tokio::test]
async fn missing_setting_says_what_to_do() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "invitation")]).await;
    let browser = service.console().await;
    browser.deployment.set(Ok(environment(&service, &[("REGISTRATION_SITE_URL", "nonsense")])));
    service.advance(5 * 60);
    let page = browser.post("/invitations", &[("uses", "1")]).await;
    page.assert(503, "REGISTRATION_SITE_URL");
    page.assert(503, "start registration console again");
}

#[tokio::test]
async fn hostile_input_causes_no_server_error() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    let ann = service.user_id("ann").await;
    let browser = service.console().await;
    let texts =
        ["", "%00", "%ff", "%E2%80%AE", "..%2f..", "'%22%3E%3Cb%3E", "%F0%9F%92%A9", "a%0d%0ab", &"9".repeat(4000)];
    for text in texts {
        for path in [
            format!("?user={text}&notice={text}"),
            format!("?issuer={text}&subject={text}"),
            format!("/users?status={text}&type={text}&backend={text}&older_than={text}&after={text}"),
            format!("/approvals?after={text}"),
            format!("/mailbox?address={text}"),
            format!("/mailbox?address={text}@example.com"),
            format!("/invitations/created?notice={text}"),
            format!("/users/{text}"),
            format!("/users/{text}/export"),
            format!("/users/{text}/erase"),
            format!("/users/{text}/expire"),
            format!("/{text}"),
        ] {
            let page = browser.get(&path).await;
            assert!(page.status < 500, "{path}: {} {}", page.status, page.body);
            assert!(!page.body.contains("<b>") || !text.contains("%3Cb"), "{path}");
        }
        for path in [
            format!("/users/{text}/{text}"),
            format!("/users/{ann}/{text}"),
            format!("/users/{ann}/erase"),
            "/mailbox/release".to_owned(),
            "/limits/clear".to_owned(),
            "/invitations".to_owned(),
            "/invitations/revoke".to_owned(),
        ] {
            let names = ["confirm", "address", "name", "email", "uses", "expires", "type", "invitation", "back"];
            let body = names.map(|name| format!("{name}={text}")).join("&");
            let form = "application/x-www-form-urlencoded";
            let request = browser.request(Method::POST, &path).header("content-type", form).body(body);
            let page = ConsolePage::of(request.header("sec-fetch-site", "same-origin")).await;
            assert!(page.status < 500, "{path} {text}: {} {}", page.status, page.body);
        }
    }
    assert_eq!(service.user_id("ann").await, ann);
}

#[tokio::test]
async fn sizes_and_types_of_requests_are_limited() {
    let service = Service::start().await;
    let browser = service.console().await;
    let large = "a".repeat(40_000);
    browser.post("/limits/clear", &[("name", &large)]).await.assert(413, "The form is too large");
    for content_type in ["application/json", "text/plain", "multipart/form-data; boundary=x", "nonsense"] {
        let request = browser.request(Method::POST, "/limits/clear").header("content-type", content_type);
        let request = request.header("sec-fetch-site", "same-origin").body("name=x");
        ConsolePage::of(request).await.assert(415, "The form cannot be read");
    }
    let request = browser.request(Method::GET, "").header("x-large", "a".repeat(60_000));
    assert_eq!(ConsolePage::of(request).await.status, 431);
    browser.get("").await.assert(200, "Search");
}

#[tokio::test]
async fn running_request_ends_before_the_console() {
    let service = Service::start().await;
    service.active("ann", "ann@example.com").await;
    let ann = service.user_id("ann").await;
    let browser = service.console().await;
    let address = browser.origin().replace("http://", "");
    // A browser keeps connections open on which it sends nothing.
    let _idle = TcpStream::connect(&address).await.unwrap();
    let mut acting = TcpStream::connect(&address).await.unwrap();
    let request = browser.request(Method::POST, &format!("/users/{ann}/disable")).build().unwrap();
    let cookie = request.headers()["cookie"].to_str().unwrap();
    let head = format!(
        "POST {}/users/{ann}/disable HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\norigin: http://{address}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: 3\r\n\r\n",
        browser.base()
    );
    acting.write_all(head.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let ConsoleBrowser { console, .. } = browser;
    let stop = tokio::spawn(console.stop());
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!stop.is_finished(), "the request is not answered yet");
    acting.write_all(b"x=y").await.unwrap();
    let mut answer = String::new();
    acting.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    timeout(Duration::from_secs(5), stop).await.expect("an idle connection delays nothing").unwrap();
    assert_eq!(service.operator(&format!("users show {ann}")).await.unwrap()[0]["status"], "disabled");
    assert!(TcpStream::connect(&address).await.is_err(), "the port is free");
}

#[tokio::test]
async fn console_listens_on_loopback_alone() {
    let service = Service::start().await;
    let browser = service.unopened_console().await;
    let port: u16 = browser.origin().rsplit(':').next().unwrap().parse().unwrap();
    // 127.0.0.2 is this machine, too, but not the address of the console.
    assert!(TcpStream::connect(("127.0.0.1", port)).await.is_ok());
    assert!(TcpStream::connect(("127.0.0.2", port)).await.is_err());
}
