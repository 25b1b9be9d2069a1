//! The policies of the deployment, evaluated as by IAM.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;

use super::template::{Node, Stack, at, binary, role};

/// The caller that is not a function's role: the operator.
pub(crate) const OPERATOR: &str = "operator";
/// The operator with the policy of a support desk alone.
pub(crate) const SUPPORT: &str = "support";

/// Stands among the attributes of an update that returns the whole item.
pub(super) const ALL_VALUES: &str = "*";

/// A request for permission: one action on all of its resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AccessRequest {
    pub(crate) action: String,
    /// The ARNs, all of which must be allowed.
    pub(crate) resources: Vec<String>,
    /// The values of the action's condition key: the partition keys of the items (`dynamodb:LeadingKeys`), or the
    /// sender of an email (`ses:FromAddress`).
    pub(crate) keys: Vec<String>,
    /// The attributes that a call of DynamoDB names (`dynamodb:Attributes`). Without any it reads all of them.
    pub(crate) attributes: Vec<String>,
}

/// A part of a statement: a caller, an action, a resource and a pattern of keys.
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
    /// Creates the policies of a stack whose functions have these settings.
    pub(crate) fn with(settings: &BTreeMap<String, String>) -> Self {
        let stack = Stack::with(settings);
        let policies = documents().map(|(caller, documents)| {
            let documents = documents.into_iter().map(|document| stack.value(document).unwrap());
            (caller, documents.flat_map(|document| statements(&document)).collect())
        });
        Self(policies.collect())
    }

    /// Returns the grants that allow this to `caller`. `None` means that nothing does.
    pub(crate) fn allow(&self, caller: &str, ask: &AccessRequest) -> Option<BTreeSet<Grant>> {
        let statements = self.0.get(caller)?;
        let allow = |resource: &String| statements.iter().find_map(|statement| statement.allows(caller, ask, resource));
        let granted = ask.resources.iter().map(allow).collect::<Option<Vec<_>>>()?;
        Some(granted.into_iter().flatten().collect())
    }

    /// Returns the caller and the `Sid` of every statement, whatever its condition.
    pub(crate) fn sids() -> BTreeSet<(String, String)> {
        let all =
            documents().flat_map(|(caller, documents)| documents.into_iter().map(move |one| (caller.clone(), one)));
        all.flat_map(|(caller, document)| {
            document.all("Sid").into_iter().map(move |sid| (caller.clone(), sid.to_owned()))
        })
        .collect()
    }

    /// Returns all grants of the policies.
    pub(crate) fn grants(&self) -> BTreeSet<Grant> {
        let all = self.0.iter().flat_map(|(caller, statements)| statements.iter().map(move |one| (caller, one)));
        all.flat_map(|(caller, statement)| statement.grants(caller)).collect()
    }
}

/// Returns the policy documents of each function's role and of operators.
fn documents() -> impl Iterator<Item = (String, Vec<&'static Node>)> {
    let roles: BTreeMap<_, _> = Stack::resources("AWS::IAM::Role").collect();
    let functions = Stack::resources("AWS::Serverless::Function").map(move |(_, function)| {
        let policies = at(roles[role(function)], &["Properties", "Policies"]).list().iter();
        (binary(function), policies.map(|policy| at(policy, &["PolicyDocument"])).collect())
    });
    // `registration doctor` reads an account, which `local` is not: tests/doctor has its policy.
    let managed = Stack::resources("AWS::IAM::ManagedPolicy").filter(|(name, _)| *name != "DoctorPolicy");
    let (support, mut managed): (Vec<_>, Vec<_>) = managed.partition(|(name, _)| *name == "SupportPolicy");
    // The other policies add to this one, so a call that it allows needs no other.
    managed.sort_by_key(|(name, _)| *name != "OperatorPolicy");
    let documents = |policies: Vec<(_, &'static Node)>| {
        policies.into_iter().map(|(_, policy)| at(policy, &["Properties", "PolicyDocument"])).collect()
    };
    functions.chain([(OPERATOR.to_owned(), documents(managed)), (SUPPORT.to_owned(), documents(support))])
}

/// Reads the statements of a policy. Unknown elements panic, so none is ignored.
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

/// Returns one text or several as a list.
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
        let (of_keys, others): (Vec<_>, Vec<_>) = self.conditions.iter().partition(|condition| condition.is_of_keys());
        if !others.iter().all(|condition| condition.allows_attributes(&ask.attributes)) {
            return None;
        }
        let keys: Vec<_> = match of_keys.as_slice() {
            [] => vec![None],
            // `ForAllValues` is true of a call that has no keys, such as a `Scan`.
            [condition] => {
                let pattern =
                    |key: &String| condition.pattern_of(key).map(|pattern| condition.divides().then_some(pattern));
                ask.keys.iter().map(pattern).collect::<Option<_>>()?
            }
            _ => panic!("{}: only one condition on keys is known here", self.sid),
        };
        Some(keys.into_iter().map(|keys| self.grant(caller, &ask.action, granted, keys)).collect())
    }

    fn grants(&self, caller: &str) -> Vec<Grant> {
        let mut grants = Vec::new();
        for (action, resource) in self.actions.iter().flat_map(|a| self.resources.iter().map(move |r| (a, r))) {
            let dividing = self.conditions.iter().filter(|condition| condition.divides());
            let mut patterns: Vec<_> = dividing.flat_map(|condition| &condition.patterns).map(Some).collect();
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
    /// Returns whether each pattern is a separate grant. The patterns of a sender are for the forms of one identity.
    fn divides(&self) -> bool {
        self.key == "dynamodb:LeadingKeys"
    }

    fn is_of_keys(&self) -> bool {
        self.divides() || self.key == "ses:FromAddress"
    }

    /// Returns whether a call that names these attributes meets a condition on attributes.
    fn allows_attributes(&self, attributes: &[String]) -> bool {
        match (self.key.as_str(), self.operator.as_str()) {
            ("dynamodb:Attributes", "ForAllValues:StringEquals") => {
                attributes.iter().all(|attribute| self.patterns.contains(attribute))
            }
            ("dynamodb:Select", "StringEquals") => self.patterns == ["SPECIFIC_ATTRIBUTES"] && !attributes.is_empty(),
            // No call here asks for values that an update had before or has after, but for all of them.
            ("dynamodb:ReturnValues", "StringEqualsIfExists") => !attributes.contains(&ALL_VALUES.to_owned()),
            other => panic!("{other:?} is not known here"),
        }
    }

    /// Returns the pattern that a value of the condition key matches.
    fn pattern_of(&self, value: &str) -> Option<&String> {
        let matches: fn(&str, &str) -> bool = match (self.key.as_str(), self.operator.as_str()) {
            ("dynamodb:LeadingKeys", "ForAllValues:StringLike") | ("ses:FromAddress", "StringLike") => like,
            ("dynamodb:LeadingKeys", "ForAllValues:StringEquals") => |pattern, key| pattern == key,
            other => panic!("{other:?} is not known here"),
        };
        self.patterns.iter().find(|pattern| matches(pattern, value))
    }
}

/// Returns whether a text matches a pattern, in which `*` stands for any text.
fn like(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            text.char_indices().map(|(at, _)| at).chain([text.len()]).any(|at| like(rest, &text[at..]))
        }),
    }
}
