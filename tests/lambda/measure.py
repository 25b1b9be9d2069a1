"""How much each built function computes and how much memory it takes: what template.yaml's MemorySize follows from.

    .ci/measure                 the table
    .ci/measure --limit 1024    and registrations with the share of a processor that so many MiB get, as root

A Runtime API of its own, so that starting and answering are told apart. Processor time and not the clock: a function in
Lambda gets a share of a processor, and how long its calls take is AWS's affair. Figures of one machine compare with one
another only.
"""

import argparse
import json
import os
import queue
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from events import mail_event, request
from functions import bootstrap
from local import PATIENCE, eventually
from services import InvokeApi, Services

# One processor, by https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html.
WHOLE = 1769
SIZES = [128, 256, 512, 1024, WHOLE]
# Each is measured so often, and the median counts.
TIMES = 5


class Measured:
    """A function that a Runtime API of our own gives events, and what it has used."""

    def __init__(self, name: str, variables: dict[str, str], log: Path):
        events: queue.Queue[bytes] = queue.Queue()
        self._events, self._answers, self._ready = events, queue.Queue(), queue.Queue()
        measured = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                measured._ready.put(None)
                self._reply(200, events.get())

            def do_POST(self):
                measured._answers.put(self.rfile.read(int(self.headers.get("content-length") or 0)) or self._chunks())
                self._reply(202, b"{}")

            def _chunks(self) -> bytes:
                whole = b""
                while size := int(self.rfile.readline(), 16):
                    whole += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return whole

            def _reply(self, status: int, body: bytes):
                self.send_response(status)
                self.send_header("lambda-runtime-aws-request-id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd")
                self.send_header("lambda-runtime-deadline-ms", str(int(time.time() * 1000) + 60_000))
                self.send_header("lambda-runtime-invoked-function-arn", f"arn:aws:lambda:local:0:function:{name}")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, daemon=True).start()
        self._process = subprocess.Popen(
            [bootstrap(name)],
            env=variables
            | {
                "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self._server.server_port}",
                "AWS_LAMBDA_FUNCTION_NAME": name,
                "AWS_LAMBDA_FUNCTION_VERSION": "1",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
                "AWS_LAMBDA_LOG_FORMAT": "JSON",
            },
            stdout=log.open("a"),
            stderr=subprocess.STDOUT,
        )
        self.pid = self._process.pid
        self._ready.get(timeout=PATIENCE)
        self.init = self.computed()

    def invoke(self, event: dict) -> tuple[float, object]:
        """Milliseconds that it computed for an event, and its answer."""
        before = self.computed()
        self._events.put(json.dumps(event).encode())
        answer = json.loads(self._answers.get(timeout=PATIENCE))
        self._ready.get(timeout=PATIENCE)
        assert not (isinstance(answer, dict) and "errorMessage" in answer), answer
        return self.computed() - before, answer

    def computed(self) -> float:
        """Milliseconds of processor time, of all its threads, since it was started."""
        threads = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e6

    def peak(self) -> float:
        """The most memory that it had, in MiB."""
        return int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{self.pid}/status").read_text()).group(1)) / 1024

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._server.shutdown()
        self._server.server_close()


class Stream(InvokeApi):
    """What the table's stream brings, kept instead of given to a function."""

    def __init__(self):
        # Of users who have just registered, by address.
        self.records: dict[str, dict] = {}
        super().__init__(self._keep)

    def _keep(self, _name: str, event: dict) -> bytes:
        for record in event.get("Records", []):
            if record["eventName"] == "INSERT" and "email" in record["dynamodb"]["NewImage"]:
                self.records[record["dynamodb"]["NewImage"]["email"]["S"]] = record
        return json.dumps({"batchItemFailures": []} if "Records" in event else None).encode()

    def of(self, addresses: list[str]) -> dict:
        """The event of these registrations."""
        eventually(lambda: self.records.keys() >= set(addresses), "the stream does not come")
        return {"Records": [self.records[address] for address in addresses]}


