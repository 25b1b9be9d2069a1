//! Links between the pages.

use crate::locale::Language;

/// The builder of links to the service's pages, in the language of a request's URL.
#[derive(Debug, Clone)]
pub struct Links(Option<Language>);

impl Links {
    /// Creates links with this language.
    #[must_use]
    pub fn in_language(language: Option<&Language>) -> Self {
        Self(language.cloned())
    }

    /// Returns a path of the service, with the language of the page.
    #[must_use]
    pub fn to(&self, path: &str) -> String {
        let Some(language) = &self.0 else { return path.to_owned() };
        let (page, fragment) = path.split_at(path.find('#').unwrap_or(path.len()));
        let joint = if page.contains('?') { '&' } else { '?' };
        format!("{page}{joint}{}={language}{fragment}", Language::PARAMETER)
    }
}
