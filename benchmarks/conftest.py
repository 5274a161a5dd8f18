"""What the benchmarks share: the engine from its compiled form, and the notes."""

from __future__ import annotations

import pytest

from benchmarks.speed_notes import compose_notes
from omaha.loading import Engine, load_engine


@pytest.fixture(scope="session")
def engine() -> Engine:
    return load_engine()


@pytest.fixture(scope="session")
def notes() -> list[str]:
    return compose_notes(1_000)
