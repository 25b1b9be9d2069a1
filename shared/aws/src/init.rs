//! The start of a function in Lambda.

use std::process;
use std::time::Duration;

use http::{Method, header};
use lambda_runtime_api_client::body::Body;
use lambda_runtime_api_client::{BoxError, Client, build_request};
use serde_json::json;

use domain::settings::SettingsError;

/// What Lambda knows the failure by.
const ERROR_TYPE: &str = "Runtime.SettingsError";

/// How long Lambda may take to hear of it. It is on the same machine.
const TIMEOUT: Duration = Duration::from_secs(1);

/// What a function was made of its settings, if they are right. If not, the function ends here: its log says why in one line,
/// and Lambda is told by its Runtime API ([initialization error](https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html)),
/// so that whoever invokes the function hears the same.
pub async fn or_exit<T>(made: Result<T, SettingsError>) -> T {
    let error = match made {
        Ok(made) => return made,
        Err(error) => error.to_string(),
    };
    tracing::error!(error, "the function cannot start");
    if let Err(error) = report(&error).await {
        tracing::error!(error, "Lambda could not be told");
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
