"""`local`, whose mails and events go to an AWS elsewhere."""

import os
import re
import signal
import subprocess
import time
from pathlib import Path

import requests

REPOSITORY = Path(__file__).parents[2]
BINARY = REPOSITORY / "target/debug/local"
# Generous: it is reached only when something is broken.
PATIENCE = 20


class Local:
    """A `local` in memory, at a free port, with these settings and no other."""

    def __init__(self, log: Path, aws: str, settings: dict[str, str]):
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "REGISTRATION_"))}
        self.log = log
        self._process = subprocess.Popen(
            [BINARY, "--port", "0", "--memory", "--ses", aws, "--eventbridge", aws],
            env=inherited | settings,
            stdout=subprocess.PIPE,
            stderr=log.open("w"),
            text=True,
        )
        urls = (re.search(r"http://127\.0\.0\.1:\d+", line) for line in self._process.stdout)
        url = next(filter(None, urls), None)
        assert url, f"it did not start: {log.read_text()}"
        self.url = url.group()

    def end(self) -> None:
        """Ends it as Ctrl-C does."""
        self._process.send_signal(signal.SIGINT)
        try:
            assert self._process.wait(PATIENCE) == 0, f"it did not end cleanly: {self.log.read_text()}"
        finally:
            self._process.kill()

    def post(self, url: str, body: dict) -> dict:
        answer = requests.post(url, json=body, headers={"accept": "application/json"}, timeout=PATIENCE)
        assert answer.ok, answer.text
        return answer.json()

    def register(self, username: str, email: str) -> None:
        body = {"username": username, "email": email, "password": "seven otters juggle plums"}
        assert self.post(f"{self.url}/register", body)["status"] == "pending"


def eventually(attempt, complaint: str):
    """What `attempt` gives as soon as that is something."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := attempt():
            return found
        time.sleep(0.05)
    raise AssertionError(complaint)
