//! The languages that a deployment offers, and which of them a request gets.

use std::borrow::Cow;
use std::collections::BTreeMap;

use fluent_bundle::FluentArgs;
use fluent_langneg::{NegotiationStrategy, negotiate_languages};

use super::Language;
use super::built_in::Part;
use super::catalogue::Catalogue;
use crate::overrides::Overrides;
use crate::settings::Reader;

const SETTING: &str = "REGISTRATION_LANGUAGES";
/// The message that has a language's own name, in a folder's file.
const NAME: &str = "language-name";

/// The languages that there are messages in.
#[derive(Debug)]
pub struct Languages {
    /// English first.
    catalogues: Vec<Catalogue>,
    /// `REGISTRATION_LANGUAGES`: those that pages and mails are in, with commas; the first one is for whoever asks for none
    /// of them. Default: all that there are, English first.
    offered: Vec<Language>,
}

/// The language that a request gets, and what is kept of what it asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NegotiatedLanguage {
    /// The language of the answer.
    pub language: Language,
    /// The tag that the language was chosen for; without a choice, the one that was asked for first.
    pub locale: Option<String>,
    /// Whether the address asked for it.
    pub from_url: bool,
}

impl Languages {
    /// Reads the setting; `None` if something is wrong, which `reader` then knows.
    pub fn read(reader: &mut Reader<'_>, own: &Overrides, part: Part) -> Option<Self> {
        let catalogues = catalogues(own, part);
        let known: Vec<_> = catalogues.iter().map(|catalogue| catalogue.language.clone()).collect();
        let offered = match reader.optional(SETTING) {
            None => Some(known),
            Some(_) => reader.or(SETTING, "", |list| parse_list(list, &known)),
        };
        Some(Self { catalogues, offered: offered? })
    }

    /// The built-in languages, all of them offered.
    pub(super) fn built_in(part: Part) -> Self {
        let catalogues = catalogues(&Overrides::default(), part);
        let offered = catalogues.iter().map(|catalogue| catalogue.language.clone()).collect();
        Self { catalogues, offered }
    }

    /// The language of whoever asks for none.
    #[must_use]
    pub fn default_language(&self) -> &Language {
        &self.offered[0]
    }

    /// Every language that is offered, with its name in itself.
    pub fn offered(&self) -> impl Iterator<Item = (&Language, &str)> {
        let of = |language| self.catalogue(language).map(|catalogue| (&catalogue.language, &*catalogue.name));
        self.offered.iter().filter_map(of)
    }

    /// The language for a request: what its address asks for by `lang`, else by `Accept-Language` (RFC 9110, 12.5.4).
    pub fn negotiate(&self, from_url: Option<&str>, accepted: Option<&str>) -> NegotiatedLanguage {
        if let Some(language) = from_url.and_then(|tag| self.best_match(tag)) {
            return NegotiatedLanguage {
                locale: Some(language.to_string()),
                language: language.clone(),
                from_url: true,
            };
        }
        let tags = accepted.map(by_preference).unwrap_or_default();
        let chosen = tags.iter().find_map(|tag| Some((self.best_match(tag)?, tag)));
        let (language, locale) = match chosen {
            Some((language, tag)) => (language, Some(tag)),
            None => (&self.offered[0], tags.first()),
        };
        let locale = locale.filter(|tag| tag.len() <= 35).map(|tag| (*tag).to_owned());
        NegotiatedLanguage { language: language.clone(), locale, from_url: false }
    }

    /// The language that is offered and nearest to a tag.
    #[must_use]
    pub fn best_match(&self, tag: &str) -> Option<&Language> {
        let asked = Language::parse(tag)?;
        negotiate_languages(&[asked], &self.offered, None, NegotiationStrategy::Lookup).first().copied()
    }

    /// A message in a language, or in English where it has none.
    pub(super) fn format(&self, language: &Language, id: &str, arguments: &FluentArgs<'_>) -> Option<String> {
        let own = self.catalogue(language).and_then(|catalogue| catalogue.format(id, arguments));
        own.or_else(|| self.catalogues[0].format(id, arguments))
    }

    /// The translation for a language, among those by their languages' tags.
    pub(super) fn of<'a>(language: &Language, translations: &'a BTreeMap<String, String>) -> Option<&'a String> {
        let tags: Vec<_> = translations.keys().filter_map(|tag| Language::parse(tag)).collect();
        let tag = *negotiate_languages(&[language], &tags, None, NegotiationStrategy::Lookup).first()?;
        translations.iter().find(|(key, _)| Language::parse(key).as_ref() == Some(tag)).map(|(_, text)| text)
    }

    fn catalogue(&self, language: &Language) -> Option<&Catalogue> {
        self.catalogues.iter().find(|catalogue| catalogue.language == *language)
    }
}

