//! Redriving the failures of functions.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::{Service, batch, signals};

/// Builds the failure bucket's object for a batch of `function`.
fn object(function: &str, event: &Value) -> String {
    json!({
        "requestContext": {
            "requestId": "c9b8fa9f-5a7f-xmpl-af9c-0c604cde93a5",
            "functionArn": function,
            "condition": "RecordAgeExceeded",
            "approximateInvokeCount": 90
        },
        "responseContext": { "statusCode": 200, "executedVersion": "$LATEST", "functionError": "" },
        "version": "1.0",
        "timestamp": "2026-03-02T11:00:00.000Z",
        "DDBStreamBatchInfo": { "shardId": "shardId-1", "batchSize": 1, "streamArn": "arn:aws:dynamodb:xmpl" },
        "payload": event.to_string()
    })
    .to_string()
}

fn put(folder: &Path, name: &str, object: &str) {
    std::fs::write(folder.join(name), object).unwrap();
}

#[tokio::test]
async fn redriven_batch_is_mailed_and_signalled() {
    let service = Service::start().await;
    service.register("ann", "ann@example.com").await;
    // The stream has not reached the functions yet, as after a failure.
    let event = batch(service.item("USER#").await);
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("2026")).unwrap();
    put(folder.path(), "2026/mail", &object("mail", &event));
    put(folder.path(), "signal", &object("signal", &event));
    let outcome = service.operator(&format!("redrive {}", folder.path().display())).await.unwrap();
    assert_eq!(outcome.as_array().unwrap().iter().filter(|one| one["done"] == true).count(), 2, "{outcome}");
    let inbox = service.get_json("/_local/mail").await.json();
    assert_eq!(inbox.as_array().unwrap().len(), 1);
    let log = service.get_json("/_local/events").await.json();
    assert_eq!(log.as_array().unwrap().len(), 1);

    let again = service.operator(&format!("redrive {}", folder.path().display())).await.unwrap();
    assert_eq!(again[0]["done"], true);
    assert_eq!(service.mails().await.len(), 1, "no mail goes out twice");
    let twice = signals(&[("user_registered", "ann"); 3]);
    assert_eq!(service.signals().await, twice, "a signal may, with the same id");
}

#[tokio::test]
async fn redriven_feedback_event_is_recorded() {
    let service = Service::start().await;
    service.register("ann", "ann@example.com").await;
    let id = service.item("USER#").await["pk"].as_s().unwrap().trim_start_matches("USER#").to_owned();
    let event = json!({ "detail": {
        "eventType": "Delivery",
        "mail": { "messageId": "1", "tags": { "user_id": [id] } },
        "delivery": { "timestamp": "2026-03-01T12:00:02Z" }
    } });
    let object = json!({
        "version": "1.0",
        "timestamp": "2026-03-01T18:00:00.000Z",
        "requestContext": {
            "requestId": "e4b46cbf-b738-xmpl-8880-a18cdf61200e",
            "functionArn": "feedback",
            "condition": "RetriesExhausted",
            "approximateInvokeCount": 3
        },
        "requestPayload": event,
        "responseContext": { "statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled" },
        "responsePayload": { "errorMessage": "the table cannot be reached" }
    });
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "1", &object.to_string());
    let outcome = service.operator(&format!("redrive {}", folder.path().display())).await.unwrap();
    assert_eq!(outcome[0]["done"], true, "{outcome}");
    assert_eq!(service.item("USER#").await["delivered_at"].as_s().unwrap(), "2026-03-01T12:00:02Z");
}

#[tokio::test]
async fn repeated_failure_is_reported() {
    let service = Service::with(&[("AWS_ENDPOINT_URL_SESV2", "http://127.0.0.1:1")]).await;
    service.register("ann", "ann@example.com").await;
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "1", &object("mail", &batch(service.item("USER#").await)));
    put(folder.path(), "2", &object("arn:aws:lambda:us-east-1:000000000000:function:mail:gone", &json!({})));
    let (written, outcome) = service.operator_writes(&format!("redrive {}", folder.path().display())).await;
    assert_eq!(outcome.unwrap_err(), "2 of the batches failed again and remain to be redriven");
    assert!(written.contains("the function failed again") && written.contains("there is no function"), "{written}");
}

#[tokio::test]
async fn invalid_file_stops_redrive_before_start() {
    let service = Service::start().await;
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "x", "{}");
    let wrong = service.operator(&format!("redrive {}", folder.path().display())).await.unwrap_err();
    assert!(wrong.contains("this is not a record of a failed invocation"), "{wrong}");
    assert!(service.operator("redrive /does/not/exist").await.is_err());
}
