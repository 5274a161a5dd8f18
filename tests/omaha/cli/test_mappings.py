"""`omaha mappings` and `omaha store`, against a real store in a file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from omaha.sssom import read_mappings

Run = Callable[..., tuple[int, str, str]]
ID = re.compile(r"^(?:lex|map):[0-9a-f]{12}")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def mappings(run: Run, url: str) -> Run:
    def call(name: str, *arguments: str) -> tuple[int, str, str]:
        return run("mappings", name, *arguments, "--store", url)

    return call


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "words.csv"
    path.write_text(
        "woord;actievlak\nbaxter klaargezet;39\nrol nagekeken;39\nBaxter Klaargezet;39\n"
        "kluis gevuld;999\nbaxter klaargezet;63\nzinkzalf;63\n"
    )
    return path


def test_a_sheet_comes_in_with_its_bad_rows_and_doubles_told(mappings: Run, words: Path) -> None:
    code, out, err = mappings("import", str(words))

    assert code == 1
    assert out == "4 mappings are in the store\n"
    assert f"not taken {words}:4: row: says the same as line 2" in err
    assert f"not taken {words}:5: unknown target code '999'" in err
    assert f"look at {words}:6: 'baxter klaargezet' is omaha:target/39 on line 2" in err
    assert f"look at {words}:7: the lexicon has 'zinkzalf' so already" in err
    assert "4 predicted" in mappings("list")[2]


def test_strict_changes_nothing(mappings: Run, words: Path) -> None:
    code, out, err = mappings("import", str(words), "--strict")

    assert (code, out) == (1, "")
    assert "--strict: nothing was" in err
    assert "nothing found" in mappings("list")[2]


def test_a_double_in_another_file_is_told_of_with_that_file(
    mappings: Run, words: Path, tmp_path: Path
) -> None:
    other = tmp_path / "more.csv"
    other.write_text("woord;actievlak\nrol nagekeken;39\nrol nagekeken;63\n")

    err = mappings("import", str(words), str(other))[2]

    assert f"not taken {other}:2: row: says the same as words.csv:3" in err
    assert f"look at {other}:3: 'rol nagekeken' is omaha:target/39 on words.csv:3" in err


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_queue_goes_out_as_a_sheet_and_comes_back_filled_in(
    mappings: Run, words: Path, tmp_path: Path, suffix: str
) -> None:
    words.write_text("woord;actievlak\nbaxter klaargezet;39\nrol nagekeken;39\n=rol;39\n")
    mappings("import", str(words))
    sheet = tmp_path / "queue.csv"

    assert "3 to judge" in mappings("queue", "--to", str(sheet))[1]
    lines = sheet.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("mapping;verdict;relation;reason;words;")
    assert any("'=rol" in line for line in lines)
    filled = [lines[0]]
    for line in lines[1:]:
        said = "accept" if "baxter" in line else "Reject" if "nagekeken" in line else ""
        filled.append(line.replace(";;;;", f";{said};;omdat;", 1))
    sheet = tmp_path / f"filled{suffix}"
    if suffix == ".csv":
        sheet.write_text("\n".join(filled), encoding="cp1252")
    else:
        book = openpyxl.Workbook()
        for line in filled:
            book.active.append(line.split(";"))
        book.save(sheet)

    assert mappings("judge", "--file", str(sheet))[1] == "2 judged, 1 left open\n"
    assert "1 accepted, 1 predicted, 1 rejected" in mappings("list")[2]


def test_a_queue_never_writes_over_a_sheet(mappings: Run, words: Path, tmp_path: Path) -> None:
    mappings("import", str(words))
    sheet = tmp_path / "queue.csv"
    sheet.write_text("filled in")

    code, _, err = mappings("queue", "--to", str(sheet))

    assert (code, sheet.read_text()) == (2, "filled in")
    assert f"{sheet} is there already" in err
    assert "give another name" in err


def test_a_sheet_that_cannot_be_made_is_told_of(mappings: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for sheet, way_out in (("none/q.csv", "make the folder"), ("file/q.csv", "may write")):
        code, _, err = mappings("queue", "--to", str(tmp_path / sheet))
        assert code == 2
        assert sheet in err
        assert way_out in err


@pytest.mark.parametrize("text", ["mapping,verdict\nlex:1,perhaps\n", "mapping\nlex:1\n", ""])
def test_a_sheet_of_judgements_that_cannot_be_read_changes_nothing(
    mappings: Run, tmp_path: Path, text: str
) -> None:
    (tmp_path / "j.csv").write_text(text)
    assert mappings("judge", "--file", str(tmp_path / "j.csv"))[0] == 2


def test_a_trusted_list_is_accepted_at_once(mappings: Run, words: Path) -> None:
    words.write_text("woord;actievlak\nbaxter klaargezet;39\nrol nagekeken;39\n")

    assert mappings("import", str(words), "--accept")[0] == 0
    assert "2 accepted" in mappings("list")[2]


def test_two_judge_blind_and_a_third_settles(mappings: Run, tmp_path: Path) -> None:
    shared = ("--object", "omaha:target/39", "--scope", "global")
    ids = [mappings("propose", f"rol {n}", *shared)[1][:16] for n in range(4)]
    assert all(ID.match(id) for id in ids)
    for name, verdicts in (("anna", "aaar"), ("bo", "aarr")):
        told = {"a": "accept", "r": "reject"}
        rows = "".join(f"{id},{told[v]}\n" for id, v in zip(ids, verdicts, strict=True))
        (tmp_path / "j.csv").write_text("mapping,verdict\n" + rows)
        judged = mappings("judge", "--file", str(tmp_path / "j.csv"), "--steward", name)
        assert judged[1] == "4 judged\n"

    assert "1 of your own wait" in mappings("conflicts", "--steward", "bo")[2]
    assert mappings("conflicts", "--steward", "cem")[1].startswith(ids[2])
    assert mappings("show", ids[2], "--steward", "cem")[1].count("\n") == 1
    settled = mappings("judge", ids[2], "--verdict", "accept", "--steward", "cem")
    assert "  accepted " in settled[1]
    assert mappings("show", ids[2], "--steward", "cem")[1].count("\n") == 4
    assert "0.750" in mappings("stats")[1].splitlines()[1]
    assert "  conflict " in mappings("undo", "--steward", "cem")[1]


def test_a_crosswalk_that_was_accepted_is_what_translate_says(
    mappings: Run, run: Run, url: str, cache: Path
) -> None:
    id = mappings("propose", "omaha:problem/24", "--object", "icf:b230",
                  "--predicate", "skos:relatedMatch")[1][:16]  # fmt: skip
    assert ID.match(id)
    mappings("judge", id, "--verdict", "accept")
    asked = ("translate", "24", "--kind", "problem", "--to", "icf", "--cache", str(cache))

    assert "b230" not in run(*asked)[1]
    assert "b230" in run(*asked, "--organisation", "local", "--store", url)[1]
    assert "b230" not in run(*asked, "--organisation", "Zuid", "--store", url)[1]


def test_releases_are_made_compared_and_rolled_back(mappings: Run) -> None:
    for steward in ("anna", "bo"):
        id = mappings("propose", "rol", "--object", "omaha:target/39", "--scope", "global")[1][:16]
        mappings("judge", id, "--verdict", "accept", "--steward", steward)

    assert mappings("diff", "none")[1].startswith("+ 'rol' broadMatch omaha:target/39")
    assert "LIVE" in mappings("release", "first", "--live", "--note", "n")[1]
    assert mappings("diff", "first") == (0, "", "0 changes\n")
    assert mappings("rollback", "none")[1] == "live: none\n"
    assert "LIVE" not in mappings("releases")[1]
    assert mappings("rollback", "nope")[0] == 2


def test_a_release_is_measured_on_gold_notes(
    run: Run, url: str, mappings: Run, cache: Path, tmp_path: Path
) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({
        "id": "1", "text": "Zwiepkruk zweefde.",
        "interventions": [{"category": "02", "target": "39"}]}) + "\n")  # fmt: skip
    own = ("--object", "omaha:target/39", "--scope", "global")
    for steward in ("anna", "bo"):
        id = mappings("propose", "zwiepkruk zweefde", *own)[1][:16]
        mappings("judge", id, "--verdict", "accept", "--steward", steward)
    mappings("release", "1")

    code, out, _ = mappings("compare", "1", str(gold), "--cache", str(cache))

    assert code == 0
    before, after = out.split("1:\n", 1)
    assert before.startswith("live now:\n")
    assert "intervention " in after
    assert "  intervention target    0.000 -> 1.000  +1.000\n" in after


def test_what_goes_out_comes_back_in(mappings: Run, run: Run, words: Path, tmp_path: Path) -> None:
    mappings("import", str(words))
    mappings("propose", "omaha:problem/24", "--object", "icf:b110", "--scope", "global",
             "--predicate", "skos:relatedMatch", "--comment", "skin, of a sort")  # fmt: skip
    listed = mappings("list")[1].splitlines()
    for verdict, line in zip(("accept", "reject", "unsure"), listed, strict=False):
        mappings("judge", line[:16], "--verdict", verdict, "--reason", "so", "--steward", "anna")
    folder, again = tmp_path / "out", tmp_path / "again"

    assert mappings("export", str(folder))[0] == 0
    files = sorted(folder.glob("*.sssom.tsv"))
    other = f"sqlite:///{tmp_path / 'other.db'}"
    assert run("mappings", "import", *map(str, files), "--store", other)[0] == 0
    assert run("mappings", "export", str(again), "--store", other)[0] == 0

    def rows(where: Path) -> list[str]:
        found = [row for path in where.glob("*") for row in read_mappings(path)[0]]
        return sorted(map(repr, found))

    assert rows(folder) == rows(again)
    (refused,), _ = read_mappings(folder / "organisation-phrases-negative.sssom.tsv")
    assert refused.negative
    assert len(rows(folder)) == 5
    names = {path.name for path in files}
    assert {"organisation-phrases-open.sssom.tsv", "shared-concepts-open.sssom.tsv"} <= names


def test_a_store_is_backed_up_restored_and_verified(
    run: Run, mappings: Run, url: str, tmp_path: Path
) -> None:
    mappings("propose", "rol", "--object", "omaha:target/39")
    file, other = tmp_path / "b", f"sqlite:///{tmp_path / 'other.db'}"
    store = partial(run, "store")

    assert store("backup", str(file), "--store", url)[0] == 0
    assert "whole" in store("verify", str(file), "--store", url)[1]
    assert store("restore", str(file), "--store", other)[0] == 0
    assert store("verify", "--store", other)[1] == "the store is whole\n"
    events = [json.loads(line) for line in store("journal", "--store", other)[1].splitlines()]
    assert [event["action"] for event in events] == ["propose", "export events"]
    assert "rol" not in json.dumps(events)
    assert store("restore", str(file), "--store", other)[0] == 2
    file.write_bytes(file.read_bytes()[:-5])
    assert store("verify", str(file), "--store", url)[0] == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("judge",), "name mappings by id"),
        (("judge", "lex:000000000000"), "--verdict"),
        (("judge", "--all", "0", "--verdict", "accept", "--own"), "name mappings by id with --own"),
        (("judge", "--file", "j.csv", "--own"), "name mappings by id with --own"),
        (("judge", "--file", "j.csv", "--verdict", "accept"), "the file says these"),
        (("judge", "--file", "j.csv", "--reason", "so"), "the file says these"),
        (("judge", "lex:000000000000", "--verdict", "accept", "--words", "x"), "--all N"),
        (("judge", "--file", "j.csv", "--status", "predicted"), "--all N"),
        (("judge", "lex:000000000000", "--verdict", "accept"), "unknown mapping"),
        (("judge", "--all", "3", "--verdict", "accept"), "finds 0, not 3"),
        (("propose", "rol", "--object", "omaha:target/99"), "unknown concept"),
        (("propose", "rol", "--object", "omaha:target/39", "--scope", "discipline"), "discipline"),
        (("undo",), "you gave none"),
        (("import", "nothing.doc"), "another kind"),
        (("import", "nothing.csv"), "cannot be read"),
        (("import", "nothing.sssom.tsv"), "cannot be read"),
        (("feedback", "--store-x"), "--store-x"),
    ],
)
def test_what_cannot_be_done_ends_with_2(
    mappings: Run, arguments: tuple[str, ...], said: str
) -> None:
    code, _, err = mappings(*arguments)
    assert code == 2
    assert said in err


def test_marked_words_are_off_until_switched_on(mappings: Run) -> None:
    assert "are not kept" in mappings("feedback")[2]
    assert "mark are kept" in mappings("feedback", "--keep-words")[2]
    assert "are not kept" in mappings("feedback", "--forget-words")[2]
