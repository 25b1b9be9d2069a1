//! The languages of a deployment, and the negotiation for a request.

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
/// The message with a language's own name, in a folder's file.
const NAME: &str = "language-name";

/// The languages that have messages.
#[derive(Debug)]
pub struct Languages {
    /// The catalogues, English first.
    catalogues: Vec<Catalogue>,
    /// `REGISTRATION_LANGUAGES`: the comma-separated languages of pages and emails.
    ///
    /// The first one is the default of a request. Default: all, English first.
    offered: Vec<Language>,
}

/// The language of a request, and the requested tag that is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NegotiatedLanguage {
    /// The language of the answer.
    pub language: Language,
    /// The requested tag that led to the choice, or else the first requested one.
    pub locale: Option<String>,
    /// Whether the URL selects the language.
    pub from_url: bool,
}

impl Languages {
    /// Reads the setting.
    ///
    /// Returns `None` if it is invalid, which `reader` then reports.
    pub fn read(reader: &mut Reader<'_>, overrides: &Overrides, part: Part) -> Option<Self> {
        let catalogues = catalogues(overrides, part);
        let known: Vec<_> = catalogues.iter().map(|catalogue| catalogue.language.clone()).collect();
        let offered = match reader.optional(SETTING) {
            None => Some(known),
            Some(_) => reader.or(SETTING, "", |list| parse_list(list, &known)),
        };
        Some(Self { catalogues, offered: offered? })
    }

    /// Creates the built-in languages, all of them offered.
    pub(super) fn built_in(part: Part) -> Self {
        let catalogues = catalogues(&Overrides::default(), part);
        let offered = catalogues.iter().map(|catalogue| catalogue.language.clone()).collect();
        Self { catalogues, offered }
    }

    /// Returns the default language.
    #[must_use]
    pub fn default_language(&self) -> &Language {
        &self.offered[0]
    }

    /// Returns every offered language with its own name.
    pub fn offered(&self) -> impl Iterator<Item = (&Language, &str)> {
        let of = |language| self.catalogue(language).map(|catalogue| (&catalogue.language, &*catalogue.name));
        self.offered.iter().filter_map(of)
    }

    /// Negotiates the language of a request.
    ///
    /// `lang` of the URL comes before `Accept-Language` (RFC 9110, 12.5.4).
    pub fn negotiate(&self, from_url: Option<&str>, accepted: Option<&str>) -> NegotiatedLanguage {
        if let Some(language) = from_url.and_then(|tag| self.best_match(tag)) {
            return NegotiatedLanguage {
                locale: Some(language.to_string()),
                language: language.clone(),
                from_url: true,
            };
        }
        let Ranges { wanted, unwanted } = accepted.map(Ranges::parse).unwrap_or_default();
        // A more precise range overrides an unwanted one: `en;q=0, en-GB`.
        let is_unwanted = |language: &Language| {
            unwanted.iter().any(|range| range.identifier().matches(language, true, false))
                && !wanted.iter().any(|(_, range)| language.identifier().matches(range, true, false))
        };
        let offered: Vec<_> = self.offered.iter().filter(|language| !is_unwanted(language)).collect();
        let chosen = wanted.iter().find_map(|(tag, range)| Some((lookup(range, &offered)?, *tag)));
        let (language, locale) = match chosen {
            Some((language, tag)) => (language, Some(tag)),
            None => (offered.first().copied().unwrap_or(&self.offered[0]), wanted.first().map(|(tag, _)| *tag)),
        };
        let locale = locale.filter(|tag| tag.len() <= 35).map(str::to_owned);
        NegotiatedLanguage { language: language.clone(), locale, from_url: false }
    }

    /// Returns the offered language that is nearest to a requested one.
    #[must_use]
    pub fn best_match(&self, tag: &str) -> Option<&Language> {
        lookup(&Language::requested(tag)?, &self.offered.iter().collect::<Vec<_>>())
    }

    /// Formats a message in a language, with English as the fallback.
    pub(super) fn format(&self, language: &Language, id: &str, arguments: &FluentArgs<'_>) -> Option<String> {
        let formatted = self.catalogue(language).and_then(|catalogue| catalogue.format(id, arguments));
        formatted.or_else(|| self.catalogues[0].format(id, arguments))
    }

