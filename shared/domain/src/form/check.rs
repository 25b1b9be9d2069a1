//! The validation of one field.

use jiff::civil::Date;
use serde_json::Value;

use super::field::{Format, Integer, Rule, Text};
use super::{Field, FieldError, FieldErrorCode};
use crate::email_address::EmailAddress;
use crate::locale::Text as LocalizedText;
use crate::password::{Password, PasswordError};
use crate::submission::Submission;
use crate::unicode::is_line_control;
use crate::username::Username;

/// The accepted value of a field.
#[derive(Debug)]
pub(super) enum CheckedValue {
    /// No value was sent, or the field's value is not stored.
    Empty,
    Username(Username),
    Email(EmailAddress),
    Password(Password),
    /// The value of a further field, with the type of its schema.
    Value(Value),
}

/// A code, and a sentence with the correction.
type ValidationFailure = (FieldErrorCode, LocalizedText);

impl Field {
    pub(super) fn check(&self, submission: &Submission) -> Result<CheckedValue, FieldError> {
        self.checked(submission).map_err(|(code, message)| FieldError::new(&self.name, code, message))
    }

    fn checked(&self, submission: &Submission) -> Result<CheckedValue, ValidationFailure> {
        let value = submission.value(&self.name);
        match (&self.rule, value) {
            (Rule::Username(..), None) if !self.required => Ok(CheckedValue::Empty),
            (Rule::Username(rule, names), value) => {
                let name = Username::parse(standard_text(value)?).map_err(|error| (error.into(), error.into()))?;
                self.text(rule, name.as_str())?;
                let own = submission.text("email").and_then(|address| EmailAddress::parse(address).ok());
                match names.rejection(&name, own.as_ref()) {
                    Some(failure) => Err(failure),
                    None => Ok(CheckedValue::Username(name)),
                }
            }
            (Rule::Email(rule, domains), value) => {
                let address =
                    EmailAddress::parse(standard_text(value)?).map_err(|error| (error.into(), error.into()))?;
                self.text(rule, address.as_str())?;
                match domains.rejection_message(&address) {
                    Some(message) => Err((FieldErrorCode::DomainNotAllowed, message)),
                    None => Ok(CheckedValue::Email(address)),
                }
            }
            (Rule::Password(rule, site_name), value) => {
                let failure = |error: PasswordError| (FieldErrorCode::from(&error), error.into());
                let password = Password::parse(standard_text(value)?, rule.min_length, rule.max_length);
                let password = password.map_err(failure)?;
                let username = submission.text("username").unwrap_or_default();
                let (local, domain) =
                    submission.text("email").and_then(|email| email.rsplit_once('@')).unwrap_or_default();
                let domain = domain.rsplit_once('.').map_or(domain, |(domain, _)| domain);
                password.check_differs_from(&[username, local, domain, site_name], rule.min_length).map_err(failure)?;
                Ok(CheckedValue::Password(password))
            }
            (Rule::Confirmation, _) if submission.password_is_confirmed("password", &self.name) => {
                Ok(CheckedValue::Empty)
            }
            (Rule::Confirmation, _) => {
                Err((FieldErrorCode::Mismatch, LocalizedText::message("error-password-mismatch")))
            }
            (Rule::Accepted | Rule::Boolean { .. }, _) => self.boolean(submission),
            (Rule::Text(_) | Rule::Integer(_), None) if self.required => Err(self.missing()),
            (Rule::Text(_) | Rule::Integer(_), None) => Ok(CheckedValue::Empty),
            (Rule::Text(rule), Some(Value::String(text))) => {
                // Spaces do not answer a required question.
                if self.required && text.trim().is_empty() {
                    return Err(self.missing());
                }
                // A page ends lines by CR LF.
                let text = &if rule.multiline { text.replace("\r\n", "\n") } else { text.clone() };
                self.text(rule, text)?;
                let address = (rule.format == Some(Format::Email)).then(|| EmailAddress::parse_bare(text));
                Ok(CheckedValue::Value(match address {
                    Some(Ok(address)) => address.as_str().into(),
                    _ => text.as_str().into(),
                }))
            }
            (Rule::Text(_), Some(_)) => Err((FieldErrorCode::Invalid, self.labelled_message("error-invalid-text"))),
            (Rule::Integer(rule), Some(value)) => self.integer(rule, value, submission.is_from_page()),
        }
    }

