//! The journal of `invite send`: the addresses that are done, so that the command goes on after it was stopped.
//!
//! The codes of the invitations are derived from a secret at its beginning. So a row whose invitation was stored, but
//! not yet recorded here, gets the same code again, and no second invitation.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs::File;
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use domain::{EmailAddress, Random, Token};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{AdminError, resumable};

/// The beginning of the first line.
const START: &[u8] = b"{\"seed\":";

/// Returns whether an address with this outcome is never invited again. The other outcomes can change.
fn is_final(outcome: &str) -> bool {
    matches!(outcome, "mailed" | "registered")
}

/// The first line.
#[derive(Serialize, Deserialize)]
struct Header {
    /// The secret that the codes are derived from.
    seed: String,
}

/// A line for an address that is done.
#[derive(Serialize, Deserialize)]
struct Line<'a> {
    /// The canonical address.
    email: std::borrow::Cow<'a, str>,
    outcome: std::borrow::Cow<'a, str>,
}

/// The reason why an address is skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// An earlier run has done it.
    Done,
    /// It is in an earlier line of the file.
    Read,
}

/// An open journal, which no other process can open.
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    seed: Token,
    /// The addresses that need no invitation, by a hash: some 30 bytes each, because there may be millions.
    known: HashMap<[u8; 16], Known>,
}

impl Journal {
    /// Opens the journal, or creates one that only its owner can read.
    ///
    /// A last line that was not written completely is removed.
    pub(super) fn open(path: &Path, random: &Random) -> Result<Self, AdminError> {
        let wrong = |problem: String| AdminError::File { file: path.display().to_string(), problem };
        let failed = |error: std::io::Error| wrong(error.to_string());
        let file = resumable::open(path)?;
        let (mut reader, mut line, mut complete) = (BufReader::new(&file), Vec::new(), 0);
        let (mut seed, mut known) = (None, HashMap::new());
        loop {
            line.clear();
            let read = reader.read_until(b'\n', &mut line).map_err(failed)?;
            let malformed = || wrong("it is no journal of `invite send`: name another file for --journal".to_owned());
            if !line.ends_with(b"\n") {
                // The first line is written before anything is done, so another beginning is another file.
                if seed.is_none() && !(START.starts_with(&line) || line.starts_with(START)) {
                    return Err(malformed());
                }
                break;
            }
            if seed.is_none() {
                let header = serde_json::from_slice::<Header>(&line).ok();
                seed = Some(header.and_then(|header| Token::parse(&header.seed)).ok_or_else(malformed)?);
            } else {
                let entry: Line<'_> = serde_json::from_slice(&line).map_err(|_| malformed())?;
                if is_final(&entry.outcome) {
                    known.insert(hash(&entry.email), Known::Done);
                }
            }
            complete += u64::try_from(read).unwrap_or_default();
        }
        file.set_len(complete).map_err(failed)?;
        (&file).seek(SeekFrom::End(0)).map_err(failed)?;
        let seed = if let Some(seed) = seed {
            seed
        } else {
            let seed = Token::generate(random);
            write(&file, &Header { seed: seed.expose().to_owned() }).map_err(failed)?;
            // Before the first code is used, because another seed would give another one.
            file.sync_all().map_err(failed)?;
            seed
        };
        Ok(Self { path: path.to_owned(), file, seed, known })
    }

    /// Returns the code of the invitation for an address.
    pub(super) fn code(&self, email: &EmailAddress) -> Token {
        self.seed.derive(&email.canonical())
    }

    /// Returns the reason why the address of a line is skipped. From then on it is known.
    pub(super) fn read(&mut self, email: &EmailAddress) -> Option<Known> {
        match self.known.entry(hash(&email.canonical())) {
            Entry::Occupied(known) => Some(*known.get()),
            Entry::Vacant(new) => {
                new.insert(Known::Read);
                None
            }
        }
    }

    /// Records that an address is done. It is in the file immediately.
    pub(super) fn add(&self, email: &EmailAddress, outcome: &str) -> Result<(), AdminError> {
        let line = Line { email: email.canonical().into(), outcome: outcome.into() };
        write(&self.file, &line)
            .map_err(|error| AdminError::File { file: self.path.display().to_string(), problem: error.to_string() })
    }
}

/// Returns a hash of a canonical address that is as good as the address: 16 bytes of SHA-256.
///
/// Of shorter ones, two addresses of a long file might be the same, and one of them would get no invitation.
fn hash(email: &str) -> [u8; 16] {
    let digest = Sha256::digest(email);
    std::array::from_fn(|at| digest[at])
}

fn write(mut file: &File, line: &impl Serialize) -> std::io::Result<()> {
    let mut line = serde_json::to_vec(line)?;
    line.push(b'\n');
    file.write_all(&line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email(text: &str) -> EmailAddress {
        EmailAddress::parse(text).unwrap()
    }

    #[test]
    fn journal_goes_on_after_half_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let first = Journal::open(&path, &Random::system()).unwrap();
        first.add(&email("ann@example.com"), "mailed").unwrap();
        let code = first.code(&email("bob@example.com"));
        assert!(Journal::open(&path, &Random::system()).err().unwrap().to_string().contains("another process"));
        drop(first);
        let half = std::fs::read_to_string(&path).unwrap() + "{\"email\":\"bob@exa";
        std::fs::write(&path, half).unwrap();
        let mut second = Journal::open(&path, &Random::system()).unwrap();
        assert_eq!(
            (second.read(&email("ANN@example.com")), second.read(&email("bob@example.com"))),
            (Some(Known::Done), None)
        );
        assert_eq!(second.code(&email("Bob@example.com")), code);
        second.add(&email("bob@example.com"), "mailed").unwrap();
        drop(second);
        assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 3);
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).unwrap().permissions());
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn other_file_is_no_journal() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "email\nann@example.com\n").unwrap();
        let error = Journal::open(file.path(), &Random::system()).err().unwrap().to_string();
        assert!(error.contains("no journal"), "{error}");
        assert_eq!(std::fs::read_to_string(file.path()).unwrap(), "email\nann@example.com\n", "it stays as it was");
        std::fs::write(file.path(), "no line").unwrap();
        assert!(Journal::open(file.path(), &Random::system()).is_err());
        assert_eq!(std::fs::read_to_string(file.path()).unwrap(), "no line");
    }

    #[test]
    fn rejected_address_is_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let journal = Journal::open(&path, &Random::system()).unwrap();
        for (address, outcome) in [("ann@example.com", "rejected"), ("bob@example.com", "registered")] {
            journal.add(&email(address), outcome).unwrap();
        }
        drop(journal);
        let mut journal = Journal::open(&path, &Random::system()).unwrap();
        let mut read = |address: &str| journal.read(&email(address));
        assert_eq!((read("ann@example.com"), read("bob@example.com")), (None, Some(Known::Done)));
        assert_eq!((read("Ann@example.com"), read("Bob@example.com")), (Some(Known::Read), Some(Known::Done)));
    }

    #[test]
    fn known_address_takes_little_memory() {
        assert!(size_of::<([u8; 16], Known)>() <= 17);
    }
}
