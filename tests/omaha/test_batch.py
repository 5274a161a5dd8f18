"""Reading many notes: every kind of file, bad rows in their place, and no note text in errors."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import orjson
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from omaha.batch import (
    LONGEST_ROW,
    BadRow,
    Columns,
    Row,
    code_rows,
    open_notes,
    open_standard_input,
    read_jsonl,
    write_whole,
)
from omaha.errors import DataError, InputError, NoteTooLongError
from omaha.model import CodedNote, Note

PLAIN = Note("")


def read(path: Path, template: Note = PLAIN, columns: Columns | None = None) -> list[Row | BadRow]:
    with open_notes(path, template, columns or Columns()) as source:
        return list(source.rows)


def told(rows: list[Row | BadRow]) -> list[tuple[int, str | None, str]]:
    return [
        (r.line, r.note.id, r.note.text) if isinstance(r, Row) else (r.line, r.id, str(r.error))
        for r in rows
    ]


def test_a_text_file_is_one_note(tmp_path: Path) -> None:
    path = tmp_path / "vandaag.txt"
    path.write_text("Stuit rood.\nGeen pijn.", encoding="utf-8-sig")

    assert told(read(path)) == [(1, "vandaag", "Stuit rood.\nGeen pijn.")]


def test_jsonl_keeps_ids_and_order_and_goes_on_after_a_bad_line(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    lines = [
        b'{"id": "a", "text": "pijn", "lang": "nl", "threshold": 0, "open_problems": ["24"]}',
        b"",
        b"{oops",
        b'["a"]',
        b'{"id": "b"}',
        b'{"id": 7, "text": ""}',
        b'{"id": [1], "text": "x"}',
        b'{"id": "c", "text": "x", "lang": "fr"}',
        b'{"id": "d", "text": "x", "threshold": 2}',
        b'{"id": "e", "text": "x", "max_problems": 0}',
        b'{"id": "f", "text": "x", "open_problems": "24"}',
        b'{"id": "111222333", "text": "x"}',
        b'{"id": "\xff", "text": "x"}',
        b'{"text": "laatste"}',
    ]
    path.write_bytes(b"\n".join(lines))

    rows = read(path)
    assert [(row.line, isinstance(row, Row)) for row in rows] == [
        (1, True), (3, False), (4, False), (5, False), (6, True), (7, False), (8, False),
        (9, False), (10, False), (11, False), (12, False), (13, False), (14, True),
    ]  # fmt: skip
    first = rows[0]
    assert isinstance(first, Row)
    assert (first.note.lang, first.note.threshold, first.note.open_problems) == ("nl", 0.0, ("24",))
    assert [told(rows)[n][1] for n in (3, 4, 6, 12)] == ["b", "7", "c", None]
    bsn = rows[10]
    assert isinstance(bsn, BadRow)
    assert bsn.id is None
    assert "111222333" not in str(bsn.error)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("n.csv", 'nr,tekst\n1,"pijn, fors"\n2,"twee\nregels"\n'),
        ("n.csv", 'nr;tekst\r\n1;pijn, fors\r\n2;"twee\nregels"\r\n'),
        ("n.tsv", 'nr\ttekst\n1\tpijn, fors\n2\t"twee\nregels"\n'),
        ("n.csv", '\ufeffnr,tekst\n1,"pijn, fors"\n2,"twee\nregels"\n'),
    ],
)
def test_tables_are_read_however_they_are_written(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_bytes(text.encode())

    rows = read(tmp_path / name, columns=Columns("nr", "tekst"))
    assert told(rows) == [(2, "1", "pijn, fors"), (3, "2", "twee\nregels")]


def test_a_bad_row_of_a_table_spoils_no_other(tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    path.write_bytes(b"id,text,lang\n1,pijn,\n2,pijn\n3,p\xffjn,nl\n\n4,moe,nl\n")

    assert told(read(path)) == [
        (2, "1", "pijn"),
        (3, None, "line: 2 cells under 3 columns"),
        (4, None, "line: is not UTF-8; save the file as CSV UTF-8"),
        (6, "4", "moe"),
    ]


def test_an_unclosed_quote_is_reported_and_memory_stays_bounded(tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    path.write_text('id,text\n1,pijn\n2,"moe\n' + "3,koorts\n" * 50_000)

    rows = read(path)
    assert told(rows[:1]) == [(2, "1", "pijn")]
    assert isinstance(rows[1], BadRow)
    assert "quotation mark" in str(rows[1].error)


def test_parquet_is_read_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "n.parquet"
    table = {"nr": list(range(600)), "tekst": [f"pijn {n}" for n in range(599)] + [None]}
    parquet.write_table(pa.table(table), path)

    with open_notes(path, PLAIN, Columns("nr", "tekst")) as source:
        assert source.total == 600
        rows = list(source.rows)
        assert source.read() == 600
    assert told(rows)[0] == (1, "0", "pijn 0")
    assert told(rows)[-1] == (600, "599", "text: is missing or no text")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("n.doc", b"x", "unknown kind of file '.doc'; use one of .txt"),
        ("n.csv", b"a,b\n1,2\n", "no column 'id'; the columns are a, b"),
        ("n.csv", b"", "no column 'id'; the columns are none"),
        ("n.parquet", b"x", "is no Parquet file"),
        ("none.jsonl", None, "cannot be read: No such file"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(
    tmp_path: Path, name: str, content: bytes | None, reason: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises((InputError, DataError), match=reason.replace(".", r"\.")):
        read(tmp_path / name)


def test_what_a_row_does_not_say_comes_from_the_template(tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    path.write_text("id,text,discipline\n1,pijn,\n2,pijn,poh\n")

    rows = read(path, Note("", lang="nl", discipline="verzorgende", threshold=0.5))
    notes = [row.note for row in rows if isinstance(row, Row)]
    assert [(n.lang, n.discipline, n.threshold) for n in notes] == [
        ("nl", "verzorgende", 0.5), ("nl", "poh", 0.5)]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (b"Stuit rood.\nGeen pijn.\n", [(1, None, "Stuit rood.\nGeen pijn.\n")]),
        (b'{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}', [(1, "a", "x"), (2, "b", "y")]),
        (b"", [(1, None, "")]),
    ],
)
def test_standard_input_is_one_note_or_jsonl(
    typed: bytes, found: list[tuple[int, str | None, str]]
) -> None:
    with open_standard_input(io.BytesIO(typed), PLAIN) as source:
        assert told(list(source.rows)) == found


def test_an_endless_line_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl"
    path.write_bytes(b'{"text": "' + b"x" * (3 * LONGEST_ROW) + b'"}\n{"id": "b", "text": "y"}\n')

    first, second = told(read(path))
    assert "longer than the limit" in first[2]
    assert second == (2, "b", "y")


def test_a_note_that_is_refused_becomes_a_bad_row_in_its_place() -> None:
    def code(note: Note) -> CodedNote:
        if len(note.text) > 3:
            raise NoteTooLongError(len(note.text), 3)
        return CodedNote(note.id, "nl", None)

    rows = [Row(1, Note("abc", id="a")), Row(2, Note("abcd", id="b")), Row(3, Note("", id="c"))]
    found = list(code_rows(rows, code))

    assert [isinstance(each, BadRow) for each in found] == [False, True, False]
    assert isinstance(found[1], BadRow)
    assert (found[1].line, found[1].id) == (2, "b")


def test_a_file_appears_only_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old")

    def fail() -> None:
        with write_whole(path) as stream:
            stream.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [p.name for p in tmp_path.iterdir()] == ["out.jsonl"]
    assert path.read_text() == "old"

    with write_whole(path) as stream:
        stream.write(b"new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    with pytest.raises(InputError, match="cannot be written"), write_whole(tmp_path / "no" / "x"):
        pass


SECRET = "zwetsgeheim"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=60), st.text(max_size=30).map(str.encode))))
def test_any_lines_give_a_row_or_a_bad_row_each(lines: list[bytes]) -> None:
    lines = [line.replace(b"\n", b" ") for line in lines]
    rows = list(read_jsonl([line + SECRET.encode() for line in lines], PLAIN))

    assert len(rows) == len(lines)
    assert all(isinstance(row, BadRow) and SECRET not in str(row.error) for row in rows)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 2**70) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)
_KEYS = ("id", "text", "lang", "discipline", "threshold", "max_problems", "open_problems")


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(_KEYS), _JSON))
def test_any_object_gives_a_sound_note_or_an_input_error(value: dict[str, object]) -> None:
    import json

    (row,) = read_jsonl([json.dumps(value).encode()], PLAIN)
    if isinstance(row, BadRow):
        assert isinstance(row.error, InputError)
        return
    assert row.note.text == value["text"]
    assert row.note.threshold is None or 0 <= row.note.threshold <= 1
    assert row.note.max_problems >= 1


@settings(max_examples=100, deadline=None)
@given(rows=st.lists(st.tuples(st.text("ab1,;\"\n é", max_size=5), st.text(max_size=20))),
       delimiter=st.sampled_from([",", ";"]))  # fmt: skip
def test_what_a_spreadsheet_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], delimiter: str
) -> None:
    path = tmp_path_factory.mktemp("csv") / "n.csv"
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as out:
        writer = csv.writer(out, delimiter=delimiter)
        writer.writerows([("id", "text"), *rows])

    found = read(path)
    assert [(row.note.id, row.note.text) for row in found if isinstance(row, Row)] == rows


@settings(max_examples=100, deadline=None)
@given(raw=st.binary(max_size=300), suffix=st.sampled_from([".csv", ".tsv", ".jsonl", ".txt"]))
def test_any_bytes_end_in_rows_or_one_clear_error(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, suffix: str
) -> None:
    path = tmp_path_factory.mktemp("raw") / f"n{suffix}"
    path.write_bytes(b"id,text\n" * (suffix == ".csv") + b"id\ttext\n" * (suffix == ".tsv") + raw)

    assert all(isinstance(row, Row | BadRow) for row in read(path))


def test_memory_stays_flat_over_a_large_file(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "n.jsonl"
    line = orjson.dumps({"id": "a", "text": "x" * 1000}) + b"\n"
    path.write_bytes(line * 20_000)
    tracemalloc.start()
    with open_notes(path, PLAIN, Columns()) as source:
        number = sum(1 for _ in code_rows(source.rows, lambda note: CodedNote(note.id, None, None)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert number == 20_000
    assert peak < 1_000_000
