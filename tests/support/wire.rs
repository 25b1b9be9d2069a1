//! The wire between the functions and the table: a proxy that keeps what was asked.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response};
use local::Local;
use serde_json::Value;

use super::server::{pass_on, serve};

/// A proxy in front of a DynamoDB engine that is named once it is known.
pub(crate) struct Wire {
    pub(crate) url: String,
    recorder: Recorder,
}

#[derive(Clone, Default)]
struct Recorder {
    engine: Arc<Mutex<String>>,
    calls: Arc<Mutex<Vec<Call>>>,
    http: reqwest::Client,
}

/// One call: the operation, such as `GetItem`, and what it was asked.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) operation: String,
    pub(crate) input: Value,
}

impl Wire {
    pub(crate) async fn start() -> Self {
        let recorder = Recorder::default();
        let url = serve(Router::new().fallback(forward).with_state(recorder.clone())).await;
        Self { url, recorder }
    }

    /// Leads on to the engine of `local`.
    pub(crate) fn lead_to_engine_of(&self, local: &Local) {
        // The engine has one address for both, and this variable nobody sets otherwise.
        let engine = &local.environment()["AWS_ENDPOINT_URL_DYNAMODB_STREAMS"];
        engine.clone_into(&mut self.recorder.engine.lock().unwrap());
    }

    /// What was asked since the last time.
    pub(crate) fn take(&self) -> Vec<Call> {
        std::mem::take(&mut self.recorder.calls.lock().unwrap())
    }
}

impl Call {
    /// What the one item is that it is about; nothing if it is about several.
    pub(crate) fn key(&self) -> &str {
        let item = self.input.get("Key").or(self.input.get("Item"));
        item.map_or("", |item| item["pk"]["S"].as_str().unwrap().split('#').next().unwrap())
    }

    /// What a transaction does, item by item: the action and what the item is.
    pub(crate) fn items(&self) -> Vec<String> {
        let items = self.input["TransactItems"].as_array().expect("a transaction").iter();
        items
            .map(|item| {
                let (action, of) = item.as_object().unwrap().iter().next().unwrap();
                let key = of.get("Key").or(of.get("Item")).unwrap()["pk"]["S"].as_str().unwrap();
                format!("{action} {}", key.split('#').next().unwrap())
            })
            .collect()
    }
}

async fn forward(State(recorder): State<Recorder>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let operation = headers["x-amz-target"].to_str().unwrap().rsplit('.').next().unwrap().to_owned();
    recorder.calls.lock().unwrap().push(Call { operation, input: serde_json::from_slice(&body).unwrap() });
    let engine = recorder.engine.lock().unwrap().clone();
    pass_on(&recorder.http, &engine, headers, body).await
}
