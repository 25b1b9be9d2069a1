//! Activation by the code in an email.

use futures_util::future::join_all;
use registration_http::App;
use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, BROWSER, PASSWORD, Service, batch, start_over_path};

const ANN: &str = "ann@example.com";
const DAY: i64 = 24 * 3600;

fn wrong() -> (u16, String) {
    (422, "code_wrong".to_owned())
}

fn expired() -> (u16, String) {
    (410, "code_expired".to_owned())
}

fn unknown() -> (u16, String) {
    (404, "registration_unknown".to_owned())
}

/// Registers a user, and returns the handle and the code in the email.
async fn registered(service: &Service, username: &str, email: &str) -> (String, String) {
    let handle = service.register(username, email).await.json()["registration"].as_str().unwrap().to_owned();
    (handle, service.code_to(email).await)
}

async fn send(service: &Service, handle: &str, code: &str) -> Answer {
    service.post_json("/activate/code", &json!({ "registration": handle, "code": code })).await
}

/// Submits the form of the page, in a browser with this cookie and these headers.
async fn submit(service: &Service, cookie: &str, headers: &[(&str, &str)], code: &str) -> Answer {
    let request = service.request(Method::POST, "/activate/code").header("accept", BROWSER).header("cookie", cookie);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    Answer::of(request.form(&[("code", code)])).await
}

const SAME_ORIGIN: [(&str, &str); 1] = [("sec-fetch-site", "same-origin")];

/// Returns another code.
fn other(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

async fn status(service: &Service, handle: &str) -> String {
    let user = handle.split_once('.').unwrap().0;
    service.items().await[&format!("USER#{user}")]["status"].as_s().unwrap().clone()
}

#[tokio::test]
async fn code_activates_with_handle() {
    let service = Service::start().await;
    let (handle, code) = registered(&service, "ann", ANN).await;
    let answer = send(&service, &handle, &code).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["next"]), (200, &json!("/activate/complete")));
    let user = &answer.json()["user"];
    assert_eq!((&user["username"], &user["email"], &user["status"]), (&json!("ann"), &json!(ANN), &json!("active")));
    assert_eq!(send(&service, &handle, &code).await.problem(), (409, "already_activated".to_owned()));
}

