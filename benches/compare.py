"""Prints what `benches/run` measures: docs/performance.md explains it.

In each round every program is started once, one after the other. Then all of them answer requests in turn, so that a
machine that is slow for a while slows all of them down. The order is random. The figures are medians over all rounds. A
ratio is that of two medians.
"""

import argparse
import os
import platform
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

from programs import Program, Took
from workload import Workload

# The MiB for which Lambda gives a whole processor, by
# https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html.
WHOLE = 1769
SIZES = [128, 256, 512, 1024, WHOLE]


@dataclass(frozen=True)
class Case:
    """A program and what it is asked."""

    program: str
    request: str
    start: Callable[[Workload], Program]
    make: Callable[[Workload], object]


def function(name: str, request: str, make: Callable[[Workload], object]) -> Case:
    return Case(f"`{name}`", request, lambda workload: workload.function(name), make)


HELLO = Case("`hello`", "any request", Workload.hello, Workload.allowed)
REGISTRATION = function("register", "a registration", Workload.registration)
ACTIVATION = function("activate", "an activation", Workload.activation)
EMAIL = function("mail", "an email", lambda workload: workload.new_users(1))
SIGNAL = function("signal", "a signal", lambda workload: workload.same_users(1))
FUNCTIONS = [
    REGISTRATION,
    function("register", "the form", Workload.form),
    function("activate", "the activation page", Workload.activation_page),
    ACTIVATION,
    function("allowed", "whether registration is allowed", Workload.allowed),
    Case("`openid`", "the redirect to the provider", Workload.openid, Workload.sign_in),
    EMAIL,
    function("mail", "ten emails", lambda workload: workload.new_users(10)),
    SIGNAL,
    function("signal", "a hundred signals", lambda workload: workload.same_users(100)),
    function("feedback", "a delivery", Workload.delivery),
]
HASH = Case("`hash`", "the hash", Workload.hash, Workload.line)
ROUND_TRIPS = Case("`round-trips`", "the calls of an activation", Workload.round_trips, Workload.activation_calls)
DJANGO = Case("django-registration", "a registration", Workload.gunicorn, Workload.django_registration)
DJANGO_ACTIVATION = Case("django-registration", "an activation", Workload.gunicorn, Workload.django_activation)
CASES = [HELLO, *FUNCTIONS, HASH, ROUND_TRIPS, DJANGO, DJANGO_ACTIVATION]


@dataclass
class Figures:
    """All that was measured of a case."""

    starts: list[Took] = field(default_factory=list)
    # A start and the first answer together.
    cold: list[Took] = field(default_factory=list)
    warm: list[Took] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)


def middle(measured: Iterable[Took]) -> Took:
    """The medians."""
    return Took(*map(median, zip(*measured, strict=True)))


def measure(workload: Workload, rounds: int, requests: int) -> dict[Case, Figures]:
    """Measures all cases, in so many rounds with so many requests to each warm program."""
    figures: dict[Case, Figures] = defaultdict(Figures)
    order = Random(0)
    for number in range(rounds + 1):
        with ExitStack() as running:
            programs = {}
            # A program leaves the caches to the next one, so the order is another one each time.
            for case in order.sample(CASES, len(CASES)):
                request = case.make(workload)
                program = programs[case] = running.enter_context(case.start(workload))
                first, _ = program.invoke(request)
                figures[case].starts.append(program.start)
                figures[case].cold.append(program.start + first)
            for _ in range(requests):
                for case in order.sample(CASES, len(CASES)):
                    request = case.make(workload)
                    figures[case].warm.append(programs[case].invoke(request)[0])
            for case, program in programs.items():
                figures[case].peaks.append(program.peak())
        if number == 0:
            # This round had the programs read from disk.
            figures.clear()
        if sys.stderr.isatty():
            print(f"\rround {number} of {rounds}", end="", file=sys.stderr, flush=True)
    return figures


def table(heading: list[str], rows: Iterable[list[str]]) -> None:
    """Prints a table in Markdown."""
    print()
    for row in (heading, ["---"] * len(heading), *rows):
        print(f"| {' | '.join(row)} |")


def against_hello(figures: dict[Case, Figures], part: str) -> None:
    """Prints the functions against `hello`, by a part of the time that they took."""

    def cells(case: Case) -> Iterable[str]:
        for phase in ("starts", "cold", "warm"):
            took, baseline = (getattr(middle(getattr(figures[of], phase)), part) for of in (case, HELLO))
            yield from (f"{took:.2f}", f"{took / baseline:.2f}")

    heading = ["Function", "Request", "Start", "Ratio", "Start and first answer", "Ratio", "Warm answer", "Ratio"]
    table(heading, ([case.program, case.request, *cells(case)] for case in (HELLO, *FUNCTIONS)))


