//! Closed registration. Users who registered before can still activate.

use std::sync::Arc;

use async_trait::async_trait;

use super::{Backend, BackendError, Denial, Permission, RegistrationError};
use crate::accounts::Accounts;
use crate::request::Request;
use domain::User;
use domain::form::CleanedData;

/// Denies every registration.
#[derive(Debug)]
pub struct ClosedBackend {
    accounts: Arc<Accounts>,
}

impl ClosedBackend {
    /// Creates the backend with these accounts.
    #[must_use]
    pub fn new(accounts: Arc<Accounts>) -> Self {
        Self { accounts }
    }
}

#[async_trait]
impl Backend for ClosedBackend {
    fn name(&self) -> &'static str {
        "closed"
    }

    fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    async fn registration_allowed(&self, _request: &Request) -> Result<Permission, BackendError> {
        Ok(Permission::Denied(Denial::CLOSED))
    }

    async fn register(&self, _request: &Request, _data: CleanedData) -> Result<User, RegistrationError> {
        Err(RegistrationError::Denied(Denial::CLOSED))
    }

    async fn register_proven(&self, _request: &Request, _data: CleanedData) -> Result<User, RegistrationError> {
        Err(RegistrationError::Denied(Denial::CLOSED))
    }
}
