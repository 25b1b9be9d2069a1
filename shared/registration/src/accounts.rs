//! What backends are made of: creating users and proving addresses.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use crate::error::{ActivationError, RegistrationError};
use crate::password_hasher::PasswordHasher;
use crate::request::Request;
use crate::sender::Sender;
use domain::form::CleanedData;
use domain::locale::Text;
use domain::{
    EmailAddress, FieldError, FieldErrorCode, IdempotencyKey, Invitation, Password, Random, Status, Token, TokenHash,
    User, UserId, Username,
};
use table::{InsertConflict, InsertContext, InsertOutcome, KeyItem, Replaced, Store, StoreError, UserItem};

/// Creates users and makes them active. Every change is one transaction: it happens whole or not at all.
#[derive(Debug)]
pub struct Accounts {
    store: Store,
    random: Random,
    hasher: PasswordHasher,
    activation_period: SignedDuration,
}

impl Accounts {
    /// Creates accounts in `store`. A registration expires `activation_period` after it was made.
    #[must_use]
    pub fn new(store: Store, random: Random, activation_period: SignedDuration) -> Self {
        Self { store, random, hasher: PasswordHasher::default(), activation_period }
    }

    /// Creates a user who has yet to prove the address. `sender` is [`Backend::sender`](crate::Backend::sender). The
    /// activation mail and `user_registered` follow.
    ///
    /// The same submission again (see [`Request::idempotency_key`]) is the same user. Another one with the same username
    /// and the same password takes the place of one that is still pending, so that a mistyped address can be put right.
    ///
    /// # Errors
    /// [`RegistrationError::InvalidFields`] with `taken` when the username is another user's, or looks like it.
    pub async fn create_pending(
        &self,
        sender: Sender<'_>,
        request: &Request,
        data: CleanedData,
    ) -> Result<User, RegistrationError> {
        self.create(Status::Pending, sender, request, data, None).await
    }

    /// Creates a user who is active at once, and to whom the address belongs without a proof. `sender` is
    /// [`Backend::sender`](crate::Backend::sender). `user_registered` follows.
    ///
    /// The same submission again is the same user, and another one may take a pending one's place, as with
    /// [`Self::create_pending`].
    ///
    /// # Errors
    /// [`RegistrationError::InvalidFields`] with `taken` when the username is another user's, or looks like it, or when the address
    /// is.
    pub async fn create_active(
        &self,
        sender: Sender<'_>,
        request: &Request,
        data: CleanedData,
    ) -> Result<User, RegistrationError> {
        self.create(Status::Active, sender, request, data, None).await
    }

    /// Creates a user with an invitation, which that spends. Who has proven the address with it is active at once; others
    /// have yet to. `sender` is [`Backend::sender`](crate::Backend::sender). `user_registered` follows, and the activation mail.
    ///
    /// The same submission again (see [`Request::idempotency_key`]) is the same user.
    ///
    /// # Errors
    /// [`RegistrationError::Denied`] when the invitation cannot be used any more, [`RegistrationError::InvalidFields`] with
    /// `not_invited` when it is for another address, and with `taken` as [`Self::create_pending`] and
    /// [`Self::create_active`] do.
    pub async fn create_invited(
        &self,
        sender: Sender<'_>,
        request: &Request,
        data: CleanedData,
        code: &Token,
        invitation: &Invitation,
    ) -> Result<User, RegistrationError> {
        if invitation.email.as_ref().is_some_and(|invited| invited.canonical() != data.email.canonical()) {
            let message = Text::message("error-email-not-invited");
            return Err(RegistrationError::InvalidFields(vec![FieldError::new(
                "email",
                FieldErrorCode::NotInvited,
                message,
            )]));
        }
        let status = if invitation.proven_address().is_some() { Status::Active } else { Status::Pending };
        self.create(status, sender, request, data, Some(&code.hash())).await
    }

