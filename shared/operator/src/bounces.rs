//! Looking at the bounces, and closing the breaker by hand.

use jiff::Timestamp;
use serde::Serialize;

use super::{Operator, OperatorError};
use domain::CircuitBreaker;

/// How many of the last mails bounced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bounces {
    /// So many mails are looked at.
    pub of: u64,
    /// So many of them bounced for good. It is not counted beyond one more than may.
    pub bounced: usize,
    /// Until when new registrations wait because of that, if they do: see `REGISTRATION_PAUSE_WHEN_BOUNCING`.
    pub open_until: Option<Timestamp>,
}

impl Operator {
    /// How many of the last mails bounced.
    ///
    /// # Errors
    /// When the table could not be asked.
    pub async fn bounces(&self) -> Result<Bounces, OperatorError> {
        self.bounces_after(|_| false).await
    }

    /// Forgets the bounces so far, so that new registrations go on. What bounced is still not mailed again.
    ///
    /// # Errors
    /// When the table could not be asked.
    pub async fn forget_bounces(&self) -> Result<Bounces, OperatorError> {
        self.bounces_after(CircuitBreaker::forget).await
    }

    async fn bounces_after(&self, change: impl Fn(&mut CircuitBreaker) -> bool) -> Result<Bounces, OperatorError> {
        let (breaker, sent) = self.store.change_breaker(|breaker, _| change(breaker)).await?;
        let open_until = breaker.open_until().filter(|_| breaker.is_open(self.now()));
        Ok(Bounces { of: sent.min(CircuitBreaker::WINDOW), bounced: breaker.bounced(sent), open_until })
    }
}
