//! Correcting the address of a pending registration, by its handle.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, BROWSER, PASSWORD, Service, signals, start_over_path};

/// The address that the tests correct.
const WRONG: &str = "ann@exmaple.com";
/// The corrected address.
const RIGHT: &str = "ann@example.com";

fn unknown() -> (u16, String) {
    (404, "registration_unknown".to_owned())
}

fn not_correctable() -> (u16, String) {
    (409, "not_correctable".to_owned())
}

/// Registers ann with the wrong address, and returns the handle.
async fn registered(service: &Service) -> String {
    let answer = service.register("ann", WRONG).await;
    service.local.settle().await;
    answer.json()["registration"].as_str().unwrap().to_owned()
}

async fn correct(service: &Service, handle: &str, email: &str) -> Answer {
    service.post_json("/register/email", &json!({ "registration": handle, "email": email })).await
}

#[tokio::test]
async fn corrected_registration_is_activated_at_new_address_only() {
    let service = Service::start().await;
    let handle = registered(&service).await;
    let wrong = service.link_to(WRONG).await;
    let answer = correct(&service, &handle, RIGHT).await;
    assert_eq!(
        (answer.status.as_u16(), answer.json()),
        (202, json!({ "status": "pending", "next": "/register/complete" }))
    );
    let right = service.link_to(RIGHT).await;

    assert_eq!(service.activate_with(&wrong, Some(&handle)).await.problem(), (403, "proof_required".to_owned()));
    let activated = service.activate_with(&right, Some(&handle)).await;
    assert_eq!((activated.status.as_u16(), &activated.json()["user"]["email"]), (200, &json!(RIGHT)));
    assert_eq!(service.item("USER#").await["email"].as_s().unwrap(), RIGHT);
}

#[tokio::test]
async fn old_address_can_still_start_over() {
    let service = Service::start().await;
    let handle = registered(&service).await;
    let wrong = service.link_to(WRONG).await;
    correct(&service, &handle, RIGHT).await;
    let body = json!({ "username": "other", "email": WRONG, "password": PASSWORD });
    let answer = service.post_json(&start_over_path(&wrong), &body).await;
    assert_eq!(answer.status, 201);
    let right = service.link_to(RIGHT).await;
    assert_eq!(service.activate_with(&right, Some(&handle)).await.status, 200);
}

#[tokio::test]
async fn old_key_outlives_activation_of_corrected_registration() {
    let service = Service::start().await;
    let handle = registered(&service).await;
    let victims = service.link_to(WRONG).await;
    correct(&service, &handle, RIGHT).await;
    let link = service.link_to(RIGHT).await;
    assert_eq!(service.activate_with(&link, Some(&handle)).await.status, 200);
    let way = start_over_path(&victims);
    assert_eq!(service.get(&victims).await.header("location"), way);
    let body = json!({ "username": "victim", "email": WRONG, "password": PASSWORD });
    assert_eq!(service.post_json(&way, &body).await.status, 201);
}

