//! The languages that are built in.

/// Which messages a function needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Those of pages, forms and problems.
    Pages,
    /// Those of mails.
    #[cfg(feature = "mail")]
    Mail,
}

/// A language: its tag, its name in itself, and its messages.
pub(super) struct BuiltIn {
    pub(super) tag: &'static str,
    pub(super) name: &'static str,
    pages: &'static str,
    #[cfg(feature = "mail")]
    mail: &'static str,
}

macro_rules! built_in {
    ($($tag:literal $name:literal),*) => {
        [$(BuiltIn {
            tag: $tag,
            name: $name,
            pages: include_str!(concat!("../../locales/", $tag, "/pages.ftl")),
            #[cfg(feature = "mail")]
            mail: include_str!(concat!("../../locales/", $tag, "/mail.ftl")),
        }),*]
    };
}

/// In the order in which a page offers them. The first is the one that has every message.
pub(super) const BUILT_IN: [BuiltIn; 6] = built_in![
    "en" "English",
    "es" "Español",
    "de" "Deutsch",
    "fr" "Français",
    "ja" "日本語",
    "ar" "العربية"
];

impl BuiltIn {
    pub(super) fn messages(&self, part: Part) -> &'static str {
        match part {
            Part::Pages => self.pages,
            #[cfg(feature = "mail")]
            Part::Mail => self.mail,
        }
    }
}
