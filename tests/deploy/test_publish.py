"""A release in a bucket, which CloudFormation deploys without the SAM CLI."""

import subprocess

import pytest

from account import REGION, Account
from local import REPOSITORY
from stack import CAPABILITIES, Stack, as_parameters, required
from walk import walk

BUCKET = "releases-of-somebody"
OUTPUTS = ["EventBusArn", "EventBusName", "OperatorPolicyArn", "StreamArn", "TableArn", "TableName"]


def publish(account: Account, *arguments: str, region: str = REGION) -> subprocess.CompletedProcess:
    environment = account.environment() | {"SAM_CLI_TELEMETRY": "0", "AWS_REGION": region}
    command = [REPOSITORY / "infra/publish", *arguments]
    return subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="session")
def bucket(account: Account) -> str:
    constraint = {"LocationConstraint": REGION}
    account.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration=constraint)
    return BUCKET


def test_published_release_is_deployed_by_its_url(account: Account, bucket: str):
    published = publish(account, bucket, "1.2.3/x86_64", ".aws-sam/build")
    assert published.returncode == 0, published.stderr
    url = published.stdout.strip()
    assert url == f"https://{bucket}.s3.{REGION}.amazonaws.com/1.2.3/x86_64/template.yaml"
    stack = Stack(account, "published")
    account.client("cloudformation").create_stack(
        StackName=stack.name,
        TemplateURL=url.replace(f"https://{bucket}.s3.{REGION}.amazonaws.com", f"{account.url}/{bucket}"),
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


def test_wrong_arguments_have_reasons(account: Account, bucket: str):
    assert publish(account).returncode == 2
    assert "no template.yaml" in publish(account, bucket, "1.2.3", "docs").stderr
    elsewhere = publish(account, bucket, "1.2.3", ".aws-sam/build", region="eu-north-1")
    assert f"is in {REGION}, and the region is eu-north-1" in elsewhere.stderr
