//! A backend function: what answers Lambda's Invoke call on this machine.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use http::StatusCode;
use serde_json::Value;

use super::server::serve;

/// A function, and what it was called with.
pub(crate) struct Function {
    /// What `REGISTRATION_BACKEND` is set to for it.
    pub(crate) backend: String,
    state: Shared,
}

#[derive(Clone)]
struct Shared {
    calls: Arc<Mutex<Vec<Value>>>,
    answer: Arc<dyn Fn(&Value) -> Value + Send + Sync>,
}

impl Function {
    /// Starts one; `answer` makes its answer of what it is called with.
    pub(crate) async fn start(answer: impl Fn(&Value) -> Value + Send + Sync + 'static) -> Self {
        let state = Shared { calls: Arc::default(), answer: Arc::new(answer) };
        let path = "/2015-03-31/functions/sign-up/invocations";
        let router = Router::new().route(path, post(invoke)).with_state(state.clone());
        let backend = format!("lambda:{}/sign-up", serve(router).await);
        Self { backend, state }
    }

    /// Every call so far.
    pub(crate) fn calls(&self) -> Vec<Value> {
        self.state.calls.lock().unwrap().clone()
    }

    /// The method of every call so far.
    pub(crate) fn methods(&self) -> Vec<String> {
        self.calls().iter().map(|call| call["method"].as_str().unwrap().to_owned()).collect()
    }
}

/// A number is a status to answer with, `null` nothing at all; a text is the body as it is.
async fn invoke(State(shared): State<Shared>, body: Bytes) -> Response {
    let call: Value = serde_json::from_slice(&body).unwrap();
    let answer = (shared.answer)(&call);
    shared.calls.lock().unwrap().push(call);
    match answer {
        Value::Number(status) => {
            StatusCode::from_u16(status.as_u64().unwrap().try_into().unwrap()).unwrap().into_response()
        }
        Value::Null => std::future::pending().await,
        Value::String(text) => text.into_response(),
        answer => answer.to_string().into_response(),
    }
}