    async fn create(
        &self,
        status: Status,
        sender: Sender<'_>,
        request: &Request,
        data: CleanedData,
        invitation: Option<&TokenHash>,
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
            password_hash: Some(self.hasher.hash(&password, &self.random).await),
            sender: sender.name.to_owned(),
            notifications: UserItem::chosen(sender.notifications),
            expires_at: pending.then(|| (now + self.activation_period).as_second()),
            registration_request: request.metadata(),
            activation_request: None,
            rejected_at: None,
            mail_state: None,
            delivered_at: None,
            mailed: BTreeSet::new(),
            imported: None,
            silent: false,
        };
        let submission = request.idempotency_key.as_ref().map(IdempotencyKey::hash);
        // The SDK's futures are deep: in a box, the compiler need not look through all of them at once.
        Box::pin(self.insert(&item, &password, submission.as_deref(), invitation, now)).await
    }

    /// Inserts a user, in the place of a pending registration of the same person if there is one. Whoever was faster at
    /// something is looked at anew.
    async fn insert(
        &self,
        item: &UserItem,
        password: &Password,
        mut submission: Option<&str>,
        invitation: Option<&TokenHash>,
        now: Timestamp,
    ) -> Result<User, RegistrationError> {
        const ATTEMPTS: usize = 10;
        let mut replaced: Option<Replaced> = None;
        for _ in 0..ATTEMPTS {
            let insert_context = InsertContext { submission, invitation, replaced: replaced.as_ref() };
            let InsertOutcome::Conflict(conflict) = self.store.insert_user(item, insert_context, now).await? else {
                return Ok(item.user.clone());
            };
            let holder = conflict.holder.as_ref();
            let found = conflict.repeated_user.or(holder.map(|name| name.user_id));
            let before = self.verify_same_password(password, found).await?;
            let mark = submission.map(|submission| Replaced::submission_fingerprint(submission, &item.user.email));
            let was_replaced = mark.is_some_and(|mark| holder.is_some_and(|name| name.replaced.contains(&mark)));
            let changed = replaced.take().is_some();
            match before {
                Some(before)
                    if conflict.repeated_user == Some(before.id)
                        && before.email.canonical() == item.user.email.canonical() =>
                {
                    return Ok(before);
                }
                // It comes late, a second time: what has put it right stays.
                Some(before) if was_replaced => return Ok(before),
                Some(before) if conflict.is_name_only() && can_be_replaced(&before, &item.user) => {
                    replaced = conflict.holder.map(|name| Replaced { user: before, name });
                }
                _ if changed => {}
                _ => match conflict_error(&conflict) {
                    Some(error) => return Err(error),
                    // The key was reused for something else.
                    None => submission = None,
                },
            }
        }
        Err(unavailable().into())
    }

    /// The invitation of this code.
    ///
    /// # Errors
    /// When the table could not be asked.
    pub async fn invitation(&self, code: &Token) -> Result<Option<Invitation>, StoreError> {
        self.store.invitation(&code.hash()).await
    }

    /// Whether a submission with the key of this request has spent an invitation, or was made without a username.
    ///
    /// # Errors
    /// When the table could not be asked.
    pub async fn is_repetition(&self, request: &Request) -> Result<bool, StoreError> {
        match &request.idempotency_key {
            Some(key) => self.store.is_repetition(&key.hash(), request.received_at).await,
            None => Ok(false),
        }
    }

    /// The user whom this very submission has made before, in whatever way, if it has. It is known by its one-time key, and
    /// address and password must be the same, as they must when it is sent again.
    ///
    /// # Errors
    /// When the table could not be asked.
    pub async fn find_repetition(&self, request: &Request, data: &CleanedData) -> Result<Option<User>, StoreError> {
        let Some(key) = &request.idempotency_key else { return Ok(None) };
        let found = self.store.submitted(&key.hash(), data.username.as_ref(), request.received_at).await?;
        self.verify_same_submission(&data.email, &data.password, found).await
    }

    /// A user as a registration gives one, after as much work, whom nothing keeps: what a bot is answered.
    pub async fn decoy_registration(&self, status: Status, request: &Request, data: CleanedData) -> User {
        let CleanedData { kind, username, email, password, fields, private_fields: _ } = data;
        self.hasher.hash(&password, &self.random).await;
        let now = request.received_at;
        let activated_at = (status == Status::Active).then_some(now);
        User { id: UserId(self.random.ulid(now)), kind, username, email, status, created_at: now, activated_at, fields }
    }

    /// The user that this very submission created before, if that is who was `found` by its key: address and password
    /// are the same, too, so that a key that was reused for something else is not mistaken for a repetition.
    async fn verify_same_submission(
        &self,
        email: &EmailAddress,
        password: &Password,
        found: Option<UserId>,
    ) -> Result<Option<User>, StoreError> {
        let Some(found) = found else { return Ok(None) };
        let Some(existing) = self.store.user(found).await? else { return Ok(None) };
        let same = existing.user.email.canonical() == email.canonical()
            && self.hasher.verify(password, existing.password_hash.as_ref()).await;
        Ok(same.then_some(existing.user))
    }

    /// The user who was `found` to be in the way, if the password is that user's. It is compared whoever that is, so that
    /// the time of an answer does not tell it.
    async fn verify_same_password(
        &self,
        password: &Password,
        found: Option<UserId>,
    ) -> Result<Option<User>, StoreError> {
        let Some(found) = found else { return Ok(None) };
        let existing = self.store.user(found).await?;
        let hash = existing.as_ref().and_then(|existing| existing.password_hash.as_ref());
        let same = self.hasher.verify(password, hash).await;
        Ok(existing.filter(|_| same).map(|existing| existing.user))
    }

    /// What has not the form of a key is as unknown as any other.
    async fn key(&self, text: &str) -> Result<KeyItem, ActivationError> {
        let key = Token::parse(text).ok_or(ActivationError::Unknown)?;
        self.store.key(&key.hash()).await?.ok_or(ActivationError::Unknown)
    }

    /// Makes the user active to whom `key` was mailed: one read and one transaction. `user_activated` follows.
    ///
    /// # Errors
    /// See [`ActivationError`]; then nothing has changed.
    pub async fn activate(&self, request: &Request, key: &str) -> Result<User, ActivationError> {
        self.prove(request, key, Status::Active).await
    }

    /// Proves the address of the user to whom `key` was mailed, who then awaits an operator's approval. The mail to the
    /// approvers follows.
    ///
    /// # Errors
    /// See [`ActivationError`]; then nothing has changed.
    pub async fn prove_address(&self, request: &Request, key: &str) -> Result<User, ActivationError> {
        self.prove(request, key, Status::AwaitingApproval).await
    }

    async fn prove(&self, request: &Request, key: &str, status: Status) -> Result<User, ActivationError> {
        let now = request.received_at;
        let item = self.key(key).await?;
        if item.expires_at <= now.as_second() {
            return Err(self.store.activation_state(&item.user).await?.expired_key_error().into());
        }
        Ok(self.store.prove(&item.user, status, now, request.metadata()).await??)
    }

    /// Asks for another activation mail to an address. Whether one goes out, and to whom, is decided later: to those who
    /// are pending with this address, to who has proven it, or to nobody. The answer is the same.
    ///
    /// # Errors
    /// When the table could not be asked.
    pub async fn resend(&self, request: &Request, email: &EmailAddress) -> Result<(), StoreError> {
        let now = request.received_at;
        self.store.put_resend(self.random.ulid(now), email, request.locale.as_deref(), now).await
    }

    /// Whether so many mails bounce that new registrations should wait.
    ///
    /// # Errors
    /// When the table could not be asked.
    pub async fn bounce_rate_exceeded(&self, now: Timestamp) -> Result<bool, StoreError> {
        Ok(self.store.breaker().await?.is_open(now))
    }

    /// The user whom [`Self::activate`] would make active now; changes nothing.
    ///
    /// # Errors
    /// What [`Self::activate`] would answer.
    pub async fn activatable(&self, request: &Request, key: &str) -> Result<User, ActivationError> {
        let now = request.received_at;
        let item = self.key(key).await?;
        let state = self.store.activation_state(&item.user).await?;
        if item.expires_at <= now.as_second() {
            return Err(state.expired_key_error().into());
        }
        Ok(state.activatable(now)?)
    }
}

/// Whether `user` may take the place of the registration `before`, with the same password: of the same name, and not
/// proven yet.
fn can_be_replaced(before: &User, user: &User) -> bool {
    let name = |user: &User| user.username.as_ref().map(Username::canonical);
    before.status == Status::Pending && name(before).is_some() && name(before) == name(user)
}

/// What was refused again and again, as somebody else was faster each time.
fn unavailable() -> StoreError {
    StoreError::Unavailable("the registration ran into others again and again".into())
}

fn conflict_error(conflict: &InsertConflict) -> Option<RegistrationError> {
    if let Some(denial) = conflict.invitation.clone() {
        return Some(RegistrationError::Denied(denial));
    }
    let taken = |field, message| FieldError::new(field, FieldErrorCode::Taken, Text::message(message));
    let username = conflict.username.then(|| taken("username", "error-username-taken"));
    let email = conflict.email.then(|| taken("email", "error-email-taken"));
    let errors: Vec<_> = username.into_iter().chain(email).collect();
    (!errors.is_empty()).then_some(RegistrationError::InvalidFields(errors))
}
