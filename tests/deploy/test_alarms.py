"""The alarm drill of docs/operate/alarms.md: each alarm that is set off reaches the topic."""

import json

from local import REPOSITORY, eventually
from stack import Stack, parsed


def test_each_alarm_reaches_topic(stack: Stack):
    sns, sqs, cloudwatch = (stack.account.client(service) for service in ("sns", "sqs", "cloudwatch"))
    topic = sns.create_topic(Name="alarms")["TopicArn"]
    queue = sqs.create_queue(QueueName="alarms")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    statement = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": arn}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    stack.update(AlarmTopic=topic)

    pages = cloudwatch.get_paginator("describe_alarms").paginate(AlarmNamePrefix=f"{stack.name}-")
    alarms = {
        alarm["AlarmName"] for page in pages for alarm in page["MetricAlarms"] if alarm["AlarmActions"] == [topic]
    }
    assert len(alarms) == len(alarms_of_one_metric())
    for alarm in alarms:
        cloudwatch.set_alarm_state(AlarmName=alarm, StateValue="ALARM", StateReason="drill")

    received = {}

    def all_came() -> bool:
        for message in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
            notice = json.loads(json.loads(message["Body"])["Message"])
            received[notice["AlarmName"]] = notice
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        return set(received) == alarms

    eventually(all_came, f"some of {alarms} do not come")
    assert all(notice["NewStateValue"] == "ALARM" and notice["AlarmDescription"] for notice in received.values())


def alarms_of_one_metric() -> list[str]:
    """Returns the alarms that the emulator has: it lacks metric math."""
    templates = [parsed((REPOSITORY / f"infra/{name}/template.yaml").read_text()) for name in ("alarms", "deployment")]
    return [
        name
        for template in templates
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::CloudWatch::Alarm"
        and "AlarmActions" in resource["Properties"]
        and "Metrics" not in resource["Properties"]
    ]
