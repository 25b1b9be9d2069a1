//! The results of sent emails: deliveries, and the reasons to send no more.

use aws_sdk_dynamodb::types::AttributeValue;
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;

use super::act_record::{RECORD, recording};
use super::condition::if_condition_held;
use super::{ItemKey, MailState, MailboxItem, Store, StoreError, UserItem};
use domain::{EmailAddress, OperatorAct, UserId};

/// A user at the address to which an email was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailedUser {
    /// The user.
    pub id: UserId,
    /// The number of corrections that led to the address.
    pub corrections: u8,
}

impl From<&UserItem> for MailedUser {
    fn from(item: &UserItem) -> Self {
        Self { id: item.user.id, corrections: item.corrections }
    }
}

impl Store {
    /// Records the reason why no email can be sent to a user, if the address was not corrected since.
    pub async fn record_mail_state(&self, user: MailedUser, state: MailState) -> Result<(), StoreError> {
        self.record(user, "mail_state", to_attribute_value(state)?).await
    }

    /// Records that an email was delivered to the user's mailbox, if the address was not corrected since.
    pub async fn record_delivery(&self, user: MailedUser, at: jiff::Timestamp) -> Result<(), StoreError> {
        self.record(user, "delivered_at", to_attribute_value(at)?).await
    }

    async fn record(&self, user: MailedUser, attribute: &str, value: AttributeValue) -> Result<(), StoreError> {
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", ItemKey::User(user.id).attribute())
            .update_expression(format!("SET {attribute} = :value"))
            .expression_attribute_values(":value", value);
        let request = match user.corrections {
            0 => request.condition_expression("attribute_exists(pk) AND attribute_not_exists(corrections)"),
            corrections => request
                .condition_expression("corrections = :corrections")
                .expression_attribute_values(":corrections", AttributeValue::N(corrections.to_string())),
        };
        if_condition_held(request.send().await).map(drop)
    }

    /// Suppresses all emails to the mailbox of an address until the given time.
    pub async fn suppress_mailbox(
        &self,
        email: &EmailAddress,
        state: MailState,
        until: jiff::Timestamp,
    ) -> Result<(), StoreError> {
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", ItemKey::Mailbox(&email.mailbox()).attribute())
            .update_expression("SET #state = :state, expires_at = :until ADD version :one")
            .expression_attribute_names("#state", "state")
            .expression_attribute_values(":one", AttributeValue::N("1".to_owned()))
            .expression_attribute_values(":state", to_attribute_value(state)?)
            .expression_attribute_values(":until", AttributeValue::N(until.as_second().to_string()));
        request.send().await?;
        Ok(())
    }

    /// Reads the history of emails to the mailbox of an address.
    pub async fn mailbox(&self, email: &EmailAddress) -> Result<Option<MailboxItem>, StoreError> {
        self.get(ItemKey::Mailbox(&email.mailbox())).await
    }

    /// Allows emails to the mailbox of an address again. Returns `false` if it was not suppressed.
    pub async fn release_mailbox(&self, email: &EmailAddress, act: &OperatorAct) -> Result<bool, StoreError> {
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", ItemKey::Mailbox(&email.mailbox()).attribute())
            .update_expression(format!("SET {RECORD} REMOVE #state ADD version :one"))
            .condition_expression("attribute_exists(#state)")
            .expression_attribute_names("#state", "state")
            .expression_attribute_values(":one", AttributeValue::N("1".to_owned()));
        Ok(if_condition_held(recording(request, act)?.send().await)?.is_some())
    }
}
