//! The contract of every backend, whatever its workflow.
//!
//! A new backend is included by its line of registration. A backend that needs settings, or something in a request,
//! declares that in [`contract`]. Nothing else here depends on the name of a backend.

mod activation;

use futures_util::future::join_all;
use registration::backend::BackendName;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::support::{Answer, BROWSER, Function, OTHER_PASSWORD, PASSWORD, Service};

/// The steps of a registration until the user is active.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Workflow {
    /// The registration makes the user active.
    OneStep,
    /// The user proves the address.
    #[default]
    TwoStep,
    /// The user proves the address, and an operator approves the user.
    Approval,
}

impl Workflow {
    /// Returns the signals of a whole registration.
    fn signals(self) -> &'static [&'static str] {
        match self {
            Self::OneStep => &["user_registered"],
            Self::TwoStep => &["user_registered", "user_activated"],
            Self::Approval => &["user_registered", "registration_approved", "user_activated"],
        }
    }
}

/// The conditions under which a backend is tested.
#[derive(Default)]
struct Contract {
    settings: Vec<(&'static str, &'static str)>,
    /// Whether its name ends with that of a function, which has to run.
    is_function: bool,
    /// Whether every registration is denied.
    closed: bool,
    /// The headers of an allowed request.
    headers: Vec<(&'static str, &'static str)>,
    /// Whether a registration needs an invitation by an operator.
    invites: bool,
    /// The reason that a plain request is denied with, or `None` if it is allowed.
    denied: Option<&'static str>,
    /// Default: two steps.
    workflow: Workflow,
    /// The page to which a registration redirects.
    ///
    /// Default: `/register/complete`.
    redirect: Option<&'static str>,
    /// The emails of a whole registration, in the names of the user's item.
    ///
    /// Default: the activation link.
    mails: Option<&'static [&'static str]>,
    /// The number of emails to the owner of an address that somebody registers again.
    ///
    /// Default: one.
    mails_to_owner: Option<usize>,
}

/// The SHA-256 of `open sesame`.
pub(crate) const SESAME: &str = "41ef4bb0b23661e66301aac36066912dac037827b4ae63a7b1165a5aa93ed4eb";

/// Returns the conditions of a backend, or `None` for one that has its own tests.
fn contract(backend: &str) -> Option<Contract> {
    Some(match backend {
        "closed" => Contract { closed: true, denied: Some("registration_closed"), ..Contract::default() },
        "gated" => Contract {
            settings: vec![("REGISTRATION_CREDENTIAL_SHA256", SESAME)],
            headers: vec![("authorization", "Bearer open sesame")],
            denied: Some("credential_required"),
            ..Contract::default()
        },
        "invitation" => Contract { invites: true, denied: Some("invitation_required"), ..Contract::default() },
        // Without an invitation it is about the waiting list: see tests/waitlist.rs.
        "waitlist" => Contract { invites: true, ..Contract::default() },
        "approval" => Contract {
            settings: vec![("REGISTRATION_APPROVERS", "ops@example.com")],
            workflow: Workflow::Approval,
            mails: Some(&["approved", "awaiting_approval-ops@example.com", "registration"]),
            ..Contract::default()
        },
        "simple" => {
            Contract { workflow: Workflow::OneStep, mails: Some(&[]), mails_to_owner: Some(0), ..Contract::default() }
        }
        // It takes no passwords: see tests/openid.
        "openid" => return None,
        "lambda:" => Contract { is_function: true, ..Contract::default() },
        _ => Contract::default(),
    })
}

/// A service with one backend and one form.
struct Subject {
    service: Service,
    contract: Contract,
    /// The value of `REGISTRATION_BACKEND`: the backend's name.
    backend: String,
    form: &'static str,
    /// The query of an allowed request to `/register`.
    query: String,
    /// The backend and the form, for messages.
    name: String,
    _function: Option<Function>,
}

impl Subject {
    /// Starts every backend with every form that changes the stored data.
    async fn all(settings: &[(&'static str, &'static str)]) -> Vec<Self> {
        let mut subjects = Vec::new();
        for backend in BackendName::all() {
            for form in ["standard", "email"] {
                let Some(contract) = contract(backend.as_str()) else { continue };
                subjects.push(Self::start(backend.as_str(), contract, form, settings).await);
            }
        }
        subjects
    }

