//! Lambda's Invoke API, for clients that invoke functions by name.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::{Value, json};

use crate::app_state::AppState;
use crate::functions::Function;

/// Invokes a function and waits for its answer.
pub(crate) async fn invoke(State(site): State<Arc<AppState>>, Path(name): Path<String>, body: Bytes) -> Response {
    let event: Value = match serde_json::from_slice(&body) {
        Ok(event) => event,
        Err(error) => {
            let code = [("x-amzn-errortype", "InvalidRequestContentException")];
            let message = json!({ "Type": "User", "Message": error.to_string() });
            return (StatusCode::BAD_REQUEST, code, Json(message)).into_response();
        }
    };
    let Some(function) = Function::named(&name) else {
        let error = [("x-amzn-errortype", "ResourceNotFoundException")];
        let message = format!("there is no function {name} here");
        return (StatusCode::NOT_FOUND, error, Json(json!({ "Type": "User", "Message": message }))).into_response();
    };
    match site.functions.invoke(function, event).await {
        Ok(answer) => Json(answer).into_response(),
        Err(error) => {
            let message = json!({ "errorType": "Unhandled", "errorMessage": error.to_string() });
            ([("x-amz-function-error", "Unhandled")], Json(message)).into_response()
        }
    }
}
