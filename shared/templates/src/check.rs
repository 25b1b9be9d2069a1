//! Checks of the files in a folder of overrides.

use super::built_in::{MAIL_NAMES, PAGE_NAMES};
use super::environment;
use domain::Overrides;
use domain::locale::{Language, parse_messages};

/// Returns the problems of a file, each a text to append to the file's name.
pub(super) fn problems(name: &str, source: &str) -> Vec<String> {
    if Overrides::language_tag(name).and_then(Language::parse).is_some() {
        let errors = parse_messages(source).err().unwrap_or_default();
        return errors.into_iter().map(|(line, problem)| format!(":{line}: {problem}")).collect();
    }
    if !file_names().any(|valid| valid == name) {
        let valid: Vec<_> = file_names().collect();
        return vec![format!(": is not a known file; valid names: {}, locales/<language>.ftl", valid.join(", "))];
    }
    if !Overrides::is_template(name) {
        return Vec::new();
    }
    let error = environment().add_template_owned(name.to_owned(), source.to_owned()).err();
    let described = |error: minijinja::Error| {
        let line = error.line().map_or_else(String::new, |line| format!(":{line}"));
        format!("{line}: {}", error.detail().map_or_else(|| error.kind().to_string(), str::to_owned))
    };
    error.map(described).into_iter().collect()
}

/// Returns the possible files of the folder, apart from `locales/<tag>.ftl`.
fn file_names() -> impl Iterator<Item = &'static str> {
    PAGE_NAMES.iter().copied().chain(Overrides::ASSETS).chain(MAIL_NAMES.iter().copied())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn problem_of_a_file_has_its_line() {
        for (name, source, problem) in [
            ("register.html", "<p>\n{% if %}\n", ":2: unexpected end of block"),
            ("mail/activation.txt", "{{ link", ":1: "),
            ("locales/de.ftl", "a = b\n\nc d\n", ":3: "),
            ("registr.html", "", ": is not a known file; valid names: "),
            ("locales/nonsense!.ftl", "", ": is not a known file"),
        ] {
            let problems = problems(name, source);
            assert!(problems[0].starts_with(problem), "{name}: {problems:?}");
        }
        for (name, source) in
            [("theme.css", "{{"), ("locales/pt-BR.ftl", "a = b"), ("mail/activation.txt", "{{ link }}")]
        {
            assert_eq!(problems(name, source), Vec::<String>::new(), "{name}");
        }
    }

    #[test]
    fn every_built_in_file_can_be_overridden() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let files = |folder: &Path, prefix: &str| -> Vec<String> {
            let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
            let files = entries.filter(|entry| entry.path().is_file());
            files.map(|entry| format!("{prefix}{}", entry.file_name().to_str().unwrap())).collect()
        };
        let folders = [("pages", ""), ("mail", "mail/"), ("../http/assets", "")];
        let found: BTreeSet<_> = folders.iter().flat_map(|(at, prefix)| files(&folder.join(at), prefix)).collect();
        let listed = file_names().filter(|name| *name != Overrides::THEME).map(str::to_owned);
        assert_eq!(found, listed.collect());
    }
}