def comparisons(figures: dict[Case, Figures]) -> None:
    """Prints the rest: a registration against its hash, an activation against its calls, and all against Django."""

    def warm(*cases: Case) -> Took:
        return Took(*map(sum, zip(*(middle(figures[case].warm) for case in cases), strict=True)))

    def cold(case: Case) -> Took:
        return middle(figures[case].cold)

    rows = [
        ("A warm registration", warm(REGISTRATION), "the hash alone", warm(HASH)),
        ("A warm activation", warm(ACTIVATION), "its calls to DynamoDB alone", warm(ROUND_TRIPS)),
        ("The start and a registration", cold(REGISTRATION), "the same of django-registration", cold(DJANGO)),
        ("A warm registration", warm(REGISTRATION), "the same of django-registration", warm(DJANGO)),
        ("A warm activation", warm(ACTIVATION), "the same of django-registration", warm(DJANGO_ACTIVATION)),
        (
            "A registration with its email, its activation and both signals",
            warm(REGISTRATION, EMAIL, ACTIVATION, SIGNAL, SIGNAL),
            "the same of django-registration, which has no signals",
            warm(DJANGO, DJANGO_ACTIVATION),
        ),
    ]
    cells = []
    for name, took, of, baseline in rows:
        ratios = [
            f"{ours:.2f} / {theirs:.2f} = {ours / theirs:.2f}" for ours, theirs in zip(took, baseline, strict=True)
        ]
        cells.append([name, f"against {of}", *ratios])
    # Nobody waits for the whole.
    cells[-1][2] = ""
    table(["Service", "Other", "Elapsed", "Processor time"], cells)


def by_memory(figures: dict[Case, Figures]) -> None:
    """Prints how long the processor time takes with the share of a processor that Lambda gives by memory."""

    def cells(case: Case) -> Iterable[str]:
        warm, cold = middle(figures[case].warm).computed, middle(figures[case].cold).computed
        for size in SIZES:
            yield f"{warm * WHOLE / size:.1f} ({cold * WHOLE / size:.0f})"
        yield f"{max(figures[case].peaks):.0f}"

    heading = ["Function", "Request", *(f"{size} MiB" for size in SIZES), "Peak, MiB"]
    table(heading, ([case.program, case.request, *cells(case)] for case in FUNCTIONS))


def limited(workload: Workload, mebibytes: int) -> None:
    """Prints how long registrations take with the share of a processor that so much memory gets."""
    group = Path(f"/sys/fs/cgroup/cpu/registration-{os.getpid()}")
    if not group.parent.is_dir():
        sys.exit("--limit needs the cpu controller of cgroup v1 at /sys/fs/cgroup/cpu")
    group.mkdir()
    try:
        with workload.function("register") as register:
            # Nothing else that runs here takes a part of it. Lambda's period is of this order.
            (group / "cpu.shares").write_text("262144")
            (group / "cpu.cfs_period_us").write_text("20000")
            (group / "cpu.cfs_quota_us").write_text(str(20000 * mebibytes // WHOLE))
            for pid in register.pids():
                (group / "cgroup.procs").write_text(str(pid))
            took = middle(register.invoke(workload.registration())[0] for _ in range(20))
    finally:
        group.rmdir()
    print(f"\nA registration with {mebibytes} MiB computes {took.computed:.1f} ms,", end=" ")
    print(f"expected {took.computed * WHOLE / mebibytes:.1f} ms and the waiting, took {took.elapsed:.1f} ms.")


def machine() -> str:
    """The processor, how many of them there are, and the system."""
    models = re.findall(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    model = models[0] if models else platform.machine()
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    return f"{os.cpu_count()} processors, {model}; {system}, Python {platform.python_version()}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="benches/run", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="two rounds, which show that it works")
    parser.add_argument("--no-build", action="store_true", help="measure what is there from the last time")
    parser.add_argument("--limit", type=int, metavar="MIB", help="and registrations with so much memory, as root")
    arguments = parser.parse_args()
    rounds, requests = (2, 2) if arguments.quick else (20, 5)
    before = time.monotonic()
    with TemporaryDirectory() as folder:
        workload = Workload(Path(folder))
        try:
            figures = measure(workload, rounds, requests)
            print(f"\n{machine()}. {rounds} starts and {rounds * requests} warm requests of each program.")
            print("Milliseconds. A ratio is that to `hello`.\n\nElapsed:")
            against_hello(figures, "elapsed")
            print("\nProcessor time:")
            against_hello(figures, "computed")
            print("\nOthers:")
            comparisons(figures)
            print("\nProcessor time with the share of a processor for a size of memory: warm (start and first answer):")
            by_memory(figures)
            if arguments.limit:
                limited(workload, arguments.limit)
        finally:
            workload.end()
    print(f"\nMeasured in {time.monotonic() - before:.0f} seconds.")


if __name__ == "__main__":
    main()
