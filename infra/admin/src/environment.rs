//! The settings of the chosen deployment, and the credentials for it.

use std::collections::BTreeMap;

use aws_config::BehaviorVersion;
use aws_credential_types::provider::ProvideCredentials;
use aws_smithy_http_client::tls;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use domain::settings::Environment;

use crate::AdminError;

/// Reads the variables of the service at `local`, or of this process.
///
/// Without `local`, the region and the credentials come from the SDK's default chain.
pub(crate) async fn read(local: Option<&str>) -> Result<Environment, AdminError> {
    match local {
        Some(url) => from_local(url).await,
        None => from_aws(&Environment::process()).await,
    }
}

async fn from_local(url: &str) -> Result<Environment, AdminError> {
    let url = format!("{}/_local/env", url.trim_end_matches('/'));
    let ask = async {
        let request = reqwest::Client::new().get(&url).header("accept", "application/json");
        request.send().await?.error_for_status()?.json::<BTreeMap<String, String>>().await
    };
    let variables = ask.await.map_err(|source| AdminError::Local { url: url.clone(), source })?;
    Ok(variables.into_iter().collect())
}

async fn from_aws(process: &Environment) -> Result<Environment, AdminError> {
    let http =
        aws_smithy_http_client::Builder::new().tls_provider(tls::Provider::Rustls(CryptoMode::Ring)).build_https();
    let aws = aws_config::defaults(BehaviorVersion::v2026_01_12()).http_client(http).load().await;
    let region = aws.region().ok_or(AdminError::Region)?.to_string();
    let provider = aws.credentials_provider().ok_or_else(|| {
        AdminError::Credentials(aws_credential_types::provider::error::CredentialsError::not_loaded("none are set"))
    })?;
    let credentials = provider.provide_credentials().await?;
    let found = [
        ("AWS_REGION", region.as_str()),
        ("AWS_ACCESS_KEY_ID", credentials.access_key_id()),
        ("AWS_SECRET_ACCESS_KEY", credentials.secret_access_key()),
        ("AWS_SESSION_TOKEN", credentials.session_token().unwrap_or_default()),
    ];
    let all = process.variables().filter(|(name, _)| *name != "AWS_SESSION_TOKEN").chain(found);
    Ok(all.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}
