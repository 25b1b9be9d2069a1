//! The folder of a deployment's own templates and messages.

use std::collections::BTreeMap;
use std::path::Path;

use super::environment;
use crate::locale::{Language, parse_messages};
use crate::settings::Reader;

const FOLDER: &str = "REGISTRATION_TEMPLATES_DIR";

/// What may be in the folder, beside `locales/<tag>.ftl`.
const FILES: [&str; 33] = [
    "activate.html",
    "activation_complete.html",
    "base.html",
    "bot_check.html",
    "honeypot.html",
    "problem.html",
    "register.html",
    "registration_closed.html",
    "registration_complete.html",
    "resend.html",
    "resend_complete.html",
    Own::STYLESHEET,
    Own::THEME,
    Own::SCRIPT,
    "mail/base.html",
    "mail/account_exists.html",
    "mail/account_exists.subject.txt",
    "mail/account_exists.txt",
    "mail/activation.html",
    "mail/activation.subject.txt",
    "mail/activation.txt",
    "mail/approved.html",
    "mail/approved.subject.txt",
    "mail/approved.txt",
    "mail/awaiting_approval.html",
    "mail/awaiting_approval.subject.txt",
    "mail/awaiting_approval.txt",
    "mail/invitation.html",
    "mail/invitation.subject.txt",
    "mail/invitation.txt",
    "mail/rejected.html",
    "mail/rejected.subject.txt",
    "mail/rejected.txt",
];

/// The files of `REGISTRATION_TEMPLATES_DIR`: its templates stand for the built-in ones of the same name, its messages for
/// those of the same language. What does not compile, and what is no file of ours, is refused when a process starts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Own(BTreeMap<String, String>);

impl Own {
    pub(crate) const STYLESHEET: &'static str = "style.css";
    /// Appended to the stylesheet: where a deployment sets the colours.
    pub(crate) const THEME: &'static str = "theme.css";
    pub(crate) const SCRIPT: &'static str = "form.js";
    const LOCALES: &'static str = "locales/";

    /// Reads the folder; `None` if something in it is wrong, which `reader` then knows, each with its file and line.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let Some(folder) = reader.optional(FOLDER) else { return Some(Self::default()) };
        let mut files = BTreeMap::new();
        let mut wrong = Vec::new();
        if let Err(error) = read_folder(Path::new(folder), "", &mut files, &mut wrong) {
            wrong.push(format!("the folder cannot be read: {error}"));
        }
        for (name, source) in &files {
            wrong.extend(problems(name, source).into_iter().map(|problem| format!("{name}{problem}")));
        }
        let complete = wrong.is_empty();
        for problem in wrong {
            reader.wrong(FOLDER, folder, problem);
        }
        complete.then_some(Self(files))
    }

    /// Files that no folder has.
    #[cfg(test)]
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|(name, source)| ((*name).to_owned(), (*source).to_owned())).collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn file(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The templates by their names.
    pub(super) fn templates(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter(|(name, _)| is_template(name)).map(|(name, source)| (name.as_str(), source.as_str()))
    }

    /// The messages by their languages' tags.
    pub(crate) fn messages(&self) -> impl Iterator<Item = (String, &str)> {
        self.0.iter().filter_map(|(name, source)| Some((language(name)?.to_string(), source.as_str())))
    }
}

fn is_template(name: &str) -> bool {
    [".html", ".txt"].iter().any(|ending| name.ends_with(ending))
}

/// The language of a file of messages.
fn language(name: &str) -> Option<Language> {
    Language::parse(name.strip_prefix(Own::LOCALES)?.strip_suffix(".ftl")?)
}

/// What is wrong with a file, to be read behind its name.
fn problems(name: &str, source: &str) -> Vec<String> {
    if language(name).is_some() {
        let errors = parse_messages(source).err().unwrap_or_default();
        return errors.into_iter().map(|(line, problem)| format!(":{line}: {problem}")).collect();
    }
    if !FILES.contains(&name) {
        return vec![format!(": is not a file of ours; valid names: {}, locales/<language>.ftl", FILES.join(", "))];
    }
    if !is_template(name) {
        return Vec::new();
    }
    let error = environment().add_template_owned(name.to_owned(), source.to_owned()).err();
    let described = |error: minijinja::Error| {
        let line = error.line().map_or_else(String::new, |line| format!(":{line}"));
        format!("{line}: {}", error.detail().map_or_else(|| error.kind().to_string(), str::to_owned))
    };
    error.map(described).into_iter().collect()
}

/// Reads the files of a folder, and of those in it, but not what is hidden.
fn read_folder(
    folder: &Path,
    prefix: &str,
    files: &mut BTreeMap<String, String>,
    wrong: &mut Vec<String>,
) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let name = format!("{prefix}{name}");
        // Followed, where it is a link.
        if entry.path().is_dir() {
            if prefix.is_empty() {
                read_folder(&entry.path(), &format!("{name}/"), files, wrong)?;
            } else {
                wrong.push(format!("{name}: is a folder, which nothing is read from"));
            }
            continue;
        }
        match std::fs::read_to_string(entry.path()) {
            Ok(source) => drop(files.insert(name, source)),
            Err(error) => wrong.push(format!("{name}: {error}")),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_file_is_told_with_its_line() {
        for (name, source, problem) in [
            ("register.html", "<p>\n{% if %}\n", ":2: unexpected end of block"),
            ("mail/activation.txt", "{{ link", ":1: "),
            ("locales/de.ftl", "a = b\n\nc d\n", ":3: "),
            ("registr.html", "", ": is not a file of ours; valid names: "),
            ("locales/nonsense!.ftl", "", ": is not a file of ours"),
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
    fn every_built_in_file_may_be_replaced_and_nothing_else() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let (mut files, mut wrong) = (BTreeMap::new(), Vec::new());
        read_folder(&folder, "", &mut files, &mut wrong).unwrap();
        assert_eq!(wrong, Vec::<String>::new());
        let names: Vec<_> = FILES.iter().filter(|name| **name != Own::THEME).map(|name| (*name).to_owned()).collect();
        let mut sorted = names;
        sorted.sort();
        assert_eq!(files.into_keys().collect::<Vec<_>>(), sorted);
    }
}
