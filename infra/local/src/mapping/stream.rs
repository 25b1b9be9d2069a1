//! The table's stream, read through the SDK.

use aws_sdk_dynamodbstreams::Client;
use aws_sdk_dynamodbstreams::types::{Record, ShardIteratorType};

use super::shards::{Position, Shard};
use crate::engine::TtlRemovals;

/// A client of a stream.
#[derive(Debug, Clone)]
pub(crate) struct Stream {
    client: Client,
    arn: String,
    removed: TtlRemovals,
}

/// The stream cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("DynamoDB Streams rejected the request")]
pub(crate) struct StreamError(#[source] Box<aws_sdk_dynamodbstreams::Error>);

impl<E: Into<aws_sdk_dynamodbstreams::Error>> From<E> for StreamError {
    fn from(error: E) -> Self {
        Self(Box::new(error.into()))
    }
}

impl StreamError {
    /// Returns whether the position lies before the shard's oldest record.
    pub(super) fn is_trimmed(&self) -> bool {
        matches!(*self.0, aws_sdk_dynamodbstreams::Error::TrimmedDataAccessException(_))
    }
}

impl Stream {
    /// Creates a client of the stream `arn`. `removed` are the table's TTL removals.
    pub(crate) fn new(client: Client, arn: String, removed: TtlRemovals) -> Self {
        Self { client, arn, removed }
    }

    pub(super) fn arn(&self) -> &str {
        &self.arn
    }

    /// Reads all shards.
    pub(super) async fn shards(&self) -> Result<Vec<Shard>, StreamError> {
        let mut shards = Vec::new();
        let mut after = None;
        loop {
            let request = self.client.describe_stream().stream_arn(&self.arn).set_exclusive_start_shard_id(after);
            let Some(page) = request.send().await?.stream_description else { return Ok(shards) };
            shards.extend(page.shards.unwrap_or_default().into_iter().filter_map(|shard| {
                Some(Shard { id: shard.shard_id?, parent: shard.parent_shard_id, position: Position::Saved })
            }));
            after = page.last_evaluated_shard_id;
            if after.is_none() {
                return Ok(shards);
            }
        }
    }

    /// Returns an iterator of `shard` after the record `after`, or from its beginning.
    pub(super) async fn iterator(&self, shard: &str, after: Option<String>) -> Result<String, StreamError> {
        let start =
            if after.is_some() { ShardIteratorType::AfterSequenceNumber } else { ShardIteratorType::TrimHorizon };
        let request = self.client.get_shard_iterator().stream_arn(&self.arn).shard_id(shard).shard_iterator_type(start);
        let output = request.set_sequence_number(after).send().await?;
        Ok(output.shard_iterator.unwrap_or_default())
    }

    /// Reads up to `limit` records, and the iterator after them if the shard is open.
    pub(super) async fn records(
        &self,
        iterator: &str,
        limit: i32,
    ) -> Result<(Vec<Record>, Option<String>), StreamError> {
        let output = self.client.get_records().shard_iterator(iterator).limit(limit).send().await?;
        let mut records = output.records.unwrap_or_default();
        for record in &mut records {
            self.removed.mark_ttl_removal(record);
        }
        Ok((records, output.next_shard_iterator))
    }
}
