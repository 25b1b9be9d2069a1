//! Rate limits.

use jiff::SignedDuration;

use super::parse_period;

/// A maximum number of events in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// The maximum, at least 1.
    pub max: usize,
    /// The period. It slides: the events before the present are counted.
    pub period: SignedDuration,
}

impl RateLimit {
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
}
