//! Forms: which fields a registration has, and what is accepted in them. A form is a JSON Schema document; its HTML, the
//! schema that programs get and its validation all come from there. How to write one is in `docs/forms.md`.

mod check;
mod document;
mod domains;
mod error;
mod field;
mod forms;
mod honeypot;
mod keywords;
mod property;
mod reserved;
mod schema;
mod standard_fields;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::Value;

pub use domains::DomainLists;
pub use error::DocumentError;
pub use field::Field;
pub use forms::Forms;
pub use reserved::ReservedNames;

use crate::outcome::{FieldError, FieldErrorCode};

use crate::email_address::EmailAddress;
use crate::locale::Text;
use crate::password::Password;
use crate::submission::Submission;
use crate::username::Username;
use check::CheckedValue;

/// A registration form (django-registration's form class).
#[derive(Debug, Clone)]
pub struct Form {
    kind: Option<String>,
    title: Text,
    description: Option<Text>,
    document: Value,
    fields: Vec<Field>,
}

/// What a valid submission holds (django's `cleaned_data`).
#[derive(Debug, Clone)]
pub struct CleanedData {
    /// The kind of user: the name of the form, if it is not the default one.
    pub kind: Option<String>,
    /// The username; none where the address is the name.
    pub username: Option<Username>,
    /// The address.
    pub email: EmailAddress,
    /// The password.
    pub password: Password,
    /// The form's further fields that are in signals and answers (`"x-signal": true`).
    pub fields: BTreeMap<String, Value>,
    /// The form's further fields that are stored and told to nobody.
    pub private_fields: BTreeMap<String, Value>,
}

impl Form {
    /// The fields in the order in which a page shows them.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The document that the form was read from, with the lengths that hold where it states none.
    #[must_use]
    pub fn json_schema(&self) -> &Value {
        &self.document
    }

    /// This form with something in a field before anything is typed; `default` in its schema.
    #[must_use]
    pub fn with_value(&self, field: &str, value: &str) -> Self {
        let mut form = self.clone();
        if let Some(property) = form.document.pointer_mut(&format!("/properties/{field}")) {
            property["default"] = value.into();
        }
        for own in form.fields.iter_mut().filter(|own| own.name == field) {
            own.value = Some(value.to_owned());
        }
        form
    }

    /// Takes what was sent.
    ///
    /// # Errors
    /// Everything that is wrong with it, all fields at once, in their order.
    pub fn validate(&self, submission: &Submission) -> Result<CleanedData, Vec<FieldError>> {
        let (mut username, mut email, mut password) = (None, None, None);
        let (mut fields, mut private_fields) = (BTreeMap::new(), BTreeMap::new());
        let mut errors = Vec::new();
        for field in &self.fields {
            match field.check(submission) {
                Ok(CheckedValue::Empty) => {}
                Ok(CheckedValue::Username(name)) => username = Some(name),
                Ok(CheckedValue::Email(address)) => email = Some(address),
                Ok(CheckedValue::Password(typed)) => password = Some(typed),
                Ok(CheckedValue::Value(value)) if field.signal => drop(fields.insert(field.name.clone(), value)),
                Ok(CheckedValue::Value(value)) => drop(private_fields.insert(field.name.clone(), value)),
                Err(error) => errors.push(error),
            }
        }
        match (email, password) {
            (Some(email), Some(password)) if errors.is_empty() => {
                Ok(CleanedData { kind: self.kind.clone(), username, email, password, fields, private_fields })
            }
            _ => Err(errors),
        }
    }
}
