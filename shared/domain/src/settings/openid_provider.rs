//! The OpenID providers that users may register by.

use std::collections::BTreeMap;

use super::{Environment, Reader, parse_line};

/// An OpenID provider of `REGISTRATION_OPENID_PROVIDERS`, as pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenidProvider {
    /// The name in settings, in URLs and in signals: lower-case letters and digits, such as `google`.
    pub name: String,
    /// `REGISTRATION_OPENID_<NAME>_LABEL`: the name that users know, such as `Google`. One line.
    ///
    /// Default: the name in `REGISTRATION_OPENID_PROVIDERS`, with a capital letter.
    pub label: String,
}

impl OpenidProvider {
    /// The variable with the comma-separated names of the providers.
    pub const LIST: &'static str = "REGISTRATION_OPENID_PROVIDERS";
    /// The variable with settings of the providers as one JSON object.
    pub const SETTINGS: &'static str = "REGISTRATION_OPENID_SETTINGS";
    /// The prefix of the variables of the providers.
    const PREFIX: &'static str = "REGISTRATION_OPENID_";
    /// The maximum length of a name, in characters.
    const MAX_NAME: usize = 32;
    /// The labels of well-known providers that are not their names with one capital letter.
    const LABELS: &'static [(&'static str, &'static str)] = &[("gitlab", "GitLab")];

    /// Reads the providers with their labels. Default: none.
    ///
    /// Returns `None` if a setting is invalid, which `reader` then reports.
    pub fn read(reader: &mut Reader<'_>) -> Option<Vec<Self>> {
        let names = reader.parse_optional(Self::LIST, parse_names)?.unwrap_or_default();
        let environment = Self::environment(reader)?;
        let mut layered = Reader::new(&environment);
        let labels: Option<Vec<_>> = names
            .into_iter()
            .map(|name| {
                let label = layered.or(&Self::variable(&name, "LABEL"), &default_label(&name), parse_line)?;
                Some(Self { name, label })
            })
            .collect();
        reader.add_problems_of(layered);
        labels
    }

    /// Returns the environment with the settings of `REGISTRATION_OPENID_SETTINGS`. Those with their own variables come
    /// first.
    ///
    /// Returns `None` if they are invalid, which `reader` then reports.
    pub fn environment(reader: &mut Reader<'_>) -> Option<Environment> {
        let settings = reader.parse_optional(Self::SETTINGS, Self::parse_settings)?;
        Some(reader.environment().with_defaults(settings.unwrap_or_default()))
    }

    /// Parses a JSON object with the settings of providers: `{"ACME_ISSUER": "https://login.acme.example"}`.
    ///
    /// Returns them with the names of their variables.
    ///
    /// # Errors
    /// A sentence with the expected format.
    pub fn parse_settings(json: &str) -> Result<Vec<(String, String)>, String> {
        let wrong =
            || "must be a JSON object of texts, such as {\"ACME_ISSUER\": \"https://login.acme.example\"}".to_owned();
        let settings: BTreeMap<String, String> = serde_json::from_str(json).map_err(|_| wrong())?;
        Ok(settings.into_iter().map(|(name, value)| (format!("{}{name}", Self::PREFIX), value)).collect())
    }

    /// Returns whether a provider can have this name: up to 32 lower-case letters and digits, the first a letter.
    #[must_use]
    pub fn is_name(name: &str) -> bool {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            && name.len() <= Self::MAX_NAME
    }

    /// Returns the variable of a provider's setting, such as `REGISTRATION_OPENID_GOOGLE_ISSUER`.
    #[must_use]
    pub fn variable(name: &str, setting: &str) -> String {
        format!("{}{}_{setting}", Self::PREFIX, name.to_ascii_uppercase())
    }
}

fn parse_names(value: &str) -> Result<Vec<String>, String> {
    let mut names: Vec<String> = Vec::new();
    for name in value.split(',').map(str::trim) {
        if !OpenidProvider::is_name(name) {
            return Err(format!(
                "must be comma-separated names such as google,acme, each of at most {} lower-case letters and digits",
                OpenidProvider::MAX_NAME
            ));
        }
        if names.iter().any(|known| known == name) {
            return Err(format!("has {name} twice"));
        }
        names.push(name.to_owned());
    }
    Ok(names)
}

fn default_label(name: &str) -> String {
    if let Some((_, label)) = OpenidProvider::LABELS.iter().find(|(known, _)| *known == name) {
        return (*label).to_owned();
    }
    let (first, rest) = name.split_at(1);
    first.to_ascii_uppercase() + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::SettingsError;

    fn read(variables: &[(&str, &str)]) -> Result<Vec<OpenidProvider>, SettingsError> {
        let environment: Environment =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut reader = Reader::new(&environment);
        let providers = OpenidProvider::read(&mut reader);
        reader.finish(|| providers)
    }

    fn labels(variables: &[(&str, &str)]) -> Vec<String> {
        read(variables).unwrap().into_iter().map(|provider| provider.label).collect()
    }

    #[test]
    fn label_is_own_or_the_name() {
        assert_eq!(read(&[]).unwrap(), []);
        let list = (OpenidProvider::LIST, "google, gitlab,acme");
        assert_eq!(labels(&[list]), ["Google", "GitLab", "Acme"]);
        let settings = (OpenidProvider::SETTINGS, r#"{"ACME_LABEL": "Acme Inc.", "GOOGLE_LABEL": "Goo"}"#);
        let own = ("REGISTRATION_OPENID_GOOGLE_LABEL", "Google (work)");
        assert_eq!(labels(&[list, settings, own]), ["Google (work)", "GitLab", "Acme Inc."]);
    }

    #[test]
    fn invalid_providers_are_refused() {
        for value in ["Google", "a,", "a b", "a-b", "1a", "é", &"a".repeat(33)] {
            assert!(read(&[(OpenidProvider::LIST, value)]).is_err(), "{value}");
        }
        let report =
            read(&[(OpenidProvider::LIST, "google,google"), (OpenidProvider::SETTINGS, "{\"ACME_ISSUER\": 1}")]);
        assert!(report.unwrap_err().to_string().contains("has google twice"));
        let list = (OpenidProvider::LIST, "acme");
        for settings in ["{\"ACME_LABEL\": 1}", "[]", "acme", "{\"ACME_LABEL\": \"a\\nb\"}"] {
            assert!(read(&[list, (OpenidProvider::SETTINGS, settings)]).is_err(), "{settings}");
        }
    }
}
