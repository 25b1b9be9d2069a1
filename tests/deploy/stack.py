"""Stacks in an account: their deployment by the SAM CLI and by CloudFormation, and calls of the deployed service."""

import json
import subprocess
import time
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPConnection
from pathlib import Path

from botocore.exceptions import ClientError
from ministack.services.cloudformation.engine import _parse_template

from account import ROOT, Account, Credentials
from local import REPOSITORY, eventually

# samconfig.toml has example.com, which the template refuses.
DOMAIN = "sign-up.test"
CAPABILITIES = ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
# Generous: a deployment takes about ten seconds.
PATIENCE = 600


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> dict:
        return json.loads(self.text)


@dataclass
class Stack:
    """A stack of template.yaml, which may not exist yet."""

    account: Account
    name: str
    # The URL of a queue that gets the signals.
    queue: str | None = field(default=None, init=False)
    _signals: list[dict] = field(default_factory=list, init=False)

    @property
    def outputs(self) -> dict[str, str]:
        (stack,) = self.account.client("cloudformation").describe_stacks(StackName=self.name)["Stacks"]
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    @cached_property
    def api(self) -> str:
        """The host of the API."""
        return self.outputs["ApiUrl"].removeprefix("https://")

    def request(self, method: str, path: str, fields: dict | None = None, **headers: str) -> Answer:
        """Sends a request to the API, with JSON."""
        body = None if fields is None else json.dumps(fields)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers = {"host": self.api, "accept": "application/json", "content-type": "application/json"} | headers
        connection = HTTPConnection("127.0.0.1", self.account.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read().decode())
        finally:
            connection.close()

    def update(self, **parameters: str) -> None:
        """Updates the stack to its template with these parameters, and those that every deployment gives."""
        client = self.account.client("cloudformation")
        client.update_stack(
            StackName=self.name,
            UsePreviousTemplate=True,
            Capabilities=CAPABILITIES,
            Parameters=as_parameters(required(**parameters)),
        )
        self.wait("UPDATE_COMPLETE")

    def wait(self, wanted: str) -> None:
        """Waits until CloudFormation is done, with this status."""
        client = self.account.client("cloudformation")
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            (stack,) = client.describe_stacks(StackName=self.name)["Stacks"]
            if stack["StackStatus"].endswith("_IN_PROGRESS"):
                time.sleep(0.1)
                continue
            assert stack["StackStatus"] == wanted, f"{stack['StackStatus']}: {self.reasons()}"
            return
        raise AssertionError(f"{self.name} is not {wanted} after {PATIENCE} seconds")

    def reasons(self) -> list[str]:
        """Returns the reasons of failures, in this stack and the stacks within it."""
        client = self.account.client("cloudformation")
        stacks = [one["StackName"] for one in client.list_stacks()["StackSummaries"]]
        events = []
        for name in stacks:
            if name.startswith(self.name):
                events += client.describe_stack_events(StackName=name)["StackEvents"]
        return [event["ResourceStatusReason"] for event in events if event.get("ResourceStatusReason")]

    def versions(self, function: str) -> dict[str, str]:
        """Returns the description of each version of a function, by its number."""
        client = self.account.client("lambda")
        versions = client.list_versions_by_function(FunctionName=self.function(function))["Versions"]
        return {version["Version"]: version["Description"] for version in versions if version["Version"] != "$LATEST"}

    def live(self, function: str) -> str:
        """Returns the version of a function that its callers call."""
        client = self.account.client("lambda")
        return client.get_alias(FunctionName=self.function(function), Name="live")["FunctionVersion"]

    def function(self, name: str) -> str:
        """Returns the ARN of a function without its alias."""
        return self.outputs[f"{name.capitalize()}Arn"].removesuffix(":live")

    def watch_signals(self) -> None:
        """Puts the signals into a queue, as another system does: see infra/examples/queue."""
        sqs, events = self.account.client("sqs"), self.account.client("events")
        self.queue = sqs.create_queue(QueueName=f"{self.name}-signals")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=self.queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": arn,
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        sqs.set_queue_attributes(QueueUrl=self.queue, Attributes={"Policy": policy})
        bus = self.outputs["EventBusName"]
        pattern = json.dumps({"source": ["registration"]})
        events.put_rule(Name="signals", EventBusName=bus, EventPattern=pattern)
        events.put_targets(Rule="signals", EventBusName=bus, Targets=[{"Id": "queue", "Arn": arn}])

    def ignore_signals(self) -> None:
        """Removes the rule, with which the bus cannot be deleted."""
        events, bus = self.account.client("events"), self.outputs["EventBusName"]
        events.remove_targets(Rule="signals", EventBusName=bus, Ids=["queue"])
        events.delete_rule(Name="signals", EventBusName=bus)

    def signals_of(self, address: str) -> list[str]:
        """Returns the types of the signals about the user with this address."""
        sqs = self.account.client("sqs")
        while received := sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages"):
            for message in received:
                self._signals.append(json.loads(message["Body"]))
                sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return [one["detail-type"] for one in self._signals if one["detail"]["user"]["email"] == address]

    def await_signals(self, address: str, *wanted: str) -> None:
        """Waits until exactly these signals have come. Queues do not keep their order."""
        eventually(lambda: sorted(self.signals_of(address)) == sorted(wanted), f"{wanted} of {address} do not come")


def required(**parameters: str) -> dict[str, str]:
    """Returns parameters with those that every deployment gives."""
    return {
        "SiteName": "Sign-up",
        "MailFrom": f"Sign-up <accounts@{DOMAIN}>",
        "MailIdentity": DOMAIN,
        "DeploymentType": "AllAtOnce",
        "DeletionProtection": "false",
    } | parameters


def as_parameters(values: dict[str, str]) -> list[dict]:
    return [{"ParameterKey": name, "ParameterValue": value} for name, value in values.items()]


def parsed(template: str) -> dict:
    """Returns a template without CloudFormation's short tags."""
    return _parse_template(template)


def configuration(folder: Path) -> Path:
    """Writes samconfig.toml with a domain that is no example's, and returns its path."""
    path = folder / "samconfig.toml"
    path.write_text((REPOSITORY / "samconfig.toml").read_text().replace("example.com", DOMAIN))
    return path


def sam(account: Account, *arguments: str | Path, credentials: Credentials = ROOT, typed: str = "") -> str:
    """Runs the SAM CLI in the repository, and returns its output."""
    environment = account.environment(credentials) | {"SAM_CLI_TELEMETRY": "0"}
    done = subprocess.run(
        ["sam", *arguments],
        cwd=REPOSITORY,
        env=environment,
        input=typed,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, f"sam {arguments[0]} exits with {done.returncode}:\n{done.stdout}"
    return done.stdout


def rejection(account: Account, name: str, template: str, parameters: dict[str, str]) -> str:
    """Returns CloudFormation's reason for not creating a stack."""
    try:
        account.client("cloudformation").create_change_set(
            StackName=name,
            ChangeSetName="first",
            ChangeSetType="CREATE",
            TemplateURL=template,
            Capabilities=CAPABILITIES,
            Parameters=as_parameters(parameters),
        )
    except ClientError as error:
        return error.response["Error"]["Message"]
    raise AssertionError(f"CloudFormation accepts {parameters}")
