"""Starts `local` for the suites in the folders here, and reads its mails and events."""

import json
import os
import re
import signal
import subprocess
import time
import urllib.request
from pathlib import Path
from threading import Thread

REPOSITORY = Path(__file__).resolve().parents[1]
BINARY = REPOSITORY / os.environ.get("LOCAL", "target/debug/local")
# Generous: it is reached only when something is broken.
PATIENCE = 60


class Local:
    """A `local` at a free port, with these options and only these settings. In memory, unless they name a folder."""

    def __init__(self, log: Path, *options: str, **settings: str):
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "REGISTRATION_"))}
        # All tests come from one source.
        inherited["REGISTRATION_LIMIT_PER_SOURCE"] = "off"
        self.log = log
        data = [] if "--data" in options else ["--memory"]
        self._process = subprocess.Popen(
            [BINARY, "--port", "0", *data, *options],
            env=inherited | settings,
            stdout=subprocess.PIPE,
            stderr=log.open("w"),
            text=True,
        )
        urls = (re.search(r"http://127\.0\.0\.1:\d+", line) for line in self._process.stdout)
        url = next(filter(None, urls), None)
        if url is None:
            self._process.kill()
            raise AssertionError(f"it did not start: {log.read_text()}")
        self.url = url.group()
        # Its further output is discarded.
        Thread(target=self._process.stdout.read, daemon=True).start()

    @property
    def pid(self) -> int:
        """The id of its process."""
        return self._process.pid

    def end(self) -> None:
        """Ends it as Ctrl-C does."""
        self._process.send_signal(signal.SIGINT)
        try:
            assert self._process.wait(PATIENCE) == 0, f"it did not end cleanly: {self.log.read_text()}"
        finally:
            self._process.kill()

    def advance(self, seconds: int) -> None:
        """Moves its clock forward."""
        body = json.dumps({"advance": seconds}).encode()
        urllib.request.urlopen(urllib.request.Request(f"{self.url}/_local/clock", body)).close()

    def mail_to(self, address: str, number: int = 1) -> dict:
        """The first mail to `address`, or the one with this number, as soon as it is there."""
        return eventually(lambda: self.mails_to(address)[number - 1 : number], f"no mail came to {address}")[0]

    def mails_to(self, address: str) -> list[dict]:
        """The mails to `address`, oldest first."""
        return [mail for mail in self.sent("mail") if mail["to"] == address]

    def link_to(self, address: str) -> str:
        """The activation link in the first mail to `address`, as soon as it is there."""
        return re.search(r"http://\S+/activate/[a-z2-7]{32}\S*", self.mail_to(address)["text"]).group()

    def code_to(self, address: str) -> str:
        """The code in the first mail to `address`, as soon as it is there."""
        return re.search(r"\b[0-9]{6}\b", self.mail_to(address)["text"]).group()

    def sent(self, what: str) -> list[dict]:
        """Every `mail`, or all `events`, oldest first."""
        request = urllib.request.Request(f"{self.url}/_local/{what}", headers={"accept": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)


def eventually(attempt, complaint: str):
    """Returns the first true result of `attempt`."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := attempt():
            return found
        time.sleep(0.05)
    raise AssertionError(complaint)
