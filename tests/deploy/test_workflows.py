"""Each workflow, deployed by its parameters."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from stack import Stack
from walk import Person, Waiting, activate, operator, register, walk

APPROVER = "ops@mail.test"
CREDENTIAL = "a credential of 256 bits"
BACKEND = """
def handler(event, context):
    return {"not_implemented": True}
"""


@pytest.fixture(autouse=True)
def default_again(stack: Stack) -> Iterator[None]:
    """Leaves the parameters as other tests expect them."""
    yield
    stack.update()


def test_simple(stack: Stack):
    stack.update(Backend="simple")
    person = Person.new()
    answer = stack.request("POST", "/register", person.fields())
    assert (answer.status, answer.json["status"]) == (201, "active"), answer
    stack.await_signals(person.email, "user_registered")


def test_invitation(stack: Stack):
    stack.update(Backend="invitation")
    person = Person.new()
    refused = stack.request("POST", "/register", person.fields())
    assert (refused.status, refused.json["code"]) == (403, "invitation_required"), refused
    code = operator(stack, "invite", "create", "--email", person.email)["code"]
    answer = stack.request("POST", "/register", person.fields() | {"invitation": code})
    assert (answer.status, answer.json["status"]) == (201, "active"), answer


def test_closed(stack: Stack):
    stack.update(Backend="closed")
    refused = stack.request("POST", "/register", Person.new().fields())
    assert (refused.status, refused.json["code"]) == (403, "registration_closed"), refused


def test_gated(stack: Stack):
    stack.update(Backend="gated", CredentialSha256=hashlib.sha256(CREDENTIAL.encode()).hexdigest())
    person = Person.new()
    refused = stack.request("POST", "/register", person.fields())
    assert refused.json["code"] == "credential_required", refused
    register(stack, person, authorization=f"Bearer {CREDENTIAL}")


def test_approval(stack: Stack):
    stack.update(Backend="approval", Approvers=APPROVER)
    person = Person.new()
    awaiting = activate(stack, person, register(stack, person)["registration"])
    assert (awaiting.status, awaiting.json["status"]) == (200, "awaiting_approval"), awaiting
    assert person.username in stack.account.mail_to(APPROVER)["BodyText"]
    operator(stack, "users", "approve", awaiting.json["user"]["id"])
    stack.account.mail_to(person.email, 2)
    stack.await_signals(person.email, "user_registered", "user_activated", "registration_approved")


def test_approval_by_link(stack: Stack):
    approver = f"boss-{uuid4().hex[:12]}@mail.test"
    stack.update(Backend="approval", Approvers=approver)
    for decision, status in [("approve", "active"), ("reject", "rejected")]:
        person = Person.new()
        activate(stack, person, register(stack, person)["registration"])
        mail = stack.account.mail_to(approver, 1 if decision == "approve" else 2)
        link = re.search(r"/approve/[a-z2-7]{32}", mail["BodyText"]).group()
        assert stack.request("GET", link).json["status"] == "awaiting_approval"
        decided = stack.request("POST", link, {"decision": decision})
        assert (decided.status, decided.json["status"], decided.json["decided_by"]) == (200, status, approver), decided


@pytest.fixture
def issuer() -> Iterator[str]:
    """The issuer of an OpenID provider that has only its discovery document and no keys."""

    class Discovery(BaseHTTPRequestHandler):
        def do_GET(self):
            host = f"http://127.0.0.1:{self.server.server_port}"
            document = {
                "issuer": host,
                "authorization_endpoint": f"{host}/authorize",
                "token_endpoint": f"{host}/token",
                "jwks_uri": f"{host}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["ES256"],
                "keys": [],
            }
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(document).encode())

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Discovery) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_openid(stack: Stack, issuer: str):
    secret = json.dumps({"ACME_CLIENT_SECRET": "a secret"})
    stack.account.client("secretsmanager").create_secret(Name="openid", SecretString=secret)
    settings = json.dumps({"ACME_ISSUER": issuer, "ACME_CLIENT_ID": "registration"})
    stack.update(Backend="openid", OpenidProviders="acme", OpenidSettings=settings, OpenidSecretName="openid")
    refused = stack.request("POST", "/register", Person.new().fields())
    assert (refused.status, refused.json["code"]) == (403, "openid_required"), refused
    begun = stack.request("GET", "/register/openid/acme")
    assert begun.status == 303, begun
    location = urlsplit(begun.headers["location"])
    assert f"{location.scheme}://{location.netloc}{location.path}" == f"{issuer}/authorize"
    query = parse_qs(location.query)
    assert query["client_id"] == ["registration"]
    assert query["redirect_uri"] == [f"https://{stack.api}/register/openid/acme/callback"]


@pytest.fixture
def backend(stack: Stack) -> str:
    """The ARN of a function that leaves everything to the built-in workflow."""
    account = stack.account
    statement = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    role = account.client("iam").create_role(RoleName="backend", AssumeRolePolicyDocument=document)["Role"]["Arn"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("index.py", BACKEND)
    return account.client("lambda").create_function(
        FunctionName="backend",
        Runtime="python3.13",
        Handler="index.handler",
        Role=role,
        Code={"ZipFile": code.getvalue()},
    )["FunctionArn"]


def test_backend_function(stack: Stack, backend: str):
    stack.update(BackendFunction=backend)
    assert stack.request("GET", "/register/allowed").json["backend"] == f"lambda:{backend}"
    walk(stack)


def test_default_without_schemas_and_archive(stack: Stack, waiting: Waiting):
    stack.update(PublishSchemas="false", ArchiveDays="0", SignalAccounts="111111111111,222222222222")
    assert "SchemaRegistry" not in stack.outputs
    walk(stack)
    waiting.resend()
