"""What the tests of the command line share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from omaha.cli import main
from omaha.loading import Engine

WITH_CACHE = (
    "code", "evaluate", "lookup", "search", "translate", "view", "plan", "check-plan", "export",
    "profile",
)  # fmt: skip
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="session")
def cache(engine: Engine, compiled: Path) -> Path:
    """The folder of compiled forms, filled."""
    assert engine.versions
    return compiled


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], cache: Path) -> Run:
    """Run a command; its exit code, standard output and standard error."""

    def call(command: str, *arguments: str) -> tuple[int, str, str]:
        places = ("--cache", str(cache)) if command in WITH_CACHE else ()
        with pytest.raises(SystemExit) as ended:
            main([command, *places, *arguments])
        out, err = capfdbinary.readouterr()
        return int(ended.value.code or 0), out.decode(), err.decode()

    return call
