//! A file of records, read by a thread one by one: it may be huge.

mod json;
mod record;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use csv::{ByteRecord, ReaderBuilder, Terminator};
use operator::{Fields, ImportRejection};
use serde_json::Value;
use tokio::sync::mpsc::{Receiver, Sender, channel};

pub(crate) use self::record::{Raw, Record};
use crate::AdminError;
use crate::arguments::Format;

/// The maximum size of a record in bytes.
///
/// A longer one means an unclosed quote, or another kind of file.
const MAX_RECORD: usize = 1024 * 1024;
/// The number of records that are read ahead.
const AHEAD: usize = 256;

/// An opened file, whose format and header are known.
pub(crate) struct Input {
    name: String,
    kind: Kind,
    /// The length in bytes, of a file.
    length: Option<u64>,
}

enum Kind {
    Csv { reader: csv::Reader<BoundedReader>, header: ByteRecord, columns: Vec<String>, reading: Arc<Reading> },
    Lines(BufReader<BoundedReader>, Arc<Reading>),
    Json(BufReader<BoundedReader>, Arc<Reading>),
}

/// How far a file is read, ahead of its records.
#[derive(Default)]
struct Reading {
    /// The number of bytes read since the last record ended.
    since_record: AtomicUsize,
    /// The number of bytes read in all.
    total: AtomicU64,
    /// Whether the end of the file is reached.
    is_ended: AtomicBool,
}

/// A record, or the error that ended the file early.
pub(crate) type ReadResult = Result<Record, AdminError>;

impl Input {
    /// Opens the file and reads its header, if it has one. `-` is standard input.
    ///
    /// Without a `format`, the file's name decides.
    pub(crate) fn open(path: &Path, format: Option<Format>) -> Result<Self, AdminError> {
        let is_standard = path.as_os_str() == "-";
        let name = if is_standard { "standard input".to_owned() } else { path.display().to_string() };
        let wrong = |problem: String| AdminError::File { file: name.clone(), problem };
        let format = format
            .or_else(|| format_of(path))
            .ok_or_else(|| wrong("its name does not say what it is: add --format csv, jsonl or json".to_owned()))?;
        let (file, length): (Box<dyn Read + Send>, _) = if is_standard {
            (Box::new(io::stdin()), None)
        } else {
            let file = File::open(path).map_err(|error| wrong(error.to_string()))?;
            let length = file.metadata().ok().filter(std::fs::Metadata::is_file).map(|metadata| metadata.len());
            (Box::new(file), length)
        };
        let reading = Arc::new(Reading::default());
        let file = text(file).map_err(|error| wrong(error.to_string()))?;
        let file = BoundedReader { file, reading: Arc::clone(&reading) };
        let kind = match format {
            Format::Jsonl => Kind::Lines(BufReader::new(file), reading),
            Format::Json => Kind::Json(BufReader::new(file), reading),
            Format::Csv => {
                // By default a `\r` would end a record too, and the lines could not be counted.
                let terminator = Terminator::Any(b'\n');
                let mut reader = ReaderBuilder::new().flexible(true).terminator(terminator).from_reader(file);
                let mut header = reader.byte_headers().map_err(|error| wrong(error.to_string()))?.clone();
                remove_carriage_return(&mut header);
                if header.as_slice().contains(&b'\r') {
                    return Err(wrong("its lines end with CR only: save it with LF or CRLF".to_owned()));
                }
                let columns: Vec<_> =
                    header.iter().map(|column| String::from_utf8_lossy(column).trim().to_owned()).collect();
                let twice = columns.iter().enumerate().find(|(at, column)| columns[..*at].contains(column));
                if let Some((_, column)) = twice {
                    return Err(wrong(format!("the header has the column {column:?} twice")));
                }
                Kind::Csv { reader, header, columns, reading }
            }
        };
        Ok(Self { name, kind, length })
    }

    /// Returns the names of the header's columns, if there is a header.
    pub(crate) fn columns(&self) -> Option<&[String]> {
        match &self.kind {
            Kind::Csv { columns, .. } => Some(columns),
            _ => None,
        }
    }

    /// Returns the header as it is in the file, if there is one.
    pub(crate) fn header(&self) -> Option<&ByteRecord> {
        match &self.kind {
            Kind::Csv { header, .. } => Some(header),
            _ => None,
        }
    }

    /// Returns the length in bytes, if it is known.
    pub(crate) fn length(&self) -> Option<u64> {
        self.length
    }

