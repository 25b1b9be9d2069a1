//! The rules of a CloudFormation or SAM template: `AWS::Events::Rule`, and a function's events of the type
//! `EventBridgeRule`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::input::{self, Transformer};
use super::{Input, Pattern};

/// A rule with its targets.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rule {
    pub(crate) name: String,
    /// Whether it is on the account's default bus; otherwise it is on the service's.
    pub(crate) default_bus: bool,
    pub(crate) pattern: Pattern,
    pub(crate) targets: Vec<RuleTarget>,
}

/// A target: a name in the template, and what it is given.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RuleTarget {
    pub(crate) name: String,
    pub(crate) input: Input,
}

/// Why the rules of a template cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// The file cannot be read.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is no template.
    #[error("{}: {problem}", path.display())]
    Template {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// A rule is not as EventBridge wants it.
    #[error("{}: {rule}: {problem}", path.display())]
    Rule {
        /// The file.
        path: PathBuf,
        /// The rule's name in the template.
        rule: String,
        /// What is wrong with it.
        problem: String,
    },
    /// There is nowhere to deliver to.
    #[error("{rule}: where is its target? Say --target {target}=URL")]
    NoUrl {
        /// The rule's name in the template.
        rule: String,
        /// The target's.
        target: String,
    },
    /// A target's URL is none.
    #[error("--target {target}={url}: {problem}")]
    Url {
        /// The target's name.
        target: String,
        /// What was given.
        url: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A target was named that no rule has.
    #[error("no rule has a target {0}")]
    UnknownTarget(String),
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

/// The rules in a file.
pub(crate) fn read(path: &Path) -> Result<Vec<Rule>, RuleError> {
    let text = std::fs::read_to_string(path).map_err(|source| RuleError::File { path: path.to_owned(), source })?;
    let template = |problem: String| RuleError::Template { path: path.to_owned(), problem };
    let Template { resources } = serde_saphyr::from_str(&text).map_err(|error| template(error.to_string()))?;
    let mut rules = Vec::new();
    for (name, resource) in &resources {
        let found = match resource.r#type.as_str() {
            "AWS::Events::Rule" => rule(name, &resource.properties).map(|rule| rule.into_iter().collect()),
            "AWS::Serverless::Function" => events(name, &resource.properties),
            _ => Ok(Vec::new()),
        };
        let wrong = |problem| RuleError::Rule { path: path.to_owned(), rule: name.clone(), problem };
        rules.extend(found.map_err(wrong)?);
    }
    if rules.is_empty() {
        return Err(template("there is no rule in it: no AWS::Events::Rule, and no event EventBridgeRule".to_owned()));
    }
    Ok(rules)
}

fn rule(name: &str, properties: &Map<String, Value>) -> Result<Option<Rule>, String> {
    let Some(pattern) = properties.get("EventPattern") else { return Ok(None) };
    let targets = properties.get("Targets").and_then(Value::as_array).into_iter().flatten();
    let targets = targets.map(|target| {
        let id = target.get("Id").and_then(Value::as_str).ok_or("a target has no Id")?;
        let name = target.get("Arn").and_then(logical_id).unwrap_or(id).to_owned();
        Ok(RuleTarget { name, input: input(target)? })
    });
    let targets = targets.collect::<Result<_, String>>()?;
    let name = name.to_owned();
    Ok(Some(Rule { name, default_bus: on_default_bus(properties), pattern: parse(pattern)?, targets }))
}

fn events(function: &str, properties: &Map<String, Value>) -> Result<Vec<Rule>, String> {
    let events = properties.get("Events").and_then(Value::as_object).into_iter().flatten();
    let rules = events.filter(|(_, event)| event["Type"] == "EventBridgeRule").map(|(event, document)| {
        let properties = document["Properties"].as_object().ok_or("an event has no Properties")?;
        let pattern = properties.get("Pattern").ok_or("an event has no Pattern")?;
        Ok(Rule {
            name: format!("{function}{event}"),
            default_bus: on_default_bus(properties),
            pattern: parse(pattern)?,
            targets: vec![RuleTarget { name: function.to_owned(), input: input(&document["Properties"])? }],
        })
    });
    rules.collect()
}

/// A pattern may be JSON in a text.
fn parse(pattern: &Value) -> Result<Pattern, String> {
    match pattern {
        Value::String(text) => {
            Pattern::parse(&serde_json::from_str(text).map_err(|error| format!("the pattern is no JSON: {error}"))?)
        }
        pattern => Pattern::parse(pattern),
    }
}

fn input(target: &Value) -> Result<Input, String> {
    if let Some(transformer) = target.get("InputTransformer") {
        return Transformer::deserialize(transformer).map_err(|error| error.to_string())?.input();
    }
    match (target.get("Input"), target.get("InputPath")) {
        (Some(input), _) => Ok(Input::Constant(input.as_str().ok_or("Input must be a text")?.to_owned())),
        (_, Some(path)) => Ok(Input::Part(input::Path::parse(path.as_str().ok_or("InputPath must be a text")?)?)),
        _ => Ok(Input::Event),
    }
}

fn on_default_bus(properties: &Map<String, Value>) -> bool {
    properties.get("EventBusName").is_none_or(|name| name == "default")
}

/// The resource in `!GetAtt Queue.Arn`, which is read without its tag, or in `Fn::GetAtt`.
fn logical_id(arn: &Value) -> Option<&str> {
    let attribute = arn.get("Fn::GetAtt").unwrap_or(arn);
    match attribute {
        Value::String(text) => text.strip_suffix(".Arn"),
        Value::Array(parts) => parts.first()?.as_str(),
        _ => None,
    }
}
