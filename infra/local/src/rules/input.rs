//! What a target is given: the event, a part of it, a text of its own, or what a template makes of it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// What a target is given of an event.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Input {
    Event,
    /// `Input`: JSON of its own.
    Constant(String),
    /// `InputPath`.
    Part(Path),
    /// `InputTransformer`.
    Template {
        variables: Vec<(String, Path)>,
        template: String,
    },
}

/// What does not come to an input.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InputError {
    #[error("the template makes no JSON of this event: {0}")]
    Template(String),
}

/// A rule's `InputTransformer`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Transformer {
    #[serde(default)]
    input_paths_map: BTreeMap<String, String>,
    input_template: String,
}

/// A path into the event, in the dot notation that EventBridge knows: `$.detail.user.id`, `$.resources[0]`, `$.resources[*]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path(Vec<Step>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Field(String),
    Index(usize),
    All,
}

impl Path {
    pub(super) fn parse(path: &str) -> Result<Self, String> {
        let wrong = || format!("{path:?} must be a path such as $.detail.user.id");
        let rest = path.strip_prefix('$').ok_or_else(wrong)?;
        let mut steps = Vec::new();
        for part in rest.split('.').skip(usize::from(!rest.starts_with('['))) {
            let mut parts = part.split('[');
            let name = parts.next().unwrap_or_default();
            if !name.is_empty() {
                steps.push(Step::Field(name.to_owned()));
            } else if !part.starts_with('[') {
                return Err(wrong());
            }
            for index in parts {
                steps.push(match index.strip_suffix(']').ok_or_else(wrong)? {
                    "*" => Step::All,
                    index => Step::Index(index.parse().map_err(|_| wrong())?),
                });
            }
        }
        Ok(Self(steps))
    }

    fn of(&self, event: &Value) -> Option<Value> {
        fn follow(value: &Value, steps: &[Step]) -> Option<Value> {
            let Some((step, rest)) = steps.split_first() else { return Some(value.clone()) };
            match step {
                Step::Field(name) => follow(value.get(name)?, rest),
                Step::Index(index) => follow(value.get(index)?, rest),
                Step::All => Some(value.as_array()?.iter().filter_map(|inner| follow(inner, rest)).collect()),
            }
        }
        follow(event, &self.0)
    }
}

impl Transformer {
    pub(super) fn input(self) -> Result<Input, String> {
        let variable = |(name, path): (String, String)| Ok((name, Path::parse(&path)?));
        let variables = self.input_paths_map.into_iter().map(variable).collect::<Result<_, String>>()?;
        Ok(Input::Template { variables, template: self.input_template })
    }
}

impl Input {
    /// The body that the target of `rule` is sent for an event that came at `ingestion_time`.
    pub(crate) fn of(&self, event: &Value, rule: &str, ingestion_time: &str) -> Result<String, InputError> {
        match self {
            Self::Event => Ok(event.to_string()),
            Self::Constant(text) => Ok(text.clone()),
            Self::Part(path) => Ok(path.of(event).unwrap_or_default().to_string()),
            Self::Template { variables, template } => {
                let value = |name: &str| match name {
                    "aws.events.rule-name" => rule.into(),
                    "aws.events.rule-arn" => format!("arn:aws:events:local:rule/{rule}").into(),
                    "aws.events.event.ingestion-time" => ingestion_time.into(),
                    "aws.events.event.json" => event.clone(),
                    "aws.events.event" => {
                        let mut event = event.clone();
                        event.as_object_mut().map(|event| event.remove("detail"));
                        event
                    }
                    name => {
                        let path = variables.iter().find(|(variable, _)| variable == name).map(|(_, path)| path);
                        // What is not there is the empty text.
                        path.and_then(|path| path.of(event)).unwrap_or_else(|| "".into())
                    }
                };
                render(template.trim(), value)
            }
        }
    }
}

/// Puts values for `<name>`: within a text of the template as text, elsewhere as JSON. A template that is no object is text.
fn render(template: &str, value: impl Fn(&str) -> Value) -> Result<String, InputError> {
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
    if is_text || serde_json::from_str::<Value>(&made).is_ok() { Ok(made) } else { Err(InputError::Template(made)) }
}

/// As it stands between quotation marks in JSON.
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
        let transformer: Transformer = serde_json::from_value(transformer).unwrap();
        transformer.input().unwrap().of(&event(), "welcome", "2026-03-01T12:00:00Z")
    }

    #[test]
    fn a_template_of_json_is_filled_with_json_and_its_texts_with_text() {
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
    fn a_template_that_makes_no_json_is_an_error_that_shows_it() {
        assert_eq!(transformed("{<id>: 1"), Err(InputError::Template("{\"01\": 1".to_owned())));
    }

    #[test]
    fn a_path_is_in_dot_notation() {
        for path in ["$", "$.a", "$.a.b-c_d", "$.a[0].b", "$.a[*]", "$[0]"] {
            assert!(Path::parse(path).is_ok(), "{path}");
        }
        for path in ["", "a", "$a.", "$.", "$.a[", "$.a[x]", "$['a']"] {
            assert!(Path::parse(path).is_err(), "{path}");
        }
    }
}
