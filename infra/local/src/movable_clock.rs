//! A clock that runs, and that can be moved forward.

use std::sync::{Arc, Mutex, PoisonError};

use domain::clock::Clock;
use jiff::{SignedDuration, Timestamp};

/// Another clock, ahead of it by all moves so far.
#[derive(Debug)]
pub(crate) struct MovableClock {
    clock: Arc<dyn Clock>,
    ahead: Mutex<SignedDuration>,
}

impl MovableClock {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, ahead: Mutex::default() }
    }

    /// Moves it forward.
    pub(crate) fn advance(&self, seconds: u32) {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        *ahead = ahead.saturating_add(SignedDuration::from_secs(i64::from(seconds)));
    }
}

impl Clock for MovableClock {
    fn now(&self) -> Timestamp {
        let ahead = *self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        self.clock.now().saturating_add(ahead).unwrap_or(Timestamp::MAX)
    }
}
