use std::sync::Mutex as StdMutex;

use async_trait::async_trait;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::Random;
use domain::clock::{Clock, ManualClock};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::*;
use crate::aws::Clients;
use crate::consumer::settle;
use crate::engine::{self, Engine, Port, Store, TtlRemovals};

/// A function that records its events, and fails on chosen keys.
#[derive(Default)]
struct Recorder {
    given: StdMutex<Vec<(Function, String)>>,
    failing: StdMutex<Vec<(Function, &'static str)>>,
}

impl Recorder {
    fn given(&self, to: Function) -> Vec<String> {
        let given = self.given.lock().unwrap();
        given.iter().filter(|(function, _)| *function == to).map(|(_, key)| key.clone()).collect()
    }

    fn fail(&self, failing: &[(Function, &'static str)]) {
        *self.failing.lock().unwrap() = failing.to_vec();
    }
}

#[async_trait]
impl Invoke for Recorder {
    async fn invoke(&self, function: Function, event: Value) -> Result<Value, InvokeError> {
        let mut failures = Vec::new();
        for record in event["Records"].as_array().unwrap() {
            let key = record["dynamodb"]["Keys"]["pk"]["S"].as_str().unwrap();
            self.given.lock().unwrap().push((function, key.to_owned()));
            if self.failing.lock().unwrap().contains(&(function, key)) {
                failures.push(json!({ "itemIdentifier": record["dynamodb"]["SequenceNumber"] }));
            }
        }
        Ok(json!({ "batchItemFailures": failures }))
    }
}

/// A table with a stream, and the mappings of both consumers.
struct Table {
    clients: Clients,
    stream: Stream,
    ledger: Ledger,
    recorder: Arc<Recorder>,
    _engine: Engine,
}

impl Table {
    async fn new() -> Self {
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
        let store = Store::in_memory(&clock).unwrap();
        let port = Port::take().unwrap();
        let clients = Clients::new(port.url(), "local");
        let engine = Engine::start(port, Arc::new(store)).unwrap();
        let arn = engine::create_registration_table(&clients.dynamodb, "table", true).await.unwrap();
        engine::create_ledger_table(&clients.dynamodb, "ledger").await.unwrap();
        let ledger =
            Ledger::open(clients.dynamodb.clone(), "ledger".to_owned(), clock, Random::system()).await.unwrap();
        let stream = Stream::new(clients.streams.clone(), arn, TtlRemovals::default());
        Self { clients, stream, ledger, recorder: Arc::default(), _engine: engine }
    }

    async fn put(&self, keys: &[&str]) {
        for key in keys {
            let request = self.clients.dynamodb.put_item().table_name("table");
            request.item("pk", AttributeValue::S((*key).to_owned())).send().await.unwrap();
        }
    }

    fn mappings(&self) -> [Arc<dyn Consumer>; 2] {
        [Function::Mail, Function::Signal].map(|function| -> Arc<dyn Consumer> {
            let (stream, ledger) = (self.stream.clone(), self.ledger.clone());
            Arc::new(EventSourceMapping::new(
                function,
                2,
                stream,
                ledger,
                Arc::clone(&self.recorder) as Arc<dyn Invoke>,
            ))
        })
    }
}

#[tokio::test]
async fn consumers_get_every_record_once_in_order() {
    let table = Table::new().await;
    let mappings = table.mappings();
    table.put(&["a", "b", "c"]).await;
    settle(&mappings).await;
    table.put(&["d"]).await;
    settle(&mappings).await;
    settle(&mappings).await;
    assert_eq!(table.recorder.given(Function::Mail), ["a", "b", "c", "d"]);
    assert_eq!(table.recorder.given(Function::Signal), ["a", "b", "c", "d"]);
}

#[tokio::test]
async fn failed_record_blocks_only_its_consumer() {
    let table = Table::new().await;
    let mappings = table.mappings();
    table.recorder.fail(&[(Function::Mail, "b")]);
    table.put(&["a", "b", "c"]).await;
    settle(&mappings).await;
    assert_eq!(table.recorder.given(Function::Mail), ["a", "b", "b", "c"]);
    assert_eq!(table.recorder.given(Function::Signal), ["a", "b", "c"]);
    table.recorder.fail(&[]);
    settle(&mappings).await;
    assert_eq!(table.recorder.given(Function::Mail)[4..], ["b", "c"]);
}

#[tokio::test]
async fn new_mapping_resumes_at_kept_position() {
    let table = Table::new().await;
    table.put(&["a", "b", "c"]).await;
    settle(&table.mappings()).await;
    table.put(&["d"]).await;
    settle(&table.mappings()).await;
    assert_eq!(table.recorder.given(Function::Mail), ["a", "b", "c", "d"]);
}

#[tokio::test]
async fn concurrent_settling_delivers_each_record_once() {
    let table = Table::new().await;
    let mappings = table.mappings();
    table.put(&["a", "b", "c", "d", "e"]).await;
    tokio::join!(settle(&mappings), settle(&mappings));
    assert_eq!(table.recorder.given(Function::Mail), ["a", "b", "c", "d", "e"]);
}
