"""Prints what `benches/bulk` measures: the rates and the memory of the commands that work on many users."""

import argparse
import csv
import json
import os
import subprocess
import sys
import time
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from local import BINARY, Local

COMMAND = BINARY.with_name("registration")
# Of the password "seven otters juggle plums". The import reads it, and computes none.
HASH = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$eDHrYjVrsfP3FKbLs8QMbqBN3oUYj2o5Q9rQ1wqFAuA"
MEBIBYTE = 1024 * 1024


def write_users(file: Path, numbers: range) -> None:
    """Writes users. Neither names nor addresses are in the order of their keys."""
    with file.open("w", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(["email", "username", "password_hash", "status"])
        for number in numbers:
            name = sha256(str(number).encode()).hexdigest()[:12]
            rows.writerow([f"{name}@example{number % 997}.org", f"user-{name}", HASH, "active"])


def ids(exported: Path, most: int) -> list[str]:
    """The ids of the first exported users."""
    with exported.open() as lines:
        return [json.loads(line)["id"] for line in islice(lines, most)]


class Took(NamedTuple):
    """The seconds of a command, and the peaks of its memory and of the memory of `local`, in MiB."""

    seconds: float
    command: int
    local: int


class Bench:
    """A folder with data, and a `local` for each command."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._files = 0

    def run(self, *arguments: str | Path) -> Took:
        """Runs a command."""
        self._files += 1
        local = Local(self._folder / f"local-{self._files}.log", "--data", str(self._folder / "data"))
        try:
            before = time.monotonic()
            with (self._folder / f"command-{self._files}.log").open("w") as log:
                command = subprocess.Popen([COMMAND, *arguments, "--local", local.url], stdout=log, stderr=log)
                _, status, usage = os.wait4(command.pid, 0)
            seconds = time.monotonic() - before
            if code := os.waitstatus_to_exitcode(status):
                sys.exit(f"{arguments} ended with {code}: {Path(log.name).read_text()[-2000:]}")
            fields = dict(line.split(":", 1) for line in Path(f"/proc/{local.pid}/status").read_text().splitlines())
            return Took(seconds, usage.ru_maxrss // 1024, int(fields["VmHWM"].split()[0]) // 1024)
        finally:
            local.end()


def show(name: str, users: int, *all_took: Took) -> None:
    """Prints a row with the figures of one command, or of the same command several times."""
    seconds = sum(took.seconds for took in all_took)
    command, local = max(took.command for took in all_took), max(took.local for took in all_took)
    print(f"| {name} | {users:,} | {seconds:,.0f} | {users / seconds:,.0f} | {command:,} | {local:,} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="benches/bulk", description=__doc__)
    parser.add_argument("users", type=int, nargs="?", default=10_000, help="how many (default: 10,000)")
    # The engine of `local` looks through the tokens of all transactions of the last ten minutes for each one.
    parser.add_argument("--part", type=int, default=40_000, help="how many to a `local` (default: 40,000)")
    parser.add_argument("--erase", type=int, default=1_000, help="how many of them to erase (default: 1,000)")
    arguments = parser.parse_args()
    with TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, exported, list_file = folder / "users.csv", folder / "exported.jsonl", folder / "ids"
        bench, all_took = Bench(folder), []
        print("| Command | Users | Seconds | Users a second | Its peak, MiB | Peak of `local`, MiB |")
        print("| --- | --- | --- | --- | --- | --- |")
        for start in range(0, arguments.users, arguments.part):
            write_users(source, range(start, min(start + arguments.part, arguments.users)))
            all_took.append(bench.run("users", "import", source, "--from", "plain"))
        show("users import", arguments.users, *all_took)
        show("users export --all", arguments.users, bench.run("users", "export", "--all", "--output", exported))
        list_file.write_text("\n".join(ids(exported, arguments.erase)) + "\n")
        show("users erase --file", arguments.erase, bench.run("users", "erase", "--file", list_file, "--yes"))
        data = sum(file.stat().st_size for file in (folder / "data").iterdir())
        print(f"\nThe folder of the data has {data / MEBIBYTE:,.0f} MiB.")


if __name__ == "__main__":
    main()
