//! The emails: made from the table's stream, so that what was committed is mailed whatever happens in between.
//!
//! [`Mailer`] takes batches of the stream. [`Messages`] and [`SesSender`] write and send one email, for who sends without a
//! record of the stream.

mod limit;
mod message;
mod ses_sender;

use std::sync::Arc;

use aws_lambda_events::dynamodb::Event;
use aws_lambda_events::streams::DynamoDbEventResponse;
use aws_sdk_sesv2::error::DisplayErrorContext;
use jiff::{SignedDuration, Timestamp};
use ulid::Ulid;

use self::limit::Kind;
pub use self::message::Messages;
pub use self::ses_sender::MailError;
pub use self::ses_sender::{SendOutcome, SesSender};
use domain::clock::Clock;
use domain::settings::{Environment, Reader, SettingsError, Site, read_activation_period};
use domain::{EmailAddress, Notification, Random, Status, Token, User, UserId, read_approvers};
use table::stream::{Change, batch_response};
use table::{KeyItem, MailState, MailboxItem, Recipient, Resend, Store, StoreSettings, UserItem};

/// After so long no further mail of a batch is begun, and the rest comes again: the function has a minute, SES 15 seconds of
/// it for each mail, and one that is cut off in between may have gone out without a mark.
const BATCH_TIME: SignedDuration = SignedDuration::from_secs(35);

