//! The Lambda function `directory`.

use aws_config::BehaviorVersion;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use directory::{Directory, Event};
use lambda_runtime::{Error, LambdaEvent, run, service_fn, tracing};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let http = aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
    let config = aws_config::defaults(BehaviorVersion::v2026_01_12()).http_client(http).load().await;
    let directory = Directory { table: setting("TABLE")?, dynamodb: aws_sdk_dynamodb::Client::new(&config) };
    run(service_fn(async |event: LambdaEvent<Event>| {
        Ok::<_, Error>(directory::handle(&directory, &event.payload).await?)
    }))
    .await
}

#[expect(clippy::disallowed_methods, reason = "this example does not use the settings of the sign-up service")]
fn setting(name: &str) -> Result<String, Error> {
    std::env::var(name).map_err(|error| format!("{name}: {error}").into())
}
