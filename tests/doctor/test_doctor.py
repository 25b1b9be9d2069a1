"""Each fault of a deployed stack that the emulator can have, the remedy of each, and the permissions."""

import json
import os
import shlex
import subprocess
from pathlib import Path

import pytest

from account import Credentials, free_port
from deployment import IDENTITY, NAME, Deployment, registration
from local import REPOSITORY, Local

ACTIONS = (REPOSITORY / "infra/doctor/src/actions.rs").read_text()
ACTIONS = [line.split('"')[1] for line in ACTIONS.splitlines() if line.startswith("pub(crate) const")]

# The emulator checks another action for these.
EMULATED = {
    "lambda:GetAlias": "lambda:ListAliases",
    "lambda:GetEventSourceMapping": "lambda:ListEventSourceMappings",
}
# The emulator checks none for these.
UNENFORCED = ("cloudwatch:DescribeAlarms", "lambda:GetAccountSettings")


def faults(deployment: Deployment) -> dict[str, list[dict]]:
    return deployment.examine().with_status("wrong", "warning", "unchecked")


def run_command(deployment: Deployment, finding: dict) -> None:
    """Runs the command of a finding, which is one of the AWS CLI, as it is printed."""
    command = shlex.split(finding["command"])
    assert command[0] == "aws", command
    done = subprocess.run(command, env=deployment.account.environment(), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, f"{finding['command']}: {done.stderr}"


def assert_fault(deployment: Deployment, check: str, subject: str, status: str, detail: str) -> dict:
    """Asserts that there is this fault and no other, and returns its finding."""
    examination = deployment.examine()
    assert list(examination.with_status("wrong", "warning", "unchecked")) == [check], examination.output
    finding = examination.finding(check, subject)
    assert (finding["status"], detail in finding["detail"]) == (status, True), finding
    assert finding["remedy"]
    assert examination.code == (1 if status == "wrong" else 0)
    assert deployment.examine("--strict").code == 1
    return finding


def test_deployed_stack_is_in_order(deployment: Deployment):
    examination = deployment.examine("--strict")
    assert examination.code == 0, examination.output
    report = examination.report
    assert {finding["status"] for finding in report["findings"]} == {"ok"}
    assert (report["stack"], report["region"], report["ok"]) == (NAME, "eu-west-1", len(report["findings"]))
    assert len(examination.findings("settings")) == len(examination.findings("routing")) == 7


def test_table_is_for_people(deployment: Deployment):
    examination = registration(deployment.account.environment(), "doctor", NAME)
    assert examination.code == 0, examination.errors
    title, empty, *lines = examination.output.splitlines()
    assert (title, empty) == (f"Stack {NAME} in eu-west-1", "")
    assert any(line.split()[:3] == ["ok", "ttl", deployment.outputs["TableName"]] for line in lines), lines
    assert lines[-1].endswith(", warning: 0, wrong: 0, unchecked: 0")


def test_missing_ttl_is_corrected_by_its_command(deployment: Deployment):
    table, client = deployment.outputs["TableName"], deployment.client("dynamodb")
    off = {"Enabled": False, "AttributeName": "expires_at"}
    client.update_time_to_live(TableName=table, TimeToLiveSpecification=off)
    run_command(deployment, assert_fault(deployment, "ttl", table, "wrong", "keeps expired items"))
    assert faults(deployment) == {}


def test_missing_recovery_is_corrected_by_its_command(deployment: Deployment):
    table = deployment.outputs["TableName"]
    off = {"PointInTimeRecoveryEnabled": False}
    deployment.client("dynamodb").update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=off)
    run_command(deployment, assert_fault(deployment, "recovery", table, "wrong", "cannot be restored"))
    assert faults(deployment) == {}


def test_missing_protection_is_corrected_by_its_command(deployment: Deployment):
    table = deployment.outputs["TableName"]
    deployment.client("dynamodb").update_table(TableName=table, DeletionProtectionEnabled=False)
    run_command(deployment, assert_fault(deployment, "deletion-protection", table, "wrong", "can be deleted"))
    assert faults(deployment) == {}


