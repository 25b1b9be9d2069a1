//! The answers of a function to each method. An invalid one is rejected and logged.

use serde::{Deserialize, Deserializer, de};

use domain::{Notification, is_line_control};

use crate::backend::Redirect;

/// The answer to `registration_allowed`, `activate` and `activatable`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Permission {
    pub(super) allowed: bool,
    pub(super) reason: Option<Code>,
    pub(super) message: Option<MessageText>,
}

/// The answer to `form`: the name of one of the deployment's forms.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    pub(super) form: String,
}

/// The answer to `register`: a permission and the user's status, or field errors.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Registration {
    pub(super) allowed: Option<bool>,
    pub(super) reason: Option<Code>,
    pub(super) message: Option<MessageText>,
    #[serde(default)]
    pub(super) status: InitialStatus,
    /// The emails of the registration. The default is all.
    pub(super) notifications: Option<Vec<Notification>>,
    #[serde(default)]
    pub(super) errors: Vec<FieldError>,
}

/// The status of a user who has just registered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum InitialStatus {
    /// The user has yet to prove the address.
    #[default]
    Pending,
    /// The user is active immediately.
    Active,
}

/// An error of one field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldError {
    pub(super) field: String,
    pub(super) code: Code,
    pub(super) message: MessageText,
}

/// The answer to the two redirect methods.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Location {
    #[serde(deserialize_with = "redirect")]
    pub(super) redirect: Redirect,
}

/// A stable code: up to 64 lower-case letters, digits and `_`.
#[derive(Debug)]
pub(super) struct Code(pub(super) String);

/// A sentence for users: one line of up to 300 code points.
#[derive(Debug)]
pub(super) struct MessageText(pub(super) String);

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text))
        } else {
            Err(de::Error::custom(format!("{text:?} is not a code: up to 64 lower-case letters, digits and _")))
        }
    }
}

impl<'de> Deserialize<'de> for MessageText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if (1..=300).contains(&text.chars().count()) && !text.contains(is_line_control) {
            Ok(Self(text))
        } else {
            Err(de::Error::custom("a message is one line of up to 300 characters, without controls"))
        }
    }
}

fn redirect<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Redirect, D::Error> {
    let text = String::deserialize(deserializer)?;
    // The address is not in the error, which is logged: it may have a one-time token.
    Redirect::parse(&text).map_err(|wrong| de::Error::custom(format!("the redirect {wrong}")))
}
