//! The backend `openid`.

use std::sync::Arc;

use async_trait::async_trait;

use super::{Backend, BuildBackend, Denial, RegistrationError, build};
use crate::accounts::{Accounts, Restartable};
use crate::request::Request;
use domain::User;
use domain::form::CleanedData;
use domain::settings::{OpenidProvider, Reader};

/// Registration by OpenID providers only.
///
/// A user whose address the provider has proven is active immediately. Others prove it by the email, as with the
/// default backend.
#[derive(Debug)]
pub struct OpenidBackend {
    accounts: Arc<Accounts>,
}

impl OpenidBackend {
    /// Reads the providers, of which there must be one. The function `openid` has their further settings.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<BuildBackend> {
        let text = |value: &str| Ok(value.to_owned());
        reader.required(OpenidProvider::LIST, "the providers that users register by, such as google", text)?;
        Some(build(|accounts| Self { accounts }))
    }
}

#[async_trait]
impl Backend for OpenidBackend {
    fn name(&self) -> &'static str {
        "openid"
    }

    fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    fn accepts_passwords(&self) -> bool {
        false
    }

    async fn register(&self, request: &Request, data: CleanedData) -> Result<User, RegistrationError> {
        if request.identity.is_none() {
            return Err(RegistrationError::Denied(Denial::OPENID_REQUIRED));
        }
        self.accounts.create_pending(self.sender(), request, data).await
    }

    /// A mailbox alone is no identity. Its owner signs in at a provider.
    async fn start_over(
        &self,
        _request: &Request,
        _mailbox: &Restartable,
        _data: CleanedData,
    ) -> Result<User, RegistrationError> {
        Err(RegistrationError::Denied(Denial::OPENID_REQUIRED))
    }
}
