//! Selecting a backend.

use std::fmt;
use std::sync::Arc;

use super::{BACKENDS, Backend, Constructor};
use crate::accounts::Accounts;

/// The name of a backend that exists.
#[derive(Clone, Copy)]
pub struct BackendName {
    name: &'static str,
    construct: Constructor,
}

impl BackendName {
    /// Finds a backend by its name.
    ///
    /// # Errors
    /// A sentence that lists the valid names.
    pub fn parse(value: &str) -> Result<Self, String> {
        match BACKENDS.iter().find(|(name, _)| *name == value) {
            Some(&(name, construct)) => Ok(Self { name, construct }),
            None => Err(format!(
                "no such backend; valid names: {}",
                BACKENDS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
            )),
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.name
    }

    /// The backend of this name.
    pub(crate) fn build(self, accounts: Arc<Accounts>) -> Arc<dyn Backend> {
        (self.construct)(accounts)
    }
}

impl fmt::Debug for BackendName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
