//! The rules of a CloudFormation or SAM template.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::input::{Input, InputTransformer};
use super::path::EventPath;
use super::pattern::Pattern;

/// A rule with its targets.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The rule's name in the template.
    ///
    /// It is the resource's, or a function's followed by its event's.
    pub name: String,
    /// Whether the rule is on the account's default bus.
    pub on_default_bus: bool,
    /// The events that the rule applies to.
    pub pattern: Pattern,
    /// The targets that receive these events.
    pub targets: Vec<Target>,
}

/// A target of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The name of the resource that the `Arn` refers to, or else the `Id`.
    pub name: String,
    /// The input that the target receives.
    pub input: Input,
}

/// A template whose rules cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TemplateError {
    /// The text is not YAML or not a template.
    #[error("{0}")]
    Syntax(String),
    /// The template has no rule with an event pattern.
    #[error("the template has no rule: neither an AWS::Events::Rule with an EventPattern nor an event EventBridgeRule")]
    NoRules,
    /// EventBridge would reject a rule.
    #[error("{resource}: {problem}")]
    Rule {
        /// The name of the rule or of its function in the template.
        resource: String,
        /// The reason.
        problem: String,
    },
}

/// A file that rules cannot be read from.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file cannot be read.
    #[error("{}: {source}", path.display())]
    File {
        /// The path of the file.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// The template in the file is invalid.
    #[error("{}: {source}", path.display())]
    Template {
        /// The path of the file.
        path: PathBuf,
        /// The reason.
        source: TemplateError,
    },
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Template {
    resources: BTreeMap<String, Resource>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Resource {
    r#type: String,
    #[serde(default)]
    properties: Map<String, Value>,
}

/// Reads the rules of the template in a file, see [`parse`].
///
/// # Errors
/// [`ReadError`] if the file cannot be read, or for any error of [`parse`].
pub fn read(path: impl AsRef<Path>) -> Result<Vec<Rule>, ReadError> {
    let path = path.as_ref();
    let text = std::fs::read_to_string(path).map_err(|source| ReadError::File { path: path.to_owned(), source })?;
    parse(&text).map_err(|source| ReadError::Template { path: path.to_owned(), source })
}

/// Reads the rules of a template, in the order of their resources' names.
///
/// # Errors
/// [`TemplateError`] if the text is not a template, EventBridge would reject a rule, or no rule has an event pattern.
pub fn parse(template: &str) -> Result<Vec<Rule>, TemplateError> {
    let Template { resources } =
        serde_saphyr::from_str(template).map_err(|error| TemplateError::Syntax(error.to_string()))?;
    let mut rules = Vec::new();
    for (name, resource) in &resources {
        let found = match resource.r#type.as_str() {
            "AWS::Events::Rule" => rule(name, &resource.properties).map(|rule| rule.into_iter().collect()),
            "AWS::Serverless::Function" => events(name, &resource.properties),
            _ => Ok(Vec::new()),
        };
        rules.extend(found.map_err(|problem| TemplateError::Rule { resource: name.clone(), problem })?);
    }
    if rules.is_empty() { Err(TemplateError::NoRules) } else { Ok(rules) }
}

fn rule(name: &str, properties: &Map<String, Value>) -> Result<Option<Rule>, String> {
    let Some(pattern) = properties.get("EventPattern") else { return Ok(None) };
    let targets = properties.get("Targets").and_then(Value::as_array).into_iter().flatten();
    let targets = targets.map(|target| {
        let id = target.get("Id").and_then(Value::as_str).ok_or("a target has no Id")?;
        let name = target.get("Arn").and_then(logical_id).unwrap_or(id).to_owned();
        Ok(Target { name, input: input(target)? })
    });
    let targets = targets.collect::<Result<_, String>>()?;
    let name = name.to_owned();
    Ok(Some(Rule { name, on_default_bus: on_default_bus(properties), pattern: event_pattern(pattern)?, targets }))
}

fn events(function: &str, properties: &Map<String, Value>) -> Result<Vec<Rule>, String> {
    let events = properties.get("Events").and_then(Value::as_object).into_iter().flatten();
    let rules = events.filter(|(_, event)| event["Type"] == "EventBridgeRule").map(|(event, document)| {
        let properties = document["Properties"].as_object().ok_or("an event has no Properties")?;
        let pattern = properties.get("Pattern").ok_or("an event has no Pattern")?;
        Ok(Rule {
            name: format!("{function}{event}"),
            on_default_bus: on_default_bus(properties),
            pattern: event_pattern(pattern)?,
            targets: vec![Target { name: function.to_owned(), input: input(&document["Properties"])? }],
        })
    });
    rules.collect()
}

/// Reads a pattern, which may be JSON in a string.
fn event_pattern(pattern: &Value) -> Result<Pattern, String> {
    let pattern = match pattern {
        Value::String(text) => {
            &serde_json::from_str(text).map_err(|error| format!("the pattern is not valid JSON: {error}"))?
        }
        pattern => pattern,
    };
    Pattern::parse(pattern).map_err(|error| error.to_string())
}

fn input(target: &Value) -> Result<Input, String> {
    if let Some(transformer) = target.get("InputTransformer") {
        let transformer = InputTransformer::deserialize(transformer).map_err(|error| error.to_string())?;
        return transformer.try_into().map(Input::Transformed).map_err(|error| error.to_string());
    }
    match (target.get("Input"), target.get("InputPath")) {
        (Some(input), _) => Ok(Input::Constant(input.as_str().ok_or("Input must be a string")?.to_owned())),
        (_, Some(path)) => {
            let path = path.as_str().ok_or("InputPath must be a string")?;
            EventPath::parse(path).map(Input::Part).map_err(|error| error.to_string())
        }
        _ => Ok(Input::Event),
    }
}

fn on_default_bus(properties: &Map<String, Value>) -> bool {
    properties.get("EventBusName").is_none_or(|name| name == "default")
}

/// Returns the resource in `Fn::GetAtt` or in `!GetAtt Queue.Arn`.
///
/// A short tag is read without its name, so that only the text remains.
fn logical_id(arn: &Value) -> Option<&str> {
    let attribute = arn.get("Fn::GetAtt").unwrap_or(arn);
    match attribute {
        Value::String(text) => text.strip_suffix(".Arn"),
        Value::Array(parts) => parts.first()?.as_str(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Returns the rules of a template with one resource `R`.
    fn rules(kind: &str, properties: &Value) -> Result<Vec<Rule>, TemplateError> {
        parse(&json!({ "Resources": { "R": { "Type": kind, "Properties": properties } } }).to_string())
    }

    fn rule(properties: &Value) -> Result<Vec<Rule>, TemplateError> {
        rules("AWS::Events::Rule", properties)
    }

    #[test]
    fn target_is_named_by_its_arn_or_id() {
        for (target, name) in [
            (json!({ "Id": "t", "Arn": { "Fn::GetAtt": ["Queue", "Arn"] } }), "Queue"),
            (json!({ "Id": "t", "Arn": { "Fn::GetAtt": "Queue.Arn" } }), "Queue"),
            (json!({ "Id": "t", "Arn": "Queue.Arn" }), "Queue"),
            (json!({ "Id": "t", "Arn": "arn:aws:sqs:us-east-1:000000000000:q" }), "t"),
        ] {
            let rules = rule(&json!({ "EventPattern": { "source": ["s"] }, "Targets": [target] })).unwrap();
            assert_eq!(rules[0].targets, [Target { name: name.to_owned(), input: Input::Event }], "{target}");
        }
    }

    #[test]
    fn function_event_is_rule_with_function_as_target() {
        let pattern = json!({ "source": ["s"] });
        let properties = json!({ "EventBusName": "bus", "Pattern": pattern, "InputPath": "$.detail" });
        let event = json!({ "Type": "EventBridgeRule", "Properties": properties });
        let rules = rules("AWS::Serverless::Function", &json!({ "Events": { "E": event } })).unwrap();
        let input = Input::Part(EventPath::parse("$.detail").unwrap());
        let targets = vec![Target { name: "R".to_owned(), input }];
        let pattern = Pattern::parse(&pattern).unwrap();
        assert_eq!(rules, [Rule { name: "RE".to_owned(), on_default_bus: false, pattern, targets }]);
    }

    #[test]
    fn default_bus_is_used_unless_another_is_named() {
        for (bus, default) in [(None, true), (Some("default"), true), (Some("other"), false)] {
            let mut properties = json!({ "EventPattern": { "source": ["s"] } });
            if let Some(bus) = bus {
                properties["EventBusName"] = bus.into();
            }
            assert_eq!(rule(&properties).unwrap()[0].on_default_bus, default, "{bus:?}");
        }
    }

    #[test]
    fn schedules_are_skipped() {
        assert_eq!(rule(&json!({ "ScheduleExpression": "rate(1 day)" })), Err(TemplateError::NoRules));
    }

    #[test]
    fn invalid_rules_are_reported_with_their_resource() {
        let pattern = json!({ "source": ["s"] });
        for (properties, problem) in [
            (json!({ "EventPattern": "{" }), "R: the pattern is not valid JSON"),
            (json!({ "EventPattern": { "a": [{ "b": 1 }] } }), "R: a: unknown comparison b"),
            (json!({ "EventPattern": pattern, "Targets": [{}] }), "R: a target has no Id"),
            (json!({ "EventPattern": pattern, "Targets": [{ "Id": "t", "Input": 1 }] }), "R: Input must be a string"),
            (
                json!({ "EventPattern": pattern, "Targets": [{ "Id": "t", "InputPath": "a" }] }),
                "R: \"a\" is not a path",
            ),
        ] {
            let error = rule(&properties).unwrap_err().to_string();
            assert!(error.starts_with(problem), "{error}");
        }
        assert!(matches!(parse("Resources: ["), Err(TemplateError::Syntax(_))));
    }
}
