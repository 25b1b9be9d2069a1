//! The body that a target receives of an event.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::path::{EventPath, PathError};

/// The part of an event that a target receives, or what replaces the event.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// The whole event.
    Event,
    /// A constant, the same for every event: `Input`.
    Constant(String),
    /// The part of the event at a path, or `null` if there is none: `InputPath`.
    Part(EventPath),
    /// A template that is filled with parts of the event: `InputTransformer`.
    Transformed(Transformer),
}

/// A template with variables, each of which is a path into the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transformer {
    variables: Vec<(String, EventPath)>,
    template: String,
}

/// The values of EventBridge's predefined variables that the event does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context<'a> {
    /// The name of the rule: `<aws.events.rule-name>`.
    pub rule_name: &'a str,
    /// The ARN of the rule: `<aws.events.rule-arn>`.
    pub rule_arn: &'a str,
    /// When the bus received the event: `<aws.events.event.ingestion-time>`, RFC 3339.
    pub ingestion_time: &'a str,
}

/// An input that cannot be rendered for an event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// The filled template, which is not JSON.
    #[error("the filled template is not valid JSON: {0}")]
    InvalidJson(String),
}

/// `InputTransformer`, as a template has it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct InputTransformer {
    #[serde(default)]
    input_paths_map: BTreeMap<String, String>,
    input_template: String,
}

impl TryFrom<InputTransformer> for Transformer {
    type Error = PathError;

    fn try_from(transformer: InputTransformer) -> Result<Self, PathError> {
        let variables = transformer.input_paths_map.iter();
        Self::new(variables.map(|(name, path)| (name.as_str(), path.as_str())), &transformer.input_template)
    }
}

impl Transformer {
    /// Creates a transformer of `InputPathsMap` and `InputTemplate`.
    ///
    /// # Errors
    /// [`PathError`] if a variable's path is not in dot notation.
    pub fn new<'a>(variables: impl IntoIterator<Item = (&'a str, &'a str)>, template: &str) -> Result<Self, PathError> {
        let variable = |(name, path): (&str, &str)| Ok((name.to_owned(), EventPath::parse(path)?));
        let variables = variables.into_iter().map(variable).collect::<Result<_, PathError>>()?;
        Ok(Self { variables, template: template.trim().to_owned() })
    }

    fn value(&self, variable: &str, event: &Value, context: &Context<'_>) -> Value {
        match variable {
            "aws.events.rule-name" => context.rule_name.into(),
            "aws.events.rule-arn" => context.rule_arn.into(),
            "aws.events.event.ingestion-time" => context.ingestion_time.into(),
            "aws.events.event.json" => event.clone(),
            "aws.events.event" => {
                let mut event = event.clone();
                event.as_object_mut().map(|event| event.remove("detail"));
                event
            }
            name => {
                let path = self.variables.iter().find(|(variable, _)| variable == name).map(|(_, path)| path);
                // A missing value is the empty string.
                path.and_then(|path| path.get(event)).unwrap_or_else(|| "".into())
            }
        }
    }
}

impl Input {
    /// Renders the body that the target receives for an event.
    ///
    /// # Errors
    /// [`InputError`] if a transformer's template is not JSON once it is filled.
    ///
    /// # Examples
    /// ```
    /// use eventbridge_rules::{Context, Input, Transformer};
    /// use serde_json::json;
    ///
    /// let context = Context { rule_name: "welcome", rule_arn: "arn", ingestion_time: "2026-03-01T12:00:00Z" };
    /// let input = Input::Transformed(Transformer::new([("id", "$.detail.id")], r#"{"user": <id>}"#)?);
    /// assert_eq!(input.render(&json!({ "detail": { "id": "01" } }), &context)?, r#"{"user": "01"}"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn render(&self, event: &Value, context: &Context<'_>) -> Result<String, InputError> {
        match self {
            Self::Event => Ok(event.to_string()),
            Self::Constant(text) => Ok(text.clone()),
            Self::Part(path) => Ok(path.get(event).unwrap_or_default().to_string()),
            Self::Transformed(transformer) => {
                fill(&transformer.template, |name| transformer.value(name, event, context))
            }
        }
    }
}

