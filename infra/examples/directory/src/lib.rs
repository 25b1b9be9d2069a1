//! An example of a subscriber, which keeps a copy of the users.
//!
//! EventBridge delivers signals at least once and in any order. A write requires that `detail.sequence` is greater than
//! the stored number, so the copy ends in the last state, and a repeated or late signal changes nothing.

use std::collections::HashMap;

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

/// The time for which the number of a user who is gone is kept, longer than EventBridge retries.
const KNOWN: SignedDuration = SignedDuration::from_hours(48);

/// The used fields of the event: see `infra/events/`.
#[derive(Debug, Deserialize)]
pub struct Event {
    #[serde(rename = "detail-type")]
    detail_type: String,
    detail: Detail,
}

#[derive(Debug, Deserialize)]
struct Detail {
    sequence: u32,
    user: User,
}

#[derive(Debug, Deserialize)]
struct User {
    id: String,
    username: Option<String>,
    email: String,
    status: String,
}

/// The table with the copy, and its client.
#[derive(Debug)]
pub struct Directory {
    /// The name of the table, whose key is the string `id`.
    pub table: String,
    /// The client of DynamoDB.
    pub dynamodb: aws_sdk_dynamodb::Client,
}

/// The reason why a signal was not processed. EventBridge redelivers the signal.
#[derive(Debug, thiserror::Error)]
#[error("the table of the directory cannot be written")]
pub struct DirectoryError(#[source] Box<aws_sdk_dynamodb::Error>);

/// Stores the user of a signal, unless a later signal of the user was processed.
///
/// # Errors
/// A [`DirectoryError`] if the table cannot be written. The same signal can be handled again.
pub async fn handle(directory: &Directory, event: &Event) -> Result<(), DirectoryError> {
    let sequence = AttributeValue::N(event.detail.sequence.to_string());
    let put = directory.dynamodb.put_item().table_name(&directory.table).set_item(Some(item(event, &sequence)));
    let put = put.condition_expression("attribute_not_exists(id) OR #sequence < :sequence");
    let put = put.expression_attribute_names("#sequence", "sequence");
    match put.expression_attribute_values(":sequence", sequence).send().await {
        Err(SdkError::ServiceError(error)) if error.err().is_conditional_check_failed_exception() => Ok(()),
        Err(error) => Err(DirectoryError(Box::new(error.into()))),
        Ok(_) => Ok(()),
    }
}

/// Returns the copy of the user. Of a user who is gone only the number stays, for a while.
fn item(event: &Event, sequence: &AttributeValue) -> HashMap<String, AttributeValue> {
    let user = &event.detail.user;
    let text = |text: &str| AttributeValue::S(text.to_owned());
    let mut item = HashMap::from([("id".to_owned(), text(&user.id)), ("sequence".to_owned(), sequence.clone())]);
    if ["registration_expired", "registration_rejected"].contains(&&*event.detail_type) {
        item.insert("expires_at".to_owned(), AttributeValue::N((now() + KNOWN).as_second().to_string()));
        return item;
    }
    item.extend([("email".to_owned(), text(&user.email)), ("status".to_owned(), text(&user.status))]);
    item.extend(user.username.as_deref().map(|username| ("username".to_owned(), text(username))));
    item
}

/// Returns the time of the delivery. DynamoDB removes users hours late, so that of the signal is older.
#[expect(clippy::disallowed_methods, reason = "this example has no clock for tests")]
fn now() -> Timestamp {
    Timestamp::now()
}
