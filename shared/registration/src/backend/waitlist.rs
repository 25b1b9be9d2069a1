//! A waiting list, and registration for the people whom operators invite from it.

use std::sync::Arc;

use async_trait::async_trait;

use super::{Backend, BackendError, FormError, InvitationBackend, Permission, RegistrationError};
use crate::accounts::Accounts;
use crate::request::Request;
use domain::User;
use domain::form::{CleanedData, Form, Forms};

/// The workflow of [`InvitationBackend`], and a waiting list for requests without an invitation.
///
/// An operator admits people from the list, which invites them.
#[derive(Debug)]
pub struct WaitlistBackend {
    invited: InvitationBackend,
}

impl WaitlistBackend {
    /// Creates the backend with these accounts.
    #[must_use]
    pub fn new(accounts: Arc<Accounts>) -> Self {
        Self { invited: InvitationBackend::named("waitlist", accounts) }
    }
}

#[async_trait]
impl Backend for WaitlistBackend {
    fn name(&self) -> &str {
        self.invited.name()
    }

    fn accounts(&self) -> &Accounts {
        self.invited.accounts()
    }

    /// Anybody may join the list, but only an invited person registers.
    fn admits_strangers(&self) -> bool {
        self.invited.admits_strangers()
    }

    /// A wrong code is denied, and does not lead to the list.
    fn offers_waitlist(&self, request: &Request) -> bool {
        InvitationBackend::code(request).is_none()
    }

    async fn registration_allowed(&self, request: &Request) -> Result<Permission, BackendError> {
        self.invited.registration_allowed(request).await
    }

    async fn correction_allowed(&self, request: &Request) -> Result<Permission, BackendError> {
        self.invited.correction_allowed(request).await
    }

    async fn form(&self, request: &Request, forms: &Forms) -> Result<Arc<Form>, FormError> {
        self.invited.form(request, forms).await
    }

    async fn register(&self, request: &Request, data: CleanedData) -> Result<User, RegistrationError> {
        self.invited.register(request, data).await
    }

    async fn register_proven(&self, request: &Request, data: CleanedData) -> Result<User, RegistrationError> {
        self.invited.register_proven(request, data).await
    }
}
