//! Our time, as the engine asks for it.

use std::sync::Arc;

use domain::clock::Clock;

/// The engine's clock, told by ours.
pub(super) struct EngineClock(pub(super) Arc<dyn Clock>);

impl dynoxide::storage_backend::Clock for EngineClock {
    fn now_unix_secs(&self) -> u64 {
        u64::try_from(self.0.now().as_second()).unwrap_or(0)
    }

    fn now_unix_secs_f64(&self) -> f64 {
        self.0.now().as_duration().as_secs_f64()
    }
}
