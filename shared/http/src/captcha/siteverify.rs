//! The question to the provider: one `POST`, which both answer alike.

use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{self, TlsContext, TrustStore};
use aws_smithy_http_client::{Connector, ConnectorBuilder};
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorSettings, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use http::Uri;
use http::header::{ACCEPT, CONTENT_TYPE};
use serde::Deserialize;
use tokio::time::timeout;

type Error = Box<dyn std::error::Error + Send + Sync>;

/// `siteverify` of a provider.
pub(super) struct Siteverify {
    url: String,
    connector: OnceLock<SharedHttpConnector>,
}

/// What it said.
#[derive(Debug, Deserialize)]
pub(super) struct SiteverifyResponse {
    pub(super) success: bool,
    #[serde(default, rename = "error-codes")]
    pub(super) error_codes: Vec<String>,
}

/// All attempts together. A person waits, and the registration that follows must fit into the rest of the nine seconds.
const TIME_LIMIT: Duration = Duration::from_secs(3);
/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(1);
/// The longest answer that is read, in bytes; both providers' have some hundred.
const MAX_ANSWER: usize = 64 * 1024;

impl Siteverify {
    pub(super) fn new(url: String) -> Self {
        Self { url, connector: OnceLock::new() }
    }

    /// Asks, in so many attempts; their time is the same for all.
    pub(super) async fn ask(&self, question: &[(&str, &str)], attempts: u32) -> Result<SiteverifyResponse, Error> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(question).finish();
        let mut last = Error::from("it was not asked");
        for _ in 0..attempts {
            match timeout(TIME_LIMIT / attempts, self.post(body.clone())).await {
                // Turnstile documents `internal-error` as one to try again.
                Ok(Ok(verdict)) if verdict.error_codes.iter().any(|code| code == "internal-error") => {
                    last = "it had an internal error".into();
                }
                Ok(Ok(verdict)) => return Ok(verdict),
                Ok(Err(error)) => last = error,
                Err(elapsed) => last = elapsed.into(),
            }
        }
        Err(last)
    }

    async fn post(&self, body: String) -> Result<SiteverifyResponse, Error> {
        let mut request = HttpRequest::new(SdkBody::from(body));
        request.set_method("POST")?;
        request.set_uri(self.url.as_str())?;
        let headers = request.headers_mut();
        headers.insert(CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded");
        headers.insert(ACCEPT.as_str(), "application/json");
        let response = self.connector.get_or_init(|| connector(&self.url)).call(request).await?;

        let status = response.status().as_u16();
        let mut answer = Vec::new();
        let mut body = ByteStream::new(response.into_body());
        while let Some(bytes) = body.try_next().await? {
            answer.extend_from_slice(&bytes);
            if answer.len() > MAX_ANSWER {
                return Err("its answer does not end".into());
            }
        }
        // A refusal may come with a status of its own; what counts is the document.
        serde_json::from_slice(&answer).map_err(|error| format!("status {status}, and no verdict: {error}").into())
    }
}

/// Made when the first token is verified. The trust roots are the platform's: neither provider binds itself to a few
/// authorities as Amazon does, and roots that are part of the binary would age with it. No connection is kept: after a
/// function's pause it would be dead, and a token that went down with it may be spent.
fn connector(url: &str) -> SharedHttpConnector {
    let settings = HttpConnectorSettings::builder().connect_timeout(CONNECT).build();
    let builder: ConnectorBuilder = Connector::builder().connector_settings(settings).pool_max_idle_per_host(0);
    if url.starts_with("http://") {
        return SharedHttpConnector::new(builder.build_http());
    }
    let roots = TlsContext::builder().with_trust_store(TrustStore::empty().with_native_roots(true)).build();
    let tls = builder
        .tls_provider(tls::Provider::Rustls(CryptoMode::Ring))
        .tls_context(roots.expect("a context of trust roots alone is always valid"));
    SharedHttpConnector::new(tls.build())
}

impl fmt::Debug for Siteverify {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Siteverify").field("url", &self.url).finish_non_exhaustive()
    }
}

/// A URL of `siteverify`. The secret goes there, so that in the clear it goes to this machine only.
pub(super) fn parse_url(value: &str) -> Result<String, String> {
    let wrong = || "must be a URL such as https://example.com/siteverify".to_owned();
    let uri: Uri = value.parse().map_err(|_| wrong())?;
    let host = uri.host().ok_or_else(wrong)?;
    match uri.scheme_str() {
        Some("https") => Ok(value.to_owned()),
        Some("http") if matches!(host, "127.0.0.1" | "[::1]" | "localhost") => Ok(value.to_owned()),
        Some("http") => Err("must begin with https://, or be on this machine".to_owned()),
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn siteverify_url_requires_https_unless_local() {
        for url in ["https://example.com/siteverify", "http://127.0.0.1:9000/x", "http://[::1]/x", "http://localhost/x"]
        {
            assert_eq!(parse_url(url).as_deref(), Ok(url));
        }
        for url in ["", "siteverify", "http://example.com/siteverify", "ftp://example.com", "https://", "/siteverify"] {
            assert!(parse_url(url).is_err(), "{url}");
        }
    }

    #[test]
    fn verdict_is_parsed_with_optional_error_codes() {
        let read = |text| serde_json::from_str::<SiteverifyResponse>(text);
        assert!(read(r#"{"success": true, "hostname": "example.com"}"#).unwrap().success);
        let refused = read(r#"{"success": false, "error-codes": ["timeout-or-duplicate"]}"#).unwrap();
        assert_eq!((refused.success, refused.error_codes), (false, vec!["timeout-or-duplicate".to_owned()]));
        assert!(read(r#"{"error-codes": []}"#).is_err());
    }
}
