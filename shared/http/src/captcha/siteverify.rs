//! The request to the provider: one `POST`, which all answer in the same format.

use std::time::Duration;

use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderValue, Request};
use http_client::HttpClient;
use serde::Deserialize;

type Error = Box<dyn std::error::Error + Send + Sync>;

/// A client of a provider's `siteverify`.
#[derive(Debug)]
pub(super) struct Siteverify {
    url: String,
    client: HttpClient,
}

/// The provider's answer.
#[derive(Debug, Deserialize)]
pub(super) struct SiteverifyResponse {
    pub(super) success: bool,
    #[serde(default, rename = "error-codes")]
    pub(super) error_codes: Vec<String>,
}

/// The timeout of all attempts together.
///
/// A user waits, and the registration must fit into the rest of the nine seconds.
const TIME_LIMIT: Duration = Duration::from_secs(3);

impl Siteverify {
    pub(super) fn new(url: String) -> Self {
        Self { url, client: HttpClient::default() }
    }

    /// Sends the request, with several attempts that share the timeout equally.
    pub(super) async fn ask(&self, question: &[(&str, &str)], attempts: u32) -> Result<SiteverifyResponse, Error> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(question).finish();
        let mut last = Error::from("no attempt was made");
        for _ in 0..attempts {
            match self.post(body.clone(), TIME_LIMIT / attempts).await {
                // Turnstile documents that `internal-error` should be retried.
                Ok(verdict) if verdict.error_codes.iter().any(|code| code == "internal-error") => {
                    last = "the provider had an internal error".into();
                }
                Ok(verdict) => return Ok(verdict),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    async fn post(&self, body: String, time_limit: Duration) -> Result<SiteverifyResponse, Error> {
        let request = Request::post(&self.url)
            .header(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"))
            .header(ACCEPT, HeaderValue::from_static("application/json"))
            .body(body.into_bytes())?;
        let response = self.client.send(request, time_limit).await?;
        let status = response.status();
        // A rejection may have its own status, so only the document counts.
        serde_json::from_slice(response.body())
            .map_err(|error| format!("status {status}, and no verdict: {error}").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdict_is_parsed_with_optional_error_codes() {
        let read = |text| serde_json::from_str::<SiteverifyResponse>(text);
        assert!(read(r#"{"success": true, "hostname": "example.com"}"#).unwrap().success);
        let refused = read(r#"{"success": false, "error-codes": ["timeout-or-duplicate"]}"#).unwrap();
        assert_eq!((refused.success, refused.error_codes), (false, vec!["timeout-or-duplicate".to_owned()]));
        assert!(read(r#"{"error-codes": []}"#).is_err());
    }
}
