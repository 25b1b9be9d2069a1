//! When mappings take their turns.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::sleep;

use super::{Mapping, MappingError, Turn};

/// How long a mapping that has nothing to do waits.
const IDLE: Duration = Duration::from_millis(100);
/// How long a mapping waits after the first failure, and at most; it doubles in between.
const SHORTEST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(5);

/// Has `mapping` take turns, forever. It may be stopped at any point: what the function was not seen to be done with is
/// delivered again.
pub(crate) async fn poll(mapping: &Mapping) {
    let mut backoff = SHORTEST;
    loop {
        let turn = mapping.turn().await;
        if turn.delivered > 0 {
            backoff = SHORTEST;
        }
        if let Some(error) = turn.failure {
            warn(mapping, &error);
            sleep(backoff).await;
            backoff = (backoff * 2).min(LONGEST);
        } else if turn.delivered == 0 {
            sleep(IDLE).await;
        }
    }
}

/// Has all mappings take turns until there is nothing left but what a function fails on. Functions write to the table
/// themselves, so that one mapping's last record may be another's first; and even one that fails may write at each
/// attempt, so that it is not tried again once it has failed on the first record that it was given.
pub(crate) async fn settle(mappings: &[Arc<Mapping>]) {
    let mut mappings: Vec<_> = mappings.iter().collect();
    loop {
        let turns = join_all(mappings.iter().map(|mapping| mapping.turn())).await;
        for (mapping, turn) in mappings.iter().zip(&turns) {
            turn.failure.iter().for_each(|error| warn(mapping, error));
        }
        if turns.iter().all(|turn| turn.delivered == 0) {
            return;
        }
        let stuck = |turn: &Turn| turn.failure.is_some() && turn.delivered == 0;
        mappings =
            mappings.into_iter().zip(turns).filter(|(_, turn)| !stuck(turn)).map(|(mapping, _)| mapping).collect();
    }
}

fn warn(mapping: &Mapping, error: &MappingError) {
    let error = error as &dyn Error;
    tracing::warn!(function = %mapping.function, error, "records are held up until they are delivered");
}
