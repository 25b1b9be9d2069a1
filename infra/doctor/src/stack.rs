//! The stack in CloudFormation, by which every other part is found.

use std::collections::BTreeMap;

use aws_sdk_cloudformation::types::StackStatus;

use crate::actions;
use crate::call::CallError;
use crate::clients::Clients;
use crate::finding::{Check, Finding};

/// The functions, each with its output of the stack: the ARN of its alias.
pub(crate) const FUNCTIONS: [&str; 7] = ["register", "activate", "allowed", "openid", "mail", "signal", "feedback"];

/// The stacks within the stack that have alarms.
const STACKS_WITH_ALARMS: [&str; 2] = ["Alarms", "Deployment"];

/// The maximal length of a stack's name, as in `infra/table/template.yaml`.
const MAX_NAME: usize = 21;

/// The result of looking for a stack.
#[derive(Debug)]
pub(crate) enum Lookup {
    Found(Stack),
    /// The stack does not exist, or the call failed.
    None(CallError),
}

/// A stack, with what CloudFormation returns about it.
#[derive(Debug, Clone)]
pub(crate) struct Stack {
    id: String,
    name: String,
    status: StackStatus,
    reason: Option<String>,
    parameters: BTreeMap<String, String>,
    outputs: BTreeMap<String, String>,
    resources: Result<Vec<Resource>, CallError>,
}

/// A resource of the stack, or of a stack within it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Resource {
    /// The name in the stack of the stack within it, if the resource is there.
    pub(crate) parent: Option<String>,
    pub(crate) name: String,
    pub(crate) kind: String,
    /// The name, identifier or ARN in the service of the resource.
    pub(crate) id: String,
}

impl Stack {
    /// Reads a stack with its parameters and outputs.
    pub(crate) async fn look_up(clients: &Clients, name: &str) -> Lookup {
        match clients.cloudformation.describe_stacks().stack_name(name).send().await.map_err(CallError::from) {
            Ok(answer) => match answer.stacks.unwrap_or_default().into_iter().next() {
                Some(stack) => Lookup::Found(Self::of(name, stack)),
                None => Lookup::None(CallError::Missing),
            },
            Err(error) => Lookup::None(error),
        }
    }

    fn of(name: &str, stack: aws_sdk_cloudformation::types::Stack) -> Self {
        let parameters = stack.parameters.unwrap_or_default().into_iter();
        let outputs = stack.outputs.unwrap_or_default().into_iter();
        Self {
            id: stack.stack_id.unwrap_or_default(),
            name: name.to_owned(),
            status: stack.stack_status.unwrap_or(StackStatus::CreateComplete),
            reason: stack.stack_status_reason.filter(|reason| !reason.is_empty()),
            parameters: parameters.filter_map(|one| Some((one.parameter_key?, one.parameter_value?))).collect(),
            outputs: outputs.filter_map(|one| Some((one.output_key?, one.output_value?))).collect(),
            resources: Ok(Vec::new()),
        }
    }

    /// Lists the resources of the stack, and those of the stacks with alarms.
    pub(crate) async fn list_resources(&mut self, clients: &Clients) {
        self.resources = self.all_resources(clients).await;
    }

    async fn all_resources(&self, clients: &Clients) -> Result<Vec<Resource>, CallError> {
        let mut resources = list(clients, &self.name, None).await?;
        for parent in STACKS_WITH_ALARMS {
            let id = resources.iter().find(|one| one.name == parent).map(|one| one.id.clone());
            if let Some(id) = id {
                resources.extend(list(clients, &id, Some(parent)).await?);
            }
        }
        Ok(resources)
    }

    /// Returns the name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Returns the value of a parameter, unless it is empty.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Returns the value of an output.
    pub(crate) fn output(&self, name: &str) -> Option<&str> {
        self.outputs.get(name).map(String::as_str)
    }

    /// Returns the resources, or the finding that they could not be listed.
    pub(crate) fn resources(&self, check: Check) -> Result<&[Resource], Finding> {
        let failed = |error: &CallError| check.failed(&self.name, actions::LIST_STACK_RESOURCES, error.clone());
        self.resources.as_deref().map_err(failed)
    }

    /// Returns the alias's ARN of a function.
    pub(crate) fn alias(&self, function: &str) -> Option<&str> {
        let (first, rest) = function.split_at(1);
        self.output(&format!("{}{rest}Arn", first.to_uppercase()))
    }

    /// Returns whether CloudFormation is changing the stack.
    pub(crate) fn is_in_progress(&self) -> bool {
        self.status.as_str().ends_with("_IN_PROGRESS")
    }