#[tokio::test]
async fn late_bounce_does_not_silence_new_address() {
    let service = Service::start().await;
    let handle = registered(&service).await;
    service.advance(60);
    assert_eq!(correct(&service, &handle, RIGHT).await.status, 202);
    let user = handle.split_once('.').unwrap().0;
    let detail = json!({
        "mail": { "messageId": "1", "tags": { "user_id": [user] } },
        "bounce": { "bounceType": "Permanent", "bouncedRecipients": [{ "emailAddress": WRONG }] },
    });
    assert_eq!(service.invoke("feedback", &json!({ "detail": detail })).await.status, 200);
    service.link_to(RIGHT).await;
    service.advance(60);
    let again = service.post_json("/activate/resend", &json!({ "registration": handle })).await;
    assert_eq!((again.status.as_u16(), service.mails().await.len()), (202, 3));
    let code = service.code_to(RIGHT).await;
    let answer = service.post_json("/activate/code", &json!({ "registration": handle, "code": code })).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn registration_that_lost_its_name_starts_over() {
    let service = Service::start().await;
    let handle = registered(&service).await;
    let start_over = async |link: &str, username: &str, email: &str| {
        let body = json!({ "username": username, "email": email, "password": PASSWORD });
        service.post_json(&start_over_path(link), &body).await
    };
    let wrong = service.link_to(WRONG).await;
    assert_eq!(start_over(&wrong, "ann", WRONG).await.status, 201);
    correct(&service, &handle, RIGHT).await;
    let right = service.link_to(RIGHT).await;
    assert_eq!(service.activate_with(&right, Some(&handle)).await.problem(), (403, "proof_required".to_owned()));
    let request = service.request(Method::GET, &right).header("accept", "application/json");
    assert_eq!(Answer::of(request.header("registration", &handle)).await.json()["proof"], "start_over");
    let page = service.open(&right).await;
    assert_eq!((page.status.as_u16(), page.header("location")), (303, &*start_over_path(&right)));
    assert_eq!(start_over(&right, "ann", RIGHT).await.errors(), [("username".to_owned(), "taken".to_owned())]);
    assert_eq!(start_over(&right, "other", RIGHT).await.status, 201);
}

#[tokio::test]
async fn correction_signals_expiry_and_registration() {
    let service = Service::start().await;
    let handle = registered(&service).await;
    service.advance(60);
    assert_eq!(correct(&service, &handle, RIGHT).await.status, 202);
    let expected = [("user_registered", "ann"), ("registration_expired", "ann"), ("user_registered", "ann")];
    assert_eq!(service.signals().await, signals(&expected));
    let details = service.details().await;
    let emails: Vec<_> = details.iter().map(|detail| detail["user"]["email"].as_str().unwrap()).collect();
    assert_eq!(emails, [WRONG, WRONG, RIGHT]);
    let ids: std::collections::BTreeSet<_> = details.iter().map(|detail| detail["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 3);
    assert!(details[1..].iter().all(|detail| detail["time"] == service.now().to_string()), "{details:?}");
}

#[tokio::test]
async fn registration_is_corrected_three_times_at_most() {
    let service = Service::start().await;
    let handle = registered(&service).await;
    for n in 0..3 {
        assert_eq!(correct(&service, &handle, &format!("ann{n}@example.com")).await.status, 202, "{n}");
    }
    assert_eq!(correct(&service, &handle, RIGHT).await.problem(), not_correctable());
    assert_eq!(service.item("USER#").await["email"].as_s().unwrap(), "ann2@example.com");
    let expires_at = crate::support::initial_time().as_second() + 7 * 24 * 3600;
    for prefix in ["USER#", "USERNAME#", "PASSWORD#"] {
        let item = service.item(prefix).await;
        assert_eq!(item["expires_at"].as_n().unwrap(), &expires_at.to_string(), "no correction moves the expiry");
    }
}

#[tokio::test]
async fn correction_requires_handle_of_pending_registration() {
    let service = Service::start().await;
    let handle = registered(&service).await;
    let (user, secret) = handle.split_once('.').unwrap();
    let other = service.register("bob", "bob@example.com").await.json()["registration"].as_str().unwrap().to_owned();
    let (other_user, other_secret) = other.split_once('.').unwrap();
    let forged = [
        String::new(),
        "nonsense".to_owned(),
        format!("{user}.{}", "a".repeat(32)),
        format!("{user}.{other_secret}"),
        format!("{other_user}.{secret}"),
    ];
    for handle in &forged {
        assert_eq!(correct(&service, handle, RIGHT).await.problem(), unknown(), "{handle}");
    }
    let without = service.post_json("/register/email", &json!({ "email": RIGHT })).await;
    assert_eq!(without.problem(), unknown());
    let link = service.link_to("bob@example.com").await;
    assert_eq!(service.activate_with(&link, Some(&other)).await.status, 200);
    assert_eq!(correct(&service, &other, RIGHT).await.problem(), unknown(), "it is active");
    service.advance(7 * 24 * 3600);
    assert_eq!(correct(&service, &handle, RIGHT).await.problem(), unknown(), "it has expired");
}

#[tokio::test]
async fn correction_does_not_reveal_registered_address() {
    let service = Service::start().await;
    service.active("bob", "bob@example.com").await;
    let handle = registered(&service).await;
    let owned = correct(&service, &handle, "bob@example.com").await;
    service.local.settle().await;
    let fresh = correct(&service, &handle, RIGHT).await;
    assert_eq!((fresh.status, fresh.json()), (owned.status, owned.json()));
    let mails = service.mails().await;
    let texts: Vec<_> =
        mails.iter().rev().take(2).map(|mail| (mail["to"].as_str().unwrap(), &mail["subject"])).collect();
    assert_eq!(texts.iter().map(|(to, _)| *to).collect::<Vec<_>>(), [RIGHT, "bob@example.com"]);
    assert_ne!(texts[0].1, texts[1].1, "the owner is notified");
}

#[tokio::test]
async fn invalid_address_is_refused() {
    let service = Service::with(&[("REGISTRATION_REFUSED_DOMAINS", "refused.example")]).await;
    let handle = registered(&service).await;
    for (email, code) in [("", "required"), ("ann", "invalid"), ("ann@refused.example", "domain_not_allowed")] {
        assert_eq!(
            correct(&service, &handle, email).await.errors(),
            [("email".to_owned(), code.to_owned())],
            "{email}"
        );
    }
    assert_eq!(service.item("USER#").await["email"].as_s().unwrap(), WRONG);
}

#[tokio::test]
async fn same_address_is_no_correction() {
    let service = Service::start().await;
    let handle = registered(&service).await;
    for _ in 0..5 {
        assert_eq!(correct(&service, &handle, WRONG).await.status, 202);
    }
    assert_eq!(service.mails().await.len(), 1);
    assert_eq!(correct(&service, &handle, RIGHT).await.status, 202);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn repeated_correction_gets_the_same_answer() {
    for _ in 0..4 {
        let service = Service::start().await;
        let handle = registered(&service).await;
        let answers = join_all((0..4).map(|_| correct(&service, &handle, RIGHT))).await;
        assert!(answers.iter().all(|answer| answer.status == 202), "{answers:?}");
        assert_eq!(service.item("USER#").await["corrections"].as_n().unwrap(), "1");
        assert_eq!(service.mails().await.len(), 2);
    }
}

#[tokio::test]
async fn closed_registration_allows_no_correction() {
    let folder = tempfile::tempdir().unwrap();
    let open = Service::in_folder(folder.path(), &[]).await;
    let handle = registered(&open).await;
    open.local.stop().await;
    let closed = Service::in_folder(folder.path(), &[("REGISTRATION_OPEN", "false")]).await;
    assert_eq!(correct(&closed, &handle, RIGHT).await.problem(), (403, "registration_closed".to_owned()));
}

#[tokio::test]
async fn address_of_invitation_is_not_corrected() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "invitation")]).await;
    for (options, status) in [("--email ann@exmaple.com --no-mail", 409), ("", 202)] {
        let invitation = service.operator(format!("invite create {options}").trim_end()).await.unwrap();
        let code = invitation["code"].as_str().unwrap();
        let username = format!("ann{status}");
        let answer = service.register_at(&format!("/register?invitation={code}"), &username, WRONG).await;
        let handle = answer.json()["registration"].as_str().unwrap().to_owned();
        let path = format!("/register/email?invitation={code}");
        let corrected = service.post_json(&path, &json!({ "registration": handle, "email": RIGHT })).await;
        assert_eq!(corrected.status, status, "{options}");
    }
}

