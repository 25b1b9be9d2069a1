//! The functions as processes of their own, behind Lambda's Invoke API: `cargo lambda watch`.

use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;

use super::{Function, Invoke, InvokeError};
use crate::start_error::StartError;

/// Longer than any function's own time limit, with room for `cargo lambda watch` to compile one.
const TIMEOUT: Duration = Duration::from_mins(5);

/// Calls functions at a URL.
pub(super) struct Remote {
    url: String,
    http: reqwest::Client,
}

impl Remote {
    /// The functions behind `url`.
    pub(super) fn new(url: &str) -> Result<Self, StartError> {
        let wrong = |reason: String| StartError::Functions { url: url.to_owned(), reason };
        let base = reqwest::Url::parse(url).map_err(|error| wrong(error.to_string()))?;
        if base.scheme() != "http" {
            return Err(wrong("it does not begin with http://".to_owned()));
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
        // What a function's error looks like where no header tells.
        match answer.get("errorMessage") {
            Some(message) => Err(InvokeError::Failed(message.to_string())),
            None => Ok(answer),
        }
    }
}
