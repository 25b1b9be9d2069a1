//! The alarms, and the people they notify.

use std::collections::BTreeSet;

use aws_sdk_cloudwatch::types::{AlarmType, MetricAlarm, StateValue};
use aws_sdk_sns::types::Subscription;

use crate::actions;
use crate::call::CallError;
use crate::clients::Clients;
use crate::finding::{Check, Finding};
use crate::stack::{Resource, Stack};

/// The alarms that one call describes.
const PAGE: u8 = 100;

pub(crate) async fn check(clients: &Clients, stack: &Stack) -> Vec<Finding> {
    let resources = match stack.resources(Check::Alarms) {
        Ok(resources) => resources,
        Err(finding) => return vec![finding],
    };
    let alarms: Vec<_> = resources.iter().filter(|one| one.kind == "AWS::CloudWatch::Alarm").collect();
    let mut found = Vec::new();
    for page in alarms.chunks(PAGE.into()) {
        let names = page.iter().map(|one| one.id.clone()).collect();
        let call =
            clients.cloudwatch.describe_alarms().set_alarm_names(Some(names)).alarm_types(AlarmType::MetricAlarm);
        match call.max_records(PAGE.into()).send().await.map_err(CallError::from) {
            Ok(answer) => found.extend(answer.metric_alarms.unwrap_or_default()),
            Err(error) => return vec![Check::Alarms.failed("all", actions::DESCRIBE_ALARMS, error)],
        }
    }
    let mut findings = vec![existence(&alarms, &found), notification(&found)];
    for topic in topics(&found) {
        findings.push(subscriptions(clients, topic).await);
    }
    if topics(&found).is_empty() {
        findings.push(no_topic());
    }
    findings.extend(states(&found));
    findings
}

fn existence(alarms: &[&Resource], found: &[MetricAlarm]) -> Finding {
    let check = Check::Alarms;
    let exists = |id: &str| found.iter().any(|alarm| alarm.alarm_name() == Some(id));
    let missing: Vec<_> = alarms.iter().map(|one| one.id.as_str()).filter(|id| !exists(id)).collect();
    if missing.is_empty() {
        return check.ok("all", format!("{} alarms exist", alarms.len()));
    }
    let remedy = "Rename their resources in infra/alarms/template.yaml, so that CloudFormation creates others, and \
                  deploy. Those of infra/deployment are made again for the next version.";
    check
        .wrong("all", format!("{} of {} do not exist: {}", missing.len(), alarms.len(), missing.join(", ")), remedy)
        .with_command("sam build && sam deploy")
}

fn notification(found: &[MetricAlarm]) -> Finding {
    let check = Check::AlarmActions;
    let silent: Vec<_> = found.iter().filter(|alarm| alarm.actions_enabled() == Some(false)).collect();
    if silent.is_empty() {
        return check.ok("all", "the actions are enabled");
    }
    let names: Vec<_> = silent.iter().filter_map(|alarm| alarm.alarm_name()).collect();
    check
        .wrong(
            "all",
            format!("{} of {} notify nobody: their actions are disabled", names.len(), found.len()),
            "Enable them.",
        )
        .with_command(format!("aws cloudwatch enable-alarm-actions --alarm-names {}", names.join(" ")))
}

/// Returns the topics that alarms are sent to.
fn topics(found: &[MetricAlarm]) -> BTreeSet<&str> {
    found.iter().flat_map(MetricAlarm::alarm_actions).map(String::as_str).filter(|arn| arn.contains(":sns:")).collect()
}

fn no_topic() -> Finding {
    let remedy = "Deploy with AlarmEmail or AlarmTopic, unless somebody looks at the dashboard.";
    Check::AlarmTopic.warning("-", "there is no topic, so alarms notify nobody", remedy).with_command("sam deploy")
}

async fn subscriptions(clients: &Clients, topic: &str) -> Finding {
    let mut pages = clients.sns.list_subscriptions_by_topic().topic_arn(topic).into_paginator().items().send();
    let mut found = Vec::new();
    while let Some(subscription) = pages.next().await {
        match subscription.map_err(CallError::from) {
            Ok(subscription) => found.push(subscription),
            Err(CallError::Missing) => return missing_topic(topic),
            Err(error) => return Check::AlarmTopic.failed(topic, actions::LIST_SUBSCRIPTIONS, error),
        }
    }
    subscribers(topic, &found)
}

fn missing_topic(topic: &str) -> Finding {
    let remedy = "Create it again, or deploy with another AlarmTopic.";
    Check::AlarmTopic
        .wrong(topic, "does not exist", remedy)
        .with_command(format!("aws sns create-topic --name {}", topic.rsplit(':').next().unwrap_or(topic)))
}

