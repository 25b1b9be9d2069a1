//! A JSON document that is a list of users, or has one as `Users`: read one after the other.

use std::fmt;
use std::io::BufReader;
use std::sync::atomic::{AtomicUsize, Ordering};

use operator::ImportRejection;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use tokio::sync::mpsc::Sender;

use super::{BoundedReader, ReadResult, send};
use crate::import::record::{Fields, Raw, Record};

/// What a list of users is called that is not the whole document.
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

/// The record of a JSON value.
pub(super) fn record(line: u64, value: Value) -> Record {
    match value {
        Value::Object(object) => {
            let fields = Fields::new(object.clone());
            Record { line, raw: Raw::Object(object), fields: Ok(fields) }
        }
        other => Record {
            line,
            raw: Raw::Text(other.to_string()),
            fields: Err(ImportRejection::new("malformed", "is no JSON object")),
        },
    }
}

/// The document, or the list in it.
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
                return Err(A::Error::custom("nobody wants more of it"));
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
        if found { Ok(()) } else { Err(A::Error::custom("there is no list of Users in it; is it --format jsonl?")) }
    }
}

impl<'de> DeserializeSeed<'de> for Users<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, document: D) -> Result<(), D::Error> {
        document.deserialize_seq(self)
    }
}
