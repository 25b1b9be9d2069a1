//! The table's stream: which records tell that something happened.

use aws_lambda_events::dynamodb::EventRecord;
use aws_lambda_events::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use ulid::Ulid;

use crate::{ItemKey, UserItem};
use domain::Status;

/// What happened to a user, or is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The user was inserted.
    Registered(UserItem),
    /// The user was pending, and the address is proven; an operator has yet to approve.
    Proven(UserItem),
    /// The user was pending and is active.
    Activated(UserItem),
    /// An operator has made the user active.
    Approved(UserItem),
    /// An operator has not approved the user.
    Rejected(UserItem),
    /// The user was pending and is gone, at its `expires_at`: DynamoDB's TTL removed the item, however late, or another
    /// registration took its place, at once.
    Expired(UserItem),
    /// Somebody asked for another activation mail.
    ResendRequested(Ulid),
}

/// Who removes items when their TTL is over.
const TTL: (&str, &str) = ("Service", "dynamodb.amazonaws.com");

impl Change {
    /// What a record tells, if it is of a user and of interest. An item that cannot be read is logged and passed over:
    /// no repetition would read it, and everything behind it would wait.
    pub fn of(record: &EventRecord) -> Option<Self> {
        let keys = record.change.keys.clone().into_inner();
        let serde_dynamo::AttributeValue::S(pk) = keys.get("pk")? else { return None };
        if let Some(id) = pk.strip_prefix(ItemKey::RESEND) {
            let inserted = record.event_name == "INSERT";
            return Ulid::from_string(id).ok().filter(|_| inserted).map(Self::ResendRequested);
        }
        if !pk.starts_with(ItemKey::USER) {
            return None;
        }
        Self::read(record)
            .inspect_err(|error| {
                let error = error.to_string();
                tracing::error!(event_id = record.event_id, error, "a user in the stream cannot be read: passed over");
            })
            .ok()
            .flatten()
    }

    /// What it happened to: a user, or a request.
    #[must_use]
    pub fn id(&self) -> Ulid {
        match self {
            Self::ResendRequested(id) => *id,
            Self::Registered(item)
            | Self::Proven(item)
            | Self::Activated(item)
            | Self::Approved(item)
            | Self::Rejected(item)
            | Self::Expired(item) => item.user.id.0,
        }
    }

    fn read(record: &EventRecord) -> serde_dynamo::Result<Option<Self>> {
        let image = |image: &serde_dynamo::Item| serde_dynamo::from_item::<_, UserItem>(image.clone());
        let (old, new) = (&record.change.old_image, &record.change.new_image);
        Ok(match record.event_name.as_str() {
            "INSERT" => Some(image(new)?).filter(|item| !item.silent).map(Self::Registered),
            "MODIFY" => {
                let (old, new) = (image(old)?, image(new)?);
                match (old.user.status, new.user.status) {
                    (Status::Pending, Status::AwaitingApproval) => Some(Self::Proven(new)),
                    (Status::Pending, Status::Active) => Some(Self::Activated(new)),
                    (Status::AwaitingApproval, Status::Active) => Some(Self::Approved(new)),
                    (Status::AwaitingApproval, Status::Rejected) => Some(Self::Rejected(new)),
                    _ => None,
                }
            }
            "REMOVE" => {
                let mut old = image(old)?;
                if !removed_by_ttl(record) {
                    old.expires_at = Some(record.change.approximate_creation_date_time.timestamp());
                }
                (old.user.status == Status::Pending).then_some(Self::Expired(old))
            }
            _ => None,
        })
    }
}

fn removed_by_ttl(record: &EventRecord) -> bool {
    record.user_identity.as_ref().is_some_and(|by| (by.type_.as_str(), by.principal_id.as_str()) == TTL)
}

/// The answer to Lambda: everything before the record of this sequence number is done, it and what follows is not
/// (`ReportBatchItemFailures`). Without one, everything is done.
#[must_use]
pub fn batch_response(failed: Option<&EventRecord>) -> DynamoDbEventResponse {
    let mut response = DynamoDbEventResponse::default();
    if let Some(record) = failed {
        let mut failure = DynamoDbBatchItemFailure::default();
        failure.item_identifier.clone_from(&record.change.sequence_number);
        response.batch_item_failures.push(failure);
    }
    response
}
