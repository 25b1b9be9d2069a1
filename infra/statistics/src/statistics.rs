//! The result: numbers by day.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

/// The numbers of some days, in the JSON of `registration stats --json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Statistics {
    /// The time until which events are counted.
    pub as_of: Timestamp,
    /// The number of days that were asked for.
    ///
    /// There are fewer in [`days`](Self::days) if the logs do not go back as far.
    pub requested_days: u16,
    /// The days in UTC, the earliest first. The last one is today.
    pub days: Vec<Day>,
    /// The numbers of all these days together.
    pub total: Counts,
}

/// The numbers of one day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Day {
    /// The day, in UTC.
    pub date: Date,
    /// Whether the day is over.
    pub complete: bool,
    /// The numbers.
    #[serde(flatten)]
    pub counts: Counts,
}

/// Numbers of registrations, of requests and of emails.
///
/// Imported users and the canary are not counted. A corrected address is no second registration.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Counts {
    /// The registrations on the day.
    pub registered: u64,
    /// The activations on the day, whenever the users registered.
    pub activated: u64,
    /// The registrations that expired on the day, as far as DynamoDB has deleted them.
    pub expired: u64,
    /// Those of [`registered`](Self::registered) that are active by now.
    ///
    /// A registration without a step of proof is active immediately.
    pub converted: u64,
    /// The share of the registrations that are active by now, from 0 to 1.
    ///
    /// None without registrations. It grows until the last of them has been activated or has expired.
    pub conversion: Option<f64>,
    /// The times from registration to activation of the activations on the day.
    ///
    /// None without an activation. A user who proved the address first, as in starting over, has no such time.
    pub time_to_activate: Option<TimeToActivate>,
    /// The emails that bounced permanently.
    pub bounced: u64,
    /// The emails that recipients complained of.
    pub complained: u64,
    /// The refused requests by the code of the refusal, without those of unknown paths and methods.
    pub refused: BTreeMap<String, u64>,
}

impl Counts {
    /// Returns the number of refused requests.
    #[must_use]
    pub fn refusals(&self) -> u64 {
        self.refused.values().sum()
    }
}

/// Percentiles of the time from a registration to its activation, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TimeToActivate {
    /// The median.
    pub median_seconds: u64,
    /// The 90th percentile: nine of ten users took at most this time.
    pub p90_seconds: u64,
}

impl TimeToActivate {
    /// Computes the percentiles by the nearest rank. None without values.
    pub(crate) fn of(mut seconds: Vec<u64>) -> Option<Self> {
        seconds.sort_unstable();
        let percentile = |percent: usize| {
            let rank = (seconds.len() * percent).div_ceil(100);
            seconds.get(rank.checked_sub(1)?).copied()
        };
        Some(Self { median_seconds: percentile(50)?, p90_seconds: percentile(90)? })
    }
}

/// Writes a duration in its largest fitting unit.
#[must_use]
pub fn duration(seconds: u64) -> String {
    let whole = |unit: u64| (seconds + unit / 2) / unit;
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", whole(60)),
        7_200..172_800 => format!("{} h", whole(3_600)),
        _ => format!("{} d", whole(86_400)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_of_nearest_rank() {
        let of =
            |seconds: &[u64]| TimeToActivate::of(seconds.to_vec()).map(|took| (took.median_seconds, took.p90_seconds));
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[7]), Some((7, 7)));
        assert_eq!(of(&[30, 10, 20]), Some((20, 30)));
        assert_eq!(of(&(1..=10).collect::<Vec<_>>()), Some((5, 9)));
    }

    #[test]
    fn duration_has_one_unit() {
        for (seconds, text) in
            [(0, "0 s"), (119, "119 s"), (120, "2 min"), (7_199, "120 min"), (7_200, "2 h"), (172_800, "2 d")]
        {
            assert_eq!(duration(seconds), text);
        }
    }
}
