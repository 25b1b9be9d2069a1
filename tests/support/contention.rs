//! Transactions that conflict, as DynamoDB's do.
//!
//! Those of the embedded engine and of DynamoDB Local never do.
//!
//! DynamoDB rejects a write of an item that a running transaction holds
//! (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling>).
//! A committed transaction releases its items one after the other. Another one can find one of them changed and the
//! next in conflict.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode};
use axum::response::IntoResponse;
use local::Local;
use serde_json::{Value, json};

use super::Service;
use super::server::{forward_request, serve};

/// The time for which a transaction holds its items, and then each one more.
const UNDER_WAY: Duration = Duration::from_millis(2);

/// A proxy in front of DynamoDB.
#[derive(Clone, Default)]
pub(crate) struct Contention {
    engine: Arc<OnceLock<String>>,
    http: reqwest::Client,
    /// The keys of the items that running transactions hold.
    locked: Arc<Mutex<HashSet<String>>>,
    conflicts: Arc<AtomicUsize>,
}

impl Service {
    /// Starts a service with these settings, whose functions' transactions conflict.
    pub(crate) async fn with_contention(variables: &[(&str, &str)]) -> (Self, Contention) {
        let contention = Contention::default();
        let url = serve(Router::new().fallback(forward).with_state(contention.clone())).await;
        let service = Self::with(&[&[("AWS_ENDPOINT_URL_DYNAMODB", url.as_str())], variables].concat()).await;
        contention.engine.set(engine_of(&service.local)).unwrap();
        (service, contention)
    }
}

/// Returns the engine's URL, from a variable that no test overrides.
fn engine_of(local: &Local) -> String {
    local.environment()["AWS_ENDPOINT_URL_DYNAMODB_STREAMS"].clone()
}

impl Contention {
    /// Returns the number of writes that conflicted.
    pub(crate) fn conflicts(&self) -> usize {
        self.conflicts.load(Ordering::Relaxed)
    }

    /// Holds the item with this key until [`Self::unlock`].
    pub(crate) fn lock(&self, key: &str) {
        assert!(self.locked.lock().unwrap().insert(key.to_owned()), "{key} is locked");
    }

    pub(crate) fn unlock(&self, key: &str) {
        assert!(self.locked.lock().unwrap().remove(key), "{key} is free");
    }

    fn is_locked(&self, key: &str) -> bool {
        self.locked.lock().unwrap().contains(key)
    }

    /// Holds all of these items if they are free. Returns for each whether it was held.
    fn lock_all(&self, keys: &[String]) -> Vec<bool> {
        let mut locked = self.locked.lock().unwrap();
        let conflicts: Vec<_> = keys.iter().map(|key| locked.contains(key)).collect();
        if !conflicts.contains(&true) {
            locked.extend(keys.iter().cloned());
        }
        conflicts
    }

    async fn pass(&self, headers: HeaderMap, body: Bytes) -> Response<Body> {
        forward_request(&self.http, self.engine.get().unwrap(), headers, body).await
    }

    async fn transact(&self, headers: HeaderMap, body: Bytes) -> Response<Body> {
        let request: Value = serde_json::from_slice(&body).unwrap();
        let items = request["TransactItems"].as_array().unwrap();
        let keys: Vec<_> = items.iter().map(|item| key(item.as_object().unwrap().values().next().unwrap())).collect();
        let conflicts = self.lock_all(&keys);
        if conflicts.contains(&true) {
            self.conflicts.fetch_add(1, Ordering::Relaxed);
            return cancelled(&self.reasons(&headers, items, &conflicts).await);
        }
        tokio::time::sleep(UNDER_WAY).await;
        let answer = self.pass(headers, body).await;
        for key in keys {
            if answer.status().is_success() {
                tokio::time::sleep(UNDER_WAY).await;
            }
            self.unlock(&key);
        }
        answer
    }

    /// Returns the cancellation reasons of a transaction with conflicts.
    ///
    /// The conditions of its other items are checked, too.
    async fn reasons(&self, headers: &HeaderMap, items: &[Value], conflicts: &[bool]) -> Vec<Value> {
        let free = items.iter().zip(conflicts).filter(|(_, conflict)| !**conflict).map(|(item, _)| item.clone());
        let table = items[0].as_object().unwrap().values().next().unwrap()["TableName"].clone();
        // The engine checks them in a transaction with a condition that never holds.
        let never = json!({ "ConditionCheck": {
            "TableName": table, "Key": { "pk": { "S": "NOTHING" } }, "ConditionExpression": "attribute_exists(pk)",
        } });
        let asked = json!({ "TransactItems": free.chain([never]).collect::<Vec<_>>() });
        let mut headers = headers.clone();
        headers.remove("content-length");
        let answer = self.pass(headers, asked.to_string().into()).await;
        let answer = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        let mut of_free = answer["CancellationReasons"].as_array().unwrap().iter().cloned();
        let conflict = json!({ "Code": "TransactionConflict", "Message": "Transaction is ongoing for the item" });
        conflicts.iter().map(|locked| if *locked { conflict.clone() } else { of_free.next().unwrap() }).collect()
    }
}

/// Returns the key of the item in this part of a request.
fn key(part: &Value) -> String {
    part.get("Key").or(part.get("Item")).unwrap()["pk"]["S"].as_str().unwrap().to_owned()
}

fn cancelled(reasons: &[Value]) -> Response<Body> {
    let codes: Vec<_> = reasons.iter().map(|reason| reason["Code"].as_str().unwrap()).collect();
    let message =
        format!("Transaction cancelled, please refer cancellation reasons for specific reasons [{}]", codes.join(", "));
    conflict_response(&json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": message,
        "CancellationReasons": reasons,
    }))
}

fn conflict_response(body: &Value) -> Response<Body> {
    (StatusCode::BAD_REQUEST, [("content-type", "application/x-amz-json-1.0")], body.to_string()).into_response()
}

async fn forward(State(contention): State<Contention>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let operation = headers["x-amz-target"].to_str().unwrap().rsplit('.').next().unwrap().to_owned();
    match operation.as_str() {
        "TransactWriteItems" => contention.transact(headers, body).await,
        "PutItem" | "UpdateItem" | "DeleteItem"
            if contention.is_locked(&key(&serde_json::from_slice(&body).unwrap())) =>
        {
            contention.conflicts.fetch_add(1, Ordering::Relaxed);
            conflict_response(&json!({
                "__type": "com.amazonaws.dynamodb.v20120810#TransactionConflictException",
                "message": "Transaction is ongoing for the item",
            }))
        }
        _ => contention.pass(headers, body).await,
    }
}
