//! Languages: which one a request is answered in, and what people are told in it. The messages are Project Fluent's, in
//! `locales/`; how to add one is in `docs/pages.md`.

mod built_in;
mod catalogue;
mod language;
mod languages;
mod text;
mod translator;
#[cfg(feature = "mail")]
mod when;

#[cfg(test)]
mod tests;

pub(crate) use built_in::Part;
pub(crate) use catalogue::parse as parse_messages;
pub use language::Language;
pub(crate) use languages::{Asked, Languages};
pub use text::{Argument, Text};
pub use translator::Translator;
