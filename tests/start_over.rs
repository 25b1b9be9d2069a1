//! Choosing name and password with a mailbox that an emailed key proves.

use serde_json::{Value, json};

use crate::support::{Answer, OTHER_PASSWORD, PASSWORD, Service, signals, start_over_path};

const ANN: &str = "ann@example.com";
const APPROVAL: [(&str, &str); 2] =
    [("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", "ops@example.com")];

async fn start_over(service: &Service, link: &str, username: &str, password: &str) -> Answer {
    service
        .post_json(&start_over_path(link), &json!({ "username": username, "email": ANN, "password": password }))
        .await
}

/// Returns whether the password of a user is this one.
async fn has_password(service: &Service, user: &str, password: &str) -> bool {
    let item = &service.items().await[&format!("PASSWORD#{user}")];
    let hash = domain::PasswordHash::new(item["password_hash"].as_s().unwrap().clone());
    password_hashing::Argon2idHasher::default().verify(password.as_bytes(), Some(&hash))
}

#[tokio::test]
async fn link_opened_elsewhere_leads_to_form() {
    let service = Service::start().await;
    let link = service.pending("ann", ANN).await;
    for answer in [service.get(&link).await, service.post_form(&link, &[]).await] {
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, start_over_path(&link).as_str()));
    }
    let page = service.get(&start_over_path(&link)).await;
    assert_eq!(page.status, 200);
    for part in [r#"value="ann@example.com""#, " readonly", r#"value="ann""#, "Finish creating your account"] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    let schema = service.get_json(&start_over_path(&link)).await.json();
    assert_eq!(schema["properties"]["email"]["const"], ANN);
    assert_eq!(schema["properties"]["username"]["default"], "ann");
    let refused = service.activate_with(&link, None).await;
    assert_eq!(refused.problem(), (403, "proof_required".to_owned()));
    assert_eq!(refused.json()["next"], start_over_path(&link));
    assert_eq!(service.item("USER#").await["status"].as_s().unwrap(), "pending");
}

#[tokio::test]
async fn owner_of_mailbox_gets_account_with_own_password() {
    let service = Service::start().await;
    for n in 0..12 {
        let body = json!({ "username": format!("eve{n}"), "email": ANN, "password": OTHER_PASSWORD });
        assert_eq!(service.post_json("/register", &body).await.status, 202);
    }
    let link = service.link_to(ANN).await;
    service.advance(60);
    let answer = start_over(&service, &link, "ann", PASSWORD).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["next"]), (201, &json!("/activate/complete")));
    let user = &answer.json()["user"];
    assert_eq!((&user["username"], &user["email"], &user["status"]), (&json!("ann"), &json!(ANN), &json!("active")));
    let id = user["id"].as_str().unwrap();
    assert!(has_password(&service, id, PASSWORD).await && !has_password(&service, id, OTHER_PASSWORD).await);
    let items = service.items().await;
    assert_eq!(items[&format!("EMAIL#{ANN}")]["user_id"].as_s().unwrap(), id);
    let active =
        items.values().filter(|item| item.get("status").is_some_and(|status| status.as_s().unwrap() == "active"));
    assert_eq!(active.count(), 1, "no registration of a stranger is active");
}

#[tokio::test]
async fn start_over_signals_registration_and_activation() {
    let service = Service::start().await;
    let link = service.pending("ann", ANN).await;
    assert_eq!(start_over(&service, &link, "anna", PASSWORD).await.status, 201);
    let expected = [("user_registered", "ann"), ("user_registered", "anna"), ("user_activated", "anna")];
    assert_eq!(service.signals().await, signals(&expected));
    assert_eq!(service.mails().await.len(), 1, "there is nothing left to prove");
}

#[tokio::test]
async fn pending_name_of_same_mailbox_is_taken_over() {
    let service = Service::start().await;
    let link = service.pending("ann", ANN).await;
    service.pending("bob", "bob@example.com").await;
    let taken = [("username".to_owned(), "taken".to_owned())];
    assert_eq!(start_over(&service, &link, "bob", PASSWORD).await.errors(), taken);
    let answer = start_over(&service, &link, "Ann", PASSWORD).await;
    assert_eq!(answer.status, 201);
    let name = service.item("USERNAME#ann").await;
    assert_eq!(name["user_id"].as_s().unwrap(), answer.json()["user"]["id"].as_str().unwrap());
    assert!(!name.contains_key("expires_at"));
}

#[tokio::test]
async fn stranger_learns_nothing_from_handle() {
    let service = Service::start().await;
    let link = service.pending("eve", ANN).await;
    let handle = service.handle_for(&link).await.unwrap();
    let status = async || {
        let request = service.request(reqwest::Method::GET, "/register/complete").header("accept", "application/json");
        let answer = Answer::of(request.header("registration", &handle)).await;
        (answer.status.as_u16(), answer.json())
    };
    let before = status().await;
    assert_eq!(start_over(&service, &link, "ann", PASSWORD).await.status, 201);
    assert_eq!(status().await, before, "it is pending, as before");
    assert_eq!(service.register("eve", "eve@example.com").await.status, 422, "its name is held as before");
    assert_eq!(service.activate_with(&link, Some(&handle)).await.problem(), (409, "already_activated".to_owned()));
    service.advance(7 * 24 * 3600);
    assert_eq!(status().await.0, 404);
    assert_eq!(service.register("eve", "eve@example.com").await.status, 202, "and no longer");
}

