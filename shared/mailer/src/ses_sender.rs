//! The sending of an email through SES.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::error::BuildError;
use aws_sdk_sesv2::operation::send_email::SendEmailError;
use aws_sdk_sesv2::types::{Destination, MessageTag};

use super::message::Message;
use aws::{Aws, AwsError};
use domain::settings::{Reader, parse_line};
use domain::{CORRECTIONS_TAG, EmailAddress, USER_TAG, log};
use table::{MailedUser, Store, StoreError};

/// The timeout of SES, with a single attempt.
///
/// SES may have accepted the email before a timeout, and a duplicate is worse than a delay.
const TIME_LIMIT: Duration = Duration::from_secs(15);

/// Sends emails from one sender.
#[derive(Debug)]
pub struct SesSender {
    /// `REGISTRATION_MAIL_FROM`: the sender, such as `Name <name@example.com>`.
    from: String,
    /// `REGISTRATION_REPLY_TO`: the address for replies. Default: the sender.
    reply_to: Option<String>,
    /// `REGISTRATION_CONFIGURATION_SET`: the SES configuration set that sends events.
    configuration_set: Option<String>,
    aws: Aws,
    ses: OnceLock<Client>,
    /// The number of accepted emails that were not counted yet.
    sent: AtomicU64,
}

