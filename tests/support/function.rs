//! A backend function: a server for Lambda's Invoke call.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use http::StatusCode;
use serde_json::Value;

use super::call::Call;
use super::iam_enforcer::{IamCheck, IamEnforcer};
use super::server::serve;

/// A function, and the calls that it got.
pub(crate) struct Function {
    /// The value of `REGISTRATION_BACKEND` for the function.
    pub(crate) backend: String,
    /// The policies of its callers.
    pub(crate) iam_enforcer: IamEnforcer,
    state: Shared,
}

#[derive(Clone)]
struct Shared {
    iam_check: Arc<OnceLock<IamCheck>>,
    calls: Arc<Mutex<Vec<Value>>>,
    answer: Arc<dyn Fn(&Value) -> Value + Send + Sync>,
}

impl Function {
    /// Starts a function. `answer` builds its answer to a call.
    pub(crate) async fn start(answer: impl Fn(&Value) -> Value + Send + Sync + 'static) -> Self {
        let state = Shared { iam_check: Arc::default(), calls: Arc::default(), answer: Arc::new(answer) };
        let path = "/2015-03-31/functions/sign-up/invocations";
        let router = Router::new().route(path, post(invoke)).with_state(state.clone());
        let backend = format!("lambda:{}/sign-up", serve(router).await);
        let iam_enforcer = IamEnforcer::with(&BTreeMap::from([("REGISTRATION_BACKEND".to_owned(), backend.clone())]));
        assert!(state.iam_check.set(iam_enforcer.iam_check()).is_ok());
        Self { backend, iam_enforcer, state }
    }

    /// Returns the calls so far.
    pub(crate) fn calls(&self) -> Vec<Value> {
        self.state.calls.lock().unwrap().clone()
    }

    /// Returns the methods of the calls so far.
    pub(crate) fn methods(&self) -> Vec<String> {
        self.calls().iter().map(|call| call["method"].as_str().unwrap().to_owned()).collect()
    }
}

/// Answers a number as a status, `null` as no body, and a text as the body.
async fn invoke(State(shared): State<Shared>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    if let Some(access_denied) = shared.iam_check.get().unwrap().access_denied(&Call::of(&uri, &headers, &body)) {
        return access_denied;
    }
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
