//! Consumers: they poll a list or a stream, and process its records in order.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::join_all;
use tokio::time::sleep;

/// The wait of a consumer that found no records.
const IDLE: Duration = Duration::from_millis(100);
/// The wait after the first failure. It doubles up to the maximum.
const MIN_BACKOFF: Duration = Duration::from_millis(100);
const MAX_BACKOFF: Duration = Duration::from_secs(5);

/// A reader with its own position in an ordered list, at-least-once.
#[async_trait]
pub(crate) trait Consumer: Send + Sync {
    /// Returns the consumer's name in the log.
    fn name(&self) -> &str;

    /// Processes the next records, if there are any.
    async fn poll_once(&self) -> PollOutcome;
}

/// The result of one poll.
#[derive(Debug, Default)]
pub(crate) struct PollOutcome {
    /// The number of processed records.
    pub(crate) delivered: usize,
    /// The reason why no more were processed.
    pub(crate) failure: Option<Box<dyn Error + Send + Sync>>,
}

/// Polls `consumer` forever.
///
/// It may be cancelled at any point, and unacknowledged records are redelivered.
pub(crate) async fn poll(consumer: &dyn Consumer) {
    let mut backoff = MIN_BACKOFF;
    loop {
        let turn = consumer.poll_once().await;
        if turn.delivered > 0 {
            backoff = MIN_BACKOFF;
        }
        if let Some(error) = turn.failure {
            warn(consumer, &*error);
            sleep(backoff).await;
            backoff = (backoff * 2).min(MAX_BACKOFF);
        } else if turn.delivered == 0 {
            sleep(IDLE).await;
        }
    }
}

/// Polls all consumers until nothing is left, except records that one fails on.
/// Polls all consumers until nothing is left, except records that one fails on.
/// One consumer's work may create records for another. A consumer that failed on its first record is not polled again,
/// because even a failing one may write at each attempt.
pub(crate) async fn settle(consumers: &[Arc<dyn Consumer>]) {
    let mut consumers: Vec<_> = consumers.iter().collect();
    loop {
        let turns = join_all(consumers.iter().map(|consumer| consumer.poll_once())).await;
        for (consumer, turn) in consumers.iter().zip(&turns) {
            turn.failure.iter().for_each(|error| warn(&***consumer, &**error));
        }
        if turns.iter().all(|turn| turn.delivered == 0) {
            return;
        }
        let stuck = |turn: &PollOutcome| turn.failure.is_some() && turn.delivered == 0;
        consumers =
            consumers.into_iter().zip(turns).filter(|(_, turn)| !stuck(turn)).map(|(consumer, _)| consumer).collect();
    }
}

fn warn(consumer: &dyn Consumer, error: &(dyn Error + Send + Sync + 'static)) {
    let error = error as &(dyn Error + 'static);
    tracing::warn!(consumer = consumer.name(), error, "later records wait until this one is delivered");
}