    async fn start(
        backend: &str,
        contract: Contract,
        form: &'static str,
        settings: &[(&'static str, &'static str)],
    ) -> Self {
        // A function that implements nothing behaves like the default backend.
        let function = if contract.is_function {
            Some(Function::start(|_| json!({ "not_implemented": true })).await)
        } else {
            None
        };
        let backend = function.as_ref().map_or(backend.to_owned(), |function| function.backend.clone());
        let mut variables = vec![("REGISTRATION_BACKEND", backend.as_str()), ("REGISTRATION_FORM", form)];
        variables.extend(contract.settings.iter().chain(settings));
        let service = Service::with(&variables).await;
        let mut query = String::new();
        if contract.invites {
            let invitation = service.operator("invite create --uses 1000").await.unwrap();
            query = format!("?invitation={}", invitation["code"].as_str().unwrap());
        }
        let name = format!("{backend} with {form}");
        Self { service, contract, backend, form, query, name, _function: function }
    }

    /// Starts those that allow registrations.
    async fn open() -> Vec<Self> {
        Self::all(&[]).await.into_iter().filter(|subject| !subject.contract.closed).collect()
    }

    /// Starts those whose users have names.
    async fn open_with_names() -> Vec<Self> {
        Self::open().await.into_iter().filter(|subject| subject.form == "standard").collect()
    }

    /// Builds an allowed request.
    fn request(&self, method: Method, path: &str, accept: &str) -> RequestBuilder {
        let request = self.service.request(method, &format!("{path}{}", self.query)).header("accept", accept);
        self.contract.headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))
    }

    fn fields(&self, username: &str, email: &str) -> Value {
        match self.form {
            "email" => json!({ "email": email, "password": PASSWORD }),
            _ => json!({ "username": username, "email": email, "password": PASSWORD }),
        }
    }

    async fn post(&self, body: &Value) -> Answer {
        let answer = Answer::of(self.request(Method::POST, "/register", "application/json").json(body)).await;
        self.service.handles.keep(&answer);
        answer
    }

    /// Registers, and completes the further steps to become active.
    async fn become_active(&self, username: &str, email: &str) {
        let answer = self.post(&self.fields(username, email)).await;
        if answer.status == 202 {
            assert_eq!(answer.json()["status"], "pending", "{}", self.name);
            assert!(answer.json().get("user").is_none(), "{}: a pending user is not shown", self.name);
            let link = self.service.link_to(email).await;
            let activated = self.service.activate(&link).await;
            assert_eq!(activated.status, 200, "{}", self.name);
            if self.needs_approval() {
                assert_eq!(activated.json()["status"], "awaiting_approval", "{}", self.name);
                let id = activated.json()["user"]["id"].as_str().unwrap().to_owned();
                // The approvers are asked before they decide.
                self.service.local.settle().await;
                self.service.operator(&format!("users approve {id}")).await.unwrap();
            } else {
                assert_eq!(activated.json()["user"]["status"], "active", "{}", self.name);
            }
        } else {
            assert_eq!(answer.status, 201, "{}: {}", self.name, answer.body);
            assert_eq!(answer.json()["user"]["status"], "active", "{}", self.name);
        }
    }

    /// Returns whether a registration is a single step.
    fn is_one_step(&self) -> bool {
        self.contract.workflow == Workflow::OneStep
    }

    /// Returns whether an operator has to approve users with a proven address.
    fn needs_approval(&self) -> bool {
        self.contract.workflow == Workflow::Approval
    }

    async fn assert_untouched(&self) {
        let items = self.service.items().await;
        assert!(items.keys().all(|pk| pk.starts_with("INVITE#")), "{}: {items:?}", self.name);
        assert!(self.service.mails().await.is_empty(), "{}", self.name);
        assert!(self.service.events().await.is_empty(), "{}", self.name);
    }
}

fn kinds(signals: &[(String, String)]) -> Vec<&str> {
    signals.iter().map(|(kind, _)| kind.as_str()).collect()
}

