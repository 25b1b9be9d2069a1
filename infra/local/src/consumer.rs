//! Consumers: they poll a list or a stream, and process its records in order.

use std::error::Error;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::join_all;
use tokio::sync::watch;
use tokio::time::sleep;

/// The wait of a consumer that found no records. It doubles up to the maximum, until there is activity.
const IDLE: RangeInclusive<Duration> = Duration::from_millis(100)..=Duration::from_secs(1);
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

/// Polls `consumer` forever: immediately after each `activity`, otherwise more and more rarely.
///
/// It may be cancelled at any point, and unacknowledged records are redelivered.
pub(crate) async fn poll(consumer: &dyn Consumer, activity: watch::Receiver<()>) {
    poll_with(consumer, activity, IDLE).await;
}

async fn poll_with(consumer: &dyn Consumer, mut activity: watch::Receiver<()>, waits: RangeInclusive<Duration>) {
    let (mut idle, mut backoff) = (*waits.start(), MIN_BACKOFF);
    loop {
        let turn = consumer.poll_once().await;
        if turn.delivered > 0 {
            (idle, backoff) = (*waits.start(), MIN_BACKOFF);
        }
        if let Some(error) = turn.failure {
            warn(consumer, &*error);
            sleep(backoff).await;
            backoff = (backoff * 2).min(MAX_BACKOFF);
        } else if turn.delivered == 0 {
            // Other programs write to the table without activity here.
            tokio::select! {
                () = sleep(idle) => idle = idle.saturating_mul(2).min(*waits.end()),
                Ok(()) = activity.changed() => idle = *waits.start(),
            }
        }
    }
}

/// Polls all consumers until nothing is left, except records that one fails on.
///
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

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc;

    use super::*;

    struct Empty {
        polls: mpsc::UnboundedSender<()>,
    }

    #[async_trait]
    impl Consumer for Empty {
        fn name(&self) -> &'static str {
            "empty"
        }

        async fn poll_once(&self) -> PollOutcome {
            self.polls.send(()).unwrap();
            PollOutcome::default()
        }
    }

    #[tokio::test]
    async fn activity_ends_the_wait() {
        let (activity, changes) = watch::channel(());
        let (polls, mut polled) = mpsc::unbounded_channel();
        let ever = Duration::MAX..=Duration::MAX;
        let polling = tokio::spawn(async move { poll_with(&Empty { polls }, changes, ever).await });
        polled.recv().await.unwrap();
        activity.send_replace(());
        polled.recv().await.unwrap();
        polling.abort();
    }
}
