"""The options and fixtures of pytest."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from .local import Local, LocalError, Registration

WHERE = "the URL of a `local` that runs, its binary, or a checkout in which `cargo run -p local` is called"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("registration")
    group.addoption("--registration-local", metavar="WHERE", help=WHERE)
    group.addoption("--registration-seed", metavar="FILE", help="the file of users for `local --seed`")
    parser.addini("registration_local", WHERE)
    parser.addini("registration_seed", "the file of users for `local --seed`, from the root of the tests")


@pytest.fixture(scope="session")
def registration_settings() -> dict[str, str]:
    """The settings of the service. Override this fixture to choose a backend, for example."""
    return {}


@pytest.fixture(scope="session")
def registration_seed(pytestconfig: pytest.Config) -> str | os.PathLike[str] | None:
    """The file of users for `local --seed`. Override this fixture to compute it."""
    if chosen := pytestconfig.getoption("--registration-seed"):
        return str(chosen)
    of_project = str(pytestconfig.getini("registration_seed"))
    return pytestconfig.rootpath / of_project if of_project else None


@pytest.fixture(scope="session")
def registration_local(
    pytestconfig: pytest.Config,
    registration_settings: dict[str, str],
    registration_seed: str | os.PathLike[str] | None,
) -> Iterator[Local]:
    """The `local` of all tests, which ends with them."""
    where = pytestconfig.getoption("--registration-local") or os.environ.get("REGISTRATION_LOCAL")
    of_project = str(pytestconfig.getini("registration_local"))
    if not where and of_project:
        where = of_project if of_project.startswith("http") else str(Path(pytestconfig.rootpath, of_project))
    try:
        local = Local.start(where, settings=registration_settings, seed=registration_seed)
    except LocalError as error:
        pytest.fail(str(error), pytrace=False)
    with local:
        yield local


@pytest.fixture
def registration(registration_local: Local) -> Registration:
    """The service in one test."""
    return Registration(registration_local)
