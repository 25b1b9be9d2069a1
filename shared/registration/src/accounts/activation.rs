//! Activation: what the holder of a key or of a handle does with a registration.

use super::Accounts;
use crate::error::{ActivationError, CorrectionError};
use crate::request::Request;
use domain::{ActivationCode, ActivationProof, EmailAddress, Status, Token, User};
use table::{NotActivatable, StoreError, UserItem};

/// The proof of an address in an activation email.
#[derive(Debug, Clone, Copy)]
pub enum Proof<'a> {
    /// The unchanged text of the link's key.
    Key(&'a str),
    /// The code.
    Code(ActivationCode),
    /// The identity of the request, whose OpenID provider has proven the address of the registration.
    Identity,
}

/// A registration that a request has proven, as [`Accounts::verify`] returns it.
#[derive(Debug)]
pub struct Activatable {
    pub(super) user: User,
    /// The tries that are left, of a registration proven by its code.
    pub(super) tries_left: Option<u8>,
}

impl Activatable {
    /// Returns the pending user.
    #[must_use]
    pub fn user(&self) -> &User {
        &self.user
    }

    pub(crate) fn into_user(self) -> User {
        self.user
    }

    /// Returns the error of an activation that the table refused.
    ///
    /// The holder of a handle may be a stranger who guessed a code. It must not tell that the address has an account.
    fn error(&self, reason: NotActivatable) -> ActivationError {
        let Some(tries_left) = self.tries_left else { return reason.into() };
        match reason {
            NotActivatable::AddressTaken | NotActivatable::StartedOver => ActivationError::CodeWrong { tries_left },
            // The address was corrected at the same time.
            NotActivatable::Unknown => ActivationError::CodeExpired,
            NotActivatable::Expired => ActivationError::RegistrationUnknown,
            reason => reason.into(),
        }
    }
}

impl Accounts {
    /// Returns the registration whose handle the request has, in whatever state it is.
    ///
    /// Returns `None` if the handle is missing, forged or of a registration that is gone.
    ///
    /// # Errors
    /// A [`StoreError`] if the table does not answer.
    pub async fn registration(&self, request: &Request) -> Result<Option<UserItem>, StoreError> {
        let Some(handle) = &request.handle else { return Ok(None) };
        let item = self.store.user(handle.user_id).await?;
        Ok(item.filter(|item| item.has_handle(&handle.secret.hash())))
    }

    /// Returns the registration that this request may activate with this proof.
    ///
    /// A key proves the mailbox. It activates the pending registration of this mailbox whose handle the request has,
    /// because a key alone does not prove who chose the password. With [`ActivationProof::Mailbox`] it activates the
    /// registration that it was mailed for, if that is still pending with this mailbox. A code activates the
    /// registration whose handle the request has.
    ///
    /// It writes nothing, but for the count of a code's tries.
    ///
    /// # Errors
    /// An [`ActivationError`].
    pub async fn verify(&self, request: &Request, proof: Proof<'_>) -> Result<Activatable, ActivationError> {
        match proof {
            Proof::Key(key) => self.verify_key(request, key).await,
            Proof::Code(code) => self.verify_code(request, code).await,
            Proof::Identity => self.verify_identity(request).await,
        }
    }

    /// Returns the registration that this request may activate with this proof, if the activation would succeed now.
    ///
    /// # Errors
    /// The error that [`Self::activate`] would return, or [`Self::verify`].
    pub async fn activatable(&self, request: &Request, proof: Proof<'_>) -> Result<Activatable, ActivationError> {
        let activatable = self.verify(request, proof).await?;
        let state = self.store.activation_state(&activatable.user).await?;
        state.activatable(request.received_at).map_err(|reason| activatable.error(reason))?;
        Ok(activatable)
    }

    /// Activates the registration, with one transaction. The signal `user_activated` follows.
    ///
    /// # Errors
    /// An [`ActivationError`]. Nothing has changed then.
    pub async fn activate(&self, request: &Request, activatable: Activatable) -> Result<User, ActivationError> {
        self.prove(request, activatable, Status::Active).await
    }

    /// Proves the address of the registration, as [`Self::activate`] does.
    ///
    /// The user then awaits approval, and the email to the approvers follows.
    ///
    /// # Errors
    /// An [`ActivationError`]. Nothing has changed then.
    pub async fn prove_address(&self, request: &Request, activatable: Activatable) -> Result<User, ActivationError> {
        self.prove(request, activatable, Status::AwaitingApproval).await
    }

