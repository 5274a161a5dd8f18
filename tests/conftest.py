"""What tests of several parts share: the real engine, compiled once for all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from omaha.loading import Engine, load_engine


@pytest.fixture(scope="session")
def compiled() -> Path:
    """The folder of compiled forms; kept from run to run, and keyed by what they are made of."""
    return Path(__file__).parents[1] / "build" / "compiled"


@pytest.fixture(scope="session")
def engine(compiled: Path) -> Engine:
    """The engine on the data of the checkout."""
    return load_engine(cache=compiled)
