//! The identifier of a place on a waiting list.

use std::fmt;

use serde::{Deserialize, Serialize};
use ulid::Ulid;

/// The identifier of a place on the waiting list: a ULID, which sorts by the time of joining.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct WaitlistPlaceId(pub Ulid);

impl fmt::Display for WaitlistPlaceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<WaitlistPlaceId> for String {
    fn from(id: WaitlistPlaceId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for WaitlistPlaceId {
    type Error = ulid::DecodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Ulid::from_string(&text).map(Self)
    }
}
