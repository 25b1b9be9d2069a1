//! The HTTP client for services outside AWS: the provider of a bot check, and OpenID providers.
//!
//! It is the SDK's, with the trust roots of the platform. A request has a time limit, an answer has a maximum size, and
//! no redirect is followed.

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
use http::uri::Scheme;
use http::{Request, Response, Uri};
use tokio::time::timeout;

type Error = Box<dyn std::error::Error + Send + Sync>;

/// The reason why a request got no answer.
#[derive(Debug, thiserror::Error)]
#[error("{host} did not answer")]
pub struct HttpClientError {
    /// The host of the request.
    host: String,
    source: Error,
}

/// The timeout of a connection.
const CONNECT: Duration = Duration::from_secs(1);

/// A client for `https` URLs, and for `http` URLs of this machine.
///
/// It is created without a connection or trust roots, which the first request loads.
#[derive(Default)]
pub struct HttpClient {
    https: OnceLock<SharedHttpConnector>,
    http: OnceLock<SharedHttpConnector>,
}

impl HttpClient {
    /// The maximum size of an answer, in bytes.
    const MAX_ANSWER: usize = 256 * 1024;

    /// Sends a request, and returns the answer, whatever its status. A redirect is such an answer.
    ///
    /// `time_limit` is for the whole exchange.
    ///
    /// # Errors
    /// An [`HttpClientError`] if there was no answer within the time limit, or it was larger than 256 KiB.
    pub async fn send(
        &self,
        request: Request<Vec<u8>>,
        time_limit: Duration,
    ) -> Result<Response<Vec<u8>>, HttpClientError> {
        let host = request.uri().host().unwrap_or_default().to_owned();
        let answered = match timeout(time_limit, self.exchange(request)).await {
            Ok(answered) => answered,
            Err(elapsed) => Err(elapsed.into()),
        };
        answered.map_err(|source| HttpClientError { host, source })
    }

    async fn exchange(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Error> {
        let plain = request.uri().scheme() == Some(&Scheme::HTTP);
        let connector = if plain {
            self.http.get_or_init(|| SharedHttpConnector::new(builder().build_http()))
        } else {
            self.https.get_or_init(https)
        };
        let request = HttpRequest::try_from(request.map(SdkBody::from))?;
        let answer = connector.call(request).await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let mut answer = ByteStream::new(answer.into_body());
        let mut body = Vec::new();
        while let Some(bytes) = answer.try_next().await? {
            body.extend_from_slice(&bytes);
            if body.len() > Self::MAX_ANSWER {
                return Err("the answer does not end".into());
            }
        }
        let mut response = Response::builder().status(status);
        for (name, value) in &headers {
            response = response.header(name, value);
        }
        Ok(response.body(body)?)
    }
}

/// No connection is kept, because after a pause of the function it would be dead, and the request on it lost.
fn builder() -> ConnectorBuilder {
    let settings = HttpConnectorSettings::builder().connect_timeout(CONNECT).build();
    Connector::builder().connector_settings(settings).pool_max_idle_per_host(0)
}

/// The trust roots are the platform's. Unlike Amazon, these services do not commit to a few authorities, and roots in
/// the binary would become outdated.
fn https() -> SharedHttpConnector {
    let roots = TlsContext::builder().with_trust_store(TrustStore::empty().with_native_roots(true)).build();
    let tls = builder()
        .tls_provider(tls::Provider::Rustls(CryptoMode::Ring))
        .tls_context(roots.expect("a context of trust roots alone is always valid"));
    SharedHttpConnector::new(tls.build())
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClient").finish_non_exhaustive()
    }
}

/// Parses the URL of a service: `https`, or `http` on this machine, because secrets are sent there.
///
/// # Errors
/// A sentence with the expected format.
pub fn parse_url(value: &str) -> Result<String, String> {
    let wrong = || "must be a URL such as https://example.com/path".to_owned();
    let uri: Uri = value.parse().map_err(|_| wrong())?;
    let host = uri.host().filter(|host| !host.is_empty()).ok_or_else(wrong)?;
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
    fn url_requires_https_unless_local() {
        for url in ["https://example.com/siteverify", "http://127.0.0.1:9000/x", "http://[::1]/x", "http://localhost/x"]
        {
            assert_eq!(parse_url(url).as_deref(), Ok(url));
        }
        for url in ["", "siteverify", "http://example.com/siteverify", "ftp://example.com", "https://", "/siteverify"] {
            assert!(parse_url(url).is_err(), "{url}");
        }
    }
}
