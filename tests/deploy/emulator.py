"""Runs MiniStack with stand-ins for the resource types that it lacks: emulator.py, with MiniStack's variables.

A stand-in creates, updates and deletes nothing. It has the attributes that the templates read. So a deployment with it
shows nothing about these types. Others are passed on to the service in MiniStack that has what they make.
"""

import json
import os
from collections.abc import Callable

from ministack import app
from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import alb, apigateway, apigateway_v1, backup, iam
from ministack.services.cloudformation import _stacks, handlers, provisioners

HANDLERS = provisioners._RESOURCE_HANDLERS


def stand_in(attributes: Callable[[str, dict], dict], name_property: str | None = None) -> dict:
    """Returns the handler of a resource of which nothing exists but its attributes."""

    def create(logical_id, properties, stack_name):
        name = properties.get(name_property) or provisioners._physical_name(stack_name, logical_id)
        return name, attributes(name, properties)

    def update(name, _old, new, _stack_name, _logical_id=None):
        return name, attributes(name, new)

    return {"create": create, "update": update, "update_with_logical_id": True, "delete": lambda *_: None}


def arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{get_region()}:{get_account_id()}:{resource}"


STAND_INS = {
    "AWS::CodeDeploy::Application": stand_in(lambda _name, _: {}),
    "AWS::CodeDeploy::DeploymentGroup": stand_in(lambda _name, _: {}),
    "AWS::EventSchemas::Registry": stand_in(
        lambda name, _: {"RegistryName": name, "RegistryArn": arn("schemas", f"registry/{name}")}, "RegistryName"
    ),
    "AWS::EventSchemas::Schema": stand_in(
        lambda name, _: {"SchemaName": name, "SchemaArn": arn("schemas", f"schema/{name}")}, "SchemaName"
    ),
    "AWS::Events::Archive": stand_in(lambda name, _: {"Arn": arn("events", f"archive/{name}")}),
}


def put_role_policy(logical_id, properties, _stack_name):
    """Passes `AWS::IAM::RolePolicy` on to IAM."""
    document = json.dumps(properties["PolicyDocument"])
    role, name = properties["RoleName"], properties["PolicyName"]
    iam._put_role_policy({"RoleName": role, "PolicyName": name, "PolicyDocument": document})
    return f"{role}|{name}", {}


def create_provider(_logical_id, properties, _stack_name):
    """Passes `AWS::IAM::OIDCProvider` on to IAM."""
    host = properties["Url"].removeprefix("https://")
    given = {"Url": properties["Url"]}
    given |= {f"ClientIDList.member.{n}": client for n, client in enumerate(properties["ClientIdList"], 1)}
    iam._create_oidc_provider(given)
    provider = f"arn:aws:iam::{get_account_id()}:oidc-provider/{host}"
    return provider, {"Arn": provider}


def create_selection(_logical_id, properties, _stack_name):
    """Passes `AWS::Backup::BackupSelection` on to AWS Backup."""
    plan = properties["BackupPlanId"]
    status, _, body = backup._create_selection(plan, {"BackupSelection": properties["BackupSelection"]})
    if status >= 400:
        raise ValueError(body)
    selection = json.loads(body)["SelectionId"]
    return f"{selection}_{plan}", {"Id": f"{selection}_{plan}", "SelectionId": selection, "BackupPlanId": plan}


PASSED_ON = {
    "AWS::Backup::BackupSelection": {"create": create_selection, "delete": lambda *_: None},
    "AWS::IAM::RolePolicy": {"create": put_role_policy, "delete": lambda *_: None},
    "AWS::IAM::OIDCProvider": {"create": create_provider, "delete": lambda *_: None},
}


def alarms_of_one_metric(handler: dict) -> dict:
    """Returns MiniStack's handler of alarms, with a stand-in for those of metric math, which it rejects."""
    math = stand_in(lambda name, _: {"Arn": arn("cloudwatch", f"alarm:{name}")}, "AlarmName")

    def create(logical_id, properties, stack_name):
        return (math if "Metrics" in properties else handler)["create"](logical_id, properties, stack_name)

    def update(name, old, new, stack_name, logical_id=None):
        return (math if "Metrics" in new else handler)["update"](name, old, new, stack_name, logical_id)

    def delete(name, properties):
        return (math if "Metrics" in properties else handler)["delete"](name, properties)

    return handler | {"create": create, "update": update, "delete": delete}