/// Sends the mails that registrations call for.
#[derive(Debug)]
pub struct Mailer {
    site: Site,
    activation_period: SignedDuration,
    approvers: Vec<EmailAddress>,
    store: Store,
    ses_sender: SesSender,
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
        Self::new(&Environment::process(), Arc::new(domain::clock::SystemClock), Random::system())
    }

    /// A mailer with these settings, this time and this randomness. Beside what it shares with the other functions it
    /// reads `REGISTRATION_MAIL_FROM`, the sender, as `name@example.com` or `Name <name@example.com>`, and
    /// `REGISTRATION_APPROVERS`.
    ///
    /// # Errors
    /// All settings that are missing or malformed.
    pub fn new(environment: &Environment, clock: Arc<dyn Clock>, random: Random) -> Result<Self, SettingsError> {
        let mut reader = Reader::new(environment);
        let (ses_sender, messages) = (SesSender::read(&mut reader), Messages::read(&mut reader));
        let site = Site::read(&mut reader);
        let activation_period = read_activation_period(&mut reader);
        let store = StoreSettings::read(&mut reader);
        // A backend whose users await approval asks for it in the functions that it is in.
        let approvers = match reader.optional("REGISTRATION_APPROVERS") {
            Some(_) => read_approvers(&mut reader),
            None => Some(Vec::new()),
        };
        reader.finish(|| {
            Some(Self {
                site: site?,
                activation_period: activation_period?,
                approvers: approvers?,
                store: Store::new(store?, random.clone()),
                ses_sender: ses_sender?,
                messages: messages?,
                clock,
                random,
            })
        })
    }

    /// Sends the mails that these records of the table's stream call for, in their order. The answer names the first
    /// that has to be tried again.
    pub async fn deliver(&self, event: &Event) -> DynamoDbEventResponse {
        let done = self.deliver_in_order(event).await;
        self.count().await;
        done
    }

    /// Counts the mails that went out, of which the breaker looks at the bounces. A count that fails, or that a crash
    /// prevents, makes their share larger than it is, and holds up nothing.
    async fn count(&self) {
        let sent = self.ses_sender.take_count();
        if sent > 0
            && let Err(error) = self.store.count_mails(sent).await
        {
            let error = DisplayErrorContext(&error).to_string();
            tracing::warn!(sent, error, "mails that went out were not counted");
        }
    }

    async fn deliver_in_order(&self, event: &Event) -> DynamoDbEventResponse {
        let started = self.clock.now();
        for record in &event.records {
            if self.clock.now().duration_since(started) > BATCH_TIME {
                return batch_response(Some(record));
            }
            if let Some(change) = Change::of(record)
                // The SDK's futures are deep: in a box, the compiler need not look through all of them at once.
                && let Err(error) = Box::pin(self.changed(&change)).await
            {
                let (id, error) = (change.id(), DisplayErrorContext(&error).to_string());
                tracing::error!(%id, error, "a mail was not sent: it will be tried again");
                return batch_response(Some(record));
            }
        }
        batch_response(None)
    }

    async fn changed(&self, change: &Change) -> Result<(), MailError> {
        match change {
            Change::Registered(item) if item.user.status == Status::Pending => self.registered(&item.user).await,
            Change::Proven(item) => self.proven(item.user.id).await,
            Change::Approved(item) => self.decided(item.user.id, Notification::Approved, Messages::approved).await,
            Change::Rejected(item) => self.decided(item.user.id, Notification::Rejected, Messages::rejected).await,
            Change::ResendRequested(id) => self.resend(*id).await,
            Change::Registered(_) | Change::Activated(_) | Change::Expired(_) => Ok(()),
        }
    }

    /// The mail for a registration, by how things are now: the record may be old or come a second time.
    async fn registered(&self, user: &User) -> Result<(), MailError> {
        let Recipient { user, proven, mailbox } = self.store.recipient(user).await?;
        let notification = if proven { Notification::AccountExists } else { Notification::Activation };
        let is_due = |item: &UserItem| item.notifies(notification) && !item.mailed.contains(mark(notification));
        let Some(item) = user.filter(|item| item.user.status == Status::Pending && is_due(item)) else {
            return Ok(());
        };
        if item.mail_state.is_some() {
            return Ok(());
        }
        if let Some(state) = mailbox.state(self.clock.now()) {
            return Ok(self.store.record_mail_state(item.user.id, state).await?);
        }
        let (user, locale) = (&item.user, locale(&item));
        if proven {
            self.notify_owner(&user.email, user.id.0, Some(user), locale, mailbox).await?;
        } else if !self.count_against_limit(Kind::Registration, user.id.0, &user.email, mailbox, &[user.id]).await? {
            return Ok(self.store.record_mail_state(user.id, MailState::Limited).await?);
        } else if !self.activation(&item, Validity::OfRegistration, locale).await? {
            return Ok(());
        }
        Ok(self.store.mark_user_mailed(item.user.id, mark(notification)).await?)
    }

    /// Another activation mail to those who are pending with an address; to who has proven it, that there is an account.
    /// Nobody is told which of it happened, and the limits are kept silently.
    async fn resend(&self, id: Ulid) -> Result<(), MailError> {
        let Some(resend) = self.store.resend(id).await? else { return Ok(()) };
        let Resend { email, locale, owner, mut pending, mailbox } = resend;
        // In the language of whoever asks, or else of whoever registered.
        let locale_for = |item: &UserItem| locale.clone().or_else(|| item.registration_request.locale.clone());
        if mailbox.state(self.clock.now()).is_some() {
            tracing::info!(%id, "nothing goes to this address any more");
        } else if let Some(owner) = owner {
            if owner.notifies(Notification::AccountExists) {
                self.notify_owner(&owner.user.email, id, None, locale_for(&owner).as_deref(), mailbox).await?;
            }
        } else {
            pending.retain(|item| item.notifies(Notification::Activation));
            pending.retain(|item| item.mail_state.is_none_or(|state| state == MailState::Limited));
            pending.truncate(Resend::MOST);
            let users: Vec<_> = pending.iter().map(|item| item.user.id).collect();
            if !users.is_empty() && self.count_against_limit(Kind::Resend, id, &email, mailbox, &users).await? {
                for item in &pending {
                    self.activation(item, Validity::FromNow, locale_for(item).as_deref()).await?;
                }
            }
        }
        Ok(self.store.mark_resend_done(id).await?)
    }

    /// To the owner of an address that somebody registers again, or wants a link for, unless there were too many.
    async fn notify_owner(
        &self,
        email: &EmailAddress,
        mail: Ulid,
        registered: Option<&User>,
        locale: Option<&str>,
        mailbox: MailboxItem,
    ) -> Result<(), MailError> {
        if !self.count_against_limit(Kind::Notice, mail, email, mailbox, &[]).await? {
            return Ok(());
        }
        let username = registered.and_then(|user| user.username.as_ref());
        let message = self.messages.account_exists(&self.site, registered.is_some(), username, locale)?;
        self.ses_sender.send(std::slice::from_ref(email), None, &message).await?;
        Ok(())
    }

    /// Counts a mail to an address before it goes out: of two at once, the second finds the first. `false` if there were too
    /// many. However often one is tried, it counts once.
    async fn count_against_limit(
        &self,
        kind: Kind,
        mail: Ulid,
        email: &EmailAddress,
        mut mailbox: MailboxItem,
        pending: &[UserId],
    ) -> Result<bool, MailError> {
        let mail = mail.to_string();
        if mailbox.sent.contains_key(&mail) || mailbox.notices.contains_key(&mail) {
            return Ok(true);
        }
        let now = self.clock.now();
        if !limit::count(&mut mailbox, kind, mail, now) {
            return Ok(false);
        }
        // As long as the limits look back, and as the link works.
        let until = now + self.activation_period.max(limit::LONGEST);
        mailbox.expires_at = mailbox.expires_at.max(until.as_second());
        if self.store.put_mailbox(email, &mailbox, pending).await? { Ok(true) } else { Err(MailError::MailboxConflict) }
    }

    /// Stores a fresh key before the mail goes out, so that the link in it works when it arrives. Whether SES took the
    /// mail.
    async fn activation(&self, item: &UserItem, validity: Validity, locale: Option<&str>) -> Result<bool, MailError> {
        let key = Token::generate(&self.random);
        let Some(expires_at) = self.store_key(&key, item, validity).await? else { return Ok(false) };
        let times = (self.activation_period, expires_at);
        let message = self.messages.activation(&self.site, &item.user, &key, times, locale)?;
        if self.send(&item.user.email, item.user.id, &message).await? == SendOutcome::Rejected {
            self.store.record_mail_state(item.user.id, MailState::Refused).await?;
            return Ok(false);
        }
        Ok(true)
    }

    /// Stores the key; `None` if the registration has been lost meanwhile.
    ///
    /// The window counts from the mail. One that goes out on time, within a hundredth of the period, keeps the expiry
    /// that the registration has, which saves a transaction; a later one moves it.
    async fn store_key(
        &self,
        key: &Token,
        item: &UserItem,
        validity: Validity,
    ) -> Result<Option<Timestamp>, MailError> {
        let now = self.clock.now();
        let on_time = now.duration_since(item.user.created_at) * 100 <= self.activation_period;
        if let Some(expires_at) = item.expires_at.filter(|_| on_time && validity == Validity::OfRegistration) {
            self.store.put_key(&key.hash(), &KeyItem { user: item.user.clone(), expires_at }).await?;
            return Ok(Timestamp::from_second(expires_at).ok());
        }
        let expires_at = now + self.activation_period;
        let key_item = KeyItem { user: item.user.clone(), expires_at: expires_at.as_second() };
        Ok(self.store.put_key_and_extend(&key.hash(), &key_item).await?.then_some(expires_at))
    }

    /// Sends the email to the operators who approve users, once.
    async fn proven(&self, id: UserId) -> Result<(), MailError> {
        let notification = Notification::AwaitingApproval;
        let Some(item) = self.user_to_notify(id, notification).await? else { return Ok(()) };
        if self.approvers.is_empty() {
            tracing::error!(%id, "REGISTRATION_APPROVERS is not set: nobody is told of a user to approve");
            return Ok(());
        }
        let message = self.messages.awaiting_approval(&self.site, &item.user)?;
        if self.ses_sender.send(&self.approvers, None, &message).await? == SendOutcome::Rejected {
            tracing::error!(%id, "SES refused the addresses in REGISTRATION_APPROVERS: nobody is told of a user to approve");
            return Ok(());
        }
        Ok(self.store.mark_user_mailed(id, mark(notification)).await?)
    }

    /// Sends the email to a user on whom an operator has decided, once.
    async fn decided(&self, id: UserId, notification: Notification, render: RenderDecision) -> Result<(), MailError> {
        let Some(item) = self.user_to_notify(id, notification).await? else { return Ok(()) };
        let message = render(&self.messages, &self.site, &item.user, locale(&item))?;
        if item.mail_state.is_some_and(|state| state != MailState::Limited) {
            tracing::info!(%id, "nothing goes to this user any more");
        } else if self.send(&item.user.email, id, &message).await? == SendOutcome::Rejected {
            self.store.record_mail_state(id, MailState::Refused).await?;
        }
        Ok(self.store.mark_user_mailed(id, mark(notification)).await?)
    }

    /// Returns the user, if the email is wanted and has not gone out.
    async fn user_to_notify(&self, id: UserId, notification: Notification) -> Result<Option<UserItem>, MailError> {
        let item = self.store.user(id).await?;
        Ok(item.filter(|item| item.notifies(notification) && !item.mailed.contains(mark(notification))))
    }

    async fn send(
        &self,
        to: &EmailAddress,
        user: UserId,
        message: &message::Message,
    ) -> Result<SendOutcome, MailError> {
        self.ses_sender.send(std::slice::from_ref(to), Some(user), message).await
    }
}

/// Until when a key is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Validity {
    /// As long as the registration, if the mail is on time.
    OfRegistration,
    /// The whole period from now, and the registration with it.
    FromNow,
}

/// Renders the email about a decision.
type RenderDecision = fn(&Messages, &Site, &User, Option<&str>) -> Result<message::Message, minijinja::Error>;

/// The name by which an email is recorded with a user, so that a record of the stream that comes again sends none again.
/// One email follows a registration, whichever it is.
fn mark(notification: Notification) -> &'static str {
    match notification {
        Notification::Activation | Notification::AccountExists => "registration",
        Notification::AwaitingApproval => "awaiting_approval",
        Notification::Approved => "approved",
        Notification::Rejected => "rejected",
    }
}

/// The language of the emails to a user.
fn locale(item: &UserItem) -> Option<&str> {
    item.registration_request.locale.as_deref()
}
