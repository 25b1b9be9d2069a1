//! The client of the function, with a time limit.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use aws_sdk_lambda::Client;
use aws_sdk_lambda::primitives::Blob;
use http::Uri;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::call::{Call, Method};
use crate::error::BackendError;
use aws::{Aws, AwsError};
use domain::settings::{Reader, parse_period};

/// A function that implements backend methods, and its state.
#[derive(Debug)]
pub(super) struct Function {
    /// `REGISTRATION_BACKEND` unchanged: `lambda:` with a name, an ARN or a URL.
    setting: String,
    name: String,
    /// `REGISTRATION_BACKEND_TIMEOUT`: the time limit of a call with its retries.
    ///
    /// It is `1s` to `5s`, so that a request with several calls is answered in time. Default: `2s`.
    time_limit: Duration,
    aws: Aws,
    client: OnceLock<Client>,
    /// One bit for each method that is not implemented, and not called again.
    not_implemented: AtomicU8,
}

/// The reason why a call has no valid answer.
#[derive(Debug, thiserror::Error)]
enum InvocationError {
    /// The function failed.
    #[error("the function {function} failed at {method:?}: {message}")]
    Failed { function: String, method: Method, message: String },
    /// The function's answer is not valid for the method.
    #[error("the function {function} gave an invalid answer to {method:?}: {problem}")]
    InvalidResponse { function: String, method: Method, problem: String },
}

const PREFIX: &str = "lambda:";

impl Function {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let setting = reader.optional("REGISTRATION_BACKEND").unwrap_or_default().to_owned();
        let place =
            reader.or("REGISTRATION_BACKEND", "", |value| FunctionAddress::parse(value.trim_start_matches(PREFIX)));
        let time_limit = reader.or("REGISTRATION_BACKEND_TIMEOUT", "2s", parse_time_limit);
        let aws = Aws::read(reader, "AWS_ENDPOINT_URL_LAMBDA");
        let (FunctionAddress { name, endpoint }, aws) = (place?, aws?);
        let aws = match endpoint {
            Some(url) => aws.at(url),
            None => aws,
        };
        Some(Self {
            setting,
            name,
            time_limit: time_limit?,
            aws,
            client: OnceLock::new(),
            not_implemented: AtomicU8::new(0),
        })
    }

    /// Returns the value of `REGISTRATION_BACKEND`.
    pub(super) fn setting(&self) -> &str {
        &self.setting
    }

    /// Returns whether the function may implement `method`: it has not said otherwise.
    pub(super) fn implements(&self, method: Method) -> bool {
        self.not_implemented.load(Ordering::Relaxed) & bit(method) == 0
    }

    /// Calls the function. Returns `None` if it does not implement the method.
    pub(super) async fn call_method<T: DeserializeOwned>(&self, call: Call<'_>) -> Result<Option<T>, BackendError> {
        let method = call.method;
        if !self.implements(method) {
            return Ok(None);
        }
        let call = serde_json::to_vec(&call).map_err(unavailable)?;
        let client = self.client.get_or_init(|| Client::new(&self.aws.config_within(self.time_limit)));
        let invocation = client.invoke().function_name(&self.name).payload(Blob::new(call)).send();
        let answer = invocation.await.map_err(|error| unavailable(AwsError::from(error)))?;
        let payload = answer.payload.map(Blob::into_inner).unwrap_or_default();
        let wrong = |problem: &dyn std::fmt::Display| self.invalid_response(method, &problem.to_string());
        let document: Value = serde_json::from_slice(&payload).map_err(|error| wrong(&error))?;
        // Without the header, a failure is recognised by its document.
        let message = document.get("errorMessage").and_then(Value::as_str);
        if answer.function_error.is_some() || message.is_some() {
            let message = message.unwrap_or("it gave no reason").to_owned();
            return Err(unavailable(InvocationError::Failed { function: self.name.clone(), method, message }));
        }
        if document.get("not_implemented") == Some(&Value::Bool(true)) {
            self.not_implemented.fetch_or(bit(method), Ordering::Relaxed);
            return Ok(None);
        }
        serde_json::from_value(document).map(Some).map_err(|error| wrong(&error))
    }

    /// Creates the error of an answer that is not valid.
    pub(super) fn invalid_response(&self, method: Method, problem: &str) -> BackendError {
        unavailable(InvocationError::InvalidResponse {
            function: self.name.clone(),
            method,
            problem: problem.to_owned(),
        })
    }
}

fn unavailable(error: impl std::error::Error + Send + Sync + 'static) -> BackendError {
    BackendError::Unavailable(Box::new(error))
}

fn bit(method: Method) -> u8 {
    1 << method as u8
}

/// The name of a function, and its endpoint.
#[derive(Debug, PartialEq, Eq)]
struct FunctionAddress {
    name: String,
    /// The endpoint of another service than AWS, such as `cargo lambda watch`.
    endpoint: Option<String>,
}

impl FunctionAddress {
    /// Parses a name, with or without a qualifier, an ARN, or a URL.
    fn parse(value: &str) -> Result<Self, String> {
        let wrong =
            || "must be lambda: and a function's name, its ARN, or a URL such as http://127.0.0.1:9000/NAME".to_owned();
        let is_name = |name: &str| {
            (1..=170).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_:.$".contains(&b))
        };
        if value.starts_with("http://") || value.starts_with("https://") {
            let uri: Uri = value.parse().map_err(|_| wrong())?;
            let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return Err(wrong()) };
            let name = uri.path().trim_start_matches('/');
            let endpoint = Some(format!("{scheme}://{authority}"));
            return if is_name(name) { Ok(Self { name: name.to_owned(), endpoint }) } else { Err(wrong()) };
        }
        if is_name(value) { Ok(Self { name: value.to_owned(), endpoint: None }) } else { Err(wrong()) }
    }
}

fn parse_time_limit(value: &str) -> Result<Duration, String> {
    let limit = parse_period(value).ok().and_then(|limit| Duration::try_from(limit).ok());
    limit.filter(|limit| limit.as_secs() <= 5).ok_or_else(|| "must be 1s to 5s".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_is_a_name_arn_or_url() {
        for name in ["sign-up", "sign-up:live", "arn:aws:lambda:eu-central-1:123456789012:function:sign-up"] {
            assert_eq!(FunctionAddress::parse(name), Ok(FunctionAddress { name: name.to_owned(), endpoint: None }));
        }
        let local = FunctionAddress { name: "sign-up".to_owned(), endpoint: Some("http://127.0.0.1:9002".to_owned()) };
        assert_eq!(FunctionAddress::parse("http://127.0.0.1:9002/sign-up"), Ok(local));
    }

    #[test]
    fn invalid_function_is_refused() {
        for wrong in ["", "sign up", "http://127.0.0.1:9002", "http://127.0.0.1:9002/a/b", "http:///x", "ü"] {
            assert!(FunctionAddress::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn time_limit_is_one_to_five_seconds() {
        assert_eq!(parse_time_limit("5s"), Ok(Duration::from_secs(5)));
        for wrong in ["0s", "6s", "1m", "soon"] {
            assert!(parse_time_limit(wrong).is_err(), "{wrong}");
        }
    }
}
