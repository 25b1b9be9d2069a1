//! The fields of a user in a file, as they are in the file.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::candidate::ImportRejection;

/// The fields of a record, by name, without the empty ones.
///
/// It has no `Debug`, because it may hold a hash.
#[derive(Clone, Default)]
pub struct Fields(Map<String, Value>);

/// The columns that the file of rejected users adds.
pub const REJECTED_COLUMNS: [&str; 3] = ["rejected_line", "rejected_code", "rejected_reason"];

impl Fields {
    /// Creates it without the fields that are empty, or that an earlier import added.
    pub fn new(fields: impl IntoIterator<Item = (String, Value)>) -> Self {
        let is_there = |(name, value): &(String, Value)| {
            !(value.is_null() || value.as_str() == Some("") || REJECTED_COLUMNS.contains(&name.as_str()))
        };
        Self(fields.into_iter().filter(is_there).collect())
    }

    /// Takes a field.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }

    /// Takes a string, or a number in its original spelling.
    ///
    /// # Errors
    /// An [`ImportRejection`] if the field is of another type.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, ImportRejection> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(malformed(name, "a text")),
        }
    }

    /// Takes a boolean, in the spellings of common databases.
    ///
    /// # Errors
    /// An [`ImportRejection`] if the field has no such spelling.
    pub fn bool_field(&mut self, name: &str) -> Result<Option<bool>, ImportRejection> {
        let value = match self.take(name) {
            None => return Ok(None),
            Some(Value::Bool(value)) => return Ok(Some(value)),
            Some(value) => value,
        };
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_ascii_lowercase);
        match text.as_str() {
            "t" | "true" | "1" => Ok(Some(true)),
            "f" | "false" | "0" => Ok(Some(false)),
            _ => Err(malformed(name, "true or false")),
        }
    }

    /// Takes an instant, in ISO 8601 or in seconds since 1970.
    ///
    /// A space may stand for the `T`, as databases write it. Without an offset it is in UTC.
    ///
    /// # Errors
    /// An [`ImportRejection`] if the field is no instant.
    pub fn timestamp_field(&mut self, name: &str) -> Result<Option<Timestamp>, ImportRejection> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        parse_timestamp(text.trim()).map(Some).ok_or_else(|| malformed(name, "a time such as 2024-01-15T09:30:12Z"))
    }

    /// Returns the fields that were not taken.
    #[must_use]
    pub fn rest(self) -> Map<String, Value> {
        self.0
    }
}

fn parse_timestamp(text: &str) -> Option<Timestamp> {
    let in_utc = |time: DateTime| time.to_zoned(TimeZone::UTC).ok().map(|time| time.timestamp());
    let seconds = || {
        let seconds = text.parse::<f64>().ok().filter(|seconds| seconds.abs() < 1e11)?;
        Timestamp::UNIX_EPOCH.checked_add(SignedDuration::try_from_secs_f64(seconds).ok()?).ok()
    };
    text.parse().ok().or_else(|| in_utc(text.parse().ok()?)).or_else(seconds)
}

/// Creates the rejection of a field with a wrong type.
#[must_use]
pub fn malformed(name: &str, expected: &str) -> ImportRejection {
    ImportRejection::new("malformed", format!("{name} must be {expected}")).of(name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fields(value: Value) -> Fields {
        Fields::new([("x".to_owned(), value)])
    }

    #[test]
    fn instants_are_parsed_in_common_formats() {
        let expected: Timestamp = "2024-01-15T09:30:12.5Z".parse().unwrap();
        for value in [
            json!("2024-01-15 09:30:12.5+00"),
            json!("2024-01-15 10:30:12.500000+01"),
            json!("2024-01-15 09:30:12.500000"),
            json!("2024-01-15T09:30:12.500Z"),
            json!("2024-01-15T15:00:12.500000+05:30"),
            json!(1_705_311_012.5),
            json!("1705311012.5"),
        ] {
            assert_eq!(fields(value.clone()).timestamp_field("x").unwrap(), Some(expected), "{value}");
        }
        for value in [
            json!("yesterday"),
            json!("15/01/2024"),
            json!("1e300"),
            json!("NaN"),
            json!([1]),
            json!("0000-00-00 00:00:00"),
        ] {
            assert!(fields(value.clone()).timestamp_field("x").is_err(), "{value}");
        }
    }

    #[test]
    fn booleans_are_parsed_in_common_formats() {
        for value in [json!(true), json!("t"), json!("True"), json!("1"), json!(1), json!("TRUE")] {
            assert_eq!(fields(value).bool_field("x").unwrap(), Some(true));
        }
        for value in [json!(false), json!("f"), json!("0"), json!(0)] {
            assert_eq!(fields(value).bool_field("x").unwrap(), Some(false));
        }
        assert_eq!(fields(json!("")).bool_field("x").unwrap(), None);
        assert!(fields(json!("perhaps")).bool_field("x").is_err());
    }
}
