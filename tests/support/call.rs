//! A function's call to AWS, and the permissions that it needs.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, Uri};
use serde_json::{Value, json};

use super::policy::{ALL_VALUES, AccessRequest, OPERATOR};
use super::template::{ACCOUNT, REGION, address, event_bus_arn, function_arn, identity, log_group_arn, table_arn};

/// The called service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AwsService {
    CloudFormation,
    CloudWatchLogs,
    DynamoDb,
    EventBridge,
    Lambda,
    Ses,
}

/// A call: the caller, the service, the operation such as `GetItem`, and the input.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) caller: String,
    pub(crate) to: AwsService,
    pub(crate) operation: String,
    pub(crate) input: Value,
}

impl Call {
    /// Reads the call from a request.
    ///
    /// The session token names the caller. The operator's command has none.
    pub(super) fn of(uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Self {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let (to, operation) = match header("x-amz-target").and_then(|target| target.split_once('.')) {
            Some((service, operation)) if service.starts_with("DynamoDB_") => {
                (AwsService::DynamoDb, operation.to_owned())
            }
            Some(("Logs_20140328", operation)) => (AwsService::CloudWatchLogs, operation.to_owned()),
            Some(("AWSEvents", operation)) => (AwsService::EventBridge, operation.to_owned()),
            None if uri.path() == "/v2/email/outbound-emails" => (AwsService::Ses, "SendEmail".to_owned()),
            None if uri.path() == "/v2/email/account" => (AwsService::Ses, "GetAccount".to_owned()),
            None if header("content-type") == Some("application/x-www-form-urlencoded") => {
                let input: BTreeMap<String, String> = form(body);
                let operation = input["Action"].clone();
                let caller = header("x-amz-security-token").unwrap_or(OPERATOR).to_owned();
                return Self { caller, to: AwsService::CloudFormation, operation, input: json!(input) };
            }
            None => {
                let function = uri.path().strip_prefix("/2015-03-31/functions/");
                let function = function.and_then(|path| path.strip_suffix("/invocations")).expect("a call to AWS");
                // A name or an ARN has no other encoded characters.
                (AwsService::Lambda, function.replace("%3A", ":"))
            }
            Some(other) => panic!("{other:?} is not known here"),
        };
        Self {
            caller: header("x-amz-security-token").unwrap_or(OPERATOR).to_owned(),
            to,
            operation,
            input: if body.is_empty() { Value::Null } else { serde_json::from_slice(body).unwrap() },
        }
    }

    /// Returns the kind of the single item that the call is about, or an empty text.
    pub(crate) fn key(&self) -> &str {
        pk(&self.input).map_or("", |pk| pk.split('#').next().unwrap())
    }

    /// Returns the action and the kind of each item of a transaction.
    pub(crate) fn items(&self) -> Vec<String> {
        let items = transaction(&self.input);
        items.map(|(action, item)| format!("{action} {}", pk(item).unwrap().split('#').next().unwrap())).collect()
    }

    /// Returns the permissions that the call needs, all of which must be granted.
    pub(super) fn access_requests(&self) -> Vec<AccessRequest> {
        match self.to {
            AwsService::CloudFormation => {
                let stack = self.input["StackName"].as_str().unwrap();
                vec![AccessRequest {
                    action: format!("cloudformation:{}", self.operation),
                    resources: vec![format!("arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/{stack}/1")],
                    keys: vec![],
                    attributes: vec![],
                }]
            }
            AwsService::CloudWatchLogs => {
                let groups = self.input["logGroupNames"].as_array().into_iter().flatten();
                let groups: Vec<_> = groups.map(|name| log_group_arn(name.as_str().unwrap())).collect();
                // A result has no resource of its own.
                let resources = if groups.is_empty() { vec!["*".to_owned()] } else { groups };
                vec![AccessRequest {
                    action: format!("logs:{}", self.operation),
                    resources,
                    keys: vec![],
                    attributes: vec![],
                }]
            }
            AwsService::DynamoDb => self.table_access_requests(),
            AwsService::EventBridge => {
                let entries = self.input["Entries"].as_array().unwrap().iter();
                let buses = entries.map(|entry| event_bus_arn(entry["EventBusName"].as_str().unwrap()));
                vec![AccessRequest {
                    action: format!("events:{}", self.operation),
                    resources: buses.collect(),
                    keys: vec![],
                    attributes: vec![],
                }]
            }
            AwsService::Lambda => {
                let resources = vec![function_arn(&self.operation)];
                vec![AccessRequest {
                    action: "lambda:InvokeFunction".to_owned(),
                    resources,
                    keys: vec![],
                    attributes: vec![],
                }]
            }
            AwsService::Ses if self.operation == "GetAccount" => vec![AccessRequest {
                action: "ses:GetAccount".to_owned(),
                resources: vec!["*".to_owned()],
                keys: vec![],
                attributes: vec![],
            }],
            AwsService::Ses => {
                let sender = self.input["FromEmailAddress"].as_str().unwrap();
                // As in the sandbox, where each recipient is an identity of the account.
                let recipients = self.input["Destination"]["ToAddresses"].as_array().unwrap().iter();
                let identities = recipients.map(|recipient| recipient.as_str().unwrap()).chain([identity(sender)]);
                let identities = identities.map(|identity| format!("identity/{identity}"));
                let set = self.input["ConfigurationSetName"].as_str().map(|set| format!("configuration-set/{set}"));
                let resources = identities.chain(set).map(|name| format!("arn:aws:ses:{REGION}:{ACCOUNT}:{name}"));
                vec![AccessRequest {
                    action: "ses:SendEmail".to_owned(),
                    resources: resources.collect(),
                    keys: vec![address(sender).to_owned()],
                    attributes: vec![],
                }]
            }
        }
    }

    fn table_access_requests(&self) -> Vec<AccessRequest> {
        let ask = |operation: &str, table: &Value, keys: Vec<String>| AccessRequest {
            action: format!("dynamodb:{operation}"),
            resources: vec![table_arn(table.as_str().unwrap())],
            keys,
            attributes: vec![],
        };
        let naming = |ask: AccessRequest, input: &Value| AccessRequest { attributes: attributes(input), ..ask };
        match self.operation.as_str() {
            "GetItem" | "PutItem" | "UpdateItem" | "DeleteItem" => {
                let ask = ask(&self.operation, &self.input["TableName"], vec![pk(&self.input).unwrap().to_owned()]);
                vec![naming(ask, &self.input)]
            }
            "Scan" => vec![ask("Scan", &self.input["TableName"], vec![])],
            "Query" => {
                let (table, index) = (self.input["TableName"].as_str(), self.input["IndexName"].as_str());
                let index = format!("{}/index/{}", table.unwrap(), index.expect("only the index is queried"));
                vec![ask("Query", &index.into(), vec![])]
            }
            "BatchGetItem" => {
                let tables = self.input["RequestItems"].as_object().unwrap().iter();
                let of = |keys: &Value| -> Vec<_> {
                    keys.as_array().unwrap().iter().map(|key| key["pk"]["S"].as_str().unwrap().to_owned()).collect()
                };
                tables
                    .map(|(table, of_table)| {
                        naming(ask("BatchGetItem", &table.as_str().into(), of(&of_table["Keys"])), of_table)
                    })
                    .collect()
            }
            // A transaction needs the actions of its items. DynamoDB's documentation does not say whether it checks
            // each item or all items of one action together. This is the stricter of the two.
            "TransactWriteItems" => {
                let mut asks: BTreeMap<_, AccessRequest> = BTreeMap::new();
                for (action, item) in transaction(&self.input) {
                    let action =
                        if action == "ConditionCheck" { "ConditionCheckItem" } else { &format!("{action}Item") };
                    let key = pk(item).unwrap().to_owned();
                    asks.entry(action.to_owned())
                        .and_modify(|ask| ask.keys.push(key.clone()))
                        .or_insert_with(|| ask(action, &item["TableName"], vec![key.clone()]));
                }
                asks.into_values().collect()
            }
            other => panic!("{other} is not known here"),
        }
    }
}

/// Reads the fields of a form, as AWS's query protocol has them.
fn form(body: &[u8]) -> BTreeMap<String, String> {
    let url = reqwest::Url::parse(&format!("http://form/?{}", std::str::from_utf8(body).unwrap())).unwrap();
    url.query_pairs().into_owned().collect()
}

/// Returns the top-level attributes that the expressions of a call name, and the key.
fn attributes(input: &Value) -> Vec<String> {
    const WORDS: [&str; 12] = [
        "SET",
        "REMOVE",
        "ADD",
        "DELETE",
        "AND",
        "OR",
        "NOT",
        "list_append",
        "if_not_exists",
        "attribute_exists",
        "attribute_not_exists",
        "begins_with",
    ];
    let expressions = ["ProjectionExpression", "UpdateExpression", "ConditionExpression"];
    let expressions: Vec<_> = expressions.iter().filter_map(|name| input[name].as_str()).collect();
    let names = expressions.iter().flat_map(|text| text.split([' ', ',', '(', ')', '=', '<', '>', '+', '-']));
    let names = names
        .map(|name| name.split(['.', '[']).next().unwrap())
        .filter(|name| !name.is_empty() && !name.starts_with(':') && !WORDS.contains(name));
    let resolve = |name: &str| input["ExpressionAttributeNames"][name].as_str().unwrap_or(name).to_owned();
    let mut attributes: Vec<_> = names.map(resolve).collect();
    if !attributes.is_empty() {
        attributes.push("pk".to_owned());
    }
    if input["ReturnValues"].as_str().is_some_and(|values| values.starts_with("ALL_")) {
        attributes.push(ALL_VALUES.to_owned());
    }
    attributes
}

/// Returns the `pk` of the item in this part of a request.
fn pk(of: &Value) -> Option<&str> {
    of.get("Key").or(of.get("Item"))?["pk"]["S"].as_str()
}

fn transaction(input: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let items = input["TransactItems"].as_array().expect("a transaction").iter();
    items.map(|item| item.as_object().unwrap().iter().next().unwrap())
}
