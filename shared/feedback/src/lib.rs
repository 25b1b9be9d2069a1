//! Delivery, bounce and complaint events of SES, recorded in the table.
//!
//! The configuration set of the stack sends them to EventBridge. [`Feedback`] records each on its user, unless the
//! address was corrected since, and suppresses addresses that bounced or complained. `mailer` reads the suppressions.
//! No email is sent here.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use domain::clock::{Clock, utc_day};
use domain::settings::{Environment, Reader, SettingsError};
use domain::{CORRECTIONS_TAG, CircuitBreaker, EmailAddress, Random, USER_TAG, log};
use table::{MailState, MailedUser, Store, StoreError, StoreSettings};

/// Records delivery, bounce and complaint events.
#[derive(Debug)]
pub struct Feedback {
    store: Store,
    clock: Arc<dyn Clock>,
}

/// An event could not be recorded. Lambda retries it.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct FeedbackError(#[from] StoreError);

/// The time for which an address is suppressed.
///
/// After it, another person may have the mailbox.
const SUPPRESSION_PERIOD: SignedDuration = SignedDuration::from_hours(365 * 24);

/// The fields that are used of the `detail` of SES's events.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Detail {
    mail: Mail,
    bounce: Option<Bounce>,
    complaint: Option<Complaint>,
    delivery: Option<Delivery>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mail {
    message_id: String,
    #[serde(default)]
    destination: Vec<String>,
    #[serde(default)]
    tags: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bounce {
    bounce_type: String,
    #[serde(default)]
    bounced_recipients: Vec<Recipient>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Complaint {
    #[serde(default)]
    complained_recipients: Vec<Recipient>,
}

#[derive(Debug, Deserialize)]
struct Delivery {
    timestamp: Timestamp,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recipient {
    email_address: String,
}

impl Feedback {
    /// Creates the value for a function in Lambda.
    ///
    /// # Errors
    /// A [`SettingsError`] with all settings that are missing or malformed.
    pub fn from_env() -> Result<Self, SettingsError> {
        Self::new(&Environment::process(), Arc::new(domain::clock::SystemClock), Random::system())
    }

    /// Creates a value with these settings, this clock and this source of randomness.
    ///
    /// # Errors
    /// A [`SettingsError`] with all settings that are missing or malformed.
    pub fn new(environment: &Environment, clock: Arc<dyn Clock>, random: Random) -> Result<Self, SettingsError> {
        let mut reader = Reader::new(environment);
        let store = StoreSettings::read(&mut reader);
        reader.finish(|| Some(Self { store: Store::new(store?, random), clock }))
    }

    /// Records an event: a delivery, a permanent bounce, or a complaint.
    ///
    /// Other events are ignored. An event that cannot be read is logged and skipped, because a retry would fail, too.
    ///
    /// # Errors
    /// A [`FeedbackError`] if the table cannot be reached. The same event can be recorded again.
    pub async fn record(&self, event: &Value) -> Result<(), FeedbackError> {
        let Detail { mail, bounce, complaint, delivery } = match Detail::deserialize(&event["detail"]) {
            Ok(detail) => detail,
            Err(error) => {
                let error = log::malformed(&error);
                tracing::error!(error, "an event of SES cannot be read: skipped");
                return Ok(());
            }
        };
        if let Some(Delivery { timestamp }) = delivery {
            for user in mail.users() {
                self.store.record_delivery(user, timestamp).await?;
            }
            if mail.is_to_canary() {
                // A metric filter of infra/canary matches this field.
                tracing::info!(canary = "delivered", "the canary got its email");
            }
        }
        if let Some(bounce) = bounce.filter(|bounce| bounce.bounce_type == "Permanent") {
            self.record_bounce_of(&mail.message_id).await?;
            self.suppress(&mail, &bounce.bounced_recipients, MailState::Bounced).await?;
            // infra/statistics counts these fields, and those of the complaint.
            tracing::info!(statistic = "bounced", day = %utc_day(self.clock.now()), "an email bounced");
        }
        if let Some(complaint) = complaint {
            self.suppress(&mail, &complaint.complained_recipients, MailState::Complained).await?;
            tracing::info!(statistic = "complained", day = %utc_day(self.clock.now()), "a recipient complained");
        }
        Ok(())
    }

    /// Suppresses further emails to these recipients, and records `state` on the users.
    async fn suppress(&self, mail: &Mail, recipients: &[Recipient], state: MailState) -> Result<(), FeedbackError> {
        let until = self.clock.now() + SUPPRESSION_PERIOD;
        for recipient in recipients {
            // SES sends an address as it was in the email, possibly with a display name.
            let text = recipient.email_address.rsplit('<').next().unwrap_or_default().trim_end_matches('>');
            if let Some(email) = EmailAddress::existing(text) {
                self.store.suppress_mailbox(&email, state, until).await?;
            }
        }
        for user in mail.users() {
            self.store.record_mail_state(user, state).await?;
        }
        Ok(())
    }

    /// Counts a bounce in the circuit breaker.
    async fn record_bounce_of(&self, mail: &str) -> Result<(), FeedbackError> {
        let now = self.clock.now();
        let (breaker, sent) = self.store.change_breaker(|breaker, sent| breaker.record_bounce(mail, sent, now)).await?;
        if breaker.is_open(now) {
            // A metric filter of the alarms matches this field.
            tracing::error!(
                breaker = "open",
                bounced = breaker.bounced(sent),
                of = CircuitBreaker::WINDOW,
                "too many emails bounce"
            );
        }
        Ok(())
    }
}

impl Mail {
    /// Reports whether the email is for a registration of infra/canary, at a mailbox of SES's simulator.
    fn is_to_canary(&self) -> bool {
        self.destination.iter().filter_map(|to| EmailAddress::existing(to)).any(|to| to.is_canary())
    }

    /// Returns the users that the email's tags name, at the address of the email.
    fn users(&self) -> impl Iterator<Item = MailedUser> {
        let corrections = self.tags.get(CORRECTIONS_TAG).and_then(|tag| tag.first()?.parse().ok()).unwrap_or(0);
        let ids = self.tags.get(USER_TAG).into_iter().flatten().filter_map(|id| id.parse().ok());
        ids.map(move |id| MailedUser { id, corrections })
    }
}