#[tokio::test]
async fn denial_reason_is_same_on_every_route() {
    for subject in Subject::all(&[]).await {
        let Some(reason) = subject.contract.denied else { continue };
        let (service, name) = (&subject.service, &subject.name);
        let denied = (403, reason.to_owned());
        assert_eq!(service.get_json("/register").await.problem(), denied, "{name}");
        assert_eq!(service.register("ann", "ann@example.com").await.problem(), denied, "{name}");
        let page = [("username", "ann"), ("email", "ann@example.com"), ("password", PASSWORD)];
        for answer in [service.get("/register").await, service.post_form("/register", &page).await] {
            let location = match reason {
                "registration_closed" => "/register/closed".to_owned(),
                reason => format!("/register/closed?reason={reason}"),
            };
            assert_eq!((answer.status.as_u16(), answer.header("location")), (303, &*location), "{name}");
            assert_eq!(service.get(&location).await.status, 200, "{name}");
        }
        let allowed = service.get_json("/register/allowed").await.json();
        assert_eq!(allowed, json!({ "allowed": false, "backend": subject.backend, "reason": reason }));
        subject.assert_untouched().await;
    }
}

#[tokio::test]
async fn permitted_client_gets_form() {
    for subject in Subject::open().await {
        let name = &subject.name;
        for (accept, content_type) in
            [(BROWSER, "text/html; charset=utf-8"), ("application/json", "application/schema+json")]
        {
            let answer = Answer::of(subject.request(Method::GET, "/register", accept)).await;
            assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, content_type), "{name}");
        }
        let answer = Answer::of(subject.request(Method::GET, "/register/allowed", "application/json")).await;
        assert_eq!(answer.json(), json!({ "allowed": true, "backend": subject.backend }));
        subject.assert_untouched().await;
    }
}

#[tokio::test]
async fn registration_signals_each_step_once() {
    for subject in Subject::open().await {
        let (service, name) = (&subject.service, &subject.name);
        subject.become_active("ann", "ann@example.com").await;
        assert_eq!(kinds(&service.signals().await), subject.contract.workflow.signals(), "{name}");
        assert_eq!(service.mails().await.is_empty(), subject.is_one_step(), "{name}");
        for event in service.events().await {
            let detail: Value = serde_json::from_str(event["Detail"].as_str().unwrap()).unwrap();
            assert_eq!(detail["sender"], subject.backend);
            assert_eq!(detail["user"].get("username").is_some(), subject.form == "standard", "{name}");
        }
        let user = service.item("USER#").await;
        assert_eq!(user["status"].as_s().unwrap(), "active", "{name}");
        for (pk, item) in service.items().await {
            let of_user = ["USER#", "PASSWORD#", "USERNAME#", "EMAIL#"].iter().any(|prefix| pk.starts_with(prefix));
            assert_eq!(item.contains_key("expires_at"), !of_user && pk != "MAILS", "{name}: {pk}");
        }
    }
}

#[tokio::test]
async fn registration_sends_the_emails_of_its_backend() {
    for subject in Subject::open().await {
        subject.become_active("ann", "ann@example.com").await;
        subject.service.local.settle().await;
        let user = subject.service.item("USER#").await;
        let mailed = user.get("mailed").map_or(&[][..], |mailed| mailed.as_ss().unwrap());
        let mut mailed: Vec<_> = mailed.iter().map(String::as_str).collect();
        mailed.sort_unstable();
        assert_eq!(mailed, subject.contract.mails.unwrap_or(&["registration"]), "{}", subject.name);
        assert_eq!(subject.service.mails().await.len(), mailed.len(), "{}", subject.name);
    }
}

#[tokio::test]
async fn owner_of_address_gets_chosen_emails() {
    for subject in Subject::open().await {
        subject.become_active("ann", "ann@example.com").await;
        let before = subject.service.mails().await.len();
        subject.post(&subject.fields("bob", "ann@example.com")).await;
        let emailed = subject.service.mails().await.len() - before;
        assert_eq!(emailed, subject.contract.mails_to_owner.unwrap_or(1), "{}", subject.name);
    }
}

#[tokio::test]
async fn invalid_form_changes_nothing() {
    for subject in Subject::open().await {
        let answer = subject.post(&json!({ "username": "a b", "email": "ann", "password": "short" })).await;
        let fields: Vec<_> = answer.errors().into_iter().map(|(field, _)| field).collect();
        let expected = ["username", "email", "password"];
        let expected = if subject.form == "email" { &expected[1..] } else { &expected };
        assert_eq!(fields, expected, "{}", subject.name);
        subject.assert_untouched().await;
    }
}

