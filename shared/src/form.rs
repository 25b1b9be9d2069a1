//! Forms: which fields a registration has, and what is accepted in them.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::email_address::EmailAddress;
use crate::password::Password;
use crate::username::Username;

/// A registration form (django-registration's form class): its HTML, its JSON Schema and its validation come from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    fields: Vec<Field>,
}

/// One field, as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// The name in a body.
    pub name: &'static str,
    /// What stands beside it.
    pub label: &'static str,
    /// What helps to fill it in.
    pub help: Option<&'static str>,
    /// HTML's `type`: `text`, `email` or `password`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// HTML's `autocomplete` (WCAG 2.2, 1.3.5).
    pub autocomplete: &'static str,
    /// The fewest code points.
    pub min_length: usize,
    /// The most code points.
    pub max_length: usize,
    /// Whether the field is there for people only: JSON may leave it out.
    #[serde(skip)]
    pub confirmation: bool,
}

/// What was sent, field by field: text, or something else that no field accepts.
#[derive(Debug, Clone, Default)]
pub struct Submission {
    values: BTreeMap<String, Option<String>>,
    /// Whether a page's form was sent, in which a browser sends every field.
    from_page: bool,
}

/// What a valid submission holds (django's `cleaned_data`).
#[derive(Debug, Clone)]
pub struct CleanedData {
    /// The username.
    pub username: Username,
    /// The address.
    pub email: EmailAddress,
    /// The password.
    pub password: Password,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The field's name.
    pub field: &'static str,
    /// A stable code, such as `too_short`.
    pub code: &'static str,
    /// A sentence that says what to do.
    pub message: String,
}

impl Submission {
    /// What a page's form sent; of a field that was sent twice, the last value.
    #[must_use]
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { values: pairs.into_iter().map(|(name, value)| (name, Some(value))).collect(), from_page: true }
    }

    /// What a program sent.
    #[must_use]
    pub fn from_object(object: Map<String, Value>) -> Self {
        let text = |value| match value {
            Value::String(text) => Some(text),
            _ => None,
        };
        let values = object.into_iter().filter(|(_, value)| !value.is_null());
        Self { values: values.map(|(name, value)| (name, text(value))).collect(), from_page: false }
    }

    /// The text that was sent for a field.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.as_deref()
    }

    /// The parsed value of a field; what is wrong with it is added to `errors`.
    fn parse<T, E: Display>(
        &self,
        field: &'static str,
        errors: &mut Vec<FieldError>,
        parse: impl FnOnce(&str) -> Result<T, E>,
        code: impl FnOnce(&E) -> &'static str,
    ) -> Option<T> {
        let mut refuse = |code, message| errors.push(FieldError { field, code, message });
        match self.values.get(field) {
            Some(None) => {
                refuse("invalid", "Send this field as text.".to_owned());
                None
            }
            value => {
                let text = value.and_then(Option::as_deref).unwrap_or_default();
                parse(text).map_err(|error| refuse(code(&error), error.to_string())).ok()
            }
        }
    }

    /// A program may leave the second password out, a page may not: it is there to find a slip of the fingers.
    fn password_is_confirmed(&self) -> bool {
        match self.values.get("password_confirm") {
            None if !self.from_page => true,
            confirmation => {
                let typed = self.text("password").unwrap_or_default();
                confirmation.map_or(Some(""), Option::as_deref) == Some(typed)
            }
        }
    }
}

impl Form {
    /// Username, address, password and the password again.
    #[must_use]
    pub fn standard() -> Self {
        let password = |name, label, help, confirmation| Field {
            name,
            label,
            help,
            kind: "password",
            autocomplete: "new-password",
            min_length: Password::MIN_LENGTH,
            max_length: Password::MAX_LENGTH,
            confirmation,
        };
        Self {
            fields: vec![
                Field {
                    name: "username",
                    label: "Username",
                    help: Some("Letters, digits and @ . + - _"),
                    kind: "text",
                    autocomplete: "username",
                    min_length: 1,
                    max_length: Username::MAX_LENGTH,
                    confirmation: false,
                },
                Field {
                    name: "email",
                    label: "E-mail address",
                    help: Some("We send a link to this address."),
                    kind: "email",
                    autocomplete: "email",
                    min_length: 3,
                    max_length: EmailAddress::MAX_LENGTH,
                    confirmation: false,
                },
                password(
                    "password",
                    "Password",
                    Some("At least 15 characters. A few words in a row are easy to remember."),
                    false,
                ),
                password("password_confirm", "Password again", None, true),
            ],
        }
    }