def test_disabled_mapping_is_corrected_by_its_command(deployment: Deployment):
    deployment.client("lambda").update_event_source_mapping(UUID=deployment.resource("MailMapping"), Enabled=False)
    run_command(deployment, assert_fault(deployment, "mapping", "mail", "wrong", "Disabled"))
    assert faults(deployment) == {}


def test_deleted_bus_is_corrected_by_its_command(deployment: Deployment):
    bus = deployment.outputs["EventBusName"]
    deployment.client("events").delete_event_bus(Name=bus)
    run_command(deployment, assert_fault(deployment, "bus", bus, "wrong", "does not exist"))
    assert faults(deployment) == {}


def test_disabled_rule_is_corrected_by_its_command(deployment: Deployment):
    rule = deployment.resource("FeedbackRule")
    deployment.client("events").disable_rule(Name=rule)
    run_command(deployment, assert_fault(deployment, "feedback-rule", rule, "wrong", "is disabled"))
    assert faults(deployment) == {}


def test_paused_configuration_set_is_corrected_by_its_command(deployment: Deployment):
    ses = deployment.client("sesv2")
    ses.put_configuration_set_sending_options(ConfigurationSetName=NAME, SendingEnabled=False)
    run_command(deployment, assert_fault(deployment, "configuration-set", NAME, "wrong", "is paused"))
    assert faults(deployment) == {}


def test_missing_events_are_corrected_by_their_command(deployment: Deployment):
    ses = deployment.client("sesv2")
    destinations = ses.get_configuration_set_event_destinations(ConfigurationSetName=NAME)["EventDestinations"]
    (events,) = [one for one in destinations if "EventBridgeDestination" in one]
    ses.delete_configuration_set_event_destination(ConfigurationSetName=NAME, EventDestinationName=events["Name"])
    run_command(deployment, assert_fault(deployment, "event-destination", NAME, "wrong", "sends no events"))
    assert faults(deployment) == {}


def test_disabled_events_are_corrected_by_their_command(deployment: Deployment):
    ses = deployment.client("sesv2")
    destinations = ses.get_configuration_set_event_destinations(ConfigurationSetName=NAME)["EventDestinations"]
    (events,) = [one for one in destinations if "EventBridgeDestination" in one]
    name = events.pop("Name")
    ses.update_configuration_set_event_destination(
        ConfigurationSetName=NAME, EventDestinationName=name, EventDestination=events | {"Enabled": False}
    )
    run_command(deployment, assert_fault(deployment, "event-destination", NAME, "wrong", "has a disabled destination"))
    assert faults(deployment) == {}


def test_alarm_that_is_on_is_named(deployment: Deployment):
    cloudwatch = deployment.client("cloudwatch")
    alarm = alarms(deployment)[0]
    cloudwatch.set_alarm_state(AlarmName=alarm, StateValue="ALARM", StateReason="a drill")
    finding = assert_fault(deployment, "alarm-state", alarm, "wrong", "is on: a drill")
    run_command(deployment, finding)
    cloudwatch.set_alarm_state(AlarmName=alarm, StateValue="OK", StateReason="the end")
    assert faults(deployment) == {}


def test_disabled_alarm_is_corrected_by_its_command(deployment: Deployment):
    alarm = alarms(deployment)[0]
    deployment.client("cloudwatch").disable_alarm_actions(AlarmNames=[alarm])
    finding = assert_fault(deployment, "alarm-actions", "all", "wrong", "notify nobody")
    assert finding["command"].endswith(f"--alarm-names {alarm}")
    run_command(deployment, finding)
    assert faults(deployment) == {}


