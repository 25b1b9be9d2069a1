//! Registration by an OpenID provider: sign-ins in progress, and the users of identities.

use super::{Accounts, Terms, not_proven};
use crate::error::RegistrationError;
use crate::request::Request;
use crate::sender::Sender;
use domain::form::CleanedData;
use domain::{EmailAddress, ProvenIdentity, Status, Token, User, Username};
use table::{SignInItem, StoreError, UserItem};

impl Accounts {
    /// Creates a user whose address the OpenID provider of the request has proven.
    ///
    /// The user immediately gets `status`, to which an activation leads. The signals `user_registered` and
    /// `user_activated` follow. Pending registrations with this address stay as they are, but none of them can be
    /// activated any more. A name that one of them holds is free for this user.
    ///
    /// # Errors
    /// - [`RegistrationError::InvalidFields`] with `not_proven` if the address is not the one that was proven
    /// - [`RegistrationError::InvalidFields`] with `taken` if another user has the username or a confusable one
    /// - [`RegistrationError::AccountExists`] if a user has the address or the identity
    pub async fn create_proven(
        &self,
        sender: Sender<'_>,
        status: Status,
        request: &Request,
        data: CleanedData,
    ) -> Result<User, RegistrationError> {
        if !request.proves(&data.email) {
            return Err(not_proven(request.identity.as_ref().and_then(|proven| proven.email.as_ref())));
        }
        let terms = Terms { email_proven: true, ..Terms::new(sender, status) };
        self.create(terms, request, data).await.map_err(taken_by_person)
    }

    /// Returns the user who registered by the identity of the request, in whatever state.
    ///
    /// Returns `None` if there is none, or the registration has expired.
    ///
    /// # Errors
    /// A [`StoreError`] if the table does not answer.
    pub async fn identified(&self, request: &Request) -> Result<Option<UserItem>, StoreError> {
        match &request.identity {
            Some(proven) => self.store.identified(&proven.identity, request.received_at).await,
            None => Ok(None),
        }
    }

    /// Returns whether a user has this address.
    ///
    /// Only a person who has proven the address may learn it.
    ///
    /// # Errors
    /// A [`StoreError`] if the table does not answer.
    pub async fn is_owned(&self, email: &EmailAddress) -> Result<bool, StoreError> {
        self.store.is_owned(email).await
    }

    /// Returns the first of these names that no user has.
    ///
    /// # Errors
    /// A [`StoreError`] if the table does not answer.
    pub async fn first_free_name<'a>(
        &self,
        request: &Request,
        names: &'a [Username],
    ) -> Result<Option<&'a Username>, StoreError> {
        self.store.first_free_name(names, request.received_at).await
    }

    /// Gives the client of this request a handle of the registration, with the secret [`Request::handle_secret`].
    ///
    /// The client must have shown that the registration is its own.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be written.
    pub async fn give_handle(&self, request: &Request, item: &UserItem) -> Result<(), StoreError> {
        match &request.handle_secret {
            Some(secret) => self.store.add_handle(item, &secret.hash()).await,
            None => Ok(()),
        }
    }

    /// Stores a sign-in at the OpenID provider `provider`, until `expires_at` in epoch seconds.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be written.
    pub async fn begin_sign_in(&self, secret: &Token, provider: &str, expires_at: i64) -> Result<(), StoreError> {
        let item = SignInItem { provider: provider.to_owned(), answered: false, proven: None, expires_at };
        self.store.put_sign_in(&secret.hash(), &item).await
    }

    /// Accepts the answer of the provider to a sign-in, once. Returns whether it was accepted.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be written.
    pub async fn accept_answer(&self, request: &Request, secret: &Token, provider: &str) -> Result<bool, StoreError> {
        self.store.accept_answer(&secret.hash(), provider, request.received_at).await
    }

    /// Stores the identity that a sign-in proved, until `expires_at` in epoch seconds.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be written, or the sign-in is gone.
    pub async fn finish_sign_in(
        &self,
        secret: &Token,
        proven: &ProvenIdentity,
        expires_at: i64,
    ) -> Result<(), StoreError> {
        if self.store.put_proven_identity(&secret.hash(), proven, expires_at).await? {
            Ok(())
        } else {
            Err(StoreError::Unavailable("the sign-in was deleted before it was finished".into()))
        }
    }

    /// Returns the identity that a sign-in proved, if it has not ended.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be read.
    pub async fn proven_identity(
        &self,
        request: &Request,
        secret: &Token,
    ) -> Result<Option<ProvenIdentity>, StoreError> {
        let item = self.store.sign_in(&secret.hash(), request.received_at).await?;
        Ok(item.and_then(|item| item.proven))
    }
}

/// Turns the error of a taken address into that of an account, for a person who has proven the address.
pub(super) fn taken_by_person(error: RegistrationError) -> RegistrationError {
    match error {
        RegistrationError::InvalidFields(errors) if errors.iter().any(|error| error.field == "email") => {
            RegistrationError::AccountExists
        }
        error => error,
    }
}
