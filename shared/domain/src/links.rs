//! Links between the pages.

use crate::locale::Language;

/// Links to pages of ours, with the language that the address of a request asks for.
#[derive(Debug, Clone)]
pub struct Links(Option<Language>);

impl Links {
    /// Links that ask for this language.
    #[must_use]
    pub fn in_language(language: Option<&Language>) -> Self {
        Self(language.cloned())
    }

    /// A path of ours, with the language that it is to be in.
    #[must_use]
    pub fn to(&self, path: &str) -> String {
        let Some(language) = &self.0 else { return path.to_owned() };
        let (page, fragment) = path.split_at(path.find('#').unwrap_or(path.len()));
        let joint = if page.contains('?') { '&' } else { '?' };
        format!("{page}{joint}{}={language}{fragment}", Language::PARAMETER)
    }
}
