//! What was sent.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

/// What was sent, field by field. A page's form sends text whatever the field, and every field but an empty box.
#[derive(Clone, Default)]
pub struct Submission {
    values: BTreeMap<String, Value>,
    from_page: bool,
}

/// Which fields, and not what is in them: a password is among them.
impl fmt::Debug for Submission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.values.keys()).finish()
    }
}

impl Submission {
    /// What a page's form sent; of a field that was sent twice, the last value.
    #[must_use]
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let values = pairs.into_iter().map(|(name, value)| (name, Value::String(value)));
        Self { values: values.collect(), from_page: true }
    }

    /// What a program sent. `null` is as good as nothing.
    #[must_use]
    pub fn from_object(object: Map<String, Value>) -> Self {
        Self { values: object.into_iter().filter(|(_, value)| !value.is_null()).collect(), from_page: false }
    }

    /// The text that was sent for a field.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.as_str()
    }

    /// Whether a box was ticked; `None` if what was sent says neither. A box that is not sent is not ticked.
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

    /// Whether a page's form was sent.
    #[must_use]
    pub fn is_from_page(&self) -> bool {
        self.from_page
    }

    /// What was sent for a field, if anything: an empty text is nothing.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name).filter(|value| value.as_str() != Some(""))
    }

    /// A program may leave the second password out, a page may not: it is there to find a slip of the fingers.
    #[must_use]
    pub fn password_is_confirmed(&self, password: &str, confirmation: &str) -> bool {
        let typed = self.text(password).unwrap_or_default();
        match self.values.get(confirmation) {
            None => !self.from_page || typed.is_empty(),
            Some(confirmation) => confirmation.as_str() == Some(typed),
        }
    }
}
