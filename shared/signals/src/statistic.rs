//! The changes of registrations that the operator's statistics count.

use domain::Status;
use domain::clock::utc_day;
use jiff::Timestamp;
use jiff::civil::Date;
use table::UserItem;

/// A change of one registration, which is logged with its signal.
///
/// `infra/statistics` queries the fields of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statistic {
    /// `registered`, `registered_active` (without a step of proof), `activated` or `expired`.
    pub(crate) name: &'static str,
    /// The day of the change, in UTC.
    pub(crate) day: Date,
    /// The day of the registration, in UTC.
    pub(crate) registered_day: Date,
    /// The seconds from the registration to the activation.
    ///
    /// A user who proved the address before the registration has none.
    pub(crate) seconds: Option<i64>,
}

impl Statistic {
    /// Returns the change behind a signal of a user, at `time`.
    ///
    /// Imported users did not register here, and the canary is no user. Neither is counted.
    pub(crate) fn of(detail_type: &str, item: &UserItem, time: Timestamp) -> Option<Self> {
        let user = &item.user;
        if item.imported.is_some() || user.email.is_canary() {
            return None;
        }
        let name = match detail_type {
            "user_registered" if user.status == Status::Active && item.activation_request.is_none() => {
                "registered_active"
            }
            "user_registered" => "registered",
            "user_activated" => "activated",
            "registration_expired" => "expired",
            _ => return None,
        };
        let took = time.duration_since(user.created_at).as_secs().max(0);
        let seconds = (name == "activated").then_some(took);
        Some(Self { name, day: utc_day(time), registered_day: utc_day(user.created_at), seconds })
    }
}
