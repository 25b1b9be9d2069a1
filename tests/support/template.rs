//! The stack that CloudFormation would make of `template.yaml`.
//!
//! A service's settings give the parameters, and these the conditions and values.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use serde_saphyr::Tagged;

pub(crate) const REGION: &str = "us-east-1";
pub(crate) const ACCOUNT: &str = "000000000000";
/// The name of the stack.
pub(crate) const STACK: &str = "registration";

static TEMPLATE: LazyLock<Template> = LazyLock::new(|| {
    let root: Node = serde_saphyr::from_str(include_str!("../../template.yaml")).unwrap();
    let mut settings = BTreeMap::new();
    collect(&root, &mut settings);
    Template { root, settings }
});

struct Template {
    root: Node,
    /// The value of each `REGISTRATION_*` variable of the functions.
    settings: BTreeMap<String, Node>,
}

impl Template {
    fn has_parameter(&self, name: &str) -> bool {
        self.root.get("Parameters").unwrap().get(name).is_some()
    }
}

fn collect(node: &Node, settings: &mut BTreeMap<String, Node>) {
    match node {
        Node::Text(_) => {}
        Node::List(nodes) => nodes.iter().for_each(|node| collect(node, settings)),
        Node::Call(_, argument) => collect(argument, settings),
        Node::Map(entries) => {
            for (name, node) in entries {
                if name.starts_with("REGISTRATION_") {
                    settings.insert(name.clone(), node.clone());
                }
                collect(node, settings);
            }
        }
    }
}

/// YAML with CloudFormation's short tags.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Text(String),
    List(Vec<Self>),
    Map(BTreeMap<String, Self>),
    /// A function and its argument, such as `!Ref Table`.
    Call(String, Box<Self>),
}

impl Node {
    fn get(&self, name: &str) -> Option<&Self> {
        if let Self::Map(entries) = self { entries.get(name) } else { None }
    }

    fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    fn entries(&self) -> impl Iterator<Item = (&String, &Self)> {
        let entries = if let Self::Map(entries) = self { Some(entries) } else { None };
        entries.into_iter().flatten()
    }

    pub(crate) fn list(&self) -> &[Self] {
        if let Self::List(nodes) = self { nodes } else { &[] }
    }

    /// Returns every text with this name, at any depth.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        match self {
            Self::Text(_) => Vec::new(),
            Self::List(nodes) => nodes.iter().flat_map(|node| node.all(name)).collect(),
            Self::Call(_, argument) => argument.all(name),
            Self::Map(entries) => {
                let here = entries.get(name).and_then(Self::text);
                here.into_iter().chain(entries.values().flat_map(|node| node.all(name))).collect()
            }
        }
    }

    /// Returns the target of the first `!Ref`, or the stack of a `!GetAtt` of a name.
    fn refers_to(&self) -> Option<&str> {
        match self {
            Self::Call(function, name) if function == "Ref" => name.text(),
            Self::Call(function, name) if function == "GetAtt" => name.text()?.strip_suffix(".Outputs.Name"),
            Self::Call(_, argument) => argument.refers_to(),
            Self::List(nodes) => nodes.iter().find_map(Self::refers_to),
            Self::Text(_) | Self::Map(_) => None,
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Tagged(Untagged(node), tag) = Tagged::deserialize(deserializer)?;
        Ok(match tag.as_deref().and_then(|tag| tag.strip_prefix('!')) {
            Some(function) => Self::Call(function.to_owned(), Box::new(node)),
            None => node,
        })
    }
}

struct Untagged(Node);

impl<'de> Deserialize<'de> for Untagged {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor).map(Self)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("YAML")
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Text(String::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut nodes: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(node) = nodes.next_element()? {
            list.push(node);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut map = BTreeMap::new();
        while let Some((name, node)) = entries.next_entry()? {
            map.insert(name, node);
        }
        Ok(Node::Map(map))
    }
}

