//! The translation of texts into one language.

use std::sync::{Arc, LazyLock};

use fluent_bundle::{FluentArgs, FluentValue};

use super::text::Kind;
use super::{Argument, Language, Languages, Part, Text, TextPart, link};

/// Translates texts into one language, with English as the fallback.
#[derive(Debug, Clone)]
pub struct Translator {
    languages: Arc<Languages>,
    language: Language,
}

impl Text {
    /// Returns the text in English, for operators, with the built-in messages of pages.
    #[must_use]
    pub fn in_english(&self) -> String {
        static ENGLISH: LazyLock<Translator> = LazyLock::new(|| {
            let languages = Arc::new(Languages::built_in(Part::PAGES));
            Translator { languages, language: Language::default() }
        });
        ENGLISH.translate(self)
    }
}

impl Translator {
    /// Creates a translator into `language`.
    #[must_use]
    pub fn new(languages: &Arc<Languages>, language: &Language) -> Self {
        Self { languages: Arc::clone(languages), language: language.clone() }
    }

    /// Returns the language.
    #[must_use]
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// Translates a text.
    #[must_use]
    pub fn translate(&self, text: &Text) -> String {
        link::plain(self.translate_with_links(text))
    }

    /// Translates a text, and splits it at its links.
    #[must_use]
    pub fn translate_parts(&self, text: &Text) -> Vec<TextPart> {
        link::split(&self.translate_with_links(text))
    }

    fn translate_with_links(&self, text: &Text) -> String {
        match &text.0 {
            Kind::Literal(text) => text.clone().into_owned(),
            Kind::Translated { text, translations } => {
                Languages::of(&self.language, translations).unwrap_or(text).clone()
            }
            Kind::Message { id, arguments } => {
                let mut args = FluentArgs::with_capacity(arguments.len());
                for (name, argument) in arguments {
                    args.set(
                        *name,
                        match argument {
                            Argument::Number(number) => FluentValue::from(*number),
                            Argument::Text(text) => FluentValue::from(self.isolated(&self.translate(text))),
                        },
                    );
                }
                self.message(id, &args).unwrap_or_else(|| (*id).to_owned())
            }
        }
    }

    /// Formats a message with these arguments, or returns `None` if no language has it.
    #[must_use]
    pub fn message(&self, id: &str, arguments: &FluentArgs<'_>) -> Option<String> {
        self.languages.format(&self.language, id, arguments)
    }

    /// Returns a text for a place in a sentence that allows no markup.
    ///
    /// If the directions may differ, it is isolated from the rest (UAX 9: FSI and PDI).
    pub fn isolated(&self, text: &str) -> String {
        let plain = without_controls(text);
        if self.language.direction() == "rtl" || plain.chars().any(is_right_to_left) {
            format!("\u{2068}{plain}\u{2069}")
        } else {
            plain
        }
    }
}

/// Removes the controls that change the direction of the text around it.
fn without_controls(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')).collect()
}

/// Returns whether a character is in a block of a right-to-left script.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}
