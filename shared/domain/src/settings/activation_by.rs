//! The ways to prove an address from an activation email.

use super::Reader;

/// The ways to activate from an email.
///
/// The email has the link in each case. Without `link` it leads only to starting over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivationBy {
    /// The link alone.
    Link,
    /// The code alone.
    Code,
    /// The link or the code.
    LinkAndCode,
}

impl ActivationBy {
    const VARIABLE: &str = "REGISTRATION_ACTIVATION_BY";

    /// Reads `REGISTRATION_ACTIVATION_BY`: `link`, `code`, or both, comma-separated. Default: `link,code`.
    ///
    /// Returns `None` if it is wrong, which `reader` then reports.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.or(Self::VARIABLE, "link,code", Self::parse)
    }

    /// Returns whether the emails have codes, and reports nothing: [`Self::read`] does.
    ///
    /// Returns `None` if the setting is wrong.
    pub(crate) fn has_codes(reader: &Reader<'_>) -> Option<bool> {
        match reader.optional(Self::VARIABLE) {
            Some(value) => Some(Self::parse(value).ok()?.code()),
            None => Some(true),
        }
    }

    fn parse(value: &str) -> Result<Self, String> {
        let ways: Vec<_> = value.split(',').map(str::trim).collect();
        let (link, code) = (ways.contains(&"link"), ways.contains(&"code"));
        match (link, code) {
            _ if ways.iter().any(|way| !matches!(*way, "link" | "code")) => {
                Err("must be link, code or link,code".to_owned())
            }
            (true, true) => Ok(Self::LinkAndCode),
            (true, false) => Ok(Self::Link),
            _ => Ok(Self::Code),
        }
    }

    /// Returns the names of the ways, as in the setting.
    #[must_use]
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::Link => &["link"],
            Self::Code => &["code"],
            Self::LinkAndCode => &["link", "code"],
        }
    }

    /// Returns whether the link activates the registration.
    #[must_use]
    pub fn link(self) -> bool {
        self != Self::Code
    }

    /// Returns whether the email has a code.
    #[must_use]
    pub fn code(self) -> bool {
        self != Self::Link
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Environment;

    fn read(value: &str) -> Result<ActivationBy, String> {
        let environment: Environment =
            [("REGISTRATION_ACTIVATION_BY".to_owned(), value.to_owned())].into_iter().collect();
        let mut reader = Reader::new(&environment);
        let by = ActivationBy::read(&mut reader);
        reader.finish(|| by).map_err(|error| error.to_string())
    }

    #[test]
    fn ways_are_a_list_in_any_order() {
        for (value, by) in [
            ("link", ActivationBy::Link),
            ("code", ActivationBy::Code),
            ("link,code", ActivationBy::LinkAndCode),
            ("code, link", ActivationBy::LinkAndCode),
        ] {
            assert_eq!(read(value), Ok(by), "{value}");
        }
        for value in ["links", "link,", "Code", "link;code"] {
            assert!(read(value).unwrap_err().contains("must be link, code or link,code"), "{value}");
        }
    }
}