#[tokio::test]
async fn name_is_unique_regardless_of_case() {
    for subject in Subject::open_with_names().await {
        assert!(subject.post(&subject.fields("Ann", "ann@example.com")).await.status.is_success());
        let mut other = subject.fields("aNN", "other@example.com");
        other["password"] = OTHER_PASSWORD.into();
        let again = subject.post(&other).await;
        assert_eq!(again.errors(), [("username".to_owned(), "taken".to_owned())], "{}", subject.name);
        assert_eq!(subject.service.signals().await.len(), 1, "{}", subject.name);
    }
}

#[tokio::test]
async fn address_has_one_active_user() {
    for subject in Subject::open().await {
        let (service, name) = (&subject.service, &subject.name);
        subject.become_active("ann", "ann@example.com").await;
        let again = subject.post(&subject.fields("bob", "ANN@example.com")).await;
        if again.status == 422 {
            assert_eq!(again.errors(), [("email".to_owned(), "taken".to_owned())], "{name}");
        } else {
            assert_eq!(again.status, 202, "{name}: the answer does not show it");
        }
        service.local.settle().await;
        let items = service.items().await;
        let active = items.values().filter(|item| item.get("status").is_some_and(|s| s.as_s().unwrap() == "active"));
        assert_eq!(active.count(), 1, "{name}");
    }
}

#[tokio::test]
async fn resubmission_is_one_registration() {
    for subject in Subject::open().await {
        let name = &subject.name;
        let post = async || {
            let request = subject.request(Method::POST, "/register", "application/json");
            let request = request.header("idempotency-key", "8e03978e40d543dd");
            Answer::of(request.json(&subject.fields("ann", "ann@example.com"))).await
        };
        let (first, second) = (post().await, post().await);
        assert!(first.status.is_success(), "{name}: {}", first.body);
        // Each answer has a handle of its own, for the same registration.
        let without_handle = |answer: &Answer| {
            let mut body = answer.json();
            let handle = body.as_object_mut().unwrap().remove("registration");
            assert_eq!(handle.is_some(), answer.status == 202, "{name}");
            (answer.status, body)
        };
        assert_eq!(without_handle(&first), without_handle(&second), "{name}");
        assert_eq!(subject.service.signals().await.len(), 1, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parallel_registrations_assign_name_once() {
    for subject in Subject::open_with_names().await {
        let name = &subject.name;
        let body = |n| {
            let mut body = subject.fields("ann", &format!("ann{n}@example.com"));
            body["password"] = format!("{PASSWORD} {n}").into();
            body
        };
        let bodies: Vec<_> = (0..10).map(body).collect();
        let answers = join_all(bodies.iter().map(|body| subject.post(body))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status.is_success()).count(), 1, "{name}");
        for answer in answers.iter().filter(|answer| !answer.status.is_success()) {
            assert_eq!(answer.errors(), [("username".to_owned(), "taken".to_owned())], "{name}");
        }
        assert_eq!(subject.service.signals().await.len(), 1, "{name}");
    }
}

#[tokio::test]
async fn unknown_key_activates_nobody() {
    for subject in Subject::all(&[]).await {
        for key in ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "x"] {
            let (status, code) = subject.service.post_json(&format!("/activate/{key}"), &Value::Null).await.problem();
            assert_eq!(status, 404, "{}", subject.name);
            assert!(
                ["activation_key_unknown", "activation_not_supported"].contains(&code.as_str()),
                "{}: {code}",
                subject.name
            );
        }
        subject.assert_untouched().await;
    }
}

#[tokio::test]
async fn closed_registration_closes_every_backend() {
    for subject in Subject::all(&[("REGISTRATION_OPEN", "false")]).await {
        let closed = (403, "registration_closed".to_owned());
        assert_eq!(subject.post(&subject.fields("ann", "ann@example.com")).await.problem(), closed, "{}", subject.name);
        subject.assert_untouched().await;
    }
}

#[tokio::test]
async fn redirect_ignores_request_parameters() {
    for subject in Subject::open().await {
        let name = &subject.name;
        let request = subject.request(Method::POST, "/register", BROWSER).query(&[("next", "https://evil.example")]);
        let request = request.form(&[
            ("username", "ann"),
            ("email", "ann@example.com"),
            ("password", PASSWORD),
            ("password_confirm", PASSWORD),
            ("next", "https://evil.example"),
        ]);
        let answer = Answer::of(request).await;
        let redirect = subject.contract.redirect.unwrap_or("/register/complete");
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, redirect), "{name}");
        let page = subject.service.get("/register/complete").await;
        assert_eq!(page.body.contains("Your account is active"), subject.is_one_step(), "{name}");
    }
}
