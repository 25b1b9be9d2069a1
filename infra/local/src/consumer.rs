//! What follows by itself from what was written: consumers that take turns.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::join_all;
use tokio::time::sleep;

/// How long a consumer that has nothing to do waits.
const IDLE: Duration = Duration::from_millis(100);
/// How long a consumer waits after the first failure, and at most; it doubles in between.
const MIN_BACKOFF: Duration = Duration::from_millis(100);
const MAX_BACKOFF: Duration = Duration::from_secs(5);

/// Reads something in its order, from its own place in it, at least once.
#[async_trait]
pub(crate) trait Consumer: Send + Sync {
    /// What it is called in the log.
    fn name(&self) -> &str;

    /// Deals with the next of what there is, if there is any.
    async fn poll_once(&self) -> PollOutcome;
}

/// What one turn of a consumer came to.
#[derive(Debug, Default)]
pub(crate) struct PollOutcome {
    /// How many records it is done with.
    pub(crate) delivered: usize,
    /// Why it is not done with more.
    pub(crate) failure: Option<Box<dyn Error + Send + Sync>>,
}

/// Has `consumer` take turns, forever. It may be stopped at any point: what it was not seen to be done with comes again.
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

/// Has all consumers take turns until there is nothing left but what one fails on. What one does may give another
/// something to do; and even one that fails may write at each attempt, so that it is not tried again once it has failed on
/// the first record that it was given.
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
    tracing::warn!(consumer = consumer.name(), error, "records are held up until they are delivered");
}
