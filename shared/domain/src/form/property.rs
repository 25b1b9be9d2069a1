//! The conversion of a document's property to a field.

use std::sync::Arc;

use regex_lite::Regex;
use serde_json::Value;

use super::field::{Format, Integer, Rule, Text};
use super::keywords::{Keywords, boolean, by_language, integer, length, list, strings, text, translated};
use super::{DocumentError, DomainLists, Field, autofill, standard_fields};
use crate::consent::DocumentVersion;
use crate::email_address::EmailAddress;
use crate::locale::Text as LocalizedText;
use crate::password::Password;
use crate::settings::WebUrl;
use crate::username::Username;

/// The maximum number of code points of a text without a `maxLength`.
///
/// The cost of storing a text depends on its size.
const MAX_LENGTH: usize = 1000;

/// Reads the property `name`.
pub(super) fn read(
    name: &str,
    property: &Value,
    pointer: String,
    required: bool,
    password_min_length: usize,
) -> Result<Field, Vec<DocumentError>> {
    let mut keywords = Keywords::of(property, pointer).map_err(|error| vec![error])?;
    let label = translated(&mut keywords, "title", "x-title").unwrap_or_else(|| standard_fields::label(name));
    let help = translated(&mut keywords, "description", "x-description");
    let (rule, kind) = rule(name, &mut keywords, required, password_min_length);
    let help = help.or_else(|| standard_fields::help(name, rule.lengths().map_or(0, |(min_length, _)| min_length)));
    let options = options(&mut keywords, &rule);
    let write_only = keywords.take("writeOnly", boolean).unwrap_or_default() || rule.control() == "password";
    let extra = matches!(rule, Rule::Text(_) | Rule::Integer(_) | Rule::Boolean { .. } | Rule::Accepted);
    let signal = keywords.take("x-signal", boolean).unwrap_or_default();
    if keywords.has("x-signal") && !extra {
        keywords
            .add_error("x-signal", "is for further fields: username and email are always in signals, a password never");
    } else if signal && write_only {
        keywords.add_error("x-signal", "must not be true for a writeOnly property");
    }
    if keywords.has("x-multiline") && !matches!(&rule, Rule::Text(text) if text.choices.is_empty()) {
        keywords.add_error("x-multiline", "is for a further string without enum and const");
    }
    let accepts = accepts(&mut keywords, &rule);
    let autocomplete = keywords.take("x-autocomplete", autofill::tokens).or_else(|| autocomplete(&rule));
    let errors = keywords.finish(kind);
    if !errors.is_empty() {
        return Err(errors);
    }
    let (minimum, maximum) = match &rule {
        Rule::Integer(integer) => (integer.minimum, integer.maximum),
        _ => (None, None),
    };
    Ok(Field {
        name: name.to_owned(),
        label,
        help: help.filter(|help| *help != "".into()),
        control: rule.control(),
        input_mode: autofill::input_mode(&rule, autocomplete.as_deref()),
        autocapitalize: autofill::autocapitalize(&rule, autocomplete.as_deref(), write_only),
        autocomplete,
        required: match rule {
            Rule::Confirmation => true,
            Rule::Boolean { .. } => false,
            _ => required,
        },
        options,
        minimum,
        maximum,
        value: None,
        fixed: false,
        write_only,
        signal,
        accepts,
        rule,
    })
}

/// Reads the rule of a property, and the property's description for error messages.
fn rule(name: &str, keywords: &mut Keywords<'_>, required: bool, password_min_length: usize) -> (Rule, &'static str) {
    let given = keywords.take("type", text);
    match (name, given.as_deref()) {
        ("username", Some("string")) => {
            let text = length_and_pattern(keywords, 1, Username::MAX_LENGTH, Some(Username::MAX_LENGTH));
            (Rule::Username(text, Arc::default()), "for username")
        }
        ("email", Some("string")) => {
            keywords.take("format", |value| only(value, "email"));
            let text = length_and_pattern(keywords, 3, EmailAddress::MAX_LENGTH, Some(EmailAddress::MAX_LENGTH));
            (Rule::Email(text, domains(keywords)), "for email")
        }
        ("password", Some("string")) => {
            keywords.take("format", |value| only(value, "password"));
            let (min_length, max_length) =
                lengths(keywords, password_min_length, Password::MAX_LENGTH, Some(Password::MAX_LENGTH));
            (Rule::Password(Text { min_length, max_length, ..Text::default() }, "".into()), "for password")
        }
        ("password_confirm", Some("string")) => {
            keywords.take("format", |value| only(value, "password"));
            // The schema for programs has the password's lengths here, and must be a valid document itself.
            lengths(keywords, password_min_length, Password::MAX_LENGTH, Some(Password::MAX_LENGTH));
            (Rule::Confirmation, "for password_confirm")
        }
        ("username" | "email" | "password" | "password_confirm", _) => {
            keywords.add_error("type", "must be \"string\"");
            (Rule::Confirmation, "for this field")
        }
        (_, Some("string")) => (Rule::Text(string(keywords, required)), "for a string"),
        (_, Some("integer")) => (Rule::Integer(number(keywords)), "for an integer"),
        (_, Some("boolean")) => {
            let accepted = keywords.take("const", |value| match value {
                Value::Bool(true) => Ok(()),
                _ => Err("must be true: only a ticked box can be required".to_owned()),
            });
            (if accepted.is_some() { Rule::Accepted } else { Rule::Boolean { required } }, "for a boolean")
        }
        _ => {
            keywords.add_error("type", "must be \"string\", \"integer\" or \"boolean\"");
            (Rule::Boolean { required }, "without a valid type")
        }
    }
}

