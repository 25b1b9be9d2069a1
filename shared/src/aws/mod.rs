//! How the functions reach AWS. Trimmed for a cold start: credentials straight from the environment, `ring`, the few
//! trust roots that AWS's endpoints need, and no TLS at all for an `http://` endpoint on this machine.

mod retry;
mod trust;

use std::borrow::Cow;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::config::SharedHttpClient;
use aws_smithy_http_client::tls;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;

pub(crate) use retry::Backoff;

use crate::settings::Reader;

/// Where AWS is and who asks. In Lambda all of it is set by the service itself.
///
/// It is read without the SDK's default chain, which costs a cold start several times what all else here does.
#[derive(Debug, Clone)]
pub(crate) struct Aws {
    /// `AWS_REGION`.
    region: String,
    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`.
    credentials: Credentials,
    /// `AWS_ENDPOINT_URL_<SERVICE>`, else `AWS_ENDPOINT_URL`: a service that is not AWS's own, such as one on this machine.
    pub(crate) endpoint: Option<String>,
    /// `AWS_CA_BUNDLE`: a PEM file of trust roots to use instead of Amazon's.
    trust_roots: Cow<'static, [u8]>,
}

impl Aws {
    /// Reads what a client of one service needs; `endpoint_variable` is that service's `AWS_ENDPOINT_URL_<SERVICE>`.
    pub(crate) fn read(reader: &mut Reader<'_>, endpoint_variable: &str) -> Option<Self> {
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

    /// One connect, one attempt and one overall limit for a call, under what its function has for all of them together.
    fn timeouts() -> TimeoutConfig {
        TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(1))
            .operation_attempt_timeout(Duration::from_secs(2))
            .operation_timeout(Duration::from_secs(4))
            .build()
    }

    /// One limit for a call, all attempts together: no attempt is given up before it, and so none is repeated that may have
    /// been done.
    fn time_limit(time_limit: Duration) -> TimeoutConfig {
        TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(1))
            .operation_attempt_timeout(time_limit)
            .operation_timeout(time_limit)
            .build()
    }

    fn retries() -> RetryConfig {
        // A person waits: not the second after which the SDK would first try again.
        RetryConfig::standard().with_max_attempts(3).with_initial_backoff(Duration::from_millis(50))
    }
}

/// The configuration of an SDK client. The SDK's crates have no common type for it, so this cannot be a function.
macro_rules! sdk_config {
    ($aws:expr, $sdk:ident) => {{
        let aws: &Aws = $aws;
        let mut config = $sdk::Config::builder()
            .behavior_version($sdk::config::BehaviorVersion::v2026_01_12())
            .region($sdk::config::Region::new(aws.region.clone()))
            .credentials_provider(aws.credentials.clone())
            .http_client(aws.http_client())
            .timeout_config(Aws::timeouts())
            .retry_config(Aws::retries());
        config.set_endpoint_url(aws.endpoint.clone());
        config
    }};
}

impl Aws {
    pub(crate) fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        aws_sdk_dynamodb::Client::from_conf(self.dynamodb_config().build())
    }

    fn dynamodb_config(&self) -> aws_sdk_dynamodb::config::Builder {
        sdk_config!(self, aws_sdk_dynamodb).retry_classifier(retry::Conflicts)
    }

    /// A client for who waits longer than the people in front of a form: what writes as fast as it can gets slow answers.
    #[cfg(feature = "operator")]
    pub(crate) fn patient_dynamodb(&self) -> aws_sdk_dynamodb::Client {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(5))
            .operation_attempt_timeout(Duration::from_secs(10))
            .operation_timeout(Duration::from_secs(30));
        aws_sdk_dynamodb::Client::from_conf(self.dynamodb_config().timeout_config(timeouts.build()).build())
    }

    /// A client whose calls take no longer than `time_limit`, all attempts together.
    pub(crate) fn lambda(&self, time_limit: Duration) -> aws_sdk_lambda::Client {
        let config = sdk_config!(self, aws_sdk_lambda).timeout_config(Self::time_limit(time_limit));
        aws_sdk_lambda::Client::from_conf(config.build())
    }

    /// SES has long for an answer, and what was not answered is not sent again at once: SES may have taken it, and a mail
    /// that goes twice is worse than one that is late. What SES refuses for the moment is repeated within the same time.
    #[cfg(feature = "mail")]
    pub(crate) fn sesv2(&self) -> aws_sdk_sesv2::Client {
        const TIME_LIMIT: Duration = Duration::from_secs(15);
        let config = sdk_config!(self, aws_sdk_sesv2).timeout_config(Self::time_limit(TIME_LIMIT));
        aws_sdk_sesv2::Client::from_conf(config.build())
    }

    #[cfg(feature = "signal")]
    pub(crate) fn eventbridge(&self) -> aws_sdk_eventbridge::Client {
        aws_sdk_eventbridge::Client::from_conf(sdk_config!(self, aws_sdk_eventbridge).build())
    }
}
