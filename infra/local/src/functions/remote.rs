//! The functions as separate processes behind Lambda's Invoke API.
//!
//! `cargo lambda watch` is such a process.

use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;

use super::{Function, Invoke, InvokeError};
use crate::start_error::StartError;

/// The timeout of an invocation, in which `cargo lambda watch` may compile.
const TIMEOUT: Duration = Duration::from_mins(5);

/// A client of functions at a URL.
pub(super) struct Remote {
    url: String,
    http: reqwest::Client,
}

impl Remote {
    /// Creates a client of the functions at `url`.
    pub(super) fn new(url: &str) -> Result<Self, StartError> {
        let wrong = |reason: String| StartError::Functions { url: url.to_owned(), reason };
        let base = reqwest::Url::parse(url).map_err(|error| wrong(error.to_string()))?;
        if base.scheme() != "http" {
            return Err(wrong("the URL must begin with http://".to_owned()));
        }
        let http = reqwest::Client::builder().no_proxy().timeout(TIMEOUT).build();
        let http = http.map_err(|error| wrong(error.to_string()))?;
        Ok(Self { url: url.trim_end_matches('/').to_owned(), http })
    }
}

#[async_trait]
impl Invoke for Remote {
    async fn invoke(&self, function: Function, event: Value) -> Result<Value, InvokeError> {
        let url = format!("{}/2015-03-31/functions/{function}/invocations", self.url);
        let response = self.http.post(url).json(&event).send().await?;
        let failed = !response.status().is_success() || response.headers().contains_key("x-amz-function-error");
        let body = response.text().await?;
        if failed {
            return Err(InvokeError::Failed(body));
        }
        let answer: Value = serde_json::from_str(&body)?;
        // Without the header, a function's error is recognised by its field.
        match answer.get("errorMessage") {
            Some(message) => Err(InvokeError::Failed(message.to_string())),
            None => Ok(answer),
        }
    }
}