class Bench:
    """Services with users to work on."""

    def __init__(self, folder: Path):
        self.stream = Stream()
        self.services = Services(self.stream.url, folder / "local.log")
        self.variables = self.services.variables()
        self.log = folder / "functions.log"
        self._numbers = count()
        self._users: dict = {"Records": []}
        self._register = self.start("register")
        self._mail = self.start("mail")

    def start(self, name: str) -> Measured:
        return Measured(name, self.variables, self.log)

    def registration(self, address: str | None = None) -> dict:
        """Somebody registers."""
        address = address or self.address()
        name = address.removesuffix("@example.com")
        return request(
            "POST", "/register", {"username": name, "email": address, "password": "seven otters juggle plums"}
        )

    def address(self) -> str:
        return f"ann-{next(self._numbers)}@example.com"

    def users(self, *addresses: str) -> dict:
        """The stream's event of users with these addresses who have just registered."""
        for address in addresses:
            self._register.invoke(self.registration(address))
        return self.stream.of(list(addresses))

    def new_users(self, number: int) -> dict:
        return self.users(*[self.address() for _ in range(number)])

    def same_users(self, number: int) -> dict:
        """The event of so many users, the same ones as before: what was signalled is signalled again."""
        if len(self._users["Records"]) < number:
            self._users = self.new_users(number)
        return {"Records": self._users["Records"][:number]}

    def link(self) -> str:
        """A link that can be activated."""
        address = self.address()
        self._mail.invoke(self.users(address))
        return re.search("/activate/.+", self.services.link_to(address)).group()

    def delivery(self) -> dict:
        """The mail to a user was delivered."""
        address = self.address()
        record = self.users(address)["Records"][0]
        return mail_event("delivery", address, record["dynamodb"]["Keys"]["pk"]["S"].removeprefix("USER#"))

    def end(self) -> None:
        self._register.end()
        self._mail.end()
        self.services.end()


HTML = {"accept": "text/html"}
# What is measured: the function, what it is asked, and how such an event is made.
CASES: list[tuple[str, str, Callable[[Bench], dict]]] = [
    ("register", "a registration", Bench.registration),
    ("register", "the form", lambda _: request("GET", "/register", **HTML)),
    ("activate", "the page behind a link", lambda bench: request("GET", bench.link(), **HTML)),
    ("activate", "an activation", lambda bench: request("POST", bench.link())),
    ("allowed", "whether one may register", lambda _: request("GET", "/register/allowed")),
    ("mail", "1 mail", lambda bench: bench.new_users(1)),
    ("mail", "10 mails", lambda bench: bench.new_users(10)),
    ("signal", "1 signal", lambda bench: bench.same_users(1)),
    ("signal", "100 signals", lambda bench: bench.same_users(100)),
    ("feedback", "a delivery", Bench.delivery),
]


def measure(bench: Bench) -> Iterator[tuple]:
    """For each case the milliseconds of a start, a first and a further invocation, and the peak in MiB."""
    for name, what, make in CASES:
        starts, first, further, peaks = [], [], [], []
        for _ in range(TIMES):
            function = bench.start(name)
            starts.append(function.init)
            first.append(function.invoke(make(bench))[0])
            further.append(function.invoke(make(bench))[0])
            further.append(function.invoke(make(bench))[0])
            peaks.append(function.peak())
            function.end()
        yield name, what, *map(statistics.median, (starts, first, further)), max(peaks)


def limited(bench: Bench, mebibytes: int) -> None:
    """How long registrations take with the share of a processor that so much memory gets."""
    group = Path(f"/sys/fs/cgroup/cpu/registration-{os.getpid()}")
    if not group.parent.is_dir():
        sys.exit("--limit needs the cpu controller of cgroup v1 at /sys/fs/cgroup/cpu")
    function = bench.start("register")
    group.mkdir()
    try:
        # Whatever else runs here takes nothing of it. Lambda's period is of this order.
        (group / "cpu.shares").write_text("262144")
        (group / "cpu.cfs_period_us").write_text("20000")
        (group / "cpu.cfs_quota_us").write_text(str(20000 * mebibytes // WHOLE))
        for thread in Path(f"/proc/{function.pid}/task").iterdir():
            (group / "tasks").write_text(thread.name)
        took, computed = [], []
        for _ in range(3 * TIMES):
            began = time.monotonic()
            computed.append(function.invoke(bench.registration())[0])
            took.append((time.monotonic() - began) * 1000)
        computed, took = statistics.median(computed), statistics.median(took)
        print(f"\nA registration with {mebibytes} MiB: computes {computed:.1f} ms,", end=" ")
        print(f"expected {computed * WHOLE / mebibytes:.1f} ms and the waiting, took {took:.1f} ms")
    finally:
        function.end()
        group.rmdir()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=int, metavar="MIB")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        try:
            sizes = " | ".join(f"{size} MiB" for size in SIZES)
            print(f"| Function | Event | Start | First | Further | Peak | {sizes} |")
            print("| --- " * (6 + len(SIZES)) + "|")
            for name, what, start, first, further, peak in measure(bench):
                shares = " | ".join(
                    f"{(start + first) * WHOLE / size:.0f}, {further * WHOLE / size:.1f}" for size in SIZES
                )
                print(
                    f"| `{name}` | {what} | {start:.1f} | {first:.1f} | {further:.2f} | {peak:.0f} | {shares} |",
                    flush=True,
                )
            print("\nMilliseconds of processor time, and MiB. On the right how long that takes with the share that a")
            print("size gets, a start with its first event and a further one; what calls of AWS take comes on top.")
            if arguments.limit:
                limited(bench, arguments.limit)
        finally:
            bench.end()


if __name__ == "__main__":
    main()
