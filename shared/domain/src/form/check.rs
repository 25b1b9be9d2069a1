//! Whether what was sent for a field is accepted.

use jiff::civil::Date;
use serde_json::Value;

use super::field::{Format, Integer, Rule, Text};
use super::{Field, FieldError, FieldErrorCode};
use crate::email_address::EmailAddress;
use crate::locale::Text as LocalizedText;
use crate::password::Password;
use crate::submission::Submission;
use crate::username::Username;

/// What was accepted in a field.
#[derive(Debug)]
pub(super) enum CheckedValue {
    /// Nothing was sent, or there is nothing to keep of it.
    Empty,
    Username(Username),
    Email(EmailAddress),
    Password(Password),
    /// The value of a further field, of the type that its schema says.
    Value(Value),
}

/// A code, and a sentence that says what to do.
type ValidationFailure = (FieldErrorCode, LocalizedText);

impl Field {
    pub(super) fn check(&self, submission: &Submission) -> Result<CheckedValue, FieldError> {
        self.checked(submission).map_err(|(code, message)| FieldError::new(&self.name, code, message))
    }

    fn checked(&self, submission: &Submission) -> Result<CheckedValue, ValidationFailure> {
        let value = submission.value(&self.name);
        match (&self.rule, value) {
            (Rule::Username(..), None) if !self.required => Ok(CheckedValue::Empty),
            (Rule::Username(rule, reserved), value) => {
                let name = Username::parse(standard_text(value)?).map_err(|error| (error.into(), error.into()))?;
                self.text(rule, name.as_str())?;
                if reserved.has(&name) {
                    return Err((FieldErrorCode::Reserved, LocalizedText::message("error-username-reserved")));
                }
                Ok(CheckedValue::Username(name))
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
                let password = Password::parse(standard_text(value)?, rule.min_length, rule.max_length);
                let password = password.map_err(|error| (error.into(), error.into()))?;
                let username = submission.text("username").unwrap_or_default();
                let (local, domain) =
                    submission.text("email").and_then(|email| email.rsplit_once('@')).unwrap_or_default();
                let domain = domain.rsplit_once('.').map_or(domain, |(domain, _)| domain);
                password
                    .check_differs_from(&[username, local, domain, site_name])
                    .map_err(|error| (error.into(), error.into()))?;
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
                // Spaces are no answer to a question that must be answered.
                if self.required && text.trim().is_empty() {
                    return Err(self.missing());
                }
                self.text(rule, text)?;
                Ok(CheckedValue::Value(text.as_str().into()))
            }
            (Rule::Text(_), Some(_)) => Err((FieldErrorCode::Invalid, self.labelled_message("error-invalid-text"))),
            (Rule::Integer(rule), Some(value)) => self.integer(rule, value, submission.is_from_page()),
        }
    }

    /// A box that a page does not send is not ticked. Of a program, nothing is as it says: nothing.
    fn boolean(&self, submission: &Submission) -> Result<CheckedValue, ValidationFailure> {
        let sent = submission.value(&self.name).is_some();
        let ticked = submission.ticked(&self.name);
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

    /// A page can only send text; of a program a number is expected. `5.0` is an integer to JSON Schema.
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
            Some(Format::Email) if EmailAddress::parse(text).is_err() => "error-invalid-email",
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

    /// A message that names this field.
    fn labelled_message(&self, message: &'static str) -> LocalizedText {
        LocalizedText::message(message).with("label", self.label.clone())
    }
}

/// The text of one of the fields that every form has; what is missing is an empty text, which its type refuses.
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

/// RFC 3339's `full-date`, of which jiff reads more forms.
fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<Date>().is_ok_and(|date| date.to_string() == text)
}
