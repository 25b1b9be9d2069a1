//! The file of rejected users: the unchanged records, with the reasons.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use csv::ByteRecord;
use operator::{ImportRejection, REJECTED_COLUMNS};
use serde_json::{Map, Value};

use crate::input::{Raw, Record};
use crate::{AdminError, resumable};

/// The file, which has `.part` behind its name until the import is complete.
///
/// A stopped import rejects the same users when it is repeated, so its part is written again.
pub(super) struct Rejects {
    path: PathBuf,
    part: PathBuf,
    format: Format,
    is_empty: bool,
}

enum Format {
    /// With the number of the first columns that the file of rejected users has already.
    Rows(Box<csv::Writer<File>>, usize),
    Lines(File),
}

impl Rejects {
    /// Creates the file, with the CSV's header if there is one.
    ///
    /// Only its owner can read it.
    /// An existing file is an error, because it may hold rejected users of an earlier import.
    pub(super) fn create(path: &Path, header: Option<&ByteRecord>) -> Result<Self, AdminError> {
        let file = resumable::create(path, "--rejects")?;
        let format = match header {
            None => Format::Lines(file),
            Some(header) => {
                let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(file);
                let own = header.iter().zip(REJECTED_COLUMNS).take_while(|(column, own)| *column == own.as_bytes());
                let before = own.count();
                let header = REJECTED_COLUMNS.map(str::as_bytes).into_iter().chain(header.iter().skip(before));
                writer.write_record(header).map_err(io::Error::from)?;
                writer.flush()?;
                Format::Rows(Box::new(writer), before)
            }
        };
        Ok(Self { path: path.to_owned(), part: resumable::part_of(path), format, is_empty: true })
    }

    /// Gives the file its name. Without rejected users there is none.
    pub(super) fn complete(self) -> io::Result<()> {
        if self.is_empty { std::fs::remove_file(&self.part) } else { std::fs::rename(&self.part, &self.path) }
    }

    /// Writes a rejected user immediately: the import may be stopped at any time.
    pub(super) fn add(&mut self, record: &Record, rejection: &ImportRejection) -> io::Result<()> {
        self.is_empty = false;
        let line = record.line.to_string();
        let why = [line.as_str(), rejection.code, rejection.reason.as_str()];
        match (&mut self.format, &record.raw) {
            (Format::Rows(writer, before), Raw::Row(row)) => {
                let fields = why.map(str::as_bytes).into_iter().chain(row.iter().skip(*before));
                writer.write_record(fields).map_err(io::Error::from)?;
                writer.flush()
            }
            (Format::Lines(file), raw) => {
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
            (Format::Rows(..), _) => Ok(()),
        }
    }
}
