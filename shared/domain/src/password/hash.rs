//! The stored form of a password.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The hash of a password: Argon2id, as a PHC string.
///
/// The hash of an imported user keeps the format of its system, which its first characters name
/// (`docs/guides/migration.md`). `Debug` does not print it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Wraps a hash, which nothing checks here. `password_hashing` makes the hashes of passwords.
    #[must_use]
    pub fn new(hash: String) -> Self {
        Self(hash)
    }

    /// Returns the string, which belongs in the table and nowhere else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_hides_the_hash() {
        assert_eq!(format!("{:?}", PasswordHash("$argon2id$".to_owned())), "PasswordHash(..)");
    }
}
