//! A JSON document that is an array of users, or has one as `Users`.
//!
//! It is read as a stream.

use std::fmt;
use std::io::BufReader;
use std::sync::atomic::{AtomicUsize, Ordering};

use operator::{Fields, ImportRejection};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use tokio::sync::mpsc::Sender;

use super::{BoundedReader, ReadResult, send};
use crate::import::record::{Raw, Record};

/// The field with the array of users, in a document that is an object.
const USERS: &str = "Users";

pub(super) fn read(
    file: BufReader<BoundedReader>,
    bytes_since_record: &AtomicUsize,
    sender: &Sender<ReadResult>,
) -> Result<(), String> {
    let mut document = serde_json::Deserializer::from_reader(file);
    let users = Users { bytes_since_record, sender, is_list: false };
    match document.deserialize_any(users).and_then(|()| document.end()) {
        Err(_) if sender.is_closed() => Ok(()),
        ended => ended.map_err(|error| error.to_string()),
    }
}

/// Creates a record from a JSON value.
pub(super) fn record(line: u64, value: Value) -> Record {
    match value {
        Value::Object(object) => {
            let fields = Fields::new(object.clone());
            Record { line, raw: Raw::Object(object), fields: Ok(fields) }
        }
        other => Record {
            line,
            raw: Raw::Text(other.to_string()),
            fields: Err(ImportRejection::new("malformed", "is not a JSON object")),
        },
    }
}

/// The document, or the array in it.
struct Users<'a> {
    bytes_since_record: &'a AtomicUsize,
    sender: &'a Sender<ReadResult>,
    is_list: bool,
}

impl<'de> Visitor<'de> for Users<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of users, or an object with one as Users")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut place = 0;
        while let Some(value) = list.next_element::<Value>()? {
            self.bytes_since_record.store(0, Ordering::Relaxed);
            place += 1;
            if !send(self.sender, record(place, value)) {
                return Err(A::Error::custom("the receiver is gone"));
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let mut found = false;
        while let Some(name) = object.next_key::<String>()? {
            if name == USERS && !self.is_list && !found {
                found = true;
                object.next_value_seed(Users { is_list: true, ..self })?;
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        if found { Ok(()) } else { Err(A::Error::custom("it has no array Users: is it --format jsonl?")) }
    }
}

impl<'de> DeserializeSeed<'de> for Users<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, document: D) -> Result<(), D::Error> {
        document.deserialize_seq(self)
    }
}
