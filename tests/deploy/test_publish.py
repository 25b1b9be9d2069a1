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


def create(stack: Stack, bucket: str, key: str, **parameters: str) -> None:
    """Creates a stack of a template in a bucket."""
    stack.account.client("cloudformation").create_stack(
        StackName=stack.name,
        TemplateURL=f"{stack.account.url}/{bucket}/{key}",
        Capabilities=CAPABILITIES,
        Parameters=as_parameters(parameters),
    )
    stack.wait("CREATE_COMPLETE")


def test_published_release_is_deployed_by_its_url(account: Account, bucket: str, release: str):
    stack = Stack(account, "published")
    create(stack, bucket, release, **required())
    stack.watch_signals()
    walk(stack)
    outputs = stack.outputs
    for name in OUTPUTS:
        value = account.client("ssm").get_parameter(Name=f"/published/{name}")["Parameter"]["Value"]
        assert value == outputs[name]


def test_cdk_deploys_published_release(account: Account, bucket: str, release: str, tmp_path: Path):
    """The stacks of infra/examples/cdk, as the CDK synthesizes them, are deployed as the CDK does."""
    app = tmp_path / "app"
    shutil.copytree(REPOSITORY / "infra/examples/cdk", app)
    node = Path(os.environ["CDK"])
    (app / "node_modules").symlink_to(node / "node_modules")
    account.client("s3").download_file(bucket, release, str(app / "template.yaml"))
    # As the CDK's own command calls it.
    settings = json.loads((app / "cdk.json").read_text())
    context = settings["context"] | {"stack": "registration-cdk", "domain": DOMAIN}
    environment = {"PATH": f"{node}/bin:{os.environ['PATH']}", "CDK_CONTEXT_JSON": json.dumps(context)}
    synthesized = subprocess.run(
        settings["app"].split(),
        cwd=app,
        env=environment | {"CDK_OUTDIR": str(tmp_path / "cdk.out")},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert synthesized.returncode == 0, synthesized.stderr
    # `cdk bootstrap` makes it.
    account.client("ssm").put_parameter(Name="/cdk-bootstrap/hnb659fds/version", Value="30", Type="String")
    service, signals = Stack(account, "registration-cdk"), Stack(account, "registration-signals")
    for stack in (service, signals):
        template = tmp_path / f"cdk.out/{stack.name}.template.json"
        account.client("s3").upload_file(str(template), bucket, template.name)
        create(stack, bucket, template.name)
    service.queue = signals.outputs["QueueUrl"]
    walk(service)


def test_wrong_arguments_have_reasons(account: Account, bucket: str):
    assert publish(account).returncode == 2
    assert "no template.yaml" in publish(account, bucket, "1.2.3", "docs").stderr
    elsewhere = publish(account, bucket, "1.2.3", ".aws-sam/build", region="eu-north-1")
    assert f"is in {REGION}, and the region is eu-north-1" in elsewhere.stderr
