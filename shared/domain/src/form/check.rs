//! Whether what was sent for a field is accepted.

use jiff::civil::Date;
use serde_json::Value;

use super::field::{Format, Integer, Rule, Text};
use super::{Field, FieldError, FieldErrorCode};
use crate::email_address::EmailAddress;
use crate::locale::Text as Words;
use crate::password::Password;
use crate::submission::Submission;
use crate::username::Username;

/// What was accepted in a field.
#[derive(Debug)]
pub(super) enum Checked {
    /// Nothing was sent, or there is nothing to keep of it.
    Nothing,
    Username(Username),
    Email(EmailAddress),
    Password(Password),
    /// The value of a further field, of the type that its schema says.
    Value(Value),
}

/// A code, and a sentence that says what to do.
type Refusal = (FieldErrorCode, Words);

impl Field {
    pub(super) fn check(&self, submission: &Submission) -> Result<Checked, FieldError> {
        self.checked(submission).map_err(|(code, message)| FieldError::new(&self.name, code, message))
    }

    fn checked(&self, submission: &Submission) -> Result<Checked, Refusal> {
        let value = submission.value(&self.name);
        match (&self.rule, value) {
            (Rule::Username(..), None) if !self.required => Ok(Checked::Nothing),
            (Rule::Username(rule, reserved), value) => {
                let name = Username::parse(own_text(value)?).map_err(|error| (error.into(), error.into()))?;
                self.text(rule, name.as_str())?;
                if reserved.has(&name) {
                    return Err((FieldErrorCode::Reserved, Words::message("error-username-reserved")));
                }
                Ok(Checked::Username(name))
            }
            (Rule::Email(rule, domains), value) => {
                let address = EmailAddress::parse(own_text(value)?).map_err(|error| (error.into(), error.into()))?;
                self.text(rule, address.as_str())?;
                match domains.why_not(&address) {
                    Some(message) => Err((FieldErrorCode::DomainNotAllowed, message)),
                    None => Ok(Checked::Email(address)),
                }
            }
            (Rule::Password(rule, site_name), value) => {
                let password = Password::parse(own_text(value)?, rule.min_length, rule.max_length);
                let password = password.map_err(|error| (error.into(), error.into()))?;
                let username = submission.text("username").unwrap_or_default();
                let (local, domain) =
                    submission.text("email").and_then(|email| email.rsplit_once('@')).unwrap_or_default();
                let domain = domain.rsplit_once('.').map_or(domain, |(domain, _)| domain);
                password
                    .check_differs_from(&[username, local, domain, site_name])
                    .map_err(|error| (error.into(), error.into()))?;
                Ok(Checked::Password(password))
            }
            (Rule::Confirmation, _) if submission.password_is_confirmed("password", &self.name) => Ok(Checked::Nothing),
            (Rule::Confirmation, _) => Err((FieldErrorCode::Mismatch, Words::message("error-password-mismatch"))),
            (Rule::Accepted | Rule::Boolean { .. }, _) => self.boolean(submission),
            (Rule::Text(_) | Rule::Integer(_), None) if self.required => Err(self.missing()),
            (Rule::Text(_) | Rule::Integer(_), None) => Ok(Checked::Nothing),
            (Rule::Text(rule), Some(Value::String(text))) => {
                // Spaces are no answer to a question that must be answered.
                if self.required && text.trim().is_empty() {
                    return Err(self.missing());
                }
                self.text(rule, text)?;
                Ok(Checked::Value(text.as_str().into()))
            }
            (Rule::Text(_), Some(_)) => Err((FieldErrorCode::Invalid, self.says("error-invalid-text"))),
            (Rule::Integer(rule), Some(value)) => self.integer(rule, value, submission.is_from_page()),
        }
    }

    /// A box that a page does not send is not ticked. Of a program, nothing is as it says: nothing.
    fn boolean(&self, submission: &Submission) -> Result<Checked, Refusal> {
        let sent = submission.value(&self.name).is_some();
        let ticked = submission.ticked(&self.name);
        match self.rule {
            Rule::Boolean { required } if !sent && !submission.is_from_page() => {
                if required {
                    Err(self.missing())
                } else {
                    Ok(Checked::Nothing)
                }
            }
            Rule::Accepted if ticked == Some(true) => Ok(Checked::Value(true.into())),
            Rule::Accepted if !sent && !self.required => Ok(Checked::Nothing),
            Rule::Accepted => Err((FieldErrorCode::NotAccepted, self.says("error-not-accepted"))),
            _ => match ticked {
                Some(ticked) => Ok(Checked::Value(ticked.into())),
                None => Err((FieldErrorCode::Invalid, self.says("error-invalid-boolean"))),
            },
        }
    }

    /// A page can only send text; of a program a number is expected. `5.0` is an integer to JSON Schema.
    fn integer(&self, rule: &Integer, value: &Value, from_page: bool) -> Result<Checked, Refusal> {
        let number = match value {
            Value::String(text) if from_page => text.trim().parse().ok(),
            Value::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)),
            _ => None,
        };
        let Some(number) = number else { return Err((FieldErrorCode::Invalid, self.says("error-invalid-integer"))) };
        if !rule.choices.is_empty() && !rule.choices.contains(&number) {
            return Err(self.not_in_list());
        }
        if let Some(minimum) = rule.minimum.filter(|minimum| number < *minimum) {
            return Err((FieldErrorCode::TooSmall, self.says("error-too-small").with("min", minimum)));
        }
        if let Some(maximum) = rule.maximum.filter(|maximum| number > *maximum) {
            return Err((FieldErrorCode::TooLarge, self.says("error-too-large").with("max", maximum)));
        }
        Ok(Checked::Value(number.into()))
    }

    fn text(&self, rule: &Text, text: &str) -> Result<(), Refusal> {
        if !rule.choices.is_empty() {
            return if rule.choices.iter().any(|choice| choice == text) { Ok(()) } else { Err(self.not_in_list()) };
        }
        let length = text.chars().count();
        if length < rule.min_length {
            return Err((FieldErrorCode::TooShort, self.says("error-too-short").with("min", rule.min_length)));
        }
        if length > rule.max_length {
            return Err((FieldErrorCode::TooLong, self.says("error-too-long").with("max", rule.max_length)));
        }
        let wrong = match rule.format {
            Some(Format::Email) if EmailAddress::parse(text).is_err() => "error-invalid-email",
            Some(Format::Uri) if !is_web_address(text) => "error-invalid-uri",
            Some(Format::Date) if !is_date(text) => "error-invalid-date",
            _ if rule.pattern.as_ref().is_some_and(|pattern| !pattern.is_match(text)) => {
                return Err((
                    FieldErrorCode::Invalid,
                    match &self.help {
                        Some(help) => self.says("error-invalid-as-said").with("help", help.clone()),
                        None => self.says("error-invalid-pattern"),
                    },
                ));
            }
            _ => return Ok(()),
        };
        Err((FieldErrorCode::Invalid, self.says(wrong)))
    }

    fn missing(&self) -> Refusal {
        (FieldErrorCode::Required, self.says("error-required"))
    }

    fn not_in_list(&self) -> Refusal {
        (FieldErrorCode::NotInList, self.says("error-not-in-list"))
    }

    /// A message that names this field.
    fn says(&self, message: &'static str) -> Words {
        Words::message(message).with("label", self.label.clone())
    }
}

/// The text of one of the fields that every form has; what is missing is an empty text, which its type refuses.
fn own_text(value: Option<&Value>) -> Result<&str, Refusal> {
    match value {
        None => Ok(""),
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err((FieldErrorCode::Invalid, Words::message("error-not-text"))),
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
