//! The DynamoDB table and its stream: the only crate that reads or writes them.
//!
//! [`Store`] has one method for each operation on the table, and [`stream::Change`] is the meaning of a record of the
//! stream. The items are in `items.rs`. Every operation that must be atomic is one transaction. Every condition on
//! time compares `expires_at` with an instant that is passed in, because DynamoDB deletes expired items hours late.
//!
//! The rules of registration are not here: `registration` decides, and this crate writes.
//!
//! # Errors
//! Every operation returns a [`StoreError`] when the table cannot be reached. Nothing was written then.

#![expect(clippy::missing_errors_doc, reason = "the crate's documentation says it for every operation")]

mod act_record;
mod activate;
mod activation_code;
mod approval;
mod batch;
mod breaker;
mod condition;
mod correct;
mod erase;
mod error;
mod facts;
mod find;
mod import;
mod invitation;
mod invitations;
mod items;
mod limits;
mod listing;
mod mail;
mod mail_state;
mod register;
mod resend;
mod retry;
mod sign_in;
pub mod stream;
mod transaction;
mod update;
mod waitlist;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::scan::builders::ScanFluentBuilder;
use aws_sdk_dynamodb::types::AttributeValue;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_dynamo::aws_sdk_dynamodb_1::from_item;

pub use activation_code::CodeState;
pub use find::{UserContext, UserFilter};
pub use import::{ConflictingOwners, ImportInsertOutcome};
pub use items::{
    CodeItem, DecisionItem, Imported, InvitedState, ItemKey, KeyItem, MailState, MailboxItem, SignInItem, UserItem,
    WaitingItem,
};
pub use limits::MAILS;
pub use listing::ItemList;
pub use mail::{Recipient, Resend};
pub use mail_state::MailedUser;
pub use register::{HeldByOthers, InsertConflict, InsertContext, InsertOutcome};
pub use waitlist::{WaitingContext, WaitingCursor, WaitingPage};

use items::{PasswordItem, ResendItem, SubmissionItem, UsernameItem};
use transaction::attributes;

pub use activate::{ActivationState, NotActivatable};
pub use error::StoreError;

use aws::Aws;
use domain::settings::{Reader, read_table};
use domain::{PasswordHash, Random, TokenHash, UserId, Username};

type Item = HashMap<String, AttributeValue>;

/// A client of the table. Clones share one connection pool.
#[derive(Debug, Clone)]
pub struct Store {
    client: LazyClient,
    table: String,
    random: Random,
}

/// The client is created on first use, because an answer such as the form needs none.
type LazyClient = Arc<LazyLock<Client, Box<dyn FnOnce() -> Client + Send>>>;

/// The settings of [`Store`].
///
/// They are `REGISTRATION_TABLE`, and optionally `AWS_ENDPOINT_URL_DYNAMODB`.
#[derive(Debug)]
pub struct StoreSettings {
    table: String,
    aws: Aws,
}

impl StoreSettings {
    /// Reads the settings.
    ///
    /// Returns `None` if one is invalid, which `reader` then reports.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let table = read_table(reader);
        let aws = Aws::read(reader, "AWS_ENDPOINT_URL_DYNAMODB");
        Some(Self { table: table?, aws: aws? })
    }
}

/// The maximum number of items that one request of a scan reads.
///
/// A request to DynamoDB ends after 1 MB, with about as many items. Without it the engine of `local` reads all that is
/// left.
const SCAN_LIMIT: i32 = 5000;

impl Store {
    /// Returns the name of the table.
    #[must_use]
    pub fn table(&self) -> &str {
        &self.table
    }

    /// Creates a client with the short timeouts of a function that a user waits for.
    #[must_use]
    pub fn new(settings: StoreSettings, random: Random) -> Self {
        let StoreSettings { table, aws } = settings;
        Self { client: lazy(move || aws.config()), table, random }
    }

