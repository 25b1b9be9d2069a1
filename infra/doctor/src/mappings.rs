//! The event source mappings, by which the stream calls `mail` and `signal`.

use aws_sdk_lambda::operation::get_event_source_mapping::GetEventSourceMappingOutput;

use crate::actions;
use crate::call::CallError;
use crate::clients::Clients;
use crate::finding::{Check, Finding};
use crate::stack::Stack;

/// The functions that read the stream, with the names of their mappings in the stack.
const CONSUMERS: [(&str, &str); 2] = [("mail", "MailMapping"), ("signal", "SignalMapping")];

pub(crate) async fn check(clients: &Clients, stack: &Stack) -> Vec<Finding> {
    let resources = match stack.resources(Check::Mapping) {
        Ok(resources) => resources,
        Err(finding) => return vec![finding],
    };
    let mut findings = Vec::new();
    for (function, name) in CONSUMERS {
        let Some(mapping) = resources.iter().find(|one| one.name == name) else {
            findings.push(missing(function, name));
            continue;
        };
        let found = clients.lambda.get_event_source_mapping().uuid(&mapping.id).send().await.map_err(CallError::from);
        findings.push(match found {
            Ok(found) => assess(function, &mapping.id, &found, stack),
            Err(CallError::Missing) => missing(function, name),
            Err(error) => Check::Mapping.failed(function, actions::GET_EVENT_SOURCE_MAPPING, error),
        });
    }
    findings
}

fn missing(function: &str, name: &str) -> Finding {
    let remedy = format!("Rename {name} in template.yaml, so that CloudFormation creates another, and deploy.");
    Check::Mapping
        .wrong(function, "has no event source mapping, and so gets no records", remedy)
        .with_command("sam build && sam deploy")
}

fn assess(function: &str, uuid: &str, found: &GetEventSourceMappingOutput, stack: &Stack) -> Finding {
    let check = Check::Mapping;
    let state = found.state().unwrap_or("unknown");
    if state == "Disabled" || state == "Disabling" {
        let remedy = "Enable it within a day, after which the stream drops records.";
        return check
            .wrong(function, format!("gets no records (state {state})"), remedy)
            .with_command(format!("aws lambda update-event-source-mapping --uuid {uuid} --enabled"));
    }
    if state != "Enabled" {
        return check
            .warning(function, format!("gets no records yet (state {state})"), "Wait a minute, and repeat the command.")
            .with_command(format!("aws lambda get-event-source-mapping --uuid {uuid}"));
    }
    if stack.output("StreamArn") != found.event_source_arn() {
        let source = found.event_source_arn().unwrap_or("nothing");
        return check
            .wrong(function, format!("reads {source}, and not the table's stream"), "Deploy the stack again.")
            .with_command("sam deploy");
    }
    let result = found.last_processing_result().unwrap_or("No records processed");
    if !(result.starts_with("OK") || result == "No records processed") {
        return check
            .wrong(function, format!("fails to process records: {result}"), "Find the cause in its log.")
            .with_command(format!("aws logs tail /aws/lambda/{}-{function} --since 1h", stack.name()));
    }
    check.ok(function, format!("gets the records of the stream ({result})"))
}

#[cfg(test)]
mod tests {
    use aws_sdk_cloudformation::types::StackStatus;

    use super::*;
    use crate::finding::Status;

    fn finding(state: &str, result: Option<&str>, stream: &str) -> Finding {
        let stack = Stack::with(StackStatus::CreateComplete, &[("StreamArn", "stream/1")], Vec::new());
        let found = GetEventSourceMappingOutput::builder().state(state).event_source_arn(stream);
        assess("mail", "uuid", &found.set_last_processing_result(result.map(str::to_owned)).build(), &stack)
    }

    #[test]
    fn enabled_mapping_is_in_order() {
        for result in [None, Some("OK"), Some("No records processed")] {
            assert_eq!(finding("Enabled", result, "stream/1").status, Status::Ok, "{result:?}");
        }
    }

    #[test]
    fn mapping_without_records_is_reported() {
        assert_eq!(finding("Disabled", None, "stream/1").status, Status::Wrong);
        assert_eq!(finding("Creating", None, "stream/1").status, Status::Warning);
        assert!(finding("Enabled", None, "stream/0").detail.starts_with("reads stream/0"));
    }

    #[test]
    fn failing_consumer_is_reported_with_its_log() {
        let failing = finding("Enabled", Some("PROBLEM: Function call failed"), "stream/1");
        assert_eq!(failing.status, Status::Wrong);
        assert_eq!(failing.command.unwrap(), "aws logs tail /aws/lambda/s-mail --since 1h");
    }
}
