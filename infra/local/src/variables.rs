//! The environment of the functions.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::{aws, paths};

/// The variables with which a process reaches the services of this machine.
#[derive(Debug, Clone)]
pub(crate) struct Variables(BTreeMap<String, String>);

impl Variables {
    /// The defaults for a site and an engine at these URLs, then `chosen`, where a variable set to nothing is not set.
    pub(crate) fn new(site: &str, engine: &str, chosen: &[(String, String)]) -> Self {
        let defaults = [
            ("AWS_REGION", aws::REGION.to_owned()),
            ("AWS_ACCESS_KEY_ID", aws::KEY.to_owned()),
            ("AWS_SECRET_ACCESS_KEY", aws::KEY.to_owned()),
            ("AWS_ENDPOINT_URL_DYNAMODB", engine.to_owned()),
            ("AWS_ENDPOINT_URL_DYNAMODB_STREAMS", engine.to_owned()),
            ("AWS_ENDPOINT_URL_EVENTBRIDGE", format!("{site}{}", paths::EVENTBRIDGE)),
            ("AWS_ENDPOINT_URL_LAMBDA", format!("{site}{}", paths::LAMBDA)),
            ("AWS_ENDPOINT_URL_SESV2", format!("{site}{}", paths::SES)),
            ("REGISTRATION_EVENT_BUS", "registration".to_owned()),
            ("REGISTRATION_MAIL_FROM", "no-reply@example.com".to_owned()),
            ("REGISTRATION_SITE_NAME", "Example".to_owned()),
            ("REGISTRATION_SITE_URL", site.to_owned()),
            ("REGISTRATION_TABLE", "registration".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value));
        let chosen = chosen.iter().filter(|(_, value)| !value.is_empty()).cloned();
        Self(defaults.into_iter().chain(chosen).collect())
    }

    /// The variables, by name.
    pub(crate) fn all(&self) -> &BTreeMap<String, String> {
        &self.0
    }

    /// The name of the table.
    pub(crate) fn table(&self) -> &str {
        &self.0["REGISTRATION_TABLE"]
    }

    /// The access key.
    pub(crate) fn access_key(&self) -> &str {
        &self.0["AWS_ACCESS_KEY_ID"]
    }

    /// The name of the event bus.
    pub(crate) fn event_bus(&self) -> &str {
        &self.0["REGISTRATION_EVENT_BUS"]
    }

    /// As `KEY=VALUE` lines. No default needs quotes, so that they can be read without knowing what quotes mean.
    pub(crate) fn lines(&self) -> String {
        let lines: Vec<_> = self.0.iter().map(|(name, value)| format!("{name}={}\n", quoted(value))).collect();
        lines.concat()
    }
}

/// `value` in the quotes that a shell and the env files of `cargo lambda` need around it, if they need any.
fn quoted(value: &str) -> Cow<'_, str> {
    if value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./:@%+,".contains(&byte)) {
        Cow::Borrowed(value)
    } else if value.contains('\'') {
        let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "\\$").replace('`', "\\`");
        Cow::Owned(format!("\"{value}\""))
    } else {
        Cow::Owned(format!("'{value}'"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(chosen: &[(&str, &str)]) -> Variables {
        let chosen: Vec<_> = chosen.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Variables::new("http://127.0.0.1:9000", "http://127.0.0.1:4000", &chosen)
    }

    #[test]
    fn chosen_variables_override_defaults() {
        let variables = variables(&[("REGISTRATION_TABLE", "people"), ("REGISTRATION_OPEN", "false")]);
        assert_eq!(variables.table(), "people");
        assert_eq!(variables.all()["REGISTRATION_OPEN"], "false");
    }

    #[test]
    fn empty_variable_keeps_its_default() {
        assert_eq!(variables(&[("REGISTRATION_EVENT_BUS", "")]).event_bus(), "registration");
    }

    #[test]
    fn lines_form_an_env_file() {
        let lines = variables(&[]).lines();
        assert!(lines.contains("REGISTRATION_SITE_URL=http://127.0.0.1:9000\n"), "{lines}");
        assert!(lines.contains("AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:4000\n"), "{lines}");
        assert!(!lines.contains(['\'', '"']), "{lines}");
    }

    #[test]
    fn special_values_are_quoted() {
        for (value, quotes) in [
            ("7d", "7d"),
            ("Example <a@b.org>", "'Example <a@b.org>'"),
            ("say \"hi\"", "'say \"hi\"'"),
            ("it's $5", "\"it's \\$5\""),
        ] {
            assert_eq!(quoted(value), quotes);
        }
    }
}
