//! The file of rejected users: the unchanged records, with the reasons.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use csv::ByteRecord;
use operator::{ImportRejection, REJECTED_COLUMNS};
use serde_json::{Map, Value};

use super::record::{Raw, Record};
use crate::AdminError;

pub(super) enum Rejects {
    None,
    Rows(Box<csv::Writer<File>>, usize),
    Lines(File),
}

impl Rejects {
    /// Creates the file, with the CSV's header if there is one.
    ///
    /// Only its owner can read it.
    /// An existing file is an error, because it may hold rejected users of an earlier import.
    pub(super) fn create(path: Option<&Path>, header: Option<&ByteRecord>) -> Result<Self, AdminError> {
        let Some(path) = path else { return Ok(Self::None) };
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|error| AdminError::File {
            file: path.display().to_string(),
            problem: match error.kind() {
                io::ErrorKind::AlreadyExists => "exists already: name another file for --rejects".to_owned(),
                _ => error.to_string(),
            },
        })?;
        let Some(header) = header else { return Ok(Self::Lines(file)) };
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(file);
        // A file of rejected users has these columns already.
        let before = header.iter().zip(REJECTED_COLUMNS).take_while(|(column, own)| *column == own.as_bytes()).count();
        let header = REJECTED_COLUMNS.map(str::as_bytes).into_iter().chain(header.iter().skip(before));
        writer.write_record(header).map_err(io::Error::from)?;
        writer.flush()?;
        Ok(Self::Rows(Box::new(writer), before))
    }

    /// Writes a rejected user immediately: the import may be stopped at any time.
    pub(super) fn add(&mut self, record: &Record, rejection: &ImportRejection) -> io::Result<()> {
        let line = record.line.to_string();
        let why = [line.as_str(), rejection.code, rejection.reason.as_str()];
        match (self, &record.raw) {
            (Self::Rows(writer, before), Raw::Row(row)) => {
                let fields = why.map(str::as_bytes).into_iter().chain(row.iter().skip(*before));
                writer.write_record(fields).map_err(io::Error::from)?;
                writer.flush()
            }
            (Self::Lines(file), raw) => {
                let mut object: Map<String, Value> =
                    REJECTED_COLUMNS.iter().zip(why).map(|(name, why)| ((*name).to_owned(), why.into())).collect();
                match raw {
                    Raw::Object(own) => {
                        let own = own.iter().filter(|(name, _)| !REJECTED_COLUMNS.contains(&name.as_str()));
                        object.extend(own.map(|(name, value)| (name.clone(), value.clone())));
                    }
                    Raw::Text(text) => drop(object.insert("text".to_owned(), text.as_str().into())),
                    Raw::Row(_) => {}
                }
                file.write_all(format!("{}\n", Value::Object(object)).as_bytes())
            }
            (Self::None | Self::Rows(..), _) => Ok(()),
        }
    }
}
