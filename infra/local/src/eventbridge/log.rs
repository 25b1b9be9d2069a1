//! An entry of the event log.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An accepted entry, unchanged, with the identifier that it got.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct LoggedEvent {
    pub(crate) id: String,
    pub(crate) put_at: Timestamp,
    pub(crate) entry: Map<String, Value>,
}

impl LoggedEvent {
    /// Returns the name of the bus.
    pub(crate) fn bus(&self) -> &str {
        super::entry::bus(&self.entry)
    }

    /// Returns a field of the entry that is a string.
    pub(crate) fn text(&self, field: &str) -> &str {
        self.entry.get(field).and_then(Value::as_str).unwrap_or_default()
    }
}
