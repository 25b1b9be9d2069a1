//! Batches of the table's stream, built by hand.

use serde_json::{Value, json};

use super::{Answer, Item, Service};

/// Returns the batch of one inserted item.
pub(crate) fn batch(item: Item) -> Value {
    let item: Value = serde_json::to_value(serde_dynamo::Item::from(item)).unwrap();
    let change = json!({
        "Keys": { "pk": item["pk"] },
        "NewImage": item,
        "SequenceNumber": "1",
        "SizeBytes": 1,
        "StreamViewType": "NEW_AND_OLD_IMAGES"
    });
    json!({ "Records": [{
        "eventID": "1", "eventName": "INSERT", "eventVersion": "1.1", "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1", "eventSourceARN": "arn:aws:dynamodb:xmpl", "dynamodb": change
    }] })
}

impl Service {
    /// Invokes a function by its name through Lambda's Invoke API.
    pub(crate) async fn invoke(&self, function: &str, event: &Value) -> Answer {
        let api = &self.local.environment()["AWS_ENDPOINT_URL_LAMBDA"];
        let url = format!("{api}/2015-03-31/functions/{function}/invocations");
        Answer::of(self.http.post(url).json(event)).await
    }
}
