//! The standard fields of forms: their labels, and the texts of their errors.

use crate::email_address::{EmailAddress, EmailAddressError};
use crate::locale::Text;
use crate::outcome::FieldErrorCode;
use crate::password::PasswordError;
use crate::username::{Username, UsernameError};

/// Returns the label of a field whose document has none.
pub(super) fn label(name: &str) -> Text {
    match name {
        "username" => Text::message("field-username"),
        "email" => Text::message("field-email"),
        "password" => Text::message("field-password"),
        "password_confirm" => Text::message("field-password-confirm"),
        "terms" => Text::message("field-terms"),
        name => name.to_owned().into(),
    }
}

/// The help that promises a link by email.
pub(super) const LINK_HELP: Text = Text::message("field-email.help");

/// Returns the help of a field whose document has none. `min` is the least length.
pub(super) fn help(name: &str, min: usize) -> Option<Text> {
    match name {
        "username" => Some(Text::message("field-username.help")),
        "email" => Some(LINK_HELP),
        "password" => Some(Text::message("field-password.help").with("min", min)),
        _ => None,
    }
}

impl From<UsernameError> for Text {
    fn from(error: UsernameError) -> Self {
        match error {
            UsernameError::Required => Self::message("error-username-required"),
            UsernameError::TooLong => Self::message("error-username-too-long").with("max", Username::MAX_LENGTH),
            UsernameError::Invalid => Self::message("error-username-invalid"),
            UsernameError::LookAlike => Self::message("error-username-look-alike"),
        }
    }
}

impl From<EmailAddressError> for Text {
    fn from(error: EmailAddressError) -> Self {
        match error {
            EmailAddressError::Required => Self::message("error-email-required"),
            EmailAddressError::TooLong => Self::message("error-email-too-long").with("max", EmailAddress::MAX_LENGTH),
            EmailAddressError::Invalid => Self::message("error-email-invalid"),
            EmailAddressError::InternationalLocalPart => Self::message("error-email-international"),
            EmailAddressError::LookAlike => Self::message("error-email-look-alike"),
        }
    }
}

impl From<PasswordError> for Text {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Required => Self::message("error-password-required"),
            PasswordError::TooShort(min) => Self::message("error-password-too-short").with("min", min),
            PasswordError::TooLong(max) => Self::message("error-password-too-long").with("max", max),
            PasswordError::TooCommon => Self::message("error-password-too-common"),
            PasswordError::TooSimilar(word) => Self::message("error-password-too-similar").with("word", word),
        }
    }
}

impl From<EmailAddressError> for FieldErrorCode {
    fn from(error: EmailAddressError) -> Self {
        match error {
            EmailAddressError::Required => Self::Required,
            EmailAddressError::TooLong => Self::TooLong,
            EmailAddressError::Invalid | EmailAddressError::InternationalLocalPart => Self::Invalid,
            EmailAddressError::LookAlike => Self::LookAlike,
        }
    }
}

impl From<UsernameError> for FieldErrorCode {
    fn from(error: UsernameError) -> Self {
        match error {
            UsernameError::Required => Self::Required,
            UsernameError::TooLong => Self::TooLong,
            UsernameError::Invalid => Self::Invalid,
            UsernameError::LookAlike => Self::LookAlike,
        }
    }
}

impl From<&PasswordError> for FieldErrorCode {
    fn from(error: &PasswordError) -> Self {
        match error {
            PasswordError::Required => Self::Required,
            PasswordError::TooShort(_) => Self::TooShort,
            PasswordError::TooLong(_) => Self::TooLong,
            PasswordError::TooCommon => Self::TooCommon,
            PasswordError::TooSimilar(_) => Self::TooSimilar,
        }
    }
}
