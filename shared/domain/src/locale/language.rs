//! A language.

use std::fmt;

use unic_langid::{CharacterDirection, LanguageIdentifier};

/// A language that pages and mails are written in, such as `de` or `pt-BR` (BCP 47).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language(LanguageIdentifier);

impl Language {
    /// The parameter of a page's address that asks for a language, before `Accept-Language` does.
    pub const PARAMETER: &'static str = "lang";

    /// Takes a tag.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let identifier: LanguageIdentifier = tag.parse().ok()?;
        (!identifier.language.is_empty()).then_some(Self(identifier))
    }

    /// HTML's `dir`: `ltr` or `rtl`.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        match self.0.character_direction() {
            CharacterDirection::RTL => "rtl",
            _ => "ltr",
        }
    }

    pub(super) fn identifier(&self) -> &LanguageIdentifier {
        &self.0
    }
}

/// English, which every message is in.
impl Default for Language {
    fn default() -> Self {
        Self("en".parse().expect("it is a tag"))
    }
}

impl AsRef<LanguageIdentifier> for Language {
    fn as_ref(&self) -> &LanguageIdentifier {
        &self.0
    }
}

/// The tag.
impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_has_tag_and_direction() {
        for (tag, direction) in [("en", "ltr"), ("de-CH", "ltr"), ("ar", "rtl"), ("he", "rtl"), ("ja", "ltr")] {
            let language = Language::parse(tag).unwrap();
            assert_eq!((language.to_string().as_str(), language.direction()), (tag, direction));
        }
        assert_eq!(Language::default(), Language::parse("en").unwrap());
        for no_tag in ["", "*", "und", "e", "<script>", "de_"] {
            assert_eq!(Language::parse(no_tag), None, "{no_tag}");
        }
    }
}
