//! Failed calls to AWS.

use std::error::Error;

use aws::AwsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::StatisticsError;

/// The error codes for a missing permission.
const DENIED: [&str; 2] = ["AccessDenied", "AccessDeniedException"];

/// Returns the failure of a call.
pub(crate) fn call_failed<E: ProvideErrorMetadata + Error + 'static>(
    call: &'static str,
    error: SdkError<E, HttpResponse>,
) -> StatisticsError {
    if error.code().is_some_and(|code| DENIED.contains(&code)) {
        StatisticsError::Denied(call)
    } else {
        StatisticsError::Call { call, reason: AwsError::from(error).to_string() }
    }
}
