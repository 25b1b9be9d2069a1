//! The bounce rate, and the manual reset of the circuit breaker.

use jiff::Timestamp;
use serde::Serialize;

use super::{Operator, OperatorError};
use domain::{ActKind, CircuitBreaker, OperatorAct};

/// The bounces among the last emails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bounces {
    /// The number of emails that are considered.
    pub of: u64,
    /// The number of permanent bounces among them, up to one more than the limit.
    pub bounced: usize,
    /// The end of the pause set by `REGISTRATION_PAUSE_WHEN_BOUNCING`.
    pub open_until: Option<Timestamp>,
    /// The last resets by operators, the latest last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub acts: Vec<OperatorAct>,
}

impl Operator {
    /// Reads the bounces among the last emails.
    ///
    /// # Errors
    /// An [`OperatorError`] if the table cannot be read.
    pub async fn bounces(&self) -> Result<Bounces, OperatorError> {
        self.bounces_after(|_| false).await
    }

    /// Resets the circuit breaker, so that new registrations are accepted again.
    ///
    /// The addresses that bounced stay suppressed.
    ///
    /// # Errors
    /// An [`OperatorError`] if the operator is unknown, or the table cannot be read or written.
    pub async fn forget_bounces(&self) -> Result<Bounces, OperatorError> {
        let act = self.act(ActKind::Forget).await?;
        self.bounces_after(|breaker| breaker.forget(&act)).await
    }

    async fn bounces_after(&self, change: impl Fn(&mut CircuitBreaker) -> bool) -> Result<Bounces, OperatorError> {
        let (breaker, sent) = self.store.change_breaker(|breaker, _| change(breaker)).await?;
        let open_until = breaker.open_until().filter(|_| breaker.is_open(self.now()));
        let (of, bounced, acts) = (sent.min(CircuitBreaker::WINDOW), breaker.bounced(sent), breaker.acts().to_owned());
        Ok(Bounces { of, bounced, open_until, acts })
    }
}
