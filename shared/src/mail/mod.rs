//! The mails: made from the stream, so that what was committed is mailed whatever happens in between.

mod message;
mod postman;

use std::sync::Arc;

use aws_lambda_events::dynamodb::Event;
use aws_lambda_events::streams::DynamoDbEventResponse;
use aws_sdk_sesv2::error::DisplayErrorContext;
use jiff::{SignedDuration, Timestamp};

pub(crate) use self::message::Messages;
pub use self::postman::MailError;
pub(crate) use self::postman::{Postman, Sent};
use crate::clock::Clock;
use crate::email_address::EmailAddress;
use crate::random::Random;
use crate::settings::{Environment, Reader, SettingsError, Site, read_activation_period, read_approvers};
use crate::store::{KeyItem, MailState, Recipient, Store, StoreSettings, UserItem};
use crate::stream::{Change, done_until};
use crate::token::Token;
use crate::user::{Status, User};

/// Sends the mails that registrations call for.
#[derive(Debug)]
pub struct Mailer {
    site: Site,
    activation_period: SignedDuration,
    approvers: Vec<EmailAddress>,
    store: Store,
    postman: Postman,
    messages: Messages,
    clock: Arc<dyn Clock>,
    random: Random,
}

impl Mailer {
    /// The mailer of a function in Lambda.
    ///
    /// # Errors
    /// All settings that are missing or malformed.
    pub fn from_env() -> Result<Self, SettingsError> {
        Self::new(&Environment::process(), Arc::new(crate::clock::SystemClock), Random::system())
    }

    /// A mailer with these settings, this time and this randomness. Beside what it shares with the other functions it
    /// reads `REGISTRATION_MAIL_FROM`, the sender, as `name@example.com` or `Name <name@example.com>`, and
    /// `REGISTRATION_APPROVERS`.
    ///
    /// # Errors
    /// All settings that are missing or malformed.
    pub fn new(environment: &Environment, clock: Arc<dyn Clock>, random: Random) -> Result<Self, SettingsError> {
        let mut reader = Reader::new(environment);
        let postman = Postman::read(&mut reader);
        let site = Site::read(&mut reader);
        let activation_period = read_activation_period(&mut reader);
        let store = StoreSettings::read(&mut reader);
        let approval = reader.optional("REGISTRATION_BACKEND") == Some("approval");
        let approvers = if approval || reader.optional("REGISTRATION_APPROVERS").is_some() {
            read_approvers(&mut reader)
        } else {
            Some(Vec::new())
        };
        reader.finish(|| {
            Some(Self {
                site: site?,
                activation_period: activation_period?,
                approvers: approvers?,
                store: Store::new(store?, random.clone()),
                postman: postman?,
                messages: Messages::default(),
                clock,
                random,
            })
        })
    }

    /// Sends the mails that these records of the table's stream call for, in their order. The answer names the first
    /// that has to be tried again.
    pub async fn deliver(&self, event: &Event) -> DynamoDbEventResponse {
        for record in &event.records {
            if let Some(change) = Change::of(record)
                // The SDK's futures are deep: in a box, the compiler need not look through all of them at once.
                && let Err(error) = Box::pin(self.changed(&change)).await
            {
                let (user_id, error) = (change.user().id, DisplayErrorContext(&error).to_string());
                tracing::error!(%user_id, error, "a mail was not sent: it will be tried again");
                return done_until(Some(record));
            }
        }
        done_until(None)
    }

    async fn changed(&self, change: &Change) -> Result<(), MailError> {
        let message = match change {
            Change::Registered(item) => return self.registered(item).await,
            Change::Proven(item) => return self.proven(&item.user).await,
            Change::Approved(item) => self.messages.approved(&self.site, &item.user)?,
            Change::Rejected(item) => self.messages.rejected(&self.site, &item.user)?,
            Change::Activated(_) | Change::Expired(_) => return Ok(()),
        };
        self.send(&change.user().email, &message).await.map(drop)
    }

    /// The mail to those who approve.
    async fn proven(&self, user: &User) -> Result<(), MailError> {
        if self.approvers.is_empty() {
            tracing::error!(user_id = %user.id, "REGISTRATION_APPROVERS is not set: nobody is told of a user to approve");
            return Ok(());
        }
        let message = self.messages.awaiting_approval(&self.site, user)?;
        self.postman.send(&self.approvers, &message).await.map(drop)
    }

    /// The mail for a registration, by how things are now: the record may be old or come a second time.
    async fn registered(&self, item: &UserItem) -> Result<(), MailError> {
        if item.user.status != Status::Pending {
            return Ok(());
        }
        match self.store.recipient(&item.user).await? {
            Recipient::Nobody => Ok(()),
            Recipient::Owner(user) => {
                self.send(&user.email, &self.messages.account_exists(&self.site, &user)?).await.map(drop)
            }
            Recipient::Registrant(item) => self.activation(&item).await,
        }
    }

    /// Stores a fresh key before the mail goes out, so that the link in it works when it arrives.
    async fn activation(&self, item: &UserItem) -> Result<(), MailError> {
        let key = Token::generate(&self.random);
        let Some(expires_at) = self.store_key(&key, item).await? else { return Ok(()) };
        let message = self.messages.activation(&self.site, &item.user, &key, expires_at)?;
        if self.send(&item.user.email, &message).await? == Sent::Refused {
            self.store.record_mail_state(&item.user, MailState::Refused).await?;
        }
        Ok(())
    }

    /// Stores the key; `None` if the registration has been lost meanwhile.
    ///
    /// The window counts from the mail. One that goes out on time, within a hundredth of the period, keeps the expiry
    /// that the registration has, which saves a transaction; a later one moves it.
    async fn store_key(&self, key: &Token, item: &UserItem) -> Result<Option<Timestamp>, MailError> {
        let now = self.clock.now();
        let on_time = now.duration_since(item.user.created_at) * 100 <= self.activation_period;
        if let Some(expires_at) = item.expires_at.filter(|_| on_time) {
            self.store.put_key(&key.hash(), &KeyItem { user: item.user.clone(), expires_at }).await?;
            return Ok(Timestamp::from_second(expires_at).ok());
        }
        let expires_at = now + self.activation_period;
        let key_item = KeyItem { user: item.user.clone(), expires_at: expires_at.as_second() };
        Ok(self.store.put_key_and_extend(&key.hash(), &key_item).await?.then_some(expires_at))
    }

    async fn send(&self, to: &EmailAddress, message: &message::Message) -> Result<Sent, MailError> {
        self.postman.send(std::slice::from_ref(to), message).await
    }
}
