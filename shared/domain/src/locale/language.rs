//! A language.

use std::fmt;

use unic_langid::subtags::{Region, Script, Variant};
use unic_langid::{CharacterDirection, LanguageIdentifier};

/// A language of pages and emails, such as `de` or `pt-BR` (BCP 47).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language(LanguageIdentifier);

impl Language {
    /// The query parameter that selects a language, before `Accept-Language`.
    pub const PARAMETER: &'static str = "lang";

    /// Parses a tag.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let identifier: LanguageIdentifier = tag.parse().ok()?;
        (!identifier.language.is_empty()).then_some(Self(identifier))
    }

    /// Parses a requested language: a tag (BCP 47), or a locale of POSIX such as `de_DE.UTF-8`.
    ///
    /// Only language, script, region and variants are kept. Extensions (such as `u-ms-metric`), private uses and
    /// extended languages have no influence on the choice of messages.
    #[must_use]
    pub fn requested(tag: &str) -> Option<Self> {
        const LONGEST_SUBTAG: usize = 8;
        let tag = tag.split(['.', '@']).next()?;
        let is_subtag = |subtag: &str| {
            (1..=LONGEST_SUBTAG).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        let mut subtags = tag.split(['-', '_']);
        if !subtags.clone().all(is_subtag) {
            return None;
        }
        let language: unic_langid::subtags::Language = subtags.next()?.parse().ok()?;
        let (mut script, mut region, mut variants) = (None::<Script>, None::<Region>, Vec::<Variant>::new());
        // A single character begins an extension or a private use. Any other unknown subtag is an extended language.
        for subtag in subtags.take_while(|subtag| subtag.len() > 1) {
            if script.is_none() && region.is_none() && subtag.len() == 4 && subtag.parse::<Script>().is_ok() {
                script = subtag.parse().ok();
            } else if region.is_none() && variants.is_empty() && subtag.parse::<Region>().is_ok() {
                region = subtag.parse().ok();
            } else {
                variants.extend(subtag.parse::<Variant>().ok());
            }
        }
        let identifier = LanguageIdentifier::from_parts(language, script, region, &variants);
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

/// English, which has every message.
impl Default for Language {
    fn default() -> Self {
        Self("en".parse().expect("en is a valid tag"))
    }
}

impl AsRef<LanguageIdentifier> for Language {
    fn as_ref(&self) -> &LanguageIdentifier {
        &self.0
    }
}

/// Writes the tag.
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
            assert_eq!(Language::requested(no_tag), None, "{no_tag}");
        }
    }

    #[test]
    fn requested_tag_keeps_language_script_region_and_variants() {
        for (tag, kept) in [
            ("es-u-ms-metric", "es"),
            ("de-DE-u-co-phonebk-hc-h12", "de-DE"),
            ("DE_ch", "de-CH"),
            ("de-CH-1996", "de-CH-1996"),
            ("sl-rozaj-biske", "sl-biske-rozaj"),
            ("zh-Hant-TW", "zh-Hant-TW"),
            ("zh-hant-tw-x-private", "zh-Hant-TW"),
            ("ja-t-it-x-a", "ja"),
            ("fr-x-de", "fr"),
            ("zh-cmn-Hans-CN", "zh-Hans-CN"),
            ("zh-min-nan", "zh"),
            ("ar-arb", "ar"),
            ("en-GB-oed", "en-GB"),
            ("es-419", "es-419"),
            ("en-US-POSIX", "en-US-posix"),
            ("de_DE.UTF-8", "de-DE"),
            ("sr_RS@latin", "sr-RS"),
        ] {
            let language = Language::requested(tag).unwrap();
            assert_eq!(language.to_string(), kept, "{tag}");
            assert_eq!(Language::requested(kept), Some(language), "{kept}");
        }
        for no_tag in ["x-private", "i-lux", "C", "de--CH", "de-", "-de", "de-é", "de-CH, fr", "de-*", "a-DE", "1234"]
        {
            assert_eq!(Language::requested(no_tag), None, "{no_tag}");
        }
    }
}
