//! Reserved usernames.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::settings::Reader;
use crate::unicode::{canonical, confusable_skeleton};
use crate::username::Username;

/// The reserved names of `REGISTRATION_RESERVED_NAMES`.
///
/// The setting has comma-separated names, which replace the built-in ones. `built-in` among them includes those. A name
/// with `*` at its end reserves all names that begin with it. Names are compared like usernames, so that a confusable
/// name is reserved, too. Default: `built-in`.
#[derive(Debug, Clone, Default)]
pub(super) struct ReservedNames {
    /// The deployment's own names. `None` means that there are only the built-in ones.
    listed: Option<Names>,
    built_in: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Names {
    whole: BTreeSet<String>,
    prefixes: Vec<String>,
}

/// The built-in names, which are parsed on first use.
static BUILT_IN: LazyLock<Names> = LazyLock::new(|| {
    let names = include_str!("reserved.txt").lines().filter(|line| !line.starts_with('#'));
    names.fold(Names::default(), Names::with)
});

impl ReservedNames {
    /// The default of the setting, and the word for the built-in names in a list.
    const BUILT_IN: &'static str = "built-in";

    /// Reads `REGISTRATION_RESERVED_NAMES`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.or("REGISTRATION_RESERVED_NAMES", Self::BUILT_IN, Self::parse)
    }

    fn parse(list: &str) -> Result<Self, String> {
        let mut reserved = Self::default();
        for name in list.split(',').map(str::trim) {
            if name == Self::BUILT_IN {
                reserved.built_in = true;
            } else if Username::parse(name.strip_suffix('*').unwrap_or(name)).is_ok() {
                reserved.listed = Some(reserved.listed.take().unwrap_or_default().with(name));
            } else {
                return Err(format!("{name:?} must be a username, or the beginning of usernames followed by *"));
            }
        }
        Ok(reserved)
    }

    /// Returns whether the name, or one confusable with it, is reserved.
    pub(super) fn has(&self, name: &Username) -> bool {
        let claims = name.claims();
        let is_in = |names: &Names| {
            claims.iter().any(|claim| {
                names.whole.contains(claim) || names.prefixes.iter().any(|beginning| claim.starts_with(beginning))
            })
        };
        self.listed.as_ref().is_some_and(is_in) || (self.built_in && is_in(&BUILT_IN))
    }
}

impl Names {
    fn with(mut self, name: &str) -> Self {
        // Also in capitals: `lNFO` looks like a reserved name although `lnfo` does not.
        let confusable_skeletons =
            |name: &str| [confusable_skeleton(&canonical(name)), confusable_skeleton(&name.to_uppercase())];
        match name.strip_suffix('*') {
            Some(beginning) => self.prefixes.extend(confusable_skeletons(beginning)),
            None => self.whole.extend(confusable_skeletons(name)),
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(list: &str, name: &str) -> bool {
        ReservedNames::parse(list).unwrap().has(&Username::parse(name).unwrap())
    }

    #[test]
    fn built_in_names_are_reserved_in_any_spelling() {
        assert!(BUILT_IN.whole.len() >= 150);
        for name in [
            "admin",
            "Admin",
            "ROOT",
            "ｗｗｗ",
            "postmaster",
            "r00t",
            ".well-known",
            ".well-known-x",
            ".WELL-KNOWN",
            "lNFO",
            "info",
            "INFO",
        ] {
            assert!(has("built-in", name), "{name}");
        }
        for name in ["ann", "admin2", "administration-of-x", "well-known", "rooted", "иван"] {
            assert!(!has("built-in", name), "{name}");
        }
    }

    #[test]
    fn custom_names_replace_or_extend_built_in_names() {
        assert!(has("acme*, Boss", "ACME-support") && has("acme*, Boss", "boss") && !has("acme*, Boss", "admin"));
        assert!(has("acme*,built-in", "acme") && has("acme*,built-in", "admin"));
    }

    #[test]
    fn invalid_reserved_name_is_an_error() {
        for list in ["", "acme,", "*", "a b", "pаypal"] {
            assert!(ReservedNames::parse(list).is_err(), "{list}");
        }
    }
}
