"""The pages: what they say about these tests, and the commands of the AWS CLI that nobody has run yet."""

import json
import re
from importlib.metadata import version

import botocore.session
from botocore import xform_name

from emulator import STAND_INS
from local import REPOSITORY
from stack import CAPABILITIES, parsed

OF_EVERY_COMMAND = {"max-items", "output", "profile", "query", "region"}
# The CLI's name of a service that botocore has another one for.
SERVICES = {"deploy": "codedeploy"}
# They are programs of the CLI, and no operations.
WITH_THEIR_OWN_OPTIONS = {("cloudformation", "deploy"), ("dynamodb", "wait"), ("logs", "tail")}


def test_page_names_stand_ins_and_version():
    pages = [(REPOSITORY / page).read_text() for page in ("docs/guides/deploy.md", "README.md")]
    for page in pages:
        assert f"{len(STAND_INS)} types are stood in for" in " ".join(page.split())
    assert not [name for name in STAND_INS if f"`{name}`" not in pages[0]]
    assert f"MiniStack {version('ministack')}" in pages[0]


def test_commands_of_the_aws_cli_exist():
    session = botocore.session.get_session()
    faults = []
    commands = [command for page in (REPOSITORY / "docs").glob("**/*.md") for command in commands_of(page.read_text())]
    assert len(commands) > 40, commands
    for service, operation, options in commands:
        model = session.get_service_model(SERVICES.get(service, service))
        names = {xform_name(name, "-"): name for name in model.operation_names}
        if operation not in names:
            faults.append(f"aws {service} {operation}")
            continue
        shape = model.operation_model(names[operation]).input_shape
        members = {xform_name(name, "-") for name in shape.members} if shape else set()
        for option in options:
            # A boolean also has a form that turns it off.
            if not {option, option.removeprefix("no-")} & (members | OF_EVERY_COMMAND):
                faults.append(f"aws {service} {operation} --{option}")
    assert not faults


def test_terraform_example_fits_the_template():
    template = parsed((REPOSITORY / "template.yaml").read_text())
    terraform = (REPOSITORY / "infra/examples/terraform/main.tf").read_text()
    (block,) = re.findall(r"^  parameters = \{\n(.*?)^  }", terraform, re.DOTALL | re.MULTILINE)
    given = set(re.findall(r"^    (\w+) +=", block, re.MULTILINE))
    assert {name for name, parameter in template["Parameters"].items() if "Default" not in parameter} <= given
    assert given <= set(template["Parameters"])
    read = set(re.findall(r"registration\.outputs\[\"(\w+)\"]", terraform))
    assert read
    assert read <= set(template["Outputs"])
    assert f"capabilities = {json.dumps(CAPABILITIES)}" in terraform


def commands_of(page: str) -> list[tuple[str, str, list[str]]]:
    """Returns the commands of the AWS CLI that call one operation: the service, the operation and the options."""
    joined = page.replace("\\\n", " ")
    found = re.findall(r"\baws ([a-z0-9]+) ([a-z0-9-]+)((?:[^`\n|#])*)", joined)
    return [
        (service, operation, re.findall(r"(?<!\S)--([a-z0-9-]+)", rest))
        for service, operation, rest in found
        if (service, operation) not in WITH_THEIR_OWN_OPTIONS and service not in ("s3", "configure")
    ]
