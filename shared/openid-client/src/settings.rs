//! The settings of providers.

use domain::settings::{Environment, OpenidProvider, Reader, SettingsError, parse_line};
use http_client::parse_url;
use secrecy::SecretString;

use crate::apple::AppleKey;
use crate::email_trust::EmailTrust;
use crate::preset::preset;
use crate::provider::{ClientSecret, Provider};

impl Provider {
    /// Reads the settings of all providers in `REGISTRATION_OPENID_PROVIDERS`.
    ///
    /// # Errors
    /// A [`SettingsError`] with all settings that are missing or malformed.
    pub fn read_all(environment: &Environment) -> Result<Vec<Self>, SettingsError> {
        let mut reader = Reader::new(environment);
        let listed = OpenidProvider::read(&mut reader);
        let layered = OpenidProvider::environment(&mut reader);
        let Some((listed, layered)) = listed.zip(layered) else { return reader.finish(|| None) };
        let mut layered_reader = Reader::new(&layered);
        let providers: Vec<_> =
            listed.into_iter().map(|provider| read_provider(&mut layered_reader, provider)).collect();
        reader.add_problems_of(layered_reader);
        reader.finish(|| providers.into_iter().collect())
    }
}

fn read_provider(reader: &mut Reader<'_>, OpenidProvider { name, label }: OpenidProvider) -> Option<Provider> {
    let preset = preset(&name);
    let variable = |setting| OpenidProvider::variable(&name, setting);
    let issuer = match preset.issuer {
        Some(issuer) => reader.or(&variable("ISSUER"), issuer, parse_issuer),
        None => reader.required(
            &variable("ISSUER"),
            "the provider's issuer, such as https://login.acme.example",
            parse_issuer,
        ),
    };
    let client_id = reader.required(&variable("CLIENT_ID"), "the client's id at the provider", parse_line);
    let secret = if preset.signed_secret { read_signed(reader, &name) } else { read_shared(reader, &name) };
    let scopes = reader.or(&variable("SCOPES"), preset.scopes, parse_scopes);
    let trust = reader.parse_optional(&variable("TRUST_EMAIL"), EmailTrust::parse);
    Some(Provider::new(
        name,
        label,
        issuer?,
        client_id?,
        secret?,
        scopes?,
        trust?.unwrap_or(preset.trust),
        preset.form_post,
    ))
}

fn read_shared(reader: &mut Reader<'_>, name: &str) -> Option<ClientSecret> {
    let variable = OpenidProvider::variable(name, "CLIENT_SECRET");
    let secret = reader
        .required(&variable, "the client's secret at the provider", |value| parse_line(value).map(SecretString::from));
    secret.map(ClientSecret::Shared)
}

fn read_signed(reader: &mut Reader<'_>, name: &str) -> Option<ClientSecret> {
    let variable = |setting| OpenidProvider::variable(name, setting);
    let team_id = reader.required(&variable("TEAM_ID"), "the id of your team at Apple", parse_line);
    let key_id = reader.required(&variable("KEY_ID"), "the id of the client's key", parse_line);
    let key = reader.required(&variable("PRIVATE_KEY"), "the text of the client's .p8 file", AppleKey::parse_key);
    Some(ClientSecret::Signed(AppleKey { team_id: team_id?, key_id: key_id?, key: key? }))
}

/// Parses an issuer: an `https` URL without query and fragment (OpenID Connect Discovery 1.0, 3).
fn parse_issuer(value: &str) -> Result<String, String> {
    if value.contains(['?', '#']) {
        return Err("must be a URL without query and fragment".to_owned());
    }
    parse_url(value)
}

/// Parses space-separated scopes, of which one must be `openid`.
fn parse_scopes(value: &str) -> Result<Vec<String>, String> {
    let scopes: Vec<String> = value.split_ascii_whitespace().map(str::to_owned).collect();
    // RFC 6749, 3.3.
    let plain = |scope: &String| scope.bytes().all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\\');
    if scopes.iter().any(|scope| scope == "openid") && scopes.iter().all(plain) {
        Ok(scopes)
    } else {
        Err("must be space-separated scopes with openid, such as openid email".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Vec<Provider>, SettingsError> {
        let environment = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Provider::read_all(&environment)
    }

    #[test]
    fn invalid_settings_are_reported_together() {
        let report = read(&[
            (OpenidProvider::LIST, "google,acme,apple"),
            ("REGISTRATION_OPENID_ACME_ISSUER", "http://login.acme.example"),
            ("REGISTRATION_OPENID_ACME_CLIENT_ID", "registration"),
            ("REGISTRATION_OPENID_ACME_CLIENT_SECRET", "two\nlines"),
            ("REGISTRATION_OPENID_ACME_SCOPES", "email"),
            ("REGISTRATION_OPENID_ACME_TRUST_EMAIL", "yes"),
            ("REGISTRATION_OPENID_APPLE_PRIVATE_KEY", "secret"),
        ]);
        insta::assert_snapshot!(report.unwrap_err(), @r#"
        settings are wrong:
          REGISTRATION_OPENID_GOOGLE_CLIENT_ID: is not set; set it to the client's id at the provider
          REGISTRATION_OPENID_GOOGLE_CLIENT_SECRET: is not set; set it to the client's secret at the provider
          REGISTRATION_OPENID_ACME_ISSUER="http://login.acme.example": must begin with https://, or be on this machine
          REGISTRATION_OPENID_ACME_CLIENT_SECRET: must be one line of text
          REGISTRATION_OPENID_ACME_SCOPES="email": must be space-separated scopes with openid, such as openid email
          REGISTRATION_OPENID_ACME_TRUST_EMAIL="yes": must be true or false
          REGISTRATION_OPENID_APPLE_CLIENT_ID: is not set; set it to the client's id at the provider
          REGISTRATION_OPENID_APPLE_TEAM_ID: is not set; set it to the id of your team at Apple
          REGISTRATION_OPENID_APPLE_KEY_ID: is not set; set it to the id of the client's key
          REGISTRATION_OPENID_APPLE_PRIVATE_KEY: must be the PEM text of the .p8 file from Apple's developer account
        "#);
    }

    #[test]
    fn presets_need_id_and_secret_only() {
        let providers = read(&[
            (OpenidProvider::LIST, "google,microsoft,gitlab"),
            ("REGISTRATION_OPENID_GOOGLE_CLIENT_ID", "1"),
            ("REGISTRATION_OPENID_GOOGLE_CLIENT_SECRET", "1"),
            (
                OpenidProvider::SETTINGS,
                r#"{"MICROSOFT_CLIENT_ID": "1", "MICROSOFT_CLIENT_SECRET": "1", "GITLAB_CLIENT_ID": "1", "GITLAB_CLIENT_SECRET": "1"}"#,
            ),
        ]);
        let labels: Vec<_> = providers.unwrap().into_iter().map(|provider| provider.label().to_owned()).collect();
        assert_eq!(labels, ["Google", "Microsoft", "GitLab"]);
    }
}
