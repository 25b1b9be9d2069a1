//! The file of users, read by a thread record by record: it may be huge.

mod json;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use csv::{ByteRecord, Position, ReaderBuilder};
use operator::{Fields, ImportRejection};
use serde_json::Value;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::record::{Raw, Record};
use crate::AdminError;
use crate::arguments::{Format, Import};

/// The maximum size of a record in bytes.
///
/// A longer one means an unclosed quote, or another kind of file.
const MAX_RECORD: usize = 1024 * 1024;
/// The number of records that are read ahead.
const AHEAD: usize = 256;

/// An opened file, whose format and header are known.
pub(super) struct Input {
    name: String,
    kind: Kind,
}

enum Kind {
    Csv {
        reader: csv::Reader<BoundedReader>,
        header: ByteRecord,
        columns: Vec<String>,
        bytes_since_record: Arc<AtomicUsize>,
    },
    Lines(BufReader<BoundedReader>, Arc<AtomicUsize>),
    Json(BufReader<BoundedReader>, Arc<AtomicUsize>),
}

/// A record, or the error that ended the file early.
pub(super) type ReadResult = Result<Record, AdminError>;

impl Input {
    /// Opens the file and reads its header, if it has one.
    pub(super) fn open(arguments: &Import) -> Result<Self, AdminError> {
        let (path, is_standard) = (arguments.file.as_path(), arguments.file.as_os_str() == "-");
        let name = if is_standard { "standard input".to_owned() } else { path.display().to_string() };
        let wrong = |problem: String| AdminError::File { file: name.clone(), problem };
        let format = arguments
            .format
            .or_else(|| format_of(path))
            .ok_or_else(|| wrong("its name does not say what it is: add --format csv, jsonl or json".to_owned()))?;
        let file: Box<dyn Read + Send> = if is_standard {
            Box::new(io::stdin())
        } else {
            Box::new(File::open(path).map_err(|error| wrong(error.to_string()))?)
        };
        let bytes_since_record = Arc::new(AtomicUsize::new(0));
        let file = BoundedReader {
            file: text(file).map_err(|error| wrong(error.to_string()))?,
            bytes_since_record: Arc::clone(&bytes_since_record),
        };
        let kind = match format {
            Format::Jsonl => Kind::Lines(BufReader::new(file), bytes_since_record),
            Format::Json => Kind::Json(BufReader::new(file), bytes_since_record),
            Format::Csv => {
                let mut reader = ReaderBuilder::new().flexible(true).from_reader(file);
                let header = reader.byte_headers().map_err(|error| wrong(error.to_string()))?.clone();
                let columns: Vec<_> =
                    header.iter().map(|column| String::from_utf8_lossy(column).trim().to_owned()).collect();
                let twice = columns.iter().enumerate().find(|(at, column)| columns[..*at].contains(column));
                if let Some((_, column)) = twice {
                    return Err(wrong(format!("the header has the column {column:?} twice")));
                }
                Kind::Csv { reader, header, columns, bytes_since_record }
            }
        };
        Ok(Self { name, kind })
    }

    /// Returns the names of the header's columns, if there is a header.
    pub(super) fn columns(&self) -> Option<&[String]> {
        match &self.kind {
            Kind::Csv { columns, .. } => Some(columns),
            _ => None,
        }
    }

    /// Returns the header as it is in the file, if there is one.
    pub(super) fn header(&self) -> Option<&ByteRecord> {
        match &self.kind {
            Kind::Csv { header, .. } => Some(header),
            _ => None,
        }
    }

    /// Creates an error about this file.
    pub(super) fn wrong(&self, problem: String) -> AdminError {
        AdminError::File { file: self.name.clone(), problem }
    }

    /// Starts the thread that reads the records, and returns them in order.
    pub(super) fn records(self) -> Result<Receiver<ReadResult>, AdminError> {
        let (sender, receiver) = channel(AHEAD);
        std::thread::Builder::new().name("import".to_owned()).spawn(move || {
            let ended = match self.kind {
                Kind::Csv { reader, columns, bytes_since_record, .. } => {
                    rows(reader, &columns, &bytes_since_record, &sender)
                }
                Kind::Lines(file, bytes_since_record) => lines(file, &bytes_since_record, &sender),
                Kind::Json(file, bytes_since_record) => json::read(file, &bytes_since_record, &sender),
            };
            if let Err(problem) = ended {
                // The receiver may be gone, and then nobody needs the error.
                _ = sender.blocking_send(Err(AdminError::File { file: self.name, problem }));
            }
        })?;
        Ok(receiver)
    }
}

fn format_of(path: &Path) -> Option<Format> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "csv" => Some(Format::Csv),
        "jsonl" | "ndjson" => Some(Format::Jsonl),
        "json" => Some(Format::Json),
        _ => None,
    }
}

/// Skips a byte order mark of UTF-8, and rejects one of UTF-16.
fn text(mut file: Box<dyn Read + Send>) -> io::Result<Box<dyn Read + Send>> {
    let mut beginning = Vec::new();
    file.by_ref().take(3).read_to_end(&mut beginning)?;
    match beginning.as_slice() {
        [0xEF, 0xBB, 0xBF] => Ok(file),
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] => Err(io::Error::other("it is in UTF-16: save it in UTF-8")),
        _ => Ok(Box::new(Cursor::new(beginning).chain(file))),
    }
}

