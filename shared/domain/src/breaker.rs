//! The breaker: SES looks into an account of whose mails over 5 % bounce, and pauses it at 10 %, and with it every mail of
//! everything else there. So when over 4 % of the last thousand mails have bounced for good, new registrations wait.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What is known of the bounces: enough to say how many of the last mails bounced.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CircuitBreaker {
    /// The last mails that bounced, the oldest first: at most one more than may.
    bounces: Vec<BouncedMail>,
    /// Until when the breaker is open, in epoch seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    open_until: Option<i64>,
}

/// A mail that bounced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BouncedMail {
    /// SES's identifier of the mail.
    mail: String,
    /// How many mails had gone out when this was known.
    sent: u64,
}

impl CircuitBreaker {
    /// Whether it is open at `now`: too many mails bounce.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.open_until.is_some_and(|until| now.as_second() < until)
    }
}

impl CircuitBreaker {
    /// The mails that are looked at.
    pub const WINDOW: u64 = 1000;

    /// How many of the last mails bounced, `sent` having gone out so far.
    #[must_use]
    pub fn bounced(&self, sent: u64) -> usize {
        self.bounces.iter().filter(|bounce| bounce.sent + Self::WINDOW > sent).count()
    }
}

impl CircuitBreaker {
    /// So many of them may bounce: 4 %.
    const MAX_BOUNCES: usize = 40;
    /// How long it stays open after a bounce that was too many. Then registrations go on, and the next bounce opens it
    /// again if it still is: without new mails the share would never fall.
    const OPEN_PERIOD: jiff::SignedDuration = jiff::SignedDuration::from_hours(1);

    /// Takes down that `mail` bounced, `sent` having gone out so far. `false` if that was known: SES may tell twice.
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
    /// Forgets all bounces. `false` if there are none.
    pub fn forget(&mut self) -> bool {
        std::mem::take(self) != Self::default()
    }

    /// Until when it is open, if it ever was.
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
