//! The days that are counted.

use domain::clock::utc_day;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// The days up to a time, which is in the last of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) now: Timestamp,
    pub(crate) first: Date,
}

impl Window {
    /// Returns the last `days` days, of which that of `now` is one.
    pub(crate) fn ending(now: Timestamp, days: u16) -> Self {
        Self { now, first: before(utc_day(now), days.saturating_sub(1)) }
    }

    /// Leaves out the days before `day`, but never today.
    pub(crate) fn since(self, day: Date) -> Self {
        Self { first: self.first.max(day).min(self.last()), ..self }
    }

    /// Leaves out the days whose logs are deleted, or are being deleted, after these days.
    pub(crate) fn kept_for(self, days: u16) -> Self {
        self.since(before(utc_day(self.now), days.saturating_sub(1)))
    }

    /// Returns the day that is not over yet.
    pub(crate) fn last(&self) -> Date {
        utc_day(self.now)
    }

    /// Returns the start of the first day.
    pub(crate) fn start(&self) -> Timestamp {
        self.first.to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |first| first.timestamp())
    }

    /// Returns the days, the earliest first.
    pub(crate) fn days(&self) -> impl Iterator<Item = Date> {
        let last = self.last();
        self.first.series(Span::new().days(1)).take_while(move |day| *day <= last)
    }
}

fn before(day: Date, days: u16) -> Date {
    day.saturating_sub(Span::new().days(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(window: Window) -> Vec<String> {
        window.days().map(|day| day.to_string()).collect()
    }

    #[test]
    fn window_ends_today_and_is_never_empty() {
        let window = Window::ending("2026-03-01T00:30:00Z".parse().unwrap(), 3);
        assert_eq!(days(window), ["2026-02-27", "2026-02-28", "2026-03-01"]);
        assert_eq!(window.start().to_string(), "2026-02-27T00:00:00Z");
        assert_eq!(days(window.since("2026-02-28".parse().unwrap())), ["2026-02-28", "2026-03-01"]);
        assert_eq!(days(window.since("2020-01-01".parse().unwrap())).len(), 3);
        assert_eq!(days(window.since("2027-01-01".parse().unwrap())), ["2026-03-01"]);
        // At half past midnight, the first half hour of 27 February is deleted already.
        assert_eq!(days(window.kept_for(2)), ["2026-02-28", "2026-03-01"]);
        assert_eq!(days(window.kept_for(30)).len(), 3);
        assert_eq!(days(Window::ending(window.now, 1)), ["2026-03-01"]);
    }
}
