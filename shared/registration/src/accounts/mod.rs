//! Accounts: the transactions that backends create and activate users with.

mod activation;
mod activation_code;
mod approval;
mod identity;
mod limits;
mod start_over;
mod waitlist;

pub use activation::{Activatable, Proof};
pub use approval::Approval;
pub use start_over::Restartable;

use jiff::{SignedDuration, Timestamp};

use crate::conflict::{Resolution, resolve, taken};
use crate::error::RegistrationError;
use crate::password_hasher::PasswordHasher;
use crate::request::Request;
use crate::sender::Sender;
use domain::form::CleanedData;
use domain::locale::Text;
use domain::settings::ActivationSettings;
use domain::{
    ActivationCodes, EmailAddress, FieldError, FieldErrorCode, IdempotencyKey, Identity, Invitation, Password,
    PasswordHash, Random, RequestMetadata, Status, Token, TokenHash, User, UserId,
};
use table::{InsertContext, InsertOutcome, InvitedState, Store, StoreError, UserItem};

/// Creates users and activates them, with one transaction for each change.
///
/// A transaction writes everything or nothing. The methods do not send emails or signals: these follow from the table's
/// stream. [`Backend::accounts`](crate::Backend::accounts) returns the accounts of a deployment.
///
/// # Examples
/// A backend creates a user who is active immediately. The example of `local::Local` runs this against a table.
/// ```
/// use domain::form::CleanedData;
/// use domain::{Notification, Status, User};
/// use registration::{Accounts, RegistrationError, Request, Sender};
///
/// async fn sign_up(accounts: &Accounts, request: &Request, data: CleanedData) -> Result<User, RegistrationError> {
///     let sender = Sender { name: "example", notifications: Notification::ALL };
///     let user = accounts.create_active(sender, request, data).await?;
///     assert_eq!(user.status, Status::Active);
///     Ok(user)
/// }
/// ```
#[derive(Debug)]
pub struct Accounts {
    store: Store,
    random: Random,
    hasher: PasswordHasher,
    activation: ActivationSettings,
    /// The time for which the source address and the user agent are kept. Without one they are not kept at all.
    facts_period: Option<SignedDuration>,
    /// The codes, if these accounts verify any.
    codes: Option<ActivationCodes>,
}

/// The terms of a registration, apart from the data of the form.
#[derive(Debug, Clone, Copy)]
struct Terms<'a> {
    sender: Sender<'a>,
    status: Status,
    /// The invitation that it spends.
    invitation: Option<&'a TokenHash>,
    /// Whether the invitation fixes the address.
    email_fixed: bool,
    /// Whether the address was proven before this registration, by a key or by an OpenID provider.
    email_proven: bool,
    /// Whether the idempotency key may be for no other submission.
    key_is_unique: bool,
    /// The invited registration that the user starts over.
    restarted_from: Option<&'a User>,
}