    async fn prove(
        &self,
        request: &Request,
        activatable: Activatable,
        status: Status,
    ) -> Result<User, ActivationError> {
        let now = request.received_at;
        let proven = self.store.prove(&activatable.user, status, now, self.metadata(request)).await?;
        proven.map_err(|reason| activatable.error(reason))
    }

    /// Returns the pending registration of the request's identity, whose address the provider has proven.
    async fn verify_identity(&self, request: &Request) -> Result<Activatable, ActivationError> {
        let item = self.identified(request).await?.ok_or(ActivationError::Unknown)?;
        if let Some(error) = item.activation_error(request.received_at) {
            return Err(error.into());
        }
        if !request.proves(&item.user.email) {
            return Err(ActivationError::ProofRequired);
        }
        Ok(Activatable { user: item.user, tries_left: None })
    }

    async fn verify_key(&self, request: &Request, key: &str) -> Result<Activatable, ActivationError> {
        let now = request.received_at;
        let key = Token::parse(key).ok_or(ActivationError::Unknown)?;
        let proof = self.activation.proof;
        let activates = self.activation.by.link();
        let handle = request.handle.as_ref().filter(|_| activates && proof == ActivationProof::Person);
        let (key, item) = self.store.key_and_user(&key.hash(), handle.map(|handle| handle.user_id)).await?;
        let key = key.ok_or(ActivationError::Unknown)?;
        let item = match proof {
            ActivationProof::Mailbox if activates => self.store.user(key.user.id).await?,
            ActivationProof::Mailbox => None,
            ActivationProof::Person => {
                item.filter(|item| handle.is_some_and(|handle| item.has_handle(&handle.secret.hash())))
            }
        };
        let is_of_mailbox = |item: &UserItem| item.user.email.mailbox() == key.user.email.mailbox();
        let item = item.filter(|item| item.is_pending(now) && is_of_mailbox(item));
        if let Some(item) = item.filter(|_| key.expires_at > now.as_second()) {
            return Ok(Activatable { user: item.user, tries_left: None });
        }
        Err(match self.restart_error(&key, now).await? {
            Some(reason) => reason.into(),
            None if activates && proof == ActivationProof::Person => ActivationError::ProofRequired,
            None => ActivationError::StartOverRequired,
        })
    }

    /// Gives the registration of the request's handle another address.
    ///
    /// An activation email follows, and signals like those of an expired and a new registration. An address that has an
    /// account gets the same answer. The present address is no correction, so a repeated request gets the same answer.
    ///
    /// # Errors
    /// See [`CorrectionError`]; then nothing has changed.
    pub async fn correct_email(&self, request: &Request, email: &EmailAddress) -> Result<User, CorrectionError> {
        let now = request.received_at;
        let pending = async || {
            let found = self.registration(request).await?;
            found.filter(|item| item.is_pending(now)).ok_or(CorrectionError::Unknown)
        };
        let mut item = pending().await?;
        if item.user.email == *email {
            return Ok(item.user);
        }
        if !item.allows_correction() {
            return Err(CorrectionError::NotCorrectable);
        }
        if self.store.correct_email(&item, email, now).await? {
            item.user.email = email.clone();
            return Ok(item.user);
        }
        // The same correction may have come twice at the same time.
        let item = pending().await?;
        if item.user.email == *email { Ok(item.user) } else { Err(CorrectionError::NotCorrectable) }
    }

    /// Requests another activation email for the registration of the request's handle.
    ///
    /// It writes nothing if there is no such registration.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be read or written.
    pub async fn resend_registration(&self, request: &Request) -> Result<(), StoreError> {
        let now = request.received_at;
        let Some(item) = self.registration(request).await?.filter(|item| item.is_pending(now)) else {
            return Ok(());
        };
        let (id, user) = (self.random.ulid(now), item.user);
        self.store.put_resend(id, &user.email, Some(user.id), request.locale.as_deref(), now).await
    }

    /// Requests another activation email for an address.
    ///
    /// `mailer` later decides who gets an email: the newest pending user with this address, its owner, or nobody. The
    /// answer is the same.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be written.
    pub async fn resend(&self, request: &Request, email: &EmailAddress) -> Result<(), StoreError> {
        let now = request.received_at;
        self.store.put_resend(self.random.ulid(now), email, None, request.locale.as_deref(), now).await
    }
}
