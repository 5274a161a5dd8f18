"""A model that does not fit this code is refused when it is loaded, with the way out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest

from omaha.coding.assembly import read_model
from omaha.errors import DataError
from omaha.loading import Sources

Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A copy of the real weights and of what goes with them."""
    weights, model = Sources.of().weights
    return Path(shutil.copy(weights, tmp_path)), Path(shutil.copy(model, tmp_path))


def refused(files: tuple[Path, Path]) -> DataError:
    with pytest.raises(DataError) as caught:
        read_model(*files)
    assert "made for another version of the coder; run script/train" in str(caught.value)
    return caught.value


def _reverse(stored: dict[str, Any]) -> None:
    stored["formulas"]["sign"]["features"].reverse()


def _shorten(stored: dict[str, Any]) -> None:
    stored["formulas"]["problem"]["coefficients"].pop()


def _rename(stored: dict[str, Any]) -> None:
    stored["formulas"]["family"]["features"][0] = "old"


def _lose_a_formula(stored: dict[str, Any]) -> None:
    del stored["formulas"]["intervention"]


def _lose_a_row(stored: dict[str, Any]) -> None:
    stored["model"]["rows"].pop()


def _lose_a_bias(stored: dict[str, Any]) -> None:
    stored["model"]["bias"].pop()


@pytest.mark.parametrize(
    "change", [_reverse, _shorten, _rename, _lose_a_formula, _lose_a_row, _lose_a_bias]
)
def test_another_shape_or_other_features(files: tuple[Path, Path], change: Change) -> None:
    stored = orjson.loads(files[1].read_bytes())
    change(stored)
    files[1].write_bytes(orjson.dumps(stored))

    refused(files)


def test_the_formula_that_does_not_fit_is_named(files: tuple[Path, Path]) -> None:
    stored = orjson.loads(files[1].read_bytes())
    _rename(stored)
    files[1].write_bytes(orjson.dumps(stored))

    assert "family" in refused(files).reason


@pytest.mark.parametrize("damaged", [0, 1])
def test_a_damaged_file(files: tuple[Path, Path], damaged: int) -> None:
    files[damaged].write_bytes(b"damaged")

    assert refused(files).path == str(files[damaged])


def test_weights_without_a_part(files: tuple[Path, Path]) -> None:
    np.savez(files[0], outputs=np.zeros((1, 1), np.int8))

    refused(files)