def test_deleted_alarm_is_named(deployment: Deployment):
    cloudwatch = deployment.client("cloudwatch")
    (alarm,) = cloudwatch.describe_alarms(AlarmNames=alarms(deployment)[:1])["MetricAlarms"]
    cloudwatch.delete_alarms(AlarmNames=[alarm["AlarmName"]])
    assert_fault(deployment, "alarms", "all", "wrong", f"do not exist: {alarm['AlarmName']}")
    accepted = cloudwatch.meta.service_model.operation_model("PutMetricAlarm").input_shape.members
    cloudwatch.put_metric_alarm(**{key: value for key, value in alarm.items() if key in accepted})
    assert faults(deployment) == {}


def test_topic_without_subscription_is_reported(deployment: Deployment):
    sns = deployment.client("sns")
    (subscription,) = sns.list_subscriptions_by_topic(TopicArn=deployment.topic)["Subscriptions"]
    sns.unsubscribe(SubscriptionArn=subscription["SubscriptionArn"])
    finding = assert_fault(deployment, "alarm-topic", deployment.topic, "wrong", "has no subscription")
    assert finding["command"].startswith(f"aws sns subscribe --topic-arn {deployment.topic} ")
    sns.subscribe(TopicArn=deployment.topic, Protocol="sqs", Endpoint=subscription["Endpoint"])
    assert faults(deployment) == {}


def test_leftover_weights_are_corrected_by_their_command(deployment: Deployment):
    client, name = deployment.client("lambda"), deployment.function("signal")
    other = publish(deployment, name)
    weights = {"AdditionalVersionWeights": {other: 0.1}}
    client.update_alias(FunctionName=name, Name="live", RoutingConfig=weights)
    detail = f"10 % to {other}"
    run_command(deployment, assert_fault(deployment, "routing", "signal", "wrong", detail))
    assert faults(deployment) == {}


def test_other_version_is_corrected_by_its_command(deployment: Deployment):
    client, name = deployment.client("lambda"), deployment.function("feedback")
    newest = client.get_alias(FunctionName=name, Name="live")["FunctionVersion"]
    other = publish(deployment, name)
    client.update_alias(FunctionName=name, Name="live", FunctionVersion=other)
    detail = f"live calls version {other}, and the last deployment made {newest}"
    run_command(deployment, assert_fault(deployment, "alias", "feedback", "warning", detail))
    assert faults(deployment) == {}


def test_wrong_setting_is_named_without_secrets(deployment: Deployment):
    client, name = deployment.client("lambda"), deployment.function("activate")
    newest = client.get_alias(FunctionName=name, Name="live")["FunctionVersion"]
    before = client.get_function_configuration(FunctionName=name)["Environment"]
    secret = before["Variables"]["REGISTRATION_CODE_SECRET"]
    wrong = before["Variables"] | {"REGISTRATION_OPEN": "perhaps", "REGISTRATION_CODE_SECRET": "too short"}
    client.update_function_configuration(FunctionName=name, Environment={"Variables": wrong})
    other = client.publish_version(FunctionName=name)["Version"]
    client.update_alias(FunctionName=name, Name="live", FunctionVersion=other)
    examination = deployment.examine()
    finding = examination.finding("settings", "activate")
    assert (finding["status"], examination.code) == ("wrong", 1)
    assert 'REGISTRATION_OPEN="perhaps": must be true or false' in finding["detail"]
    assert "REGISTRATION_CODE_SECRET" in finding["detail"]
    assert "too short" not in examination.output
    assert secret not in examination.output
    client.update_function_configuration(FunctionName=name, Environment=before)
    client.update_alias(FunctionName=name, Name="live", FunctionVersion=newest)
    assert faults(deployment) == {}


def test_failed_deliveries_are_counted(deployment: Deployment):
    s3, bucket = deployment.client("s3"), deployment.outputs["FailureBucketName"]
    for key in ("aws/lambda/1", "aws/lambda/2"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"{}")
    finding = assert_fault(deployment, "failure-bucket", bucket, "wrong", "has 2 objects")
    assert finding["command"].startswith(f"aws s3 mv --recursive s3://{bucket} failures")
    for key in ("aws/lambda/1", "aws/lambda/2"):
        s3.delete_object(Bucket=bucket, Key=key)
    assert faults(deployment) == {}


