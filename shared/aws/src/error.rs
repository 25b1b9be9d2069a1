//! Failed calls, without what was sent and received.

use std::error::Error;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;

use domain::log;

/// A failed call of an AWS service: its code, its message and the identifier of the request.
///
/// The SDK's own error has the whole answer, which may have items of the table. It must not get into a log, so each
/// error becomes this one where it occurs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}{}", .request_id.as_deref().map(|id| format!(" (request {id})")).unwrap_or_default())]
pub struct AwsError {
    /// The code and the message of the service, or the cause if there is no answer. Addresses are masked.
    reason: String,
    request_id: Option<String>,
    retryable: bool,
}

/// The error codes by which a service says that the same request may succeed later.
const RETRYABLE_CODES: [&str; 5] = [
    "InternalServerError",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
    "TransactionInProgressException",
];

impl AwsError {
    /// Returns whether the same request may succeed later: there was no answer, or no capacity.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.retryable
    }

    /// Returns the error of a request that may succeed later, for a reason that its code does not have.
    #[must_use]
    pub fn retryable(self) -> Self {
        Self { retryable: true, ..self }
    }
}

impl<E: ProvideErrorMetadata + Error + 'static> From<SdkError<E, HttpResponse>> for AwsError {
    fn from(error: SdkError<E, HttpResponse>) -> Self {
        let (reason, retryable) = match &error {
            SdkError::ServiceError(refused) => {
                let (code, message) = (refused.err().code(), refused.err().message());
                let status = refused.raw().status().as_u16();
                let code_or_status = code.map_or_else(|| format!("status {status}"), str::to_owned);
                let reason = [Some(code_or_status.as_str()), message].into_iter().flatten().collect::<Vec<_>>();
                let retryable = status >= 500 || code.is_some_and(|code| RETRYABLE_CODES.contains(&code));
                (log::mask_addresses(&reason.join(": ")), retryable)
            }
            SdkError::ConstructionFailure(_) => (log::describe(&error), false),
            _ => (log::describe(&error), true),
        };
        Self { reason, request_id: error.request_id().map(str::to_owned), retryable }
    }
}
