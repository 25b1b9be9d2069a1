"""The other front doors of infra/doors, in front of the same functions."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from account import Account
from local import REPOSITORY
from stack import CAPABILITIES, Answer, Stack, as_parameters
from walk import Person, link_in

FUNCTIONS = ["RegisterArn", "ActivateArn", "AllowedArn", "OpenidArn"]
HOST = "accounts.sign-up.test"


@dataclass(frozen=True)
class FrontDoor:
    """A front door, as a client addresses it on the emulator."""

    stack: Stack
    host: str
    prefix: str
    # Without TLS, the emulator takes the scheme of a request to CloudFront from its headers.
    scheme: str | None = None

    def request(self, method: str, path: str, fields: dict | None = None, **headers: str) -> Answer:
        if self.scheme:
            headers["x_forwarded_proto"] = self.scheme
        return self.stack.request(method, self.prefix + path, fields, host=self.host, **headers)


def deploy(stack: Stack, kind: str, **parameters: str) -> Stack:
    """Deploys a front door for a stack."""
    client = stack.account.client("cloudformation")
    door = Stack(stack.account, f"{stack.name}-{kind}")
    client.create_stack(
        StackName=door.name,
        TemplateBody=(REPOSITORY / f"infra/doors/{kind}/template.yaml").read_text(),
        Capabilities=CAPABILITIES,
        Parameters=as_parameters({name: stack.outputs[name] for name in FUNCTIONS} | parameters),
    )
    door.wait("CREATE_COMPLETE")
    return door


def delete(door: Stack) -> None:
    client = door.account.client("cloudformation")
    client.delete_stack(StackName=door.name)
    client.get_waiter("stack_delete_complete").wait(StackName=door.name)


def rest_api(stack: Stack) -> Iterator[FrontDoor]:
    door = deploy(stack, "rest-api")
    url = urlsplit(door.outputs["Url"])
    # The emulator has its own names.
    api = url.netloc.split(".")[0]
    yield FrontDoor(stack, "localhost", f"/_aws/execute-api/{api}{url.path}")
    delete(door)


def load_balancer(stack: Stack) -> Iterator[FrontDoor]:
    client = stack.account.client("elbv2")
    subnets = [subnet["SubnetId"] for subnet in stack.account.client("ec2").describe_subnets()["Subnets"]]
    (balancer,) = client.create_load_balancer(Name="front", Subnets=subnets[:2])["LoadBalancers"]
    nothing = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
    (listener,) = client.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=80, DefaultActions=[nothing]
    )["Listeners"]
    door = deploy(stack, "load-balancer", ListenerArn=listener["ListenerArn"], Host=HOST)
    yield FrontDoor(stack, HOST, "/_alb/front")
    delete(door)
    client.delete_load_balancer(LoadBalancerArn=balancer["LoadBalancerArn"])


def function_urls(stack: Stack) -> Iterator[FrontDoor]:
    secret = stack.account.client("secretsmanager").create_secret(Name="edge-of-urls", SecretString="s" * 32)
    door = deploy(
        stack,
        "function-urls",
        EdgeSecretId=secret["Name"],
        DomainName=HOST,
        CertificateArn="arn:aws:acm:us-east-1:000000000000:certificate/none",
    )
    yield FrontDoor(stack, door.outputs["DistributionDomain"], "", "https")
    delete(door)


@pytest.fixture(scope="module", params=[rest_api, load_balancer, function_urls], ids=lambda door: door.__name__)
def door(request, stack: Stack) -> Iterator[FrontDoor]:
    yield from request.param(stack)


def test_user_registers_and_activates(door: FrontDoor, account: Account):
    person = Person.new()
    allowed = door.request("GET", "/register/allowed")
    assert (allowed.status, allowed.json["allowed"]) == (200, True), allowed
    registered = door.request("POST", "/register", person.fields())
    assert (registered.status, registered.json.get("status")) == (202, "pending"), registered
    link = link_in(account.mail_to(person.email))
    handle = {"registration": registered.json["registration"]}
    activated = door.request("POST", link, handle)
    assert (activated.status, activated.json["status"]) == (200, "active"), activated


def test_each_route_has_its_function(door: FrontDoor):
    page = door.request("GET", "/register?lang=de", accept="text/html")
    assert page.status == 200
    assert '<html lang="de"' in page.text, page
    for path, status in [
        ("/register/complete", 200),
        ("/register/style.css", 200),
        ("/register/form.js", 200),
        ("/register/closed", 200),
        ("/activate/complete", 200),
        ("/activate/resend", 200),
        ("/register/openid/none", 404),
        ("/register/openid", 410),
        ("/none", 404),
        ("/", 404),
    ]:
        answer = door.request("GET", path, accept="text/html")
        assert answer.status == status, f"{path}: {answer}"
        assert answer.headers["Content-Type" if "Content-Type" in answer.headers else "content-type"], path
    # Another function has no such path, and answers 404.
    assert door.request("PUT", f"/approve/{'a' * 32}").status == 405
