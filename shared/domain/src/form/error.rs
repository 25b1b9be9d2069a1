//! Errors of a form's document.

use std::fmt;

/// A problem of a form's document, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentError {
    /// The place, as a JSON Pointer (RFC 6901), empty for the whole document.
    pub pointer: String,
    /// The description of the problem.
    pub problem: String,
}

impl DocumentError {
    pub(super) fn new(pointer: &str, problem: impl Into<String>) -> Self {
        Self { pointer: pointer.to_owned(), problem: problem.into() }
    }
}

impl std::error::Error for DocumentError {}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pointer.as_str() {
            "" => f.write_str(&self.problem),
            pointer => write!(f, "{pointer}: {}", self.problem),
        }
    }
}