fn subscribers(topic: &str, found: &[Subscription]) -> Finding {
    let check = Check::AlarmTopic;
    // One that waits for its confirmation has a word in place of its ARN.
    let confirmed =
        found.iter().filter(|one| one.subscription_arn().is_some_and(|arn| arn.starts_with("arn:"))).count();
    if confirmed > 0 {
        return check.ok(topic, format!("{confirmed} of {} subscriptions are confirmed", found.len()));
    }
    let subscribe = |protocol: &str, endpoint: &str| {
        format!("aws sns subscribe --topic-arn {topic} --protocol {protocol} --notification-endpoint {endpoint}")
    };
    let Some(pending) = found.first() else {
        let command = subscribe("email", "ADDRESS");
        return check.wrong(topic, "has no subscription", "Subscribe somebody.").with_command(command);
    };
    let (protocol, endpoint) = (pending.protocol().unwrap_or("email"), pending.endpoint().unwrap_or("ADDRESS"));
    let remedy = "Open the link in the email from SNS, or send it again.";
    check
        .wrong(topic, format!("has no confirmed subscription: that of {endpoint} is pending"), remedy)
        .with_command(subscribe(protocol, endpoint))
}

fn states(found: &[MetricAlarm]) -> Vec<Finding> {
    let check = Check::AlarmState;
    let on = found.iter().filter(|alarm| alarm.state_value() == Some(&StateValue::Alarm));
    let findings: Vec<_> = on
        .map(|alarm| {
            let name = alarm.alarm_name().unwrap_or_default();
            let reason = alarm.state_reason().unwrap_or("no reason is given");
            check
                .wrong(name, format!("is on: {reason}"), "See docs/operate/alarms.md for the action.")
                .with_command(format!(
                    "aws cloudwatch describe-alarm-history --alarm-name {name} --history-item-type StateUpdate --max-items 5"
                ))
        })
        .collect();
    if findings.is_empty() { vec![check.ok("all", "no alarm is on")] } else { findings }
}

#[cfg(test)]
mod tests {
    use aws_sdk_cloudwatch::types::builders::MetricAlarmBuilder;

    use super::*;
    use crate::finding::Status;

    fn alarm(name: &str) -> MetricAlarmBuilder {
        MetricAlarm::builder().alarm_name(name).actions_enabled(true).state_value(StateValue::Ok)
    }

    fn resource(id: &str) -> Resource {
        let [parent, name, kind] = ["Alarms", id, "AWS::CloudWatch::Alarm"].map(str::to_owned);
        Resource { parent: Some(parent), name, kind, id: id.to_owned() }
    }

    #[test]
    fn deleted_alarm_is_named() {
        let (a, b) = (resource("a"), resource("b"));
        assert_eq!(existence(&[&a, &b], &[alarm("a").build(), alarm("b").build()]).status, Status::Ok);
        let finding = existence(&[&a, &b], &[alarm("b").build()]);
        assert_eq!((finding.status, finding.detail.as_str()), (Status::Wrong, "1 of 2 do not exist: a"));
    }

    #[test]
    fn disabled_actions_are_named() {
        assert_eq!(notification(&[alarm("a").build()]).status, Status::Ok);
        let finding = notification(&[alarm("a").build(), alarm("b").actions_enabled(false).build()]);
        assert_eq!(finding.command.unwrap(), "aws cloudwatch enable-alarm-actions --alarm-names b");
    }

    #[test]
    fn active_alarm_is_reported_with_its_reason() {
        assert_eq!(states(&[alarm("a").build()])[0].status, Status::Ok);
        let on = alarm("b").state_value(StateValue::Alarm).state_reason("1 error").build();
        let findings = states(&[alarm("a").build(), on]);
        assert_eq!(findings.len(), 1);
        assert_eq!((findings[0].subject.as_str(), findings[0].detail.as_str()), ("b", "is on: 1 error"));
    }

    #[test]
    fn topic_needs_a_confirmed_subscription() {
        let one =
            |arn: &str| Subscription::builder().subscription_arn(arn).protocol("email").endpoint("o@e.org").build();
        let (confirmed, pending) = (one("arn:aws:sns:r:1:t:1"), one("PendingConfirmation"));
        assert_eq!(subscribers("t", &[pending.clone(), confirmed]).status, Status::Ok);
        let finding = subscribers("t", &[pending]);
        assert_eq!(finding.status, Status::Wrong);
        assert!(finding.command.unwrap().ends_with("--protocol email --notification-endpoint o@e.org"));
        assert_eq!(subscribers("t", &[]).detail, "has no subscription");
    }

    #[test]
    fn topics_are_those_of_actions() {
        let topic = "arn:aws:sns:r:1:t";
        let found =
            [alarm("a").alarm_actions(topic).build(), alarm("b").build(), alarm("c").alarm_actions(topic).build()];
        assert_eq!(topics(&found).into_iter().collect::<Vec<_>>(), [topic]);
        assert_eq!(no_topic().status, Status::Warning);
    }
}
