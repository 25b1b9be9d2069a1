"""The programs that are compared: functions, programs that read lines, and Django under gunicorn.

Each is started, becomes ready and answers one request after another. The thread that sends a request also notes when
its answer comes, so that the figures contain no switch between threads.
"""

import ctypes
import json
import os
import re
import selectors
import socket
import subprocess
import time
from http.client import HTTPConnection
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple, Self
from urllib.parse import urlencode

from functions import free_port
from local import PATIENCE

# The project that django-registration runs in.
DJANGO = Path(__file__).parent / "django"
_LIBC = ctypes.CDLL(None)


class Took(NamedTuple):
    """Milliseconds."""

    # By the clock.
    elapsed: float
    # On a processor, by all threads of the program.
    computed: float

    def __add__(self, other: "Took") -> "Took":
        return Took(self.elapsed + other.elapsed, self.computed + other.computed)


def processor_time(pid: int) -> float:
    """The milliseconds that a process has computed, all its threads together, by the clock that Linux keeps of it."""
    clock = ctypes.c_int()
    if error := _LIBC.clock_getcpuclockid(pid, ctypes.byref(clock)):
        raise OSError(error, os.strerror(error))
    return time.clock_gettime(clock.value) * 1000


class Program:
    """A program that runs, with its errors in a log."""

    def __init__(self, arguments: list[str | Path], variables: dict[str, str], log: Path, **options):
        self._log = log
        before = time.perf_counter()
        with log.open("a") as errors:
            options = {"stdout": errors, "stderr": errors} | options
            self._process = subprocess.Popen(arguments, env=variables, **options)
        try:
            self._become_ready()
            # How long it took until the program was ready.
            self.start = Took((time.perf_counter() - before) * 1000, self.computed())
        except BaseException:
            self.end()
            raise

    def pids(self) -> list[int]:
        """The processes of the program."""
        return [self._process.pid]

    def computed(self) -> float:
        """The milliseconds of processor time since the start, also of threads that have ended."""
        return sum(map(processor_time, self.pids()))

    def peak(self) -> float:
        """The most memory that the program had, in MiB."""
        statuses = [Path(f"/proc/{pid}/status").read_text() for pid in self.pids()]
        return sum(int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) for status in statuses) / 1024

    def end(self) -> None:
        self._process.kill()
        self._process.wait()

    def _become_ready(self) -> None:
        """Waits until the program takes requests."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_) -> None:
        self.end()

    def _failed(self, why: str) -> AssertionError:
        return AssertionError(f"{self._process.args} {why}: {self._log.read_text(errors='replace')[-2000:]}")


class Function(Program):
    """A function, with a Runtime API of its own that gives it events."""

    def __init__(self, binary: Path, name: str, variables: dict[str, str], log: Path):
        self._api = socket.create_server(("127.0.0.1", 0))
        self._sockets = selectors.DefaultSelector()
        self._sockets.register(self._api, selectors.EVENT_READ)
        self._connections: dict[socket.socket, BufferedReader] = {}
        api = f"127.0.0.1:{self._api.getsockname()[1]}"
        of_lambda = {
            "AWS_LAMBDA_RUNTIME_API": api,
            "AWS_LAMBDA_FUNCTION_NAME": name,
            "AWS_LAMBDA_FUNCTION_VERSION": "1",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
            "AWS_LAMBDA_LOG_FORMAT": "JSON",
        }
        super().__init__([binary], variables | of_lambda, log)

    def invoke(self, event: dict) -> tuple[Took, object]:
        """How long the function takes for an event, and its answer."""
        body = json.dumps(event).encode()
        before, computed = time.perf_counter(), self.computed()
        self._reply(self._asking, "200 OK", body)
        connection, path, answer = self._request()
        elapsed = (time.perf_counter() - before) * 1000
        self._reply(connection, "202 Accepted", b"{}")
        self._asking = self._next_event()
        answer = json.loads(answer)
        if not path.endswith("/response") or (isinstance(answer, dict) and answer.get("statusCode", 200) >= 400):
            raise self._failed(f"answered {answer}")
        return Took(elapsed, self.computed() - computed), answer

    def end(self) -> None:
        super().end()
        for connection in (self._api, *self._connections):
            connection.close()
        self._sockets.close()

    def _become_ready(self) -> None:
        # It asks for its first event when it is ready.
        self._asking = self._next_event()

    def _next_event(self) -> socket.socket:
        """The connection on which the function asks for an event."""
        connection, path, body = self._request()
        if not path.endswith("/invocation/next"):
            raise self._failed(f"did not start: {body}")
        return connection

    def _request(self) -> tuple[socket.socket, str, bytes]:
        """The next request of the function: its connection, its path and its body."""
        while ready := self._sockets.select(PATIENCE):
            connection = ready[0][0].fileobj
            if connection is self._api:
                accepted, _ = self._api.accept()
                accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._connections[accepted] = accepted.makefile("rb")
                self._sockets.register(accepted, selectors.EVENT_READ)
            elif (line := self._connections[connection].readline()) == b"":
                self._sockets.unregister(connection)
                del self._connections[connection]
                connection.close()
            else:
                return connection, line.split()[1].decode(), self._body(self._connections[connection])
        raise self._failed("asks nothing")

    @staticmethod
    def _body(stream: BufferedReader) -> bytes:
        headers = {}
        while line := stream.readline().strip():
            name, _, value = line.decode().partition(":")
            headers[name.lower()] = value.strip()
        if headers.get("transfer-encoding") != "chunked":
            return stream.read(int(headers.get("content-length", 0)))
        body = b""
        while size := int(stream.readline(), 16):
            body += stream.read(size)
            stream.readline()
        stream.readline()
        return body

    @staticmethod
    def _reply(connection: socket.socket, status: str, body: bytes) -> None:
        deadline = int(time.time() * 1000) + 60_000
        head = (
            f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
            "lambda-runtime-aws-request-id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n"
            f"lambda-runtime-deadline-ms: {deadline}\r\n"
            "lambda-runtime-invoked-function-arn: arn:aws:lambda:local:0:function:benchmark\r\n\r\n"
        )
        connection.sendall(head.encode() + body)


class Lines(Program):
    """A program that answers each line of its input with a line."""

    def __init__(self, arguments: list[str | Path], variables: dict[str, str], log: Path):
        super().__init__(arguments, variables, log, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def invoke(self, line: str) -> tuple[Took, str]:
        before, computed = time.perf_counter(), self.computed()
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        took = Took((time.perf_counter() - before) * 1000, self.computed() - computed)
        if not answer.endswith(b"\n"):
            raise self._failed(f"has no answer to {line!r}")
        return took, answer.decode().strip()

    def end(self) -> None:
        super().end()
        self._process.stdin.close()
        self._process.stdout.close()


class Gunicorn(Program):
    """The project in the folder `django` under gunicorn, with one worker."""

    # Django compares the field with the cookie and takes any that are the same.
    _TOKEN = "a" * 32

    def __init__(self, executable: Path, variables: dict[str, str], log: Path):
        self._port = free_port()
        options = ["--workers", "1", "--no-control-socket", "--bind", f"127.0.0.1:{self._port}"]
        super().__init__([executable, *options, "project.wsgi"], variables, log, cwd=DJANGO)

    def pids(self) -> list[int]:
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text()
        return [self._process.pid, *map(int, children.split())]

    def invoke(self, request: tuple[str, dict[str, str]]) -> tuple[Took, str]:
        """How long a form takes that is sent to a path, and where its answer leads."""
        path, fields = request
        body = urlencode(fields | {"csrfmiddlewaretoken": self._TOKEN})
        headers = {"content-type": "application/x-www-form-urlencoded", "cookie": f"csrftoken={self._TOKEN}"}
        before, computed = time.perf_counter(), self.computed()
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        took = Took((time.perf_counter() - before) * 1000, self.computed() - computed)
        if answer.status != 302:
            raise self._failed(f"answered {answer.status} {text.decode()}")
        return took, answer.headers["location"]

    def end(self) -> None:
        # Unlike SIGKILL, it ends the worker, too.
        self._process.terminate()
        self._process.wait(PATIENCE)

    def _become_ready(self) -> None:
        # It listens before its worker is ready; the first request waits for that.
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", self._port)).close()
                return
            except ConnectionRefusedError as refused:
                if time.monotonic() > deadline:
                    raise self._failed("does not listen") from refused
                time.sleep(0.001)
