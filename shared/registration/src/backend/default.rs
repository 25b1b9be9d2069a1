//! The two-phase workflow: register, then prove the address by an emailed link.

use std::sync::Arc;

use async_trait::async_trait;

use super::Backend;
use crate::accounts::Accounts;

/// Registration followed by activation, like django-registration's default backend.
#[derive(Debug)]
pub struct DefaultBackend {
    accounts: Arc<Accounts>,
}

impl DefaultBackend {
    /// Creates the backend with these accounts.
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
