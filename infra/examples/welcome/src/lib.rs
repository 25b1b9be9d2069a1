//! An example of a subscriber, which sends an email to each user who became active.
//!
//! Signals are delivered at least once, and each redelivery has the same `detail.id`. It is stored after the email was
//! sent, so only a crash in between sends a second email.

use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

/// The time for which a signal's `id` is kept, longer than EventBridge retries.
const KNOWN: SignedDuration = SignedDuration::from_hours(48);

/// The used fields of the event: see `infra/events/user_activated.schema.json`.
#[derive(Debug, Deserialize)]
pub struct Event {
    detail: Detail,
}

#[derive(Debug, Deserialize)]
struct Detail {
    id: String,
    user: User,
    time: Timestamp,
}

#[derive(Debug, Deserialize)]
struct User {
    username: Option<String>,
    email: String,
}

/// The settings and clients of the function.
#[derive(Debug)]
pub struct Welcome {
    /// The name of the site in the email.
    pub site_name: String,
    /// The sender of the email.
    pub mail_from: String,
    /// The table of processed signals.
    pub done_table: String,
    /// The client of SES.
    pub ses: aws_sdk_sesv2::Client,
    /// The client of DynamoDB.
    pub dynamodb: aws_sdk_dynamodb::Client,
}

/// The reason why a signal was not processed. EventBridge redelivers the signal.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WelcomeError {
    /// The table could not be read or written.
    #[error("the table of processed signals cannot be used")]
    Table(#[source] Box<aws_sdk_dynamodb::Error>),
    /// SES did not accept the email.
    #[error("the email was not sent")]
    Mail(#[source] Box<aws_sdk_sesv2::Error>),
}

/// Sends the email for a signal, unless it was sent before.
///
/// # Errors
/// A [`WelcomeError`] if the table or SES cannot be used. The same signal can be handled again.
pub async fn handle(welcome: &Welcome, event: &Event) -> Result<(), WelcomeError> {
    let Detail { id, user, time } = &event.detail;
    if welcome.is_done(id).await? {
        return Ok(());
    }
    welcome.send(user).await?;
    welcome.done(id, *time).await
}

impl Welcome {
    async fn is_done(&self, id: &str) -> Result<bool, WelcomeError> {
        let request = self.dynamodb.get_item().table_name(&self.done_table).consistent_read(true);
        let found = request.key("id", AttributeValue::S(id.to_owned())).send().await;
        Ok(found.map_err(|error| WelcomeError::Table(Box::new(error.into())))?.item.is_some())
    }

    async fn done(&self, id: &str, time: Timestamp) -> Result<(), WelcomeError> {
        let expires_at = (time + KNOWN).as_second().to_string();
        let request = self.dynamodb.put_item().table_name(&self.done_table);
        let request = request.item("id", AttributeValue::S(id.to_owned()));
        let done = request.item("expires_at", AttributeValue::N(expires_at)).send().await;
        done.map(drop).map_err(|error| WelcomeError::Table(Box::new(error.into())))
    }

    async fn send(&self, user: &User) -> Result<(), WelcomeError> {
        let failed = |error: aws_sdk_sesv2::Error| WelcomeError::Mail(Box::new(error));
        let text = |text: String| Content::builder().data(text).charset("UTF-8").build().map_err(|e| failed(e.into()));
        let name = user.username.as_deref().unwrap_or(&user.email);
        let words = format!("Hello {name},\n\nyour account at {} is active. Welcome!\n", self.site_name);
        let message = Message::builder()
            .subject(text(format!("Welcome to {}", self.site_name))?)
            .body(Body::builder().text(text(words)?).build())
            .build();
        let request = self
            .ses
            .send_email()
            .from_email_address(&self.mail_from)
            .destination(Destination::builder().to_addresses(&user.email).build())
            .content(EmailContent::builder().simple(message).build());
        request.send().await.map(drop).map_err(|error| failed(error.into()))
    }
}
