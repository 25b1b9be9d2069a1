//! Forms: the fields of a registration, and their validation.
//!
//! A [`Form`] is a JSON Schema document. Its HTML, the schema for programs and the validation follow from the document.
//! [`Forms`] has those of a deployment. `docs/guides/forms.md` describes how to write one. The table and HTTP are not
//! here.

mod autofill;
mod check;
mod document;
mod domains;
mod error;
mod field;
mod forms;
mod honeypot;
mod keywords;
mod name_rules;
mod property;
mod reserved;
mod schema;
mod standard_fields;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

pub use domains::DomainLists;
pub use error::DocumentError;
pub use field::Field;
pub use forms::{Forms, is_form_name};
pub use name_rules::NameRules;

use crate::outcome::{FieldError, FieldErrorCode};

use crate::consent::{Consent, DocumentVersion};
use crate::email_address::EmailAddress;
use crate::locale::{Language, Text};
use crate::password::Password;
use crate::submission::Submission;
use crate::username::Username;
use check::CheckedValue;

/// A registration form (django-registration's form class).
///
/// # Examples
/// ```
/// use domain::Submission;
/// use domain::form::Form;
///
/// let document = r#"{
///     "type": "object",
///     "properties": {
///         "email": { "type": "string" },
///         "password": { "type": "string" },
///         "company": { "type": "string", "minLength": 2, "x-signal": true }
///     },
///     "required": ["email", "password", "company"]
/// }"#;
/// let form = Form::parse(document, 15).unwrap();
///
/// let sent = |company: &str| {
///     let fields =
///         [("email", "ann@example.com"), ("password", "correct horse battery staple"), ("company", company)];
///     Submission::from_pairs(fields.map(|(name, value)| (name.to_owned(), value.to_owned())))
/// };
/// let data = form.validate(&sent("Acme")).unwrap();
/// assert_eq!(data.email.as_str(), "ann@example.com");
/// assert_eq!(data.fields["company"], "Acme");
///
/// let errors = form.validate(&sent("A")).unwrap_err();
/// assert_eq!((errors[0].field.as_str(), &*errors[0].code), ("company", "too_short"));
/// ```
#[derive(Debug, Clone)]
pub struct Form {
    kind: Option<String>,
    title: Text,
    description: Option<Text>,
    document: Value,
    fields: Vec<Field>,
}

/// The validated data of a submission (django's `cleaned_data`).
#[derive(Debug, Clone)]
pub struct CleanedData {
    /// The type of user: the name of the form, if it is not the default one.
    pub kind: Option<String>,
    /// The username. Forms without one use the address in its place.
    pub username: Option<Username>,
    /// The address.
    pub email: EmailAddress,
    /// The password. A form [without one](Form::without_password) has none.
    pub password: Option<Password>,
    /// The further fields that signals and answers contain (`"x-signal": true`).
    pub fields: BTreeMap<String, Value>,
    /// The further fields that are stored, but not sent to anyone.
    pub private_fields: BTreeMap<String, Value>,
    /// The documents that ticked boxes accept, by the names of the fields.
    pub accepted: BTreeMap<String, DocumentVersion>,
}

impl CleanedData {
    /// Returns the consents that this submission gives in a language at a time: the public ones, then the private ones.
    ///
    /// `ip` is the source address to keep. A consent is public if the field is, by `x-signal`.
    #[must_use]
    pub fn consents(
        &self,
        language: &Language,
        accepted_at: Timestamp,
        ip: Option<&str>,
    ) -> (Vec<Consent>, Vec<Consent>) {
        let consent = |(field, accepted): (&String, &DocumentVersion)| Consent {
            field: field.clone(),
            document: accepted.document.as_ref().map(ToString::to_string),
            version: accepted.version.clone(),
            language: language.to_string(),
            accepted_at,
            ip: ip.map(str::to_owned),
        };
        self.accepted.iter().map(consent).partition(|consent| self.fields.contains_key(&consent.field))
    }
}

impl Form {
    /// Returns the fields in the order of a page.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Returns the form's document, with the implicit limits.
    #[cfg(test)]
    fn json_schema(&self) -> &Value {
        &self.document
    }

    /// Returns this form with an initial value in a field (`default` in the schema).
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

    /// Returns the form without the built-in help that promises a link by email.
    ///
    /// Some registrations get no such link. A description in the document stays.
    #[must_use]
    pub fn without_link_help(&self) -> Self {
        let mut form = self.clone();
        for field in form.fields.iter_mut().filter(|field| field.help == Some(standard_fields::LINK_HELP)) {
            field.help = None;
        }
        form
    }

    /// Returns this form with a field whose value is fixed: `const` in its schema, and read-only on a page.
    #[must_use]
    pub fn with_fixed_value(&self, field: &str, value: &str) -> Self {
        let mut form = self.with_value(field, value);
        if let Some(property) = form.document.pointer_mut(&format!("/properties/{field}")) {
            property["const"] = value.into();
        }
        for own in form.fields.iter_mut().filter(|own| own.name == field) {
            own.fixed = true;
        }
        form
    }

