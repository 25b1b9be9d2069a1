//! Giving functions again what they could not deal with in time.

use std::time::Duration;

use aws_lambda_events::streams::DynamoDbEventResponse;
use aws_sdk_lambda::Client;
use aws_sdk_lambda::error::DisplayErrorContext;
use aws_sdk_lambda::primitives::Blob;
use serde::Deserialize;
use serde_json::Value;

use super::{Operator, OperatorError};
use aws::Aws;
use domain::settings::Reader;

/// What Lambda puts into the failure bucket: the batch of the stream that a function was not done with, or the event.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct FailedInvocation {
    #[serde(rename = "requestContext")]
    request_context: RequestContext,
    #[serde(flatten)]
    given: FailedPayload,
}

/// What the function was given, which Lambda tells in two ways.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
enum FailedPayload {
    /// A batch of the stream, as JSON in a text.
    #[serde(rename = "payload")]
    Batch(String),
    /// An event that nobody waited for.
    #[serde(rename = "requestPayload")]
    Event(Value),
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct RequestContext {
    #[serde(rename = "functionArn")]
    function_arn: String,
}

/// Why a document is none of the failure bucket's.
#[derive(Debug, thiserror::Error)]
#[error("this is no record of a failed invocation: {0}")]
pub struct FailedInvocationError(#[from] serde_json::Error);

/// How a function took the batch this time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedriveOutcome {
    /// It is done with all of it.
    Done,
    /// It is not, for this reason.
    Failed(String),
}

/// As long as the functions have that follow the stream.
const TIME_LIMIT: Duration = Duration::from_mins(1);

impl FailedInvocation {
    /// Reads a document of the failure bucket.
    ///
    /// # Errors
    /// When it is something else.
    pub fn parse(document: &str) -> Result<Self, FailedInvocationError> {
        Ok(serde_json::from_str(document)?)
    }

    /// The function that failed.
    #[must_use]
    pub fn function(&self) -> &str {
        &self.request_context.function_arn
    }
}

impl Operator {
    /// Invokes the function with the batch again. It may be done with part of it: every function can be given any record
    /// twice.
    ///
    /// # Errors
    /// When the settings to call it with are wrong. That it fails again is an outcome.
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
            Err(error) => return Ok(RedriveOutcome::Failed(DisplayErrorContext(&error).to_string())),
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
            Ok(_) => RedriveOutcome::Failed("the function could not deal with it again; its log says why".to_owned()),
            Err(error) => RedriveOutcome::Failed(format!("the function's answer cannot be read: {error}")),
        })
    }
}
