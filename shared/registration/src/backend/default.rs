//! The two-phase workflow: register, prove the address by the link in a mail, active.

use std::sync::Arc;

use async_trait::async_trait;

use super::Backend;
use crate::accounts::Accounts;

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

    fn accounts(&self) -> &Accounts {
        &self.accounts
    }
}
