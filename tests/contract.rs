//! What every backend keeps, whatever its workflow. A new backend is in here by its one line of registration; one that
//! needs settings or something in a request to let anybody in says so in [`contract`].

use futures_util::future::join_all;
use registration::backend::BackendName;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::support::{Answer, BROWSER, PASSWORD, Service};

/// How the contract is put to one backend.
struct Contract {
    backend: &'static str,
    settings: Vec<(&'static str, &'static str)>,
    /// The headers of a request that may register; `None` if none may.
    allowed: Option<Vec<(&'static str, &'static str)>>,
    /// The reason that a request without them is given; `None` if it may register, too.
    denied: Option<&'static str>,
}

/// The SHA-256 of `open sesame`.
const SESAME: &str = "41ef4bb0b23661e66301aac36066912dac037827b4ae63a7b1165a5aa93ed4eb";

fn contract(backend: &'static str) -> Contract {
    let open = Contract { backend, settings: vec![], allowed: Some(vec![]), denied: None };
    match backend {
        "closed" => Contract { allowed: None, denied: Some("registration_closed"), ..open },
        "gated" => Contract {
            settings: vec![("REGISTRATION_CREDENTIAL_SHA256", SESAME)],
            allowed: Some(vec![("authorization", "Bearer open sesame")]),
            denied: Some("credential_required"),
            ..open
        },
        _ => open,
    }
}

/// A service with one backend.
struct Subject {
    service: Service,
    contract: Contract,
}

impl Subject {
    async fn all(settings: &[(&'static str, &'static str)]) -> Vec<Self> {
        let mut subjects = Vec::new();
        for backend in BackendName::all() {
            let contract = contract(backend.as_str());
            let mut variables = vec![("REGISTRATION_BACKEND", contract.backend)];
            variables.extend(contract.settings.iter().chain(settings));
            subjects.push(Self { service: Service::with(&variables).await, contract });
        }
        subjects
    }

    /// Those that let somebody register.
    async fn open() -> Vec<Self> {
        Self::all(&[]).await.into_iter().filter(|subject| subject.contract.allowed.is_some()).collect()
    }

    fn request(&self, method: Method, path: &str, accept: &str) -> RequestBuilder {
        let headers = self.contract.allowed.iter().flatten();
        let request = self.service.request(method, path).header("accept", accept);
        headers.fold(request, |request, (name, value)| request.header(*name, *value))
    }

    async fn post(&self, body: &Value) -> Answer {
        Answer::of(self.request(Method::POST, "/register", "application/json").json(body)).await
    }

    /// Registers and does what is left to do to become active.
    async fn become_active(&self, username: &str, email: &str) {
        let answer = self.post(&fields(username, email)).await;
        if answer.status == 202 {
            let link = self.service.link_to(email).await;
            assert_eq!(self.service.post_json(&link, &Value::Null).await.status, 200, "{}", self.contract.backend);
        } else {
            assert_eq!(answer.status, 201, "{}: {}", self.contract.backend, answer.body);
        }
    }

    async fn is_untouched(&self) {
        let name = self.contract.backend;
        assert!(self.service.items().await.is_empty(), "{name}");
        assert!(self.service.mails().await.is_empty(), "{name}");
        assert!(self.service.events().await.is_empty(), "{name}");
    }
}

fn fields(username: &str, email: &str) -> Value {
    json!({ "username": username, "email": email, "password": PASSWORD })
}

fn kinds(signals: &[(String, String)]) -> Vec<&str> {
    signals.iter().map(|(kind, _)| kind.as_str()).collect()
}

#[tokio::test]
async fn whoever_may_not_register_is_told_the_same_reason_at_every_way_in() {
    for subject in Subject::all(&[]).await {
        let Some(reason) = subject.contract.denied else { continue };
        let (service, name) = (&subject.service, subject.contract.backend);
        let denied = (403, reason.to_owned());
        assert_eq!(service.get_json("/register").await.problem(), denied, "{name}");
        assert_eq!(service.register("ann", "ann@example.com").await.problem(), denied, "{name}");
        let page = [("username", "ann"), ("email", "ann@example.com"), ("password", PASSWORD)];
        for answer in [service.get("/register").await, service.post_form("/register", &page).await] {
            assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/register/closed"), "{name}");
        }
        let allowed = service.get_json("/register/allowed").await.json();
        assert_eq!(allowed, json!({ "allowed": false, "backend": name, "reason": reason }));
        subject.is_untouched().await;
    }
}

#[tokio::test]
async fn whoever_may_register_sees_the_form() {
    for subject in Subject::open().await {
        let name = subject.contract.backend;
        for (accept, content_type) in
            [(BROWSER, "text/html; charset=utf-8"), ("application/json", "application/schema+json")]
        {
            let answer = Answer::of(subject.request(Method::GET, "/register", accept)).await;
            assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, content_type), "{name}");
        }
        let answer = Answer::of(subject.request(Method::GET, "/register/allowed", "application/json")).await;
        assert_eq!(answer.json(), json!({ "allowed": true, "backend": name }));
        subject.is_untouched().await;
    }
}

