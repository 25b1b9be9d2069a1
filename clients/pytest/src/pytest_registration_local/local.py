"""Starts `local`, and reads its emails and signals."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar
from uuid import uuid4

#: The seconds that an email or a signal may take, unless a call says otherwise.
TIMEOUT = 10.0
#: The seconds that `local` may take to start, and to build with `cargo run`.
START_TIMEOUT = 60.0
BUILD_TIMEOUT = 1800.0
POLL = 0.05

T = TypeVar("T")


class LocalError(Exception):
    """`local` does not run, or does not do what a test waits for."""


@dataclass(frozen=True)
class Email:
    """An email that the service sent."""

    to: str
    sender: str
    subject: str
    text: str
    html: str

    @property
    def link(self) -> str:
        """The first link in the text: the activation or the invitation."""
        found = re.search(r"https?://[^\s<>\"]+", self.text)
        if found is None:
            raise LocalError(f"the email {self.subject!r} to {self.to} has no link:\n{self.text}")
        return found.group()

    @property
    def code(self) -> str:
        """The code of six digits in the text."""
        found = re.search(r"\b[0-9]{6}\b", re.sub(r"https?://\S+", "", self.text))
        if found is None:
            raise LocalError(f"the email {self.subject!r} to {self.to} has no code:\n{self.text}")
        return found.group()


@dataclass(frozen=True)
class Signal:
    """An event on the bus."""

    type: str
    detail: dict[str, Any]

    @property
    def email(self) -> str | None:
        """The address of the user that it is about."""
        user = self.detail.get("user")
        return user.get("email") if isinstance(user, dict) else None


class Local:
    """A running `local`, which this process started or found."""

    def __init__(self, url: str, process: subprocess.Popen[str] | None = None):
        self.url = url.rstrip("/")
        self._process = process

    @classmethod
    def start(
        cls,
        where: str | None = None,
        *,
        settings: Mapping[str, str] | None = None,
        seed: str | os.PathLike[str] | None = None,
    ) -> Local:
        """Starts `local` in memory on a free port, or uses one that runs.

        `where` is the URL of a service that runs, the path of the binary, or the folder of a checkout, in which
        `cargo run -p local` is called. The default is the command `local` of your PATH. `settings` are `REGISTRATION_*`
        variables. Those of this process do not count.
        """
        if where and where.startswith(("http://", "https://")):
            if settings or seed:
                raise LocalError(f"{where} runs already: start it with your settings and --seed, and set none here")
            local = cls(where)
            local._read("/_local/mail")
            return local
        command, folder, patience = _command(where)
        command += ["--port", "0", "--memory", "--stop-with-stdin"]
        if seed is not None:
            command += ["--seed", os.path.abspath(seed)]
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "REGISTRATION_"))}
        # All tests come from one source.
        inherited["REGISTRATION_LIMIT_PER_SOURCE"] = "off"
        with tempfile.TemporaryFile("w+") as log:
            try:
                process = subprocess.Popen(
                    command,
                    cwd=folder,
                    env=inherited | dict(settings or {}),
                    # It ends with this process, however that ends: its standard input is then closed.
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                )
            except OSError as error:
                raise LocalError(f"{command[0]} cannot be started: {error}") from error
            url = _first_url(process, patience)
            if url is None:
                process.kill()
                process.wait()
                log.seek(0)
                raise LocalError(f"{' '.join(command)} did not start:\n{log.read()}")
        return cls(url, process)

    def stop(self) -> None:
        """Stops the service, if this process started it."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def __enter__(self) -> Local:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def emails(self) -> list[Email]:
        """Returns all emails, oldest first."""
        return [
            Email(mail["to"], mail["from"], mail["subject"], mail.get("text") or "", mail.get("html") or "")
            for mail in json.loads(self._read("/_local/mail"))
        ]

    def signals(self) -> list[Signal]:
        """Returns all signals, oldest first."""
        entries = json.loads(self._read("/_local/events"))
        return [Signal(entry["DetailType"], json.loads(entry["Detail"])) for entry in entries]

    def settle(self) -> None:
        """Waits until the emails and signals of all earlier requests are sent."""
        self._read("/_local/settle", b"")

    def advance(self, seconds: int) -> None:
        """Moves the clock of the service forward."""
        self._read("/_local/clock", json.dumps({"advance": seconds}).encode())

    def clear(self) -> None:
        """Empties the inbox and the log of signals. The users stay."""
        for path in ["/_local/mail", "/_local/events"]:
            self._read(path, method="DELETE")

    def _read(self, path: str, body: bytes | None = None, method: str | None = None) -> bytes:
        headers = {"accept": "application/json", "content-type": "application/json"}
        request = urllib.request.Request(self.url + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                content: bytes = answer.read()
                return content
        except urllib.error.HTTPError as error:
            reason = error.read().decode(errors="replace").strip()
            raise LocalError(f"{self.url}{path} answers {error.code}: {reason}") from error
        except OSError as error:
            raise LocalError(f"{self.url}{path} cannot be reached: {error}") from error


class Registration:
    """The service in one test, whose emails and signals begin with the test."""

    def __init__(self, local: Local):
        self._local = local
        # Those of the test before do not come late.
        local.settle()
        self._emails = len(local.emails())
        self._signals = len(local.signals())
        self._taken: set[int] = set()

    @property
    def url(self) -> str:
        """The URL of the service, without a slash at the end."""
        return self._local.url

    def address(self, name: str = "user") -> str:
        """Returns an email address that no other test has."""
        return f"{name}-{uuid4().hex[:12]}@example.com"

    def wait_for_mail(self, to: str, *, subject: str | None = None, timeout: float = TIMEOUT) -> Email:
        """Returns the next email to an address, as soon as it is sent.

        Each call returns another one, in their order. With `subject`, only emails whose subject contains it count.
        """

        def next_mail() -> Email | None:
            for number, mail in enumerate(self._local.emails()):
                # Emails of a seed are older than the test.
                if number not in self._taken and mail.to == to and (subject is None or subject in mail.subject):
                    self._taken.add(number)
                    return mail
            return None

        def complaint() -> str:
            seen = "\n".join(f"  {mail.to}: {mail.subject}" for mail in self.emails()) or "  none"
            wanted = f" with {subject!r} in its subject" if subject else ""
            return f"no email to {to}{wanted} came within {timeout:g} s. The emails of this test:\n{seen}"

        return _eventually(next_mail, complaint, timeout)

    def wait_for_signal(self, type: str, *, email: str | None = None, timeout: float = TIMEOUT) -> Signal:
        """Returns the first signal of a type in this test, as soon as it is sent, about this user if one is named."""

        def first() -> Signal | None:
            found = (signal for signal in self.events() if signal.type == type)
            return next((signal for signal in found if email is None or signal.email == email), None)

        def complaint() -> str:
            seen = "\n".join(f"  {signal.type}: {signal.email}" for signal in self.events()) or "  none"
            about = f" about {email}" if email else ""
            return f"no signal {type}{about} came within {timeout:g} s. The signals of this test:\n{seen}"

        return _eventually(first, complaint, timeout)

    def emails(self, to: str | None = None) -> list[Email]:
        """Returns the emails since the test began, oldest first."""
        return [mail for mail in self._local.emails()[self._emails :] if to is None or mail.to == to]

    def events(self, type: str | None = None) -> list[Signal]:
        """Returns the signals since the test began, oldest first."""
        return [signal for signal in self._local.signals()[self._signals :] if type is None or signal.type == type]

    def advance(self, seconds: int) -> None:
        """Moves the clock of the service forward. It does not go back, so it stays there for later tests."""
        self._local.advance(seconds)

    def clear(self) -> None:
        """Empties the inbox and the log of signals. The users stay."""
        self._local.settle()
        self._local.clear()
        self._emails = self._signals = 0
        self._taken.clear()


def _command(where: str | None) -> tuple[list[str], Path | None, float]:
    """Returns the command that starts `local`, its folder and the seconds that it may take."""
    if not where:
        found = shutil.which("local")
        if found is None:
            raise LocalError(
                "the command `local` is not in your PATH: install it by `cargo install --path infra/local` in a "
                "checkout of registration, or name it by --registration-local, registration_local in the settings of "
                "pytest, or the variable REGISTRATION_LOCAL"
            )
        return [found], None, START_TIMEOUT
    path = Path(where).expanduser().resolve()
    if (path / "infra/local/Cargo.toml").is_file():
        return ["cargo", "run", "--quiet", "--package", "local", "--"], path, BUILD_TIMEOUT
    if path.is_file() and os.access(path, os.X_OK):
        return [str(path)], None, START_TIMEOUT
    raise LocalError(f"{where} is neither a URL, nor the binary of `local`, nor a checkout of registration")


def _first_url(process: subprocess.Popen[str], patience: float) -> str | None:
    """Returns the URL that `local` prints once it accepts requests, or None if it ends or takes too long."""
    found: list[str] = []
    assert process.stdout is not None

    def read() -> None:
        for line in process.stdout or ():
            if not found and (url := re.match(r"Site\s+(http://\S+)", line)):
                found.append(url.group(1))

    # The thread goes on, so that the process never waits for a reader.
    thread = Thread(target=read, daemon=True)
    thread.start()
    deadline = time.monotonic() + patience
    while not found and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(POLL)
    return found[0] if found else None


def _eventually(attempt: Callable[[], T | None], complaint: Callable[[], str], timeout: float) -> T:
    """Returns the first result of `attempt` that is not None."""
    deadline = time.monotonic() + timeout
    while True:
        if (result := attempt()) is not None:
            return result
        if time.monotonic() >= deadline:
            raise LocalError(complaint())
        time.sleep(POLL)