/// A stack whose parameters give its functions the settings of a service.
pub(crate) struct Stack {
    parameters: BTreeMap<String, String>,
    /// The names of resources in the settings.
    names: BTreeMap<String, String>,
}

impl Stack {
    pub(crate) fn with(settings: &BTreeMap<String, String>) -> Self {
        let parameters = TEMPLATE.root.get("Parameters").unwrap().entries().map(|(name, parameter)| {
            let default = parameter.get("Default").and_then(Node::text).unwrap_or_default();
            (name.clone(), default.to_owned())
        });
        let (mut parameters, mut names): (BTreeMap<_, _>, _) = (parameters.collect(), BTreeMap::new());
        for (variable, value) in settings {
            let Some(name) = TEMPLATE.settings.get(variable).and_then(Node::refers_to) else { continue };
            let known = if parameters.contains_key(name) { &mut parameters } else { &mut names };
            known.insert(name.to_owned(), value.clone());
        }
        if let Some(function) = settings.get("REGISTRATION_BACKEND").and_then(|backend| backend.strip_prefix("lambda:"))
        {
            parameters.insert("Backend".to_owned(), "default".to_owned());
            parameters.insert("BackendFunction".to_owned(), function_arn(function.rsplit('/').next().unwrap()));
        }
        if let Some(from) = settings.get("REGISTRATION_MAIL_FROM") {
            parameters.insert("MailIdentity".to_owned(), identity(from).to_owned());
        }
        // Parameters that no setting gives.
        for (name, value) in settings.iter().filter(|(name, _)| TEMPLATE.has_parameter(name)) {
            parameters.insert(name.clone(), value.clone());
        }
        Self { parameters, names }
    }

    /// Returns the resources of a type, with their properties.
    pub(crate) fn resources(of: &str) -> impl Iterator<Item = (&'static str, &'static Node)> {
        let resources = TEMPLATE.root.get("Resources").unwrap().entries();
        let of = of.to_owned();
        resources
            .filter(move |(_, resource)| resource.get("Type").and_then(Node::text) == Some(&of))
            .map(|(name, resource)| (name.as_str(), resource))
    }

    /// Evaluates a node. The result of `!Ref AWS::NoValue` is `None`.
    pub(crate) fn value(&self, node: &Node) -> Option<Value> {
        match node {
            Node::Text(text) => Some(text.as_str().into()),
            Node::List(nodes) => Some(nodes.iter().filter_map(|node| self.value(node)).collect()),
            Node::Map(entries) => {
                let entries = entries.iter().filter_map(|(name, node)| Some((name.clone(), self.value(node)?)));
                Some(entries.collect::<Map<_, _>>().into())
            }
            Node::Call(function, argument) => match (function.as_str(), &**argument) {
                ("Ref", Node::Text(name)) if name == "AWS::NoValue" => None,
                ("Ref", Node::Text(name)) => Some(self.reference(name).into()),
                ("GetAtt", Node::Text(attribute)) => Some(self.attribute(attribute).into()),
                ("Sub", Node::Text(text)) => Some(self.substituted(text).into()),
                ("If", Node::List(parts)) => {
                    let [condition, yes, no] = parts.as_slice() else { panic!("!If has three parts: {parts:?}") };
                    self.value(if self.is(condition.text().unwrap()) { yes } else { no })
                }
                _ => panic!("!{function} of {argument:?} is not known here"),
            },
        }
    }

    /// Returns whether a condition of the template holds.
    fn is(&self, condition: &str) -> bool {
        let conditions = TEMPLATE.root.get("Conditions").unwrap();
        self.holds(conditions.get(condition).unwrap_or_else(|| panic!("there is no condition {condition}")))
    }

