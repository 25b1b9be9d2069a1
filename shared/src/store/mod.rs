//! The table: the only module that reads and writes it. What its items are is in [`items`]; every operation that must
//! be whole is one transaction, and every condition on time compares `expires_at` with an instant that is passed in,
//! because DynamoDB's own deletion comes hours late.

mod activate;
mod batch;
mod breaker;
#[cfg(any(feature = "mail", feature = "feedback"))]
mod change;
#[cfg(feature = "operator")]
mod import;
mod invitation;
mod items;
#[cfg(feature = "mail")]
mod mail;
#[cfg(any(feature = "mail", feature = "feedback"))]
mod mail_state;
#[cfg(feature = "operator")]
mod operator;
#[cfg(feature = "operator")]
mod passing;
mod register;
mod resend;
mod transaction;

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_dynamo::aws_sdk_dynamodb_1::from_item;

#[cfg(feature = "operator")]
pub(crate) use import::{Holders, Import};
#[cfg(feature = "operator")]
pub(crate) use items::Imported;
#[cfg(any(feature = "mail", feature = "feedback"))]
pub(crate) use items::MailState;
pub(crate) use items::{KeyItem, PkOf, SubmissionItem, UserItem, UsernameItem};
#[cfg(feature = "mail")]
pub(crate) use items::{MailboxItem, ResendItem};
#[cfg(feature = "mail")]
pub(crate) use mail::{Recipient, Resend};
pub(crate) use register::{Brought, Insertion, Refused, Replaced};

use transaction::attributes;

pub use crate::outcome::StoreError;

use crate::aws::Aws;
use crate::random::Random;
use crate::settings::{Reader, read_table};
use crate::token::TokenHash;
use crate::user::UserId;
use crate::username::Username;

type Item = HashMap<String, AttributeValue>;

/// The table.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    client: Client,
    table: String,
    random: Random,
}

/// What [`Store`] needs: `REGISTRATION_TABLE`, and `AWS_ENDPOINT_URL_DYNAMODB` where it is not AWS's.
#[derive(Debug)]
pub(crate) struct StoreSettings {
    table: String,
    aws: Aws,
}

impl StoreSettings {
    pub(crate) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let table = read_table(reader);
        let aws = Aws::read(reader, "AWS_ENDPOINT_URL_DYNAMODB");
        Some(Self { table: table?, aws: aws? })
    }
}

impl Store {
    pub(crate) fn new(settings: StoreSettings, random: Random) -> Self {
        Self { client: settings.aws.dynamodb(), table: settings.table, random }
    }

    /// The table for operators, who wait for it.
    #[cfg(feature = "operator")]
    pub(crate) fn patient(settings: StoreSettings, random: Random) -> Self {
        Self { client: settings.aws.patient_dynamodb(), table: settings.table, random }
    }

    /// The user of this id.
    pub(crate) async fn user(&self, id: UserId) -> Result<Option<UserItem>, StoreError> {
        self.get(PkOf::User(id)).await
    }

    /// What the table knows of an activation key.
    pub(crate) async fn key(&self, hash: &TokenHash) -> Result<Option<KeyItem>, StoreError> {
        self.get(PkOf::Key(hash)).await
    }

    /// Whether a submission is known by itself that has this hash and has not expired by `now`.
    pub(crate) async fn is_repetition(&self, hash: &str, now: Timestamp) -> Result<bool, StoreError> {
        let known: Option<SubmissionItem> = self.get(PkOf::Submission(hash)).await?;
        Ok(known.is_some_and(|known| known.expires_at > now.as_second()))
    }

    /// Whom the submission of this hash made, known by the name that it took or by itself, if that has not expired by `now`.
    pub(crate) async fn submitted(
        &self,
        hash: &str,
        username: Option<&Username>,
        now: Timestamp,
    ) -> Result<Option<UserId>, StoreError> {
        // Where a name has several items, the submission is in each.
        if let Some(claim) = username.and_then(|username| username.claims().pop_first()) {
            let held: Option<UsernameItem> = self.get(PkOf::Username(&claim)).await?;
            let lives = |held: &UsernameItem| held.expires_at.is_none_or(|expires_at| expires_at > now.as_second());
            let held = held.filter(|held| held.submission.as_deref() == Some(hash) && lives(held));
            return Ok(held.map(|held| held.user_id));
        }
        let known: Option<SubmissionItem> = self.get(PkOf::Submission(hash)).await?;
        Ok(known.filter(|known| known.expires_at > now.as_second()).map(|known| known.user_id))
    }

    /// Puts an item, whatever was there.
    async fn put(&self, pk: PkOf<'_>, item: impl Serialize) -> Result<(), StoreError> {
        let item = attributes(pk, item)?;
        self.client.put_item().table_name(&self.table).set_item(Some(item)).send().await?;
        Ok(())
    }

    async fn get<T: DeserializeOwned>(&self, pk: PkOf<'_>) -> Result<Option<T>, StoreError> {
        let request = self.client.get_item().table_name(&self.table).key("pk", pk.attribute()).consistent_read(true);
        Ok(request.send().await?.item.map(from_item).transpose()?)
    }
}
