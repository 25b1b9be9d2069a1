"""An account with a deployed stack, which tests share until one of them fails."""

from collections.abc import Iterator

import pytest

from account import Account
from deployment import Deployment, deploy

deployments: list[Deployment] = []


@pytest.fixture
def deployment(tmp_path_factory) -> Deployment:
    if not deployments:
        account = Account(tmp_path_factory.mktemp("account"))
        try:
            deployments.append(deploy(account))
        except BaseException:
            account.end()
            raise
    return deployments[0]


@pytest.fixture(scope="session", autouse=True)
def _at_the_end() -> Iterator[None]:
    yield
    end()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    # It may have left the stack in any state.
    if report.failed:
        end()


def end() -> None:
    while deployments:
        deployments.pop().account.end()
