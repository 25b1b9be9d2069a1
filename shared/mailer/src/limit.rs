//! How many mails an address gets that somebody else may have asked for.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use table::MailboxItem;

/// So many mails at most in so long a time.
const LIMITS: [(usize, SignedDuration); 3] =
    [(1, SignedDuration::from_secs(60)), (3, SignedDuration::from_hours(1)), (5, SignedDuration::from_hours(24))];

/// So many registrations of one address are mailed a day: nobody's mailbox is to be filled by somebody else's registrations.
const REGISTRATIONS: usize = 10;

/// How far back the limits look.
pub(super) const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// What a mail is, of which an address gets so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The activation mail of a registration.
    Registration,
    /// Another one, that was asked for.
    Resend,
    /// To the owner of the address: there is an account.
    Notice,
}

/// Counts a mail in `mailbox` that goes out at `now`; `false` if there were too many.
pub(super) fn count(mailbox: &mut MailboxItem, kind: Kind, mail: String, now: Timestamp) -> bool {
    let counted = if kind == Kind::Notice { &mut mailbox.notices } else { &mut mailbox.sent };
    let allowed = if kind == Kind::Registration { allows_registration(counted, now) } else { allows(counted, now) };
    if allowed {
        counted.retain(|_, at| is_within(*at, LONGEST, now));
        counted.insert(mail, now.as_second());
    }
    allowed
}

/// Whether another mail may go out at `now` after those that were counted, in epoch seconds.
fn allows(counted: &BTreeMap<String, i64>, now: Timestamp) -> bool {
    LIMITS.iter().all(|(most, time)| within(counted, *time, now) < *most)
}

/// Whether a registration may still be mailed at `now`.
fn allows_registration(counted: &BTreeMap<String, i64>, now: Timestamp) -> bool {
    within(counted, LONGEST, now) < REGISTRATIONS
}

/// How many of the mails went out in the time before `now`.
fn within(counted: &BTreeMap<String, i64>, time: SignedDuration, now: Timestamp) -> usize {
    counted.values().filter(|at| is_within(**at, time, now)).count()
}

fn is_within(at: i64, time: SignedDuration, now: Timestamp) -> bool {
    at > (now - time).as_second()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resend_limit_is_per_minute_hour_and_day() {
        let start = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1000);
        let (mut mailbox, mut times) = (MailboxItem::default(), Vec::new());
        for minute in 0..=2 * 24 * 60 {
            for second in [0, 59] {
                let now = start + SignedDuration::from_secs(60 * minute + second);
                if count(&mut mailbox, Kind::Resend, format!("{minute}:{second}"), now) {
                    times.push((minute, second));
                }
            }
        }
        let day = 24 * 60;
        assert_eq!(times[..6], [(0, 0), (1, 0), (2, 0), (60, 0), (61, 0), (day, 0)]);
        assert!(mailbox.sent.len() <= 5);
    }
}
