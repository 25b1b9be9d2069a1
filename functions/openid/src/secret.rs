//! The secret in AWS Secrets Manager with settings of the providers.

use aws::Aws;
use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::error::DisplayErrorContext;
use domain::settings::{Environment, OpenidProvider, Reader, SettingsError};

/// The variable with the name or the ARN of the secret.
const VARIABLE: &str = "REGISTRATION_OPENID_SECRET";

/// Returns the environment with the settings in the secret that `REGISTRATION_OPENID_SECRET` names, if it is set.
///
/// The secret has the format of `REGISTRATION_OPENID_SETTINGS`. Settings with their own variables come first.
///
/// # Errors
/// A [`SettingsError`] if the secret cannot be read, or is malformed.
pub async fn read(environment: Environment) -> Result<Environment, SettingsError> {
    let mut reader = Reader::new(&environment);
    let Some(name) = reader.optional(VARIABLE) else { return Ok(environment) };
    let aws = Aws::read(&mut reader, "AWS_ENDPOINT_URL_SECRETS_MANAGER");
    let settings = match aws {
        Some(aws) => match fetch(&aws, name).await.and_then(|json| OpenidProvider::parse_settings(&json)) {
            Ok(settings) => Some(settings),
            Err(problem) => {
                reader.add_problem(VARIABLE, name, problem);
                None
            }
        },
        None => None,
    };
    reader.finish(|| Some(environment.with_defaults(settings?)))
}

async fn fetch(aws: &Aws, name: &str) -> Result<String, String> {
    let client = Client::new(&aws.config());
    let secret = client.get_secret_value().secret_id(name).send().await;
    let secret = secret.map_err(|error| format!("cannot be read: {}", DisplayErrorContext(&error)))?;
    secret.secret_string.ok_or_else(|| "is binary, not a text".to_owned())
}