/// A reader that fails when a record is too long.
struct BoundedReader {
    file: Box<dyn Read + Send>,
    /// The number of bytes read since the last record ended.
    bytes_since_record: Arc<AtomicUsize>,
}

impl Read for BoundedReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.bytes_since_record.load(Ordering::Relaxed) > MAX_RECORD {
            return Err(io::Error::other("a record has over 1 MiB: is there a quote that is never closed?"));
        }
        let read = self.file.read(buffer)?;
        self.bytes_since_record.fetch_add(read, Ordering::Relaxed);
        Ok(read)
    }
}

/// Returns whether the receiver still takes records.
fn send(sender: &Sender<ReadResult>, record: Record) -> bool {
    sender.blocking_send(Ok(record)).is_ok()
}

fn rows(
    mut reader: csv::Reader<BoundedReader>,
    columns: &[String],
    bytes_since_record: &AtomicUsize,
    sender: &Sender<ReadResult>,
) -> Result<(), String> {
    let mut row = ByteRecord::new();
    loop {
        let more = reader.read_byte_record(&mut row);
        let line = row.position().map_or(0, Position::line);
        if !more.map_err(|error| format!("line {}: {error}", reader.position().line()))? {
            return Ok(());
        }
        bytes_since_record.store(0, Ordering::Relaxed);
        let fields = fields(&row, columns);
        if !send(sender, Record { line, raw: Raw::Row(row.clone()), fields }) {
            return Ok(());
        }
    }
}

fn fields(row: &ByteRecord, columns: &[String]) -> Result<Fields, ImportRejection> {
    if row.len() != columns.len() {
        let reason = format!("has {} columns, and the header {}", row.len(), columns.len());
        return Err(ImportRejection::new("malformed", reason));
    }
    let text = |(column, bytes): (&String, &[u8])| match std::str::from_utf8(bytes) {
        Ok(text) => Ok((column.clone(), Value::from(text))),
        Err(_) => Err(ImportRejection::new("malformed", format!("{column} is not in UTF-8"))),
    };
    columns.iter().zip(row).map(text).collect::<Result<Vec<_>, _>>().map(Fields::new)
}

fn lines(
    mut file: BufReader<BoundedReader>,
    bytes_since_record: &AtomicUsize,
    sender: &Sender<ReadResult>,
) -> Result<(), String> {
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = file.read_until(b'\n', &mut line).map_err(|error| format!("line {number}: {error}"))?;
        bytes_since_record.store(0, Ordering::Relaxed);
        if read == 0 {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let record = match serde_json::from_slice(&line) {
            Ok(value) => json::record(number, value),
            Err(error) => Record {
                line: number,
                raw: Raw::Text(String::from_utf8_lossy(&line).trim_end().to_owned()),
                fields: Err(ImportRejection::new("malformed", format!("is not JSON: {error}"))),
            },
        };
        if !send(sender, record) {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file without an end.
    struct Endless {
        at: usize,
        read: Arc<AtomicUsize>,
    }

    const LINE: &[u8] = b"ann@example.com,ann\n";

    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            for byte in buffer.iter_mut() {
                *byte = LINE[self.at % LINE.len()];
                self.at += 1;
            }
            self.read.fetch_add(buffer.len(), Ordering::Relaxed);
            Ok(buffer.len())
        }
    }

    /// Returns the records of an endless file, and the number of bytes read from it.
    fn endless(kind: impl FnOnce(BoundedReader) -> Kind) -> (Receiver<ReadResult>, Arc<AtomicUsize>) {
        let read = Arc::new(AtomicUsize::new(0));
        let file = BoundedReader {
            file: Box::new(Endless { at: 0, read: Arc::clone(&read) }),
            bytes_since_record: Arc::default(),
        };
        (Input { name: "endless".to_owned(), kind: kind(file) }.records().unwrap(), read)
    }

    #[tokio::test]
    async fn read_ahead_is_bounded() {
        const BUFFERS: usize = 64 * 1024;
        let csv = |file: BoundedReader| {
            let bytes_since_record = Arc::clone(&file.bytes_since_record);
            let reader = ReaderBuilder::new().has_headers(false).from_reader(file);
            let columns = ["email", "username"].map(str::to_owned).into();
            Kind::Csv { reader, header: ByteRecord::new(), columns, bytes_since_record }
        };
        let (mut csv, of_csv) = endless(csv);
        let (mut lines, of_lines) = endless(|file| {
            let bytes_since_record = Arc::clone(&file.bytes_since_record);
            Kind::Lines(BufReader::new(file), bytes_since_record)
        });
        for taken in 1..=20_000 {
            assert!(csv.recv().await.unwrap().unwrap().fields.is_ok());
            assert!(lines.recv().await.unwrap().unwrap().fields.is_err());
            let most = (taken + AHEAD + 2) * LINE.len() + BUFFERS;
            assert!(of_csv.load(Ordering::Relaxed) <= most && of_lines.load(Ordering::Relaxed) <= most, "{taken}");
        }
    }
}
