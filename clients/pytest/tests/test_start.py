"""The start and the end of `local`, and their errors."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from pytest_registration_local import Local, LocalError

BINARY = os.environ["REGISTRATION_LOCAL"]
ONE_TEST = """
    def test_url(registration):
        print("it runs at", registration.url)
        assert registration.wait_for_mail
"""


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/register/allowed"):
            return True
    except OSError:
        return False


def test_stop_ends_the_process() -> None:
    with Local.start(BINARY) as local:
        assert answers(local.url)
    assert not answers(local.url)
    local.stop()


def test_process_ends_with_a_killed_runner() -> None:
    script = "from pytest_registration_local import Local; print(Local.start().url, flush=True); input()"
    environment = os.environ | {"PATH": f"{Path(BINARY).parent}:{os.environ['PATH']}"}
    runner = subprocess.Popen(
        [sys.executable, "-c", script], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert runner.stdin
    assert runner.stdout
    url = runner.stdout.readline().strip()
    assert answers(url)
    runner.send_signal(signal.SIGKILL)
    runner.wait()
    runner.stdin.close()
    runner.stdout.close()
    deadline = time.monotonic() + 20
    while answers(url):
        assert time.monotonic() < deadline, "it still runs"
        time.sleep(0.05)


def test_running_service_is_used_and_left_alone() -> None:
    with Local.start(BINARY) as first:
        with Local.start(first.url + "/") as second:
            assert second.url == first.url
        assert answers(first.url)
        with pytest.raises(LocalError, match="runs already"):
            Local.start(first.url, settings={"REGISTRATION_OPEN": "false"})
    with pytest.raises(LocalError, match="cannot be reached"):
        Local.start(first.url)


def test_checkout_is_built_and_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A cargo that takes the place of the build, which takes minutes.
    (tmp_path / "infra/local").mkdir(parents=True)
    (tmp_path / "infra/local/Cargo.toml").touch()
    cargo = tmp_path / "cargo"
    cargo.write_text(
        f'#!/bin/sh\n[ "$1 $2 $3 $4 $5" = "run --quiet --package local --" ] && shift 5 && exec "{BINARY}" "$@"\n'
    )
    cargo.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with Local.start(str(tmp_path)) as local:
        assert answers(local.url)


def test_settings_of_the_environment_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRATION_BACKEND", "none")
    settings = {"REGISTRATION_SITE_NAME": "Elsewhere"}
    with Local.start(BINARY, settings=settings) as local, urllib.request.urlopen(f"{local.url}/register") as page:
        assert b"Elsewhere" in page.read()


@pytest.mark.parametrize(
    ("where", "settings", "expected"),
    [
        ("/nowhere", {}, "/nowhere is neither a URL, nor the binary"),
        (BINARY, {"REGISTRATION_BACKEND": "none"}, 'REGISTRATION_BACKEND="none": no such backend'),
        (shutil.which("false"), {}, "did not start"),
    ],
)
def test_failed_start_says_why(where: str, settings: dict[str, str], expected: str) -> None:
    with pytest.raises(LocalError, match=expected):
        Local.start(where, settings=settings)


def test_faults_of_a_seed_are_reported(tmp_path: Path) -> None:
    seed = tmp_path / "seed.jsonl"
    seed.write_text('{"email": "nobody"}\n{"email": "ann@example.com", "status": "new"}\n')
    with pytest.raises(LocalError) as error:
        Local.start(BINARY, seed=seed)
    assert str(error.value).splitlines()[1:] == [
        f"--seed {seed}: the service does not start until these records are correct:",
        "  line 1: email: the address is malformed",
        "  line 2: status must be active, pending, awaiting_approval or disabled",
    ]


def test_seeded_mail_and_signal_are_there(registration_seed: Path) -> None:
    with Local.start(BINARY, seed=registration_seed) as local:
        assert [mail.to for mail in local.emails()] == ["bea@example.com"]
        assert [(signal.type, signal.email) for signal in local.signals()] == [("user_registered", "bea@example.com")]


def test_missing_command_is_explained(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REGISTRATION_LOCAL")
    monkeypatch.setenv("PATH", "")
    pytester.makepyfile(ONE_TEST)
    result = pytester.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*the command `local` is not in your PATH: install it by `cargo install*"])


def test_option_comes_before_settings_of_the_project(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REGISTRATION_LOCAL")
    pytester.makepyfile(ONE_TEST)
    pytester.makeini("[pytest]\nregistration_local = nowhere\n")
    pytester.runpytest_inprocess().stdout.fnmatch_lines(["*nowhere is neither a URL*"])
    result = pytester.runpytest_inprocess("--registration-local", BINARY)
    result.assert_outcomes(passed=1)
