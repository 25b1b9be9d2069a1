//! What backends are made of: creating users and proving addresses.

use jiff::SignedDuration;

use crate::activation_key::ActivationKey;
use crate::backend::{ActivationError, RegistrationError};
use crate::form::{CleanedData, FieldError};
use crate::idempotency::IdempotencyKey;
use crate::password::{Password, PasswordHasher};
use crate::random::Random;
use crate::request::Request;
use crate::store::{Insertion, KeyItem, Store, StoreError, UserItem};
use crate::user::{Status, User, UserId};

/// Creates users and makes them active. Every change is one transaction: it happens whole or not at all.
#[derive(Debug)]
pub struct Accounts {
    store: Store,
    random: Random,
    hasher: PasswordHasher,
    activation_period: SignedDuration,
}

impl Accounts {
    pub(crate) fn new(store: Store, random: Random, activation_period: SignedDuration) -> Self {
        Self { store, random, hasher: PasswordHasher::default(), activation_period }
    }

    /// Creates a user who has yet to prove the address. `sender` is the backend's name. The activation mail and
    /// `user_registered` follow.
    ///
    /// The same submission again (see [`Request::idempotency_key`]) is the same user.
    ///
    /// # Errors
    /// [`RegistrationError::Refused`] with `taken` when the username is another user's, in any case.
    pub async fn create_pending(
        &self,
        sender: &str,
        request: &Request,
        data: CleanedData,
    ) -> Result<User, RegistrationError> {
        self.create(Status::Pending, sender, request, data).await
    }

    /// Creates a user who is active at once, and to whom the address belongs without a proof. `sender` is the backend's
    /// name. `user_registered` follows.
    ///
    /// The same submission again (see [`Request::idempotency_key`]) is the same user.
    ///
    /// # Errors
    /// [`RegistrationError::Refused`] with `taken` when the username or the address is another user's, in any case.
    pub async fn create_active(
        &self,
        sender: &str,
        request: &Request,
        data: CleanedData,
    ) -> Result<User, RegistrationError> {
        self.create(Status::Active, sender, request, data).await
    }

    async fn create(
        &self,
        status: Status,
        sender: &str,
        request: &Request,
        data: CleanedData,
    ) -> Result<User, RegistrationError> {
        let CleanedData { kind, username, email, password, fields, private_fields } = data;
        let now = request.received_at;
        let pending = status == Status::Pending;
        let user = User {
            id: UserId(self.random.ulid(now)),
            kind,
            username,
            email,
            status,
            created_at: now,
            activated_at: (!pending).then_some(now),
            fields,
        };
        let item = UserItem {
            user,
            private_fields,
            password_hash: self.hasher.hash(&password, &self.random).await,
            sender: sender.to_owned(),
            expires_at: pending.then(|| (now + self.activation_period).as_second()),
            registration_request: request.facts(),
            activation_request: None,
            mail_state: None,
        };
        let submission = request.idempotency_key.as_ref().map(IdempotencyKey::hash);
        let Insertion::Refused { username, email, repeats } =
            self.store.insert_user(&item, submission.as_deref(), now).await?
        else {
            return Ok(item.user);
        };
        if let Some(user) = self.same_submission(&item, &password, repeats).await? {
            return Ok(user);
        }
        if username || email {
            return Err(RegistrationError::Refused(taken(username, email)));
        }
        // The key was reused for something else, which there is no name to stand against.
        match self.store.insert_user(&item, None, now).await? {
            Insertion::Inserted => Ok(item.user),
            Insertion::Refused { username, email, .. } => Err(RegistrationError::Refused(taken(username, email))),
        }
    }

    /// The user that this very submission created before, if that is who was `found` by its key: address and password
    /// are the same, too, so that a key that was reused for something else is not mistaken for a repetition.
    async fn same_submission(
        &self,
        item: &UserItem,
        password: &Password,
        found: Option<UserId>,
    ) -> Result<Option<User>, StoreError> {
        let Some(found) = found else { return Ok(None) };
        let Some(existing) = self.store.user(found).await? else { return Ok(None) };
        let same = existing.user.email.folded() == item.user.email.folded()
            && self.hasher.verify(password, &existing.password_hash).await;
        Ok(same.then_some(existing.user))
    }

    /// What has not the form of a key is as unknown as any other.
    async fn key(&self, text: &str) -> Result<KeyItem, ActivationError> {
        let key = ActivationKey::parse(text).ok_or(ActivationError::Unknown)?;
        self.store.key(&key.hash()).await?.ok_or(ActivationError::Unknown)
    }

    /// Makes the user active to whom `key` was mailed: one read and one transaction. `user_activated` follows.
    ///
    /// # Errors
    /// See [`ActivationError`]; then nothing has changed.
    pub async fn activate(&self, request: &Request, key: &str) -> Result<User, ActivationError> {
        let now = request.received_at;
        let item = self.key(key).await?;
        if item.expires_at <= now.as_second() {
            return Err(self.store.state_of(&item.user).await?.why_expired());
        }
        self.store.activate(&item.user, now, request.facts()).await
    }

    /// The user whom [`Self::activate`] would make active now; changes nothing.
    ///
    /// # Errors
    /// What [`Self::activate`] would answer.
    pub async fn activatable(&self, request: &Request, key: &str) -> Result<User, ActivationError> {
        let now = request.received_at;
        let item = self.key(key).await?;
        let state = self.store.state_of(&item.user).await?;
        if item.expires_at <= now.as_second() {
            return Err(state.why_expired());
        }
        state.activatable(now)
    }
}

fn taken(username: bool, email: bool) -> Vec<FieldError> {
    let username = username.then(|| FieldError::new("username", "taken", "This username is taken. Choose another."));
    let email = email
        .then(|| FieldError::new("email", "taken", "There is an account with this address already. Log in instead."));
    username.into_iter().chain(email).collect()
}
