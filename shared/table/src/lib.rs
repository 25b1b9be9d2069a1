//! The DynamoDB table and its stream: the only crate that reads or writes them.
//!
//! [`Store`] has an operation for each thing that is done with the table, and [`stream::Change`] is what a record of the
//! stream says. The items are in `items.rs`. Every operation that must be whole is one transaction, and every condition on
//! time compares `expires_at` with an instant that is passed in, because DynamoDB's own deletion comes hours late.
//!
//! # Errors
//! Every operation returns a [`StoreError`] when the table cannot be reached; then nothing was half-written.

#![expect(clippy::missing_errors_doc, reason = "the crate's documentation says it for every operation")]

mod activate;
mod batch;
mod breaker;
mod change;
mod error;
mod import;
mod invitation;
mod items;
mod mail;
mod mail_state;
mod operator;
mod register;
mod resend;
mod retry;
mod retryable;
pub mod stream;
mod transaction;

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_dynamo::aws_sdk_dynamodb_1::from_item;

pub use import::{ConflictingOwners, ImportInsertOutcome};
pub use items::{Imported, ItemKey, KeyItem, MailState, MailboxItem, UserItem};
pub use mail::{Recipient, Resend};
pub use register::{InsertConflict, InsertContext, InsertOutcome, Replaced};

use items::{ResendItem, SubmissionItem, UsernameItem};
use transaction::attributes;

pub use activate::{ActivationState, NotActivatable};
pub use error::StoreError;

use aws::Aws;
use domain::settings::{Reader, read_table};
use domain::{Random, TokenHash, UserId, Username};

type Item = HashMap<String, AttributeValue>;

/// The table.
#[derive(Debug, Clone)]
pub struct Store {
    client: Client,
    table: String,
    random: Random,
}

/// What [`Store`] needs: `REGISTRATION_TABLE`, and `AWS_ENDPOINT_URL_DYNAMODB` where it is not AWS's.
#[derive(Debug)]
pub struct StoreSettings {
    table: String,
    aws: Aws,
}

impl StoreSettings {
    /// Reads the settings. Returns `None` if something is wrong, which `reader` then reports.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let table = read_table(reader);
        let aws = Aws::read(reader, "AWS_ENDPOINT_URL_DYNAMODB");
        Some(Self { table: table?, aws: aws? })
    }
}

impl Store {
    /// The table for functions, which people wait for.
    #[must_use]
    pub fn new(settings: StoreSettings, random: Random) -> Self {
        Self { client: client(&settings.aws.config()), table: settings.table, random }
    }

    /// The table for operators, who wait for it.
    #[must_use]
    pub fn for_operators(settings: StoreSettings, random: Random) -> Self {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(5))
            .operation_attempt_timeout(Duration::from_secs(10))
            .operation_timeout(Duration::from_secs(30));
        let config = settings.aws.config().into_builder().timeout_config(timeouts.build()).build();
        Self { client: client(&config), table: settings.table, random }
    }

    /// The user of this id.
    pub async fn user(&self, id: UserId) -> Result<Option<UserItem>, StoreError> {
        self.get(ItemKey::User(id)).await
    }

    /// What the table knows of an activation key.
    pub async fn key(&self, hash: &TokenHash) -> Result<Option<KeyItem>, StoreError> {
        self.get(ItemKey::Key(hash)).await
    }

    /// Whether a submission is known by itself that has this hash and has not expired by `now`.
    pub async fn is_repetition(&self, hash: &str, now: Timestamp) -> Result<bool, StoreError> {
        let known: Option<SubmissionItem> = self.get(ItemKey::Submission(hash)).await?;
        Ok(known.is_some_and(|known| known.expires_at > now.as_second()))
    }

    /// Whom the submission of this hash made, known by the name that it took or by itself, if that has not expired by `now`.
    pub async fn submitted(
        &self,
        hash: &str,
        username: Option<&Username>,
        now: Timestamp,
    ) -> Result<Option<UserId>, StoreError> {
        // Where a name has several items, the submission is in each.
        if let Some(claim) = username.and_then(|username| username.claims().pop_first()) {
            let held: Option<UsernameItem> = self.get(ItemKey::Username(&claim)).await?;
            let lives = |held: &UsernameItem| held.expires_at.is_none_or(|expires_at| expires_at > now.as_second());
            let held = held.filter(|held| held.submission.as_deref() == Some(hash) && lives(held));
            return Ok(held.map(|held| held.user_id));
        }
        let known: Option<SubmissionItem> = self.get(ItemKey::Submission(hash)).await?;
        Ok(known.filter(|known| known.expires_at > now.as_second()).map(|known| known.user_id))
    }

    /// Puts an item, whatever was there.
    async fn put(&self, pk: ItemKey<'_>, item: impl Serialize) -> Result<(), StoreError> {
        let item = attributes(pk, item)?;
        self.client.put_item().table_name(&self.table).set_item(Some(item)).send().await?;
        Ok(())
    }

    async fn get<T: DeserializeOwned>(&self, pk: ItemKey<'_>) -> Result<Option<T>, StoreError> {
        let request = self.client.get_item().table_name(&self.table).key("pk", pk.attribute()).consistent_read(true);
        Ok(request.send().await?.item.map(from_item).transpose()?)
    }
}

fn client(config: &SdkConfig) -> Client {
    let config = aws_sdk_dynamodb::config::Builder::from(config).retry_classifier(retry::TransactionConflictClassifier);
    Client::from_conf(config.build())
}
