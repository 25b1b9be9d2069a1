//! What a function may answer to each method. What is not of this form is refused, and why is logged.

use serde::{Deserialize, Deserializer, de};

use domain::Notification;

use crate::backend::Redirect;

/// To `registration_allowed`, `activate` and `activatable`: whether, and if not, why not.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Permission {
    pub(super) allowed: bool,
    pub(super) reason: Option<Code>,
    pub(super) message: Option<MessageText>,
}

/// To `form`: the name of one of the deployment's forms.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    pub(super) form: String,
}

/// To `register`: as [`Permission`], with what the user is to be; or what is wrong with the fields.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Registration {
    pub(super) allowed: Option<bool>,
    pub(super) reason: Option<Code>,
    pub(super) message: Option<MessageText>,
    #[serde(default)]
    pub(super) status: InitialStatus,
    /// The emails that are sent for it: all, unless it says so.
    pub(super) notifications: Option<Vec<Notification>>,
    #[serde(default)]
    pub(super) errors: Vec<FieldError>,
}

/// What a user is who has just registered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum InitialStatus {
    /// Has yet to prove the address.
    #[default]
    Pending,
    /// Need not.
    Active,
}

/// What is wrong with a field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldError {
    pub(super) field: String,
    pub(super) code: Code,
    pub(super) message: MessageText,
}

/// To the two redirects.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Location {
    #[serde(deserialize_with = "redirect")]
    pub(super) redirect: Redirect,
}

/// A stable code: up to 64 lower-case letters, digits and `_`.
#[derive(Debug)]
pub(super) struct Code(pub(super) String);

/// A sentence for people: one line of up to 300 code points.
#[derive(Debug)]
pub(super) struct MessageText(pub(super) String);

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text))
        } else {
            Err(de::Error::custom(format!("{text:?} is no code: up to 64 lower-case letters, digits and _")))
        }
    }
}

impl<'de> Deserialize<'de> for MessageText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if (1..=300).contains(&text.chars().count()) && !text.chars().any(char::is_control) {
            Ok(Self(text))
        } else {
            Err(de::Error::custom("a message is one line of up to 300 characters"))
        }
    }
}

fn redirect<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Redirect, D::Error> {
    let text = String::deserialize(deserializer)?;
    Redirect::parse(&text).map_err(|wrong| de::Error::custom(format!("{text:?} {wrong}")))
}
