"""Rows for research: one a fact, the same in CSV and Parquet, and no words."""

from __future__ import annotations

import csv
import io

from pyarrow import parquet

from omaha.exchange.facts import COLUMNS, NUMBERS, facts, to_csv
from omaha.loading import Engine
from omaha.parquet import write_records
from omaha.records import Record
from tests.omaha.views.invented import denied, named, rated, record


def notes(engine: Engine) -> list[Record]:
    words = [{"start": 0, "end": 10, "text": "geheimenis", "kind": "phrase"}]
    whole = record(
        engine,
        "2026-03-01",
        "poh",
        id='a,"b"',
        problems=[named("24", "2401", evidence=words, score=0.5, client="family")],
        interventions=[{"problem": "24", "category": "02", "target": "63"}],
        ratings=[rated("24", "status", 2)],
        goals=[rated("24", "status", 4)],
        not_coded=[denied("22")],
    )
    return [whole, record(engine, None, None, problems=[named("01")])]


def test_each_fact_is_a_row_with_what_it_has(engine: Engine) -> None:
    rows = list(facts(notes(engine)))

    assert [(row["note"], row["kind"], row["problem"]) for row in rows] == [
        (1, "problem", "24"), (1, "sign", "24"), (1, "intervention", "24"), (1, "rating", "24"),
        (1, "goal", "24"), (1, "not_coded", "22"), (2, "problem", "01"),
    ]  # fmt: skip
    assert (rows[0]["client"], rows[0]["score"]) == ("family", 0.5)
    assert (rows[2]["category"], rows[2]["target"], rows[2]["value"]) == ("02", "63", None)
    assert (rows[4]["value"], rows[5]["why"]) == (4, "negated")
    assert all(tuple(row) == COLUMNS or set(row) == set(COLUMNS) for row in rows)
    assert "geheimenis" not in str(rows)


def test_csv_and_parquet_hold_the_same(engine: Engine) -> None:
    rows = list(facts(notes(engine)))
    lines = list(csv.DictReader(io.StringIO("".join(to_csv(rows)))))
    out = io.BytesIO()
    write_records(out, iter(rows), COLUMNS, NUMBERS)
    table = parquet.read_table(io.BytesIO(out.getvalue()))

    assert table.to_pylist() == [{name: row[name] for name in COLUMNS} for row in rows]
    assert lines == [
        {name: "" if row[name] is None else str(row[name]) for name in COLUMNS} for row in rows
    ]
    assert str(table.schema.field("value").type) == "int64"


def test_no_notes_give_a_header_and_an_empty_table() -> None:
    out = io.BytesIO()
    write_records(out, [], COLUMNS, NUMBERS)

    assert list(to_csv([])) == [",".join(COLUMNS) + "\n"]
    assert parquet.read_table(io.BytesIO(out.getvalue())).num_rows == 0
