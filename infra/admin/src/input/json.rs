//! A JSON document that is an array of users, or has one as `Users`.
//!
//! It is read as a stream.

use std::fmt;
use std::io::BufReader;
use std::sync::atomic::Ordering;

use operator::{Fields, ImportRejection};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use tokio::sync::mpsc::Sender;

use super::record::{Raw, Record};
use super::{BoundedReader, ReadResult, Reading, send};

/// The field with the array of users, in a document that is an object.
const USERS: &str = "Users";

pub(super) fn read(
    file: BufReader<BoundedReader>,
    reading: &Reading,
    sender: &Sender<ReadResult>,
) -> Result<(), String> {
    let mut document = serde_json::Deserializer::from_reader(file);
    let users = Users { reading, sender, is_list: false };
    match document.deserialize_any(users).and_then(|()| document.end()) {
        Err(_) if sender.is_closed() => Ok(()),
        ended => ended.map_err(|error| error.to_string()),
    }
}

/// Creates a record from a JSON value.
pub(super) fn record(line: u64, end: u64, value: Value) -> Record {
    match value {
        Value::Object(object) => {
            let fields = Fields::new(object.clone());
            Record { line, end, raw: Raw::Object(object), fields: Ok(fields) }
        }
        other => Record {
            line,
            end,
            raw: Raw::Text(other.to_string()),
            fields: Err(ImportRejection::new("malformed", "is not a JSON object")),
        },
    }
}

/// The document, or the array in it.
struct Users<'a> {
    reading: &'a Reading,
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
            self.reading.since_record.store(0, Ordering::Relaxed);
            place += 1;
            let end = self.reading.total.load(Ordering::Relaxed);
            if !send(self.sender, record(place, end, value)) {
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
