//! The error of one field.

use std::borrow::Cow;

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
