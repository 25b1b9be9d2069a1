//! What a signal says.

use jiff::Timestamp;
use serde::Serialize;

use domain::{RequestMetadata, User};
use table::UserItem;
use table::stream::Change;

/// One signal: the `detail` of an EventBridge event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signal {
    /// `user_registered`, `user_activated`, `registration_approved`, `registration_rejected` or `registration_expired`: the
    /// event's `detail-type`.
    #[serde(skip)]
    pub detail_type: &'static str,
    /// The same for every delivery of this signal, and of no other: consumers deduplicate on it.
    pub id: String,
    /// The backend that the user registered with; `import` of an imported user.
    pub sender: String,
    /// The user as of this change.
    pub user: User,
    /// The request that made the change, or the last one before an operator did: the registration's for
    /// `user_registered` and `registration_expired`, the activation's for the others.
    pub request: RequestMetadata,
    /// When the change was made.
    pub time: Timestamp,
}

impl Signal {
    /// The event's `source`.
    pub const SOURCE: &'static str = "registration";

    /// The signals that a change calls for, in their order.
    pub(crate) fn of(change: &Change) -> Vec<Self> {
        match change {
            Change::Registered(item) => vec![Self::new("user_registered", item, None)],
            Change::Activated(item) => vec![Self::new("user_activated", item, item.user.activated_at)],
            Change::Approved(item) => ["registration_approved", "user_activated"]
                .map(|detail_type| Self::new(detail_type, item, item.user.activated_at))
                .into(),
            Change::Rejected(item) => vec![Self::new("registration_rejected", item, item.rejected_at)],
            Change::Expired(item) => {
                let expired_at = item.expires_at.and_then(|seconds| Timestamp::from_second(seconds).ok());
                vec![Self::new("registration_expired", item, expired_at)]
            }
            Change::Proven(_) | Change::ResendRequested(_) => Vec::new(),
        }
    }

    /// A signal of one kind is sent of a user once, so that user and kind make the id.
    fn new(detail_type: &'static str, item: &UserItem, time: Option<Timestamp>) -> Self {
        let user = item.user.clone();
        let request = item.activation_request.as_ref().unwrap_or(&item.registration_request);
        Self {
            detail_type,
            id: format!("{}-{detail_type}", user.id),
            sender: item.sender.clone(),
            request: request.clone(),
            time: time.unwrap_or(user.created_at),
            user,
        }
    }

    /// The event's `detail`.
    pub(super) fn detail(&self) -> String {
        serde_json::to_string(self).expect("a signal is made of texts")
    }
}