#[tokio::test]
async fn a_registration_ends_in_an_active_user_of_whom_each_step_is_signalled_once() {
    for subject in Subject::open().await {
        let (service, name) = (&subject.service, subject.contract.backend);
        let answer = subject.post(&fields("ann", "ann@example.com")).await;
        if answer.status == 202 {
            assert_eq!(answer.json()["status"], "pending", "{name}");
            assert!(answer.json().get("user").is_none(), "{name}: a pending user is not told");
            let link = service.link_to("ann@example.com").await;
            assert_eq!(service.post_json(&link, &Value::Null).await.json()["user"]["status"], "active", "{name}");
            assert_eq!(kinds(&service.signals().await), ["user_registered", "user_activated"], "{name}");
        } else {
            assert_eq!((answer.status.as_u16(), &answer.json()["user"]["status"]), (201, &json!("active")), "{name}");
            assert_eq!(kinds(&service.signals().await), ["user_registered"], "{name}");
            assert!(service.mails().await.is_empty(), "{name}");
        }
        for event in service.events().await {
            let detail: Value = serde_json::from_str(event["Detail"].as_str().unwrap()).unwrap();
            assert_eq!(detail["sender"], name);
        }
        let user = service.item("USER#").await;
        assert_eq!(user["status"].as_s().unwrap(), "active", "{name}");
        for prefix in ["USER#", "USERNAME#", "EMAIL#"] {
            assert!(!service.item(prefix).await.contains_key("expires_at"), "{name}: {prefix}");
        }
    }
}

#[tokio::test]
async fn what_the_form_refuses_changes_nothing() {
    for subject in Subject::open().await {
        let answer = subject.post(&json!({ "username": "a b", "email": "ann", "password": "short" })).await;
        let fields: Vec<_> = answer.errors().into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["username", "email", "password"], "{}", subject.contract.backend);
        subject.is_untouched().await;
    }
}

#[tokio::test]
async fn a_name_is_given_once_whatever_its_case() {
    for subject in Subject::open().await {
        assert!(subject.post(&fields("Ann", "ann@example.com")).await.status.is_success());
        let again = subject.post(&fields("aNN", "other@example.com")).await;
        assert_eq!(again.errors(), [("username".to_owned(), "taken".to_owned())], "{}", subject.contract.backend);
        assert_eq!(subject.service.signals().await.len(), 1, "{}", subject.contract.backend);
    }
}

#[tokio::test]
async fn an_address_has_one_active_user() {
    for subject in Subject::open().await {
        let (service, name) = (&subject.service, subject.contract.backend);
        subject.become_active("ann", "ann@example.com").await;
        let again = subject.post(&fields("bob", "ANN@example.com")).await;
        if again.status == 422 {
            assert_eq!(again.errors(), [("email".to_owned(), "taken".to_owned())], "{name}");
        } else {
            assert_eq!(again.status, 202, "{name}: it is not told");
        }
        service.local.settle().await;
        let items = service.items().await;
        let active = items.values().filter(|item| item.get("status").is_some_and(|s| s.as_s().unwrap() == "active"));
        assert_eq!(active.count(), 1, "{name}");
    }
}

#[tokio::test]
async fn the_same_submission_twice_is_one_registration() {
    for subject in Subject::open().await {
        let name = subject.contract.backend;
        let post = async || {
            let request = subject.request(Method::POST, "/register", "application/json");
            let request = request.header("idempotency-key", "8e03978e40d543dd");
            Answer::of(request.json(&fields("ann", "ann@example.com"))).await
        };
        let (first, second) = (post().await, post().await);
        assert!(first.status.is_success(), "{name}: {}", first.body);
        assert_eq!((first.status, first.json()), (second.status, second.json()), "{name}");
        assert_eq!(subject.service.signals().await.len(), 1, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_ten_at_once_one_gets_the_name() {
    for subject in Subject::open().await {
        let name = subject.contract.backend;
        let bodies: Vec<_> = (0..10).map(|n| fields("ann", &format!("ann{n}@example.com"))).collect();
        let answers = join_all(bodies.iter().map(|body| subject.post(body))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status.is_success()).count(), 1, "{name}");
        for answer in answers.iter().filter(|answer| !answer.status.is_success()) {
            assert_eq!(answer.errors(), [("username".to_owned(), "taken".to_owned())], "{name}");
        }
        assert_eq!(subject.service.signals().await.len(), 1, "{name}");
    }
}

#[tokio::test]
async fn an_unknown_key_activates_nobody() {
    for subject in Subject::all(&[]).await {
        for key in ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "x"] {
            let (status, code) = subject.service.post_json(&format!("/activate/{key}"), &Value::Null).await.problem();
            assert_eq!(status, 404, "{}", subject.contract.backend);
            assert!(
                ["activation_key_unknown", "activation_not_supported"].contains(&code.as_str()),
                "{}: {code}",
                subject.contract.backend
            );
        }
        subject.is_untouched().await;
    }
}

#[tokio::test]
async fn closing_closes_every_backend() {
    for subject in Subject::all(&[("REGISTRATION_OPEN", "false")]).await {
        let closed = (403, "registration_closed".to_owned());
        assert_eq!(
            subject.post(&fields("ann", "ann@example.com")).await.problem(),
            closed,
            "{}",
            subject.contract.backend
        );
        subject.is_untouched().await;
    }
}

#[tokio::test]
async fn the_redirect_is_the_backends_and_never_the_requests() {
    for subject in Subject::open().await {
        let name = subject.contract.backend;
        let request = subject.request(Method::POST, "/register?next=https://evil.example", BROWSER);
        let request = request.form(&[
            ("username", "ann"),
            ("email", "ann@example.com"),
            ("password", PASSWORD),
            ("password_confirm", PASSWORD),
            ("next", "https://evil.example"),
        ]);
        let answer = Answer::of(request).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/register/complete"), "{name}");
        let page = subject.service.get("/register/complete").await;
        assert_eq!(page.status, 200, "{name}");
    }
}
