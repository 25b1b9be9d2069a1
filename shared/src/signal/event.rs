//! What a signal says.

use jiff::Timestamp;
use serde::Serialize;

use crate::request::RequestFacts;
use crate::stream::Change;
use crate::user::User;

/// One signal: the `detail` of an EventBridge event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signal {
    /// `user_registered`, `user_activated`, `registration_rejected` or `registration_expired`: the event's `detail-type`.
    #[serde(skip)]
    pub detail_type: &'static str,
    /// The same for every delivery of this signal, and of no other: consumers deduplicate on it.
    pub id: String,
    /// The backend that the user registered with.
    pub sender: String,
    /// The user as of this change.
    pub user: User,
    /// The request that made the change, or the last one before an operator did: the registration's for
    /// `user_registered` and `registration_expired`, the activation's for `user_activated` and `registration_rejected`.
    pub request: RequestFacts,
    /// When the change was made.
    pub time: Timestamp,
}

impl Signal {
    /// The event's `source`.
    pub const SOURCE: &'static str = "registration";

    /// The signal that a change calls for, if it calls for one. A change of its kind happens to a user once, so that user
    /// and kind make the id.
    pub(crate) fn of(change: &Change) -> Option<Self> {
        let (detail_type, item, time) = match change {
            Change::Registered(item) => ("user_registered", item, None),
            Change::Proven(_) | Change::ResendRequested(_) => return None,
            Change::Activated(item) | Change::Approved(item) => ("user_activated", item, item.user.activated_at),
            Change::Rejected(item) => ("registration_rejected", item, item.rejected_at),
            Change::Expired(item) => {
                let expired_at = item.expires_at.and_then(|seconds| Timestamp::from_second(seconds).ok());
                ("registration_expired", item, expired_at)
            }
        };
        let user = item.user.clone();
        let time = time.unwrap_or(user.created_at);
        let request = item.activation_request.as_ref().unwrap_or(&item.registration_request);
        Some(Self {
            detail_type,
            id: format!("{}-{detail_type}", user.id),
            sender: item.sender.clone(),
            request: request.clone(),
            user,
            time,
        })
    }

    /// The event's `detail`.
    pub(super) fn detail(&self) -> String {
        serde_json::to_string(self).expect("a signal is made of texts")
    }
}
