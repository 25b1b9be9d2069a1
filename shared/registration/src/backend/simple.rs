//! The one-step workflow: registered is active. No mail, no activation.

use std::sync::Arc;

use async_trait::async_trait;

use super::{ActivationError, Backend, Build, Redirect, RegistrationError, build};
use crate::accounts::Accounts;
use crate::request::Request;
use domain::form::CleanedData;
use domain::settings::Reader;
use domain::{EmailAddress, Status, User};

/// Registration without activation, as django-registration's simple backend has it. An address is believed as it was
/// typed, and belongs to the first who types it.
#[derive(Debug)]
pub struct SimpleBackend {
    accounts: Arc<Accounts>,
    /// `REGISTRATION_SUCCESS_URL`: where a browser goes afterwards, a path or a URL. Default: `/register/complete`.
    success_url: Redirect,
}

impl SimpleBackend {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Build> {
        let success_url = reader.or("REGISTRATION_SUCCESS_URL", "/register/complete", Redirect::parse)?;
        Some(build(move |accounts| Self { accounts, success_url }))
    }
}

#[async_trait]
impl Backend for SimpleBackend {
    fn name(&self) -> &'static str {
        "simple"
    }

    fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    async fn register(&self, request: &Request, data: CleanedData) -> Result<User, RegistrationError> {
        self.accounts.create_active(self.sender(), request, data).await
    }

    async fn activate(&self, _request: &Request, _key: &str) -> Result<User, ActivationError> {
        Err(ActivationError::NotSupported)
    }

    async fn activatable(&self, _request: &Request, _key: &str) -> Result<User, ActivationError> {
        Err(ActivationError::NotSupported)
    }

    async fn resend(&self, _request: &Request, _email: &EmailAddress) -> Result<(), ActivationError> {
        Err(ActivationError::NotSupported)
    }

    fn initial_status(&self) -> Status {
        Status::Active
    }

    async fn post_registration_redirect(&self, _request: &Request, _user: &User) -> Redirect {
        self.success_url.clone()
    }
}
