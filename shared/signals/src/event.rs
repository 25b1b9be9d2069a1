//! The content of a signal.

use std::hash::Hash;

use jiff::Timestamp;
use serde::Serialize;

use domain::{ActKind, EmailAddress, OperatorAct, RequestMetadata, Status, User, UserId, WaitlistPlaceId, log};
use table::stream::Change;
use table::{UserItem, WaitingItem};

use crate::statistic::Statistic;

/// One signal: the `detail` of an EventBridge event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signal {
    /// The `detail-type` of the event.
    ///
    /// It is `user_registered`, `user_activated`, `registration_approved`, `registration_rejected`,
    /// `registration_expired`, `user_disabled`, `user_enabled`, `user_erased`, `waitlist_joined` or
    /// `waitlist_admitted`.
    #[serde(skip)]
    pub detail_type: &'static str,
    /// The identifier by which consumers deduplicate, the same in every delivery.
    pub id: String,
    /// The number among the signals of the user or place, from 1, by which consumers order them: EventBridge does not.
    ///
    /// It follows from the change, so that no counter is stored and each delivery has the same.
    pub sequence: u32,
    /// The backend that registered the user, or `import`. `user_erased` has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// The user, or the place on the waiting list.
    #[serde(flatten)]
    pub subject: Subject,
    /// The last request of the user before the change.
    ///
    /// It is the registration's for `user_registered` and `registration_expired`, the activation's for most others, and
    /// none for `user_erased`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestMetadata>,
    /// The time of the change. `user_erased` has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<Timestamp>,
    /// The operator whose act it is, for the log only, with addresses masked.
    #[serde(skip)]
    pub(crate) operator: Option<String>,
    /// The change as statistics count it, for the log only.
    #[serde(skip)]
    pub(crate) statistic: Option<Statistic>,
}

/// The subject of a signal, in the field with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The user as of the change.
    User(SignalUser),
    /// The place on the waiting list as of the change.
    Place(SignalWaitlistPlace),
}

/// The place on the waiting list of a signal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignalWaitlistPlace {
    /// The identifier of the place.
    pub id: WaitlistPlaceId,
    /// The type of user that the person asked for: the name of a form.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The address.
    pub email: EmailAddress,
    /// The time when the person joined.
    pub joined_at: Timestamp,
    /// The time of the admission.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admitted_at: Option<Timestamp>,
}

/// The user of a signal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum SignalUser {
    /// The whole user.
    Known(Box<User>),
    /// The identifier of an erased user.
    Erased {
        /// The identifier.
        id: UserId,
    },
}

/// Returns the number of the user's last `user_registered`. Each correction sends two signals.
fn registered(item: &UserItem) -> u32 {
    2 * u32::from(item.corrections) + 1
}

/// Returns how often an operator disabled or enabled the user.
fn times_switched(item: &UserItem) -> u32 {
    let switches = item.acts.iter().filter(|act| matches!(act.act, ActKind::Disable | ActKind::Enable));
    u32::try_from(switches.count()).unwrap_or(u32::MAX)
}

/// Returns the number of signals about the user so far.
fn sent(item: &UserItem) -> u32 {
    let acted = |act| item.acts.iter().any(|done| done.act == act);
    let activated = item.activation_request.is_some() || acted(ActKind::Activate);
    let decided = match item.user.status {
        // An approval sends two signals.
        Status::Active | Status::Disabled if acted(ActKind::Approve) => 2,
        Status::Active | Status::Disabled => u32::from(activated),
        Status::Rejected => 1,
        Status::Pending | Status::AwaitingApproval => 0,
    };
    // The insertion of some imported users sends none, but the signals after it are counted from 2.
    let registered = if item.silent && decided == 0 { 0 } else { registered(item) };
    registered + decided + times_switched(item)
}

impl Subject {
    /// Returns the identifier, by which subjects differ.
    pub(crate) fn id(&self) -> impl Eq + Hash + use<> {
        match self {
            Self::User(SignalUser::Known(user)) => user.id.0,
            Self::User(SignalUser::Erased { id }) => id.0,
            Self::Place(place) => place.id.0,
        }
    }
}

impl Signal {
    /// The event's `source`.
    pub const SOURCE: &'static str = "registration";

