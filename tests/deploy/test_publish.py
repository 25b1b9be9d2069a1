"""A release in a bucket, which CloudFormation and the AWS CDK deploy without the SAM CLI."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from account import REGION, Account
from local import REPOSITORY
from stack import CAPABILITIES, DOMAIN, PATIENCE, Stack, as_parameters, required
from walk import walk

BUCKET = "releases-of-somebody"
OUTPUTS = ["EventBusArn", "EventBusName", "OperatorPolicyArn", "StreamArn", "TableArn", "TableName"]


def publish(account: Account, *arguments: str, region: str = REGION) -> subprocess.CompletedProcess:
    environment = account.environment() | {"SAM_CLI_TELEMETRY": "0", "AWS_REGION": region}
    command = [REPOSITORY / "infra/publish", *arguments]
    return subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=PATIENCE)


@pytest.fixture(scope="session")
def bucket(account: Account) -> str:
    constraint = {"LocationConstraint": REGION}
    account.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration=constraint)
    return BUCKET


@pytest.fixture(scope="session")
def release(account: Account, bucket: str) -> str:
    """The key of the template of a release in the bucket."""
    published = publish(account, bucket, "1.2.3/x86_64", ".aws-sam/build")
    assert published.returncode == 0, published.stderr
    url = published.stdout.strip()
    assert url == f"https://{bucket}.s3.{REGION}.amazonaws.com/1.2.3/x86_64/template.yaml"
    return url.partition(".amazonaws.com/")[2]


def test_published_release_is_deployed_by_its_url(account: Account, bucket: str, release: str):
    stack = Stack(account, "published")
    account.client("cloudformation").create_stack(
        StackName=stack.name,
        TemplateURL=f"{account.url}/{bucket}/{release}",
        Capabilities=CAPABILITIES,
        Parameters=as_parameters(required()),
    )
    stack.wait("CREATE_COMPLETE")
    stack.watch_signals()
    walk(stack)
    outputs = stack.outputs
    for name in OUTPUTS:
        value = account.client("ssm").get_parameter(Name=f"/published/{name}")["Parameter"]["Value"]
        assert value == outputs[name]


def test_cdk_deploys_published_release(account: Account, bucket: str, release: str, tmp_path: Path):
    """The app of infra/examples/cdk, as docs/guides/publish.md says."""
    app = tmp_path / "app"
    shutil.copytree(REPOSITORY / "infra/examples/cdk", app)
    node = Path(os.environ["CDK"])
    (app / "node_modules").symlink_to(node / "node_modules")
    settings = json.loads((app / "cdk.json").read_text())
    settings["context"] |= {"stack": "registration-cdk", "domain": DOMAIN}
    (app / "cdk.json").write_text(json.dumps(settings))
    account.client("s3").download_file(bucket, release, str(app / "template.yaml"))
    # The CDK keeps its caches at home.
    environment = account.environment() | {"PATH": f"{node / 'bin'}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    quiet = ["--no-notices", "--no-version-reporting"]
    for command in (["bootstrap"], ["deploy", "--all", "--require-approval", "never"]):
        done = subprocess.run(
            ["cdk", *command, *quiet],
            cwd=app,
            env=environment | {"CDK_DISABLE_CLI_TELEMETRY": "true"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, f"cdk {command[0]} exits with {done.returncode}:\n{done.stdout}"
    service = Stack(account, "registration-cdk")
    service.queue = Stack(account, "registration-signals").outputs["QueueUrl"]
    walk(service)


def test_wrong_arguments_have_reasons(account: Account, bucket: str):
    assert publish(account).returncode == 2
    assert "no template.yaml" in publish(account, bucket, "1.2.3", "docs").stderr
    elsewhere = publish(account, bucket, "1.2.3", ".aws-sam/build", region="eu-north-1")
    assert f"is in {REGION}, and the region is eu-north-1" in elsewhere.stderr