def test_sandbox_is_a_warning(deployment: Deployment):
    ses = deployment.client("sesv2")
    details = {"MailType": "TRANSACTIONAL", "WebsiteURL": "https://sign-up.test"}
    ses.put_account_details(ProductionAccessEnabled=False, **details)
    finding = assert_fault(deployment, "ses-sandbox", "eu-west-1", "warning", "is in its sandbox")
    run_command(deployment, finding | {"command": finding["command"].replace("URL", "https://sign-up.test")})
    assert faults(deployment) == {}


def test_missing_identity_is_corrected_by_its_command(deployment: Deployment):
    deployment.client("sesv2").delete_email_identity(EmailIdentity=IDENTITY)
    run_command(deployment, assert_fault(deployment, "identity", IDENTITY, "wrong", "does not exist"))
    assert faults(deployment) == {}


def test_reserved_executions_are_reported(deployment: Deployment):
    client, name = deployment.client("lambda"), deployment.function("register")
    client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=900)
    most = client.get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=most - 99)
    detail = f"99 of {most} simultaneous executions"
    assert_fault(deployment, "lambda-concurrency", "eu-west-1", "warning", detail)
    client.delete_function_concurrency(FunctionName=name)
    assert faults(deployment) == {}


def test_unknown_stack_is_reported(deployment: Deployment):
    environment = deployment.account.environment()
    examination = registration(environment, "--json", "doctor", "other")
    assert examination.code == 1
    assert examination.finding("stack", "other")["detail"] == "does not exist in this account and region"
    within = deployment.resource("Alarms").split("/")[1]
    examination = registration(environment, "--json", "doctor", within)
    assert examination.code == 1
    assert "is not a stack of template.yaml" in examination.finding("stack", within)["detail"]


def test_account_is_checked_before_stack_exists(deployment: Deployment):
    environment = deployment.account.environment()
    examination = registration(environment, "--json", "doctor", "--before", "other", "--mail-identity", IDENTITY)
    assert examination.code == 0, examination.output
    assert [finding["check"] for finding in examination.report["findings"]] == [
        "stack",
        "region",
        "lambda-concurrency",
        "lambda-storage",
        "ses-sending",
        "ses-sandbox",
        "ses-quota",
        "identity",
        "mail-from",
    ]
    assert examination.report["ok"] == 9, examination.output
    # The parameter of the stack that exists.
    existing = registration(environment, "--json", "doctor", "--before", NAME)
    assert existing.finding("identity")["subject"] == IDENTITY
    assert "accepts an update" in existing.finding("stack")["detail"]
    nothing = registration(environment, "--json", "doctor", "--before")
    assert (nothing.code, nothing.finding("identity")["status"]) == (0, "unchecked")
    unknown = registration(environment, "--json", "doctor", "--before", "--mail-identity", "other.test")
    assert (unknown.code, unknown.finding("identity")["status"]) == (1, "wrong")


def test_unsigned_domain_names_its_records(deployment: Deployment):
    ses = deployment.client("sesv2")
    # The emulator never verifies the records of a domain.
    tokens = ses.create_email_identity(EmailIdentity="sign-up.test")["DkimAttributes"]["Tokens"]
    environment = deployment.account.environment()
    examination = registration(environment, "--json", "doctor", "--before", "--mail-identity", "sign-up.test")
    finding = examination.finding("dkim", "sign-up.test")
    assert (finding["status"], examination.code) == ("wrong", 1)
    assert all(f"{token}._domainkey.sign-up.test CNAME {token}.dkim." in finding["remedy"] for token in tokens)
    run_command(deployment, finding)


def test_region_without_ses_is_wrong(deployment: Deployment):
    environment = deployment.account.environment() | {"AWS_REGION": "eu-south-2"}
    examination = registration(environment, "--json", "doctor", "--before", "--mail-identity", IDENTITY)
    assert examination.finding("region", "eu-south-2")["status"] == "wrong"