def keep_attributes(update: Callable) -> Callable:
    """Lets a resource that does not change keep its attributes, which MiniStack drops in stacks within a stack."""

    def kept(type_, name, old, new, stack_name, logical_id=None, attributes=None):
        if attributes is None and stack_name in _stacks:
            attributes = _stacks[stack_name].get("_resources", {}).get(logical_id or "", {}).get("Attributes")
        return update(type_, name, old, new, stack_name, logical_id, attributes)

    return kept


def enforce_as_in_the_sandbox(enforce: Callable) -> Callable:
    """Authorizes an email as SES does in its sandbox: by its sender, on each identity and the configuration set.

    MiniStack authorizes it on all resources, which no policy here allows, and without the sender.
    """

    def enforce_ses(method, path, headers, body, query_params, request_id):
        if path != "/v2/email/outbound-emails":
            return enforce(method, path, headers, body, query_params, request_id)
        mail = json.loads(body)
        sender = mail["FromEmailAddress"].rpartition("<")[2].removesuffix(">")
        resources = [f"identity/{name}" for name in (sender.partition("@")[2], *mail["Destination"]["ToAddresses"])]
        if "ConfigurationSetName" in mail:
            resources.append(f"configuration-set/{mail['ConfigurationSetName']}")
        for resource in resources:
            denied = app._enforce_data_plane(
                "sesv2",
                "ses:SendEmail",
                headers,
                query_params,
                request_id,
                resource_arn=arn("ses", resource),
                service_context={"ses:FromAddress": sender},
            )
            if denied:
                return denied
        return None

    return enforce_ses


def name_s3_as_aws(get_template: Callable) -> Callable:
    """Gives templates AWS's address of S3, which the SAM CLI knows: it deletes the objects of a stack by these.

    The SAM CLI writes the address of MiniStack into a template, which takes any.
    """

    def get_template_of_aws(params):
        status, headers, body = get_template(params)
        s3 = f"https://s3.{get_region()}.amazonaws.com"
        return status, headers, body.replace(os.environ["AWS_ENDPOINT_URL"].encode(), s3.encode())

    return get_template_of_aws


ANY_METHOD = "x-amazon-apigateway-any-method"


def import_any_method(import_operation: Callable) -> Callable:
    """Imports API Gateway's extension for any method, which MiniStack exports and does not import."""

    def import_one(api, resource, method, operation, *others):
        method = "ANY" if method.lower() == ANY_METHOD else method
        return import_operation(api, resource, method, operation, *others)

    return import_one


def register_targets(handler: dict) -> dict:
    """Registers the targets of a target group, which MiniStack's handler ignores."""

    def create(logical_id, properties, stack_name):
        group, attributes = handler["create"](logical_id, properties, stack_name)
        alb._targets[group] = [{"Id": target["Id"], "Port": None} for target in properties.get("Targets", [])]
        return group, attributes

    return handler | {"create": create}


if __name__ == "__main__":
    known = sorted({*STAND_INS, *PASSED_ON} & set(HANDLERS))
    assert not known, f"MiniStack has these types now: {', '.join(known)}. Remove their stand-ins."
    HANDLERS |= STAND_INS | PASSED_ON
    HANDLERS["AWS::CloudWatch::Alarm"] = alarms_of_one_metric(HANDLERS["AWS::CloudWatch::Alarm"])
    target_group = "AWS::ElasticLoadBalancingV2::TargetGroup"
    HANDLERS[target_group] = register_targets(HANDLERS[target_group])
    apigateway_v1._OPENAPI_HTTP_METHODS = {*apigateway_v1._OPENAPI_HTTP_METHODS, ANY_METHOD}
    apigateway_v1._import_operation = import_any_method(apigateway_v1._import_operation)
    provisioners._update_resource = keep_attributes(provisioners._update_resource)
    # It serves no TLS here. AWS does: the address of an API has it, and the policies of buckets refuse everything else.
    apigateway._api_endpoint_scheme = lambda _: "https"
    app.pin_request_origin = lambda address, _: iam_evaluator.pin_request_origin(address, True)
    app._enforce_ses_v2 = enforce_as_in_the_sandbox(app._enforce_ses_v2)
    handlers._ACTION_HANDLERS["GetTemplate"] = name_s3_as_aws(handlers._get_template)
    app.main()
