//! Lambda's event source mappings, which deliver the table's stream to functions.

mod batch;
mod record;
mod shards;
mod stream;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_dynamodbstreams::types::Record;
use tokio::sync::Mutex;

use crate::consumer::{Consumer, PollOutcome};
use crate::functions::{Function, Invoke, InvokeError};
use crate::ledger::{Ledger, LedgerError};
use shards::{Position, Shard, Shards};

pub(crate) use stream::{Stream, StreamError};

/// Delivers the stream to one function, in order and at-least-once.
///
/// Every mapping has its own position in the stream, so a failing function delays no other.
pub(crate) struct EventSourceMapping {
    function: Function,
    batch_size: i32,
    stream: Stream,
    ledger: Ledger,
    functions: Arc<dyn Invoke>,
    /// Locked for a whole poll, so that a shard's batches follow one another.
    shards: Mutex<Shards>,
}

/// The reason why a batch was not delivered, or only in part.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MappingError {
    #[error("the stream cannot be read")]
    Stream(#[from] StreamError),
    #[error("the position in the stream cannot be saved")]
    Ledger(#[from] LedgerError),
    #[error("the invocation failed")]
    Invoke(#[from] InvokeError),
    #[error("the function failed on {0} records of the batch")]
    Records(usize),
}

impl EventSourceMapping {
    /// Creates a mapping that gives `function` up to `batch_size` records at a time.
    pub(crate) fn new(
        function: Function,
        batch_size: i32,
        stream: Stream,
        ledger: Ledger,
        functions: Arc<dyn Invoke>,
    ) -> Self {
        Self { function, batch_size, stream, ledger, functions, shards: Mutex::default() }
    }

    /// Reads the next records of a shard, and the iterator after them if it is open.
    async fn read(&self, shard: &Shard) -> Result<(Vec<Record>, Option<String>), MappingError> {
        let iterator = match &shard.position {
            Position::At(iterator) => Ok(iterator.clone()),
            Position::Saved => {
                let place = self.ledger.position(self.function.name(), &shard.id).await?;
                self.stream.iterator(&shard.id, place).await
            }
            Position::End => return Ok((Vec::new(), None)),
        };
        let records = match iterator {
            Ok(iterator) => self.stream.records(&iterator, self.batch_size).await,
            Err(error) => Err(error),
        };
        match records {
            // The position is older than the stream's one day. Like Lambda, continue with the oldest record.
            Err(error) if error.is_trimmed() => {
                let oldest = self.stream.iterator(&shard.id, None).await?;
                Ok(self.stream.records(&oldest, self.batch_size).await?)
            }
            records => Ok(records?),
        }
    }

    async fn deliver(&self, shard: &mut Shard, turn: &mut PollOutcome) -> Result<(), MappingError> {
        let (records, next) = self.read(shard).await?;
        if !records.is_empty() {
            let numbers: Vec<_> = records.iter().map(record::sequence_number).map(str::to_owned).collect();
            let event = record::event(records, self.stream.arn());
            let answer = self.functions.invoke(self.function, event).await?;
            let done = batch::done(&numbers, answer).map_err(InvokeError::Json)?;
            if let Some(last) = done.checked_sub(1) {
                self.ledger.save_position(self.function.name(), &shard.id, &numbers[last]).await?;
                turn.delivered += done;
            }
            if done < numbers.len() {
                return Err(MappingError::Records(numbers.len() - done));
            }
        }
        shard.position = next.map_or(Position::End, Position::At);
        Ok(())
    }
}

#[async_trait]
impl Consumer for EventSourceMapping {
    fn name(&self) -> &str {
        self.function.name()
    }

    /// Delivers up to one batch of each shard.
    async fn poll_once(&self) -> PollOutcome {
        let mut turn = PollOutcome::default();
        let mut shards = self.shards.lock().await;
        if shards.are_stale() {
            match self.stream.shards().await {
                Ok(described) => shards.update(described),
                Err(error) => {
                    turn.failure = Some(error.into());
                    return turn;
                }
            }
        }
        for shard in shards.readable() {
            if let Err(error) = self.deliver(shard, &mut turn).await {
                // The next poll reads from the saved position.
                shard.position = Position::Saved;
                turn.failure = Some(error.into());
            }
        }
        turn
    }
}
