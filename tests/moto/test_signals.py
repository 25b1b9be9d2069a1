"""The signals, as EventBridge delivers them to a queue."""

import json
import re
from datetime import UTC, datetime

from aws import Aws
from conftest import BUS
from local import REPOSITORY, eventually
from signup import SignUp
from test_mails import LINK

TEMPLATE = REPOSITORY / "infra/examples/queue/template.yaml"


def activate(aws: Aws, site: SignUp) -> None:
    """Registers a person and activates the account."""
    handle = site.register("ann", "ann@example.com")
    (mail,) = eventually(aws.mails, "no mail came")
    site.post(LINK.search(mail["body"]).group(), handle)


def messages(aws: Aws, queue: str, number: int) -> list[dict]:
    """Waits for this number of messages in the queue."""
    sqs, found = aws.client("sqs"), []

    def receive() -> bool:
        for message in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
            found.append(json.loads(message["Body"]))
        return len(found) >= number

    eventually(receive, f"there are {found}")
    return found


def test_rule_delivers_both_signals_to_queue(aws: Aws, site: SignUp, verify):
    verify()
    events, sqs = aws.client("events"), aws.client("sqs")
    queue = sqs.create_queue(QueueName="signals")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name="all", EventBusName=BUS, EventPattern=json.dumps({"source": ["registration"]}))
    events.put_targets(Rule="all", EventBusName=BUS, Targets=[{"Id": "queue", "Arn": arn}])
    activate(aws, site)

    found = messages(aws, queue, 2)
    assert [event["detail-type"] for event in found] == ["user_registered", "user_activated"]
    statuses = ["pending", "active"]
    for event, status in zip(found, statuses, strict=True):
        assert event["source"] == "registration"
        detail = event["detail"]
        user = detail["user"]
        assert detail["id"] == f"{user['id']}-{event['detail-type']}"
        assert detail["sender"] == "default"
        assert (user["username"], user["email"], user["status"]) == ("ann", "ann@example.com", status)
        assert detail["request"]["ip"] == "127.0.0.1"
        # EventBridge's own time is in whole seconds.
        at = datetime.fromisoformat(detail["time"])
        assert datetime.fromisoformat(event["time"]) == at.replace(microsecond=0).astimezone(UTC)
    for call in aws.calls_of("PutEvents"):
        assert {entry["EventBusName"] for entry in call.input["Entries"]} == {BUS}
        for entry in call.input["Entries"]:
            entry["Time"] = datetime.fromtimestamp(entry["Time"], UTC)
        assert call.validation_errors() == ""


def test_queue_example_receives_activated_user(aws: Aws, site: SignUp, verify):
    verify()
    # EventBridge puts quotes around a text that has none in the template; moto does not.
    template = re.sub(r": (<\w+>)", r': "\1"', TEMPLATE.read_text())
    cloudformation = aws.client("cloudformation")
    parameters = [{"ParameterKey": "EventBusName", "ParameterValue": BUS}]
    cloudformation.create_stack(StackName="queue", TemplateBody=template, Parameters=parameters)
    (stack,) = cloudformation.describe_stacks(StackName="queue")["Stacks"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    activate(aws, site)

    (message,) = messages(aws, outputs["QueueUrl"], 1)
    assert set(message) == {"id", "user", "sequence", "email", "text"}
    assert message["id"] == f"{message['user']}-user_activated"
    assert message["email"] == "ann@example.com"
    assert re.fullmatch(r"ann@example\.com became active at 20\d\d-\d\d-\d\dT[\d:.]+Z", message["text"])
