//! The report of everything that is wrong with a seed.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use operator::{ImportRejection, OperatorError};

/// The reason why a seed was not loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SeedError {
    /// The file cannot be read.
    #[error("--seed {}: {source}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// Some records are invalid.
    #[error("{0}")]
    Records(Faults),
    /// The table cannot be used, or the settings are invalid.
    #[error(transparent)]
    Operator(#[from] OperatorError),
}

/// The faults of a file.
#[derive(Debug, Clone)]
pub struct Faults {
    file: PathBuf,
    /// The faults by line. A line can have several.
    faults: Vec<(u64, ImportRejection)>,
}

impl Faults {
    pub(super) fn of(file: &Path) -> Self {
        Self { file: file.to_owned(), faults: Vec::new() }
    }

    pub(super) fn add(&mut self, line: u64, faults: Vec<ImportRejection>) {
        for fault in faults {
            // A field that could not be read is missing in the later checks.
            let is_known = |(known, other): &(u64, ImportRejection)| *known == line && other.field == fault.field;
            if fault.field.is_none() || !self.faults.iter().any(is_known) {
                self.faults.push((line, fault));
            }
        }
    }

    /// Returns the error of an unreadable file.
    pub(super) fn unreadable(&self, error: &io::Error) -> SeedError {
        let source = io::Error::new(error.kind(), error.to_string());
        SeedError::File { file: self.file.clone(), source }
    }

    /// Fails if there are faults.
    pub(super) fn none(&self) -> Result<(), SeedError> {
        if self.faults.is_empty() { Ok(()) } else { Err(SeedError::Records(self.clone())) }
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "--seed {}: the service does not start until these records are correct:", self.file.display())?;
        let mut faults: Vec<_> = self.faults.iter().collect();
        faults.sort_by_key(|(line, _)| *line);
        for (line, fault) in faults {
            // Some reasons begin with the field.
            let field = fault.field.as_ref().filter(|field| !fault.reason.starts_with(field.as_str()));
            let field = field.map(|field| format!("{field}: ")).unwrap_or_default();
            write!(f, "\n  line {line}: {field}{}", fault.reason)?;
        }
        Ok(())
    }
}
