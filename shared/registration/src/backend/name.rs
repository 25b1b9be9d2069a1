//! The selection of a backend by its name.

use std::fmt;

use super::{BACKENDS, BuildBackend, ReadSettings};
use domain::settings::Reader;

/// The name of an existing backend.
#[derive(Clone, Copy)]
pub struct BackendName {
    name: &'static str,
    read: ReadSettings,
}

impl BackendName {
    /// Finds a backend by its name.
    ///
    /// # Errors
    /// A sentence that lists the valid names.
    pub fn parse(value: &str) -> Result<Self, String> {
        Self::all().find(|backend| backend.matches_name(value)).ok_or_else(|| {
            let name =
                |backend: Self| format!("{}{}", backend.name, if backend.takes_argument() { "FUNCTION" } else { "" });
            let names: Vec<_> = Self::all().map(name).collect();
            format!("no such backend; valid names: {}", names.join(", "))
        })
    }

    /// Returns all backends.
    pub fn all() -> impl Iterator<Item = Self> {
        BACKENDS.iter().map(|&(name, read)| Self { name, read })
    }

    /// Returns whether the name is a prefix, followed by an argument.
    fn takes_argument(self) -> bool {
        self.name.ends_with(':')
    }

    fn matches_name(self, value: &str) -> bool {
        value == self.name || self.takes_argument() && value.starts_with(self.name)
    }

    /// Returns the name, or the prefix up to the colon.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.name
    }

    /// Reads the settings that only this backend has.
    pub fn read(self, reader: &mut Reader<'_>) -> Option<BuildBackend> {
        (self.read)(reader)
    }
}

impl fmt::Debug for BackendName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
