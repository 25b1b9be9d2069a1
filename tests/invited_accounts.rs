//! The accounts that one use of an invitation leads to: one, whatever addresses and keys its registration had.

use serde_json::{Value, json};

use crate::support::{Answer, OTHER_PASSWORD, PASSWORD, Service, start_over_path};

const FIRST: &str = "ann@exmaple.com";
const SECOND: &str = "ann@example.com";

/// Registers ann by an invitation of one use that names no address, and returns the handle.
async fn registered(service: &Service) -> String {
    let invitation = service.operator("invite create").await.unwrap();
    let path = format!("/register?invitation={}", invitation["code"].as_str().unwrap());
    let answer = service.register_at(&path, "ann", FIRST).await;
    answer.json()["registration"].as_str().unwrap().to_owned()
}

async fn start_over(service: &Service, link: &str, email: &str) -> Answer {
    let body = json!({ "username": "other", "email": email, "password": OTHER_PASSWORD });
    service.post_json(&start_over_path(link), &body).await
}

async fn correct(service: &Service, handle: &str, email: &str) -> Answer {
    service.post_json("/register/email", &json!({ "registration": handle, "email": email })).await
}

async fn service() -> Service {
    Service::with(&[("REGISTRATION_BACKEND", "invitation")]).await
}

fn unknown() -> (u16, String) {
    (404, "activation_key_unknown".to_owned())
}

async fn recipients(service: &Service) -> Vec<String> {
    let mails = service.mails().await;
    mails.iter().map(|mail| mail["to"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn start_over_uses_up_the_registration() {
    let service = service().await;
    let handle = registered(&service).await;
    let link = service.link_to(FIRST).await;
    assert_eq!(start_over(&service, &link, FIRST).await.status, 201);

    assert_eq!(correct(&service, &handle, SECOND).await.status, 202, "the handle shows no difference");
    service.post_json("/activate/resend", &json!({ "registration": handle })).await;
    service.post_json("/activate/resend", &json!({ "email": SECOND })).await;
    assert_eq!(recipients(&service).await, [FIRST], "there is no second key");
    for tries_left in [4, 3] {
        let body = json!({ "registration": handle, "code": "123456" });
        let answer = service.post_json("/activate/code", &body).await;
        assert_eq!((answer.problem().1.as_str(), &answer.json()["tries_left"]), ("code_wrong", &json!(tries_left)));
    }
    let items = service.items().await;
    let pending = items.iter().find(|(_, item)| item.get("status").is_some_and(|s| s.as_s().unwrap() == "pending"));
    let id = pending.unwrap().0.strip_prefix("USER#").unwrap();
    let refused = service.operator(&format!("users activate {id}")).await.unwrap_err();
    assert!(refused.contains("has the account of this invitation"), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn second_start_over_finds_account() {
    let service = service().await;
    registered(&service).await;
    let link = service.link_to(FIRST).await;
    let body = json!({ "username": "another", "email": FIRST, "password": PASSWORD });
    let path = start_over_path(&link);
    let (first, second) = tokio::join!(start_over(&service, &link, FIRST), service.post_json(&path, &body));
    let (winner, other) = if first.status == 201 { (first, second) } else { (second, first) };
    assert_eq!(winner.status, 201);
    assert_eq!(other.problem(), (409, "already_activated".to_owned()));
}

#[tokio::test]
async fn erasure_gives_no_second_account() {
    let service = service().await;
    registered(&service).await;
    let link = service.link_to(FIRST).await;
    let answer = start_over(&service, &link, FIRST).await;
    let id = answer.json()["user"]["id"].as_str().unwrap().to_owned();
    service.operator(&format!("users erase {id} --yes")).await.unwrap();
    assert_eq!(start_over(&service, &link, FIRST).await.problem(), unknown());
}

#[tokio::test]
async fn corrected_registration_keeps_its_invitation() {
    let service = service().await;
    let handle = registered(&service).await;
    let first = service.link_to(FIRST).await;
    correct(&service, &handle, SECOND).await;
    let second = service.link_to(SECOND).await;
    assert_eq!(service.get_json(&start_over_path(&first)).await.problem(), unknown());
    assert_eq!(start_over(&service, &first, FIRST).await.problem(), unknown());
    assert_eq!(service.activate_with(&second, Some(&handle)).await.status, 200);
    assert_eq!(start_over(&service, &first, FIRST).await.problem(), unknown());

    let signals: Vec<Value> = service.details().await;
    let activated = signals.iter().filter(|detail| detail["user"]["status"] == "active").count();
    assert_eq!(activated, 1, "one use is one account");
}

#[tokio::test]
async fn invited_key_ends_with_registration() {
    let service = service().await;
    let handle = registered(&service).await;
    service.advance(6 * 24 * 3600);
    service.post_json("/activate/resend", &json!({ "registration": handle })).await;
    let link = service.link_to(FIRST).await;
    service.advance(24 * 3600 - 1);
    assert_eq!(service.get_json(&start_over_path(&link)).await.status, 200);
    service.advance(1);
    let expired = (410, "activation_key_expired".to_owned());
    assert_eq!(service.get_json(&start_over_path(&link)).await.problem(), expired);
    assert_eq!(start_over(&service, &link, FIRST).await.problem(), expired);
}

#[tokio::test]
async fn invited_registration_gets_no_dead_link() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [("REGISTRATION_BACKEND", "invitation"), ("REGISTRATION_ACTIVATION_PERIOD", "1h")];
    let outage = [&settings[..], &[("AWS_ENDPOINT_URL_SESV2", "http://127.0.0.1:1")][..]].concat();
    let outage = Service::in_folder(folder.path(), &outage).await;
    registered(&outage).await;
    outage.local.settle().await;
    outage.local.stop().await;
    let recovered = Service::in_folder(folder.path(), &settings).await;
    recovered.advance(3600);
    assert_eq!(recipients(&recovered).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_proofs_lead_to_one_account() {
    let service = service().await;
    let handle = registered(&service).await;
    let first = service.link_to(FIRST).await;
    correct(&service, &handle, SECOND).await;
    let second = service.link_to(SECOND).await;
    correct(&service, &handle, FIRST).await;
    // Both keys lead to the account only in one of the two states of the address.
    let again = json!({ "username": "second", "email": SECOND, "password": PASSWORD });
    let way = start_over_path(&second);
    let answers = tokio::join!(
        start_over(&service, &first, FIRST),
        service.post_json(&way, &again),
        correct(&service, &handle, SECOND),
        service.activate_with(&first, Some(&handle)),
    );
    let active = service.items().await.into_values();
    let active = active.filter(|item| item.get("status").is_some_and(|status| status.as_s().unwrap() == "active"));
    assert!(active.count() <= 1, "{answers:?}");
}