    /// Returns the translation into a language. The keys are language tags.
    pub(super) fn of<'a>(language: &Language, translations: &'a BTreeMap<String, String>) -> Option<&'a String> {
        let tags: Vec<_> = translations.keys().filter_map(|tag| Language::parse(tag)).collect();
        let tag = *negotiate_languages(&[language], &tags, None, NegotiationStrategy::Lookup).first()?;
        translations.iter().find(|(key, _)| Language::parse(key).as_ref() == Some(tag)).map(|(_, text)| text)
    }

    fn catalogue(&self, language: &Language) -> Option<&Catalogue> {
        self.catalogues.iter().find(|catalogue| catalogue.language == *language)
    }
}

/// Returns the built-in languages with a folder's overrides, then the folder's own.
fn catalogues(overrides: &Overrides, part: Part) -> Vec<Catalogue> {
    let mut files: BTreeMap<_, _> =
        overrides.messages().filter_map(|(tag, source)| Some((Language::parse(tag)?.to_string(), source))).collect();
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

/// Returns the language that is nearest to a range (RFC 4647, 3.4).
fn lookup<'a>(range: &Language, offered: &[&'a Language]) -> Option<&'a Language> {
    negotiate_languages(&[range], offered, None, NegotiationStrategy::Lookup).first().map(|found| **found)
}

/// The ranges of an `Accept-Language` (RFC 9110, 12.5.4). `fluent-langneg` reads the header without the weights.
#[derive(Debug, Default)]
struct Ranges<'a> {
    /// Each range as it was sent, the one with the highest weight first.
    ///
    /// `*` is omitted: it accepts any language, so also the default one.
    wanted: Vec<(&'a str, Language)>,
    /// The ranges with the weight zero.
    unwanted: Vec<Language>,
}

impl<'a> Ranges<'a> {
    fn parse(accepted: &'a str) -> Self {
        let mut weighted = Vec::new();
        let mut unwanted = Vec::new();
        for part in accepted.split(',') {
            let (tag, weight) = part.split_once(';').unwrap_or((part, "q=1"));
            let (tag, Some(weight)) = (tag.trim(), parse_weight(weight)) else { continue };
            let Some(range) = Language::requested(tag) else { continue };
            if weight > 0.0 {
                weighted.push((weight, (tag, range)));
            } else {
                unwanted.push(range);
            }
        }
        weighted.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        Self { wanted: weighted.into_iter().map(|(_, wanted)| wanted).collect(), unwanted }
    }
}

/// Returns the weight in `q=0.5`, whose name is case-insensitive.
fn parse_weight(parameter: &str) -> Option<f32> {
    let (name, weight) = parameter.split_once('=')?;
    let weight = weight.trim().parse().ok().filter(|weight: &f32| (0.0..=1.0).contains(weight))?;
    name.trim().eq_ignore_ascii_case("q").then_some(weight)
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
            (Some("es-u-ms-metric"), Some("de"), "es", Some("es")),
            (Some("DE_at"), None, "de", Some("de")),
            (Some("ja_JP.UTF-8"), None, "ja", Some("ja")),
            (Some("x-private"), Some("de"), "de", Some("de")),
            (None, Some("es-u-ms-metric"), "es", Some("es-u-ms-metric")),
            (None, Some("es-MX-u-ms-metric, en;q=0.9"), "es", Some("es-MX-u-ms-metric")),
            (None, Some("x-private, fr;q=0.3"), "fr", Some("fr")),
            (None, Some("zh-min-nan, i-klingon, ja;q=0.1"), "ja", Some("ja")),
            (None, Some("fr-Latn-CA"), "fr", Some("fr-Latn-CA")),
            (None, Some("FR-ca"), "fr", Some("FR-ca")),
            (None, Some("en;Q=0.2 , de ; q=0.5"), "de", Some("de")),
            (None, Some("de;q=0.1234, fr;q=0.001"), "de", Some("de")),
            (None, Some("*, de;q=0.5"), "de", Some("de")),
            (None, Some("pt, *;q=0.5"), "en", Some("pt")),
            (None, Some("en;q=0, *"), "es", None),
            (None, Some("en;q=0, es;q=0"), "de", None),
            (None, Some("en;q=0, en-GB"), "en", Some("en-GB")),
            (None, Some("en-GB;q=0, en;q=0.5"), "en", Some("en")),
            (None, Some("*;q=0"), "en", None),
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
