//! Registration by invitation.

use std::sync::Arc;

use async_trait::async_trait;

use super::{Backend, BackendError, Denial, FormError, Permission, RegistrationError};
use crate::accounts::Accounts;
use crate::request::Request;
use domain::form::{CleanedData, Form, Forms};
use domain::{Invitation, Token, User};
use table::StoreError;

/// The default workflow for requests with an invitation.
///
/// An invitation that was mailed to an address proves it, and the user is active immediately. The registration spends
/// the invitation, and showing the form does not.
#[derive(Debug)]
pub struct InvitationBackend {
    name: &'static str,
    accounts: Arc<Accounts>,
}

impl InvitationBackend {
    /// Creates the backend with these accounts.
    #[must_use]
    pub fn new(accounts: Arc<Accounts>) -> Self {
        Self::named("invitation", accounts)
    }

    /// Creates the backend as a part of another one, whose name its users get.
    pub(super) fn named(name: &'static str, accounts: Arc<Accounts>) -> Self {
        Self { name, accounts }
    }

    /// Returns the code in a request's query or body.
    pub(super) fn code(request: &Request) -> Option<&str> {
        let sent = [request.submission.text(Invitation::FIELD), request.query(Invitation::FIELD)];
        sent.into_iter().flatten().find(|code| !code.is_empty())
    }

    /// Returns the invitation in a request's query or body, or why there is none.
    async fn invitation(&self, request: &Request) -> Result<Result<(Token, Invitation), Denial>, StoreError> {
        let Some(code) = Self::code(request) else { return Ok(Err(Denial::INVITATION_REQUIRED)) };
        let Some(code) = Token::parse(code) else { return Ok(Err(Denial::INVITATION_UNKNOWN)) };
        let invitation = self.accounts.invitation(&code).await?;
        Ok(invitation.map(|invitation| (code, invitation)).ok_or(Denial::INVITATION_UNKNOWN))
    }
}

#[async_trait]
impl Backend for InvitationBackend {
    fn name(&self) -> &str {
        self.name
    }

    fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    fn admits_strangers(&self) -> bool {
        false
    }

    /// A submission that spent an invitation may be repeated, and gets the same answer.
    async fn registration_allowed(&self, request: &Request) -> Result<Permission, BackendError> {
        let denial = match self.invitation(request).await? {
            Ok((_, invitation)) => invitation.denial_reason(request.received_at),
            Err(denial) => Some(denial),
        };
        Ok(match denial {
            None => Permission::Allowed,
            Some(denial) if denial == Denial::INVITATION_SPENT && self.accounts.is_repetition(request).await? => {
                Permission::Allowed
            }
            Some(denial) => Permission::Denied(denial),
        })
    }

    /// A pending registration has spent its invitation, and a correction spends nothing.
    async fn correction_allowed(&self, _request: &Request) -> Result<Permission, BackendError> {
        Ok(Permission::Allowed)
    }

    /// Returns the form for the invitation's type of user, with its address filled in.
    async fn form(&self, request: &Request, forms: &Forms) -> Result<Arc<Form>, FormError> {
        let invitation = self.invitation(request).await.map_err(BackendError::from)?;
        let invitation = invitation.map(|(_, invitation)| invitation);
        let form = match invitation.as_ref().ok().and_then(|invitation| invitation.kind.as_deref()) {
            Some(kind) => forms.named(kind).ok_or(FormError::Unknown)?,
            None => forms.requested(request.parameter("type")).ok_or(FormError::Unknown)?,
        };
        let Some(invitation) = invitation.ok() else { return Ok(form) };
        let Some(email) = &invitation.email else { return Ok(form) };
        let form = form.with_value("email", email.as_str());
        let proven = invitation.proven_address().is_some();
        Ok(Arc::new(if proven { form.without_link_help() } else { form }))
    }

    async fn register(&self, request: &Request, data: CleanedData) -> Result<User, RegistrationError> {
        let (code, invitation) = self.invitation(request).await?.map_err(RegistrationError::Denied)?;
        self.accounts.create_invited(self.sender(), request, data, &code, &invitation).await
    }

    /// The invitation is spent in this case, too.
    async fn register_proven(&self, request: &Request, data: CleanedData) -> Result<User, RegistrationError> {
        self.register(request, data).await
    }
}
