//! Strictly increasing identifiers.

use std::sync::{Arc, Mutex, PoisonError};

use domain::Random;
use domain::clock::Clock;
use ulid::Ulid;

/// A generator of ULIDs, each greater than the one before.
///
/// The order holds within a millisecond, and on a clock that stands still.
#[derive(Debug)]
pub(super) struct UlidSequence {
    clock: Arc<dyn Clock>,
    random: Random,
    last: Mutex<Ulid>,
}

impl UlidSequence {
    /// Creates a generator that continues after `last`.
    pub(super) fn after(last: Ulid, clock: Arc<dyn Clock>, random: Random) -> Self {
        Self { clock, random, last: Mutex::new(last) }
    }

    pub(super) fn next(&self) -> Ulid {
        let fresh = self.random.ulid(self.clock.now());
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = if fresh > *last { fresh } else { last.increment().unwrap_or(fresh) };
        *last
    }
}

#[cfg(test)]
mod tests {
    use domain::clock::ManualClock;
    use jiff::{SignedDuration, Timestamp};

    use super::*;

    #[test]
    fn identifiers_ascend_even_when_clock_goes_back() {
        let clock = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1)));
        let last = Ulid::from_parts(3_600_000, u128::MAX >> 50);
        let order = UlidSequence::after(last, Arc::clone(&clock) as Arc<dyn Clock>, Random::system());
        let mut ids = vec![last];
        ids.extend((0..50).map(|_| order.next()));
        clock.advance(SignedDuration::from_secs(-60));
        ids.extend((0..50).map(|_| order.next()));
        assert!(ids.is_sorted_by(|a, b| a < b));
    }
}
