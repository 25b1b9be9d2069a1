"""The fixtures for tests of the built functions."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest

from functions import Function
from services import Deployment


@dataclass(frozen=True)
class Person:
    username: str
    email: str
    password: str

    def fields(self) -> dict[str, str]:
        return {"username": self.username, "email": self.email, "password": self.password}


@pytest.fixture
def person() -> Person:
    """A person whom no other test uses."""
    name = f"ann-{uuid4().hex[:12]}"
    return Person(name, f"{name}@example.com", "seven otters juggle plums")


@pytest.fixture(scope="session")
def deployment(tmp_path_factory) -> Iterator[Deployment]:
    deployment = Deployment(tmp_path_factory.mktemp("deployment"))
    yield deployment
    deployment.end()


@pytest.fixture
def start(tmp_path) -> Iterator:
    """Starts a function of its own for the test."""
    started: list[Function] = []

    def start(name: str, **variables: str) -> Function:
        started.append(Function(name, variables, tmp_path / f"{name}-{len(started)}.log"))
        return started[-1]

    yield start
    for function in started:
        function.end()
