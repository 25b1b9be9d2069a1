//! The built-in languages.

/// The built-in messages of one part of the service, one text for each language.
///
/// A function links only the part that it names.
#[derive(Debug, Clone, Copy)]
pub struct Part([&'static str; BUILT_IN.len()]);

/// A language: its tag, and its own name.
pub(super) struct BuiltIn {
    pub(super) tag: &'static str,
    pub(super) name: &'static str,
}

/// The messages of a part in one language, with the times, which both parts have.
macro_rules! messages {
    ($tag:literal, $file:literal) => {
        concat!(
            include_str!(concat!("../../locales/", $tag, $file)),
            include_str!(concat!("../../locales/", $tag, "/times.ftl"))
        )
    };
}

macro_rules! built_in {
    ($($tag:literal $name:literal,)+) => {
        /// The built-in languages in the order of a page. The first one has every message.
        pub(super) const BUILT_IN: &[BuiltIn] = &[$(BuiltIn { tag: $tag, name: $name }),+];

        impl Part {
            /// The messages of pages, forms and problems.
            pub const PAGES: Self = Self([$(messages!($tag, "/pages.ftl")),+]);
            /// The messages of emails.
            pub const MAIL: Self = Self([$(messages!($tag, "/mail.ftl")),+]);
        }
    };
}

built_in![
    "en" "English",
    "es" "Español",
    "de" "Deutsch",
    "fr" "Français",
    "ja" "日本語",
    "ar" "العربية",
];

impl Part {
    /// Returns each built-in language with its messages.
    pub(super) fn languages(self) -> impl Iterator<Item = (&'static BuiltIn, &'static str)> {
        BUILT_IN.iter().zip(self.0)
    }
}
