"""The way of a user through a deployed service, as a client sees it."""

import json
import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from account import ROOT, Credentials
from local import REPOSITORY
from stack import DOMAIN, PATIENCE, Answer, Stack


@dataclass(frozen=True)
class Person:
    username: str

    @classmethod
    def new(cls) -> "Person":
        """A person whom no other test uses."""
        return cls(f"ann-{uuid4().hex[:12]}")

    @property
    def email(self) -> str:
        return f"{self.username}@mail.test"

    def fields(self) -> dict[str, str]:
        return {"username": self.username, "email": self.email, "password": "seven otters juggle plums"}


def register(stack: Stack, person: Person, **headers: str) -> dict:
    """Registers a person who is then pending, and returns the answer."""
    answer = stack.request("POST", "/register", person.fields(), **headers)
    assert (answer.status, answer.json.get("status")) == (202, "pending"), answer
    return answer.json


def link_in(mail: dict) -> str:
    """Returns the path of the activation link in an email."""
    return re.search(r"/activate/[a-z2-7]{32}", mail["BodyText"]).group()


def activate(stack: Stack, person: Person, handle: str) -> Answer:
    """Follows the link in the first email, with the handle."""
    link = link_in(stack.account.mail_to(person.email))
    looked_at = stack.request("GET", link)
    assert (looked_at.status, looked_at.json) == (200, {"status": "pending", "proof": "registration"}), looked_at
    assert stack.request("POST", link).json["code"] == "proof_required"
    return stack.request("POST", link, {"registration": handle})


@dataclass(frozen=True)
class Waiting:
    """A registration that can ask for another email, as soon as a minute has passed since the first."""

    stack: Stack
    person: Person
    handle: str
    since: float

    @classmethod
    def at(cls, stack: Stack) -> "Waiting":
        person = Person.new()
        handle = register(stack, person)["registration"]
        stack.account.mail_to(person.email)
        return cls(stack, person, handle, time.monotonic())

    def resend(self) -> None:
        # Nobody can move the clock of a deployed function.
        time.sleep(max(0, self.since + 61 - time.monotonic()))
        answer = self.stack.request("POST", "/activate/resend", {"registration": self.handle})
        assert answer.status == 202, answer
        first, second = (link_in(self.stack.account.mail_to(self.person.email, number)) for number in (1, 2))
        assert first != second


def walk(stack: Stack) -> None:
    """Registers, gets the email and activates. Each step is signalled."""
    allowed = stack.request("GET", "/register/allowed")
    assert (allowed.status, allowed.json["allowed"]) == (200, True), allowed
    person = Person.new()
    handle = register(stack, person)["registration"]
    assert DOMAIN in stack.account.mail_to(person.email)["Source"]
    activated = activate(stack, person, handle)
    assert (activated.status, activated.json["status"]) == (200, "active"), activated
    stack.await_signals(person.email, "user_registered", "user_activated")


def operator(stack: Stack, *arguments: str | Path, credentials: Credentials = ROOT) -> object:
    """Runs the operator's command, and returns its output."""
    outputs = stack.outputs
    settings = {
        "REGISTRATION_TABLE": outputs["TableName"],
        "REGISTRATION_SITE_NAME": "Sign-up",
        "REGISTRATION_SITE_URL": outputs["RegisterUrl"].removesuffix("/register"),
        "REGISTRATION_MAIL_FROM": f"Sign-up <accounts@{DOMAIN}>",
        "REGISTRATION_CONFIGURATION_SET": outputs["ConfigurationSetName"],
    }
    done = subprocess.run(
        [REPOSITORY / "target/debug/registration", "--json", *arguments],
        env=stack.account.environment(credentials) | settings,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, f"registration {arguments} exits with {done.returncode}: {done.stderr}"
    return json.loads(done.stdout)
