//! The rate limit of emails to one mailbox, which strangers may cause.

use jiff::{SignedDuration, Timestamp};

use domain::settings::RateLimit;
use table::MailboxItem;

/// The minimum time between a requested email and the one before it to the same mailbox.
pub const RESEND_SPACING: SignedDuration = SignedDuration::from_secs(60);

/// The cause of an email, by which limits differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// A registration, or the correction of its address.
    Registration,
    /// A request for another email.
    Resend,
}

/// Counts an email at `now` in `mailbox`. Returns `false` if the limit is reached.
pub(super) fn count(mailbox: &mut MailboxItem, limit: RateLimit, cause: Cause, mail: &str, now: Timestamp) -> bool {
    let longest = limit.period.max(RESEND_SPACING);
    mailbox.sent.retain(|_, at| is_within(*at, longest, now));
    let within = |period| mailbox.sent.values().filter(|at| is_within(**at, period, now)).count();
    let allowed =
        within(limit.period) < limit.max as usize && (cause == Cause::Registration || within(RESEND_SPACING) == 0);
    if allowed {
        mailbox.sent.insert(mail.to_owned(), now.as_second());
    }
    allowed
}

fn is_within(at: i64, period: SignedDuration, now: Timestamp) -> bool {
    at > (now - period).as_second()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 3600;

    /// Returns the seconds at which an email was sent, of all at which one was requested.
    fn sent(cause: Cause, requested: impl Iterator<Item = i64>) -> Vec<i64> {
        let limit = RateLimit { max: 5, period: SignedDuration::from_secs(DAY) };
        let start = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1000);
        let mut mailbox = MailboxItem::default();
        let sent = requested.filter(|second| {
            let now = start + SignedDuration::from_secs(*second);
            count(&mut mailbox, limit, cause, &second.to_string(), now)
        });
        let sent = sent.collect();
        assert!(mailbox.sent.len() <= 5);
        sent
    }

    #[test]
    fn limit_holds_for_any_day() {
        let times = sent(Cause::Registration, (0..2 * DAY).step_by(1800));
        assert_eq!(times, [0, 1800, 3600, 5400, 7200, DAY, DAY + 1800, DAY + 3600, DAY + 5400, DAY + 7200]);
    }

    #[test]
    fn requested_emails_are_a_minute_apart() {
        assert_eq!(sent(Cause::Resend, [0, 59, 60, 119, 120].into_iter()), [0, 60, 120]);
        assert_eq!(sent(Cause::Registration, [0, 1, 2].into_iter()), [0, 1, 2]);
    }
}
