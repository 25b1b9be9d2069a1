"""The users of the tests."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

SEED = Path(__file__).resolve().parents[3] / "examples/seed/seed.jsonl"


@pytest.fixture(scope="session")
def registration_seed() -> Path:
    return SEED
