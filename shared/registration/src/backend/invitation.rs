//! Registration for who has an invitation.

use std::sync::Arc;

use async_trait::async_trait;

use super::{Backend, BackendError, Denial, FormError, Permission, RegistrationError};
use crate::accounts::Accounts;
use crate::request::Request;
use domain::form::{CleanedData, Form, Forms};
use domain::{Invitation, Token, User};
use table::StoreError;

/// The default workflow for who has an invitation. Bound to an address that it was mailed to, it proves that address, and
/// the user is active at once. The registration spends it; looking at the page does not.
#[derive(Debug)]
pub struct InvitationBackend {
    accounts: Arc<Accounts>,
}

impl InvitationBackend {
    /// The backend over these accounts.
    #[must_use]
    pub fn new(accounts: Arc<Accounts>) -> Self {
        Self { accounts }
    }

    /// The invitation that a request has in its address or its body, or why it has none.
    async fn invitation(&self, request: &Request) -> Result<Result<(Token, Invitation), Denial>, StoreError> {
        let sent = [request.submission.text(Invitation::FIELD), request.query(Invitation::FIELD)];
        let Some(code) = sent.into_iter().flatten().find(|code| !code.is_empty()) else {
            return Ok(Err(Denial::INVITATION_REQUIRED));
        };
        let Some(code) = Token::parse(code) else { return Ok(Err(Denial::INVITATION_UNKNOWN)) };
        let invitation = self.accounts.invitation(&code).await?;
        Ok(invitation.map(|invitation| (code, invitation)).ok_or(Denial::INVITATION_UNKNOWN))
    }
}

#[async_trait]
impl Backend for InvitationBackend {
    fn name(&self) -> &'static str {
        "invitation"
    }

    fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// It takes another use, and most invitations have one.
    fn allows_correction(&self) -> bool {
        false
    }

    /// What spent an invitation may be sent again, and is answered as before.
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

    /// The form of the kind of user that is invited, with the address that is.
    async fn form(&self, request: &Request, forms: &Forms) -> Result<Arc<Form>, FormError> {
        let invitation = self.invitation(request).await.map_err(BackendError::from)?;
        let invitation = invitation.map(|(_, invitation)| invitation);
        let form = match invitation.as_ref().ok().and_then(|invitation| invitation.kind.as_deref()) {
            Some(kind) => forms.named(kind).ok_or(FormError::Unknown)?,
            None => forms.requested(request.query("type")).ok_or(FormError::Unknown)?,
        };
        Ok(match invitation.ok().and_then(|invitation| invitation.email) {
            Some(email) => Arc::new(form.with_value("email", email.as_str())),
            None => form,
        })
    }

    async fn register(&self, request: &Request, data: CleanedData) -> Result<User, RegistrationError> {
        let (code, invitation) = self.invitation(request).await?.map_err(RegistrationError::Denied)?;
        self.accounts.create_invited(self.sender(), request, data, &code, &invitation).await
    }
}