    /// Returns the form without the password, for a person who signed in at an OpenID provider.
    #[must_use]
    pub fn without_password(&self) -> Self {
        let is_password = |field: &Field| matches!(field.rule, field::Rule::Password(..) | field::Rule::Confirmation);
        let mut form = self.clone();
        for field in self.fields.iter().filter(|field| is_password(field)) {
            if let Some(properties) = form.document["properties"].as_object_mut() {
                properties.shift_remove(&field.name);
            }
            if let Some(required) = form.document["required"].as_array_mut() {
                required.retain(|name| *name != field.name.as_str());
            }
        }
        form.fields.retain(|field| !is_password(field));
        form
    }

    /// Returns the form of the waiting list: this one's address, and nothing else.
    ///
    /// Its schema says so by `x-waitlist`. The help of the address promises a link, which is not sent yet.
    #[must_use]
    pub fn for_waitlist(&self) -> Self {
        let is_email = |field: &Field| matches!(field.rule, field::Rule::Email(..));
        let mut form = self.without_link_help();
        form.fields.retain(is_email);
        form.title = Text::message("waitlist-title");
        form.description = Some(Text::message("waitlist-text"));
        let names: Vec<_> = form.fields.iter().map(|field| field.name.as_str()).collect();
        if let Some(properties) = form.document["properties"].as_object_mut() {
            properties.retain(|name, _| names.contains(&name.as_str()));
        }
        form.document["required"] = names.into();
        form.document["x-waitlist"] = true.into();
        form
    }

    /// Returns this form with initial values in the fields with these values of `autocomplete`.
    #[must_use]
    pub fn with_profile(&self, profile: &BTreeMap<String, String>) -> Self {
        let known = self.fields.iter().filter(|field| !field.write_only && field.options.is_empty());
        let known = known.filter_map(|field| Some((&field.name, profile.get(field.autocomplete.as_deref()?)?)));
        known.fold(self.clone(), |form, (name, value)| form.with_value(name, value))
    }

    /// Returns a username that the form accepts.
    #[must_use]
    pub fn username(&self, name: &str) -> Option<Username> {
        let field = self.fields.iter().find(|field| matches!(field.rule, field::Rule::Username(..)))?;
        let submission = Submission::from_pairs([(field.name.clone(), name.to_owned())]);
        match field.check(&submission) {
            Ok(CheckedValue::Username(username)) => Some(username),
            _ => None,
        }
    }

    /// Returns the submission of the initial values, if no field needs the person's own answer.
    ///
    /// A username is the person's own choice, and so is a box to tick.
    #[must_use]
    pub fn submission_of_values(&self) -> Option<Submission> {
        let values = self.fields.iter().map(|field| match (&field.rule, &field.value) {
            (field::Rule::Email(..) | field::Rule::Text(_), Some(value)) => Some((field.name.clone(), value.clone())),
            _ => None,
        });
        values.collect::<Option<Vec<_>>>().map(Submission::from_pairs)
    }

    /// Checks the address alone, for a registration with this name that only corrects it.
    ///
    /// # Errors
    /// The error of the address. A name in the form of an address must still be the registrant's own.
    pub fn validate_email(
        &self,
        submission: &Submission,
        username: Option<&Username>,
    ) -> Result<EmailAddress, FieldError> {
        let field = self.fields.iter().find(|field| matches!(field.rule, field::Rule::Email(..)));
        let required = || FieldError::new("email", FieldErrorCode::Required, Text::message("error-email-required"));
        let CheckedValue::Email(address) = field.ok_or_else(required)?.check(submission)? else {
            return Err(required());
        };
        let is_other_address = self.fields.iter().any(|field| match (&field.rule, username) {
            (field::Rule::Username(_, rules), Some(name)) => rules.is_other_address(name, Some(&address)),
            _ => false,
        });
        if is_other_address {
            let message = Text::message("error-email-not-username");
            return Err(FieldError::new("email", FieldErrorCode::NotOwnAddress, message));
        }
        Ok(address)
    }

    /// Validates a submission.
    ///
    /// # Errors
    /// The errors of all fields, in their order.
    pub fn validate(&self, submission: &Submission) -> Result<CleanedData, Vec<FieldError>> {
        let (mut username, mut email, mut password) = (None, None, None);
        let (mut fields, mut private_fields, mut accepted) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut errors = Vec::new();
        for field in &self.fields {
            match field.check(submission) {
                Ok(CheckedValue::Empty) => {}
                Ok(CheckedValue::Username(name)) => username = Some(name),
                Ok(CheckedValue::Email(address)) => email = Some(address),
                Ok(CheckedValue::Password(typed)) => password = Some(typed),
                Ok(CheckedValue::Value(value)) => {
                    let values = if field.signal { &mut fields } else { &mut private_fields };
                    values.insert(field.name.clone(), value);
                    accepted.extend(field.accepts.iter().map(|accepts| (field.name.clone(), accepts.clone())));
                }
                Err(error) => errors.push(error),
            }
        }
        match email {
            Some(email) if errors.is_empty() => {
                let kind = self.kind.clone();
                Ok(CleanedData { kind, username, email, password, fields, private_fields, accepted })
            }
            _ => Err(errors),
        }
    }
}
