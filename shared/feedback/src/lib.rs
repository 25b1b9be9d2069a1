//! What became of mails: SES tells it on EventBridge, where the stack's configuration set sends it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use domain::clock::Clock;
use domain::settings::{Environment, Reader, SettingsError};
use domain::{CircuitBreaker, EmailAddress, Random, USER_TAG, UserId};
use table::{MailState, Store, StoreError, StoreSettings};

/// Takes down what became of a mail: it was delivered; or it bounced, or was complained of, and nothing more is mailed to
/// such an address.
#[derive(Debug)]
pub struct Feedback {
    store: Store,
    clock: Arc<dyn Clock>,
}

/// What could not be taken down; it will be tried again.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct FeedbackError(#[from] StoreError);

/// How long an address is spared. Mailboxes are given up and taken again.
const SUPPRESSION_PERIOD: SignedDuration = SignedDuration::from_hours(365 * 24);

/// The `detail` of SES's events, as far as it matters here.
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
    /// The feedback of a function in Lambda.
    ///
    /// # Errors
    /// All settings that are missing or malformed.
    pub fn from_env() -> Result<Self, SettingsError> {
        Self::new(&Environment::process(), Arc::new(domain::clock::SystemClock), Random::system())
    }

    /// A feedback with these settings, this time and this randomness.
    ///
    /// # Errors
    /// All settings that are missing or malformed.
    pub fn new(environment: &Environment, clock: Arc<dyn Clock>, random: Random) -> Result<Self, SettingsError> {
        let mut reader = Reader::new(environment);
        let store = StoreSettings::read(&mut reader);
        reader.finish(|| Some(Self { store: Store::new(store?, random), clock }))
    }

    /// Takes down an event: a delivery, a bounce for good, or a complaint. Others, and what cannot be read, are passed over:
    /// no repetition would read it.
    ///
    /// # Errors
    /// When the table could not be asked. The same event may come again.
    pub async fn record(&self, event: &Value) -> Result<(), FeedbackError> {
        let Detail { mail, bounce, complaint, delivery } = match Detail::deserialize(&event["detail"]) {
            Ok(detail) => detail,
            Err(error) => {
                tracing::error!(error = error.to_string(), "an event of SES's cannot be read: passed over");
                return Ok(());
            }
        };
        if let Some(Delivery { timestamp }) = delivery {
            for id in mail.users() {
                self.store.record_delivery(id, timestamp).await?;
            }
        }
        if let Some(bounce) = bounce.filter(|bounce| bounce.bounce_type == "Permanent") {
            self.record_bounce_of(&mail.message_id).await?;
            self.suppress(&mail, &bounce.bounced_recipients, MailState::Bounced).await?;
        }
        if let Some(complaint) = complaint {
            self.suppress(&mail, &complaint.complained_recipients, MailState::Complained).await?;
        }
        Ok(())
    }

    /// Nothing more goes to these recipients.
    async fn suppress(&self, mail: &Mail, recipients: &[Recipient], state: MailState) -> Result<(), FeedbackError> {
        let until = self.clock.now() + SUPPRESSION_PERIOD;
        for recipient in recipients {
            // SES tells an address as it was in the mail, which may be with a name.
            let text = recipient.email_address.rsplit('<').next().unwrap_or_default().trim_end_matches('>');
            if let Ok(email) = EmailAddress::parse(text) {
                self.store.suppress_mailbox(&email, state, until).await?;
            }
        }
        for id in mail.users() {
            self.store.record_mail_state(id, state).await?;
        }
        Ok(())
    }

    /// Has the breaker know of a bounce.
    async fn record_bounce_of(&self, mail: &str) -> Result<(), FeedbackError> {
        let now = self.clock.now();
        let (breaker, sent) = self.store.change_breaker(|breaker, sent| breaker.record_bounce(mail, sent, now)).await?;
        if breaker.is_open(now) {
            // An alarm looks for this field.
            tracing::error!(
                breaker = "open",
                bounced = breaker.bounced(sent),
                of = CircuitBreaker::WINDOW,
                "too many mails bounce"
            );
        }
        Ok(())
    }
}

impl Mail {
    /// The users whom it was to, as its tags say.
    fn users(&self) -> impl Iterator<Item = UserId> {
        self.tags.get(USER_TAG).into_iter().flatten().filter_map(|id| id.parse().ok())
    }
}