/// Replaces each `<name>` by its value: as text within a string, as JSON elsewhere.
///
/// A template that is neither an object nor a list is text.
fn fill(template: &str, value: impl Fn(&str) -> Value) -> Result<String, InputError> {
    let is_json = template.starts_with(['{', '[']);
    let (mut made, mut rest, mut quoted) = (String::new(), template, false);
    while let Some(c) = rest.chars().next() {
        if c == '<'
            && let Some((name, after)) = rest[1..].split_once('>')
            && name.chars().all(|c| c.is_alphanumeric() || "._-".contains(c))
        {
            match (value(name), is_json && !quoted) {
                (Value::String(text), false) => made.push_str(&escaped(&text)),
                (value, _) => made.push_str(&value.to_string()),
            }
            rest = after;
            continue;
        }
        if c == '\\' {
            let escape = rest.chars().take(2).map(char::len_utf8).sum();
            made.push_str(&rest[..escape]);
            rest = &rest[escape..];
            continue;
        }
        quoted ^= c == '"';
        made.push(c);
        rest = &rest[c.len_utf8()..];
    }
    let is_text = !made.starts_with(['{', '[', '"']);
    if is_text || serde_json::from_str::<Value>(&made).is_ok() { Ok(made) } else { Err(InputError::InvalidJson(made)) }
}

/// Escapes a text for use between quotation marks in JSON.
fn escaped(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event() -> Value {
        json!({
            "source": "registration",
            "resources": ["a", "b"],
            "detail": { "user": { "id": "01", "name": "Ann \"A\" Lee" }, "n": 3, "list": [{ "x": 1 }, { "x": 2 }] }
        })
    }

    fn transformed(template: &str) -> Result<String, InputError> {
        let paths = json!({
            "id": "$.detail.user.id", "name": "$.detail.user.name", "n": "$.detail.n", "user": "$.detail.user",
            "first": "$.resources[0]", "xs": "$.detail.list[*].x", "none": "$.detail.none"
        });
        let transformer = json!({ "InputPathsMap": paths, "InputTemplate": template });
        let transformer: InputTransformer = serde_json::from_value(transformer).unwrap();
        let input = Input::Transformed(transformer.try_into().unwrap());
        let context = Context { rule_name: "welcome", rule_arn: "arn", ingestion_time: "2026-03-01T12:00:00Z" };
        input.render(&event(), &context)
    }

    #[test]
    fn variables_are_json_outside_strings_and_text_inside() {
        for (template, made) in [
            (r#"{"id": <id>, "n": <n>}"#, r#"{"id": "01", "n": 3}"#),
            (r#"{"text": "<name> is \"<id>\""}"#, r#"{"text": "Ann \"A\" Lee is \"01\""}"#),
            (r#"{"first": <first>, "xs": <xs>}"#, r#"{"first": "a", "xs": [1,2]}"#),
            (r#"{"user": <user>}"#, r#"{"user": {"id":"01","name":"Ann \"A\" Lee"}}"#),
            (r#"{"none": <none>, "text": "<none>"}"#, r#"{"none": "", "text": ""}"#),
            (r#"{"by": "<aws.events.rule-name>"}"#, r#"{"by": "welcome"}"#),
            (r#"{"at": <aws.events.event.ingestion-time>}"#, r#"{"at": "2026-03-01T12:00:00Z"}"#),
            (r#"{"e": <aws.events.event>}"#, r#"{"e": {"source":"registration","resources":["a","b"]}}"#),
            (r#""<id> is new""#, r#""01 is new""#),
            ("<id> is new, 1 < 2", "01 is new, 1 < 2"),
        ] {
            assert_eq!(transformed(template).as_deref(), Ok(made), "{template}");
        }
    }

    #[test]
    fn invalid_json_is_reported_as_rendered() {
        assert_eq!(transformed("{<id>: 1"), Err(InputError::InvalidJson("{\"01\": 1".to_owned())));
    }
}