fn string(keywords: &mut Keywords<'_>, required: bool) -> Text {
    let choices = choices(keywords, text);
    if !choices.is_empty() {
        return Text { choices, ..Text::default() };
    }
    let format = keywords.take("format", |value| match value.as_str() {
        Some("email") => Ok(Format::Email),
        Some("uri") => Ok(Format::Uri),
        Some("date") => Ok(Format::Date),
        Some("password") => Ok(Format::Password),
        _ => Err("must be \"email\", \"uri\", \"date\" or \"password\"".to_owned()),
    });
    let multiline = keywords.take("x-multiline", boolean).unwrap_or_default();
    if multiline && format.is_some() {
        keywords.add_error("x-multiline", "must not be true for a format, which has one line");
    }
    Text { format, multiline, ..length_and_pattern(keywords, usize::from(required), MAX_LENGTH, None) }
}

fn number(keywords: &mut Keywords<'_>) -> Integer {
    let choices = choices(keywords, integer);
    if !choices.is_empty() {
        return Integer { choices, ..Integer::default() };
    }
    let (minimum, maximum) = (keywords.take("minimum", integer), keywords.take("maximum", integer));
    if let (Some(minimum), Some(maximum)) = (minimum, maximum)
        && minimum > maximum
    {
        keywords.add_error("maximum", "must not be less than minimum");
    }
    Integer { minimum, maximum, choices }
}

/// Reads the values of `enum` or `const`. No other keyword restricts a value then.
fn choices<T: PartialEq>(keywords: &mut Keywords<'_>, read: fn(&Value) -> Result<T, String>) -> Vec<T> {
    let constant = keywords.take("const", |value| read(value).map(|value| vec![value]));
    let choices = keywords.take("enum", |value| list(value, read));
    if constant.is_some() && choices.is_some() {
        keywords.add_error("const", "must not be combined with enum");
    }
    choices.or(constant).unwrap_or_default()
}

fn length_and_pattern(keywords: &mut Keywords<'_>, least: usize, most: usize, limit: Option<usize>) -> Text {
    let (min_length, max_length) = lengths(keywords, least, most, limit);
    let pattern = keywords.take("pattern", |value| {
        let pattern = text(value)?;
        Regex::new(&pattern).map_err(|error| format!("must be a regular expression: {error}"))
    });
    Text { min_length, max_length, pattern, ..Text::default() }
}

/// Reads the lengths. The defaults are `least` and `most`.
///
/// A document may be stricter than the type of a value, up to its `limit`, but never laxer.
fn lengths(keywords: &mut Keywords<'_>, least: usize, most: usize, limit: Option<usize>) -> (usize, usize) {
    let min_length = keywords.take("minLength", |value| match length(value)? {
        given if limit.is_some() && given < least => Err(format!("must be at least {least}")),
        given => Ok(given.max(least)),
    });
    let max_length = keywords.take("maxLength", |value| match (length(value)?, limit) {
        (given, Some(limit)) if given > limit => Err(format!("must be at most {limit}")),
        (given, _) => Ok(given),
    });
    let min_length = min_length.unwrap_or(least);
    let max_length = max_length.unwrap_or(most.max(min_length));
    if min_length > max_length {
        keywords.add_error("maxLength", format!("must be at least {min_length}, the minimum length"));
    }
    (min_length, max_length)
}

fn domains(keywords: &mut Keywords<'_>) -> DomainLists {
    let allowed = keywords.take("x-allowed-domains", |value| list(value, |value| DomainLists::domain(&text(value)?)));
    let refused = keywords.take("x-refused-domains", |value| list(value, |value| DomainLists::domain(&text(value)?)));
    DomainLists { allowed: allowed.unwrap_or_default(), refused: refused.unwrap_or_default(), refuse_disposable: false }
}

fn only(value: &Value, format: &str) -> Result<(), String> {
    if value == format { Ok(()) } else { Err(format!("must be \"{format}\"")) }
}

/// Returns the offered values with their labels, in the languages of `x-enum`.
fn options(keywords: &mut Keywords<'_>, rule: &Rule) -> Vec<(String, LocalizedText)> {
    let values = rule.options();
    if values.is_empty() {
        return Vec::new();
    }
    let languages = keywords.take("x-enum", |value| by_language(value, |names| strings(names, &values)));
    let languages = languages.unwrap_or_default();
    let called = |value: &String| {
        let names = languages.iter().filter_map(|(tag, names)| Some((tag.clone(), names.get(value)?.clone())));
        (value.clone(), LocalizedText::translated(value.clone(), names.collect()))
    };
    values.iter().map(called).collect()
}

/// Reads the document that a box accepts, and its version.
fn accepts(keywords: &mut Keywords<'_>, rule: &Rule) -> Option<DocumentVersion> {
    let document = keywords.take("x-document", |value| WebUrl::parse(&text(value)?));
    let version = keywords.take("x-version", |value| DocumentVersion::parse_version(&text(value)?));
    for keyword in ["x-document", "x-version"] {
        if keywords.has(keyword) && !matches!(rule, Rule::Accepted) {
            keywords.add_error(keyword, "is for a boolean with const, which is a box that must be ticked");
        }
    }
    if keywords.has("x-document") && !keywords.has("x-version") {
        keywords.add_error("x-document", "needs x-version, such as \"2026-11\": a consent records the version");
    }
    Some(DocumentVersion { document, version: version? })
}

fn autocomplete(rule: &Rule) -> Option<String> {
    let token = match rule {
        Rule::Username(..) => "username",
        Rule::Email(..) => "email",
        Rule::Password(..) | Rule::Confirmation => "new-password",
        _ => return None,
    };
    Some(token.to_owned())
}
