//! The activation mail: made from the stream, so that what was committed is mailed whatever happens in between.

mod message;

use std::sync::{Arc, OnceLock};

use aws_lambda_events::dynamodb::Event;
use aws_lambda_events::streams::DynamoDbEventResponse;
use aws_sdk_sesv2::error::{DisplayErrorContext, SdkError};
use aws_sdk_sesv2::operation::send_email::SendEmailError;
use jiff::{SignedDuration, Timestamp};

use self::message::{Message, Messages};
use crate::activation_key::ActivationKey;
use crate::aws::Aws;
use crate::clock::Clock;
use crate::email_address::EmailAddress;
use crate::random::Random;
use crate::settings::{Environment, Reader, SettingsError, Site, parse_line, read_activation_period};
use crate::store::{KeyItem, MailState, Recipient, Store, StoreError, StoreSettings, UserItem};
use crate::stream::{Change, done_until};
use crate::user::Status;

/// Sends the mails that registrations call for.
#[derive(Debug)]
pub struct Mailer {
    site: Site,
    from: String,
    activation_period: SignedDuration,
    store: Store,
    aws: Aws,
    ses: OnceLock<aws_sdk_sesv2::Client>,
    messages: Messages,
    clock: Arc<dyn Clock>,
    random: Random,
}

/// Why a mail was not sent; it will be tried again.
#[derive(Debug, thiserror::Error)]
enum MailError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("SES did not take the mail")]
    Ses(#[source] Box<SdkError<SendEmailError>>),
    #[error("the mail cannot be written")]
    Template(#[from] minijinja::Error),
    #[error("the mail cannot be put together")]
    Build(#[from] aws_sdk_sesv2::error::BuildError),
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
    /// reads `REGISTRATION_MAIL_FROM`: the sender, as `name@example.com` or `Name <name@example.com>`.
    ///
    /// # Errors
    /// All settings that are missing or malformed.
    pub fn new(environment: &Environment, clock: Arc<dyn Clock>, random: Random) -> Result<Self, SettingsError> {
        let mut reader = Reader::new(environment);
        let from = reader.required("REGISTRATION_MAIL_FROM", "the sender, such as Name <name@example.com>", parse_from);
        let site = Site::read(&mut reader);
        let activation_period = read_activation_period(&mut reader);
        let store = StoreSettings::read(&mut reader);
        let aws = Aws::read(&mut reader, "AWS_ENDPOINT_URL_SESV2");
        reader.finish(|| {
            Some(Self {
                site: site?,
                from: from?,
                activation_period: activation_period?,
                store: Store::new(store?, random.clone()),
                aws: aws?,
                ses: OnceLock::new(),
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
            if let Some(Change::Registered(item)) = Change::of(record)
                && let Err(error) = self.registered(&item).await
            {
                let (user_id, error) = (item.user.id, DisplayErrorContext(&error).to_string());
                tracing::error!(%user_id, error, "a mail was not sent: it will be tried again");
                return done_until(Some(record));
            }
        }
        done_until(None)
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
        let key = ActivationKey::generate(&self.random);
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
    async fn store_key(&self, key: &ActivationKey, item: &UserItem) -> Result<Option<Timestamp>, MailError> {
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

    async fn send(&self, to: &EmailAddress, message: &Message) -> Result<Sent, MailError> {
        let ses = self.ses.get_or_init(|| self.aws.sesv2());
        let request = ses
            .send_email()
            .from_email_address(&self.from)
            .destination(message::destination(to))
            .content(message.content()?);
        match request.send().await {
            Ok(_) => Ok(Sent::Accepted),
            // What SES cannot read it will never read; all else (throttling, a paused account, an identity that is not
            // verified) passes or is put right.
            Err(error) if error.as_service_error().is_some_and(SendEmailError::is_bad_request_exception) => {
                tracing::warn!(error = %DisplayErrorContext(&error), "SES refused a mail for good");
                Ok(Sent::Refused)
            }
            Err(error) => Err(MailError::Ses(Box::new(error))),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sent {
    Accepted,
    Refused,
}

fn parse_from(value: &str) -> Result<String, String> {
    let line = parse_line(value)?;
    let options = email_address::Options::default().with_required_tld().without_domain_literal();
    if line.is_ascii() && email_address::EmailAddress::parse_with_options(&line, options).is_ok() {
        Ok(line)
    } else {
        Err("must be an ASCII address such as name@example.com or Name <name@example.com>".to_owned())
    }
}
