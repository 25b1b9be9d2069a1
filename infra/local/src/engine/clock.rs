//! The injected clock, as the engine's clock.

use std::sync::Arc;

use domain::clock::Clock;

/// The adapter from the service's clock to the engine's.
pub(super) struct EngineClock(pub(super) Arc<dyn Clock>);

impl dynoxide::storage_backend::Clock for EngineClock {
    fn now_unix_secs(&self) -> u64 {
        u64::try_from(self.0.now().as_second()).unwrap_or(0)
    }

    fn now_unix_secs_f64(&self) -> f64 {
        self.0.now().as_duration().as_secs_f64()
    }
}
