//! A backend chooses the emails that are sent for its registrations.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::clock::Clock;
use domain::form::CleanedData;
use domain::settings::{ActivationSettings, Environment, Reader};
use domain::{EmailAddress, Notification, Password, Random, Status, Username};
use http::Method;
use registration::{Accounts, ActivationError, Backend, Proof, Request};
use serde_json::json;
use table::{Store, StoreSettings};

use crate::support::{Function, PASSWORD, Service};

/// A backend that chooses these emails, and whose users await approval.
#[derive(Debug)]
struct TestBackend {
    accounts: Accounts,
    notifications: &'static [Notification],
}

#[async_trait]
impl Backend for TestBackend {
    fn name(&self) -> &'static str {
        "own"
    }

    fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    fn notifications(&self) -> &[Notification] {
        self.notifications
    }

    async fn activate(&self, request: &Request, proof: Proof<'_>) -> Result<domain::User, ActivationError> {
        let activatable = self.accounts.verify(request, proof).await?;
        self.accounts.prove_address(request, activatable).await
    }

    fn activated_status(&self) -> Status {
        Status::AwaitingApproval
    }
}

impl TestBackend {
    /// Creates the backend over the table of a service.
    fn over(service: &Service, notifications: &'static [Notification]) -> Self {
        let variables = service.local.environment().iter().map(|(name, value)| (name.clone(), value.clone()));
        let environment: Environment = variables.collect();
        let mut reader = Reader::new(&environment);
        let (settings, activation) = (StoreSettings::read(&mut reader), ActivationSettings::read(&mut reader));
        let (settings, activation) = reader.finish(|| Some((settings?, activation?))).unwrap();
        let store = Store::new(settings, Random::system());
        Self { accounts: Accounts::new(store, Random::system(), activation), notifications }
    }

    async fn registers(&self, service: &Service, username: &str, email: &str) {
        let request = Request {
            id: username.to_owned(),
            method: Method::POST,
            path: "/register".to_owned(),
            received_at: service.clock.now(),
            ..Request::default()
        };
        let data = CleanedData {
            kind: None,
            username: Some(Username::parse(username).unwrap()),
            email: EmailAddress::parse(email).unwrap(),
            password: Password::parse(PASSWORD, 15, 256).ok(),
            fields: BTreeMap::new(),
            private_fields: BTreeMap::new(),
            accepted: BTreeMap::new(),
        };
        self.register(&request, data).await.unwrap();
        service.local.settle().await;
    }
}

async fn service() -> Service {
    Service::with(&[
        ("REGISTRATION_BACKEND", "approval"),
        ("REGISTRATION_APPROVERS", "ops@example.com"),
        ("REGISTRATION_ACTIVATION_PROOF", "mailbox"),
    ])
    .await
}

/// Activates by the mailed link, and lets an operator decide after the email to approvers.
async fn decide_on(service: &Service, email: &str, decision: &str) {
    let link = service.link_to(email).await;
    let activated = service.activate(&link).await;
    let id = activated.json()["user"]["id"].as_str().unwrap().to_owned();
    service.local.settle().await;
    service.operator(&format!("users {decision} {id}")).await.unwrap();
    service.local.settle().await;
}

/// Returns the number of emails so far.
async fn count(service: &Service) -> usize {
    service.mails().await.len()
}

#[tokio::test]
async fn backend_sends_the_chosen_emails_only() {
    for (chosen, decision, mails) in [
        (&[Notification::Activation][..], "approve", 1),
        (&[Notification::Activation], "reject", 1),
        (&[Notification::Activation, Notification::Approved], "approve", 2),
        (&[Notification::Activation, Notification::Approved], "reject", 1),
        (&[Notification::Activation, Notification::Rejected], "reject", 2),
        (&[Notification::Activation, Notification::AwaitingApproval], "reject", 2),
        (Notification::ALL, "approve", 3),
    ] {
        let service = service().await;
        let backend = TestBackend::over(&service, chosen);
        backend.registers(&service, "ann", "ann@example.com").await;
        decide_on(&service, "ann@example.com", decision).await;
        assert_eq!(count(&service).await, mails, "{chosen:?} {decision}");
    }
}

#[tokio::test]
async fn backend_without_activation_emails_sends_no_link() {
    let service = service().await;
    let backend = TestBackend::over(&service, &[Notification::Approved]);
    backend.registers(&service, "ann", "ann@example.com").await;
    service.post_json("/activate/resend", &json!({ "email": "ann@example.com" })).await;
    service.local.settle().await;
    assert_eq!(count(&service).await, 0);
    assert_eq!(service.signals().await.len(), 1, "the signal does not depend on the emails");
}

#[tokio::test]
async fn owner_is_notified_only_if_backend_chooses() {
    for (chosen, mails) in [(Notification::ALL, 1), (&[Notification::Activation][..], 0)] {
        let service = service().await;
        let backend = TestBackend::over(&service, chosen);
        backend.registers(&service, "ann", "ann@example.com").await;
        decide_on(&service, "ann@example.com", "approve").await;
        let before = count(&service).await;
        backend.registers(&service, "bob", "ann@example.com").await;
        assert_eq!(count(&service).await - before, mails, "{chosen:?}");
    }
}

#[tokio::test]
async fn backend_function_chooses_the_emails() {
    let function = Function::start(|call| match call["method"].as_str().unwrap() {
        "register" => json!({ "allowed": true, "notifications": [] }),
        _ => json!({ "not_implemented": true }),
    });
    let function = function.await;
    let service = Service::with(&[("REGISTRATION_BACKEND", &function.backend)]).await;
    assert_eq!(service.register("ann", "ann@example.com").await.status, 202);
    service.local.settle().await;
    assert_eq!(count(&service).await, 0);
}
