"""Frames, plan, care-plan check and export as a neighbourhood team types them."""

from __future__ import annotations

import csv
import importlib
import io
import json
from pathlib import Path

import pytest
from fhir.resources.R4B.bundle import Bundle
from pyarrow import parquet

from omaha.exchange.facts import COLUMNS
from tests.omaha.cli.conftest import Run

MEETING = Path(__file__).parents[3] / "examples" / "wijkteam"
NOTES, PLAN = str(MEETING / "notes.jsonl"), str(MEETING / "plan.json")
SECRET = "mevrouw struikelde gisteren"


def test_a_meeting_is_prepared_from_five_notes_of_five_disciplines(run: Run) -> None:
    code, out, _ = run("plan", NOTES)

    assert code == 0
    contradictions = out.split("Tegenspraak")[1].split("Door één discipline genoemd")[0]
    assert "22 Pijn" in contradictions
    assert "25 Zenuwen" in contradictions
    for who in ("wijkverpleegkundige", "poh", "fysiotherapeut", "wmo consulent", "opbouwwerker"):
        assert f"{who}, 2026-03-" in out
    assert "de professional beslist" in out


def test_a_plan_goes_to_a_page_or_to_json(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "overleg.html"

    assert run("plan", NOTES, "-o", str(page), "--lang", "en")[:2] == (0, "")
    assert '<html lang="en">' in page.read_text()
    plan = json.loads(run("plan", NOTES, "--format", "json")[1])
    assert plan["problems"][0]["state"] == "contradict"


def test_a_frame_shows_where_problems_belong_and_no_score(run: Run) -> None:
    code, out, _ = run("view", "zrm", NOTES)

    assert code == 0
    assert "01 Inkomen · is bijna hetzelfde als 01 Financiën" in out
    assert "Niet geraakt: 02 Werk & Opleiding" in out
    assert "Voorspelde koppelingen, niet klinisch beoordeeld." in out
    assert "Status" not in out


def test_ratings_come_as_table_page_and_picture(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("view", "ratings", NOTES)
    assert code == 0
    (row,) = [line for line in out.splitlines() if line.startswith("24 Huid") and "Status" in line]
    assert row.split()[3:6] == ["2", "2", "4"]

    for name, begins in (("x.svg", b"<svg"), ("x.png", b"\x89PNG"), ("x.html", b"<!doctype")):
        assert run("view", "ratings", NOTES, "-o", str(tmp_path / name))[0] == 0
        assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_chart_without_matplotlib_says_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.import_module

    def missing(name: str) -> object:
        if name.startswith("omaha.charts"):
            raise ModuleNotFoundError("no", name="matplotlib")
        return real(name)

    monkeypatch.setattr("omaha.cli.view.importlib.import_module", missing)
    code, _, err = run("view", "ratings", NOTES, "--format", "svg")

    assert code == 2
    assert "omaha-system[charts]" in err


def test_a_care_plan_is_checked_and_remarks_give_exit_code_1(run: Run) -> None:
    code, out, _ = run("check-plan", PLAN)

    assert code == 1
    found = {line.rpartition("[")[2].rstrip("]") for line in out.splitlines() if "[" in line}
    assert found == {
        "action-without-problem", "always-individual-actual", "copied-line",
        "problem-without-rating", "problem-without-sign", "rating-without-goal",
        "rating-without-problem", "sign-of-another-problem", "text-under-other",
    }  # fmt: skip


def test_a_team_sets_its_own_rules_and_a_good_plan_gives_exit_code_0(
    run: Run, tmp_path: Path
) -> None:
    good = tmp_path / "plan.json"
    good.write_text('{"problems": [{"code": "24", "signs": ["2401"]}]}')

    assert run("check-plan", str(good), "--off", "problem-without-rating")[0] == 0
    _, out, _ = run("check-plan", PLAN, "--limit", "too-many-problems=2", "--format", "json")
    assert any(each["rule"] == "too-many-problems" for each in json.loads(out)["remarks"])
    for wrong in (("--limit", "too-many-problems"), ("--limit", "x=1"), ("--off", "x")):
        assert run("check-plan", PLAN, *wrong)[0] == 2


def test_export_writes_rows_and_fhir(run: Run, tmp_path: Path) -> None:
    _, out, _ = run("export", NOTES)
    rows = list(csv.DictReader(io.StringIO(out)))
    table, again = tmp_path / "facts.parquet", tmp_path / "facts.csv"
    assert run("export", NOTES, "-o", str(table))[0] == 0
    assert run("export", NOTES, "-o", str(again))[0] == 0
    assert again.read_text() == out
    read = parquet.read_table(table)
    assert (tuple(read.column_names), read.num_rows) == (COLUMNS, len(rows))
    assert {row["note"] for row in rows} == {"1", "2", "3", "4", "5"}

    bundle = tmp_path / "bundle.json"
    assert run("export", NOTES, "-o", str(bundle), "--subject", "Patient/1")[0] == 0
    assert Bundle.model_validate_json(bundle.read_bytes()).entry


@pytest.mark.parametrize("command", [("plan",), ("view", "pg"), ("export",)])
@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{oops", "not valid JSON"),
        ('{"text": 1}', "note.text"),
        (f'{{"text": "x", "{SECRET}": 1}}', "unknown field"),
        ('{"problems": [{"code": "99"}]}', "note.problems.0.code"),
    ],
)
def test_a_bad_line_is_named_by_file_and_line_and_not_repeated(
    run: Run, tmp_path: Path, command: tuple[str, ...], line: str, reason: str
) -> None:
    path = tmp_path / "notes.jsonl"
    path.write_text(f'{{"problems": []}}\n\n{line}\n')

    code, _, err = run(*command, str(path))

    assert code == 2
    assert f"{path}:3: " in err
    assert reason in err
    assert SECRET not in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("view", "nz", NOTES),
        ("view", "zrm", NOTES, "--format", "svg"),
        ("view", "zrm", NOTES, "-o", "x.svg"),
        ("view", "ratings", NOTES, "--format", "png"),
        ("plan", "no-such-file.jsonl"),
        ("plan", SECRET),
        ("check-plan", NOTES),
        ("check-plan", "no-such-file.json"),
        ("export", NOTES, "--format", "parquet"),
        ("export", NOTES, "--format", "fhir", "--subject", "Patient/111222333"),
    ],
)
def test_what_cannot_be_done_is_said_and_no_words_repeated(
    run: Run, arguments: tuple[str, ...]
) -> None:
    code, out, err = run(*arguments)

    assert (code, out) == (2, "")
    assert err.startswith("omaha: ")
    assert SECRET not in err
