//! The error of one field.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::locale::{Text, Translator};

/// An error of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name.
    pub field: String,
    /// A stable code, such as `too_short`.
    pub code: Cow<'static, str>,
    /// A sentence with the correction.
    pub message: Text,
}

impl FieldError {
    /// Creates an error of `field`. A message that is a plain text is not translated.
    #[must_use]
    pub fn new(field: &str, code: impl Into<Cow<'static, str>>, message: impl Into<Text>) -> Self {
        Self { field: field.to_owned(), code: code.into(), message: message.into() }
    }

    /// Returns the error as JSON in one language, for programs and templates.
    #[must_use]
    pub fn localized(&self, translator: &Translator) -> Value {
        json!({ "field": self.field, "code": self.code, "message": translator.translate(&self.message) })
    }
}
