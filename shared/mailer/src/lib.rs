//! The emails, sent from the table's stream.
//!
//! Every committed change is mailed, whatever fails in between.
//!
//! [`Mailer`] processes batches of the stream. [`Messages`] writes one email and [`SesSender`] sends it, also without a
//! record of the stream. The texts are not here, but in `templates` and in the messages of `domain`.

mod limit;
mod message;
mod ses_sender;

use std::sync::Arc;

use aws_lambda_events::dynamodb::Event;
use aws_lambda_events::streams::DynamoDbEventResponse;
use futures_util::future::join_all;
use jiff::SignedDuration;
use ulid::Ulid;

use self::limit::Cause;
pub use self::message::Messages;
use self::message::{Activation, DecisionLink};
pub use self::ses_sender::MailError;
pub use self::ses_sender::{SendOutcome, SesSender};
use domain::clock::Clock;
use domain::settings::{
    ActivationSettings, Environment, RateLimit, Reader, SettingsError, Site, read_has_pages, read_mailbox_limit,
};
use domain::{ActivationCodes, EmailAddress, Notification, Random, Status, Token, User, UserId, log, read_approvers};
use table::stream::{Change, batch_response};
use table::{
    CodeItem, DecisionItem, KeyItem, MailState, MailboxItem, Recipient, Resend, Store, StoreSettings, UserItem,
};

/// The time after which no further email of a batch is begun.
///
/// Lambda redelivers the rest. The function has a minute, and SES up to 15 seconds of it for each email. An interrupted
/// email may have been sent without a record.
const BATCH_TIME: SignedDuration = SignedDuration::from_secs(35);

/// The validity of an approver's link.
const DECISION_PERIOD: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Sends the emails that follow from registrations.
#[derive(Debug)]
pub struct Mailer {
    site: Site,
    activation: ActivationSettings,
    /// The codes in emails, if the deployment has them.
    codes: Option<ActivationCodes>,
    mailbox_limit: RateLimit,
    approvers: Vec<EmailAddress>,
    /// Whether approvers get a link, which leads to a page of the service.
    pages: bool,
    store: Store,
    ses_sender: SesSender,
    messages: Messages,
    clock: Arc<dyn Clock>,
    random: Random,
}

impl Mailer {
    /// Creates the mailer of a function in Lambda.
    ///
    /// # Errors
    /// A [`SettingsError`] with all settings that are missing or malformed.
    pub fn from_env() -> Result<Self, SettingsError> {
        Self::new(&Environment::process(), Arc::new(domain::clock::SystemClock), Random::system())
    }

    /// Creates a mailer with these settings, this clock and this source of randomness.
    ///
    /// Its own settings are `REGISTRATION_MAIL_FROM`, the sender, as `name@example.com` or `Name <name@example.com>`,
    /// and `REGISTRATION_APPROVERS`.
    ///
    /// # Errors
    /// A [`SettingsError`] with all settings that are missing or malformed.
    pub fn new(environment: &Environment, clock: Arc<dyn Clock>, random: Random) -> Result<Self, SettingsError> {
        let mut reader = Reader::new(environment);
        let (ses_sender, messages) = (SesSender::read(&mut reader), Messages::read(&mut reader));
        let site = Site::read(&mut reader);
        let activation = ActivationSettings::read(&mut reader);
        let codes = ActivationCodes::read(&mut reader);
        let (mailbox_limit, pages) = (read_mailbox_limit(&mut reader), read_has_pages(&mut reader));
        let store = StoreSettings::read(&mut reader);
        // The setting is required by the backend `approval`, which is in other functions.
        let approvers = match reader.optional("REGISTRATION_APPROVERS") {
            Some(_) => read_approvers(&mut reader),
            None => Some(Vec::new()),
        };
        reader.finish(|| {
            Some(Self {
                site: site?,
                activation: activation?,
                codes: codes?,
                mailbox_limit: mailbox_limit?,
                approvers: approvers?,
                pages: pages?,
                store: Store::new(store?, random.clone()),
                ses_sender: ses_sender?,
                messages: messages?,
                clock,
                random,
            })
        })
    }

    /// Sends the emails for these records of the table's stream, in order.
    ///
    /// The answer names the first record that Lambda must redeliver.
    pub async fn deliver(&self, event: &Event) -> DynamoDbEventResponse {
        let done = self.deliver_in_order(event).await;
        self.count().await;
        done
    }

    /// Adds the sent emails to the count that the bounce rate is measured against.
    ///
    /// A failure is only logged. A count that is too low makes the bounce rate look higher.
    async fn count(&self) {
        let sent = self.ses_sender.take_count();
        if sent > 0
            && let Err(error) = self.store.count_mails(sent).await
        {
            let error = log::describe(&error);
            tracing::warn!(sent, error, "sent emails were not counted");
        }
    }

