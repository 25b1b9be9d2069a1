//! SES's events about emails: the configuration set, its destination, and the rule that calls `feedback`.

use aws_sdk_eventbridge::types::RuleState;
use aws_sdk_sesv2::operation::get_configuration_set::GetConfigurationSetOutput;
use aws_sdk_sesv2::types::{EventDestination, EventType, SendingOptions};

use crate::actions;
use crate::call::CallError;
use crate::clients::Clients;
use crate::finding::{Check, Finding};
use crate::stack::Stack;

/// The events that `feedback` records.
const RECORDED: [EventType; 3] = [EventType::Delivery, EventType::Bounce, EventType::Complaint];

pub(crate) async fn check(clients: &Clients, stack: &Stack) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(set) = stack.output("ConfigurationSetName") {
        let found = clients.ses.get_configuration_set().configuration_set_name(set).send().await;
        match found.map_err(CallError::from) {
            Ok(found) => findings.push(configuration_set(set, &found)),
            Err(CallError::Missing) => findings.push(missing(set)),
            Err(error) => findings.push(Check::ConfigurationSet.failed(set, actions::GET_CONFIGURATION_SET, error)),
        }
        let destinations =
            clients.ses.get_configuration_set_event_destinations().configuration_set_name(set).send().await;
        match destinations.map_err(CallError::from) {
            Ok(answer) => findings.push(event_destination(set, answer.event_destinations(), &stack.default_bus())),
            // The finding about the configuration set says so.
            Err(CallError::Missing) => {}
            Err(error) => findings.push(Check::EventDestination.failed(set, actions::GET_EVENT_DESTINATIONS, error)),
        }
    }
    findings.extend(rule(clients, stack).await);
    findings
}

async fn rule(clients: &Clients, stack: &Stack) -> Option<Finding> {
    let check = Check::FeedbackRule;
    let resources = match stack.resources(check) {
        Ok(resources) => resources,
        Err(finding) => return Some(finding),
    };
    let rule = &resources.iter().find(|one| one.name == "FeedbackRule")?.id;
    Some(match clients.eventbridge.describe_rule().name(rule).send().await.map_err(CallError::from) {
        Ok(found) => rule_state(rule, found.state()),
        Err(error) => check.failed(rule, actions::DESCRIBE_RULE, error),
    })
}

fn missing(set: &str) -> Finding {
    let remedy = "Create it again with its event destination. Until then SES rejects every email.";
    Check::ConfigurationSet
        .wrong(set, "does not exist", remedy)
        .with_command(format!("aws sesv2 create-configuration-set --configuration-set-name {set}"))
}

fn configuration_set(set: &str, found: &GetConfigurationSetOutput) -> Finding {
    let check = Check::ConfigurationSet;
    // SES sends unless somebody has paused it.
    if found.sending_options().is_none_or(SendingOptions::sending_enabled) {
        return check.ok(set, "sends");
    }
    check.wrong(set, "is paused, so SES rejects every email", "Resume the sending.").with_command(format!(
        "aws sesv2 put-configuration-set-sending-options --configuration-set-name {set} --sending-enabled"
    ))
}

fn event_destination(set: &str, destinations: &[EventDestination], bus: &str) -> Finding {
    let check = Check::EventDestination;
    let records = |one: &&EventDestination| {
        one.event_bridge_destination().is_some()
            && RECORDED.iter().all(|kind| one.matching_event_types().contains(kind))
    };
    let complete: Vec<_> = destinations.iter().filter(records).collect();
    if complete.iter().any(|one| one.enabled()) {
        return check.ok(set, "sends deliveries, bounces and complaints to EventBridge");
    }
    let settings = format!(
        "'{{\"Enabled\": true, \"MatchingEventTypes\": [\"DELIVERY\", \"BOUNCE\", \"COMPLAINT\"], \
         \"EventBridgeDestination\": {{\"EventBusArn\": \"{bus}\"}}}}'"
    );
    let remedy = "Send the events to the account's default bus. Without them no bounce is recorded.";
    let (detail, verb, name) = match destinations.iter().find(|one| one.event_bridge_destination().is_some()) {
        Some(one) if complete.is_empty() => ("sends not all events to EventBridge", "update", one.name()),
        Some(one) => ("has a disabled destination for events", "update", one.name()),
        None => ("sends no events to EventBridge", "create", "feedback"),
    };
    check.wrong(set, detail, remedy).with_command(format!(
        "aws sesv2 {verb}-configuration-set-event-destination --configuration-set-name {set} \
         --event-destination-name {name} --event-destination {settings}"
    ))
}

fn rule_state(rule: &str, state: Option<&RuleState>) -> Finding {
    let check = Check::FeedbackRule;
    if state == Some(&RuleState::Disabled) {
        return check
            .wrong(rule, "is disabled, so no bounce is recorded", "Enable it.")
            .with_command(format!("aws events enable-rule --name {rule}"));
    }
    check.ok(rule, "passes SES's events to feedback")
}

#[cfg(test)]
mod tests {
    use aws_sdk_sesv2::types::{CloudWatchDestination, EventBridgeDestination};

    use super::*;
    use crate::finding::Status;

    fn destination(enabled: bool, kinds: &[EventType]) -> EventDestination {
        let bus = EventBridgeDestination::builder().event_bus_arn("bus").build().unwrap();
        EventDestination::builder()
            .name("events")
            .enabled(enabled)
            .set_matching_event_types(Some(kinds.to_vec()))
            .event_bridge_destination(bus)
            .build()
            .unwrap()
    }

    #[test]
    fn paused_configuration_set_is_wrong() {
        for (enabled, status) in [(true, Status::Ok), (false, Status::Wrong)] {
            let options = SendingOptions::builder().sending_enabled(enabled).build();
            let found = GetConfigurationSetOutput::builder().sending_options(options).build();
            assert_eq!(configuration_set("c", &found).status, status);
        }
        assert_eq!(configuration_set("c", &GetConfigurationSetOutput::builder().build()).status, Status::Ok);
    }

    #[test]
    fn recorded_events_have_an_enabled_destination() {
        let check = |destinations: &[EventDestination]| event_destination("c", destinations, "bus");
        assert_eq!(check(&[destination(true, &RECORDED)]).status, Status::Ok);
        assert_eq!(check(&[destination(false, &RECORDED)]).detail, "has a disabled destination for events");
        let some = check(&[destination(true, &RECORDED[..1])]);
        assert_eq!((some.status, some.detail.as_str()), (Status::Wrong, "sends not all events to EventBridge"));
        assert!(some.command.unwrap().contains("update-configuration-set-event-destination"));
        let cloud_watch =
            CloudWatchDestination::builder().set_dimension_configurations(Some(Vec::new())).build().unwrap();
        let metrics = EventDestination::builder().name("metrics").enabled(true).cloud_watch_destination(cloud_watch);
        let none = check(&[metrics.set_matching_event_types(Some(RECORDED.to_vec())).build().unwrap()]);
        assert_eq!(none.detail, "sends no events to EventBridge");
        assert!(none.command.unwrap().contains("create-configuration-set-event-destination"));
    }

    #[test]
    fn disabled_rule_is_wrong() {
        assert_eq!(rule_state("r", Some(&RuleState::Enabled)).status, Status::Ok);
        assert_eq!(rule_state("r", Some(&RuleState::Disabled)).status, Status::Wrong);
    }
}
