//! The policies of the deployment, as IAM reads them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;

use super::template::{Node, Stack, at, binary, role};

/// Who may call: a function, by its role; or [`OPERATOR`].
pub(crate) const OPERATOR: &str = "operator";

/// What a call asks for: one action, on everything that it is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AccessRequest {
    pub(crate) action: String,
    /// The ARNs. All are needed.
    pub(crate) resources: Vec<String>,
    /// The partition keys, if it is about items: `dynamodb:LeadingKeys`.
    pub(crate) keys: Vec<String>,
}

/// A part of a statement that a call needs: who, which action, on what, and with keys of which pattern.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Grant {
    pub(crate) caller: String,
    pub(crate) sid: String,
    pub(crate) action: String,
    pub(crate) resource: String,
    pub(crate) keys: Option<String>,
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { caller, sid, action, resource, keys } = self;
        write!(f, "{caller} {sid}: {action} of {} on {resource}", keys.as_deref().unwrap_or("anything"))
    }
}

/// The policies of one stack, by caller.
pub(crate) struct Policies(BTreeMap<String, Vec<Statement>>);

struct Statement {
    sid: String,
    actions: Vec<String>,
    resources: Vec<String>,
    conditions: Vec<Condition>,
}

struct Condition {
    operator: String,
    key: String,
    patterns: Vec<String>,
}

impl Policies {
    /// Those of a stack whose functions have these settings.
    pub(crate) fn with(settings: &BTreeMap<String, String>) -> Self {
        let stack = Stack::with(settings);
        let policies = documents().map(|(caller, documents)| {
            let documents = documents.into_iter().map(|document| stack.value(document).unwrap());
            (caller, documents.flat_map(|document| statements(&document)).collect())
        });
        Self(policies.collect())
    }

    /// What of the policies of `caller` allows this; `None` if nothing does.
    pub(crate) fn allow(&self, caller: &str, ask: &AccessRequest) -> Option<BTreeSet<Grant>> {
        let statements = self.0.get(caller)?;
        let allow = |resource: &String| statements.iter().find_map(|statement| statement.allows(caller, ask, resource));
        let granted = ask.resources.iter().map(allow).collect::<Option<Vec<_>>>()?;
        Some(granted.into_iter().flatten().collect())
    }

    /// Every statement in the template, by its caller and its `Sid`, whatever its condition.
    pub(crate) fn sids() -> BTreeSet<(String, String)> {
        let all =
            documents().flat_map(|(caller, documents)| documents.into_iter().map(move |one| (caller.clone(), one)));
        all.flat_map(|(caller, document)| {
            document.all("Sid").into_iter().map(move |sid| (caller.clone(), sid.to_owned()))
        })
        .collect()
    }

    /// Everything that they grant.
    pub(crate) fn grants(&self) -> BTreeSet<Grant> {
        let all = self.0.iter().flat_map(|(caller, statements)| statements.iter().map(move |one| (caller, one)));
        all.flat_map(|(caller, statement)| statement.grants(caller)).collect()
    }
}

/// The policies in the template: those of each function's role, and those of operators.
fn documents() -> impl Iterator<Item = (String, Vec<&'static Node>)> {
    let roles: BTreeMap<_, _> = Stack::resources("AWS::IAM::Role").collect();
    let functions = Stack::resources("AWS::Serverless::Function").map(move |(_, function)| {
        let policies = at(roles[role(function)], &["Properties", "Policies"]).list().iter();
        (binary(function), policies.map(|policy| at(policy, &["PolicyDocument"])).collect())
    });
    let managed = Stack::resources("AWS::IAM::ManagedPolicy");
    let managed = managed.map(|(_, policy)| at(policy, &["Properties", "PolicyDocument"])).collect();
    functions.chain([(OPERATOR.to_owned(), managed)])
}

/// The statements of a policy. What this evaluator does not know must not pass for what it knows.
fn statements(document: &Value) -> Vec<Statement> {
    let statements = document["Statement"].as_array().unwrap().iter();
    statements
        .map(|statement| {
            for element in statement.as_object().unwrap().keys() {
                let known = ["Sid", "Effect", "Action", "Resource", "Condition"].contains(&element.as_str());
                assert!(known, "{element} is not known here: {statement}");
            }
            assert_eq!(statement["Effect"], "Allow", "{statement}");
            let conditions = statement.get("Condition").and_then(Value::as_object).into_iter().flatten();
            let conditions = conditions.flat_map(|(operator, keys)| {
                let keys = keys.as_object().unwrap().iter();
                keys.map(|(key, patterns)| Condition {
                    operator: operator.clone(),
                    key: key.clone(),
                    patterns: texts(patterns),
                })
            });
            Statement {
                sid: statement["Sid"].as_str().expect("every statement has a Sid").to_owned(),
                actions: texts(&statement["Action"]),
                resources: texts(&statement["Resource"]),
                conditions: conditions.collect(),
            }
        })
        .collect()
}

/// One text or several.
fn texts(value: &Value) -> Vec<String> {
    let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    values.iter().map(|value| value.as_str().unwrap().to_owned()).collect()
}

impl Statement {
    fn allows(&self, caller: &str, ask: &AccessRequest, resource: &str) -> Option<Vec<Grant>> {
        if !self.actions.contains(&ask.action) {
            return None;
        }
        let granted = self.resources.iter().find(|pattern| like(pattern, resource))?;
        let keys: Vec<_> = match self.conditions.as_slice() {
            [] => vec![None],
            // `ForAllValues` is true of a call that has no keys, such as a `Scan`.
            [condition] => ask.keys.iter().map(|key| condition.pattern_of(key).map(Some)).collect::<Option<_>>()?,
            _ => panic!("{}: only one condition is known here", self.sid),
        };
        Some(keys.into_iter().map(|keys| self.grant(caller, &ask.action, granted, keys)).collect())
    }

    fn grants(&self, caller: &str) -> Vec<Grant> {
        let mut grants = Vec::new();
        for (action, resource) in self.actions.iter().flat_map(|a| self.resources.iter().map(move |r| (a, r))) {
            let mut patterns: Vec<_> =
                self.conditions.iter().flat_map(|condition| &condition.patterns).map(Some).collect();
            if patterns.is_empty() {
                patterns.push(None);
            }
            grants.extend(patterns.into_iter().map(|keys| self.grant(caller, action, resource, keys)));
        }
        grants
    }

    fn grant(&self, caller: &str, action: &str, resource: &str, keys: Option<&String>) -> Grant {
        Grant {
            caller: caller.to_owned(),
            sid: self.sid.clone(),
            action: action.to_owned(),
            resource: resource.to_owned(),
            keys: keys.cloned(),
        }
    }
}

impl Condition {
    /// Which of its patterns a partition key is of.
    fn pattern_of(&self, leading_key: &str) -> Option<&String> {
        assert_eq!(self.key, "dynamodb:LeadingKeys", "is not known here");
        let matches: fn(&str, &str) -> bool = match self.operator.as_str() {
            "ForAllValues:StringLike" => like,
            "ForAllValues:StringEquals" => |pattern, key| pattern == key,
            other => panic!("{other} is not known here"),
        };
        self.patterns.iter().find(|pattern| matches(pattern, leading_key))
    }
}

/// Whether a text is of a pattern, in which `*` stands for any characters.
fn like(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            text.char_indices().map(|(at, _)| at).chain([text.len()]).any(|at| like(rest, &text[at..]))
        }),
    }
}
