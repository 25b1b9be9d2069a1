//! The configuration of AWS clients and the start of a function in Lambda.
//!
//! [`Aws`] is trimmed for a cold start. It reads the credentials straight from the environment, and uses `ring` with
//! only the trust roots of AWS's endpoints. An `http://` endpoint on this machine has no TLS. [`AwsError`] is a failed
//! call, as it may be logged.
//!
//! Deliberately not here: the clients. The crate that calls a service makes its client from [`Aws::config`].

mod error;
pub mod init;
mod trust;

pub use error::AwsError;

use std::borrow::Cow;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_http_client::tls;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use aws_types::region::Region;

use domain::settings::Reader;

/// The region, the credentials and the endpoint of one service.
///
/// Lambda sets all of them in the environment. They are read without the SDK's default chain, which takes several times
/// as long as the rest of a cold start's setup.
#[derive(Debug, Clone)]
pub struct Aws {
    /// `AWS_REGION`.
    region: String,
    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`.
    credentials: Credentials,
    /// `AWS_ENDPOINT_URL_<SERVICE>`, else `AWS_ENDPOINT_URL`: an emulator, for example.
    endpoint: Option<String>,
    /// `AWS_CA_BUNDLE`: a PEM file of trust roots to use instead of Amazon's.
    trust_roots: Cow<'static, [u8]>,
}

impl Aws {
    /// Reads the settings of a client of one service.
    ///
    /// `endpoint_variable` is the service's `AWS_ENDPOINT_URL_<SERVICE>`. Returns `None` if a setting is invalid, which
    /// `reader` then reports.
    pub fn read(reader: &mut Reader<'_>, endpoint_variable: &str) -> Option<Self> {
        let text = |value: &str| Ok(value.to_owned());
        let region = reader.required("AWS_REGION", "the region, such as eu-central-1", text);
        let key_id = reader.required("AWS_ACCESS_KEY_ID", "the credentials' access key", text);
        let secret = reader.required("AWS_SECRET_ACCESS_KEY", "the credentials' secret key", text);
        let token = reader.optional("AWS_SESSION_TOKEN").map(str::to_owned);
        let endpoint = reader.optional(endpoint_variable).or_else(|| reader.optional("AWS_ENDPOINT_URL"));
        let trust_roots = reader.or("AWS_CA_BUNDLE", "", trust::read_bundle);
        Some(Self {
            region: region?,
            credentials: Credentials::new(key_id?, secret?, token, None, "environment"),
            endpoint: endpoint.map(str::to_owned),
            trust_roots: trust_roots?,
        })
    }

    /// Replaces the endpoint by `url`.
    #[must_use]
    pub fn at(self, url: String) -> Self {
        Self { endpoint: Some(url), ..self }
    }

    /// Builds the configuration of a client for calls that a user waits for.
    ///
    /// It makes three attempts, with a total timeout of 4 seconds.
    #[must_use]
    pub fn config(&self) -> SdkConfig {
        let mut config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new(self.region.clone()))
            .credentials_provider(SharedCredentialsProvider::new(self.credentials.clone()))
            .http_client(self.http_client())
            .timeout_config(timeouts(Duration::from_secs(2), Duration::from_secs(4)))
            // The SDK's default first backoff is up to a second.
            .retry_config(RetryConfig::standard().with_max_attempts(3).with_initial_backoff(Duration::from_millis(50)));
        config.set_endpoint_url(self.endpoint.clone());
        config.build()
    }

    /// Builds the configuration of a client whose calls take at most `time_limit`.
    ///
    /// One attempt may take all of it, so that no attempt is abandoned and repeated that the service may have
    /// completed.
    #[must_use]
    pub fn config_within(&self, time_limit: Duration) -> SdkConfig {
        self.config().into_builder().timeout_config(timeouts(time_limit, time_limit)).build()
    }

    fn http_client(&self) -> SharedHttpClient {
        let builder = aws_smithy_http_client::Builder::new();
        if self.endpoint.as_deref().is_some_and(|url| url.starts_with("http://")) {
            return builder.build_http();
        }
        builder
            .tls_provider(tls::Provider::Rustls(CryptoMode::Ring))
            .tls_context(trust::context(&self.trust_roots))
            .build_https()
    }
}

/// Returns the timeouts of a connection (a second), of an attempt and of a call.
fn timeouts(attempt: Duration, call: Duration) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(1))
        .operation_attempt_timeout(attempt)
        .operation_timeout(call)
        .build()
}
