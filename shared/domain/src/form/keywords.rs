//! A reader of a document's object, which collects the errors of its keywords.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::DocumentError;
use crate::locale::{Language, Text, unknown_target};

/// The keywords that do not restrict values.
const ANNOTATIONS: [&str; 5] = ["$schema", "$id", "$comment", "title", "description"];

/// An object of a document.
///
/// A keyword that was not read is an error: it would otherwise promise a check that does not happen.
pub(super) struct Keywords<'a> {
    object: &'a Map<String, Value>,
    pointer: String,
    known: Vec<&'static str>,
    errors: Vec<DocumentError>,
}

impl<'a> Keywords<'a> {
    pub(super) fn of(value: &'a Value, pointer: String) -> Result<Self, DocumentError> {
        match value.as_object() {
            Some(object) => Ok(Self { object, pointer, known: Vec::new(), errors: Vec::new() }),
            None => Err(DocumentError::new(&pointer, "must be an object")),
        }
    }

    /// Returns the value of a keyword, if it exists and is valid.
    pub(super) fn take<T>(
        &mut self,
        keyword: &'static str,
        read: impl FnOnce(&'a Value) -> Result<T, String>,
    ) -> Option<T> {
        self.known.push(keyword);
        read(self.object.get(keyword)?).map_err(|problem| self.add_error(keyword, problem)).ok()
    }

    pub(super) fn has(&self, keyword: &str) -> bool {
        self.object.contains_key(keyword)
    }

    /// Records a problem of a keyword's value.
    pub(super) fn add_error(&mut self, keyword: &str, problem: impl Into<String>) {
        self.add_error_at(&child_pointer(&self.pointer, keyword), problem);
    }

    /// Records a problem at any place of the document.
    pub(super) fn add_error_at(&mut self, pointer: &str, problem: impl Into<String>) {
        self.errors.push(DocumentError::new(pointer, problem));
    }

    /// Returns all problems. `kind` describes the object in the message.
    pub(super) fn finish(mut self, kind: &str) -> Vec<DocumentError> {
        for keyword in self.object.keys() {
            let keyword = keyword.as_str();
            if !self.known.contains(&keyword) && !ANNOTATIONS.contains(&keyword) && !keyword.starts_with("x-") {
                let problem = format!("is not supported {kind}");
                self.errors.push(DocumentError::new(&child_pointer(&self.pointer, keyword), problem));
            }
        }
        self.errors
    }
}

/// Returns the JSON Pointer to a member (RFC 6901, 3).
pub(super) fn child_pointer(pointer: &str, member: &str) -> String {
    format!("{pointer}/{}", member.replace('~', "~0").replace('/', "~1"))
}

pub(super) fn text(value: &Value) -> Result<String, String> {
    value.as_str().map(str::to_owned).ok_or_else(|| "must be a text".to_owned())
}

pub(super) fn boolean(value: &Value) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| "must be true or false".to_owned())
}

pub(super) fn length(value: &Value) -> Result<usize, String> {
    let length = value.as_u64().and_then(|length| usize::try_from(length).ok());
    length.ok_or_else(|| "must be a whole number from 0".to_owned())
}

pub(super) fn integer(value: &Value) -> Result<i64, String> {
    match value {
        Value::Number(number) => number.as_i64().ok_or_else(|| "must be a whole number of 64 bits".to_owned()),
        _ => Err("must be a number".to_owned()),
    }
}

/// Reads a list with at least one value and without repetitions.
pub(super) fn list<T: PartialEq>(value: &Value, read: impl Fn(&Value) -> Result<T, String>) -> Result<Vec<T>, String> {
    let values = value.as_array().filter(|values| !values.is_empty()).ok_or("must be a list of at least one value")?;
    let mut list = Vec::with_capacity(values.len());
    for (at, value) in values.iter().enumerate() {
        let value = read(value).map_err(|problem| format!("its value at {at} {problem}"))?;
        if list.contains(&value) {
            return Err(format!("its value at {at} is a repetition"));
        }
        list.push(value);
    }
    Ok(list)
}

/// Reads a text, whose links must lead to settings.
fn linked_text(value: &Value) -> Result<String, String> {
    let text = text(value)?;
    match unknown_target(&text) {
        Some(target) => Err(format!("links to {target:?}; a text can link to terms and privacy")),
        None => Ok(text),
    }
}

/// Reads a text, with its translations in another keyword.
pub(super) fn translated(keywords: &mut Keywords<'_>, keyword: &'static str, others: &'static str) -> Option<Text> {
    let given = keywords.take(keyword, linked_text);
    let translations = keywords.take(others, |value| by_language(value, linked_text));
    if given.is_none() && translations.is_some() {
        keywords.add_error(others, format!("must accompany {keyword}, which all other languages use"));
    }
    Some(Text::translated(given?, translations.unwrap_or_default()))
}

/// Reads an object whose names are language tags.
pub(super) fn by_language<T>(
    value: &Value,
    read: impl Fn(&Value) -> Result<T, String>,
) -> Result<BTreeMap<String, T>, String> {
    let object = value.as_object().ok_or("must be an object of languages, such as {\"de\": ..}")?;
    let mut languages = BTreeMap::new();
    for (tag, value) in object {
        if Language::parse(tag).is_none() {
            return Err(format!("has {tag:?}, which is not the tag of a language, such as de or pt-BR"));
        }
        languages.insert(tag.clone(), read(value).map_err(|problem| format!("for {tag} {problem}"))?);
    }
    Ok(languages)
}

/// Reads an object of texts, whose names must be among `names`.
pub(super) fn strings(value: &Value, names: &[String]) -> Result<BTreeMap<String, String>, String> {
    let object = value.as_object().ok_or("must be an object of texts")?;
    let mut texts = BTreeMap::new();
    for (name, value) in object {
        if !names.contains(name) {
            return Err(format!("has {name:?}, which is not in enum"));
        }
        texts.insert(name.clone(), text(value)?);
    }
    Ok(texts)
}
