//! The two-phase workflow: register, prove the address by the link in a mail, active.

use std::sync::Arc;

use async_trait::async_trait;

use super::{ActivationError, Backend, RegistrationError};
use crate::accounts::Accounts;
use crate::form::CleanedData;
use crate::request::Request;
use crate::user::User;

/// Registration followed by activation, as django-registration's default backend has it.
#[derive(Debug)]
pub struct DefaultBackend {
    accounts: Arc<Accounts>,
}

impl DefaultBackend {
    /// The backend over these accounts.
    #[must_use]
    pub fn new(accounts: Arc<Accounts>) -> Self {
        Self { accounts }
    }
}

#[async_trait]
impl Backend for DefaultBackend {
    fn name(&self) -> &'static str {
        "default"
    }

    async fn register(&self, request: &Request, data: CleanedData) -> Result<User, RegistrationError> {
        self.accounts.create_pending(self.name(), request, data).await
    }

    async fn activate(&self, request: &Request, key: &str) -> Result<User, ActivationError> {
        self.accounts.activate(request, key).await
    }

    async fn activatable(&self, request: &Request, key: &str) -> Result<User, ActivationError> {
        self.accounts.activatable(request, key).await
    }
}