    /// Creates an error about this file.
    pub(crate) fn wrong(&self, problem: String) -> AdminError {
        AdminError::File { file: self.name.clone(), problem }
    }

    /// Starts the thread that reads the records, and returns them in order.
    pub(crate) fn records(self) -> Result<Receiver<ReadResult>, AdminError> {
        let (sender, receiver) = channel(AHEAD);
        std::thread::Builder::new().name("input".to_owned()).spawn(move || {
            let ended = match self.kind {
                Kind::Csv { reader, columns, reading, .. } => rows(reader, &columns, &reading, &sender),
                Kind::Lines(file, reading) => lines(file, &reading, &sender),
                Kind::Json(file, reading) => json::read(file, &reading, &sender),
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
    reading: Arc<Reading>,
}

impl Read for BoundedReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Reading { since_record, total, is_ended } = &*self.reading;
        if since_record.load(Ordering::Relaxed) > MAX_RECORD {
            return Err(io::Error::other("a record has over 1 MiB: is there a quote that is never closed?"));
        }
        let read = self.file.read(buffer)?;
        since_record.fetch_add(read, Ordering::Relaxed);
        total.fetch_add(read as u64, Ordering::Relaxed);
        is_ended.store(read == 0, Ordering::Relaxed);
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
    reading: &Reading,
    sender: &Sender<ReadResult>,
) -> Result<(), String> {
    let mut row = ByteRecord::new();
    loop {
        let more = reader.read_byte_record(&mut row);
        if !more.map_err(|error| format!("line {}: {error}", reader.position().line()))? {
            return Ok(());
        }
        reading.since_record.store(0, Ordering::Relaxed);
        // The position of the record itself is before the empty lines that precede it.
        let within = row.as_slice().split(|byte| *byte == b'\n').count() as u64 - 1;
        // Only the last line can lack its end.
        let is_terminated = !reading.is_ended.load(Ordering::Relaxed);
        let (line, end) = (reader.position().line() - within - u64::from(is_terminated), reader.position().byte());
        remove_carriage_return(&mut row);
        if row.len() == 1 && row[0].is_empty() {
            continue;
        }
        let fields = fields(&row, columns);
        if !send(sender, Record { line, end, raw: Raw::Row(row.clone()), fields }) {
            return Ok(());
        }
    }
}

/// Removes the first half of a CRLF from the last field.
fn remove_carriage_return(row: &mut ByteRecord) {
    if row.as_slice().ends_with(b"\r") {
        let last = row.len() - 1;
        *row = row.iter().enumerate().map(|(at, field)| &field[..field.len() - usize::from(at == last)]).collect();
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

fn lines(mut file: BufReader<BoundedReader>, reading: &Reading, sender: &Sender<ReadResult>) -> Result<(), String> {
    let (mut line, mut end) = (Vec::new(), 0);
    for number in 1.. {
        line.clear();
        let read = file.read_until(b'\n', &mut line).map_err(|error| format!("line {number}: {error}"))?;
        reading.since_record.store(0, Ordering::Relaxed);
        end += read as u64;
        if read == 0 {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let record = match serde_json::from_slice(&line) {
            Ok(value) => json::record(number, end, value),
            Err(error) => Record {
                line: number,
                end,
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
        let file =
            BoundedReader { file: Box::new(Endless { at: 0, read: Arc::clone(&read) }), reading: Arc::default() };
        let input = Input { name: "endless".to_owned(), kind: kind(file), length: None };
        (input.records().unwrap(), read)
    }

    #[tokio::test]
    async fn read_ahead_is_bounded() {
        const BUFFERS: usize = 64 * 1024;
        let csv = |file: BoundedReader| {
            let reading = Arc::clone(&file.reading);
            let reader = ReaderBuilder::new().has_headers(false).from_reader(file);
            let columns = ["email", "username"].map(str::to_owned).into();
            Kind::Csv { reader, header: ByteRecord::new(), columns, reading }
        };
        let (mut csv, of_csv) = endless(csv);
        let (mut lines, of_lines) = endless(|file| {
            let reading = Arc::clone(&file.reading);
            Kind::Lines(BufReader::new(file), reading)
        });
        for taken in 1..=20_000 {
            assert!(csv.recv().await.unwrap().unwrap().fields.is_ok());
            assert!(lines.recv().await.unwrap().unwrap().fields.is_err());
            let most = (taken + AHEAD + 2) * LINE.len() + BUFFERS;
            assert!(of_csv.load(Ordering::Relaxed) <= most && of_lines.load(Ordering::Relaxed) <= most, "{taken}");
        }
    }
}
