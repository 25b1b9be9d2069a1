"""Starts `registration console` on a `local`, as an operator does."""

import os
import re
import signal
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from local import PATIENCE, REPOSITORY, Local

BINARY = REPOSITORY / os.environ.get("REGISTRATION", "target/debug/registration")
# The operator whom the acts are recorded with.
OPERATOR = "boss@desk"


class Console:
    """A console of this service, at a free port."""

    def __init__(self, site: Local, log: Path):
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "REGISTRATION_"))}
        self.log = log
        self._process = subprocess.Popen(
            [BINARY, "--local", site.url, "--operator", OPERATOR, "console"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log.open("w"),
            text=True,
        )
        lines = (
            re.fullmatch(r"(http://127\.0\.0\.1:\d+/\w+)/open\?token=\w+\n", line) for line in self._process.stdout
        )
        link = next(filter(None, lines), None)
        if link is None:
            self._process.kill()
            raise AssertionError(f"it did not start: {log.read_text()}")
        # The URL that works once, and the beginning of the pages' URLs.
        self.link, self.url = link.group().strip(), link.group(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None):
        """Ends it as Ctrl-C does."""
        self._process.send_signal(signal.SIGINT)
        try:
            assert self._process.wait(PATIENCE) == 0, f"it did not end cleanly: {self.log.read_text()}"
        finally:
            self._process.kill()
