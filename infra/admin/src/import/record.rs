//! One user of a file, as it is in the file.

use operator::{Fields, ImportRejection};
use serde_json::{Map, Value};

/// One user of a file.
///
/// It and its parts have no `Debug`, because they contain hashes.
pub(super) struct Record {
    /// The line on which it begins, or its position in an array, from 1.
    pub(super) line: u64,
    /// The unchanged record, for the file of rejected users.
    pub(super) raw: Raw,
    /// The fields, or the reason why they cannot be read.
    pub(super) fields: Result<Fields, ImportRejection>,
}

/// An unchanged record.
pub(super) enum Raw {
    Row(csv::ByteRecord),
    Object(Map<String, Value>),
    /// A line or value that is not an object.
    Text(String),
}
