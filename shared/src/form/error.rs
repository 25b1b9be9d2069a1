//! What is wrong with what was sent, and with a form's document.

use std::borrow::Cow;
use std::fmt;

use serde_json::{Value, json};

use crate::locale::{Text, Translator};

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name.
    pub field: String,
    /// A stable code, such as `too_short`.
    pub code: Cow<'static, str>,
    /// A sentence that says what to do.
    pub message: Text,
}

impl FieldError {
    /// What is wrong with `field`. A message that is a text of its own is told as it is, whatever the reader's language.
    #[must_use]
    pub fn new(field: &str, code: impl Into<Cow<'static, str>>, message: impl Into<Text>) -> Self {
        Self { field: field.to_owned(), code: code.into(), message: message.into() }
    }

    /// As programs and templates are told of it.
    #[must_use]
    pub fn said(&self, translator: &Translator) -> Value {
        json!({ "field": self.field, "code": self.code, "message": translator.say(&self.message) })
    }
}

/// What is wrong with a form's document, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentError {
    /// The place, as a JSON Pointer (RFC 6901); empty for the whole document.
    pub pointer: String,
    /// What is wrong there.
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
