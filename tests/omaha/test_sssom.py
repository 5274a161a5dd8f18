"""SSSOM of ours: what is read is what was written, and what is not understood is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from omaha.errors import DataError
from omaha.mappings import NO_TERM, Mapping
from omaha.sssom import read_mappings, read_metadata, read_rows, write_mappings

HEAD = ['sssom_version: "1.1"', "curie_map:", "  skos: http://www.w3.org/2004/02/skos/core#"]
PHRASE = Mapping("rode \"stuit\"", "skos:broadMatch", "omaha:sign/2401", True, "nl",
                 confidence=0.9, source="hand", date="2026-11-21")  # fmt: skip
NONE = Mapping("omaha:problem/09", "skos:relatedMatch", NO_TERM, subject_label="Spirituality",
               source="hand", date="2026-11-21", comment="not there",
               object_source="omaha:scheme/icpc1")  # fmt: skip
SOME = Mapping("omaha:problem/10", "skos:broadMatch", "icpc1:P", subject_label="Grief",
               object_label="Psychological", source="hand", date="2026-11-21",
               object_source="omaha:scheme/icpc1")  # fmt: skip


@pytest.mark.parametrize("rows", [[PHRASE], [NONE, SOME]])
def test_a_round_trip_loses_nothing(tmp_path: Path, rows: list[Mapping]) -> None:
    path = tmp_path / "some.sssom.tsv"
    write_mappings(path, reversed(rows), HEAD)

    assert read_mappings(path) == (rows, [])
    assert read_metadata(path) == HEAD
    assert [line for line, _ in read_rows(path)] == list(range(5, 5 + len(rows)))


def test_a_bad_row_does_not_hide_the_good_ones(tmp_path: Path) -> None:
    path = tmp_path / "some.sssom.tsv"
    write_mappings(path, [NONE, SOME], HEAD)
    path.write_text(path.read_text().replace("skos:relatedMatch", "skos:sameAs"))

    good, bad = read_mappings(path)
    assert good == [SOME]
    assert [(error.line, "unknown predicate_id" in error.reason) for error in bad] == [(5, True)]


def test_an_extension_column_is_never_dropped_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "some.sssom.tsv"
    write_mappings(path, [PHRASE], HEAD)
    path.write_text(path.read_text().replace("\tcue\n", "\tmood\n"))

    with pytest.raises(DataError, match="undeclared column 'mood'"):
        read_mappings(path)
