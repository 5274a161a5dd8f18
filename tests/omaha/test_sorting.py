"""Sorting the files of `mappings/`: rows move, and not one character of them changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from omaha.sorting import sort_mappings

MAPPINGS = Path(__file__).resolve().parents[2] / "mappings"
NAMES = ("lexicon-problems-nl.sssom.tsv", "omaha-icf.sssom.tsv", "clauses-en.tsv")


@pytest.fixture
def mixed(tmp_path: Path) -> dict[Path, bytes]:
    """Three real files with their rows turned around, and what they were before."""
    sound = {}
    for name in NAMES:
        path = Path(shutil.copy(MAPPINGS / name, tmp_path))
        sound[path] = path.read_bytes()
        lines = path.read_text(encoding="utf-8").split("\n")[:-1]
        header = next(n for n, line in enumerate(lines) if not line.startswith("#"))
        rows = [*lines[: header + 1], *lines[header + 1 :][::-1], ""]
        path.write_text("\n".join(rows), encoding="utf-8")
        path.chmod(0o640)
    return sound


def test_every_file_comes_back_as_it_was(mixed: dict[Path, bytes], tmp_path: Path) -> None:
    written, left = sort_mappings(tmp_path)

    assert (set(written), left) == (set(mixed), [])
    assert {path: path.read_bytes() for path in mixed} == mixed
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o640}
    assert sort_mappings(tmp_path) == ([], [])


@pytest.mark.parametrize(
    ("name", "row", "reason"),
    [
        (NAMES[0], "too\tshort\n", "2 cells under 11 columns"),
        (NAMES[1], "\udcff", "cannot be read as UTF-8"),
    ],
)
def test_a_file_with_a_row_that_cannot_be_read_stays_as_it_is(
    mixed: dict[Path, bytes], tmp_path: Path, name: str, row: str, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(path.read_bytes() + row.encode(errors="surrogateescape"))
    before = path.read_bytes()

    written, (error,) = sort_mappings(tmp_path)

    assert (error.path, error.reason) == (str(path), reason)
    assert path.read_bytes() == before
    assert set(written) == set(mixed) - {path}


def test_a_file_of_clauses_with_another_header_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "clauses-nl.tsv").write_text("b\na\n")

    written, (error,) = sort_mappings(tmp_path)

    assert (written, error.line) == ([], 1)
    assert (tmp_path / "clauses-nl.tsv").read_text() == "b\na\n"
