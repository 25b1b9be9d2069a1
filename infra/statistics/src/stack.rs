//! The stack in CloudFormation, whose parameters say how far back its logs go.

use aws_sdk_cloudformation::Client;
use domain::clock::utc_day;
use jiff::Timestamp;

use crate::StatisticsError;
use crate::call::call_failed;
use crate::window::Window;

/// The name of the call and of its permission.
const DESCRIBE_STACKS: &str = "cloudformation:DescribeStacks";

/// The parameter with the days after which logs are deleted.
const RETENTION: &str = "LogRetentionDays";

/// Leaves out the days of which the stack has no logs, or only a part.
pub(crate) async fn restrict(client: &Client, name: &str, window: Window) -> Result<Window, StatisticsError> {
    let answer = client.describe_stacks().stack_name(name).send().await.map_err(|error| {
        // CloudFormation has no code of its own for a stack that does not exist.
        let is_missing = error.as_service_error().and_then(|error| error.meta().message());
        if is_missing.is_some_and(|text| text.contains("does not exist")) {
            return StatisticsError::NoStack(name.to_owned());
        }
        call_failed(DESCRIBE_STACKS, error)
    })?;
    let stack = answer.stacks().first().ok_or_else(|| StatisticsError::NoStack(name.to_owned()))?;
    let retention = stack.parameters().iter().find(|one| one.parameter_key() == Some(RETENTION));
    let days = retention.and_then(|one| one.parameter_value()?.parse().ok());
    let days = days.ok_or_else(|| StatisticsError::OtherStack(name.to_owned()))?;
    let created = stack.creation_time().and_then(|at| Timestamp::from_second(at.secs()).ok());
    let window = window.kept_for(days);
    Ok(created.map_or(window, |created| window.since(utc_day(created))))
}
