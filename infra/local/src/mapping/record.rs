//! Stream records, as Lambda delivers them.

use aws_sdk_dynamodbstreams::types::{Identity, Record, StreamRecord};
use serde_dynamo::Item;
use serde_json::{Map, Value, json};

/// Returns the number that identifies a record in its shard.
pub(super) fn sequence_number(record: &Record) -> &str {
    record.dynamodb.as_ref().and_then(|change| change.sequence_number.as_deref()).unwrap_or_default()
}

/// Builds the event of a batch from the stream `arn`.
pub(super) fn event(records: Vec<Record>, arn: &str) -> Value {
    let records: Vec<_> = records.into_iter().map(|record| event_record(record, arn)).collect();
    json!({ "Records": records })
}

fn event_record(record: Record, arn: &str) -> Value {
    present([
        ("eventID", record.event_id.map(Value::from)),
        ("eventName", record.event_name.map(|name| name.as_str().into())),
        ("eventVersion", record.event_version.map(Value::from)),
        ("eventSource", record.event_source.map(Value::from)),
        ("awsRegion", record.aws_region.map(Value::from)),
        ("dynamodb", record.dynamodb.map(change)),
        ("eventSourceARN", Some(arn.into())),
        ("userIdentity", record.user_identity.as_ref().map(identity)),
    ])
}

fn change(change: StreamRecord) -> Value {
    present([
        ("ApproximateCreationDateTime", change.approximate_creation_date_time.map(|time| time.as_secs_f64().into())),
        ("Keys", change.keys.map(item)),
        ("NewImage", change.new_image.map(item)),
        ("OldImage", change.old_image.map(item)),
        ("SequenceNumber", change.sequence_number.map(Value::from)),
        ("SizeBytes", change.size_bytes.map(Value::from)),
        ("StreamViewType", change.stream_view_type.map(|kind| kind.as_str().into())),
    ])
}

/// Builds the identity of a record, which only TTL removals have.
///
/// The engine spells its fields in a way that the SDK does not read. Missing ones get AWS's values.
fn identity(identity: &Identity) -> Value {
    json!({
        "type": identity.r#type.as_deref().unwrap_or("Service"),
        "principalId": identity.principal_id.as_deref().unwrap_or("dynamodb.amazonaws.com"),
    })
}

fn item(item: impl Into<Item>) -> Value {
    json!(item.into())
}

/// Builds an object without the absent fields, which Lambda leaves out.
fn present<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect::<Map<_, _>>().into()
}

#[cfg(test)]
mod tests {
    use aws_lambda_events::dynamodb::Event;
    use aws_sdk_dynamodbstreams::primitives::DateTime;
    use aws_sdk_dynamodbstreams::types::{AttributeValue, OperationType, StreamViewType};

    use super::*;

    const ARN: &str = "arn:aws:dynamodb:us-east-1:000000000000:table/registration/stream/1";

    fn removal() -> Record {
        let change = StreamRecord::builder()
            .approximate_creation_date_time(DateTime::from_secs(1_700_000_000))
            .keys("pk", AttributeValue::S("USER#1".to_owned()))
            .old_image("pk", AttributeValue::S("USER#1".to_owned()))
            .old_image("expires_at", AttributeValue::N("1700000000".to_owned()))
            .old_image("kinds", AttributeValue::L(vec![AttributeValue::Bool(true), AttributeValue::Null(true)]))
            .sequence_number("100000000000000000001")
            .size_bytes(26)
            .stream_view_type(StreamViewType::NewAndOldImages);
        Record::builder()
            .event_id("a1")
            .event_name(OperationType::Remove)
            .event_version("1.1")
            .event_source("aws:dynamodb")
            .aws_region("us-east-1")
            .dynamodb(change.build())
            .user_identity(Identity::builder().r#type("Service").principal_id("dynamodb.amazonaws.com").build())
            .build()
    }

    #[test]
    fn record_matches_lambda_format() {
        assert_eq!(
            event(vec![removal()], ARN),
            json!({ "Records": [{
                "eventID": "a1",
                "eventName": "REMOVE",
                "eventVersion": "1.1",
                "eventSource": "aws:dynamodb",
                "awsRegion": "us-east-1",
                "dynamodb": {
                    "ApproximateCreationDateTime": 1_700_000_000.0,
                    "Keys": { "pk": { "S": "USER#1" } },
                    "OldImage": {
                        "pk": { "S": "USER#1" },
                        "expires_at": { "N": "1700000000" },
                        "kinds": { "L": [{ "BOOL": true }, { "NULL": true }] },
                    },
                    "SequenceNumber": "100000000000000000001",
                    "SizeBytes": 26,
                    "StreamViewType": "NEW_AND_OLD_IMAGES",
                },
                "eventSourceARN": ARN,
                "userIdentity": { "type": "Service", "principalId": "dynamodb.amazonaws.com" },
            }] })
        );
    }

    #[test]
    fn functions_can_parse_record() {
        let event: Event = serde_json::from_value(event(vec![removal()], ARN)).unwrap();
        let record = &event.records[0];
        assert_eq!(record.event_name, "REMOVE");
        assert_eq!(record.change.sequence_number.as_deref(), Some("100000000000000000001"));
        assert_eq!(record.user_identity.as_ref().unwrap().principal_id, "dynamodb.amazonaws.com");
        assert!(record.change.new_image.is_empty());
    }
}