@pytest.mark.parametrize("action", [action for action in ACTIONS if action not in UNENFORCED])
def test_missing_permission_is_named(deployment: Deployment, action: str):
    credentials = role(deployment, [other for other in ACTIONS if other != action])
    examination = deployment.examine(credentials=credentials)
    faults = examination.with_status("wrong", "warning", "unchecked")
    found = [finding for findings in faults.values() for finding in findings]
    assert found, examination.output
    for finding in found:
        assert (finding["status"], finding["detail"]) == ("unchecked", f"could not be checked: allow {action}")
    assert examination.code == 0
    assert deployment.examine("--strict", credentials=credentials).code == 1


def test_policy_of_stack_allows_all_checks(deployment: Deployment):
    arn = deployment.outputs["DoctorPolicyArn"]
    policy = deployment.client("iam").get_policy_version(PolicyArn=arn, VersionId="v1")
    statements = policy["PolicyVersion"]["Document"]["Statement"]
    allowed = [statement["Action"] for statement in statements]
    allowed = {action for actions in allowed for action in (actions if isinstance(actions, list) else [actions])}
    assert allowed == set(ACTIONS)
    # The emulator compares no resources of these events, and some have another action.
    credentials = role(deployment, [*EMULATED, "events:DescribeEventBus", "events:DescribeRule"], policy=arn)
    examination = deployment.examine("--strict", credentials=credentials)
    assert examination.code == 0, examination.output


def test_unreachable_services_are_wrong(deployment: Deployment):
    environment = deployment.account.environment() | {"AWS_ENDPOINT_URL_SESV2": f"http://127.0.0.1:{free_port()}"}
    examination = registration(environment, "--json", "doctor", NAME)
    assert examination.code == 1
    assert examination.finding("ses-sending")["detail"].startswith("ses:GetAccount fails: ")
    # The other checks continue.
    assert examination.finding("ttl")["status"] == "ok"


def test_wrong_command_line_exits_with_2(deployment: Deployment):
    environment = deployment.account.environment()
    for arguments in (["doctor"], ["doctor", "a", "b"], ["doctor", NAME, "--mail-identity", IDENTITY]):
        assert registration(environment, *arguments).code == 2, arguments
    assert "name a stack" in registration(environment, "doctor").errors


def test_local_service_is_in_order(tmp_path: Path):
    service = Local(tmp_path / "log")
    try:
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
        examination = registration(environment, "--json", "--local", service.url, "doctor", "--strict")
        assert examination.code == 0, examination.output + examination.errors
        checks = {finding["check"] for finding in examination.report["findings"]}
        assert checks == {"table", "index", "stream", "ttl", "settings"}
    finally:
        service.end()


def alarms(deployment: Deployment) -> list[str]:
    """Returns the names of the alarms that notify."""
    pages = deployment.client("cloudwatch").get_paginator("describe_alarms").paginate()
    return [alarm["AlarmName"] for page in pages for alarm in page["MetricAlarms"] if alarm["AlarmActions"]]


def publish(deployment: Deployment, name: str) -> str:
    """Publishes a version that differs from the last one, and returns its number."""
    client = deployment.client("lambda")
    description = client.get_function_configuration(FunctionName=name)["Description"]
    client.update_function_configuration(FunctionName=name, Description=f"{description} Again.")
    return client.publish_version(FunctionName=name)["Version"]


def role(deployment: Deployment, actions: list[str], policy: str | None = None) -> Credentials:
    """Returns the credentials of a new role that may do this, and what a managed policy allows."""
    iam = deployment.client("iam")
    name = f"operator-{free_port()}"
    trust = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:root"}, "Action": "sts:AssumeRole"}
    actions = [EMULATED.get(action, action) for action in actions]
    allow = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    version = {"Version": "2012-10-17"}
    document = json.dumps(version | {"Statement": [trust]})
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps(version | {"Statement": [allow]}))
    if policy:
        iam.attach_role_policy(RoleName=name, PolicyArn=policy)
    return Credentials.of(deployment.client("sts").assume_role(RoleArn=arn, RoleSessionName="ann"))