    /// The fields in the order in which a page shows them.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The form as a JSON Schema (draft 2020-12) of the body that `POST /register` takes.
    #[must_use]
    pub fn json_schema(&self) -> Value {
        let property = |field: &Field| {
            let mut property = json!({
                "type": "string",
                "title": field.label,
                "minLength": field.min_length,
                "maxLength": field.max_length,
            });
            if let Some(help) = field.help {
                property["description"] = help.into();
            }
            match field.kind {
                "email" => property["format"] = "email".into(),
                "password" => property["writeOnly"] = true.into(),
                _ => {}
            }
            (field.name.to_owned(), property)
        };
        let required: Vec<_> = self.fields.iter().filter(|field| !field.confirmation).map(|field| field.name).collect();
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Registration",
            "type": "object",
            "properties": self.fields.iter().map(property).collect::<Map<_, _>>(),
            "required": required,
        })
    }

    /// Takes what was sent.
    ///
    /// # Errors
    /// Everything that is wrong with it, all fields at once.
    pub fn validate(&self, submission: &Submission) -> Result<CleanedData, Vec<FieldError>> {
        let mut errors = Vec::new();
        let username = submission.parse("username", &mut errors, Username::parse, |error| error.code());
        let email = submission.parse("email", &mut errors, EmailAddress::parse, |error| error.code());
        let password = submission.parse("password", &mut errors, Password::parse, |error| error.code());
        if !submission.password_is_confirmed() {
            let message = "Enter the same password in both fields.".to_owned();
            errors.push(FieldError { field: "password_confirm", code: "mismatch", message });
        }
        match (username, email, password) {
            (Some(username), Some(email), Some(password)) if errors.is_empty() => {
                Ok(CleanedData { username, email, password })
            }
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> Submission {
        Submission::from_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    fn errors(submission: &Submission) -> Vec<(&'static str, &'static str)> {
        let errors = Form::standard().validate(submission).unwrap_err();
        errors.into_iter().map(|error| (error.field, error.code)).collect()
    }

    const PASSWORD: &str = "correct horse battery staple";

    #[test]
    fn all_errors_come_at_once() {
        let submission =
            pairs(&[("username", "a b"), ("email", "ann"), ("password", "short"), ("password_confirm", "x")]);
        assert_eq!(
            errors(&submission),
            [
                ("username", "invalid"),
                ("email", "invalid"),
                ("password", "too_short"),
                ("password_confirm", "mismatch")
            ]
        );
        assert_eq!(errors(&pairs(&[])), [("username", "required"), ("email", "required"), ("password", "required")]);
    }

    #[test]
    fn a_page_must_confirm_the_password_and_a_program_need_not() {
        let fields = [("username", "ann"), ("email", "ann@example.com"), ("password", PASSWORD)];
        assert_eq!(errors(&pairs(&fields)), [("password_confirm", "mismatch")]);
        let object = |confirmation: Value| {
            let mut object = json!({"username": "ann", "email": "ann@example.com", "password": PASSWORD});
            object["password_confirm"] = confirmation;
            Submission::from_object(object.as_object().unwrap().clone())
        };
        assert!(Form::standard().validate(&object(Value::Null)).is_ok());
        assert!(Form::standard().validate(&object(PASSWORD.into())).is_ok());
        assert_eq!(errors(&object("".into())), [("password_confirm", "mismatch")]);
        assert_eq!(errors(&object(5.into())), [("password_confirm", "mismatch")]);
    }

    #[test]
    fn a_value_that_is_not_text_is_an_error_of_its_field() {
        let object = json!({"username": 5, "email": ["ann@example.com"], "password": {"a": 1}});
        let submission = Submission::from_object(object.as_object().unwrap().clone());
        assert_eq!(errors(&submission), [("username", "invalid"), ("email", "invalid"), ("password", "invalid")]);
    }

    #[test]
    fn the_json_schema_lists_the_fields_in_their_order() {
        let schema = Form::standard().json_schema();
        let names: Vec<_> = schema["properties"].as_object().unwrap().keys().collect();
        assert_eq!(names, ["username", "email", "password", "password_confirm"]);
        assert_eq!(schema["required"], json!(["username", "email", "password"]));
    }
}
