"""Files of coded notes and tables, whatever stands in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omaha.counting import count_notes, read_residents, read_table
from omaha.errors import DataError, InputError
from omaha.views.profile_counts import Tally

DOMAINS = {"24": "III"}


@given(st.lists(st.binary(max_size=40) | st.sampled_from([b'{"problems": []}', b'{"id": 1}'])))
def test_every_line_is_counted_or_told(lines: list[bytes]) -> None:
    bad: list[DataError] = []
    counted = count_notes("x", lines, Tally(("wijk",), DOMAINS), bad.append)
    assert counted + len(bad) == sum(bool(line.strip()) for line in lines)
    assert all(1 <= error.line <= len(lines) for error in bad)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_of_any_spreadsheet_are_read(delimiter: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    rows = [["nr", "wijk", "tekst"], ["1", "Noord", '"geheim"'], ["2", "Zuid", ""]]
    path.write_text("\n".join(delimiter.join(row) for row in rows), encoding="utf-8-sig")

    assert list(read_table(path, "nr", ["wijk", "date"])) == [
        {"wijk": "Noord", "id": "1"}, {"wijk": "Zuid", "id": "2"},
    ]  # fmt: skip
    with pytest.raises(InputError, match="has no column 'id'"):
        list(read_table(path, "id"))
    with pytest.raises(InputError, match="has none of the columns date"):
        list(read_table(path, "nr", ["date"]))


def test_ids_are_matched_in_order_and_rows_between_are_passed_over() -> None:
    tally, bad = Tally(("wijk",), DOMAINS), list[DataError]()
    lines = [b'{"id": "b", "problems": []}', b'{"id": 4, "problems": []}']
    context = iter([{"id": name, "wijk": f"w{name}"} for name in ("a", "b", "c", "4")])

    assert count_notes("x", lines, tally, bad.append, context) == 2
    assert set(tally.counts().groups) == {("wb",), ("w4",)}
    with pytest.raises(DataError, match="x:1: the id of this note"):
        count_notes("x", lines, tally, bad.append, iter([]))


def test_residents_are_whole_numbers(tmp_path: Path) -> None:
    path = tmp_path / "residents.csv"
    path.write_text("wijk;residents\nNoord ;4000\n")
    assert read_residents(path, "wijk") == {"Noord": 4000}
    path.write_text("wijk;residents\nNoord;veel\n")
    with pytest.raises(DataError, match="residents.csv:2"):
        read_residents(path, "wijk")
