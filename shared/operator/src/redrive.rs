//! Redriving: invoking a function again with the events that it failed on.

use std::time::Duration;

use aws_lambda_events::streams::DynamoDbEventResponse;
use aws_sdk_lambda::Client;
use aws_sdk_lambda::primitives::Blob;
use serde::Deserialize;
use serde_json::Value;

use super::{Operator, OperatorError};
use aws::{Aws, AwsError};
use domain::settings::Reader;

/// A record of the failure bucket, which Lambda writes.
///
/// It holds the batch of the stream, or the event, that the function failed to process.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct FailedInvocation {
    #[serde(rename = "requestContext")]
    request_context: RequestContext,
    #[serde(flatten)]
    given: FailedPayload,
}

/// The payload of the failed invocation, which Lambda stores in one of two formats.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
enum FailedPayload {
    /// A batch of the stream, as a string of JSON.
    #[serde(rename = "payload")]
    Batch(String),
    /// The event of an asynchronous invocation.
    #[serde(rename = "requestPayload")]
    Event(Value),
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct RequestContext {
    #[serde(rename = "functionArn")]
    function_arn: String,
}

/// A document is not a record of the failure bucket.
#[derive(Debug, thiserror::Error)]
#[error("this is not a record of a failed invocation: {0}")]
pub struct FailedInvocationError(#[from] serde_json::Error);

/// The result of the repeated invocation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedriveOutcome {
    /// The function processed the whole payload.
    Done,
    /// The function failed again, for this reason.
    Failed(String),
}

/// The timeout of the functions that consume the stream.
const TIME_LIMIT: Duration = Duration::from_mins(1);

impl FailedInvocation {
    /// Parses a document of the failure bucket.
    ///
    /// # Errors
    /// A [`FailedInvocationError`] if it is anything else.
    pub fn parse(document: &str) -> Result<Self, FailedInvocationError> {
        Ok(serde_json::from_str(document)?)
    }

    /// Returns the ARN of the function that failed.
    #[must_use]
    pub fn function(&self) -> &str {
        &self.request_context.function_arn
    }
}

impl Operator {
    /// Invokes the function with the failed payload again.
    ///
    /// Parts of it may have been processed before. Every function handles redelivered records.
    ///
    /// # Errors
    /// An [`OperatorError`] if the settings of the Lambda client are malformed. Another failure of the function is a
    /// [`RedriveOutcome::Failed`].
    pub async fn redrive(&self, failure: &FailedInvocation) -> Result<RedriveOutcome, OperatorError> {
        let mut reader = Reader::new(&self.environment);
        let aws = Aws::read(&mut reader, "AWS_ENDPOINT_URL_LAMBDA");
        let client = reader.finish(|| Some(Client::new(&aws?.config_within(TIME_LIMIT))))?;
        let payload = match &failure.given {
            FailedPayload::Batch(batch) => batch.clone(),
            FailedPayload::Event(event) => event.to_string(),
        };
        let payload = Blob::new(payload.into_bytes());
        let answer = match client.invoke().function_name(failure.function()).payload(payload).send().await {
            Ok(answer) => answer,
            Err(error) => return Ok(RedriveOutcome::Failed(AwsError::from(error).to_string())),
        };
        let document = answer.payload.map(Blob::into_inner).unwrap_or_default();
        if answer.function_error.is_some() {
            return Ok(RedriveOutcome::Failed(String::from_utf8_lossy(&document).into_owned()));
        }
        if matches!(failure.given, FailedPayload::Event(_)) {
            return Ok(RedriveOutcome::Done);
        }
        Ok(match serde_json::from_slice::<DynamoDbEventResponse>(&document) {
            Ok(answer) if answer.batch_item_failures.is_empty() => RedriveOutcome::Done,
            Ok(_) => RedriveOutcome::Failed("the function failed again: see its log".to_owned()),
            Err(error) => RedriveOutcome::Failed(format!("the function's answer cannot be read: {error}")),
        })
    }
}
