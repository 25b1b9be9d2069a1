//! The submitted values of a form.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

/// The values of a submission, before validation.
///
/// A page's form sends every value as text, and every field except an unticked box.
#[derive(Clone, Default)]
pub struct Submission {
    values: BTreeMap<String, Value>,
    from_page: bool,
}

/// Prints the names of the fields, but no values: one is a password.
impl fmt::Debug for Submission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.values.keys()).finish()
    }
}

impl Submission {
    /// Creates the submission of a page's form. Later values override repeated ones.
    #[must_use]
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let values = pairs.into_iter().map(|(name, value)| (name, Value::String(value)));
        Self { values: values.collect(), from_page: true }
    }

    /// Creates the submission of a program. `null` counts as no value.
    #[must_use]
    pub fn from_object(object: Map<String, Value>) -> Self {
        Self { values: object.into_iter().filter(|(_, value)| !value.is_null()).collect(), from_page: false }
    }

    /// Returns the text of a field.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.as_str()
    }

    /// Returns whether a box is ticked, or `None` for another value.
    ///
    /// A missing box is not ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> Option<bool> {
        match self.values.get(name) {
            None => Some(false),
            Some(Value::Bool(ticked)) => Some(*ticked),
            Some(Value::String(text)) => match text.as_str() {
                "on" | "true" | "1" => Some(true),
                "off" | "false" | "0" | "" => Some(false),
                _ => None,
            },
            Some(_) => None,
        }
    }

    /// Returns all names with their values, in alphabetical order. One value is a password.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Returns whether a page's form was submitted.
    #[must_use]
    pub fn is_from_page(&self) -> bool {
        self.from_page
    }

    /// Returns the value of a field. An empty text counts as no value.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name).filter(|value| value.as_str() != Some(""))
    }

    /// Returns whether the repeated password is the same.
    ///
    /// A program may omit the repetition. A page may not, because it detects typing errors.
    #[must_use]
    pub fn password_is_confirmed(&self, password: &str, confirmation: &str) -> bool {
        let typed = self.text(password).unwrap_or_default();
        match self.values.get(confirmation) {
            None => !self.from_page || typed.is_empty(),
            Some(confirmation) => confirmation.as_str() == Some(typed),
        }
    }
}
