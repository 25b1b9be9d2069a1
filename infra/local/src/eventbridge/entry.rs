//! EventBridge's checks of an entry.

use serde_json::{Map, Value};

/// The reason why one entry of a request fails, in EventBridge's words.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum EntryError {
    #[error("Parameter {0} is not valid. Reason: {0} is a required argument.")]
    Missing(&'static str),
    #[error("Detail is malformed.")]
    Detail,
    #[error("Not authorized for the source.")]
    Source,
    #[error("Event bus {0} does not exist.")]
    Bus(String),
}

impl EntryError {
    /// Returns EventBridge's code of the error.
    pub(super) const fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "InvalidArgument",
            Self::Detail => "MalformedDetail",
            Self::Source => "NotAuthorizedForSourceException",
            Self::Bus(_) => "ResourceNotFoundException",
        }
    }
}

/// The bus that every account has.
pub(crate) const DEFAULT_BUS: &str = "default";

/// Checks that `entry` is valid, and is for `bus` or the default bus.
pub(super) fn check(entry: &Map<String, Value>, bus: &str) -> Result<(), EntryError> {
    let source = required(entry, "Source")?;
    required(entry, "DetailType")?;
    let detail = required(entry, "Detail")?;
    if source.starts_with("aws.") {
        return Err(EntryError::Source);
    }
    serde_json::from_str::<Map<String, Value>>(detail).map_err(|_| EntryError::Detail)?;
    let given = self::bus(entry);
    let known = [bus_name(bus), DEFAULT_BUS].contains(&given);
    if known { Ok(()) } else { Err(EntryError::Bus(given.to_owned())) }
}

/// Returns the name of the bus that an entry is for.
pub(super) fn bus(entry: &Map<String, Value>) -> &str {
    text(entry, "EventBusName").map_or(DEFAULT_BUS, bus_name)
}

/// Returns an entry's size by EventBridge's rule.
pub(super) fn size(entry: &Map<String, Value>) -> usize {
    let texts = ["Source", "DetailType", "Detail"].iter().filter_map(|name| text(entry, name)).map(str::len);
    let resources = entry.get("Resources").and_then(Value::as_array).into_iter().flatten();
    let resources = resources.filter_map(Value::as_str).map(str::len);
    let time = if entry.contains_key("Time") { 14 } else { 0 };
    texts.chain(resources).sum::<usize>() + time
}

/// Returns the name of a bus that is given by name or ARN.
pub(crate) fn bus_name(bus: &str) -> &str {
    bus.rsplit_once("event-bus/").map_or(bus, |(_, name)| name)
}

fn required<'a>(entry: &'a Map<String, Value>, name: &'static str) -> Result<&'a str, EntryError> {
    text(entry, name).filter(|text| !text.is_empty()).ok_or(EntryError::Missing(name))
}

fn text<'a>(entry: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    entry.get(name)?.as_str()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn checked(changes: &Value) -> Result<(), EntryError> {
        let entry = json!({ "Source": "s", "DetailType": "t", "Detail": "{}", "EventBusName": "registration" });
        let mut entry = entry.as_object().unwrap().clone();
        entry.extend(changes.as_object().unwrap().clone());
        check(&entry, "registration")
    }

    #[test]
    fn source_type_and_detail_are_required() {
        for name in ["Source", "DetailType", "Detail"] {
            assert_eq!(checked(&json!({ name: null })), Err(EntryError::Missing(name)));
            assert_eq!(checked(&json!({ name: "" })), Err(EntryError::Missing(name)));
        }
    }

    #[test]
    fn detail_must_be_an_object() {
        assert_eq!(checked(&json!({ "Detail": "{\"a\": [1]}" })), Ok(()));
        for detail in ["[]", "1", "{", "text"] {
            assert_eq!(checked(&json!({ "Detail": detail })), Err(EntryError::Detail), "{detail}");
        }
    }

    #[test]
    fn unknown_bus_is_refused() {
        for bus in
            [json!("registration"), json!("default"), json!(null), json!("arn:aws:events:x:1:event-bus/registration")]
        {
            assert_eq!(checked(&json!({ "EventBusName": bus })), Ok(()), "{bus}");
        }
        assert_eq!(checked(&json!({ "EventBusName": "other" })), Err(EntryError::Bus("other".to_owned())));
    }

    #[test]
    fn aws_source_is_refused() {
        assert_eq!(checked(&json!({ "Source": "aws.dynamodb" })), Err(EntryError::Source));
    }

    #[test]
    fn size_counts_texts_resources_and_time() {
        let entry = json!({ "Source": "ab", "DetailType": "c", "Detail": "{}", "Resources": ["d", "e"], "Time": 1.0 });
        assert_eq!(size(entry.as_object().unwrap()), 21);
    }
}