#[tokio::test]
async fn empty_field_leaves_key_in_url() {
    let service = Service::start().await;
    let link = service.pending("ann", ANN).await;
    let body = json!({ "activation": "", "username": "ann", "email": ANN, "password": PASSWORD });
    assert_eq!(service.post_json(&start_over_path(&link), &body).await.status, 201);
}

#[tokio::test]
async fn key_proves_its_own_mailbox_only() {
    let service = Service::start().await;
    let link = service.pending("ann", ANN).await;
    let body = json!({ "username": "eve", "email": "victim@example.com", "password": PASSWORD });
    let answer = service.post_json(&start_over_path(&link), &body).await;
    assert_eq!(answer.errors(), [("email".to_owned(), "not_proven".to_owned())]);
    let spelled = json!({ "username": "ann", "email": "ANN@Example.com", "password": PASSWORD });
    assert_eq!(service.post_json(&start_over_path(&link), &spelled).await.json()["user"]["email"], ANN);
}

#[tokio::test]
async fn used_key_says_why_it_proves_nothing() {
    let service = Service::start().await;
    let link = service.pending("ann", ANN).await;
    assert_eq!(start_over(&service, &link, "ann", PASSWORD).await.status, 201);
    let already = (409, "already_activated".to_owned());
    assert_eq!(service.get_json(&start_over_path(&link)).await.problem(), already);
    assert_eq!(start_over(&service, &link, "other", PASSWORD).await.problem(), already);
    assert_eq!(service.get(&start_over_path(&link)).await.status, 409);
    let none = start_over_path("/activate/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    assert_eq!(service.get_json(&none).await.problem(), (404, "activation_key_unknown".to_owned()));
    service.pending("bob", "bob@example.com").await;
    let bob = service.link_to("bob@example.com").await;
    service.advance(7 * 24 * 3600);
    assert_eq!(service.get_json(&start_over_path(&bob)).await.problem(), (410, "activation_key_expired".to_owned()));
}

#[tokio::test]
async fn repeated_submission_is_one_user() {
    let service = Service::start().await;
    let link = service.pending("ann", ANN).await;
    let body = json!({ "username": "ann", "email": ANN, "password": PASSWORD, "idempotency_key": "8e03978e" });
    let (first, second) = (
        service.post_json(&start_over_path(&link), &body).await,
        service.post_json(&start_over_path(&link), &body).await,
    );
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (201, 201));
    assert_eq!(first.json(), second.json());
    let mut other = body.clone();
    other["password"] = OTHER_PASSWORD.into();
    assert_eq!(service.post_json(&start_over_path(&link), &other).await.status, 409);
}

#[tokio::test]
async fn repeated_submission_has_form_of_its_type() {
    let settings = [("REGISTRATION_FORM", "terms"), ("REGISTRATION_FORMS", "standard")];
    let service = Service::with(&settings).await;
    let body = json!({ "username": "ann", "email": ANN, "password": PASSWORD, "idempotency_key": "8e03978e" });
    assert_eq!(service.post_json("/register?type=standard", &body).await.status, 202);
    let way = start_over_path(&service.link_to(ANN).await);
    service.aws_proxy.take_calls();
    let first = service.post_json(&way, &body).await;
    let calls = service.aws_proxy.take_calls();
    assert_eq!(calls.iter().filter(|call| call.key() == "KEY").count(), 1, "the key is read once");
    let second = service.post_json(&way, &body).await;
    assert_eq!((first.status.as_u16(), first.json()), (201, second.json()));
}

#[tokio::test]
async fn key_of_the_registration_makes_no_repetition() {
    for form in ["standard", "email"] {
        let service = Service::with(&[("REGISTRATION_FORM", form)]).await;
        let mut body = json!({ "email": ANN, "password": PASSWORD, "idempotency_key": "8e03978e" });
        if form == "standard" {
            body["username"] = "ann".into();
        }
        assert_eq!(service.post_json("/register", &body).await.status, 202);
        let link = service.link_to(ANN).await;
        let answer = service.post_json(&start_over_path(&link), &body).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["status"]), (201, &json!("active")), "{form}");
    }
}

#[tokio::test]
async fn operator_approves_after_start_over() {
    let service = Service::with(&APPROVAL).await;
    let link = service.pending("ann", ANN).await;
    let answer = start_over(&service, &link, "anna", PASSWORD).await;
    let expected = json!({ "status": "awaiting_approval", "next": "/activate/complete" });
    assert_eq!((answer.status.as_u16(), answer.json()), (202, expected));
    let mails = service.mails().await;
    assert_eq!(mails.last().unwrap()["to"], "ops@example.com");
    let waiting = service.operator("users list --status awaiting_approval").await.unwrap()["users"].clone();
    assert_eq!(waiting[0]["username"], "anna");
    service.operator(&format!("users approve {}", waiting[0]["id"].as_str().unwrap())).await.unwrap();
    let kinds: Vec<_> = service.signals().await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["user_registered", "user_registered", "registration_approved", "user_activated"]);
}

