//! How many mails an address gets that somebody else may have asked for.

use jiff::{SignedDuration, Timestamp};

use crate::store::MailboxItem;

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

/// Writes down in `mailbox` that a mail goes out at `now`; `false` if there were too many.
pub(super) fn take_down(mailbox: &mut MailboxItem, kind: Kind, now: Timestamp) -> bool {
    let times = if kind == Kind::Notice { &mut mailbox.notices } else { &mut mailbox.sent };
    let allowed = if kind == Kind::Registration { allows_registration(times, now) } else { allows(times, now) };
    if allowed {
        *times = within(times, LONGEST, now).chain([now.as_second()]).collect();
    }
    allowed
}

/// Whether another mail may go out at `now` after those that went out at `sent`, in epoch seconds.
fn allows(sent: &[i64], now: Timestamp) -> bool {
    LIMITS.iter().all(|(most, time)| within(sent, *time, now).count() < *most)
}

/// Whether a registration may still be mailed at `now`.
fn allows_registration(sent: &[i64], now: Timestamp) -> bool {
    within(sent, LONGEST, now).count() < REGISTRATIONS
}

/// Those of the mails that went out in the time before `now`.
fn within(sent: &[i64], time: SignedDuration, now: Timestamp) -> impl Iterator<Item = i64> {
    let since = (now - time).as_second();
    sent.iter().copied().filter(move |at| *at > since)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_are_a_minute_apart_three_an_hour_and_five_a_day() {
        let start = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1000);
        let (mut mailbox, mut times) = (MailboxItem::default(), Vec::new());
        for minute in 0..=2 * 24 * 60 {
            for second in [0, 59] {
                let now = start + SignedDuration::from_secs(60 * minute + second);
                if take_down(&mut mailbox, Kind::Resend, now) {
                    times.push((minute, second));
                }
            }
        }
        let day = 24 * 60;
        assert_eq!(times[..6], [(0, 0), (1, 0), (2, 0), (60, 0), (61, 0), (day, 0)]);
        assert!(mailbox.sent.len() <= 5);
    }
}