    async fn deliver_in_order(&self, event: &Event) -> DynamoDbEventResponse {
        let started = self.clock.now();
        for record in &event.records {
            if self.clock.now().duration_since(started) > BATCH_TIME {
                return batch_response(Some(record));
            }
            if let Some(change) = Change::of(record)
                // The SDK's futures are deep. Boxed, the compiler does not look through all of them at once.
                && let Err(error) = Box::pin(self.changed(&change)).await
            {
                let (id, error) = (change.id(), log::describe(&error));
                tracing::error!(%id, error, "an email was not sent: it will be retried");
                return batch_response(Some(record));
            }
        }
        batch_response(None)
    }

    async fn changed(&self, change: &Change) -> Result<(), MailError> {
        match change {
            Change::Registered(item) if item.user.status == Status::Pending => self.registered(item).await,
            Change::Corrected { new, .. } => self.registered(new).await,
            // Also of a user who proved the address before choosing the password.
            Change::Registered(item) | Change::Proven(item) if item.user.status == Status::AwaitingApproval => {
                self.proven(item.user.id).await
            }
            Change::Approved(item) => self.decided(item.user.id, Notification::Approved, Messages::approved).await,
            Change::Rejected(item) => self.decided(item.user.id, Notification::Rejected, Messages::rejected).await,
            Change::ResendRequested(id) => self.resend(*id).await,
            Change::Registered(_)
            | Change::Proven(_)
            | Change::Activated(_)
            | Change::Expired(_)
            | Change::Disabled(_)
            | Change::Enabled(_)
            | Change::Erased(_) => Ok(()),
        }
    }

    /// Sends the email for a registration, by its current state.
    ///
    /// The record may be old or redelivered. If the address was corrected since, the correction's own record brings the
    /// email.
    ///
    /// An address that has an account is counted in the same way, and gets a code that nobody is sent. So neither the
    /// limit nor the answers to codes reveal the account.
    async fn registered(&self, record: &UserItem) -> Result<(), MailError> {
        let Recipient { user, proven, mailbox } = self.store.recipient(&record.user).await?;
        let RegistrationMail { mark, mail } = RegistrationMail::of(record);
        let is_due = |item: &UserItem| {
            item.user.status == Status::Pending
                && item.corrections == record.corrections
                && (item.notifies(Notification::Activation) || item.notifies(Notification::AccountExists))
                && !item.mailed.contains(&mark)
        };
        let Some(item) = user.filter(is_due) else { return Ok(()) };
        // A bounce may be of an address that was corrected since. The state of the mailbox decides about this one.
        if item.mail_state.is_some_and(|state| matches!(state, MailState::Limited | MailState::Refused)) {
            return Ok(());
        }
        let (user, locale) = (&item.user, locale(&item));
        let unsent = match mailbox.state(self.clock.now()) {
            Some(state) => Some(state),
            None if self
                .count_against_limit(Cause::Registration, &mail, &user.email, mailbox, Some(user.id))
                .await? =>
            {
                None
            }
            None => Some(MailState::Limited),
        };
        if !self.put_code(&item, &mail, proven || unsent.is_some()).await? {
            return Ok(());
        }
        if let Some(state) = unsent {
            return Ok(self.store.record_mail_state((&item).into(), state).await?);
        }
        if proven {
            if item.notifies(Notification::AccountExists) {
                self.notify_owner(&user.email, Some(user), locale).await?;
            }
        } else if item.notifies(Notification::Activation) && !self.activation(&item, &mail, locale).await? {
            return Ok(());
        }
        Ok(self.store.mark_user_mailed(item.user.id, &mark).await?)
    }

    /// Sends a requested email: a link to a pending user, or a notice to the owner.
    ///
    /// The answer reveals neither, and the rate limit is silent. One email is enough, because its key proves the
    /// mailbox.
    async fn resend(&self, id: Ulid) -> Result<(), MailError> {
        let Some(resend) = self.store.resend(id).await? else { return Ok(()) };
        let Resend { email, locale, owner, pending, mailbox } = resend;
        // The language of the request comes first, then that of the registration.
        let locale_for = |item: &UserItem| locale.clone().or_else(|| item.registration_request.locale.clone());
        let (mail, of) = (id.to_string(), pending.as_ref().map(|item| item.user.id));
        if mailbox.state(self.clock.now()).is_some() {
            tracing::info!(%id, "the address is suppressed: no email was sent");
        } else if self.count_against_limit(Cause::Resend, &mail, &email, mailbox, of).await? {
            let pending = pending.filter(|item| item.notifies(Notification::Activation));
            let is_mailable = |item: &UserItem| item.mail_state != Some(MailState::Refused);
            let pending = match pending {
                Some(item) if !self.put_code(&item, &mail, owner.is_some() || !is_mailable(&item)).await? => None,
                pending => pending,
            };
            match (owner, pending) {
                (Some(owner), _) if owner.notifies(Notification::AccountExists) => {
                    self.notify_owner(&owner.user.email, None, locale_for(&owner).as_deref()).await?;
                }
                (None, Some(item)) if is_mailable(&item) => {
                    self.activation(&item, &mail, locale_for(&item).as_deref()).await?;
                }
                _ => {}
            }
        }
        Ok(self.store.mark_resend_done(id).await?)
    }

