"""`omaha code` and `omaha evaluate`, with the real coder."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from omaha.mappings import DISCIPLINES

Run = Callable[..., tuple[int, str, str]]
NOTE = "Stuit rood. Geen pijn."


def coded(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_a_note_from_standard_input_is_coded(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, NOTE)
    code, out, err = run("code", "-")

    (note,) = coded(out)
    assert (code, err) == (0, "")
    assert (note["id"], note["lang"]) == (None, "nl")
    assert [problem["code"] for problem in note["problems"]] == ["24"]  # type: ignore[attr-defined]
    assert NOTE not in out


def test_a_table_keeps_ids_and_order_and_reports_bad_rows(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text(f"nr;tekst\nb;{NOTE}\nx;geheim;meer\na;\n111222333;geheim\nc;valt vaak\n")
    out_path = tmp_path / "coded.jsonl"

    code, out, err = run("code", str(path), "--id-column", "nr", "--text-column", "tekst",
                         "-o", str(out_path))  # fmt: skip
    notes = coded(out_path.read_text())
    assert (code, out) == (1, "")
    assert [note["id"] for note in notes] == ["b", "a", "c"]
    assert notes[1]["note"] == "empty"
    assert [line.partition(": ")[0] for line in err.splitlines()] == [f"{path}:3", f"{path}:5"]
    assert "geheim" not in err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["coded.jsonl", "notes.csv"]


def test_a_note_is_coded_with_an_organisations_own_words(run: Run, tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'store.db'}"
    note, words = tmp_path / "note.txt", tmp_path / "words.csv"
    note.write_text("Zwiepkruk aangereikt.")
    words.write_text("word,code,kind\nzwiepkruk aangereikt,39,target\n")
    run("mappings", "import", str(words), "--accept", "--organisation", "Noord", "--store", store)

    def evidence(*more: str) -> tuple[bool, str]:
        code, out, err = run("code", str(note), "--format", "jsonl", "--store", store, *more)
        assert code == 0, err
        (coded_note,) = coded(out)
        return "words" in coded_note["versions"], err  # type: ignore[operator]

    assert evidence("--organisation", "Noord") == (True, "")
    assert evidence("--organisation", "Nord") == (False, "no words of 'Nord' in this store\n")


def test_a_table_for_people_marks_the_evidence(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text(NOTE)

    code, out, _ = run("code", str(path), "--explain")
    assert code == 0
    assert "24 Huid" in out
    assert "[Stuit rood]" in out
    assert "lex:" in out
    assert '"stuit rood"' in out
    assert "\x1b" not in out


def test_an_explained_note_names_the_nearest_clause_of_the_model(run: Run, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(
        "Zat om elf uur nog in de pyjama van vrijdag, haren in de war."
    )
    asked = ("code", str(tmp_path / "note.txt"), "--threshold", "0")

    _, out, _ = run(*asked, "--explain", "--format", "jsonl")
    named = {each["mapping"] for each in model_evidence(coded(out)[0])}
    assert named
    assert all(re.fullmatch("clause:[0-9a-f]{12}", name) for name in named)

    _, told, _ = run(*asked, "--explain")
    assert any(name in told for name in named)
    assert "lijkt het meest op" in " ".join(told.split())
    assert not any("mapping" in each for each in model_evidence(coded(run(*asked)[1])[0]))


def model_evidence(note: Any) -> list[dict[str, Any]]:
    given = [*note["problems"], *note["interventions"]]
    given += [sign for problem in note["problems"] for sign in problem["signs"]]
    return [each for one in given for each in one["evidence"] if each["kind"] == "model"]


def test_an_explained_note_tells_what_was_mended_and_what_denied(run: Run, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Geen piijn.")

    out = " ".join(run("code", str(tmp_path / "note.txt"), "--explain")[1].split())
    assert 'ontkend door: "Geen"' in out
    assert 'gelezen: "piijn" → pijn' in out


def test_an_explained_note_goes_to_its_file_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    out_path = tmp_path / "coded.jsonl"

    code, out, _ = run("code", str(tmp_path / "note.txt"), "--explain", "-o", str(out_path))
    assert code == 0
    assert "[Stuit rood]" in out
    assert coded(out_path.read_text())[0]["id"] == "note"


def test_a_threshold_narrows(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    path.write_text(json.dumps({"id": "a", "text": NOTE}))

    all_of_it = coded(run("code", str(path), "--threshold", "0")[1])[0]["problems"]
    assert isinstance(all_of_it, list)
    assert len(all_of_it) >= 1
    assert coded(run("code", str(path), "--threshold", "1")[1])[0]["problems"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.txt",), "none.txt: no such file"),
        ((__file__,), "unknown kind of file '.py'"),
        (("-", "--lang", "fr"), "'fr' is not one of"),
        (("-", "--threshold", "2"), "2.0 is not in the range"),
    ],
)
def test_what_cannot_be_used_ends_with_2(run: Run, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = run("code", *arguments)

    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize(
    "words",
    [
        ("Mw heeft pijn",),
        ("Mw", "heeft", "pijn"),
        ("Mw. heeft pijn, zie brief.txt",),
        ("pijn",),
        ("pijn" * 200,),
        ("pijn\x00",),
    ],
)
def test_words_in_the_place_of_a_file_are_not_repeated(run: Run, words: tuple[str, ...]) -> None:
    code, out, err = run("code", *words)

    assert (code, out) == (2, "")
    assert "to code words typed here use: echo '…' | omaha code -" in err
    assert str(len(" ".join(words))) in err
    assert "pijn" not in err


def test_words_in_the_place_of_a_command_are_not_repeated(run: Run) -> None:
    code, out, err = run("Mw heeft pijn")

    assert (code, out) == (2, "")
    assert "omaha code -" in err
    assert "pijn" not in err


def test_a_table_whose_first_line_is_a_note_does_not_show_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("1,Mw heeft pijn.\n2,Stuit rood.\n")

    code, _, err = run("code", str(tmp_path / "notes.csv"))
    assert code == 2
    assert "the first line must name the columns" in err
    assert "pijn" not in err


def test_an_unknown_discipline_points_to_help_that_lists_the_known(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "note.txt").write_text(NOTE)

    (note,) = coded(run("code", str(tmp_path / "note.txt"), "--discipline", "loodgieter")[1])
    assert "`omaha code --help`" in str(note["warnings"])
    told = run("code", "--help")[1]
    assert [name for name in DISCIPLINES if name not in told] == []


def test_a_table_without_the_column_leaves_no_output(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n")
    out_path = tmp_path / "coded.jsonl"

    code, _, err = run("code", str(tmp_path / "notes.csv"), "-o", str(out_path))
    assert code == 2
    assert "notes.csv:1: no column 'id'; the columns are a, b" in err
    assert not out_path.exists()


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    notes = [
        {"id": "a", "text": NOTE, "lang": "nl", "style": "plain", "author": "x",
         "problems": [{"code": "24", "modifier": "actual", "signs": ["2401"]}],
         "interventions": [], "ratings": [],
         "not_coded": [{"code": "22", "why": "negated", "evidence": "Geen pijn"}]},
        {"id": "b", "text": "Koffie gedronken.", "lang": "nl", "style": "hard", "author": "x",
         "problems": [], "interventions": [], "ratings": [], "not_coded": []},
    ]  # fmt: skip
    path.write_text("\n".join(json.dumps(note) for note in notes))
    return path


def test_the_coder_is_measured_on_gold_notes(run: Run, gold: Path) -> None:
    code, out, _ = run("evaluate", str(gold))

    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "2 notes"
    assert any(line.startswith("problem  ") and "95 %" not in line for line in lines)
    for start in ("denied problems coded all the same: 0 of 1 (0.0%)", "band accept: found",
                  "expected calibration error", "  by chance alone", "style=plain: 1 notes",
                  "author=x: 2 notes"):  # fmt: skip
        assert any(line.startswith(start) for line in lines), start


def test_coded_notes_can_be_measured_again(run: Run, gold: Path, tmp_path: Path) -> None:
    predicted = tmp_path / "coded.jsonl"
    predicted.write_text(gold.read_text())

    code, out, _ = run("evaluate", str(gold), "--predicted", str(predicted), "--by", "style")
    assert code == 0
    assert "problem                 1.000  1.000  1.000   1.000 to 1.000" in out
    assert "author=" not in out

    blank = json.loads(gold.read_text().splitlines()[0]) | {"problems": [{"code": "27"}]}
    predicted.write_text("\n".join([json.dumps(blank), gold.read_text().splitlines()[1]]))
    _, out, _ = run("evaluate", str(gold), "--predicted", str(predicted), "--by", "style")
    assert "  1.0 in  1 notes  24 Skin -> 27 Circulation" in out

    predicted.write_text(gold.read_text().splitlines()[0])
    code, _, err = run("evaluate", str(gold), "--predicted", str(predicted))
    assert code == 2
    assert "1 of the gold notes are missing, first 'b'" in err


def test_gold_that_is_no_json_names_its_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text('{"id": "a"}\noops')

    code, _, err = run("evaluate", str(tmp_path / "gold.jsonl"))
    assert code == 2
    assert "gold.jsonl:2: not valid JSON" in err


def test_pictures_are_drawn_into_a_folder(run: Run, gold: Path, tmp_path: Path) -> None:
    note = {"id": "a", "problems": [{"code": "27", "score": 0.6, "band": "ask"}]}
    predicted = tmp_path / "coded.jsonl"
    predicted.write_text("\n".join(map(json.dumps, (note, {"id": "b", "problems": []}))))
    folder = tmp_path / "deep" / "plots"

    code, out, _ = run("evaluate", str(gold), "--predicted", str(predicted), "--by", "style",
                       "--plots", str(folder))  # fmt: skip
    assert code == 0
    names = ["calibration.png", "confusion.png", "risk-coverage.png"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert all(str(folder / name) in out for name in names)


def test_without_the_library_pictures_say_what_to_install(
    run: Run, gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("omaha.charts")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)

    code, _, err = run("evaluate", str(gold), "--predicted", str(gold), "--plots", str(tmp_path))
    assert code == 2
    assert "pip install 'omaha-system[charts]'" in err
