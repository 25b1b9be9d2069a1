//! The circuit breaker, which pauses new registrations when too many emails bounce.
//!
//! SES reviews an account whose bounce rate exceeds 5 %, and pauses its sending at 10 %. That would stop the emails of
//! every other application of the account, too. So new registrations wait when over 4 % of the last thousand emails
//! bounced permanently.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::operator_act::OperatorAct;

/// The last bounces, from which the bounce rate follows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CircuitBreaker {
    /// The last emails that bounced, the oldest first, up to one more than the limit.
    bounces: Vec<BouncedMail>,
    /// The end of the open state, in epoch seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    open_until: Option<i64>,
    /// The resets by operators, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    acts: Vec<OperatorAct>,
}

/// An email that bounced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BouncedMail {
    /// SES's identifier of the email.
    mail: String,
    /// The number of emails sent before the bounce was recorded.
    sent: u64,
}

impl CircuitBreaker {
    /// Returns whether the breaker is open at `now`: too many emails bounce.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.open_until.is_some_and(|until| now.as_second() < until)
    }
}

impl CircuitBreaker {
    /// The number of emails over which the bounce rate is measured.
    pub const WINDOW: u64 = 1000;

    /// Returns the number of bounces among the last emails. `sent` is the total so far.
    #[must_use]
    pub fn bounced(&self, sent: u64) -> usize {
        self.bounces.iter().filter(|bounce| bounce.sent + Self::WINDOW > sent).count()
    }
}

impl CircuitBreaker {
    /// The maximum number of bounces: 4 %.
    const MAX_BOUNCES: usize = 40;
    /// The time for which the breaker stays open after a bounce above the limit.
    ///
    /// After it, registrations continue, and the next bounce may open the breaker again: without new emails the rate
    /// would never fall.
    const OPEN_PERIOD: jiff::SignedDuration = jiff::SignedDuration::from_hours(1);

    /// Records that `mail` bounced, when `sent` emails were sent in all.
    ///
    /// Returns `false` if the bounce is known: SES may redeliver it.
    pub fn record_bounce(&mut self, mail: &str, sent: u64, now: Timestamp) -> bool {
        if self.bounces.iter().any(|bounce| bounce.mail == mail) {
            return false;
        }
        self.bounces.push(BouncedMail { mail: mail.to_owned(), sent });
        self.bounces.drain(..self.bounces.len().saturating_sub(Self::MAX_BOUNCES + 1));
        if self.bounced(sent) > Self::MAX_BOUNCES {
            self.open_until = Some((now + Self::OPEN_PERIOD).as_second());
        }
        true
    }
}

impl CircuitBreaker {
    /// The maximum number of recorded resets, which keeps the latest.
    const MAX_ACTS: usize = 10;

    /// Resets the breaker, and records the act. Returns `false` if there are no bounces.
    pub fn forget(&mut self, act: &OperatorAct) -> bool {
        if self.bounces.is_empty() && self.open_until.is_none() {
            return false;
        }
        (self.bounces, self.open_until) = (Vec::new(), None);
        self.acts.push(act.clone());
        self.acts.drain(..self.acts.len().saturating_sub(Self::MAX_ACTS));
        true
    }

    /// Returns the resets by operators, the latest last.
    #[must_use]
    pub fn acts(&self) -> &[OperatorAct] {
        &self.acts
    }

    /// Returns the end of the last open state, if there was one.
    #[must_use]
    pub fn open_until(&self) -> Option<Timestamp> {
        self.open_until.and_then(|until| Timestamp::from_second(until).ok())
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    fn after(bounces: impl IntoIterator<Item = u64>) -> CircuitBreaker {
        let mut breaker = CircuitBreaker::default();
        for (n, sent) in bounces.into_iter().enumerate() {
            assert!(breaker.record_bounce(&n.to_string(), sent, Timestamp::UNIX_EPOCH));
        }
        breaker
    }

    #[test]
    fn breaker_opens_for_one_hour_above_threshold() {
        assert!(!after(0..40).is_open(Timestamp::UNIX_EPOCH));
        let open = after(0..41);
        let hour = Timestamp::UNIX_EPOCH + CircuitBreaker::OPEN_PERIOD;
        assert!(open.is_open(hour - SignedDuration::from_secs(1)));
        assert!(!open.is_open(hour));
    }

    #[test]
    fn old_bounces_do_not_count() {
        assert!(after((0..41).map(|n| n * 24)).is_open(Timestamp::UNIX_EPOCH), "41 of 961");
        let steady = after((0..1000).map(|n| n * 25));
        assert!(!steady.is_open(Timestamp::UNIX_EPOCH), "4 % and no more");
        assert_eq!((steady.bounces.len(), steady.bounced(999 * 25)), (41, 40));
    }

    #[test]
    fn mail_counts_as_bounced_once() {
        let mut breaker = after(0..40);
        let before = breaker.clone();
        assert!(!breaker.record_bounce("7", 99, Timestamp::UNIX_EPOCH));
        assert_eq!(breaker, before);
    }
}
