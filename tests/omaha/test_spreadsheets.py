"""Spreadsheets as organisations have them, with all that Excel does to them."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Callable
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omaha import spreadsheets
from omaha.errors import DataError, InputError, UnknownCodeError
from omaha.loading import Engine
from omaha.mappings import Mapping
from omaha.spreadsheets import LARGEST, Defaults, find_concept, read_spreadsheet

NOORD = Defaults("Noord", source="anna", date="2026-11-22")


def read(path: Path, engine: Engine, defaults: Defaults = NOORD) -> tuple[list[Mapping], list[str]]:
    rows = [row for _, row in read_spreadsheet(path, engine.vocabulary, defaults)]
    good = [row for row in rows if isinstance(row, Mapping)]
    return good, [str(row) for row in rows if isinstance(row, DataError)]


def sheet(path: Path, *rows: tuple[Any, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_is_read_as_it_comes(
    tmp_path: Path, engine: Engine, separator: str, encoding: str
) -> None:
    path = tmp_path / "w.csv"
    lines = [("Woord", "Code", "Soort"), ("cliënt gewogen", "29", "actievlak"), ("", "", "")]
    text = "\r\n".join(separator.join(line) for line in lines)
    path.write_bytes(text.encode(encoding))

    good, bad = read(path, engine)

    assert bad == []
    assert good == [
        Mapping("cliënt gewogen", "skos:broadMatch", "omaha:target/29", True, "nl",
                justification="semapv:ManualMappingCuration", source="anna", date="2026-11-22",
                organisation="Noord")
    ]  # fmt: skip


def test_leading_zeros_and_numbers_that_excel_took_are_put_back(
    tmp_path: Path, engine: Engine
) -> None:
    path = sheet(tmp_path / "w.xlsx", ("word", "code", "kind"), ("a b", 4, "target"),
                 ("c d", 101, "sign"), ("e f", 39.0, "target"), ("g h", "omaha:problem/24", None),
                 (12, "3902", None))  # fmt: skip

    good, bad = read(path, engine)

    assert [row.object for row in good[:4]] == [
        "omaha:target/04", "omaha:sign/0101", "omaha:target/39", "omaha:problem/24"]  # fmt: skip
    assert [row.subject for row in good] == ["a b", "c d", "e f", "g h", "12"]
    assert bad == []


def test_a_column_may_say_of_what_kind_its_codes_are(tmp_path: Path, engine: Engine) -> None:
    path = sheet(tmp_path / "w.xlsx", ("Woord", "Actievlak"), ("rol aangereikt", 39))

    assert [row.object for row in read(path, engine)[0]] == ["omaha:target/39"]


def test_bad_rows_are_told_of_with_line_and_reason(tmp_path: Path, engine: Engine) -> None:
    path = tmp_path / "w.csv"
    path.write_text(
        "word;code;kind;discipline\n"
        "goed;39;target;\n"
        ";39;target;\n"
        "zonder code;;target;\n"
        "twee soorten;39;;\n"
        "onbekend;999;target;\n"
        "soort;39;ding;\n"
        "beroep;39;target;kok\n"
        "kort\n"
    )
    good, bad = read(path, engine)

    assert [row.subject for row in good] == ["goed"]
    assert [line.removeprefix(f"{path}:").partition(":")[0] for line in bad] == list("3456789")
    reasons = ("word: is empty", "code: is empty", "in a column kind, or with --kind",
               "unknown target code '999'", "kind: unknown", "discipline: unknown",
               "code: is empty")  # fmt: skip
    assert all(reason in line for reason, line in zip(reasons, bad, strict=True))


@pytest.mark.parametrize(
    ("written", "kind", "curie"),
    [
        ("39", "target", "omaha:target/39"),
        ("target/39", None, "omaha:target/39"),
        ("omaha:target/39", None, "omaha:target/39"),
        ("2401", None, "omaha:sign/2401"),
        ("76", None, "omaha:target/76"),
        ("PB0026", None, "omaha:problem/24"),
        ("IV", None, "omaha:domain/IV"),
    ],
)
def test_a_code_is_found_however_it_is_written(
    engine: Engine, written: str, kind: str | None, curie: str
) -> None:
    assert find_concept(written, kind, engine.vocabulary).curie == curie


@pytest.mark.parametrize(
    ("written", "kind"),
    [("", None), ("39", None), ("food/39", None), ("999", None), ("999", "sign"), ("x", None)],
)
def test_no_code_is_guessed(engine: Engine, written: str, kind: str | None) -> None:
    with pytest.raises((InputError, UnknownCodeError)):
        find_concept(written, kind, engine.vocabulary)


@pytest.mark.parametrize("text", ["", "a,b\nx,39\n", "word\nx\n", "code\n39\n"])
def test_a_sheet_without_its_columns_is_refused_without_its_words(
    tmp_path: Path, engine: Engine, text: str
) -> None:
    path = tmp_path / "w.csv"
    path.write_text(text)
    with pytest.raises(DataError, match="column|empty"):
        read(path, engine)


def repacked(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The same XLSX with the parts as `change` makes them of their names and contents."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, change(name, content))
    return path


def test_a_small_file_that_unpacks_to_very_much_is_refused_unread(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sheet(tmp_path / "w.xlsx", ("word", "code"), ("a b", "3901"))
    repacked(path, lambda name, content: content + b" " * (LARGEST if "sheet1" in name else 0))
    assert path.stat().st_size < LARGEST // 100
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *_, **__: pytest.fail("was unpacked"))

    with pytest.raises(DataError, match="more than 64 MB unpacked"):
        read(path, engine)


def test_a_part_that_says_it_is_small_is_not_read_beyond_that(
    tmp_path: Path, engine: Engine
) -> None:
    path = sheet(tmp_path / "w.xlsx", ("word", "code"), ("a b", "3901"))
    with zipfile.ZipFile(path) as packed:
        real = packed.getinfo("xl/worksheets/sheet1.xml").file_size
    content = bytearray(path.read_bytes())
    size, small = real.to_bytes(4, "little"), (10).to_bytes(4, "little")
    path.write_bytes(bytes(content).replace(size, small))

    with pytest.raises(DataError, match="cannot be read as XLSX"):
        read(path, engine)


@pytest.mark.parametrize("cell", ["A4000000", "XFD3"])
def test_a_cell_far_away_costs_no_time(tmp_path: Path, engine: Engine, cell: str) -> None:
    path = sheet(tmp_path / "w.xlsx", ("word", "code"), ("a b", "3901"))
    row = f'<row r="{cell.strip(ascii_uppercase)}"><c r="{cell}"><v>1</v></c></row></sheetData>'
    repacked(path, lambda _, content: content.replace(b"</sheetData>", row.encode()))

    found: list[Mapping | DataError] = []
    with contextlib.suppress(DataError):
        found += [row for _, row in read_spreadsheet(path, engine.vocabulary, NOORD)]
    assert len(found) <= 2


def test_a_csv_has_the_same_limit(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "w.csv"
    path.write_text("word,code\na b,3901\n")
    monkeypatch.setattr(spreadsheets, "LARGEST", 10)
    with pytest.raises(DataError, match="more than"):
        read(path, engine)


@pytest.mark.parametrize("limit", ["MOST_ROWS", "MOST_COLUMNS"])
def test_a_csv_has_no_more_rows_and_columns_than_a_book(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    path = tmp_path / "w.csv"
    path.write_text("word,code\na b,3901\na c,3901,\n")
    monkeypatch.setattr(spreadsheets, limit, 3)
    assert len(read(path, engine)[0]) == 2
    monkeypatch.setattr(spreadsheets, limit, 2)
    with pytest.raises(DataError, match=r"w\.csv:3: more than 2 "):
        read(path, engine)


@given(damage=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40,
          deadline=None)  # fmt: skip
def test_a_damaged_book_gives_rows_or_a_data_error(
    tmp_path: Path, engine: Engine, damage: list[tuple[int, int]]
) -> None:
    path = sheet(tmp_path / "w.xlsx", ("word", "code"), ("a b", "3901"))
    content = bytearray(path.read_bytes())
    for place, value in damage:
        content[place % len(content)] = value
    path.write_bytes(content)
    with contextlib.suppress(DataError):
        read(path, engine)


@given(content=st.binary(max_size=400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_any_bytes_give_rows_or_a_data_error(
    tmp_path: Path, engine: Engine, content: bytes, suffix: str
) -> None:
    path = tmp_path / f"w{suffix}"
    path.write_bytes(content if suffix == ".xlsx" else b"word,code\n" + content)
    with contextlib.suppress(DataError):
        good, bad = read(path, engine)
        assert all(row.object in engine.vocabulary for row in good)
        assert all(line.startswith(f"{path}:") for line in bad)
