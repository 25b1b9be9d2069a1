//! Overrides: a deployment's own templates and messages.
//!
//! The languages of templates and messages are not here. [`templates::read_overrides`] checks each file in both.

use std::collections::BTreeMap;
use std::path::Path;

use crate::settings::Reader;

const FOLDER: &str = "REGISTRATION_TEMPLATES_DIR";

/// The files of `REGISTRATION_TEMPLATES_DIR`.
///
/// Its templates override the built-in ones with the same name, and its messages those of the same language. A file
/// that does not compile, or that has an unknown name, is rejected at the start of a process.
#[derive(Debug, Clone, Default)]
pub struct Overrides(BTreeMap<String, String>);

impl Overrides {
    /// The stylesheet of the pages.
    pub const STYLESHEET: &'static str = "style.css";
    /// The file that is appended to the stylesheet, for a deployment's colours.
    pub const THEME: &'static str = "theme.css";
    /// The script of the pages.
    pub const SCRIPT: &'static str = "form.js";
    /// The files that are not templates.
    pub const ASSETS: [&'static str; 3] = [Self::STYLESHEET, Self::THEME, Self::SCRIPT];
    const LOCALES: &'static str = "locales/";

    /// Reads the folder. `problems` returns a file's problems by its name and text.
    ///
    /// Returns `None` if there are any, and reports each to `reader` with its file.
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

    /// Creates overrides without a folder.
    #[cfg(test)]
    #[must_use]
    pub fn with(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|(name, source)| ((*name).to_owned(), (*source).to_owned())).collect())
    }

    /// Returns whether the deployment overrides nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the text of a file, if the folder has it.
    pub fn file(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Returns the templates by their names.
    pub fn templates(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter(|(name, _)| Self::is_template(name)).map(|(name, source)| (name.as_str(), source.as_str()))
    }

    /// Returns the messages by the language tags in the names of the files.
    pub fn messages(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|(name, source)| Some((Self::language_tag(name)?, source.as_str())))
    }

    /// Returns the language tag in the name of a file of messages.
    #[must_use]
    pub fn language_tag(name: &str) -> Option<&str> {
        name.strip_prefix(Self::LOCALES)?.strip_suffix(".ftl")
    }

    /// Returns whether a file is a template.
    #[must_use]
    pub fn is_template(name: &str) -> bool {
        [".html", ".txt"].iter().any(|ending| name.ends_with(ending))
    }
}

/// Reads the files of a folder and its subfolders, without hidden ones.
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
        // A symbolic link is followed.
        if entry.path().is_dir() {
            if prefix.is_empty() {
                read_folder(&entry.path(), &format!("{name}/"), files, wrong)?;
            } else {
                wrong.push(format!("{name}: is a folder, whose files are not read"));
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
