"""`cargo lambda watch` alongside `local --services-only`, as docs/reference/commands.md says."""

import json
import os
import re
import signal
import socket
import subprocess
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress

import pytest

from conftest import Person
from functions import free_port
from local import PATIENCE, REPOSITORY, eventually
from services import Services

ROUTER = tomllib.loads((REPOSITORY / "Cargo.toml").read_text())["workspace"]["metadata"]["lambda"]["watch"]["router"]

# The command may have to compile the functions first.
pytestmark = pytest.mark.timeout(900)


class Watch:
    """The functions behind the routes of Cargo.toml, and services for them."""

    def __init__(self, folder):
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.services = Services(self.url, folder / "local.log")
        (folder / "local.env").write_text(self.services.env_file())
        self._log = folder / "watch.log"
        command = f"cargo lambda watch --ignore-changes --invoke-address 127.0.0.1 --invoke-port {port} --env-file"
        self._process = subprocess.Popen(
            [*command.split(), folder / "local.env"],
            cwd=REPOSITORY,
            stdout=self._log.open("w"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            eventually(lambda: port_is_open(port), f"it does not listen: {self.log()}")
        except BaseException:
            self.end()
            raise

    def ask(self, method: str, path: str, body: object = None, at: str | None = None) -> tuple[int, dict]:
        """A program's request; the status and the JSON of the answer, if it is JSON."""
        headers = {"accept": "application/json", "content-type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request((at or self.url) + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=600) as answer:
                status, kind, text = answer.status, answer.headers["content-type"], answer.read()
        except urllib.error.HTTPError as error:
            status, kind, text = error.code, error.headers["content-type"] or "", error.read()
        return status, json.loads(text) if "json" in kind else {}

    def log(self) -> str:
        return self._log.read_text()

    def end(self) -> None:
        os.killpg(self._process.pid, signal.SIGINT)
        try:
            self._process.wait(PATIENCE)
        finally:
            # The rest of its group: the functions that it started.
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self.services.end()


@pytest.fixture(scope="module")
def watch(tmp_path_factory) -> Iterator[Watch]:
    watch = Watch(tmp_path_factory.mktemp("watch"))
    yield watch
    watch.end()


def test_user_registers_and_activates_through_watch(watch: Watch, person: Person):
    assert watch.ask("GET", "/register/allowed") == (200, {"allowed": True, "backend": "default"})
    status, answer = watch.ask("POST", "/register", person.fields())
    assert (status, answer["status"]) == (202, "pending")
    handle = {"registration": answer["registration"]}
    link = re.search("/activate/.+", watch.services.link_to(person.email)).group()
    assert watch.ask("GET", link) == (200, {"status": "pending", "proof": "registration"})
    status, answer = watch.ask("POST", link, handle)
    assert (status, answer["status"]) == (200, "active")
    signals = ["user_registered", "user_activated"]
    eventually(lambda: watch.services.signals_of(person.email) == signals, "the signals do not come")


# `local` has a page of its own at the root, where the deployment has none.
@pytest.mark.parametrize("route", [route for route in ROUTER if route != "/"])
def test_routes_equal_those_of_api_gateway(watch: Watch, route: str):
    path = route.replace("{key}", "a" * 32).replace("{*rest}", "no/where")
    # `local` has the routes of the template, and asks the functions by their names.
    assert watch.ask("GET", path) == watch.ask("GET", path, at=watch.services.url)


def test_root_returns_404(watch: Watch):
    status, problem = watch.ask("GET", "/")
    assert (status, problem["code"]) == (404, "not_found")


def port_is_open(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0
