//! Waiting before another attempt, where the SDK does not: it never repeats a cancelled transaction by itself.

use std::time::Duration;

use crate::random::Random;

/// Exponential backoff with full jitter: some of 25 ms, 50 ms, 100 ms, ... at most six times, together under 1.6 s.
#[derive(Debug, Default)]
pub(crate) struct Backoff(u32);

impl Backoff {
    const LONGEST: u32 = 6;

    /// Waits and says `true`, or says at once that it has been enough.
    pub(crate) async fn wait(&mut self, random: &Random) -> bool {
        if self.0 == Self::LONGEST {
            return false;
        }
        let longest = 25 << self.0;
        self.0 += 1;
        let [a, b] = random.bytes();
        let milliseconds = u64::from(u16::from_be_bytes([a, b])) % longest;
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        true
    }
}
