//! Overrides: the templates and messages of a deployment, from the folder `REGISTRATION_TEMPLATES_DIR`.
//!
//! Deliberately not here: the languages of templates and messages. [`templates::read_overrides`] knows both and checks
//! each file.

use std::collections::BTreeMap;
use std::path::Path;

use crate::settings::Reader;

const FOLDER: &str = "REGISTRATION_TEMPLATES_DIR";

/// The files of `REGISTRATION_TEMPLATES_DIR`: its templates stand for the built-in ones of the same name, its messages for
/// those of the same language. What does not compile, and what is no file of ours, is refused when a process starts.
#[derive(Debug, Clone, Default)]
pub struct Overrides(BTreeMap<String, String>);

impl Overrides {
    /// The stylesheet of the pages.
    pub const STYLESHEET: &'static str = "style.css";
    /// Appended to the stylesheet: where a deployment sets the colours.
    pub const THEME: &'static str = "theme.css";
    /// The script of the pages.
    pub const SCRIPT: &'static str = "form.js";
    /// The files that are no templates.
    pub const ASSETS: [&'static str; 3] = [Self::STYLESHEET, Self::THEME, Self::SCRIPT];
    const LOCALES: &'static str = "locales/";

    /// Reads the folder. `problems` returns the problems of a file, given its name and text. Returns `None` if there are
    /// any, and reports each to `reader` with its file.
    pub fn read(reader: &mut Reader<'_>, problems: impl Fn(&str, &str) -> Vec<String>) -> Option<Self> {
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
            reader.add_problem(FOLDER, folder, problem);
        }
        complete.then_some(Self(files))
    }

    /// Files that no folder has.
    #[cfg(test)]
    #[must_use]
    pub fn with(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|(name, source)| ((*name).to_owned(), (*source).to_owned())).collect())
    }

    /// Whether the deployment overrides nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text of a file, if the folder has it.
    pub fn file(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The templates by their names.
    pub fn templates(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter(|(name, _)| Self::is_template(name)).map(|(name, source)| (name.as_str(), source.as_str()))
    }

    /// The messages by the tags of their languages, as the files are named.
    pub fn messages(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|(name, source)| Some((Self::language_tag(name)?, source.as_str())))
    }

    /// The language tag in the name of a file of messages.
    #[must_use]
    pub fn language_tag(name: &str) -> Option<&str> {
        name.strip_prefix(Self::LOCALES)?.strip_suffix(".ftl")
    }

    /// Whether a file is a template.
    #[must_use]
    pub fn is_template(name: &str) -> bool {
        [".html", ".txt"].iter().any(|ending| name.ends_with(ending))
    }
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
