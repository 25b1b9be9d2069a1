//! Failed calls, as the checks distinguish them.

use std::error::Error;

use aws::AwsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

/// The reason why a call has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CallError {
    /// The caller has no permission.
    Denied,
    /// The resource does not exist.
    Missing,
    /// Anything else, in the words of the service.
    Failed(String),
}

/// The error codes of the services for a missing permission.
const DENIED: [&str; 4] = ["AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation"];

/// The error codes of the services for a missing resource.
const MISSING: [&str; 5] =
    ["NoSuchBucket", "NotFound", "NotFoundException", "ResourceNotFound", "ResourceNotFoundException"];

impl<E: ProvideErrorMetadata + Error + 'static> From<SdkError<E, HttpResponse>> for CallError {
    fn from(error: SdkError<E, HttpResponse>) -> Self {
        let code = error.code().unwrap_or_default();
        // CloudFormation has no code of its own for a stack that does not exist.
        let no_stack = code == "ValidationError" && error.message().is_some_and(|text| text.contains("does not exist"));
        if DENIED.contains(&code) {
            Self::Denied
        } else if MISSING.contains(&code) || no_stack {
            Self::Missing
        } else {
            Self::Failed(AwsError::from(error).to_string())
        }
    }
}