    /// Creates a client with longer timeouts, for the operator's command.
    #[must_use]
    pub fn for_operators(settings: StoreSettings, random: Random) -> Self {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(5))
            .operation_attempt_timeout(Duration::from_secs(10))
            .operation_timeout(Duration::from_secs(30));
        let StoreSettings { table, aws } = settings;
        let config = move || aws.config().into_builder().timeout_config(timeouts.build()).build();
        Self { client: lazy(config), table, random }
    }

    /// Begins a scan of the table.
    fn scan(&self) -> ScanFluentBuilder {
        self.client.scan().table_name(&self.table).limit(SCAN_LIMIT)
    }

    /// Reads the user with this identifier.
    pub async fn user(&self, id: UserId) -> Result<Option<UserItem>, StoreError> {
        self.get(ItemKey::User(id)).await
    }

    /// Reads the user with this identifier, and the hash of the password, if there is one.
    pub async fn user_with_password(&self, id: UserId) -> Result<Option<(UserItem, Option<PasswordHash>)>, StoreError> {
        let pks = [ItemKey::User(id), ItemKey::Password(id)];
        let mut found = self.batch_get(&pks).await?;
        let password: Option<PasswordItem> = found.take(pks[1])?;
        Ok(found.take::<UserItem>(pks[0])?.map(|user| (user, password.map(|password| password.password_hash))))
    }

    /// Stores the secret of another handle of a registration.
    ///
    /// A registration keeps the last few: with too many, the new one replaces all.
    pub async fn add_handle(&self, item: &UserItem, secret: &TokenHash) -> Result<(), StoreError> {
        let secret = AttributeValue::Ss(vec![secret.as_str().to_owned()]);
        let full = item.handles.len() >= UserItem::MAX_HANDLES;
        let change = if full { "SET handles = :value" } else { "ADD handles :value" };
        self.change(ItemKey::User(item.user.id), change, secret).await.map(drop)
    }

    /// Counts a wrong password in a repetition of the user's submission.
    pub async fn count_wrong_password(&self, id: UserId) -> Result<(), StoreError> {
        let one = AttributeValue::N("1".to_owned());
        self.change(ItemKey::User(id), "ADD wrong_passwords :value", one).await.map(drop)
    }

    /// Reads the item of an activation key, and the user of a handle that came with it, if any.
    pub async fn key_and_user(
        &self,
        hash: &TokenHash,
        id: Option<UserId>,
    ) -> Result<(Option<KeyItem>, Option<UserItem>), StoreError> {
        let Some(id) = id else { return Ok((self.key(hash).await?, None)) };
        let pks = [ItemKey::Key(hash), ItemKey::User(id)];
        let mut found = self.batch_get(&pks).await?;
        Ok((found.take(pks[0])?, found.take(pks[1])?))
    }

    /// Reads the item of an activation key.
    pub async fn key(&self, hash: &TokenHash) -> Result<Option<KeyItem>, StoreError> {
        self.get(ItemKey::Key(hash)).await
    }

    /// Returns whether a valid item of its own stores the submission with this hash.
    pub async fn is_repetition(&self, hash: &str, now: Timestamp) -> Result<bool, StoreError> {
        let known: Option<SubmissionItem> = self.get(ItemKey::Submission(hash)).await?;
        Ok(known.is_some_and(|known| known.expires_at > now.as_second()))
    }

    /// Returns the user that the submission with this hash created.
    ///
    /// Returns `None` if it has expired by `now`.
    ///
    /// The submission is looked up in the item of the name. Without a name it has its own item.
    pub async fn submitted(
        &self,
        hash: &str,
        username: Option<&Username>,
        now: Timestamp,
    ) -> Result<Option<UserId>, StoreError> {
        // A name with several items has the submission in each.
        if let Some(claim) = username.and_then(|username| username.claims().pop_first()) {
            let held: Option<UsernameItem> = self.get(ItemKey::Username(&claim)).await?;
            let lives = |held: &UsernameItem| held.expires_at.is_none_or(|expires_at| expires_at > now.as_second());
            let held = held.filter(|held| held.submission.as_deref() == Some(hash) && lives(held));
            return Ok(held.map(|held| held.user_id));
        }
        let known: Option<SubmissionItem> = self.get(ItemKey::Submission(hash)).await?;
        Ok(known.filter(|known| known.expires_at > now.as_second()).map(|known| known.user_id))
    }

    /// Writes an item over an existing one.
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

fn lazy(config: impl FnOnce() -> SdkConfig + Send + 'static) -> LazyClient {
    Arc::new(LazyLock::new(Box::new(move || {
        let config = aws_sdk_dynamodb::config::Builder::from(&config());
        Client::from_conf(config.retry_classifier(retry::TransactionConflictClassifier).build())
    })))
}
