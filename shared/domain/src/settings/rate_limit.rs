//! Rate limits.

use jiff::{SignedDuration, Timestamp};

use super::parse_period;

/// A maximum number of events in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// The maximum, at least 1.
    pub max: u32,
    /// The period.
    pub period: SignedDuration,
}

/// A period of a rate limit that is aligned with the clock, in epoch seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first second.
    pub start: i64,
    /// The second after the last one.
    pub end: i64,
}

impl Window {
    /// Returns the window of this period, in seconds, that `now` lies in.
    #[must_use]
    pub fn at(now: Timestamp, period: SignedDuration) -> Self {
        let period = period.as_secs().max(1);
        let start = now.as_second().div_euclid(period) * period;
        Self { start, end: start + period }
    }

    /// Returns the seconds from `now` to the end of the window, at least 1.
    #[must_use]
    pub fn remaining(self, now: Timestamp) -> u32 {
        u32::try_from(self.end - now.as_second()).unwrap_or(0).max(1)
    }
}

impl RateLimit {
    /// Returns the window that `now` lies in.
    #[must_use]
    pub fn window(self, now: Timestamp) -> Window {
        Window::at(now, self.period)
    }

    /// Parses a limit as [`Self::parse`] does, or `off` for none.
    ///
    /// # Errors
    /// A sentence with the expected format.
    pub fn parse_or_off(value: &str) -> Result<Option<Self>, String> {
        match value {
            "off" => Ok(None),
            value => Self::parse(value).map(Some).map_err(|expected| format!("{expected}, or off")),
        }
    }

    /// Parses a limit such as `5/1d`: a number from 1 to 1,000,000, a slash and a time.
    ///
    /// # Errors
    /// A sentence with the expected format.
    pub fn parse(value: &str) -> Result<Self, String> {
        let limit = value.split_once('/').and_then(|(max, period)| {
            let max = max.trim().parse().ok().filter(|max| (1..=1_000_000).contains(max))?;
            Some(Self { max, period: parse_period(period.trim()).ok()? })
        });
        limit.ok_or_else(|| "must be a number and a time, such as 5/1d".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limit_is_number_and_time() {
        let limit = |max, hours| Ok(RateLimit { max, period: SignedDuration::from_hours(hours) });
        assert_eq!(RateLimit::parse("5/1d"), limit(5, 24));
        assert_eq!(RateLimit::parse("30 / 2h"), limit(30, 2));
        for wrong in ["", "5", "5/", "/1d", "0/1d", "-1/1d", "5/soon", "1.5/1d", "5/1d/1h", "1000001/1d"] {
            assert!(RateLimit::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn limit_can_be_off() {
        assert_eq!(RateLimit::parse_or_off("off"), Ok(None));
        assert_eq!(RateLimit::parse_or_off("5/1d"), RateLimit::parse("5/1d").map(Some));
        assert!(RateLimit::parse_or_off("none").unwrap_err().ends_with("such as 5/1d, or off"));
    }

    #[test]
    fn windows_follow_each_other() {
        let window = |second| Window::at(Timestamp::from_second(second).unwrap(), SignedDuration::from_mins(10));
        assert_eq!(window(599), Window { start: 0, end: 600 });
        assert_eq!(window(600), Window { start: 600, end: 1200 });
        assert_eq!(window(-1), Window { start: -600, end: 0 });
        assert_eq!(window(0).remaining(Timestamp::from_second(599).unwrap()), 1);
        assert_eq!(window(0).remaining(Timestamp::from_second(900).unwrap()), 1);
    }
}
