//! The environment of the functions.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::{aws, paths};

/// The variables by which a process reaches the services on this machine.
#[derive(Debug, Clone)]
pub(crate) struct Variables(BTreeMap<String, String>);

impl Variables {
    /// Creates the defaults for these URLs and this secret, overridden by `chosen`. Empty values unset.
    pub(crate) fn new(site: &str, engine: &str, code_secret: &str, chosen: &[(String, String)]) -> Self {
        let defaults = [
            ("AWS_REGION", aws::REGION.to_owned()),
            ("AWS_ACCESS_KEY_ID", aws::KEY.to_owned()),
            ("AWS_SECRET_ACCESS_KEY", aws::KEY.to_owned()),
            ("AWS_ENDPOINT_URL_DYNAMODB", engine.to_owned()),
            ("AWS_ENDPOINT_URL_DYNAMODB_STREAMS", engine.to_owned()),
            ("AWS_ENDPOINT_URL_EVENTBRIDGE", format!("{site}{}", paths::EVENTBRIDGE)),
            ("AWS_ENDPOINT_URL_LAMBDA", format!("{site}{}", paths::LAMBDA)),
            ("AWS_ENDPOINT_URL_SESV2", format!("{site}{}", paths::SES)),
            ("REGISTRATION_CODE_SECRET", code_secret.to_owned()),
            ("REGISTRATION_EVENT_BUS", "registration".to_owned()),
            ("REGISTRATION_MAIL_FROM", "no-reply@example.com".to_owned()),
            ("REGISTRATION_OPENID_LOCAL_ISSUER", format!("{site}{}", paths::OPENID)),
            ("REGISTRATION_OPENID_LOCAL_CLIENT_ID", "registration".to_owned()),
            ("REGISTRATION_OPENID_LOCAL_CLIENT_SECRET", "local".to_owned()),
            ("REGISTRATION_OPENID_LOCAL_TRUST_EMAIL", "true".to_owned()),
            ("REGISTRATION_SITE_NAME", "Example".to_owned()),
            ("REGISTRATION_SITE_URL", site.to_owned()),
            ("REGISTRATION_TABLE", "registration".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value));
        let chosen = chosen.iter().filter(|(_, value)| !value.is_empty()).cloned();
        Self(defaults.into_iter().chain(chosen).collect())
    }

    /// Returns the variables by name.
    pub(crate) fn all(&self) -> &BTreeMap<String, String> {
        &self.0
    }

    /// Returns the name of the table.
    pub(crate) fn table(&self) -> &str {
        &self.0["REGISTRATION_TABLE"]
    }

    /// Returns the URL of the pages, without a slash at the end.
    pub(crate) fn site_url(&self) -> &str {
        self.0["REGISTRATION_SITE_URL"].trim_end_matches('/')
    }

    /// Returns the name of the site.
    pub(crate) fn site_name(&self) -> &str {
        &self.0["REGISTRATION_SITE_NAME"]
    }

    /// Returns the id and the secret of the client of this process's OpenID provider.
    pub(crate) fn openid_client(&self) -> (&str, &str) {
        (&self.0["REGISTRATION_OPENID_LOCAL_CLIENT_ID"], &self.0["REGISTRATION_OPENID_LOCAL_CLIENT_SECRET"])
    }

    /// Returns the access key.
    pub(crate) fn access_key(&self) -> &str {
        &self.0["AWS_ACCESS_KEY_ID"]
    }

    /// Returns the name of the event bus.
    pub(crate) fn event_bus(&self) -> &str {
        &self.0["REGISTRATION_EVENT_BUS"]
    }

    /// Returns the variables as `KEY=VALUE` lines.
    ///
    /// No default needs quotes, so that readers without an understanding of quotes can read them, too.
    pub(crate) fn lines(&self) -> String {
        let lines: Vec<_> = self.0.iter().map(|(name, value)| format!("{name}={}\n", quoted(value))).collect();
        lines.concat()
    }
}

/// Quotes `value`, if necessary, for shells and the env files of `cargo lambda`.
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
        Variables::new("http://127.0.0.1:9000", "http://127.0.0.1:4000", "secret", &chosen)
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