/// The built-in languages with a folder's messages over theirs, then the folder's own languages.
fn catalogues(own: &Overrides, part: Part) -> Vec<Catalogue> {
    let mut files: BTreeMap<_, _> =
        own.messages().filter_map(|(tag, source)| Some((Language::parse(tag)?.to_string(), source))).collect();
    let mut catalogues = Vec::new();
    for (built_in, messages) in part.languages() {
        let Some(language) = Language::parse(built_in.tag) else { continue };
        let mut sources = vec![Cow::Borrowed(messages)];
        sources.extend(files.remove(&language.to_string()).map(|source| Cow::Owned(source.to_owned())));
        catalogues.push(Catalogue::new(language, built_in.name.into(), sources));
    }
    for (tag, source) in files {
        let Some(language) = Language::parse(&tag) else { continue };
        let catalogue = Catalogue::new(language.clone(), tag.clone().into(), vec![source.to_owned().into()]);
        let name = catalogue.format(NAME, &FluentArgs::new()).unwrap_or(tag);
        catalogues.push(Catalogue::new(language, name.into(), vec![source.to_owned().into()]));
    }
    catalogues
}

fn parse_list(list: &str, known: &[Language]) -> Result<Vec<Language>, String> {
    let mut languages = Vec::new();
    for tag in list.split(',').map(str::trim) {
        let Some(language) = Language::parse(tag).filter(|language| known.contains(language)) else {
            let valid: Vec<_> = known.iter().map(ToString::to_string).collect();
            return Err(format!("there is no language {tag:?}; valid tags: {}", valid.join(", ")));
        };
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    Ok(languages)
}

/// The tags of an `Accept-Language`, the one with the highest weight first; what is weighted zero is not accepted.
/// `fluent-langneg` reads the header without the weights.
fn by_preference(accepted: &str) -> Vec<&str> {
    let mut weighted: Vec<(&str, f32)> = accepted
        .split(',')
        .filter_map(|part| {
            let (tag, parameters) = part.split_once(';').unwrap_or((part, "q=1"));
            let weight = parameters.trim().strip_prefix("q=").and_then(|weight| weight.trim().parse().ok());
            Some((tag.trim(), weight.filter(|weight: &f32| (0.0..=1.0).contains(weight))?))
        })
        .filter(|(tag, weight)| *weight > 0.0 && Language::parse(tag).is_some())
        .collect();
    weighted.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    weighted.into_iter().map(|(tag, _)| tag).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Environment;

    fn languages(setting: &str) -> Languages {
        let environment: Environment = [(SETTING.to_owned(), setting.to_owned())].into_iter().collect();
        let mut reader = Reader::new(&environment);
        let languages = Languages::read(&mut reader, &Overrides::default(), Part::PAGES);
        reader.finish(|| languages).unwrap()
    }

    #[test]
    fn lang_parameter_takes_precedence_over_header() {
        let all = languages("");
        for (from_url, accepted, language, locale) in [
            (None, None, "en", None),
            (None, Some("de-CH, de;q=0.9, en;q=0.8"), "de", Some("de-CH")),
            (None, Some("en;q=0.1, fr;q=0.9"), "fr", Some("fr")),
            (None, Some("pt, ja;q=0.5"), "ja", Some("ja")),
            (None, Some("pt-BR, pt;q=0.5"), "en", Some("pt-BR")),
            (None, Some("de;q=0, es"), "es", Some("es")),
            (None, Some("*"), "en", None),
            (None, Some("ar-EG"), "ar", Some("ar-EG")),
            (None, Some("<script>, ;;,, de;q=x, en;q=2"), "en", None),
            (Some("es"), Some("de"), "es", Some("es")),
            (Some("es-MX"), Some("de"), "es", Some("es")),
            (Some("xx"), Some("de"), "de", Some("de")),
            (Some("<b>"), None, "en", None),
        ] {
            let asked = all.negotiate(from_url, accepted);
            assert_eq!(asked.language.to_string(), language, "{from_url:?} {accepted:?}");
            assert_eq!(asked.locale.as_deref(), locale, "{from_url:?} {accepted:?}");
        }
    }

    #[test]
    fn setting_limits_and_orders_languages() {
        let two = languages("de, fr");
        assert_eq!(two.negotiate(None, None).language.to_string(), "de");
        assert_eq!(two.negotiate(Some("en"), Some("fr")).language.to_string(), "fr");
        assert_eq!(two.offered().map(|(_, name)| name).collect::<Vec<_>>(), ["Deutsch", "Français"]);
        assert!(parse_list("de, xx", &two.offered).unwrap_err().contains("valid tags: de, fr"));
    }
}
