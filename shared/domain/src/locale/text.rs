//! Texts before their translation.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// A sentence or a label for users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(pub(super) Kind);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text of a backend, a form or a program, which is not translated.
    Literal(Cow<'static, str>),
    /// A text of a form, with its translations by language tag.
    Translated { text: String, translations: BTreeMap<String, String> },
    /// A message of `locales/`, or with `id.attribute` an attribute of one.
    Message { id: &'static str, arguments: Vec<(&'static str, Argument)> },
}

/// The value of a variable in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// A number, which can select a grammatical form.
    Number(i64),
    /// A text.
    Text(Text),
}

impl Text {
    /// Creates a text that is not translated.
    #[must_use]
    pub const fn literal(text: &'static str) -> Self {
        Self(Kind::Literal(Cow::Borrowed(text)))
    }

    /// Creates a reference to a message of `locales/`.
    #[must_use]
    pub const fn message(id: &'static str) -> Self {
        Self(Kind::Message { id, arguments: Vec::new() })
    }

    /// Creates a text with its translations by language tag.
    #[must_use]
    pub fn translated(text: String, translations: BTreeMap<String, String>) -> Self {
        Self(if translations.is_empty() { Kind::Literal(text.into()) } else { Kind::Translated { text, translations } })
    }

    /// Sets a variable of the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, argument: impl Into<Argument>) -> Self {
        if let Kind::Message { arguments, .. } = &mut self.0 {
            arguments.push((name, argument.into()));
        }
        self
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(Kind::Literal(text.into()))
    }
}

impl From<&'static str> for Text {
    fn from(text: &'static str) -> Self {
        Self::literal(text)
    }
}

impl From<Cow<'static, str>> for Text {
    fn from(text: Cow<'static, str>) -> Self {
        Self(Kind::Literal(text))
    }
}

impl From<i64> for Argument {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

// A number that is too large stays too large.
impl From<usize> for Argument {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl<T: Into<Text>> From<T> for Argument {
    fn from(text: T) -> Self {
        Self::Text(text.into())
    }
}
