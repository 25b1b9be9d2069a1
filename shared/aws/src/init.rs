//! The start of a function in Lambda, and the report of a failed one.

use std::process;
use std::time::Duration;

use http::{Method, header};
use lambda_runtime_api_client::body::Body;
use lambda_runtime_api_client::{BoxError, Client, build_request};
use serde_json::json;

use domain::settings::SettingsError;

/// The type of the error that Lambda reports to callers.
const ERROR_TYPE: &str = "Runtime.SettingsError";

/// The timeout of the report. The Runtime API is on the same machine.
const TIMEOUT: Duration = Duration::from_secs(1);

/// Returns the value built from the settings, or reports the error and exits.
///
/// The function's log gets the reason in one line. Lambda's Runtime API gets it as an
/// [initialization error](https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html), which Lambda returns to the
/// callers of the function.
pub async fn or_exit<T>(made: Result<T, SettingsError>) -> T {
    let error = match made {
        Ok(made) => return made,
        Err(error) => error.to_string(),
    };
    tracing::error!(error, "the function cannot start");
    if let Err(error) = report(&error).await {
        tracing::error!(error, "the failure could not be reported to Lambda");
    }
    process::exit(1);
}

async fn report(error: &str) -> Result<(), BoxError> {
    let body = json!({ "errorMessage": error, "errorType": ERROR_TYPE, "stackTrace": [] });
    let request = build_request()
        .method(Method::POST)
        .uri("/2018-06-01/runtime/init/error")
        .header(header::CONTENT_TYPE, "application/json")
        .header("Lambda-Runtime-Function-Error-Type", ERROR_TYPE)
        .body(Body::from(body.to_string()))?;
    let client = Client::builder().build()?;
    tokio::time::timeout(TIMEOUT, client.call(request)).await??;
    Ok(())
}
