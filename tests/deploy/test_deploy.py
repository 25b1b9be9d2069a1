"""Deployments by the SAM CLI: the first one by hand, and those of GitHub's roles."""

import json

import pytest
from botocore.exceptions import ClientError

from account import Account, Credentials, assume_as_job
from conftest import Roles
from stack import Stack, configuration, sam
from walk import operator, walk


def test_first_deployment_serves_registration(stack: Stack):
    walk(stack)


def test_operator_has_the_permissions_of_the_command(stack: Stack):
    account = stack.account
    iam = account.client("iam")
    trust = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:root"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = iam.create_role(RoleName="operator", AssumeRolePolicyDocument=document)["Role"]["Arn"]
    sts = account.client("sts")
    credentials = Credentials.of(sts.assume_role(RoleArn=role, RoleSessionName="ann"))
    with pytest.raises(AssertionError, match="AccessDenied"):
        operator(stack, "invite", "list", credentials=credentials)
    iam.attach_role_policy(RoleName="operator", PolicyArn=stack.outputs["OperatorPolicyArn"])
    created = operator(stack, "invite", "create", "--email", "ben@mail.test", credentials=credentials)
    assert created["code"] in stack.account.mail_to("ben@mail.test")["BodyText"]
    listed = operator(stack, "invite", "list", credentials=credentials)
    assert created["id"] in [invitation["id"] for invitation in listed["invitations"]]


def test_github_deploys_changes_and_returns(account: Account, stack: Stack, roles: Roles, tmp_path):
    config = configuration(tmp_path)
    given = roles.limits | {"BackupDays": "90"}
    limits = "".join(f'    "{name}={value}",\n' for name, value in given.items())
    config.write_text(config.read_text().replace('    "Tracing=true",\n', '    "Tracing=true",\n' + limits))
    options = ["--config-env", "staging", "--config-file", config, "--role-arn", roles.execution, "--no-progressbar"]
    deploy = ["deploy", *options, "--no-confirm-changeset", "--no-fail-on-empty-changeset"]
    sam(account, *deploy, credentials=roles.deploy)
    staging = Stack(account, "registration-staging")
    staging.watch_signals()
    walk(staging)
    # One for each function, CodeDeploy and AWS Backup, and infra/deploy-role. MiniStack ignores their boundary.
    functions = account.client("lambda").list_functions()["Functions"]
    own = [function for function in functions if function["FunctionName"].startswith(f"{staging.name}-")]
    names = [role["RoleName"] for role in account.client("iam").list_roles(PathPrefix="/accounts/")["Roles"]]
    assert len(names) == len(own) + 4
    assert not [name for name in names if not name.startswith("team-registration-staging")]
    assert daily_backup(staging) == (staging.outputs["TableArn"], 90)
    before = staging.versions("mail")
    assert (list(before), staging.live("mail")) == (["1"], "1")

    config.write_text(config.read_text().replace("Example (staging)", "Another name"))
    sam(account, *deploy, credentials=roles.deploy)
    after = staging.versions("mail")
    # The version before stays, as the way back and for what it failed on.
    assert (list(after), staging.live("mail")) == (["1", "2"], "2")
    assert after["1"] == before["1"] != after["2"]
    walk(staging)
    failure = {"requestContext": {"functionArn": f"{staging.function('mail')}:1"}, "payload": '{"Records": []}'}
    (tmp_path / "failure.json").write_text(json.dumps(failure))
    operator(staging, "redrive", tmp_path / "failure.json")

    assert "No changes to deploy" in sam(account, *deploy, credentials=roles.deploy)
    assert staging.versions("mail") == after

    staging.ignore_signals()
    sam(account, "delete", "--config-env", "staging", "--config-file", config, "--no-prompts")
    with pytest.raises(ClientError, match="does not exist"):
        _ = staging.outputs


def test_deploy_role_is_bound_to_its_environment(account: Account, stack: Stack, roles: Roles):
    bucket = account.artifacts()
    s3 = account.client("s3", roles.deploy)
    s3.put_object(Bucket=bucket, Key="registration-staging/code", Body=b"")
    for key in ("registration-dev/code", "code"):
        with pytest.raises(ClientError, match="AccessDenied"):
            s3.put_object(Bucket=bucket, Key=key, Body=b"")
    with pytest.raises(ClientError, match="not authorized"):
        account.client("cloudformation", roles.deploy).describe_stacks(StackName=stack.name)
    for arn, environment in ((roles.execution, "staging"), (deploy_role(account), "dev")):
        with pytest.raises(ClientError, match="AccessDenied"):
            assume_as_job(account, arn, environment)


def daily_backup(stack: Stack) -> tuple[str, int]:
    """Returns the table that AWS Backup makes backups of, and the days that it keeps them."""
    backup = stack.account.client("backup")
    (plan,) = [one for one in backup.list_backup_plans()["BackupPlansList"] if one["BackupPlanName"] == stack.name]
    (rule,) = backup.get_backup_plan(BackupPlanId=plan["BackupPlanId"])["BackupPlan"]["Rules"]
    assert backup.describe_backup_vault(BackupVaultName=rule["TargetBackupVaultName"])
    (selection,) = backup.list_backup_selections(BackupPlanId=plan["BackupPlanId"])["BackupSelectionsList"]
    selected = backup.get_backup_selection(BackupPlanId=plan["BackupPlanId"], SelectionId=selection["SelectionId"])[
        "BackupSelection"
    ]
    (table,) = selected["Resources"]
    assert stack.account.client("iam").get_role(RoleName=selected["IamRoleArn"].rpartition("/")[2])
    return table, int(rule["Lifecycle"]["DeleteAfterDays"])


def deploy_role(account: Account) -> str:
    return Stack(account, "deploy-registration-staging").outputs["DeployRole"]