#[tokio::test]
async fn start_over_works_while_registration_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let open = Service::in_folder(folder.path(), &[]).await;
    let link = open.pending("ann", ANN).await;
    open.local.stop().await;
    let closed = Service::in_folder(folder.path(), &[("REGISTRATION_OPEN", "false")]).await;
    assert_eq!(closed.get(&start_over_path(&link)).await.status, 200);
    assert_eq!(start_over(&closed, &link, "ann", PASSWORD).await.status, 201);
}

#[tokio::test]
async fn user_keeps_type_and_no_fields() {
    let service = Service::with(&[("REGISTRATION_FORMS", "terms")]).await;
    let body = json!({ "username": "eve", "email": ANN, "password": OTHER_PASSWORD, "terms": true });
    assert_eq!(service.post_json("/register?type=terms", &body).await.status, 202);
    let link = service.link_to(ANN).await;
    let errors = start_over(&service, &link, "ann", PASSWORD).await.errors();
    assert_eq!(errors, [("terms".to_owned(), "not_accepted".to_owned())], "nobody consents for somebody else");
    let body = json!({ "username": "ann", "email": ANN, "password": PASSWORD, "terms": true });
    let answer = service.post_json(&start_over_path(&link), &body).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["user"]["type"]), (201, &json!("terms")));
}

#[tokio::test]
async fn invitation_is_not_spent_again() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "invitation")]).await;
    let invitation = service.operator("invite create").await.unwrap();
    let path = format!("/register?invitation={}", invitation["code"].as_str().unwrap());
    assert_eq!(service.register_at(&path, "eve", ANN).await.status, 202);
    let link = service.link_to(ANN).await;
    assert_eq!(start_over(&service, &link, "ann", PASSWORD).await.status, 201);
}

#[tokio::test]
async fn late_mail_still_starts_over() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [("REGISTRATION_ACTIVATION_PERIOD", "1h")];
    let outage =
        Service::in_folder(folder.path(), &[settings[0], ("AWS_ENDPOINT_URL_SESV2", "http://127.0.0.1:1")]).await;
    assert_eq!(outage.register("ann", ANN).await.status, 202);
    outage.local.settle().await;
    outage.local.stop().await;
    let recovered = Service::in_folder(folder.path(), &settings).await;
    recovered.advance(2 * 3600);
    let link = recovered.link_to(ANN).await;
    assert_eq!(start_over(&recovered, &link, "ann", PASSWORD).await.status, 201);
}

#[tokio::test]
async fn simple_backend_has_no_start_over() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "simple")]).await;
    let path = start_over_path("/activate/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    let not_supported = (404, "activation_not_supported".to_owned());
    assert_eq!(service.get_json(&path).await.problem(), not_supported);
    let body = json!({ "username": "ann", "email": ANN, "password": PASSWORD });
    assert_eq!(service.post_json(&path, &body).await.problem(), not_supported);
}

#[tokio::test]
async fn link_suffices_where_the_mailbox_does() {
    let service = Service::with(&[("REGISTRATION_ACTIVATION_PROOF", "mailbox")]).await;
    let link = service.pending("ann", ANN).await;
    assert_eq!(service.get_json(&link).await.json(), json!({ "status": "pending", "proof": "none" }));
    assert_eq!(service.get(&link).await.status, 200);
    let answer: Value = service.activate_with(&link, None).await.json();
    assert_eq!(answer["user"]["status"], "active");
}

#[tokio::test]
async fn link_to_lost_registration_starts_over() {
    let service =
        Service::with(&[("REGISTRATION_ACTIVATION_PROOF", "mailbox"), ("REGISTRATION_LIMIT_PER_MAILBOX", "10/1d")])
            .await;
    // The email comes at the end of the period, so the key outlives the registration.
    let late = service.pending("late", "late@example.com").await;
    service.advance(7 * 24 * 3600 - 1);
    service.post_json("/activate/resend", &json!({ "email": "late@example.com" })).await;
    let resent = service.link_to("late@example.com").await;
    let handle = service.register("ann", ANN).await.json()["registration"].as_str().unwrap().to_owned();
    let corrected = service.link_to(ANN).await;
    let correction = json!({ "registration": handle, "email": "other@example.com" });
    assert_eq!(service.post_json("/register/email", &correction).await.status, 202);
    service.advance(1);
    assert_eq!(service.get_json(&late).await.problem(), (410, "activation_key_expired".to_owned()));
    for (link, username, email) in [(resent, "late", "late@example.com"), (corrected, "anna", ANN)] {
        let way = start_over_path(&link);
        assert_eq!(service.get_json(&link).await.json(), json!({ "status": "pending", "proof": "start_over" }));
        assert_eq!(service.activate_with(&link, None).await.json()["next"], way);
        assert_eq!(service.get(&link).await.header("location"), way);
        let body = json!({ "username": username, "email": email, "password": PASSWORD });
        assert_eq!(service.post_json(&way, &body).await.status, 201, "{email}");
    }
}
