//! The one-step workflow: a registered user is active, without emails.

use std::sync::Arc;

use async_trait::async_trait;

use super::{ActivationError, Backend, BuildBackend, Redirect, RegistrationError, build};
use crate::accounts::{Accounts, Proof, Restartable};
use crate::request::Request;
use domain::form::CleanedData;
use domain::settings::Reader;
use domain::{EmailAddress, Status, User};

/// Registration without activation, like django-registration's simple backend.
///
/// Addresses are not verified, and each belongs to the first user who registers with it.
#[derive(Debug)]
pub struct SimpleBackend {
    accounts: Arc<Accounts>,
    /// `REGISTRATION_SUCCESS_URL`: the redirect after a registration, a path or a URL.
    ///
    /// Default: `/register/complete`.
    success_url: Redirect,
    /// The origin of that URL, if it has one.
    origins: Vec<String>,
}

impl SimpleBackend {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<BuildBackend> {
        let success_url = reader.or("REGISTRATION_SUCCESS_URL", "/register/complete", Redirect::parse)?;
        let origins = success_url.origin().into_iter().collect();
        Some(build(move |accounts| Self { accounts, success_url, origins }))
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

    async fn activate(&self, _request: &Request, _proof: Proof<'_>) -> Result<User, ActivationError> {
        Err(ActivationError::NotSupported)
    }

    async fn activatable(&self, _request: &Request, _key: &str) -> Result<User, ActivationError> {
        Err(ActivationError::NotSupported)
    }

    async fn restartable(&self, _request: &Request, _key: &str) -> Result<Restartable, ActivationError> {
        Err(ActivationError::NotSupported)
    }

    async fn start_over(
        &self,
        _request: &Request,
        _mailbox: &Restartable,
        _data: CleanedData,
    ) -> Result<User, RegistrationError> {
        Err(ActivationError::NotSupported.into())
    }

    async fn resend(&self, _request: &Request, _email: &EmailAddress) -> Result<(), ActivationError> {
        Err(ActivationError::NotSupported)
    }

    async fn resend_registration(&self, _request: &Request) -> Result<(), ActivationError> {
        Err(ActivationError::NotSupported)
    }

    fn redirect_origins(&self) -> &[String] {
        &self.origins
    }

    fn initial_status(&self) -> Status {
        Status::Active
    }

    async fn post_registration_redirect(&self, _request: &Request, _user: &User) -> Redirect {
        self.success_url.clone()
    }
}
