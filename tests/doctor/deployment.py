"""The stack of template.yaml, deployed on MiniStack with functions that contain no code."""

import io
import json
import re
import subprocess
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from ministack.services.cloudformation.engine import _parse_template

from account import ROOT, Account, Credentials
from local import REPOSITORY

BUCKET = "artifacts"
IDENTITY = "accounts@sign-up.test"
NAME = "registration"
# A deployment takes about ten seconds.
PATIENCE = 120


@dataclass(frozen=True)
class Examination:
    """The result of `registration doctor`."""

    code: int
    output: str
    errors: str

    @property
    def report(self) -> dict:
        return json.loads(self.output)

    def findings(self, check: str) -> list[dict]:
        return [finding for finding in self.report["findings"] if finding["check"] == check]

    def finding(self, check: str, subject: str | None = None) -> dict:
        """Returns the only finding of a check, about this subject."""
        found = [one for one in self.findings(check) if subject in (None, one["subject"])]
        assert len(found) == 1, f"{check} of {subject}: {found}"
        return found[0]

    def with_status(self, *statuses: str) -> dict[str, list[dict]]:
        """Returns the findings with one of these statuses, by check."""
        found: dict[str, list[dict]] = {}
        for finding in self.report["findings"]:
            if finding["status"] in statuses:
                found.setdefault(finding["check"], []).append(finding)
        return found


def registration(environment: dict[str, str], *arguments: str) -> Examination:
    """Runs the operator's command."""
    command = [REPOSITORY / "target/debug/registration", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    return Examination(done.returncode, done.stdout, done.stderr)


@dataclass
class Deployment:
    """A stack, and the account that it is in."""

    account: Account
    topic: str

    def examine(self, *arguments: str, credentials: Credentials = ROOT) -> Examination:
        """Runs `registration --json doctor` on the stack."""
        return registration(self.account.environment(credentials), "--json", "doctor", NAME, *arguments)

    @property
    def outputs(self) -> dict[str, str]:
        (stack,) = self.client("cloudformation").describe_stacks(StackName=NAME)["Stacks"]
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    def client(self, service: str):
        return self.account.client(service)

    def function(self, name: str) -> str:
        """Returns the name of a function."""
        return self.outputs[f"{name.capitalize()}Arn"].split(":")[6]

    def resource(self, name: str) -> str:
        """Returns the identifier of a resource."""
        found = self.client("cloudformation").describe_stack_resource(StackName=NAME, LogicalResourceId=name)
        return found["StackResourceDetail"]["PhysicalResourceId"]


def deploy(account: Account) -> Deployment:
    """Deploys the stack, with alarms that notify a queue."""
    account.client("sesv2").create_email_identity(EmailIdentity=IDENTITY)
    sns, sqs = account.client("sns"), account.client("sqs")
    topic = sns.create_topic(Name="alarms")["TopicArn"]
    queue = sqs.create_queue(QueueName="alarms")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)

    account.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("bootstrap", "#!/bin/sh\n")
    account.client("s3").put_object(Bucket=BUCKET, Key="code.zip", Body=code.getvalue())
    parameters = {
        "SiteName": "Sign-up",
        "MailFrom": f"Sign-up <{IDENTITY}>",
        "MailIdentity": IDENTITY,
        "AlarmTopic": topic,
        # The functions accept no http URL such as that of the emulated API.
        "SiteUrl": "https://sign-up.test",
        "DeploymentType": "AllAtOnce",
    }
    client = account.client("cloudformation")
    client.create_stack(
        StackName=NAME,
        TemplateURL=upload(account, Path("template.yaml")),
        Capabilities=["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
    )
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        (stack,) = client.describe_stacks(StackName=NAME)["Stacks"]
        if not stack["StackStatus"].endswith("_IN_PROGRESS"):
            break
        time.sleep(0.1)
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack
    deployment = Deployment(account, topic)
    # The emulator ignores these properties of a table.
    dynamodb, table = account.client("dynamodb"), deployment.outputs["TableName"]
    expiry = {"Enabled": True, "AttributeName": "expires_at"}
    dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification=expiry)
    recovery = {"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 35}
    dynamodb.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=recovery)
    return deployment


def upload(account: Account, path: Path) -> str:
    """Uploads a template and the templates within it, as `sam package` does, and returns its URL."""
    text = (REPOSITORY / path).read_text()
    text = re.sub(r"CodeUri: \S+", f"CodeUri: s3://{BUCKET}/code.zip", text)
    text = re.sub(r"TemplateURL: (\S+)", lambda found: f"TemplateURL: {upload(account, Path(found[1]))}", text)
    # The emulator passes a parameter on as a text, also where AWS has a number or a boolean.
    text = text.replace("DeletionProtectionEnabled: !Ref DeletionProtection", "DeletionProtectionEnabled: true")
    text = text.replace("ParallelizationFactor: !Ref ParallelizationFactor", "ParallelizationFactor: 1")
    if "AWS::CloudWatch::Alarm" in text:
        text = json.dumps(without_metric_math(_parse_template(text)))
    account.client("s3").put_object(Bucket=BUCKET, Key=str(path), Body=text.encode())
    return f"{account.url}/{BUCKET}/{path}"


def without_metric_math(template: dict) -> dict:
    """Removes the alarms that the emulator does not have."""
    resources = template["Resources"]
    template["Resources"] = {name: one for name, one in resources.items() if "Metrics" not in one["Properties"]}
    return template
