//! Languages: which one a request is answered in, and what people are told in it. The messages are Project Fluent's, in
//! `shared/domain/locales/`; how to add one is in `docs/pages.md`.

mod built_in;
mod catalogue;
mod date_time;
mod language;
mod languages;
mod text;
mod translator;

#[cfg(test)]
mod tests;

pub use built_in::Part;
pub use catalogue::parse as parse_messages;
pub use language::Language;
pub use languages::{Languages, NegotiatedLanguage};
pub use text::{Argument, Text};
pub use translator::Translator;
