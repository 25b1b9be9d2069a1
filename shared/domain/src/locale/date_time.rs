//! Times and durations as texts.

use jiff::{SignedDuration, Timestamp};

use super::Text;

impl Text {
    /// Returns a date with its time in UTC, because the reader's time zone is unknown.
    #[must_use]
    pub fn date_and_time(at: Timestamp) -> Self {
        let at = at.to_zoned(jiff::tz::TimeZone::UTC).datetime();
        Self::message("date-time")
            .with("day", i64::from(at.day()))
            .with("month", i64::from(at.month()))
            .with("year", at.year().to_string())
            .with("clock", at.strftime("%H:%M").to_string())
    }

    /// Returns a duration in the largest unit of which it is a whole multiple.
    #[must_use]
    pub fn duration(duration: SignedDuration) -> Self {
        const UNITS: [(&str, i64); 3] =
            [("duration-days", 86_400), ("duration-hours", 3_600), ("duration-minutes", 60)];
        let seconds = duration.as_secs();
        let unit = UNITS.iter().find(|(_, unit)| seconds % unit == 0).copied();
        let (message, unit) = unit.unwrap_or(("duration-seconds", 1));
        Self::message(message).with("count", seconds / unit)
    }
}
