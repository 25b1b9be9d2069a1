//! One record of a file, as it is in the file.

use operator::{Fields, ImportRejection};
use serde_json::{Map, Value};

/// One record of a file, such as a user.
///
/// It and its parts have no `Debug`, because they contain hashes.
pub(crate) struct Record {
    /// The line on which it begins, or its position in an array, from 1.
    pub(crate) line: u64,
    /// The number of bytes of the file up to its end.
    pub(crate) end: u64,
    /// The unchanged record, for the file of rejected users.
    pub(crate) raw: Raw,
    /// The fields, or the reason why they cannot be read.
    pub(crate) fields: Result<Fields, ImportRejection>,
}

/// An unchanged record.
pub(crate) enum Raw {
    Row(csv::ByteRecord),
    Object(Map<String, Value>),
    /// A line or value that is not an object.
    Text(String),
}