    /// Sends the notice about the existing account to an address's owner.
    async fn notify_owner(
        &self,
        email: &EmailAddress,
        registered: Option<&User>,
        locale: Option<&str>,
    ) -> Result<(), MailError> {
        let username = registered.and_then(|user| user.username.as_ref());
        let message = self.messages.account_exists(&self.site, registered.is_some(), username, locale)?;
        self.ses_sender.send(std::slice::from_ref(email), None, &message).await?;
        Ok(())
    }

    /// Counts an email to a mailbox before it is sent, for concurrent ones to see.
    ///
    /// Returns `false` if the limit is reached. Retries of one email count once.
    async fn count_against_limit(
        &self,
        cause: Cause,
        mail: &str,
        email: &EmailAddress,
        mut mailbox: MailboxItem,
        pending: Option<UserId>,
    ) -> Result<bool, MailError> {
        if mailbox.sent.contains_key(mail) {
            return Ok(true);
        }
        let now = self.clock.now();
        if !limit::count(&mut mailbox, self.mailbox_limit, cause, mail, now) {
            return Ok(false);
        }
        // The item outlives both the period of the limit and the link.
        let until = now + self.activation.period.max(self.mailbox_limit.period);
        mailbox.expires_at = mailbox.expires_at.max(until.as_second());
        if let Some(id) = pending {
            mailbox.add_pending(id);
        }
        if self.store.put_mailbox(email, &mailbox).await? { Ok(true) } else { Err(MailError::MailboxConflict) }
    }

    /// Stores the code of the email `mail`, if it has one. A `decoy` is one that is not sent.
    ///
    /// Returns `false` if the address was corrected since `item` was read, and the correction has brought its email.
    async fn put_code(&self, item: &UserItem, mail: &str, decoy: bool) -> Result<bool, MailError> {
        let Some(codes) = self.codes_for(item) else { return Ok(true) };
        let expires_at = (self.clock.now() + codes.period).as_second();
        let (mail, email) = (mail.to_owned(), item.user.email.clone());
        let code = CodeItem { mail, email, corrections: item.corrections, tries: 0, decoy, expires_at };
        Ok(self.store.put_code(item.user.id, &code).await?)
    }

    /// Returns the codes for emails about a registration. One that has expired has none, and its link starts over.
    fn codes_for(&self, item: &UserItem) -> Option<&ActivationCodes> {
        let has_code = item.notifies(Notification::Activation) && item.is_pending(self.clock.now());
        self.codes.as_ref().filter(|_| has_code)
    }

    /// Sends the activation email. Returns whether SES accepted it.
    ///
    /// The new key is stored before, so that its link works on arrival. It is valid for a whole activation period, no
    /// matter how late the email is: it proves the mailbox, even if the registration has expired.
    async fn activation(&self, item: &UserItem, mail: &str, locale: Option<&str>) -> Result<bool, MailError> {
        let (key, user) = (Token::generate(&self.random), &item.user);
        let expires_at = self.clock.now() + self.activation.period;
        let key_item = KeyItem { user: user.clone(), expires_at: expires_at.as_second() };
        self.store.put_key(&key.hash(), &key_item).await?;
        let code = self.codes_for(item).map(|codes| (codes.derive(user.id, &user.email, mail), codes.period));
        let email = Activation { key: &key, expires_at, code, settings: &self.activation };
        let message = self.messages.activation(&self.site, user, &email, locale)?;
        Ok(self.send(item, &message).await? == SendOutcome::Accepted)
    }

    /// Sends each operator who approves users an email, once.
    ///
    /// They are sent at the same time, so that a slow one delays no other. A failed one is sent by the next delivery of
    /// the record.
    async fn proven(&self, id: UserId) -> Result<(), MailError> {
        let item = self.store.user(id).await?;
        let Some(item) = item.filter(|item| item.notifies(Notification::AwaitingApproval)) else { return Ok(()) };
        if self.approvers.is_empty() {
            tracing::error!(%id, "REGISTRATION_APPROVERS is not set: no operator is notified of a user to approve");
            return Ok(());
        }
        let sent = self.approvers.iter().map(|approver| self.ask_approver(&item, approver));
        join_all(sent).await.into_iter().collect()
    }