#[tokio::test]
async fn name_in_capitals_keeps_both_claims_until_rejected() {
    let approval = [("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", "ops@example.com")];
    let service = Service::with(&approval).await;
    let link = service.pending("IAN", "ian@example.com").await;
    let answer = service.activate(&link).await.json();
    for claim in ["USERNAME#ian", "USERNAME#lan"] {
        assert!(!service.item(claim).await.contains_key("expires_at"), "{claim}");
    }
    service.operator(&format!("users reject {}", answer["user"]["id"].as_str().unwrap())).await.unwrap();
    assert!(service.items().await.keys().all(|pk| !pk.starts_with("USERNAME#") && !pk.starts_with("PASSWORD#")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_correction_and_activation_are_atomic() {
    for _ in 0..4 {
        let service = Service::start().await;
        let handle = registered(&service).await;
        let link = service.link_to(WRONG).await;
        let emails: Vec<_> = (0..3).map(|n| format!("ann{n}@example.com")).collect();
        let corrections = join_all(emails.iter().map(|email| correct(&service, &handle, email)));
        let (corrected, activated) = tokio::join!(corrections, service.activate_with(&link, Some(&handle)));
        let user = service.item("USER#").await;
        if activated.status == 200 {
            assert_eq!(user["email"].as_s().unwrap(), WRONG);
            assert!(corrected.iter().all(|answer| [404, 409].contains(&answer.status.as_u16())));
        } else {
            assert!([403, 404].contains(&activated.status.as_u16()), "{}", activated.body);
            assert!(corrected.iter().any(|answer| answer.status == 202));
            assert_eq!(user["status"].as_s().unwrap(), "pending");
        }
    }
}

#[tokio::test]
async fn page_corrects_address_in_the_browser_that_registered() {
    let service = Service::start().await;
    let handle = registered(&service).await;
    let browser = |method: Method, path: &str| {
        let request = service.request(method, path).header("accept", BROWSER);
        request.header("cookie", format!("registration={handle}"))
    };
    let page = Answer::of(browser(Method::GET, "/register/complete")).await;
    assert!(page.body.contains(WRONG) && page.body.contains(r#"action="/register/email""#), "{}", page.body);
    assert!(!service.get("/register/complete").await.body.contains(WRONG), "in another browser");

    let post = |site: &'static str, email: &'static str| {
        browser(Method::POST, "/register/email").header("sec-fetch-site", site).form(&[("email", email)])
    };
    let wrong = Answer::of(post("same-origin", "ann@")).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains(r#"value="ann@""#) && wrong.body.contains("aria-invalid"), "{}", wrong.body);
    assert_eq!(Answer::of(post("none", RIGHT)).await.status, 404, "the cookie is ignored");
    assert_eq!(Answer::of(post("same-site", RIGHT)).await.status, 403, "a sibling domain's page");
    let answer = Answer::of(post("same-origin", RIGHT)).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/register/complete"));
    assert_eq!(service.item("USER#").await["email"].as_s().unwrap(), RIGHT);
    let page = Answer::of(browser(Method::GET, "/register/complete")).await;
    assert!(page.body.contains("The link in any earlier one to this address works, too."), "{}", page.body);
}

#[tokio::test]
async fn correction_keeps_name_own_address() {
    let service = Service::start().await;
    let handle = service.register(WRONG, WRONG).await.json()["registration"].as_str().unwrap().to_owned();
    let answer = correct(&service, &handle, RIGHT).await;
    assert_eq!(answer.errors(), [("email".to_owned(), "not_own_address".to_owned())]);
    let item = service.item("USER#").await;
    assert_eq!(item["email"].as_s().unwrap(), WRONG);
    assert_eq!(correct(&service, &handle, &WRONG.to_uppercase()).await.status, 202, "only the case differs");

    let service = Service::with(&[("REGISTRATION_ADDRESS_AS_NAME", "any")]).await;
    let handle = service.register(WRONG, WRONG).await.json()["registration"].as_str().unwrap().to_owned();
    assert_eq!(correct(&service, &handle, RIGHT).await.status, 202);
}
