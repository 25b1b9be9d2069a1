//! Languages: the negotiation for a request, and the translation of texts.
//!
//! [`Languages`] negotiates, [`Text`] is a text before its translation, and [`Translator`] translates. The messages are
//! Project Fluent's, in `shared/domain/locales/`. `docs/guides/languages.md` describes how to add a language.

mod built_in;
mod catalogue;
mod date_time;
mod language;
mod languages;
mod link;
mod text;
mod translator;

#[cfg(test)]
mod tests;

pub use built_in::Part;
pub use catalogue::parse as parse_messages;
pub use language::Language;
pub use languages::{Languages, NegotiatedLanguage};
pub(crate) use link::unknown_target;
pub use link::{LinkTarget, TextPart};
pub use text::{Argument, Text};
pub use translator::Translator;