/// The credential of a registration: it shows that a repeated submission is of the same person.
#[derive(Debug, Clone, Copy)]
enum Credential<'a> {
    Password(&'a Password),
    Identity(&'a Identity),
}

impl<'a> Credential<'a> {
    /// Returns the identity that an OpenID provider proved, or else the password.
    fn of(request: &'a Request, password: Option<&'a Password>) -> Option<Self> {
        let identity = request.identity.as_ref().map(|proven| Self::Identity(&proven.identity));
        identity.or(password.map(Self::Password))
    }
}

impl Accounts {
    /// Creates accounts in `store`, which are activated on these terms.
    #[must_use]
    pub fn new(store: Store, random: Random, activation: ActivationSettings) -> Self {
        let facts_period = Some(SignedDuration::from_hours(30 * 24));
        Self { store, random, hasher: PasswordHasher::default(), activation, facts_period, codes: None }
    }

    /// Keeps the source address and the user agent of requests for this time, by default 30 days. `None` keeps neither.
    #[must_use]
    pub fn with_facts_period(self, facts_period: Option<SignedDuration>) -> Self {
        Self { facts_period, ..self }
    }

    /// Lets the accounts verify codes.
    #[must_use]
    pub fn with_codes(self, codes: Option<ActivationCodes>) -> Self {
        Self { codes, ..self }
    }

    /// Creates a user who has yet to prove the address.
    ///
    /// `sender` is [`Backend::sender`](crate::Backend::sender). The activation email and the signal `user_registered`
    /// follow.
    ///
    /// A repeated submission (see [`Request::idempotency_key`]) returns the same user. A program that uses its key for
    /// another one gets [`RegistrationError::IdempotencyKeyReused`]. The client gets a handle with
    /// the secret [`Request::handle_secret`]. With it the client activates the registration, or corrects its address.
    ///
    /// # Errors
    /// [`RegistrationError::InvalidFields`] with `taken` if another user holds the username, or one confusable with it.
    pub async fn create_pending(
        &self,
        sender: Sender<'_>,
        request: &Request,
        data: CleanedData,
    ) -> Result<User, RegistrationError> {
        self.create(Terms::new(sender, Status::Pending), request, data).await
    }

    /// Creates a user who is active immediately, and owns the address without a proof.
    ///
    /// `sender` is [`Backend::sender`](crate::Backend::sender). The signal `user_registered` follows.
    ///
    /// A repeated submission returns the same user.
    ///
    /// # Errors
    /// [`RegistrationError::InvalidFields`] with `taken` if another user holds the address or the username, or a name
    /// confusable with it.
    pub async fn create_active(
        &self,
        sender: Sender<'_>,
        request: &Request,
        data: CleanedData,
    ) -> Result<User, RegistrationError> {
        self.create(Terms::new(sender, Status::Active), request, data).await
    }

    /// Creates a user with an invitation, and spends it.
    ///
    /// A user whose address the invitation proves is active immediately, and others are pending. An emailed invitation
    /// proves every spelling of its mailbox, as a key does. `sender` is
    /// [`Backend::sender`](crate::Backend::sender). The signal `user_registered` follows, and the activation email of a
    /// pending user.
    ///
    /// A repeated submission (see [`Request::idempotency_key`]) returns the same user.
    ///
    /// # Errors
    /// - [`RegistrationError::Denied`] if the invitation cannot be used any more
    /// - [`RegistrationError::InvalidFields`] with `not_invited` if it is for another address
    /// - [`RegistrationError::InvalidFields`] with `taken`, as [`Self::create_pending`] and [`Self::create_active`]
    pub async fn create_invited(
        &self,
        sender: Sender<'_>,
        request: &Request,
        data: CleanedData,
        code: &Token,
        invitation: &Invitation,
    ) -> Result<User, RegistrationError> {
        if !invitation.admits(&data.email) {
            let message = Text::message("error-email-not-invited");
            return Err(RegistrationError::InvalidFields(vec![FieldError::new(
                "email",
                FieldErrorCode::NotInvited,
                message,
            )]));
        }
        let email_proven = request.proves(&data.email);
        let active = email_proven || invitation.proven_address().is_some();
        let status = if active { Status::Active } else { Status::Pending };
        let (code, email_fixed) = (code.hash(), invitation.email.is_some());
        let terms = Terms { invitation: Some(&code), email_fixed, email_proven, ..Terms::new(sender, status) };
        let created = self.create(terms, request, data).await;
        if email_proven { created.map_err(identity::taken_by_person) } else { created }
    }

    /// Returns the metadata of a request that is kept.
    fn metadata(&self, request: &Request) -> RequestMetadata {
        let metadata = request.metadata();
        if self.facts_period.is_some() { metadata } else { metadata.without_facts() }
    }

    async fn create(&self, terms: Terms<'_>, request: &Request, data: CleanedData) -> Result<User, RegistrationError> {
        let terms = Terms { key_is_unique: request.has_unique_idempotency_key(), ..terms };
        let now = request.received_at;
        let metadata = self.metadata(request);
        let (consents, private_consents) = data.consents(&request.language, now, metadata.ip.as_deref());
        let CleanedData { kind, username, email, password, fields, private_fields, accepted: _ } = data;
        let status = terms.status;
        let pending = status == Status::Pending;
        let user = User {
            id: UserId(self.random.ulid(now)),
            kind,
            username,
            email,
            status,
            created_at: now,
            activated_at: (status == Status::Active).then_some(now),
            fields,
            consents,
            identities: request.identity.iter().map(|proven| proven.identity.clone()).collect(),
        };
        let handle = request.handle_secret.as_ref().filter(|_| pending).map(Token::hash);
        let is_open = pending && terms.invitation.is_some() && !terms.email_fixed;
        let item = UserItem {
            private_fields,
            private_consents,
            notifications: UserItem::chosen(terms.sender.notifications),
            expires_at: pending.then(|| (now + self.activation.period).as_second()),
            activation_request: terms.email_proven.then(|| metadata.clone()),
            handles: handle.iter().map(|handle| handle.as_str().to_owned()).collect(),
            email_fixed: terms.email_fixed,
            invited: is_open.then_some(InvitedState::Open),
            ..UserItem::new(user, terms.sender.name, metadata)
        };
        let submission = request.idempotency_key.as_ref().map(IdempotencyKey::hash);
        let hash = match &password {
            Some(password) => {
                self.refuse_taken(&item.user, terms, submission.as_deref(), now).await?;
                Some(self.hasher.hash(password, &self.random).await)
            }
            None => None,
        };
        let credential = Credential::of(request, password.as_ref()).ok_or_else(password_required)?;
        // The SDK's futures are deep. Boxed, the compiler does not look through all of them at once.
        let user = Box::pin(self.insert(&item, credential, hash.as_ref(), submission.as_deref(), terms, now)).await?;
        if user.id != item.user.id {
            self.add_handle(request, &user).await?;
        }
        Ok(user)
    }

    /// Refuses a user whose name or address is taken, before the password is hashed, which costs most.
    ///
    /// The transaction decides. This only spares a hash in most cases.
    async fn refuse_taken(
        &self,
        user: &User,
        terms: Terms<'_>,
        submission: Option<&str>,
        now: Timestamp,
    ) -> Result<(), RegistrationError> {
        let (name, context, proven) = (user.username.as_ref(), terms.context(submission), terms.email_proven);
        // A person who proved an address learns by the transaction that it has an account.
        let email = (user.status != Status::Pending && !proven).then_some(&user.email);
        let held = Box::pin(self.store.held_by_others(name, email, context, proven, now)).await?;
        if held.username || held.email { Err(taken(held.username, held.email)) } else { Ok(()) }
    }

    /// Inserts a user.
    ///
    /// Each failed attempt is evaluated by itself (see [`resolve`]), because other requests change the table in
    /// between.
    async fn insert(
        &self,
        item: &UserItem,
        credential: Credential<'_>,
        hash: Option<&PasswordHash>,
        mut submission: Option<&str>,
        terms: Terms<'_>,
        now: Timestamp,
    ) -> Result<User, RegistrationError> {
        const ATTEMPTS: usize = 10;
        let mut name_from = None;
        let facts_until = self.facts_period.map(|period| (now + period).as_second());
        for _ in 0..ATTEMPTS {
            let insert_context = InsertContext { name_from, facts_until, ..terms.context(submission) };
            let InsertOutcome::Conflict(conflict) = self.store.insert_user(item, hash, insert_context, now).await?
            else {
                return Ok(item.user.clone());
            };
            let repeated = self.verify_same_submission(&item.user.email, credential, conflict.repeated_user).await?;
            let is_same = |existing: &UserItem| {
                let ((a, b), (c, d)) = ((&existing.user, &item.user), (&existing.private_fields, &item.private_fields));
                (&a.kind, &a.username, &a.fields, c) == (&b.kind, &b.username, &b.fields, d)
            };
            if terms.key_is_unique && conflict.repeated_user.is_some() && !repeated.as_ref().is_some_and(is_same) {
                return Err(RegistrationError::IdempotencyKeyReused);
            }
            let repeated = repeated.map(|existing| existing.user);
            let holder = match &conflict.holder {
                Some(name) if terms.email_proven => self.store.user(name.user_id).await?,
                _ => None,
            };
            match resolve(&conflict, repeated, holder.as_ref(), &item.user) {
                Resolution::Repeated(user) => return Ok(*user),
                Resolution::TakeName(holder) if name_from != Some(holder) => name_from = Some(holder),
                Resolution::TakeName(_) => {}
                Resolution::ForgetSubmission => submission = None,
                Resolution::Refuse(error) => return Err(error),
            }
        }
        Err(unavailable().into())
    }

    /// Reads the invitation with this code.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be read.
    pub async fn invitation(&self, code: &Token) -> Result<Option<Invitation>, StoreError> {
        self.store.invitation(&code.hash()).await
    }

    /// Returns whether this request repeats a submission that has its own item.
    ///
    /// Submissions have one if they spent an invitation, or have no username.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be read.
    pub async fn is_repetition(&self, request: &Request) -> Result<bool, StoreError> {
        match &request.idempotency_key {
            Some(key) => self.store.is_repetition(&key.hash(), request.received_at).await,
            None => Ok(false),
        }
    }

    /// Returns the user that this submission created before, if it did.
    ///
    /// The idempotency key identifies the submission, and its address and password must be the same. The client gets a
    /// handle of the registration, as from the first submission.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be read.
    pub async fn find_repetition(&self, request: &Request, data: &CleanedData) -> Result<Option<User>, StoreError> {
        let Some(key) = &request.idempotency_key else { return Ok(None) };
        let found = self.store.submitted(&key.hash(), data.username.as_ref(), request.received_at).await?;
        let Some(credential) = Credential::of(request, data.password.as_ref()) else { return Ok(None) };
        let found = self.verify_same_submission(&data.email, credential, found).await?;
        let user = found.map(|existing| existing.user);
        if let Some(user) = &user {
            self.add_handle(request, user).await?;
        }
        Ok(user)
    }

    /// Lets the handle of a repeated submission speak for its pending registration.
    async fn add_handle(&self, request: &Request, user: &User) -> Result<(), StoreError> {
        let Some(secret) = request.handle_secret.as_ref().filter(|_| user.status == Status::Pending) else {
            return Ok(());
        };
        match self.store.user(user.id).await? {
            Some(item) => self.store.add_handle(&item, &secret.hash()).await,
            None => Ok(()),
        }
    }

    /// Builds the user of a decoy registration after as much work, and stores nothing.
    pub async fn decoy_registration(&self, status: Status, request: &Request, data: CleanedData) -> User {
        let now = request.received_at;
        let (consents, _) = data.consents(&request.language, now, self.metadata(request).ip.as_deref());
        let CleanedData { kind, username, email, password, fields, private_fields: _, accepted: _ } = data;
        if let Some(password) = &password {
            self.hasher.hash(password, &self.random).await;
        }
        let activated_at = (status == Status::Active).then_some(now);
        let (id, identities) = (UserId(self.random.ulid(now)), Vec::new());
        User { id, kind, username, email, status, created_at: now, activated_at, fields, consents, identities }
    }

    /// Returns the user `found` by the idempotency key, if this submission created it.
    ///
    /// Address and password must be the same, too: a reused key is not a repetition. Wrong passwords are counted, and
    /// after a few of them nothing is a repetition any more. A person who signed in at an OpenID provider needs no
    /// password.
    async fn verify_same_submission(
        &self,
        email: &EmailAddress,
        credential: Credential<'_>,
        found: Option<UserId>,
    ) -> Result<Option<UserItem>, StoreError> {
        let Some(found) = found else { return Ok(None) };
        let password = match credential {
            Credential::Password(password) => password,
            Credential::Identity(identity) => {
                let found = self.store.user(found).await?;
                let is_of_person =
                    |item: &UserItem| item.user.identities.iter().any(|known| known.is_same_person(identity));
                return Ok(found.filter(is_of_person));
            }
        };
        let found = self.store.user_with_password(found).await?;
        let (existing, hash) = found.map_or((None, None), |(existing, hash)| (Some(existing), hash));
        // The password is verified even if no user was found, so that the response time does not reveal it.
        let same = self.hasher.verify(password, hash.as_ref()).await;
        let has_tries = |existing: &UserItem| existing.wrong_passwords < UserItem::MAX_WRONG_PASSWORDS;
        let existing = existing.filter(|existing| existing.user.email.canonical() == email.canonical());
        match existing.filter(has_tries) {
            Some(existing) if same => Ok(Some(existing)),
            Some(existing) => {
                self.store.count_wrong_password(existing.user.id).await?;
                Ok(None)
            }
            None => Ok(None),
        }
    }

    /// Returns whether too many emails bounce, so that new registrations should wait.
    ///
    /// # Errors
    /// A [`StoreError`] if the table cannot be read.
    pub async fn bounce_rate_exceeded(&self, now: Timestamp) -> Result<bool, StoreError> {
        Ok(self.store.breaker().await?.is_open(now))
    }
}

impl<'a> Terms<'a> {
    /// Returns the further items of a registration with this idempotency key.
    fn context<'b>(&self, submission: Option<&'b str>) -> InsertContext<'b>
    where
        'a: 'b,
    {
        InsertContext {
            submission,
            submission_is_unique: self.key_is_unique,
            invitation: self.invitation,
            facts_until: None,
            name_from: None,
            restarted_from: self.restarted_from,
        }
    }

    fn new(sender: Sender<'a>, status: Status) -> Self {
        Self {
            sender,
            status,
            invitation: None,
            email_fixed: false,
            email_proven: false,
            key_is_unique: false,
            restarted_from: None,
        }
    }
}

/// Returns the error of an address that is not the one that was proven.
fn not_proven(proven: Option<&EmailAddress>) -> RegistrationError {
    let proven = proven.map(EmailAddress::as_str).unwrap_or_default();
    let message = Text::message("error-email-not-proven").with("email", proven.to_owned());
    RegistrationError::InvalidFields(vec![FieldError::new("email", FieldErrorCode::NotProven, message)])
}

/// Returns the error of a form without a password that no identity replaces.
fn password_required() -> RegistrationError {
    let message = Text::message("error-password-required");
    RegistrationError::InvalidFields(vec![FieldError::new("password", FieldErrorCode::Required, message)])
}

/// Returns the error of a registration that conflicted at every attempt.
fn unavailable() -> StoreError {
    StoreError::Unavailable("the registration conflicted with others at every attempt".into())
}
