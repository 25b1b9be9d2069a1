//! The rules that the messages of all languages follow.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_bundle::FluentArgs;

use super::Part;
use super::{Languages, Text, Translator, parse_messages};
use crate::overrides::Overrides;
use crate::settings::{Environment, Reader};

/// The messages and attributes of a language, each with its variables.
type Messages = BTreeMap<String, BTreeSet<String>>;

/// Returns every built-in language with its messages, English first.
fn languages() -> Vec<(&'static str, Messages)> {
    let (pages, mail) = (Part::PAGES.languages(), Part::MAIL.languages());
    pages
        .zip(mail)
        .map(|((language, pages), (_, mail))| {
            (language.tag, messages(language.tag, [pages, without_times(language.tag, mail)]))
        })
        .collect()
}

/// Returns the messages of emails without the times, which pages have, too.
fn without_times<'a>(tag: &str, mail: &'a str) -> &'a str {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("locales/{tag}/times.ftl"));
    mail.strip_suffix(&std::fs::read_to_string(file).unwrap()).unwrap()
}

fn messages(tag: &str, sources: [&str; 2]) -> Messages {
    let mut found = Messages::new();
    for source in sources {
        assert!(parse_messages(source).is_ok(), "{tag}: {:?}", parse_messages(source).err());
        let mut id = String::new();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            let begins = |line: &str| line.starts_with(|c: char| c.is_ascii_lowercase()) && line.contains(" = ");
            if let Some(attribute) = line.trim_start().strip_prefix('.') {
                let message = id.split('.').next().unwrap().to_owned();
                id = format!("{message}.{}", attribute.split(' ').next().unwrap());
            } else if begins(line) {
                line.split(' ').next().unwrap().clone_into(&mut id);
                assert!(!found.contains_key(&id), "{tag}: {id} is there twice");
            }
            let variables = line.split('$').skip(1);
            let name = |text: &str| text.chars().take_while(|c| c.is_alphanumeric()).collect();
            found.entry(id.clone()).or_default().extend(variables.map(name));
        }
    }
    found.remove("");
    found
}

#[test]
fn languages_have_same_messages_and_variables() {
    let mut languages = languages().into_iter();
    let (_, english) = languages.next().unwrap();
    for (tag, theirs) in languages {
        let missing: Vec<_> = english.keys().filter(|id| !theirs.contains_key(*id)).collect();
        assert!(missing.is_empty(), "missing in {tag}: {missing:?}");
        let unknown: Vec<_> = theirs.keys().filter(|id| !english.contains_key(*id)).collect();
        assert!(unknown.is_empty(), "in {tag} and not in English: {unknown:?}");
        for (id, variables) in &english {
            assert_eq!(&theirs[id], variables, "the variables of {id} in {tag}");
        }
    }
}

#[test]
fn every_message_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = String::new();
    let mut folders = vec![root.join(".."), root.join("../../functions")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ["rs", "html", "txt"].iter().any(|e| ending == *e)) {
                sources.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let (_, ids) = languages().swap_remove(0);
    let used = |id: &&str| sources.contains(&format!("\"{id}\"")) || sources.contains(&format!("\"{id}."));
    let names = ids.keys().map(|id| id.split('.').next().unwrap());
    let unused: Vec<_> = names.filter(|id| !used(id)).collect();
    assert!(unused.is_empty(), "unused: {unused:?}");
}

fn translator(tag: &str) -> Translator {
    let environment = Environment::default();
    let mut reader = Reader::new(&environment);
    let languages = Languages::read(&mut reader, &Overrides::default(), Part::MAIL).unwrap();
    let language = languages.best_match(tag).unwrap().clone();
    Translator::new(&languages.into(), &language)
}

#[test]
fn missing_message_falls_back_to_english() {
    let overrides =
        Overrides::with(&[("locales/pt-BR.ftl", "language-name = Português\nregister-title = Crie sua conta")]);
    let environment = Environment::default();
    let languages = Languages::read(&mut Reader::new(&environment), &overrides, Part::PAGES).unwrap();
    assert_eq!(languages.offered().last().unwrap().1, "Português");
    let language = languages.best_match("pt").unwrap().clone();
    let translator = Translator::new(&languages.into(), &language);
    assert_eq!(translator.translate(&Text::message("register-title")), "Crie sua conta");
    assert_eq!(translator.translate(&Text::message("register-submit")), "Create account");
    assert_eq!(translator.message("nonsense", &FluentArgs::new()), None);
}

#[test]
fn override_replaces_built_in_message() {
    let overrides = Overrides::with(&[("locales/de.ftl", "register-submit = Los geht’s")]);
    let environment = Environment::default();
    let languages = Languages::read(&mut Reader::new(&environment), &overrides, Part::PAGES).unwrap();
    let language = languages.best_match("de").unwrap().clone();
    let translator = Translator::new(&languages.into(), &language);
    assert_eq!(translator.translate(&Text::message("register-submit")), "Los geht’s");
    assert_eq!(translator.translate(&Text::message("register-title")), "Konto erstellen");
}

#[test]
fn times_and_durations_are_localized() {
    use jiff::SignedDuration;

    let at = "2026-03-08T12:05:00Z".parse().unwrap();
    for (tag, time, days) in [
        ("en", "8 March 2026, 12:05 UTC", "7 days"),
        ("de", "8. März 2026, 12:05 UTC", "7 Tage"),
        ("es", "8 de marzo de 2026, 12:05 UTC", "7 días"),
        ("fr", "8 mars 2026 à 12:05 UTC", "7 jours"),
        ("ja", "2026年3月8日 12:05（UTC）", "7日間"),
        ("ar", "8 مارس \u{2068}2026\u{2069} في الساعة \u{2068}12:05\u{2069} بالتوقيت العالمي (UTC)", "7 أيام"),
    ] {
        let translator = translator(tag);
        assert_eq!(translator.translate(&Text::date_and_time(at)), time);
        assert_eq!(translator.translate(&Text::duration(SignedDuration::from_hours(7 * 24))), days);
    }
    for (hours, arabic) in
        [(24, "يوم واحد"), (48, "يومين"), (72, "3 أيام"), (264, "11 يومًا"), (2400, "100 يوم"), (1, "ساعة واحدة")]
    {
        assert_eq!(translator("ar").translate(&Text::duration(SignedDuration::from_hours(hours))), arabic);
    }
    assert_eq!(translator("en").translate(&Text::duration(SignedDuration::from_secs(90))), "90 seconds");
}

#[test]
fn bidirectional_value_is_isolated() {
    let say = |tag: &str, value: &str| translator(tag).isolated(value);
    assert_eq!(say("en", "ann"), "ann");
    assert_eq!(say("en", "محمد"), "\u{2068}محمد\u{2069}");
    assert_eq!(say("ar", "ann"), "\u{2068}ann\u{2069}");
    assert_eq!(say("en", "a\u{202e}b\u{2069}"), "ab");
}
