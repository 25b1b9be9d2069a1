//! The actions of IAM that the checks need.
//!
//! They are those of `DoctorPolicy` in `template.yaml`, which a test compares. None of them changes anything.

pub(crate) const DESCRIBE_ALARMS: &str = "cloudwatch:DescribeAlarms";
pub(crate) const DESCRIBE_CONTINUOUS_BACKUPS: &str = "dynamodb:DescribeContinuousBackups";
pub(crate) const DESCRIBE_EVENT_BUS: &str = "events:DescribeEventBus";
pub(crate) const DESCRIBE_RULE: &str = "events:DescribeRule";
pub(crate) const DESCRIBE_STACKS: &str = "cloudformation:DescribeStacks";
pub(crate) const DESCRIBE_TABLE: &str = "dynamodb:DescribeTable";
pub(crate) const DESCRIBE_TIME_TO_LIVE: &str = "dynamodb:DescribeTimeToLive";
pub(crate) const GET_ACCOUNT: &str = "ses:GetAccount";
pub(crate) const GET_ACCOUNT_SETTINGS: &str = "lambda:GetAccountSettings";
pub(crate) const GET_ALIAS: &str = "lambda:GetAlias";
pub(crate) const GET_CONFIGURATION_SET: &str = "ses:GetConfigurationSet";
pub(crate) const GET_EMAIL_IDENTITY: &str = "ses:GetEmailIdentity";
pub(crate) const GET_EVENT_DESTINATIONS: &str = "ses:GetConfigurationSetEventDestinations";
pub(crate) const GET_EVENT_SOURCE_MAPPING: &str = "lambda:GetEventSourceMapping";
pub(crate) const GET_FUNCTION_CONFIGURATION: &str = "lambda:GetFunctionConfiguration";
pub(crate) const LIST_BUCKET: &str = "s3:ListBucket";
pub(crate) const LIST_STACK_RESOURCES: &str = "cloudformation:ListStackResources";
pub(crate) const LIST_SUBSCRIPTIONS: &str = "sns:ListSubscriptionsByTopic";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn policy_of_template_has_each_action() {
        let actions = include_str!("actions.rs").lines().filter(|line| line.starts_with("pub(crate) const"));
        let actions: Vec<_> = actions.filter_map(|line| line.split('"').nth(1)).collect();
        let template = include_str!("../../../template.yaml");
        let (policy, _) = template.split_once("\n  DoctorPolicy:\n").unwrap().1.split_once("\n\n  # ----").unwrap();
        let services = ["cloudformation:", "cloudwatch:", "dynamodb:", "events:", "lambda:", "s3:", "ses:", "sns:"];
        let granted = services.iter().flat_map(|service| {
            let names =
                policy.split(service).skip(1).filter_map(|rest| rest.split(|c: char| !c.is_alphabetic()).next());
            names.filter(|name| name.starts_with(char::is_uppercase)).map(move |name| format!("{service}{name}"))
        });
        let granted: BTreeSet<_> = granted.collect();
        assert_eq!(granted, actions.into_iter().map(str::to_owned).collect());
    }
}
