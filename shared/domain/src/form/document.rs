//! The conversion of a JSON Schema document to a form.

use std::str::FromStr;

use serde_json::{Map, Value};

use super::field::Rule;
use super::keywords::{Keywords, child_pointer, list, text, translated};
use super::{DocumentError, Field, Form, property};
use crate::handle::RegistrationHandle;
use crate::idempotency::IdempotencyKey;
use crate::invitation::Invitation;
use crate::locale::Text;
use crate::token::Token;

/// The names in a body that are not fields of a form.
const RESERVED: [&str; 4] =
    [Token::ACTIVATION_FIELD, IdempotencyKey::FIELD, Invitation::FIELD, RegistrationHandle::FIELD];

impl Form {
    /// Parses a form from a JSON Schema document (`docs/guides/forms.md`).
    ///
    /// `password_min_length` is the minimum length of passwords in code points.
    ///
    /// # Errors
    /// All invalid or unsupported parts of the document, with their places.
    pub fn parse(document: &str, password_min_length: usize) -> Result<Self, Vec<DocumentError>> {
        let document = Value::from_str(document)
            .map_err(|error| vec![DocumentError::new("", format!("is not valid JSON: {error}"))])?;
        let mut keywords = Keywords::of(&document, String::new()).map_err(|error| vec![error])?;
        let title = translated(&mut keywords, "title", "x-title").unwrap_or(Text::message("register-title"));
        let description = translated(&mut keywords, "description", "x-description");
        if keywords.take("type", text).as_deref() != Some("object") {
            keywords.add_error("type", "must be \"object\"");
        }
        let required = keywords.take("required", |value| list(value, text)).unwrap_or_default();
        let properties = keywords.take("properties", |value| value.as_object().ok_or("must be an object".to_owned()));
        let none = Map::new();
        let properties = properties.unwrap_or(&none);
        check_names(&mut keywords, properties, &required);

        let mut errors = keywords.finish("in a form");
        let mut fields = Vec::new();
        for (name, value) in properties {
            match property::read(
                name,
                value,
                child_pointer("/properties", name),
                required.contains(name),
                password_min_length,
            ) {
                Ok(field) => fields.push(field),
                Err(wrong) => errors.extend(wrong),
            }
        }
        if errors.is_empty() {
            Ok(Self { kind: None, title, description, document: with_implicit_limits(document, &fields), fields })
        } else {
            Err(errors)
        }
    }
}

fn check_names(keywords: &mut Keywords<'_>, properties: &Map<String, Value>, required: &[String]) {
    for name in properties.keys() {
        if RESERVED.contains(&name.as_str()) {
            keywords.add_error_at(&child_pointer("/properties", name), "is a name that the service reserves");
        } else if !is_name(name) {
            keywords.add_error_at(
                &child_pointer("/properties", name),
                "must be a name of at most 64 letters, digits, _ and -",
            );
        }
    }
    for name in ["email", "password"] {
        if !properties.contains_key(name) {
            keywords.add_error("properties", format!("must have {name}"));
        } else if !required.iter().any(|required| required == name) {
            keywords.add_error("required", format!("must name {name}"));
        }
    }
    for name in required {
        if name == "password_confirm" {
            keywords.add_error("required", "must not name password_confirm: programs may leave it out");
        } else if !properties.contains_key(name) {
            keywords.add_error("required", format!("names {name}, which is not in properties"));
        }
    }
}

/// Returns whether a name is valid as an HTML `id` and as a key in the table.
fn is_name(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

/// Returns the document with its implicit limits, so that a program can rely on it.
fn with_implicit_limits(mut document: Value, fields: &[Field]) -> Value {
    if document.get("$schema").is_none() {
        document["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    }
    let lengths_of_password = fields.iter().find(|field| field.name == "password").and_then(|f| f.rule.lengths());
    for field in fields {
        let property = &mut document["properties"][&field.name];
        let is_confirmation = matches!(field.rule, Rule::Confirmation);
        let lengths = if is_confirmation { lengths_of_password } else { field.rule.lengths() };
        if let Some((min_length, max_length)) = lengths {
            if min_length > 0 {
                property["minLength"] = min_length.into();
            }
            property["maxLength"] = max_length.into();
        }
        if is_confirmation || matches!(field.rule, Rule::Password(..)) {
            property["writeOnly"] = true.into();
        }
    }
    document
}
