//! The emails and events sent so far, the lines of the functions' log, and the position of each consumer.
//!
//! They are in a table alongside the functions' own, so that a process that ends at any moment loses neither.

mod ulid_sequence;

use std::collections::HashMap;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, DeleteRequest, WriteRequest};
use domain::Random;
use domain::clock::Clock;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use ulid::Ulid;

use ulid_sequence::UlidSequence;

type Item = HashMap<String, AttributeValue>;

/// The maximum number of requests in a `BatchWriteItem`.
const BATCH: usize = 25;

/// A list of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    /// The emails that SES accepted.
    Mail,
    /// The entries that EventBridge accepted.
    Event,
    /// The lines that the functions logged.
    Log,
}

impl List {
    /// Returns the list's name in the table.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Event => "event",
            Self::Log => "log",
        }
    }
}

/// A client of the ledger. Clones share the sequence of identifiers.
#[derive(Debug, Clone)]
pub(crate) struct Ledger {
    client: Client,
    table: String,
    order: Arc<UlidSequence>,
}

/// The ledger cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LedgerError {
    #[error("the ledger's table cannot be used")]
    Table(#[source] Box<aws_sdk_dynamodb::Error>),
    #[error("an entry of the ledger is malformed")]
    Entry(#[from] serde_json::Error),
}

/// Converts an error for `map_err`: the SDK has an error type for each operation.
fn table_error(error: impl Into<aws_sdk_dynamodb::Error>) -> LedgerError {
    LedgerError::Table(Box::new(error.into()))
}

impl Ledger {
    /// Opens the ledger in `table`.
    pub(crate) async fn open(
        client: Client,
        table: String,
        clock: Arc<dyn Clock>,
        random: Random,
    ) -> Result<Self, LedgerError> {
        let mut last = Ulid::nil();
        for list in [List::Mail, List::Event, List::Log] {
            last = last.max(newest(&client, &table, list).await?);
        }
        Ok(Self { client, table, order: Arc::new(UlidSequence::after(last, clock, random)) })
    }

    /// Returns the identifier of the next entry.
    pub(crate) fn next_id(&self) -> Ulid {
        self.order.next()
    }

    /// Adds `entry` to `list`. It is on disk when this returns.
    pub(crate) async fn add(&self, list: List, id: Ulid, entry: &impl Serialize) -> Result<(), LedgerError> {
        let entry = serde_json::to_string(entry)?;
        self.put(key(list.key(), &id.to_string()), "entry", entry).await
    }

    /// Reads the entries of `list`, oldest first.
    pub(crate) async fn entries<T: DeserializeOwned>(&self, list: List) -> Result<Vec<T>, LedgerError> {
        self.entries_since(list, Timestamp::UNIX_EPOCH).await
    }

    /// Reads the entries of `list` that were added at `time` or later, oldest first.
    pub(crate) async fn entries_since<T: DeserializeOwned>(
        &self,
        list: List,
        time: Timestamp,
    ) -> Result<Vec<T>, LedgerError> {
        let first = Ulid::from_parts(u64::try_from(time.as_millisecond()).unwrap_or_default(), 0);
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :list AND sk >= :first")
            .expression_attribute_values(":list", AttributeValue::S(list.key().to_owned()))
            .expression_attribute_values(":first", AttributeValue::S(first.to_string()))
            .consistent_read(true);
        let items = query.into_paginator().items().send().collect::<Result<Vec<_>, _>>().await.map_err(table_error)?;
        items.iter().map(|item| Ok(serde_json::from_str(text(item, "entry").unwrap_or("null"))?)).collect()
    }

    /// Reads up to `most` entries of `list` after `place`, oldest first.
    pub(crate) async fn entries_after<T: DeserializeOwned>(
        &self,
        list: List,
        place: &str,
        most: i32,
    ) -> Result<Vec<(String, T)>, LedgerError> {
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :list AND sk > :place")
            .expression_attribute_values(":list", AttributeValue::S(list.key().to_owned()))
            .expression_attribute_values(":place", AttributeValue::S(place.to_owned()))
            .consistent_read(true)
            .limit(most);
        let items = query.send().await.map_err(table_error)?.items.unwrap_or_default();
        let entry = |item: &Item| {
            let (id, entry) = (text(item, "sk").unwrap_or_default(), text(item, "entry").unwrap_or("null"));
            Ok((id.to_owned(), serde_json::from_str(entry)?))
        };
        items.iter().map(entry).collect()
    }

    /// Returns the identifier of the newest entry of `list`, or nil if there is none.
    pub(crate) async fn newest(&self, list: List) -> Result<Ulid, LedgerError> {
        newest(&self.client, &self.table, list).await
    }

    /// Deletes the entries of `list`.
    pub(crate) async fn clear(&self, list: List) -> Result<(), LedgerError> {
        let mut removals: Vec<_> = self
            .items(list)
            .await?
            .iter()
            .filter_map(|item| DeleteRequest::builder().set_key(Some(key(list.key(), text(item, "sk")?))).build().ok())
            .map(|removal| WriteRequest::builder().delete_request(removal).build())
            .collect();
        while !removals.is_empty() {
            let batch = removals.split_off(removals.len().saturating_sub(BATCH));
            let output = self.client.batch_write_item().request_items(&self.table, batch).send().await;
            let left = output.map_err(table_error)?.unprocessed_items.unwrap_or_default();
            removals.extend(left.into_values().flatten());
        }
        Ok(())
    }

    /// Returns the position of `consumer` in `of`, a shard or a list.
    pub(crate) async fn position(&self, consumer: &str, of: &str) -> Result<Option<String>, LedgerError> {
        let request = self.client.get_item().table_name(&self.table).set_key(Some(place(consumer, of)));
        let item = request.consistent_read(true).send().await.map_err(table_error)?.item;
        Ok(item.as_ref().and_then(|item| text(item, "sequence_number")).map(str::to_owned))
    }

    /// Saves the position of `consumer` in `of`.
    pub(crate) async fn save_position(&self, consumer: &str, of: &str, number: &str) -> Result<(), LedgerError> {
        self.put(place(consumer, of), "sequence_number", number.to_owned()).await
    }

    /// Returns the key of codes that was stored at the first start, or stores this one.
    pub(crate) async fn code_secret(&self, new: &str) -> Result<String, LedgerError> {
        let secret = || key("secret", "codes");
        let request = self.client.get_item().table_name(&self.table).set_key(Some(secret()));
        let item = request.consistent_read(true).send().await.map_err(table_error)?.item;
        if let Some(stored) = item.as_ref().and_then(|item| text(item, "value")) {
            return Ok(stored.to_owned());
        }
        self.put(secret(), "value", new.to_owned()).await?;
        Ok(new.to_owned())
    }

    async fn put(&self, key: Item, attribute: &str, value: String) -> Result<(), LedgerError> {
        let request = self.client.put_item().table_name(&self.table).set_item(Some(key));
        request.item(attribute, AttributeValue::S(value)).send().await.map_err(table_error)?;
        Ok(())
    }

    async fn items(&self, list: List) -> Result<Vec<Item>, LedgerError> {
        let query = entries_of(&self.client, &self.table, list);
        query.into_paginator().items().send().collect::<Result<_, _>>().await.map_err(table_error)
    }
}

async fn newest(client: &Client, table: &str, list: List) -> Result<Ulid, LedgerError> {
    let newest = entries_of(client, table, list).scan_index_forward(false).limit(1).send().await;
    let newest = newest.map_err(table_error)?.items.unwrap_or_default();
    let id = newest.first().and_then(|item| text(item, "sk")).and_then(|id| Ulid::from_string(id).ok());
    Ok(id.unwrap_or_default())
}

fn entries_of(client: &Client, table: &str, list: List) -> QueryFluentBuilder {
    client
        .query()
        .table_name(table)
        .key_condition_expression("pk = :list")
        .expression_attribute_values(":list", AttributeValue::S(list.key().to_owned()))
        .consistent_read(true)
}

fn key(pk: &str, sk: &str) -> Item {
    [("pk", pk), ("sk", sk)].map(|(name, value)| (name.to_owned(), AttributeValue::S(value.to_owned()))).into()
}

fn place(consumer: &str, of: &str) -> Item {
    key(&format!("place#{consumer}"), of)
}

fn text<'a>(item: &'a Item, attribute: &str) -> Option<&'a str> {
    item.get(attribute)?.as_s().ok().map(String::as_str)
}
