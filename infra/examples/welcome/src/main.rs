//! The Lambda function `welcome`.

use aws_config::BehaviorVersion;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use lambda_runtime::{Error, LambdaEvent, run, service_fn, tracing};
use welcome::{Event, Welcome};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let http = aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
    let config = aws_config::defaults(BehaviorVersion::v2026_01_12()).http_client(http).load().await;
    let welcome = Welcome {
        site_name: setting("SITE_NAME")?,
        mail_from: setting("MAIL_FROM")?,
        done_table: setting("DONE_TABLE")?,
        ses: aws_sdk_sesv2::Client::new(&config),
        dynamodb: aws_sdk_dynamodb::Client::new(&config),
    };
    run(service_fn(async |event: LambdaEvent<Event>| Ok::<_, Error>(welcome::handle(&welcome, &event.payload).await?)))
        .await
}

#[expect(clippy::disallowed_methods, reason = "this example does not use the settings of the sign-up service")]
fn setting(name: &str) -> Result<String, Error> {
    std::env::var(name).map_err(|error| format!("{name}: {error}").into())
}
