"""The browser, the service that it visits, and the errors that no page may have."""

import os
import shutil
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, expect

from local import PATIENCE, Local
from people import Person, Serve

expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture
def person() -> Person:
    """A person whom no other test uses."""
    name = f"ann-{uuid4().hex[:12]}"
    return Person(name, f"{name}@example.com", "seven otters juggle plums")


@pytest.fixture(scope="session")
def serve(tmp_path_factory) -> Iterator[Serve]:
    started: dict[frozenset, Local] = {}

    def serve(**settings: str) -> Local:
        key = frozenset(settings.items())
        if key not in started:
            started[key] = Local(tmp_path_factory.mktemp("local") / "log", **settings)
        return started[key]

    yield serve
    for service in started.values():
        service.end()


@pytest.fixture(scope="session")
def site(serve: Serve) -> Local:
    """The service with its default settings."""
    return serve()


@pytest.fixture(scope="session")
def base_url(site: Local) -> str:
    return site.url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert chromium, "there is no chromium; install it, or say in CHROMIUM where it is"
    return browser_type_launch_args | {
        "executable_path": chromium,
        "args": [
            "--disable-gpu",
            "--disable-quic",
            "--disable-sync",
            "--disable-component-update",
            "--disable-background-networking",
            "--no-first-run",
            # Nothing but this machine can be reached.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        ],
    }


@pytest.fixture
def foreign_sites() -> list[str]:
    """The beginnings of URLs whose messages are no concern of the service."""
    return []


@pytest.fixture
def context(context: BrowserContext, foreign_sites: list[str]) -> Iterator[BrowserContext]:
    """Fails a test whose pages log an error or a warning, or whose browser does.

    Such messages are about a violation of the content security policy, or about a missing resource.
    """
    complaints: list[str] = []
    pages: set[str] = set()

    def record_message(message) -> None:
        # The browser also reports the status of pages, and a test may expect a 404 or 422.
        of_page = message.text.startswith("Failed to load resource") and message.location["url"] in pages
        foreign = message.location["url"].startswith(tuple(foreign_sites))
        if message.type in ("error", "warning") and not of_page and not foreign:
            complaints.append(f"{message.type} at {message.location['url']}: {message.text}")

    context.set_default_timeout(PATIENCE * 1000)
    context.on("console", record_message)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("request", lambda request: request.is_navigation_request() and pages.add(request.url))
    yield context
    assert not complaints, "\n".join(complaints)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-screenshots", action="store_true", help="put the README's pictures into docs/")
