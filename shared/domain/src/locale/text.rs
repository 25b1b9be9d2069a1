//! What people are told, before it is known in which language.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// A sentence or a label for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(pub(super) Kind);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// As a backend, a form or a program gave it, whatever the reader's language.
    Literal(Cow<'static, str>),
    /// As a form gave it, with its translations by their languages' tags.
    Translated { text: String, translations: BTreeMap<String, String> },
    /// One of the messages in `locales/`; `id.attribute` for an attribute of it.
    Message { id: &'static str, arguments: Vec<(&'static str, Argument)> },
}

/// What is put into a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// A number, which the grammar of a language may go by.
    Number(i64),
    /// A text.
    Text(Text),
}

impl Text {
    /// A text that is the same in every language, or whose language only its author knows.
    #[must_use]
    pub const fn literal(text: &'static str) -> Self {
        Self(Kind::Literal(Cow::Borrowed(text)))
    }

    /// A message of `locales/`.
    #[must_use]
    pub const fn message(id: &'static str) -> Self {
        Self(Kind::Message { id, arguments: Vec::new() })
    }

    /// A text with its translations by their languages' tags.
    #[must_use]
    pub fn translated(text: String, translations: BTreeMap<String, String>) -> Self {
        Self(if translations.is_empty() { Kind::Literal(text.into()) } else { Kind::Translated { text, translations } })
    }

    /// This message with something put into it.
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

/// A number that is too large for any text stays too large.
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