    /// Sends an approver the email about a user, once, with a link of this approver alone.
    ///
    /// The new key is stored before, so that its link works on arrival.
    async fn ask_approver(&self, item: &UserItem, approver: &EmailAddress) -> Result<(), MailError> {
        let id = item.user.id;
        let mark = format!("{}-{}", mark(Notification::AwaitingApproval), approver.canonical());
        if item.mailed.contains(&mark) {
            return Ok(());
        }
        let link = if self.pages { Some(self.put_decision(id, approver).await?) } else { None };
        let message = self.messages.awaiting_approval(&self.site, &item.user, link.as_ref())?;
        if self.ses_sender.send(std::slice::from_ref(approver), None, &message).await? == SendOutcome::Rejected {
            let approver = log::mask_addresses(approver.as_str());
            tracing::error!(%id, approver, "SES rejected an address in REGISTRATION_APPROVERS: it is not notified");
        }
        Ok(self.store.mark_user_mailed(id, &mark).await?)
    }

    /// Stores a new key by which the approver decides on the user.
    async fn put_decision(&self, user_id: UserId, approver: &EmailAddress) -> Result<DecisionLink, MailError> {
        let link = DecisionLink { key: Token::generate(&self.random), expires_at: self.clock.now() + DECISION_PERIOD };
        let item = DecisionItem { user_id, approver: approver.clone(), expires_at: link.expires_at.as_second() };
        self.store.put_decision(&link.key.hash(), &item).await?;
        Ok(link)
    }

    /// Sends the email to a user on whom an operator has decided, once.
    async fn decided(&self, id: UserId, notification: Notification, render: RenderDecision) -> Result<(), MailError> {
        let is_due = |item: &UserItem| item.notifies(notification) && !item.mailed.contains(mark(notification));
        let Some(item) = self.store.user(id).await?.filter(is_due) else { return Ok(()) };
        let message = render(&self.messages, &self.site, &item.user, locale(&item))?;
        // A bounce or a complaint is about the mailbox, which an operator can release.
        let Recipient { mailbox, .. } = self.store.recipient(&item.user).await?;
        let is_suppressed = mailbox.state(self.clock.now()).is_some();
        if is_suppressed || item.mail_state == Some(MailState::Refused) {
            tracing::info!(%id, "the user is suppressed: no email was sent");
        } else {
            self.send(&item, &message).await?;
        }
        Ok(self.store.mark_user_mailed(id, mark(notification)).await?)
    }

    /// Sends an email to a user, and records that SES rejected it.
    async fn send(&self, item: &UserItem, message: &message::Message) -> Result<SendOutcome, MailError> {
        let outcome = self.ses_sender.send(std::slice::from_ref(&item.user.email), Some(item.into()), message).await?;
        if outcome == SendOutcome::Rejected {
            self.store.record_mail_state(item.into(), MailState::Refused).await?;
        }
        Ok(outcome)
    }
}

/// Renders the email about a decision.
type RenderDecision = fn(&Messages, &Site, &User, Option<&str>) -> Result<message::Message, minijinja::Error>;

/// Returns the name by which an email is recorded with a user.
///
/// A redelivered record then sends it no second time. A registration is followed by one of two emails. That to an
/// approver is recorded with the address.
fn mark(notification: Notification) -> &'static str {
    match notification {
        Notification::Activation | Notification::AccountExists => "registration",
        Notification::AwaitingApproval => "awaiting_approval",
        Notification::Approved => "approved",
        Notification::Rejected => "rejected",
    }
}

/// The names of the email that follows a registration, or the correction of its address.
///
/// Each address that a registration had gets its own email, which is counted by itself.
struct RegistrationMail {
    /// The name by which it is recorded with the user.
    mark: String,
    /// The name by which it is counted for the mailbox, and its code is derived.
    mail: String,
}

impl RegistrationMail {
    fn of(item: &UserItem) -> Self {
        let correction = match item.corrections {
            0 => String::new(),
            corrections => format!("-{corrections}"),
        };
        let mark = mark(Notification::Activation);
        Self { mark: format!("{mark}{correction}"), mail: format!("{}{correction}", item.user.id) }
    }
}

/// Returns the language of the emails to a user.
fn locale(item: &UserItem) -> Option<&str> {
    item.registration_request.locale.as_deref()
}
