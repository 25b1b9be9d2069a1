//! No registration. Whoever registered before can still activate.

use std::sync::Arc;

use async_trait::async_trait;

use super::{ActivationError, Backend, Denial, Permission, RegistrationError};
use crate::accounts::Accounts;
use crate::form::CleanedData;
use crate::request::Request;
use crate::store::StoreError;
use crate::user::User;

/// Refuses every registration.
#[derive(Debug)]
pub struct ClosedBackend {
    accounts: Arc<Accounts>,
}

impl ClosedBackend {
    /// The backend over these accounts.
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

    async fn registration_allowed(&self, _request: &Request) -> Result<Permission, StoreError> {
        Ok(Permission::Denied(Denial::CLOSED))
    }

    async fn register(&self, _request: &Request, _data: CleanedData) -> Result<User, RegistrationError> {
        Err(RegistrationError::Denied(Denial::CLOSED))
    }

    async fn activate(&self, request: &Request, key: &str) -> Result<User, ActivationError> {
        self.accounts.activate(request, key).await
    }

    async fn activatable(&self, request: &Request, key: &str) -> Result<User, ActivationError> {
        self.accounts.activatable(request, key).await
    }
}
