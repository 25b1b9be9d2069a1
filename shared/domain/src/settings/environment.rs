//! The environment variables.

use std::collections::BTreeMap;

/// A set of environment variables.
///
/// An empty value counts as not set, because deployment templates pass it for "none".
#[derive(Debug, Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// Returns the variables of this process, without those that are not Unicode.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
    pub fn process() -> Self {
        std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect()
    }

    /// Returns the value of `variable`, if it is set.
    #[must_use]
    pub fn get(&self, variable: &str) -> Option<&str> {
        self.0.get(variable).map(String::as_str)
    }

    /// Returns this environment with more variables, for those that are not set.
    #[must_use]
    pub fn with_defaults(&self, variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut extended: Self = variables.into_iter().collect();
        extended.0.extend(self.0.clone());
        extended
    }

    /// Returns every variable that is set, with its value.
    pub fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl FromIterator<(String, String)> for Environment {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(variables: I) -> Self {
        Self(variables.into_iter().filter(|(_, value)| !value.is_empty()).collect())
    }
}