#[tokio::test]
async fn page_takes_code_in_the_browser_that_registered() {
    let service = Service::start().await;
    let (handle, code) = registered(&service, "ann", ANN).await;
    let cookie = format!("registration={handle}");
    let page = service.request(Method::GET, "/register/complete").header("accept", BROWSER).header("cookie", &cookie);
    let page = Answer::of(page).await.body;
    for part in [
        r#"action="/activate/code""#,
        r#"name="code""#,
        r#"inputmode="numeric""#,
        r#"autocomplete="one-time-code""#,
        "Send the email again",
        "The link in any earlier one to this address works, too.",
        "Check your spam folder",
        "Wrong address?",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let refused = submit(&service, &cookie, &SAME_ORIGIN, &other(&code)).await;
    assert_eq!(refused.status, 422);
    for part in ["You can try 4 more times.", r#"aria-describedby="code-error""#, "<title>Error: "] {
        assert!(refused.body.contains(part), "{part}: {}", refused.body);
    }
    assert!(!refused.body.contains(r#"aria-describedby="email-error""#), "the address is not wrong");
    let again = service.request(Method::POST, "/activate/resend").header("accept", BROWSER).header("cookie", &cookie);
    let again = Answer::of(again.header("sec-fetch-site", "same-origin").form(&[("", ""); 0])).await;
    assert!(again.cookie("registration").unwrap().contains("Max-Age=3600"), "it lasts an hour beyond the last step");
    let location = again.header("location").to_owned();
    assert_eq!((again.status.as_u16(), &*location), (303, "/register/complete?again=1"));
    let page = service.request(Method::GET, &location).header("accept", BROWSER).header("cookie", &cookie);
    assert!(Answer::of(page).await.body.contains("You asked for the email again."));
    let answer = submit(&service, &cookie, &SAME_ORIGIN, &code).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/activate/complete"));
    assert!(answer.cookie("registration").unwrap().starts_with("registration=; Max-Age=0;"), "{answer:?}");
    assert_eq!(status(&service, &handle).await, "active");
}

#[tokio::test]
async fn code_is_read_as_people_type_it() {
    for digits in ["٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９", "0123456789"] {
        let service = Service::start().await;
        let (handle, code) = registered(&service, "ann", ANN).await;
        let digits: Vec<char> = digits.chars().collect();
        let typed: String = code.bytes().map(|digit| digits[usize::from(digit - b'0')]).collect();
        let half: String = typed.chars().take(3).chain([' ', '-', '\u{200f}']).chain(typed.chars().skip(3)).collect();
        assert_eq!(send(&service, &handle, &half).await.status, 200, "{half}");
    }
}

#[tokio::test]
async fn malformed_code_counts_no_try() {
    let service = Service::start().await;
    let (handle, code) = registered(&service, "ann", ANN).await;
    let cookie = format!("registration={handle}");
    for (typed, error) in [("", "required"), (" - ", "required"), ("12345", "invalid"), ("1234567", "invalid")] {
        let answer = send(&service, &handle, typed).await;
        assert_eq!(answer.errors(), [("code".to_owned(), error.to_owned())], "{typed:?}");
        let page = submit(&service, &cookie, &SAME_ORIGIN, typed).await;
        assert!(page.status == 422 && page.body.contains(r#"id="code-error""#), "{}", page.body);
    }
    for code in [json!(123_456), json!(null), json!(["123456"])] {
        let answer = service.post_json("/activate/code", &json!({ "registration": handle, "code": code })).await;
        assert_eq!(answer.status, 422, "{code}");
    }
    assert_eq!(service.item("CODE#").await["tries"].as_n().unwrap(), "0");
    assert_eq!(send(&service, &handle, &code).await.status, 200);
}

#[tokio::test]
async fn code_has_five_tries_and_links_go_on() {
    let service = Service::start().await;
    let (handle, code) = registered(&service, "ann", ANN).await;
    for tries_left in (0..5).rev() {
        let answer = send(&service, &handle, &other(&code)).await;
        assert_eq!((answer.problem(), &answer.json()["tries_left"]), (wrong(), &json!(tries_left)));
    }
    assert_eq!(send(&service, &handle, &code).await.problem(), expired(), "the right one, too");
    let link = service.link_to(ANN).await;
    assert_eq!(service.activate_with(&link, Some(&handle)).await.status, 200);
}

#[tokio::test]
async fn concurrent_requests_have_five_tries() {
    let service = Service::start().await;
    let (handle, code) = registered(&service, "ann", ANN).await;
    let code = other(&code);
    let answers = join_all((0..12).map(|_| send(&service, &handle, &code))).await;
    let tried = answers.iter().filter(|answer| answer.problem() == wrong()).count();
    assert_eq!(tried, 5);
    assert!(answers.iter().all(|answer| [wrong(), expired()].contains(&answer.problem())));
}

#[tokio::test]
async fn code_expires_and_link_goes_on() {
    let service = Service::start().await;
    let (handle, code) = registered(&service, "ann", ANN).await;
    service.advance(600);
    assert_eq!(send(&service, &handle, &code).await.problem(), expired());
    service.local.sweep_expired().await.unwrap();
    assert_eq!(send(&service, &handle, &code).await.problem(), expired(), "whether or not the item is deleted");
    let link = service.link_to(ANN).await;
    assert_eq!(service.activate_with(&link, Some(&handle)).await.status, 200);
    let short = Service::with(&[("REGISTRATION_CODE_PERIOD", "5m")]).await;
    let (handle, code) = registered(&short, "ann", ANN).await;
    short.advance(299);
    assert_eq!(send(&short, &handle, &code).await.status, 200);
}

#[tokio::test]
async fn new_email_replaces_code_and_keeps_links() {
    let service = Service::start().await;
    let (handle, first) = registered(&service, "ann", ANN).await;
    let link = service.link_to(ANN).await;
    service.advance(60);
    let resend = service.post_json("/activate/resend", &json!({ "registration": handle })).await;
    assert_eq!(resend.status, 202);
    let second = service.code_to(ANN).await;
    assert_ne!(first, second);
    assert_eq!(send(&service, &handle, &first).await.problem(), wrong());
    assert_eq!(service.get(&link).await.status, 303, "the first link starts over");
    assert_eq!(send(&service, &handle, &second).await.status, 200);
}

#[tokio::test]
async fn code_works_with_its_registration_only() {
    let service = Service::start().await;
    let (ann, anns) = registered(&service, "ann", ANN).await;
    let (eve, eves) = registered(&service, "eve", ANN).await;
    assert_ne!(anns, eves);
    assert_eq!(send(&service, &ann, &eves).await.problem(), wrong());
    assert_eq!(send(&service, &eve, &anns).await.problem(), wrong());
    assert_eq!(send(&service, &ann, &anns).await.status, 200);
}

#[tokio::test]
async fn correction_ends_code() {
    let service = Service::start().await;
    let (handle, old) = registered(&service, "ann", "ann@exmaple.com").await;
    let correction = json!({ "registration": handle, "email": ANN });
    assert_eq!(service.post_json("/register/email", &correction).await.status, 202);
    assert_eq!(send(&service, &handle, &old).await.problem(), expired(), "before the other email");
    let new = service.code_to(ANN).await;
    assert_eq!(send(&service, &handle, &old).await.problem(), wrong());
    let answer = send(&service, &handle, &new).await;
    assert_eq!(answer.json()["user"]["email"], ANN);
}

#[tokio::test]
async fn doubtful_handle_counts_as_none() {
    let service = Service::start().await;
    let (handle, code) = registered(&service, "ann", ANN).await;
    let (user, _) = handle.split_once('.').unwrap();
    let forged = format!("{user}.{}", "a".repeat(32));
    for registration in [json!(null), json!(""), json!("nonsense"), json!(forged), json!(1)] {
        let body = json!({ "registration": registration, "code": code });
        assert_eq!(service.post_json("/activate/code", &body).await.problem(), unknown(), "{registration}");
    }
    let cookie = format!("registration={handle}");
    for (cookie, headers) in [
        (String::new(), &SAME_ORIGIN[..]),
        (format!("registration={forged}"), &SAME_ORIGIN),
        (format!("{cookie}; {cookie}"), &SAME_ORIGIN),
        (format!("registration-6a4c6ba5={handle}"), &SAME_ORIGIN),
        (cookie.clone(), &[]),
        (cookie.clone(), &[("sec-fetch-site", "same-site")]),
        (cookie.clone(), &[("origin", "https://sibling.example.com")]),
    ] {
        let answer = submit(&service, &cookie, headers, &code).await;
        let refused = [404, 403].contains(&answer.status.as_u16());
        assert!(refused && !answer.headers.contains_key("set-cookie"), "{cookie} {headers:?}: {answer:?}");
    }
    let page = submit(&service, "", &SAME_ORIGIN, &code).await;
    assert!(page.body.contains("Open the link in the email"), "the page says how to go on: {}", page.body);
    assert_eq!(status(&service, &handle).await, "pending");
    assert_eq!(service.item("CODE#").await["tries"].as_n().unwrap(), "0");
}

#[tokio::test]
async fn expired_registration_has_no_code() {
    let service = Service::with(&[("REGISTRATION_CODE_PERIOD", "30d")]).await;
    let (handle, code) = registered(&service, "ann", ANN).await;
    service.advance(7 * DAY);
    assert_eq!(send(&service, &handle, &code).await.problem(), unknown());
}

#[tokio::test]
async fn late_email_to_old_address_leaves_new_code() {
    let service = Service::start().await;
    let handle = service.register("ann", "ann@exmaple.com").await.json()["registration"].as_str().unwrap().to_owned();
    service.local.settle().await;
    let id = handle.split_once('.').unwrap().0;
    let old = service.items().await[&format!("CODE#{id}")].clone();
    let mut old: table::CodeItem = serde_dynamo::from_item(old).unwrap();
    let correction = json!({ "registration": handle, "email": ANN });
    assert_eq!(service.post_json("/register/email", &correction).await.status, 202);
    let code = service.code_to(ANN).await;
    // The email was requested before the correction, and is written after it.
    old.mail = "another".to_owned();
    assert!(!service.store().put_code(id.parse().unwrap(), &old).await.unwrap());
    let answer = service.post_json("/activate/code", &json!({ "registration": handle, "code": code })).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn repeated_email_has_same_code_and_tries() {
    let folder = tempfile::tempdir().unwrap();
    let secret = ("REGISTRATION_CODE_SECRET", "0123456789abcdef0123456789abcdef");
    let ses_down = ("AWS_ENDPOINT_URL_SESV2", "http://127.0.0.1:1");
    let outage = Service::in_folder(folder.path(), &[secret, ses_down]).await;
    let handle = outage.register("ann", ANN).await.json()["registration"].as_str().unwrap().to_owned();
    let record = batch(outage.item("USER#").await.clone());
    for _ in 0..2 {
        assert_eq!(outage.invoke("mail", &record).await.status, 200);
    }
    // Nobody has the code yet, and guesses count nevertheless.
    for _ in 0..4 {
        assert_eq!(send(&outage, &handle, "000000").await.problem(), wrong());
    }
    let late = outage.now().as_second() + 300;
    outage.advance(300);
    assert_eq!(outage.invoke("mail", &record).await.status, 200);
    let item = outage.item("CODE#").await;
    assert_eq!(item["tries"].as_n().unwrap(), "4", "a repeated email gives no more tries");
    assert_eq!(item["expires_at"].as_n().unwrap(), &(late + 600).to_string(), "its code works for a whole period");
    outage.local.stop().await;
    let recovered = Service::in_folder(folder.path(), &[secret]).await;
    recovered.advance(300);
    let code = recovered.code_to(ANN).await;
    assert_eq!(send(&recovered, &handle, &code).await.status, 200);
    recovered.local.stop().await;
}

#[tokio::test]
async fn codes_pause_after_many_wrong_ones() {
    let service = Service::start().await;
    let mut victims = Vec::new();
    for n in 0..5 {
        victims.push(registered(&service, &format!("eve{n}"), &format!("eve{n}@host{n}.example")).await);
    }
    for n in 0..20 {
        let (handle, code) = &victims[n % 4];
        assert_eq!(send(&service, handle, &other(code)).await.problem(), wrong(), "{n}");
    }
    let (handle, code) = &victims[4];
    let paused = send(&service, handle, code).await;
    assert_eq!(paused.problem(), (429, "codes_paused".to_owned()));
    assert_eq!(paused.header("retry-after"), "3600");
    let page = submit(&service, &format!("registration={handle}"), &SAME_ORIGIN, code).await;
    assert!(page.status == 429 && page.body.contains("Open the link in the email"), "{}", page.body);
    assert_eq!(page.header("retry-after"), "3600");
    let link = service.link_to("eve4@host4.example").await;
    assert_eq!(service.activate_with(&link, Some(handle)).await.status, 200, "links go on");
    service.advance(3600);
    let resend = service.post_json("/activate/resend", &json!({ "registration": victims[0].0 })).await;
    assert_eq!(resend.status, 202);
    let code = service.code_to("eve0@host0.example").await;
    assert_eq!(send(&service, &victims[0].0, &code).await.status, 200, "in the next hour");
}

#[tokio::test]
async fn setting_selects_ways_to_activate() {
    let link_only = Service::with(&[("REGISTRATION_ACTIVATION_BY", "link")]).await;
    let handle = link_only.register("ann", ANN).await.json()["registration"].as_str().unwrap().to_owned();
    let link = link_only.link_to(ANN).await;
    let text = link_only.mails().await[0]["text"].as_str().unwrap().to_owned();
    assert!(text.starts_with("Hello,"), "{text}");
    assert_eq!(send(&link_only, &handle, "123456").await.problem(), (404, "activation_not_supported".to_owned()));
    let cookie = format!("registration={handle}");
    let page = link_only.request(Method::GET, "/register/complete").header("accept", BROWSER).header("cookie", cookie);
    assert!(!Answer::of(page).await.body.contains(r#"name="code""#));
    assert!(link_only.items().await.keys().all(|pk| !pk.starts_with("CODE#")));
    assert_eq!(link_only.activate_with(&link, Some(&handle)).await.status, 200);

    let code_only = Service::with(&[("REGISTRATION_ACTIVATION_BY", "code")]).await;
    let (handle, code) = registered(&code_only, "ann", ANN).await;
    let link = code_only.link_to(ANN).await;
    assert_eq!(code_only.activate_with(&link, Some(&handle)).await.problem(), (403, "proof_required".to_owned()));
    assert_eq!(code_only.open(&link).await.header("location"), start_over_path(&link));
    assert_eq!(code_only.get_json(&link).await.json()["proof"], "start_over");
    assert_eq!(send(&code_only, &handle, &code).await.status, 200);
}

#[tokio::test]
async fn code_is_in_email_and_nowhere_else() {
    let service = Service::start().await;
    let (handle, code) = registered(&service, "ann", ANN).await;
    let mails = service.mails().await;
    let field = |name: &str| mails[0][name].as_str().unwrap().to_owned();
    assert!(field("text").starts_with(&code), "{}", field("text"));
    assert!(!field("subject").contains(&code));
    let html = field("html");
    let preheader = html.split_once("display: none").unwrap().1.split_once("</div>").unwrap().0;
    assert!(preheader.contains(&code), "{preheader}");
    for part in ["ann", "1 March 2026, 12:00 UTC", "Example", "choose a password of your own", "ignore this email"] {
        assert!(field("text").contains(part), "{part}: {}", field("text"));
    }
    let (_, secret) = handle.split_once('.').unwrap();
    for (pk, item) in service.items().await {
        let item = format!("{pk} {item:?}");
        assert!(!item.contains(&code) && !item.contains(secret), "{item}");
    }
    let signals = format!("{:?}", service.events().await);
    assert!(!signals.contains(&code) && !signals.contains(secret));
}

#[tokio::test]
async fn lost_name_leads_to_starting_over() {
    let service = Service::start().await;
    let (handle, _) = registered(&service, "ann", "ann@exmaple.com").await;
    let link = service.link_to("ann@exmaple.com").await;
    let body = json!({ "username": "ann", "email": "ann@exmaple.com", "password": PASSWORD });
    assert_eq!(service.post_json(&start_over_path(&link), &body).await.status, 201);
    let body = json!({ "registration": handle, "email": ANN });
    assert_eq!(service.post_json("/register/email", &body).await.status, 202);
    let code = service.code_to(ANN).await;
    let answer = send(&service, &handle, &code).await;
    assert_eq!(answer.problem(), (409, "start_over_required".to_owned()));
    assert_eq!(answer.json()["next"], "/activate/resend");
    let browser = [("sec-fetch-site", "same-origin")];
    let page = submit(&service, &format!("registration={handle}"), &browser, &code).await;
    assert_eq!(page.status, 409);
    for shown in ["Open the link in the email", r#"href="/activate/resend""#] {
        assert!(page.body.contains(shown), "{shown} is not in {}", page.body);
    }
}

#[tokio::test]
async fn code_and_link_at_once_activate_once() {
    let service = Service::start().await;
    let (handle, code) = registered(&service, "ann", ANN).await;
    let link = service.link_to(ANN).await;
    let (by_code, by_link) = tokio::join!(send(&service, &handle, &code), service.activate_with(&link, Some(&handle)));
    let statuses = [by_code.status.as_u16(), by_link.status.as_u16()];
    assert!(statuses.contains(&200) && statuses.iter().all(|status| [200, 409].contains(status)), "{statuses:?}");
    let kinds: Vec<_> = service.signals().await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["user_registered", "user_activated"]);
}

#[tokio::test]
async fn missing_secret_stops_start() {
    let error = local::Local::start(
        local::Options::for_test(std::sync::Arc::new(domain::clock::SystemClock), domain::Random::system())
            .with("REGISTRATION_CODE_SECRET", "short"),
    )
    .await
    .unwrap_err()
    .to_string();
    assert!(error.contains("REGISTRATION_CODE_SECRET: must have at least 32 characters"), "{error}");
    assert!(!error.contains("short\""), "no secret is printed: {error}");
}

#[test]
fn key_of_codes_goes_to_its_users_only() {
    let mut resource = "";
    let mut receivers = Vec::new();
    for line in include_str!("../template.yaml").lines() {
        if line.starts_with("  ") && !line.starts_with("   ") && line.ends_with(':') {
            resource = line.trim();
        }
        if line.contains("REGISTRATION_CODE_SECRET:") {
            receivers.push(resource);
        }
    }
    assert_eq!(receivers, ["ActivateFunction:", "MailFunction:"]);
    let variables = [("REGISTRATION_SITE_NAME", "Example"), ("REGISTRATION_SITE_URL", "https://example.com")];
    let variables = variables.into_iter().chain(["REGISTRATION_TABLE", "AWS_REGION"].map(|name| (name, "x")));
    let environment = variables.chain(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"].map(|name| (name, "x")));
    let environment = environment.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let clock = std::sync::Arc::new(domain::clock::SystemClock);
    App::new(&environment, clock.clone(), domain::Random::system()).unwrap();
    let error = App::with_codes(&environment, clock, domain::Random::system()).unwrap_err().to_string();
    assert!(error.contains("REGISTRATION_CODE_SECRET: is not set"), "{error}");
}