    fn holds(&self, condition: &Node) -> bool {
        let Node::Call(function, argument) = condition else { panic!("{condition:?} is no condition") };
        let mut parts = argument.list().iter();
        match function.as_str() {
            "Condition" => self.is(argument.text().unwrap()),
            "Not" => !self.holds(&argument.list()[0]),
            "And" => parts.all(|part| self.holds(part)),
            "Or" => parts.any(|part| self.holds(part)),
            "Equals" => self.value(&argument.list()[0]) == self.value(&argument.list()[1]),
            other => panic!("!{other} is not known here"),
        }
    }

    fn reference(&self, name: &str) -> String {
        match name {
            "AWS::Partition" => "aws".to_owned(),
            "AWS::Region" => REGION.to_owned(),
            "AWS::AccountId" => ACCOUNT.to_owned(),
            "AWS::StackName" => STACK.to_owned(),
            _ => self.parameters.get(name).or(self.names.get(name)).map_or(name, String::as_str).to_owned(),
        }
    }

    fn attribute(&self, attribute: &str) -> String {
        let (resource, name) = attribute.split_once('.').unwrap();
        let described = TEMPLATE.root.get("Resources").unwrap().get(resource).unwrap();
        match (described.get("Type").and_then(Node::text), name) {
            (Some("AWS::CloudFormation::Stack"), "Outputs.Name") => self.reference(resource),
            (Some("AWS::CloudFormation::Stack"), "Outputs.Arn") => table_arn(&self.reference(resource)),
            (Some("AWS::Events::EventBus"), "Arn") => event_bus_arn(&self.reference(resource)),
            (Some("AWS::Logs::LogGroup"), "Arn") => {
                let name = self.value(at(described, &["Properties", "LogGroupName"])).unwrap();
                log_group_arn(name.as_str().unwrap())
            }
            (Some("AWS::Serverless::Function"), "Arn") => function_arn(&binary(described)),
            _ => format!("{}.{name}", self.reference(resource)),
        }
    }

    fn substituted(&self, text: &str) -> String {
        let mut parts = text.split("${");
        let mut whole = parts.next().unwrap().to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}').unwrap();
            whole += &if name.contains('.') { self.attribute(name) } else { self.reference(name) };
            whole += rest;
        }
        whole
    }
}

/// Returns the binary of a function, which is its name everywhere else.
pub(crate) fn binary(function: &Node) -> String {
    let metadata = function.get("Metadata").and_then(|metadata| metadata.get("BuildProperties"));
    metadata.and_then(|properties| properties.get("Binary")).and_then(Node::text).unwrap().to_owned()
}

/// Returns the part of a resource at this path of names.
pub(crate) fn at<'a>(resource: &'a Node, path: &[&str]) -> &'a Node {
    path.iter().fold(resource, |node, name| node.get(name).unwrap_or_else(|| panic!("there is no {name} in {node:?}")))
}

/// Returns the resource name of a function's role.
pub(crate) fn role(function: &Node) -> &str {
    match at(function, &["Properties", "Role"]) {
        Node::Call(get, role) if get == "GetAtt" => role.text().and_then(|role| role.strip_suffix(".Arn")).unwrap(),
        other => panic!("{other:?} is no role"),
    }
}

pub(crate) fn table_arn(name: &str) -> String {
    format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{name}")
}

pub(crate) fn event_bus_arn(name: &str) -> String {
    format!("arn:aws:events:{REGION}:{ACCOUNT}:event-bus/{name}")
}

/// Returns the ARN of a log group with all its streams.
pub(crate) fn log_group_arn(name: &str) -> String {
    format!("arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{name}:*")
}

/// Returns the ARN of a function by its name or ARN.
pub(crate) fn function_arn(name: &str) -> String {
    if name.starts_with("arn:") {
        name.to_owned()
    } else {
        format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}")
    }
}

/// Returns the SES identity that a sender uses, when its domain is verified.
pub(crate) fn identity(from: &str) -> &str {
    from.rsplit('@').next().unwrap().trim_end_matches('>')
}

/// Returns the address of a sender, without its name.
pub(crate) fn address(from: &str) -> &str {
    from.rsplit('<').next().unwrap().trim_end_matches('>')
}