    /// Returns the signals of a change, in the order of sending.
    pub(crate) fn of(change: &Change) -> Vec<Self> {
        match change {
            // A user who proved the address before choosing the password registers and activates in one step.
            Change::Registered(item) if item.activation_request.is_some() && item.user.status == Status::Active => {
                let activated = Self::new("user_activated", item, registered(item) + 1, None);
                // The proof came first, so it took no time that could be counted.
                let statistic = activated.statistic.map(|counted| Statistic { seconds: None, ..counted });
                vec![Self::new("user_registered", item, registered(item), None), Self { statistic, ..activated }]
            }
            Change::Registered(item) => vec![Self::new("user_registered", item, registered(item), None)],
            Change::Corrected { old, new } => {
                let signals = [
                    Self::new("registration_expired", old, registered(new) - 1, new.corrected_at),
                    Self::new("user_registered", new, registered(new), new.corrected_at),
                ];
                // It goes on being one registration, which was counted.
                signals.map(|signal| Self { statistic: None, ..signal }).into()
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
            Change::Disabled(item) => vec![Self::switched("user_disabled", item)],
            Change::Enabled(item) => vec![Self::switched("user_enabled", item)],
            Change::Erased(item) => vec![Self {
                sender: None,
                subject: Subject::User(SignalUser::Erased { id: item.user.id }),
                request: None,
                time: None,
                ..Self::new("user_erased", item, sent(item) + 1, None)
            }],
            Change::Joined(place) => vec![Self::about_place("waitlist_joined", place, 1, Some(place.joined_at))],
            Change::Admitted(place) => vec![Self::about_place("waitlist_admitted", place, 2, place.admitted_at)],
            Change::Proven(_) | Change::ResendRequested(_) | Change::FactsExpired(_) => Vec::new(),
        }
    }

    /// Creates a signal about a place on the waiting list.
    fn about_place(detail_type: &'static str, place: &WaitingItem, sequence: u32, time: Option<Timestamp>) -> Self {
        Self {
            detail_type,
            id: format!("{}-{detail_type}", place.id),
            sequence,
            sender: Some(place.sender.clone()),
            subject: Subject::Place(SignalWaitlistPlace {
                id: place.id,
                kind: place.kind.clone(),
                email: place.email.clone(),
                joined_at: place.joined_at,
                admitted_at: place.admitted_at,
            }),
            request: Some(place.request.clone()),
            time,
            operator: place.acts.last().map(masked),
            statistic: None,
        }
    }

    /// Creates the signal that an operator disabled or enabled the user, who can be so more than once.
    fn switched(detail_type: &'static str, item: &UserItem) -> Self {
        let signal = Self::new(detail_type, item, sent(item), item.acts.last().map(|act| act.at));
        Self { id: format!("{}-{}", signal.id, times_switched(item)), ..signal }
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
        let acts: &[ActKind] = match detail_type {
            "user_activated" => &[ActKind::Activate, ActKind::Approve],
            "registration_approved" => &[ActKind::Approve],
            "registration_rejected" => &[ActKind::Reject],
            "registration_expired" => &[ActKind::Expire],
            "user_disabled" => &[ActKind::Disable],
            "user_enabled" => &[ActKind::Enable],
            _ => &[],
        };
        let act = item.acts.last().filter(|act| acts.contains(&act.act));
        let time = time.unwrap_or(user.created_at);
        Self {
            detail_type,
            id,
            sequence,
            sender: Some(item.sender.clone()),
            request: Some(request.clone()),
            time: Some(time),
            statistic: Statistic::of(detail_type, item, time),
            subject: Subject::User(SignalUser::Known(Box::new(user))),
            operator: act.map(masked),
        }
    }

    /// Returns the signal without the source address and the user agent of requests.
    pub(super) fn without_facts(mut self) -> Self {
        self.request = self.request.map(RequestMetadata::without_facts);
        if let Subject::User(SignalUser::Known(user)) = &mut self.subject {
            for consent in &mut user.consents {
                consent.ip = None;
            }
        }
        self
    }

    /// Returns the `detail` of the event, as JSON.
    pub(super) fn detail(&self) -> String {
        serde_json::to_string(self).expect("a signal is made of texts")
    }
}

/// Returns the operator of an act. An approver who decided by a link is an address.
fn masked(act: &OperatorAct) -> String {
    log::mask_addresses(&act.by)
}
