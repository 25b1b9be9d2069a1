"""The functions as they are deployed, each run by Lambda's own Runtime Interface Emulator."""

import json
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Lock

from local import PATIENCE, REPOSITORY

# The files that `sam build` made, and `sam deploy` would upload.
ARTIFACTS = Path(os.environ.get("ARTIFACTS", REPOSITORY / ".aws-sam/build"))
NAMES = sorted(manifest.parent.name for manifest in (REPOSITORY / "functions").glob("*/Cargo.toml"))
HTTP = ["register", "activate", "allowed", "openid"]


@dataclass(frozen=True)
class Outcome:
    """The result of an invocation: the answer or the error."""

    payload: object

    @property
    def error(self) -> dict | None:
        """The type and the message of the error, if the function failed."""
        failed = isinstance(self.payload, dict) and "errorMessage" in self.payload
        return self.payload if failed else None

    @property
    def answer(self) -> object:
        assert self.error is None, f"the function failed: {self.error}"
        return self.payload


class Function:
    """One instance of a function, with only these variables."""

    def __init__(self, name: str, variables: dict[str, str], log: Path):
        self.name = name
        self._log = log
        self._lock = Lock()
        self._port, runtime_api = free_port(), free_port()
        self._process = subprocess.Popen(
            [
                os.environ["RIE"],
                "--runtime-interface-emulator-address",
                f"127.0.0.1:{self._port}",
                "--runtime-api-address",
                f"127.0.0.1:{runtime_api}",
                bootstrap(name),
            ],
            # As the template has it: time limits, and logs in JSON.
            env=variables | {"AWS_LAMBDA_FUNCTION_TIMEOUT": "10", "AWS_LAMBDA_LOG_FORMAT": "JSON"},
            stdout=log.open("w"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            self._until_it_listens()
        except BaseException:
            self.end()
            raise

    def invoke(self, event: object) -> Outcome:
        """Invokes the function with an event, as JSON. It takes one at a time, as in Lambda."""
        return self.invoke_raw(json.dumps(event).encode())

    def invoke_raw(self, payload: bytes) -> Outcome:
        """Invokes the function with bytes that may not be JSON."""
        with self._lock:
            connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
            try:
                connection.request("POST", "/2015-03-31/functions/function/invocations", payload)
                text = connection.getresponse().read()
            finally:
                connection.close()
        assert text, f"{self.name} gave no answer: {self.log()}"
        return Outcome(json.loads(text))

    def pids(self) -> list[int]:
        """The processes of the function itself, which the emulator started."""
        children = Path(f"/proc/{self._process.pid}/task").glob("*/children")
        return [int(pid) for listed in children for pid in listed.read_text().split()]

    def log(self) -> str:
        """The log of the function and the emulator."""
        return self._log.read_text(errors="replace")

    def log_lines(self) -> list[dict]:
        """The log of the function. Each line is a JSON object."""
        return [json.loads(line) for line in self.log().splitlines() if line.startswith("{")]

    def end(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(PATIENCE)

    def _until_it_listens(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self._process.poll() is None, f"the emulator did not start: {self.log()}"
            try:
                socket.create_connection(("127.0.0.1", self._port)).close()
                return
            except ConnectionRefusedError:
                time.sleep(0.02)
        raise AssertionError(f"the emulator does not listen: {self.log()}")


def bootstrap(name: str) -> Path:
    """The binary of a function."""
    path = ARTIFACTS / f"{name.capitalize()}Function/bootstrap"
    assert path.exists(), f"{path} is not there: run .ci/try-build first"
    return path


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
