"""The wheel holds the library, the command line and the data, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in a wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.iterdir()
    return {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}


def _files(folder: str, pattern: str) -> set[str]:
    found = (ROOT / folder).rglob(pattern)
    return {
        str(path.relative_to(ROOT))
        for path in found
        if path.is_file() and not {"__pycache__", "_data"} & set(path.parts)
    }


def test_all_code_with_the_migrations_of_the_store(held: set[str]) -> None:
    code = {name for name in held if not name.startswith("omaha/_data/")}

    assert code == _files("omaha", "*")
    assert any(name.startswith("omaha/store/migrations/versions/0001") for name in code)


def test_all_data_where_loading_looks_for_it(held: set[str]) -> None:
    data = {name.removeprefix("omaha/_data/") for name in held if name.startswith("omaha/_data/")}

    assert data == _files("vocab", "*") | _files("mappings", "*")
    assert {"vocab/shapes.ttl", "mappings/model/model.json"} <= data