    /// Returns the ARN of the account's default bus, in the region of the stack.
    pub(crate) fn default_bus(&self) -> String {
        let mut parts = self.id.split(':').skip(1);
        let (partition, _, region, account) = (parts.next(), parts.next(), parts.next(), parts.next());
        let [partition, region, account] = [partition, region, account].map(Option::unwrap_or_default);
        format!("arn:{partition}:events:{region}:{account}:event-bus/default")
    }

    /// Creates a stack without a call.
    #[cfg(test)]
    pub(crate) fn with(status: StackStatus, outputs: &[(&str, &str)], resources: Vec<Resource>) -> Self {
        Self {
            id: "arn:aws:cloudformation:eu-west-1:123456789012:stack/s/1".to_owned(),
            name: "s".to_owned(),
            status,
            reason: None,
            parameters: BTreeMap::new(),
            outputs: outputs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            resources: Ok(resources),
        }
    }
}

async fn list(clients: &Clients, stack: &str, parent: Option<&str>) -> Result<Vec<Resource>, CallError> {
    let mut pages = clients.cloudformation.list_stack_resources().stack_name(stack).into_paginator().items().send();
    let mut resources = Vec::new();
    while let Some(resource) = pages.next().await {
        let resource = resource?;
        resources.push(Resource {
            parent: parent.map(str::to_owned),
            name: resource.logical_resource_id.unwrap_or_default(),
            kind: resource.resource_type.unwrap_or_default(),
            id: resource.physical_resource_id.unwrap_or_default(),
        });
    }
    Ok(resources)
}

/// Returns the findings about a stack before a deployment, which it may be the first of.
pub(crate) fn before(name: &str, lookup: &Lookup) -> Vec<Finding> {
    let check = Check::Stack;
    let valid = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && name.len() <= MAX_NAME;
    if !valid {
        let remedy = "Use small letters, digits and hyphens, 21 at most, in stack_name of samconfig.toml.";
        return vec![check.wrong(name, "is not a name that the template accepts", remedy)];
    }
    vec![match lookup {
        Lookup::None(CallError::Missing) => check.ok(name, "does not exist yet"),
        Lookup::None(error) => check.failed(name, actions::DESCRIBE_STACKS, error.clone()),
        Lookup::Found(stack) if stack.is_in_progress() => check
            .wrong(name, format!("is being changed ({})", stack.status), "Wait until CloudFormation is done.")
            .with_command(format!("aws cloudformation wait stack-update-complete --stack-name {name}")),
        Lookup::Found(stack) => match stack.status {
            // A stack in these states accepts no update.
            StackStatus::RollbackComplete | StackStatus::RollbackFailed | StackStatus::CreateFailed => check
                .wrong(name, stack.described(), "Delete the rest of the failed first deployment.")
                .with_command(format!("sam delete --stack-name {name}")),
            StackStatus::DeleteFailed => check
                .wrong(name, stack.described(), "Remove the cause, and delete the stack again.")
                .with_command(format!("sam delete --stack-name {name}")),
            StackStatus::UpdateRollbackFailed => check
                .wrong(name, stack.described(), "Remove the cause, and let CloudFormation continue.")
                .with_command(format!("aws cloudformation continue-update-rollback --stack-name {name}")),
            _ => check.ok(name, format!("accepts an update ({})", stack.status)),
        },
    }]
}

/// Returns the finding about a stack after a deployment.
pub(crate) fn deployed(name: &str, lookup: &Lookup) -> Finding {
    let check = Check::Stack;
    match lookup {
        Lookup::None(CallError::Missing) => check
            .wrong(name, "does not exist in this account and region", "Correct the name, AWS_PROFILE or AWS_REGION.")
            .with_command("aws cloudformation list-stacks --query 'StackSummaries[].StackName'"),
        Lookup::None(error) => check.failed(name, actions::DESCRIBE_STACKS, error.clone()),
        Lookup::Found(stack) if stack.is_in_progress() => check.warning(
            name,
            format!("is being changed ({})", stack.status),
            "Repeat the command when CloudFormation is done.",
        ),
        Lookup::Found(stack) if stack.is_of_other_template() => check
            .wrong(name, "is not a stack of template.yaml: it has no output TableName", "Correct the name.")
            .with_command("aws cloudformation list-stacks --query 'StackSummaries[].StackName'"),
        Lookup::Found(stack) => match stack.status {
            StackStatus::CreateComplete | StackStatus::UpdateComplete | StackStatus::ImportComplete => {
                check.ok(name, format!("is deployed ({})", stack.status))
            }
            _ => check
                .wrong(
                    name,
                    stack.described(),
                    "The last deployment failed. Correct the first reason, and deploy again.",
                )
                .with_command(format!(
                    "aws cloudformation describe-stack-events --stack-name {name} --query \
                     'StackEvents[?contains(ResourceStatus, `FAILED`)].[LogicalResourceId,ResourceStatusReason]'"
                )),
        },
    }
}

