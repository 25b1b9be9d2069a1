//! Sending a mail through SES.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::error::{BuildError, DisplayErrorContext, SdkError};
use aws_sdk_sesv2::operation::send_email::SendEmailError;
use aws_sdk_sesv2::types::{Destination, MessageTag};

use super::message::Message;
use aws::Aws;
use domain::settings::{Reader, parse_line};
use domain::{EmailAddress, USER_TAG, UserId};
use table::StoreError;

/// How long SES has for an answer, and no attempt is repeated before: SES may have taken the email, and one that goes twice is
/// worse than one that is late.
const TIME_LIMIT: Duration = Duration::from_secs(15);

/// Sends mails from one sender.
#[derive(Debug)]
pub struct SesSender {
    /// `REGISTRATION_MAIL_FROM`: the sender, as `name@example.com` or `Name <name@example.com>`.
    from: String,
    /// `REGISTRATION_REPLY_TO`: where answers go, in the same form. Default: to the sender.
    reply_to: Option<String>,
    /// `REGISTRATION_CONFIGURATION_SET`: SES's configuration set, by which it tells what became of the mails.
    configuration_set: Option<String>,
    aws: Aws,
    ses: OnceLock<Client>,
    /// How many mails SES took that have not been counted yet.
    sent: AtomicU64,
}

/// Why a mail was not sent; it may be tried again.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MailError {
    /// The table could not be asked what to send.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// SES could not be reached, or did not take it now.
    #[error("SES did not take the mail")]
    Ses(#[source] Box<SdkError<SendEmailError>>),
    /// SES will never send it.
    #[error("SES refused the mail for good")]
    Rejected,
    /// Another mail to the address was written down meanwhile, which counts for its limits.
    #[error("another mail goes to the address")]
    MailboxConflict,
    /// The template and what is put into it do not fit together.
    #[error("the mail cannot be written")]
    Template(#[from] minijinja::Error),
    /// The request to SES is not complete.
    #[error("the mail cannot be put together")]
    Build(#[from] BuildError),
}

/// What SES said to a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendOutcome {
    /// It will send it.
    Accepted,
    /// It will never send it.
    Rejected,
}

impl SesSender {
    /// Reads the settings of the sender. Returns `None` if something is wrong, which `reader` then reports.
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

    /// Sends a mail; one that is to a user about the user's own account says so, for what SES tells of it later.
    ///
    /// # Errors
    /// When SES did not take the email and the same email may succeed later.
    pub async fn send(
        &self,
        to: &[EmailAddress],
        user: Option<UserId>,
        message: &Message,
    ) -> Result<SendOutcome, MailError> {
        let ses = self.ses.get_or_init(|| Client::new(&self.aws.config_within(TIME_LIMIT)));
        let tag = user.map(|user| MessageTag::builder().name(USER_TAG).value(user.to_string()).build()).transpose()?;
        let to = to.iter().map(EmailAddress::ascii).collect();
        let request = ses
            .send_email()
            .from_email_address(&self.from)
            .set_reply_to_addresses(self.reply_to.clone().map(|address| vec![address]))
            .destination(Destination::builder().set_to_addresses(Some(to)).build())
            .set_configuration_set_name(self.configuration_set.clone())
            .set_email_tags(tag.map(|tag| vec![tag]))
            .content(message.content()?);
        match request.send().await {
            Ok(_) => {
                self.sent.fetch_add(1, Ordering::Relaxed);
                Ok(SendOutcome::Accepted)
            }
            Err(error) if error.as_service_error().is_some_and(|error| self.is_final(error)) => {
                tracing::warn!(error = %DisplayErrorContext(&error), "SES refused a mail for good");
                Ok(SendOutcome::Rejected)
            }
            Err(error) => Err(MailError::Ses(Box::new(error))),
        }
    }

    /// Whether the same mail would be refused again, so that those behind it need not wait. What SES cannot read it will
    /// never read, and what it rejects it rejects for what is in it, or in the sandbox for whom it goes to. All else passes or
    /// is put right: throttling, a paused account, a sender that is not verified, which a rejection names.
    fn is_final(&self, error: &SendEmailError) -> bool {
        match error {
            SendEmailError::BadRequestException(_) => true,
            SendEmailError::MessageRejected(rejected) => {
                rejected.message().is_some_and(|message| !names(message, address_in(&self.from)))
            }
            _ => false,
        }
    }

    /// How many mails SES has taken since this was last asked.
    pub(super) fn take_count(&self) -> u64 {
        self.sent.swap(0, Ordering::Relaxed)
    }
}

/// The address in `name@example.com` or `Name <name@example.com>`.
fn address_in(from: &str) -> &str {
    from.rsplit_once('<').map_or(from, |(_, address)| address.trim_end_matches('>'))
}

/// Whether one of the identities in SES's message, `.. failed the check in region EU-WEST-1: a@b.org, A <a@b.org>`, is an address.
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
