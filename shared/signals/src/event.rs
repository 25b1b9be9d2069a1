//! The content of a signal.

use jiff::Timestamp;
use serde::Serialize;

use domain::{RequestMetadata, Status, User};
use table::UserItem;
use table::stream::Change;

/// One signal: the `detail` of an EventBridge event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signal {
    /// The `detail-type` of the event.
    ///
    /// It is `user_registered`, `user_activated`, `registration_approved`, `registration_rejected` or
    /// `registration_expired`.
    #[serde(skip)]
    pub detail_type: &'static str,
    /// The identifier by which consumers deduplicate, the same in every delivery.
    pub id: String,
    /// The number among the user's signals, from 1, by which consumers order them: EventBridge does not.
    ///
    /// It follows from the change, so that no counter is stored and each delivery has the same.
    pub sequence: u32,
    /// The backend that registered the user, or `import`.
    pub sender: String,
    /// The user as of this change.
    pub user: User,
    /// The last request of the user before the change.
    ///
    /// It is the registration's for `user_registered` and `registration_expired`, and the activation's for the others.
    pub request: RequestMetadata,
    /// The time of the change.
    pub time: Timestamp,
}

impl Signal {
    /// The event's `source`.
    pub const SOURCE: &'static str = "registration";

    /// Returns the signals of a change, in the order of sending.
    pub(crate) fn of(change: &Change) -> Vec<Self> {
        // Each correction sends two signals, so this is the number of the user's last `user_registered`.
        let registered = |item: &UserItem| 2 * u32::from(item.corrections) + 1;
        match change {
            // A user who proved the address before choosing the password registers and activates in one step.
            Change::Registered(item) if item.activation_request.is_some() && item.user.status == Status::Active => {
                vec![
                    Self::new("user_registered", item, registered(item), None),
                    Self::new("user_activated", item, registered(item) + 1, None),
                ]
            }
            Change::Registered(item) => vec![Self::new("user_registered", item, registered(item), None)],
            Change::Corrected { old, new } => {
                vec![
                    Self::new("registration_expired", old, registered(new) - 1, new.corrected_at),
                    Self::new("user_registered", new, registered(new), new.corrected_at),
                ]
            }
            Change::Activated(item) => {
                vec![Self::new("user_activated", item, registered(item) + 1, item.user.activated_at)]
            }
            Change::Approved(item) => vec![
                Self::new("registration_approved", item, registered(item) + 1, item.user.activated_at),
                Self::new("user_activated", item, registered(item) + 2, item.user.activated_at),
            ],
            Change::Rejected(item) => {
                vec![Self::new("registration_rejected", item, registered(item) + 1, item.rejected_at)]
            }
            Change::Expired(item) => {
                let expired_at = item.expires_at.and_then(|seconds| Timestamp::from_second(seconds).ok());
                vec![Self::new("registration_expired", item, registered(item) + 1, expired_at)]
            }
            Change::Proven(_) | Change::ResendRequested(_) => Vec::new(),
        }
    }

    /// Creates a signal.
    ///
    /// Each kind is sent once for a user and an address, so user, kind and correction make the `id`.
    fn new(detail_type: &'static str, item: &UserItem, sequence: u32, time: Option<Timestamp>) -> Self {
        let user = item.user.clone();
        let id = match item.corrections {
            corrections @ 1.. if ["user_registered", "registration_expired"].contains(&detail_type) => {
                format!("{}-{detail_type}-{corrections}", user.id)
            }
            _ => format!("{}-{detail_type}", user.id),
        };
        let request = item.activation_request.as_ref().unwrap_or(&item.registration_request);
        Self {
            detail_type,
            id,
            sequence,
            sender: item.sender.clone(),
            request: request.clone(),
            time: time.unwrap_or(user.created_at),
            user,
        }
    }

    /// Returns the `detail` of the event, as JSON.
    pub(super) fn detail(&self) -> String {
        serde_json::to_string(self).expect("a signal is made of texts")
    }
}
