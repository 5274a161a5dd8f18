"""`omaha profile`, as a city analyst uses it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "neighbourhood" / "counts.csv"


def coded(number: int, *codes: str, **more: str) -> str:
    problems = [{"code": code, "score": 0.9, "band": "accept"} for code in codes]
    return json.dumps({"id": str(number), "problems": problems, **more})


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """Sixty notes of thirty clients in two areas, skin in half of them; the context apart."""
    path = tmp_path / "coded.jsonl"
    lines = [coded(n, *(["24"] if n % 2 else []), "42") for n in range(60)]
    path.write_text("\n".join(lines))
    rows = ["id;tekst;wijk;date;client"]
    rows += [f"{n};geheim;{'Noord' if n < 40 else 'Zuid'};2025-03-0{n % 9 + 1};k{n // 2}"
             for n in range(60)]  # fmt: skip
    (tmp_path / "notes.csv").write_text("\n".join(rows))
    return path


def table(out: str) -> dict[tuple[str, str], dict[str, str]]:
    return {(row["wijk"], row["code"]): row for row in csv.DictReader(io.StringIO(out))}


def test_coded_notes_with_their_table_become_a_csv(run: Run, notes: Path) -> None:
    code, out, err = run("profile", str(notes), "--with", str(notes.parent / "notes.csv"))

    rows = table(out)
    assert (code, err) == (0, "")
    assert rows["Noord", "24"]["units"] == "20"
    assert rows["Noord", "24"]["count"] == ""  # all twenty have it
    assert rows["", "IV"]["period"] == "2025"
    assert "geheim" not in out


def test_a_table_may_hold_rows_of_notes_that_were_not_coded(run: Run, notes: Path) -> None:
    left = notes.read_text().splitlines()
    notes.write_text("\n".join([*left[:10], '{"id": "10", "line": 10, "error": {}}', *left[12:]]))

    code, out, err = run("profile", str(notes), "--with", str(notes.parent / "notes.csv"))
    assert code == 1
    assert err == f"{notes}:11: no coded note\n"
    assert table(out)["Noord", "24"]["units"] == "19"


def test_notes_in_another_order_than_their_table_are_refused(run: Run, notes: Path) -> None:
    notes.write_text("\n".join(reversed(notes.read_text().splitlines())))
    code, out, err = run("profile", str(notes), "--with", str(notes.parent / "notes.csv"))
    assert (code, out) == (2, "")
    assert f"{notes}:2: the id of this note is not in the table of --with" in err


def test_notes_without_clients_are_counted_as_notes_and_it_says_so(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "coded.jsonl"
    lines = [coded(n, "24" if n % 2 else "42", wijk="Noord") for n in range(40)]
    path.write_text("\n".join([*lines, "oops", coded(41, "99", wijk="Noord")]))

    code, out, err = run("profile", str(path), "--by", "wijk")
    assert code == 1
    assert table(out)["Noord", "24"]["count"] == "20"
    assert f"{path}:41: not valid JSON" in err
    assert f"{path}:42: problems: holds a code that is no problem" in err
    assert "counted notes, not clients" in err


def test_what_the_notes_do_not_say_is_told_with_a_way_out(run: Run, notes: Path) -> None:
    code, out, err = run("profile", str(notes))
    assert code == 0
    assert "no note says its 'wijk'; name a table that does with --with" in err
    assert "no note says its 'date'" in err
    few = notes.parent / "few.jsonl"
    few.write_text("\n".join(coded(n, "24", wijk="Noord") for n in range(3)))
    code, out, err = run("profile", str(few), "--by", "wijk")
    assert (code, out.count("\n")) == (0, 1)
    assert "fewer than 10 notes in a group: nothing may be shown" in err
    assert "no note says" not in err


def test_counts_become_a_page_a_table_and_json(run: Run, tmp_path: Path) -> None:
    names = [tmp_path / name for name in ("p.html", "p.csv", "p.tsv", "p.json")]
    outputs = [argument for path in names for argument in ("-o", str(path))]

    code, out, err = run("profile", str(EXAMPLE), "--area", "Molenwijk", *outputs)
    assert (code, out, err) == (0, "", "")
    html = names[0].read_text()
    assert html.startswith("<!doctype html>")
    assert html.count("<svg ") == 2
    assert "Wijkbeeld Molenwijk" in html
    assert json.loads(names[3].read_text())["slices"][1]["values"] == {"period": "2025"}
    counts = {
        row["count"] for row in csv.DictReader(io.StringIO(names[1].read_text())) if row["count"]
    }
    assert min(map(int, counts)) >= 10
    assert names[2].read_text().split("\n")[0].split("\t")[:3] == ["wijk", "period", "part"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.jsonl",), "none.jsonl: cannot be read"),
        ((str(EXAMPLE), "--by", "buurt"), "has no column 'buurt'"),
        ((str(EXAMPLE), "--by", "client"), "would show single clients"),
        ((str(EXAMPLE), "--threshold", "2"), "2 is not in the range"),
        ((str(EXAMPLE), "-o", "x.pdf"), "must end in one of .html"),
        ((str(EXAMPLE), "--area", "West", "-o", "x.html"), "no figures of 'West'; there are"),
        ((str(EXAMPLE), "--where", "poh", "-o", "x.html"), "write it as discipline=poh"),
        ((str(EXAMPLE), str(EXAMPLE)), "give one table of counts"),
        ((str(EXAMPLE), "--residents", str(EXAMPLE)), "whole number of 'residents'"),
    ],
)
def test_what_cannot_be_used_ends_with_2_and_leaves_no_file(
    run: Run, arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run("profile", *arguments)

    assert (code, out) == (2, "")
    assert said in err
    assert list(tmp_path.iterdir()) == []


def test_residents_give_rates_per_thousand(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "residents.csv"
    path.write_text("wijk,residents\nMolenwijk,5000\n")

    rows = table(run("profile", str(EXAMPLE), "--residents", str(path))[1])
    row = rows["Molenwijk", "06"]
    assert float(row["per_1000"]) == pytest.approx(int(row["count"]) / 5)
    assert rows["Tuindorp", "06"]["per_1000"] == ""
