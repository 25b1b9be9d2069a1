"""The table, the mails and the bus of `local`, whose stream and mails call functions that run elsewhere."""

import json
import os
import re
import signal
import subprocess
import urllib.request
from collections import defaultdict
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from functions import NAMES, PATIENCE, REPOSITORY, Function, Outcome, eventually

LOCAL = REPOSITORY / "target/debug/local"


class Services:
    """`local --services-only` in memory, at a free port, which calls the functions at this URL."""

    def __init__(self, functions_url: str, log: Path):
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "REGISTRATION_"))}
        self._log = log
        self._process = subprocess.Popen(
            [LOCAL, "--services-only", "--memory", "--port", "0", "--functions-url", functions_url],
            env=inherited,
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
        # Nobody reads what else it says.
        Thread(target=self._process.stdout.read, daemon=True).start()

    def end(self) -> None:
        """Ends it as Ctrl-C does."""
        self._process.send_signal(signal.SIGINT)
        try:
            assert self._process.wait(PATIENCE) == 0, f"it did not end cleanly: {self._log.read_text()}"
        finally:
            self._process.kill()

    def env_file(self) -> str:
        """The variables that functions need to reach it, as `KEY=VALUE` lines."""
        with urllib.request.urlopen(f"{self.url}/_local/env") as answer:
            return answer.read().decode()

    def variables(self) -> dict[str, str]:
        return dict(line.split("=", 1) for line in self.env_file().splitlines())

    def link_to(self, address: str) -> str:
        """The activation link in the first mail to `address`, as soon as it is there."""
        mails = eventually(lambda: self.mails_to(address), f"no mail came to {address}")
        return re.search(r"http://\S+/activate/[a-z2-7]{32}", mails[0]["text"]).group()

    def mails_to(self, address: str) -> list[dict]:
        return [mail for mail in self._list("mail") if mail["to"] == address]

    def signals_of(self, address: str) -> list[str]:
        """The types of the signals about whoever has this address, oldest first."""
        signals = [(event["DetailType"], json.loads(event["Detail"])) for event in self._list("events")]
        return [kind for kind, detail in signals if detail["user"]["email"] == address]

    def _list(self, name: str) -> list[dict]:
        request = urllib.request.Request(f"{self.url}/_local/{name}", headers={"accept": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)


class InvokeApi:
    """Lambda's Invoke API, for what follows the stream and the mails. It keeps what was asked and answered."""

    def __init__(self):
        self.functions: dict[str, Function] = {}
        self.invocations: dict[str, list[tuple[dict, Outcome]]] = defaultdict(list)
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                name = self.path.removeprefix("/2015-03-31/functions/").removesuffix("/invocations")
                event = json.loads(self.rfile.read(int(self.headers["content-length"])))
                function = api.functions.get(name)
                # Before its functions are there, the stream asks again.
                status, body = (404, b"{}") if function is None else (200, api._invoke(function, event))
                self.send_response(status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def _invoke(self, function: Function, event: dict) -> bytes:
        outcome = function.invoke(event)
        self.invocations[function.name].append((event, outcome))
        return json.dumps(outcome.payload).encode()

    def end(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Deployment:
    """All of it: the services, and every function as Lambda runs it."""

    def __init__(self, folder: Path):
        # What was started ends, whatever fails after it.
        with ExitStack() as started:
            self.api = InvokeApi()
            started.callback(self.api.end)
            self.services = Services(self.api.url, folder / "local.log")
            started.callback(self.services.end)
            variables = self.services.variables()
            for name in NAMES:
                self.api.functions[name] = Function(name, variables, folder / f"{name}.log")
                started.callback(self.api.functions[name].end)
            self._started = started.pop_all()
        self.invocations = self.api.invocations

    def __getitem__(self, name: str) -> Function:
        return self.api.functions[name]

    def end(self) -> None:
        self._started.close()