/// The reason why an email was not sent. It may be retried.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MailError {
    /// The table could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// SES did not answer, or rejected the email temporarily.
    #[error("SES did not accept the email")]
    Ses(#[source] AwsError),
    /// SES does not say how many emails the account may send.
    #[error("SES does not say how many emails the account may send: permit ses:GetAccount, or add --rate N")]
    Account(#[source] AwsError),
    /// The account has sent as many emails as it may in 24 hours.
    #[error("the account may send no more emails in these 24 hours: go on later, or raise the quota of SES")]
    Quota,
    /// SES rejected the email permanently.
    #[error("SES rejected the email permanently")]
    Rejected,
    /// The mailbox bounced or complained.
    #[error("the mailbox gets no emails, after a bounce or a complaint: see `registration mailbox release`")]
    Suppressed,
    /// A concurrent email to the address changed the counts of its limits.
    #[error("another email to the address was counted at the same time")]
    MailboxConflict,
    /// A template uses an unknown value.
    #[error("the email cannot be rendered")]
    Template(#[from] minijinja::Error),
    /// The request to SES is incomplete.
    #[error("the request to SES cannot be built")]
    Build(#[from] BuildError),
}

/// The answer of SES to an email.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendOutcome {
    /// SES will send the email.
    Accepted,
    /// SES rejected the email permanently.
    Rejected,
}

impl SesSender {
    /// Reads the settings of the sender.
    ///
    /// Returns `None` if one is invalid, which `reader` then reports.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let from = reader.required("REGISTRATION_MAIL_FROM", "the sender, such as Name <name@example.com>", parse_from);
        let reply_to = match reader.optional("REGISTRATION_REPLY_TO") {
            Some(_) => reader.or("REGISTRATION_REPLY_TO", "", parse_from).map(Some),
            None => Some(None),
        };
        let configuration_set = reader.optional("REGISTRATION_CONFIGURATION_SET").map(str::to_owned);
        let aws = Aws::read(reader, "AWS_ENDPOINT_URL_SESV2");
        let (ses, sent) = (OnceLock::new(), AtomicU64::new(0));
        Some(Self { from: from?, reply_to: reply_to?, configuration_set, aws: aws?, ses, sent })
    }

    /// Sends an email. With `user`, SES's events about the email name that user at this address.
    ///
    /// # Errors
    /// A [`MailError`] if the email was not sent, and a retry may succeed.
    pub async fn send(
        &self,
        to: &[EmailAddress],
        user: Option<MailedUser>,
        message: &Message,
    ) -> Result<SendOutcome, MailError> {
        let ses = self.ses.get_or_init(|| Client::new(&self.aws.config_within(TIME_LIMIT)));
        let tags = user.map(tags).transpose()?;
        let to = to.iter().map(EmailAddress::ascii).collect();
        let request = ses
            .send_email()
            .from_email_address(&self.from)
            .set_reply_to_addresses(self.reply_to.clone().map(|address| vec![address]))
            .destination(Destination::builder().set_to_addresses(Some(to)).build())
            .set_configuration_set_name(self.configuration_set.clone())
            .set_email_tags(tags)
            .content(message.content()?);
        match request.send().await {
            Ok(_) => {
                self.sent.fetch_add(1, Ordering::Relaxed);
                Ok(SendOutcome::Accepted)
            }
            Err(error) if error.as_service_error().is_some_and(|error| self.is_final(error)) => {
                let id = user.map(|user| user.id.to_string());
                tracing::warn!(id, error = AwsError::from(error).to_string(), "SES rejected an email permanently");
                Ok(SendOutcome::Rejected)
            }
            Err(error) => Err(MailError::Ses(error.into())),
        }
    }

    /// Returns the number of emails that the account may send in a second.
    ///
    /// # Errors
    /// A [`MailError`] if SES does not say it, or if today's quota is used up.
    pub async fn rate(&self) -> Result<f64, MailError> {
        let ses = self.ses.get_or_init(|| Client::new(&self.aws.config_within(TIME_LIMIT)));
        let account = ses.get_account().send().await.map_err(|error| MailError::Account(error.into()))?;
        // An answer without a quota has no limit to respect, apart from that of new accounts.
        let Some(quota) = account.send_quota() else { return Ok(1.0) };
        let is_used_up = quota.max24_hour_send() >= 0.0 && quota.sent_last24_hours() >= quota.max24_hour_send();
        if is_used_up { Err(MailError::Quota) } else { Ok(quota.max_send_rate()) }
    }

    /// Returns whether a retry would fail, too, so that later emails need not wait.
    ///
    /// SES rejects a malformed request permanently, and an email for its content or, in the sandbox, for its recipient.
    /// All other errors are temporary or get fixed: throttling, a paused account, or an unverified sender, which the
    /// message names.
    fn is_final(&self, error: &SendEmailError) -> bool {
        match error {
            SendEmailError::BadRequestException(_) => true,
            SendEmailError::MessageRejected(rejected) => {
                rejected.message().is_some_and(|message| !names(message, address_in(&self.from)))
            }
            _ => false,
        }
    }

    /// Adds the emails that SES accepted since the last call to the count that the bounce rate is measured against.
    ///
    /// A failure is only logged. A count that is too low makes the bounce rate look higher.
    pub async fn count(&self, store: &Store) {
        let sent = self.sent.swap(0, Ordering::Relaxed);
        if sent > 0
            && let Err(error) = store.count_mails(sent).await
        {
            let error = log::describe(&error);
            tracing::warn!(sent, error, "sent emails were not counted");
        }
    }
}

/// Returns the tags of an email to a user, which SES's events repeat.
fn tags(user: MailedUser) -> Result<Vec<MessageTag>, BuildError> {
    let tag = |name, value: String| MessageTag::builder().name(name).value(value).build();
    Ok(vec![tag(USER_TAG, user.id.to_string())?, tag(CORRECTIONS_TAG, user.corrections.to_string())?])
}

/// Returns the address in `name@example.com` or `Name <name@example.com>`.
fn address_in(from: &str) -> &str {
    from.rsplit_once('<').map_or(from, |(_, address)| address.trim_end_matches('>'))
}

/// Returns whether SES's message names an address as unverified.
///
/// The message is like `.. failed the check in region EU-WEST-1: a@b.org, A <a@b.org>`.
fn names(message: &str, address: &str) -> bool {
    message.split([' ', ',', '<', '>']).any(|word| word == address)
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
