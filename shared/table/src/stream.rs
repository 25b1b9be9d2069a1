//! The table's stream: the changes that a record can stand for.

use aws_lambda_events::dynamodb::EventRecord;
use aws_lambda_events::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use ulid::Ulid;

use crate::{ItemKey, UserItem, WaitingItem};
use domain::{Status, UserId, log};

/// A change to a user or to the waiting list, or a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The user was inserted.
    Registered(UserItem),
    /// A pending user's address was corrected.
    Corrected {
        /// The user with the wrong address.
        old: Box<UserItem>,
        /// The user with the corrected address.
        new: Box<UserItem>,
    },
    /// The pending user has proven the address, and an operator has yet to approve.
    Proven(UserItem),
    /// The pending user became active.
    Activated(UserItem),
    /// An operator approved the user, who is active now.
    Approved(UserItem),
    /// An operator rejected the user.
    Rejected(UserItem),
    /// The pending user is gone, as of its `expires_at`.
    ///
    /// DynamoDB's TTL removed the item, however late.
    Expired(UserItem),
    /// An operator disabled the user.
    Disabled(UserItem),
    /// An operator enabled the user again.
    Enabled(UserItem),
    /// An operator erased the user.
    Erased(UserItem),
    /// A visitor or an operator requested another activation email.
    ResendRequested(Ulid),
    /// The time for which the source address and the user agent of this user's requests are kept is over.
    FactsExpired(UserId),
    /// A person joined the waiting list.
    Joined(WaitingItem),
    /// An operator admitted a person from the waiting list.
    Admitted(WaitingItem),
}

impl Change {
    /// Returns the change that a record stands for, if any.
    ///
    /// An item that cannot be read is logged and skipped. A retry would fail, too, and hold up all later records.
    pub fn of(record: &EventRecord) -> Option<Self> {
        let keys = record.change.keys.clone().into_inner();
        let serde_dynamo::AttributeValue::S(pk) = keys.get("pk")? else { return None };
        if let Some(id) = pk.strip_prefix(ItemKey::RESEND) {
            let inserted = record.event_name == "INSERT";
            return Ulid::from_string(id).ok().filter(|_| inserted).map(Self::ResendRequested);
        }
        if let Some(id) = pk.strip_prefix(ItemKey::FACTS) {
            return id.parse().ok().filter(|_| record.event_name == "REMOVE").map(Self::FactsExpired);
        }
        let read = match pk {
            pk if pk.starts_with(ItemKey::USER) => Self::read(record),
            pk if pk.starts_with(ItemKey::WAITING) => Self::read_waiting(record),
            _ => return None,
        };
        read.inspect_err(|error| {
            let error = log::malformed(error);
            tracing::error!(event_id = record.event_id, error, "an item in the stream cannot be read: skipped");
        })
        .ok()
        .flatten()
    }

    /// Returns the identifier of the user, of the place on the waiting list, or of the request.
    #[must_use]
    pub fn id(&self) -> Ulid {
        match self {
            Self::ResendRequested(id) => *id,
            Self::FactsExpired(id) => id.0,
            Self::Joined(place) | Self::Admitted(place) => place.id.0,
            Self::Corrected { new, .. } => new.user.id.0,
            Self::Registered(item)
            | Self::Proven(item)
            | Self::Activated(item)
            | Self::Approved(item)
            | Self::Rejected(item)
            | Self::Expired(item)
            | Self::Disabled(item)
            | Self::Enabled(item)
            | Self::Erased(item) => item.user.id.0,
        }
    }

    /// Reads a change of a place on the waiting list. A claim and a sent email are none.
    fn read_waiting(record: &EventRecord) -> serde_dynamo::Result<Option<Self>> {
        let image = |image: &serde_dynamo::Item| serde_dynamo::from_item::<_, WaitingItem>(image.clone());
        let (old, new) = (&record.change.old_image, &record.change.new_image);
        Ok(match record.event_name.as_str() {
            "INSERT" => Some(Self::Joined(image(new)?)),
            "MODIFY" => {
                let (old, new) = (image(old)?, image(new)?);
                match (old.is_waiting(), new.is_waiting()) {
                    // The invitation of an admitted person ended unused, and the person joined again.
                    (false, true) => Some(Self::Joined(new)),
                    (true, false) => Some(Self::Admitted(new)),
                    _ => None,
                }
            }
            _ => None,
        })
    }

    fn read(record: &EventRecord) -> serde_dynamo::Result<Option<Self>> {
        let image = |image: &serde_dynamo::Item| serde_dynamo::from_item::<_, UserItem>(image.clone());
        let (old, new) = (&record.change.old_image, &record.change.new_image);
        Ok(match record.event_name.as_str() {
            "INSERT" => Some(image(new)?).filter(|item| !item.silent).map(Self::Registered),
            "MODIFY" => {
                let (old, new) = (image(old)?, image(new)?);
                match (old.user.status, new.user.status) {
                    (Status::Pending, Status::Pending) if old.corrections < new.corrections => {
                        Some(Self::Corrected { old: Box::new(old), new: Box::new(new) })
                    }
                    (Status::Pending, Status::AwaitingApproval) => Some(Self::Proven(new)),
                    (Status::Pending, Status::Active) => Some(Self::Activated(new)),
                    (Status::AwaitingApproval, Status::Active) => Some(Self::Approved(new)),
                    (Status::AwaitingApproval, Status::Rejected) => Some(Self::Rejected(new)),
                    (Status::Active, Status::Disabled) => Some(Self::Disabled(new)),
                    (Status::Disabled, Status::Active) => Some(Self::Enabled(new)),
                    _ => None,
                }
            }
            "REMOVE" => match image(old)? {
                old if old.erased => Some(Self::Erased(old)),
                old => Some(old).filter(|old| old.user.status == Status::Pending).map(Self::Expired),
            },
            _ => None,
        })
    }
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
