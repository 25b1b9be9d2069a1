"""An account, and stacks in it that tests share."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from account import Account, Credentials, assume_as_job
from local import REPOSITORY
from stack import CAPABILITIES, Stack, as_parameters, configuration, parsed, sam
from walk import Waiting


@pytest.fixture(scope="session")
def account(tmp_path_factory) -> Iterator[Account]:
    account = Account(tmp_path_factory.mktemp("account"))
    # The sender is verified, as before a first deployment.
    account.client("sesv2").create_email_identity(EmailIdentity="sign-up.test")
    account.client("sesv2").create_email_identity(EmailIdentity="dev.sign-up.test")
    yield account
    account.end()


@pytest.fixture(scope="session")
def waiting(account: Account, tmp_path_factory) -> Waiting:
    """A registration at the first stack of the account, before anything else happens there.

    `sam deploy --guided` makes the stack, with Enter for each question but the last.
    """
    parameters = parsed((REPOSITORY / ".aws-sam/build/template.yaml").read_text())["Parameters"]
    # The stack, the region, the parameters, three confirmations, and whether to save all that.
    typed = "\n" * (2 + len(parameters) + 3) + "n\n"
    config = configuration(tmp_path_factory.mktemp("configuration"))
    output = sam(account, "deploy", "--guided", "--config-file", config, typed=typed)
    assert "Successfully created" in output, output
    stack = Stack(account, "registration-dev")
    stack.watch_signals()
    return Waiting.at(stack)


@pytest.fixture(scope="session")
def stack(waiting: Waiting) -> Stack:
    """The first stack of the account."""
    return waiting.stack


@dataclass(frozen=True)
class Roles:
    """The roles of infra/deploy-role for one environment."""

    deploy: Credentials
    execution: str
    # The parameters that the roles of the stack have, too.
    limits: dict[str, str]


@pytest.fixture(scope="session")
def roles(account: Account) -> Roles:
    """Those of staging, assumed by the token of a job on GitHub, with a boundary that allows all but other roles."""
    client = account.client("cloudformation")
    own = "arn:aws:iam::000000000000:role/accounts/team-registration-staging-*"
    others = {"Effect": "Deny", "Action": "iam:*Role*", "NotResource": own}
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}, others]}
    policy = account.client("iam").create_policy(PolicyName="boundary", PolicyDocument=json.dumps(document))
    limits = {"PermissionsBoundary": policy["Policy"]["Arn"], "RolePath": "/accounts/", "RolePrefix": "team-"}
    name = "deploy-registration-staging"
    client.create_stack(
        StackName=name,
        TemplateBody=(REPOSITORY / "infra/deploy-role/template.yaml").read_text(),
        Capabilities=CAPABILITIES,
        Parameters=as_parameters(
            {"Repository": "owner/name", "Environment": "staging", "StackName": "registration-staging"} | limits
        ),
    )
    stack = Stack(account, name)
    stack.wait("CREATE_COMPLETE")
    deploy = assume_as_job(account, stack.outputs["DeployRole"], "staging")
    return Roles(deploy, stack.outputs["ExecutionRole"], limits)