impl Stack {
    /// Returns whether a complete stack lacks the outputs of `template.yaml`.
    fn is_of_other_template(&self) -> bool {
        let complete = [StackStatus::CreateComplete, StackStatus::UpdateComplete, StackStatus::ImportComplete];
        complete.contains(&self.status) && self.output("TableName").is_none()
    }

    /// Returns the state with its reason.
    fn described(&self) -> String {
        let reason = self.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
        format!("is in the state {}{reason}", self.status)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::finding::Status;

    fn found(status: StackStatus) -> Lookup {
        Lookup::Found(Stack::with(status, &[("TableName", "t")], Vec::new()))
    }

    #[test]
    fn update_needs_a_settled_stack() {
        for (status, expected) in [
            (StackStatus::CreateComplete, Status::Ok),
            (StackStatus::UpdateRollbackComplete, Status::Ok),
            (StackStatus::UpdateInProgress, Status::Wrong),
            (StackStatus::RollbackComplete, Status::Wrong),
            (StackStatus::DeleteFailed, Status::Wrong),
            (StackStatus::UpdateRollbackFailed, Status::Wrong),
        ] {
            assert_eq!(before("s", &found(status.clone()))[0].status, expected, "{status}");
        }
        assert_eq!(before("s", &Lookup::None(CallError::Missing))[0].status, Status::Ok);
    }

    #[test]
    fn invalid_name_of_stack_is_wrong() {
        for name in ["Registration", "1st", "registration_dev", "registration-of-example"] {
            assert_eq!(before(name, &Lookup::None(CallError::Missing))[0].status, Status::Wrong, "{name}");
        }
    }

    #[test]
    fn failed_deployment_is_wrong() {
        for (status, expected) in [
            (StackStatus::UpdateComplete, Status::Ok),
            (StackStatus::UpdateInProgress, Status::Warning),
            (StackStatus::UpdateRollbackComplete, Status::Wrong),
            (StackStatus::RollbackComplete, Status::Wrong),
        ] {
            assert_eq!(deployed("s", &found(status.clone())).status, expected, "{status}");
        }
        assert_eq!(deployed("s", &Lookup::None(CallError::Missing)).status, Status::Wrong);
        assert_eq!(deployed("s", &Lookup::None(CallError::Denied)).status, Status::Unchecked);
        let other = Lookup::Found(Stack::with(StackStatus::CreateComplete, &[], Vec::new()));
        assert_eq!(deployed("s", &other).status, Status::Wrong);
    }

    #[test]
    fn names_are_those_of_template() {
        let template = include_str!("../../../template.yaml");
        let expected = FUNCTIONS.map(|function| format!("{}{}", function[..1].to_uppercase(), &function[1..]));
        let mut resources: Vec<_> = template.split("Function:\n    Type: AWS::Serverless::Function\n").collect();
        resources.pop();
        let made = resources.iter().map(|before| before.rsplit(char::is_whitespace).next().unwrap().to_owned());
        assert_eq!(BTreeSet::from(expected.clone()), made.collect());
        let outputs = template.split_once("\nOutputs:\n").unwrap().1;
        for name in expected {
            let output = format!("\n  {name}Arn:\n");
            assert!(outputs.contains(&output), "{output}");
        }
        for output in ["TableName", "StreamArn", "EventBusName", "ConfigurationSetName", "FailureBucketName"] {
            assert!(outputs.contains(&format!("  {output}:\n")), "{output}");
        }
        let names = ["MailMapping", "SignalMapping", "FeedbackRule"];
        for name in names.iter().chain(&STACKS_WITH_ALARMS).chain(&["MailIdentity", "DeletionProtection"]) {
            assert!(template.contains(&format!("\n  {name}:\n")), "{name}");
        }
    }

    #[test]
    fn default_bus_is_in_account_of_stack() {
        let stack = Stack::with(StackStatus::CreateComplete, &[], Vec::new());
        assert_eq!(stack.default_bus(), "arn:aws:events:eu-west-1:123456789012:event-bus/default");
    }
}
