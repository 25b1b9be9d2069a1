//! The counting, the same for each source.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::log_line;
use crate::statistics::{Counts, Day, Statistics, TimeToActivate};
use crate::window::Window;

/// The numbers so far. Events outside the window are not counted.
#[derive(Debug)]
pub(crate) struct Tally {
    window: Window,
    requested_days: u16,
    days: BTreeMap<Date, Counts>,
    time_to_activate: Option<TimeToActivate>,
}

impl Tally {
    pub(crate) fn new(window: Window, requested_days: u16) -> Self {
        let days = window.days().map(|day| (day, Counts::default())).collect();
        Self { window, requested_days, days, time_to_activate: None }
    }

    /// Counts lines about a statistic. Unknown ones are those of a newer deployment.
    pub(crate) fn count(&mut self, statistic: &str, day: Date, number: u64) {
        let Some(counts) = self.days.get_mut(&day) else { return };
        match statistic {
            log_line::REGISTERED => counts.registered += number,
            log_line::REGISTERED_ACTIVE => {
                counts.registered += number;
                counts.converted += number;
            }
            log_line::ACTIVATED => counts.activated += number,
            log_line::EXPIRED => counts.expired += number,
            log_line::BOUNCED => counts.bounced += number,
            log_line::COMPLAINED => counts.complained += number,
            _ => {}
        }
    }

    /// Counts activations by the day of their registrations.
    pub(crate) fn convert(&mut self, registered_day: Date, number: u64) {
        if let Some(counts) = self.days.get_mut(&registered_day) {
            counts.converted += number;
        }
    }

    /// Counts refused requests.
    pub(crate) fn refuse(&mut self, day: Date, code: &str, number: u64) {
        if let Some(counts) = self.days.get_mut(&day) {
            *counts.refused.entry(code.to_owned()).or_default() += number;
        }
    }

    /// Sets the times to activate of the activations on a day.
    pub(crate) fn took(&mut self, day: Date, time: Option<TimeToActivate>) {
        if let Some(counts) = self.days.get_mut(&day) {
            counts.time_to_activate = time;
        }
    }

    /// Sets the times to activate of all activations.
    pub(crate) fn took_in_total(&mut self, time: Option<TimeToActivate>) {
        self.time_to_activate = time;
    }

    /// Adds up the days.
    pub(crate) fn finish(self) -> Statistics {
        let mut total = Counts { time_to_activate: self.time_to_activate, ..Counts::default() };
        let mut days = Vec::with_capacity(self.days.len());
        for (date, mut counts) in self.days {
            total.registered += counts.registered;
            total.activated += counts.activated;
            total.expired += counts.expired;
            total.converted += counts.converted;
            total.bounced += counts.bounced;
            total.complained += counts.complained;
            for (code, number) in &counts.refused {
                *total.refused.entry(code.clone()).or_default() += number;
            }
            counts.conversion = conversion(&counts);
            days.push(Day { date, complete: date < self.window.last(), counts });
        }
        total.conversion = conversion(&total);
        Statistics { as_of: self.window.now, requested_days: self.requested_days, days, total }
    }
}

/// Returns the share of the registrations that are active, with four digits.
#[expect(clippy::cast_precision_loss, reason = "numbers of users are far below 2^53")]
fn conversion(counts: &Counts) -> Option<f64> {
    let share = || (counts.converted as f64 / counts.registered as f64 * 10_000.0).round() / 10_000.0;
    (counts.registered > 0).then(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn tally() -> Tally {
        Tally::new(Window::ending("2026-03-02T12:00:00Z".parse().unwrap(), 2), 2)
    }

    #[test]
    fn conversion_is_that_of_registrations_of_day() {
        let mut tally = tally();
        tally.count("registered", day("2026-03-01"), 3);
        tally.count("registered_active", day("2026-03-02"), 1);
        // Two of them registered before the window, one on its first day.
        tally.count("activated", day("2026-03-02"), 3);
        tally.convert(day("2026-02-28"), 2);
        tally.convert(day("2026-03-01"), 1);
        let statistics = tally.finish();
        let [first, second] = statistics.days.as_slice() else { panic!("{statistics:?}") };
        assert_eq!((first.counts.registered, first.counts.activated, first.counts.converted), (3, 0, 1));
        assert_eq!((first.complete, first.counts.conversion), (true, Some(0.3333)));
        assert_eq!((second.counts.registered, second.counts.activated, second.counts.converted), (1, 3, 1));
        assert_eq!((second.complete, second.counts.conversion), (false, Some(1.0)));
        assert_eq!((statistics.total.registered, statistics.total.converted), (4, 2));
        assert_eq!(statistics.total.conversion, Some(0.5));
    }

    #[test]
    fn days_without_lines_are_zero() {
        let statistics = tally().finish();
        assert_eq!(statistics.days.len(), 2);
        assert!(statistics.days.iter().all(|day| day.counts == Counts::default()));
        assert_eq!(statistics.total, Counts::default());
    }

    #[test]
    fn refusals_are_added_up_by_code() {
        let mut tally = tally();
        tally.refuse(day("2026-03-01"), "taken", 2);
        tally.refuse(day("2026-03-02"), "taken", 1);
        tally.refuse(day("2026-03-02"), "rate_limited", 5);
        tally.refuse(day("2026-03-03"), "taken", 9);
        tally.count("complained", day("2026-03-02"), 1);
        tally.count("bounced", day("2026-03-01"), 4);
        tally.count("of a newer deployment", day("2026-03-01"), 7);
        let total = tally.finish().total;
        assert_eq!(total.refused, BTreeMap::from([("taken".to_owned(), 3), ("rate_limited".to_owned(), 5)]));
        assert_eq!((total.refusals(), total.bounced, total.complained), (8, 4, 1));
    }
}