    /// Checks a box.
    ///
    /// A page does not send an unticked box, but a program must send `false`.
    fn boolean(&self, submission: &Submission) -> Result<CheckedValue, ValidationFailure> {
        let sent = submission.value(&self.name).is_some();
        let ticked = self.ticked(submission);
        match self.rule {
            Rule::Boolean { required } if !sent && !submission.is_from_page() => {
                if required {
                    Err(self.missing())
                } else {
                    Ok(CheckedValue::Empty)
                }
            }
            Rule::Accepted if ticked == Some(true) => Ok(CheckedValue::Value(true.into())),
            Rule::Accepted if !sent && !self.required => Ok(CheckedValue::Empty),
            Rule::Accepted => Err((FieldErrorCode::NotAccepted, self.labelled_message("error-not-accepted"))),
            _ => match ticked {
                Some(ticked) => Ok(CheckedValue::Value(ticked.into())),
                None => Err((FieldErrorCode::Invalid, self.labelled_message("error-invalid-boolean"))),
            },
        }
    }

    /// Checks an integer. A page can only send text, and a program must send a number.
    ///
    /// `5.0` is an integer in JSON Schema.
    fn integer(&self, rule: &Integer, value: &Value, from_page: bool) -> Result<CheckedValue, ValidationFailure> {
        let number = match value {
            Value::String(text) if from_page => text.trim().parse().ok(),
            Value::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)),
            _ => None,
        };
        let Some(number) = number else {
            return Err((FieldErrorCode::Invalid, self.labelled_message("error-invalid-integer")));
        };
        if !rule.choices.is_empty() && !rule.choices.contains(&number) {
            return Err(self.not_in_list());
        }
        if let Some(minimum) = rule.minimum.filter(|minimum| number < *minimum) {
            return Err((FieldErrorCode::TooSmall, self.labelled_message("error-too-small").with("min", minimum)));
        }
        if let Some(maximum) = rule.maximum.filter(|maximum| number > *maximum) {
            return Err((FieldErrorCode::TooLarge, self.labelled_message("error-too-large").with("max", maximum)));
        }
        Ok(CheckedValue::Value(number.into()))
    }

    fn text(&self, rule: &Text, text: &str) -> Result<(), ValidationFailure> {
        if !rule.choices.is_empty() {
            return if rule.choices.iter().any(|choice| choice == text) { Ok(()) } else { Err(self.not_in_list()) };
        }
        let may_have = |c: char| !is_line_control(c) || (rule.multiline && matches!(c, '\n' | '\t'));
        if !text.chars().all(may_have) {
            let message = if rule.multiline { "error-control-character" } else { "error-not-one-line" };
            return Err((FieldErrorCode::Invalid, self.labelled_message(message)));
        }
        let length = text.chars().count();
        if length < rule.min_length {
            return Err((
                FieldErrorCode::TooShort,
                self.labelled_message("error-too-short").with("min", rule.min_length),
            ));
        }
        if length > rule.max_length {
            return Err((
                FieldErrorCode::TooLong,
                self.labelled_message("error-too-long").with("max", rule.max_length),
            ));
        }
        let wrong = match rule.format {
            Some(Format::Email) if EmailAddress::parse_bare(text).is_err() => "error-invalid-email",
            Some(Format::Uri) if !is_web_address(text) => "error-invalid-uri",
            Some(Format::Date) if !is_date(text) => "error-invalid-date",
            _ if rule.pattern.as_ref().is_some_and(|pattern| !pattern.is_match(text)) => {
                return Err((
                    FieldErrorCode::Invalid,
                    match &self.help {
                        Some(help) => self.labelled_message("error-invalid-as-said").with("help", help.clone()),
                        None => self.labelled_message("error-invalid-pattern"),
                    },
                ));
            }
            _ => return Ok(()),
        };
        Err((FieldErrorCode::Invalid, self.labelled_message(wrong)))
    }

    fn missing(&self) -> ValidationFailure {
        (FieldErrorCode::Required, self.labelled_message("error-required"))
    }

    fn not_in_list(&self) -> ValidationFailure {
        (FieldErrorCode::NotInList, self.labelled_message("error-not-in-list"))
    }

    /// Creates a message that contains the field's label.
    fn labelled_message(&self, message: &'static str) -> LocalizedText {
        LocalizedText::message(message).with("label", self.label.clone())
    }
}

/// Returns the text of a standard field, which is empty if it is missing.
fn standard_text(value: Option<&Value>) -> Result<&str, ValidationFailure> {
    match value {
        None => Ok(""),
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err((FieldErrorCode::Invalid, LocalizedText::message("error-not-text"))),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the number is whole and small enough to be exact")]
fn whole(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && number.abs() < EXACT).then_some(number as i64)
}

fn is_web_address(text: &str) -> bool {
    text.parse::<http::Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty())
    })
}

/// Returns whether a text is RFC 3339's `full-date`. jiff accepts more formats.
fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<Date>().is_ok_and(|date| date.to_string() == text)
}
