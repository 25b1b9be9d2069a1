//! The lines in the functions' log that statistics count.
//!
//! In AWS they are in CloudWatch Logs with all others. Here the ledger keeps them, so they outlive the process.

mod recorder;

use std::sync::Arc;

use async_trait::async_trait;
use domain::clock::Clock;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokio::sync::Mutex;
use tracing::instrument::WithSubscriber;

use crate::functions::{Function, Invoke, InvokeError};
use crate::ledger::{Ledger, List};
use recorder::Recorders;

/// A line of a function, with the fields that its JSON has in AWS.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) at: Timestamp,
    pub(crate) function: String,
    pub(crate) fields: Map<String, Value>,
}

/// Functions whose lines are kept.
pub(crate) struct Recorded {
    functions: Arc<dyn Invoke>,
    recorders: Recorders,
    /// Locked while lines are written, so that an invocation ends after its lines are on disk.
    ledger: Mutex<Ledger>,
}

impl Recorded {
    /// Wraps functions within this process, whose log is that of the caller's subscriber.
    pub(crate) fn new(functions: Arc<dyn Invoke>, ledger: Ledger, clock: &Arc<dyn Clock>) -> Self {
        Self { functions, recorders: Recorders::new(clock), ledger: Mutex::new(ledger) }
    }

    async fn keep(&self) {
        let ledger = self.ledger.lock().await;
        for line in self.recorders.take() {
            if let Err(error) = ledger.add(List::Log, ledger.next_id(), &line).await {
                tracing::error!(error = &error as &dyn std::error::Error, "a line of the log is lost");
            }
        }
    }
}

#[async_trait]
impl Invoke for Recorded {
    async fn invoke(&self, function: Function, event: Value) -> Result<Value, InvokeError> {
        let subscriber = self.recorders.of(function).clone();
        let answer = self.functions.invoke(function, event).with_subscriber(subscriber).await;
        self.keep().await;
        answer
    }
}
