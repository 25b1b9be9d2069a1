//! The injected randomness: `clippy.toml` forbids asking the system anywhere else.

use std::fmt;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use ulid::Ulid;

type Fill = dyn FnMut(&mut [u8]) + Send;

/// A source of random bytes. Clones share the source.
#[derive(Clone)]
pub struct Random(Source);

#[derive(Clone)]
enum Source {
    System,
    Custom(Arc<Mutex<Box<Fill>>>),
}

impl Random {
    /// Creates the operating system's cryptographic generator.
    #[must_use]
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// Creates a source from `fill`, which overwrites its whole slice.
    #[must_use]
    pub fn from_source(fill: impl FnMut(&mut [u8]) + Send + 'static) -> Self {
        Self(Source::Custom(Arc::new(Mutex::new(Box::new(fill)))))
    }

    /// Returns `N` random bytes.
    ///
    /// # Panics
    /// Panics if the operating system has no randomness, because no safe fallback exists.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match &self.0 {
            Source::System => system(&mut bytes),
            Source::Custom(fill) => {
                (fill.lock().unwrap_or_else(std::sync::PoisonError::into_inner))(&mut bytes);
            }
        }
        bytes
    }

    /// Creates an identifier that sorts by time.
    ///
    /// It has 48 bits of milliseconds, then 80 random bits.
    #[must_use]
    pub fn ulid(&self, now: Timestamp) -> Ulid {
        let milliseconds = u64::try_from(now.as_millisecond()).unwrap_or(0);
        Ulid::from_parts(milliseconds, u128::from_be_bytes(self.bytes()))
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that asks the system")]
fn system(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the operating system gives random bytes");
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Source::System => "Random(system)",
            Source::Custom(_) => "Random(given)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ulid_has_the_given_time() {
        let now = Timestamp::from_millisecond(1_700_000_000_123).unwrap();
        let ulid = Random::from_source(|bytes| bytes.fill(0xff)).ulid(now);
        assert_eq!(ulid.timestamp_ms(), 1_700_000_000_123);
        assert_eq!(ulid.random(), (1 << 80) - 1);
    }

    #[test]
    fn random_bytes_do_not_repeat() {
        let random = Random::system();
        assert_ne!(random.bytes::<20>(), random.bytes::<20>());
    }
}
