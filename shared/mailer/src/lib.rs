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
use jiff::{SignedDuration, Timestamp};
use ulid::Ulid;

use self::limit::Cause;
pub use self::limit::RESEND_SPACING;
pub use self::message::Messages;
use self::message::{Activation, DecisionLink};
pub use self::ses_sender::MailError;
pub use self::ses_sender::{SendOutcome, SesSender};
use domain::clock::Clock;
use domain::settings::{
    ActivationSettings, Environment, RateLimit, Reader, SettingsError, Site, read_has_pages, read_mailbox_limit,
};
use domain::{
    ActivationCodes, EmailAddress, Notification, Random, Status, Token, User, UserId, Username, log, read_approvers,
};
use table::stream::{Change, batch_response};
use table::{
    CodeItem, DecisionItem, KeyItem, MailState, MailboxItem, Recipient, Resend, Store, StoreError, StoreSettings,
    UserItem, WaitingContext, WaitingItem,
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
        self.ses_sender.count(&self.store).await;
        done
    }

    async fn deliver_in_order(&self, event: &Event) -> DynamoDbEventResponse {
        let started = self.clock.now();
        for record in &event.records {
            if self.clock.now().duration_since(started) > BATCH_TIME {
                return batch_response(Some(record));
            }
            let Some(change) = Change::of(record) else { continue };
            // The SDK's futures are deep. Boxed, the compiler does not look through all of them at once.
            let Err(error) = Box::pin(self.changed(&change)).await else { continue };
            let (id, described) = (change.id(), log::describe(&error));
            // A retry would fail, too, and hold up all later emails.
            if matches!(error, MailError::Store(StoreError::Malformed(_))) {
                tracing::error!(%id, error = described, "an item cannot be read: its email is skipped");
                continue;
            }
            tracing::error!(%id, error = described, "an email was not sent: it will be retried");
            return batch_response(Some(record));
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
            Change::Approved(item) => self.decided(&item.user, Notification::Approved, Messages::approved).await,
            Change::Rejected(item) => self.decided(&item.user, Notification::Rejected, Messages::rejected).await,
            Change::ResendRequested(id) => self.resend(*id).await,
            Change::FactsExpired(id) => Ok(self.store.remove_facts(*id).await?),
            Change::Joined(place) => self.joined(place).await,
            Change::Registered(_)
            | Change::Proven(_)
            | Change::Activated(_)
            | Change::Expired(_)
            | Change::Disabled(_)
            | Change::Enabled(_)
            | Change::Erased(_)
            | Change::Admitted(_) => Ok(()),
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
        let unsent = self.count_mail(Cause::Registration, &mail, &user.email, mailbox, Some(user.id)).await?;
        let can_get_key = item.can_get_key(self.clock.now());
        if !self.put_code(&item, &mail, proven || !can_get_key || unsent.is_some()).await? {
            return Ok(());
        }
        if let Some(state) = unsent {
            return Ok(self.store.record_mail_state((&item).into(), state).await?);
        }
        if proven {
            if item.notifies(Notification::AccountExists) {
                self.notify_owner(&user.email, true, user.username.as_ref(), locale).await?;
            }
        } else if can_get_key
            && item.notifies(Notification::Activation)
            && !self.activation(&item, &mail, locale).await?
        {
            return Ok(());
        }
        Ok(self.store.mark_user_mailed(item.user.id, &mark).await?)
    }

    /// Sends a requested email: a link to a pending user, or a notice to the owner.
    ///
    /// The answer reveals neither, and the rate limit is silent. One email is enough, because its key proves the
    /// mailbox.
    async fn resend(&self, id: Ulid) -> Result<(), MailError> {
        let now = self.clock.now();
        let Some(resend) = self.store.resend(id, now).await? else { return Ok(()) };
        let Resend { email, locale, owner, pending, mailbox } = resend;
        // The language of the request comes first, then that of the registration.
        let locale_for = |item: &UserItem| locale.clone().or_else(|| item.registration_request.locale.clone());
        let (mail, of) = (id.to_string(), pending.as_ref().map(|item| item.user.id));
        let unsent = self.count_mail(Cause::Resend, &mail, &email, mailbox, of).await?;
        if let Some(state) = unsent {
            tracing::info!(%id, state = state.as_str(), "no email was sent");
        } else {
            let pending = pending.filter(|item| item.notifies(Notification::Activation));
            let is_mailable = |item: &UserItem| item.mail_state != Some(MailState::Refused) && item.can_get_key(now);
            let pending = match pending {
                Some(item) if !self.put_code(&item, &mail, owner.is_some() || !is_mailable(&item)).await? => None,
                pending => pending,
            };
            match (owner, pending) {
                (Some(owner), _) if owner.notifies(Notification::AccountExists) => {
                    self.notify_owner(&owner.user.email, false, None, locale_for(&owner).as_deref()).await?;
                }
                (None, Some(item)) if is_mailable(&item) => {
                    self.activation(&item, &mail, locale_for(&item).as_deref()).await?;
                }
                _ => {}
            }
        }
        Ok(self.store.mark_resend_done(id).await?)
    }

    /// Sends the email about a new place on the waiting list, once.
    ///
    /// An address that has an account gets the notice to its owner instead. The limit of the mailbox is silent, as for
    /// all emails that strangers cause.
    async fn joined(&self, record: &WaitingItem) -> Result<(), MailError> {
        let WaitingContext { place, proven, mailbox } = self.store.waiting_context(&record.email).await?;
        let is_due = |place: &WaitingItem| place.id == record.id && place.is_waiting() && !place.mailed;
        let Some(place) = place.filter(is_due) else { return Ok(()) };
        let (id, locale) = (place.id.to_string(), place.request.locale.as_deref());
        let unsent = self.count_mail(Cause::Registration, &id, &place.email, mailbox, None).await?;
        if let Some(state) = unsent {
            tracing::info!(id, state = state.as_str(), "no email was sent");
        } else if proven {
            self.notify_owner(&place.email, true, None, locale).await?;
        } else {
            let message = self.messages.waitlist_joined(&self.site, place.joined_at, locale)?;
            self.ses_sender.send(std::slice::from_ref(&place.email), None, &message).await?;
        }
        Ok(self.store.mark_waiting_mailed(&place).await?)
    }

    /// Sends the notice about the existing account to an address's owner.
    ///
    /// The reason is that somebody signed up with the address, and perhaps a name, or requested a link.
    async fn notify_owner(
        &self,
        email: &EmailAddress,
        signed_up: bool,
        username: Option<&Username>,
        locale: Option<&str>,
    ) -> Result<(), MailError> {
        let message = self.messages.account_exists(&self.site, signed_up, username, locale)?;
        self.ses_sender.send(std::slice::from_ref(email), None, &message).await?;
        Ok(())
    }

    /// Counts an email to a mailbox before it is sent, for concurrent ones to see.
    ///
    /// Returns the reason why it must not be sent, if the mailbox is suppressed or the limit is reached. Retries of one
    /// email count once. Operators find the `pending` user by the address, whether or not the email is sent.
    async fn count_mail(
        &self,
        cause: Cause,
        mail: &str,
        email: &EmailAddress,
        mut mailbox: MailboxItem,
        pending: Option<UserId>,
    ) -> Result<Option<MailState>, MailError> {
        let (now, suppressed) = (self.clock.now(), mailbox.state(self.clock.now()));
        if suppressed.is_none() && mailbox.sent.contains_key(mail) {
            return Ok(None);
        }
        let unsent = match suppressed {
            None if limit::count(&mut mailbox, self.mailbox_limit, cause, mail, now) => None,
            None => Some(MailState::Limited),
            suppressed => suppressed,
        };
        if unsent.is_some() && !pending.is_some_and(|id| mailbox.add_unmailed(id)) {
            return Ok(unsent);
        }
        if let Some(id) = pending.filter(|_| unsent.is_none()) {
            mailbox.add_pending(id);
        }
        if suppressed.is_none() {
            // The item outlives both the period of the limit and the link. A suppression ends with the item.
            let until = now + self.activation.period.max(self.mailbox_limit.period);
            mailbox.expires_at = mailbox.expires_at.max(until.as_second());
        }
        if self.store.put_mailbox(email, &mailbox, now).await? { Ok(unsent) } else { Err(MailError::MailboxConflict) }
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
    /// matter how late the email is: it proves the mailbox, even if the registration has expired. That of an invited
    /// registration ends with the registration.
    async fn activation(&self, item: &UserItem, mail: &str, locale: Option<&str>) -> Result<bool, MailError> {
        let (key, user) = (Token::generate(&self.random), &item.user);
        let period_end = self.clock.now() + self.activation.period;
        let registration_end =
            item.expires_at.filter(|_| item.invited.is_some()).and_then(|at| Timestamp::from_second(at).ok());
        let expires_at = registration_end.map_or(period_end, |end| end.min(period_end));
        let key_item =
            KeyItem { user: user.clone(), invited: item.invited.is_some(), expires_at: expires_at.as_second() };
        self.store.put_key(&key.hash(), &key_item).await?;
        let code = self.codes_for(item).map(|codes| (codes.derive(user.id, &user.email, mail), codes.period));
        let email = Activation { key: &key, expires_at, code, settings: &self.activation };
        let message = self.messages.activation(&self.site, user, &email, locale)?;
        Ok(self.send(item, &message).await? == SendOutcome::Accepted)
    }

    /// Sends each operator who approves users an email, once.
    ///
    /// They are sent at the same time, so that a slow one delays no other. A failed one is sent by the next delivery of
    /// the record. Nobody is asked about a user on whom somebody has decided since, or who is being erased.
    async fn proven(&self, id: UserId) -> Result<(), MailError> {
        let is_due = |item: &UserItem| {
            item.user.status == Status::AwaitingApproval
                && !item.erased
                && item.notifies(Notification::AwaitingApproval)
        };
        let Some(item) = self.store.user(id).await?.filter(is_due) else { return Ok(()) };
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
    async fn decided(&self, user: &User, notification: Notification, render: RenderDecision) -> Result<(), MailError> {
        let Recipient { user: item, mailbox, .. } = self.store.recipient(user).await?;
        let is_due = |item: &UserItem| item.notifies(notification) && !item.mailed.contains(mark(notification));
        let Some(item) = item.filter(is_due) else { return Ok(()) };
        let (id, message) = (item.user.id, render(&self.messages, &self.site, &item.user, locale(&item))?);
        // A bounce or a complaint is about the mailbox, which an operator can release.
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
