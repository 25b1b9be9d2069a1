"""The table, the mails and the bus of `local`, whose stream and mails call functions that run elsewhere."""

import json
import urllib.request
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from functions import NAMES, Function, Outcome
from local import Local


class Services(Local):
    """`local --services-only`, which calls the functions at this URL."""

    def __init__(self, functions_url: str, log: Path):
        super().__init__(log, "--services-only", "--functions-url", functions_url)

    def env_file(self) -> str:
        """The variables that functions need to reach it, as `KEY=VALUE` lines."""
        with urllib.request.urlopen(f"{self.url}/_local/env") as answer:
            return answer.read().decode()

    def variables(self) -> dict[str, str]:
        return dict(line.split("=", 1) for line in self.env_file().splitlines())

    def signals_of(self, address: str) -> list[str]:
        """The types of the signals about the user with this address, oldest first."""
        signals = [(event["DetailType"], json.loads(event["Detail"])) for event in self.sent("events")]
        return [kind for kind, detail in signals if detail["user"]["email"] == address]


class InvokeApi:
    """Lambda's Invoke API, for what follows the stream and the mails. `answer` has the answer of a function to an
    event, as JSON; nothing where there is no function yet."""

    def __init__(self, answer: Callable[[str, dict], bytes | None]):
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                name = self.path.removeprefix("/2015-03-31/functions/").removesuffix("/invocations")
                body = answer(name, json.loads(self.rfile.read(int(self.headers["content-length"]))))
                # A missing function is asked for again.
                self.send_response(404 if body is None else 200)
                body = body or b"{}"
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def end(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Deployment:
    """All of it: the services, and every function as Lambda runs it. It keeps what each was asked and answered."""

    def __init__(self, folder: Path):
        self._functions: dict[str, Function] = {}
        self.invocations: dict[str, list[tuple[dict, Outcome]]] = defaultdict(list)
        # All that was started ends, even if something fails after it.
        with ExitStack() as started:
            api = InvokeApi(self._invoke)
            started.callback(api.end)
            self.services = Services(api.url, folder / "local.log")
            started.callback(self.services.end)
            variables = self.services.variables()
            for name in NAMES:
                self._functions[name] = Function(name, variables, folder / f"{name}.log")
                started.callback(self._functions[name].end)
            self._started = started.pop_all()

    def _invoke(self, name: str, event: dict) -> bytes | None:
        if name not in self._functions:
            return None
        outcome = self._functions[name].invoke(event)
        self.invocations[name].append((event, outcome))
        return json.dumps(outcome.payload).encode()

    def __getitem__(self, name: str) -> Function:
        return self._functions[name]

    def end(self) -> None:
        self._started.close()
