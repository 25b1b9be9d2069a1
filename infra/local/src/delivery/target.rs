//! A target of a rule: a URL on this machine that receives the events.

use std::error::Error;
use std::time::Duration;

use async_trait::async_trait;
use eventbridge_rules::{Context, Input, Pattern};
use http::StatusCode;
use serde_json::{Value, json};

use super::{DeliveryError, DeliveryHandler};
use crate::aws;
use crate::eventbridge::LoggedEvent;

/// The timeout of a delivery, in which `cargo lambda watch` may compile a function.
const TIMEOUT: Duration = Duration::from_mins(5);

/// A recipient of the events that match a rule.
pub(crate) struct Target {
    rule: String,
    bus: String,
    pattern: Pattern,
    input: Input,
    url: String,
    http: reqwest::Client,
}

/// The answer of a target that did not accept the event.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TargetError {
    #[error("{url} answered {status}: {body}")]
    Status { url: String, status: StatusCode, body: String },
    #[error("the function at {url} failed: {body}")]
    Function { url: String, body: String },
}

impl Target {
    /// Creates a target at `url` for the matching events on `bus`.
    ///
    /// # Errors
    /// A sentence, if the URL is invalid.
    pub(crate) fn new(rule: &str, bus: &str, pattern: Pattern, input: Input, url: &str) -> Result<Self, String> {
        match reqwest::Url::parse(url) {
            Ok(parsed) if parsed.scheme() == "http" => {}
            Ok(_) => return Err("the URL must begin with http://".to_owned()),
            Err(error) => return Err(error.to_string()),
        }
        let http = reqwest::Client::builder().no_proxy().timeout(TIMEOUT).build().map_err(|error| error.to_string())?;
        Ok(Self { rule: rule.to_owned(), bus: bus.to_owned(), pattern, input, url: url.to_owned(), http })
    }

    async fn post(&self, body: String) -> Result<(), DeliveryError> {
        let later = |error: reqwest::Error| DeliveryError::Unavailable(error.into());
        let request = self.http.post(&self.url).header("content-type", "application/json").body(body);
        let response = request.send().await.map_err(later)?;
        let (status, url) = (response.status(), self.url.clone());
        let failed = response.headers().contains_key("x-amz-function-error");
        let body = response.text().await.map_err(later)?;
        // Without the header, a function's error is recognised by its field.
        let failed = failed || serde_json::from_str(&body).is_ok_and(|body: Value| body.get("errorMessage").is_some());
        if failed {
            return Err(DeliveryError::Failed(TargetError::Function { url, body }.into()));
        }
        let error = || -> Box<dyn Error + Send + Sync> { TargetError::Status { url, status, body }.into() };
        match status {
            _ if status.is_success() => Ok(()),
            StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => Err(DeliveryError::Unavailable(error())),
            _ if status.is_server_error() => Err(DeliveryError::Unavailable(error())),
            _ => Err(DeliveryError::Rejected(error())),
        }
    }
}

#[async_trait]
impl DeliveryHandler for Target {
    type Entry = LoggedEvent;

    async fn take(&self, entry: &LoggedEvent) -> Result<(), DeliveryError> {
        let event = event(entry);
        if entry.bus() != self.bus || !self.pattern.matches(&event) {
            return Ok(());
        }
        let context = Context {
            rule_name: &self.rule,
            rule_arn: &format!("arn:aws:events:local:rule/{}", self.rule),
            ingestion_time: &entry.put_at.to_string(),
        };
        let body = self.input.render(&event, &context).map_err(|error| DeliveryError::Rejected(error.into()))?;
        self.post(body).await?;
        tracing::info!(rule = self.rule, url = self.url, kind = entry.text("DetailType"), "an event was delivered");
        Ok(())
    }
}

/// Builds the event that rules and targets receive.
fn event(entry: &LoggedEvent) -> Value {
    let detail: Value = serde_json::from_str(entry.text("Detail")).unwrap_or_default();
    // The SDK sends seconds since the epoch.
    let time = entry.entry.get("Time").and_then(Value::as_f64).map_or(entry.put_at, |seconds| {
        #[expect(clippy::cast_possible_truncation, reason = "a time in milliseconds")]
        let milliseconds = (seconds * 1000.0) as i64;
        jiff::Timestamp::from_millisecond(milliseconds).unwrap_or(entry.put_at)
    });
    json!({
        "version": "0",
        "id": entry.id,
        "detail-type": entry.text("DetailType"),
        "source": entry.text("Source"),
        "account": aws::ACCOUNT,
        // EventBridge has whole seconds.
        "time": jiff::Timestamp::from_second(time.as_second()).unwrap_or(time).to_string(),
        "region": aws::REGION,
        "resources": entry.entry.get("Resources").cloned().unwrap_or_else(|| json!([])),
        "detail": detail,
    })
}
