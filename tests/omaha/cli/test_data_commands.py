"""`omaha lookup`, `search`, `translate` and `check`, on the real data."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from omaha.cli.app import COMMANDS

ROOT = Path(__file__).resolve().parents[3]
LEXICON, CROSSWALK = "lexicon-problems-nl.sssom.tsv", "omaha-icf.sssom.tsv"
Run = Callable[..., tuple[int, str, str]]


def test_a_code_is_told_in_dutch_with_what_lies_above_and_below(run: Run) -> None:
    code, out, _ = run("lookup", "24")

    assert code == 0
    assert out.startswith("aandachtsgebied 24  Huid (Skin)\n")
    for line in ("< domein III", "nz: PB0026", "> 2401 ", "Ook: actievlak 24", "onofficiële"):
        assert line in out


def test_a_code_is_told_in_english(run: Run) -> None:
    code, out, _ = run("lookup", "SS2601", "--lang", "en")

    assert code == 0
    assert out.startswith("sign/symptom 2401  ")
    assert "< problem 24 Skin" in out
    assert "onofficiële" not in out


def test_a_kind_chooses(run: Run) -> None:
    assert run("lookup", "24", "--kind", "target")[1].startswith("actievlak 24  ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("lookup", "99"), "unknown code '99'; nearest:"),
        (("lookup", "99", "--kind", "problem"), "unknown problem code '99'; nearest: 39, 29"),
        (("lookup", "24", "--kind", "chapter"), "'chapter' is not one of"),
        (("lookup", "huid"), "to find a code by words use: omaha search huid"),
        (("lookup", "rode", "huid"), "omaha search rode huid"),
        (("lookup", "huid", "--kind", "sign"), "omaha search huid"),
        (("translate", "huid", "--to", "icf"), "omaha search huid"),
        (("translate", "99", "--to", "icf"), "unknown code '99'; nearest:"),
        (("lookup", "24", "--label-pack", "none.csv"), "none.csv: no such file"),
        (("lookup",), "Missing argument"),
        (("translate", "24", "--to", "snomed"), "unknown scheme 'snomed'; use one of gordon"),
        (("translate", "d9999", "--to", "icf", "--reverse"), "unknown icf code 'd9999'"),
        (("search", "huid", "--lang", "fr"), "'fr' is not one of"),
        (("search", "huid", "--limit", "0"), "0 is not in the range"),
        (("lookup", "24", "--data", "/nowhere"), "/nowhere/vocab: no such folder"),
        (("nurse",), "No such command 'nurse'"),
    ],
)
def test_what_cannot_be_used_ends_with_2_and_says_why(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = run(*arguments)

    assert (code, out) == (2, "")
    assert said in err


def test_compiling_is_said_at_the_first_start_only(run: Run, tmp_path: Path) -> None:
    first = run("lookup", "24", "--cache", str(tmp_path / "cache"))
    second = run("lookup", "24", "--cache", str(tmp_path / "cache"))

    assert first[2].startswith("compiling ")
    assert first[2].count("\n") == 1
    assert second == (*first[:2], "")


def test_search_shows_what_matched(run: Run) -> None:
    code, out, _ = run("search", "stuit", "rode", "--limit", "1")

    assert code == 0
    assert "signaal/symptoom 2401" in out
    assert "stuit" in out.splitlines()[0]


def test_nothing_found_is_said_and_no_error(run: Run) -> None:
    assert run("search", "qqqqqqqq") == (0, "", "niets gevonden\n")


def test_a_crosswalk_spells_out_its_relation_both_ways(run: Run) -> None:
    _, there, _ = run("translate", "24", "--to", "zrm")
    _, back, _ = run("translate", "07", "--to", "zrm2017", "--reverse")

    line = "aandachtsgebied 24 Huid valt binnen zrm2017 07 Lichamelijke gezondheid"
    assert line in there
    assert line in back
    assert "niet klinisch beoordeeld" in there


def test_no_term_and_no_row_are_told_apart(run: Run) -> None:
    assert "heeft geen term in icpc1" in run("translate", "09", "--to", "icpc")[1]
    code, out, err = run("translate", "2401", "--to", "icf")
    assert (code, out) == (0, "")
    assert "try: omaha translate 24 --kind problem --to icf" in err


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The real vocabulary with one small lexicon and one crosswalk."""
    shutil.copytree(ROOT / "vocab", tmp_path / "vocab")
    (tmp_path / "mappings").mkdir()
    for name in (LEXICON, CROSSWALK):
        shutil.copy(ROOT / "mappings" / name, tmp_path / "mappings")
    return tmp_path


def test_check_names_file_and_line_of_a_row_broken_on_purpose(run: Run, copy: Path) -> None:
    path = copy / "mappings" / CROSSWALK
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next(n for n, text in enumerate(lines, 1) if text.startswith("omaha:problem/24"))
    lines[line - 1] = lines[line - 1].replace("skos:", "skoss:", 1)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    code, out, err = run("check", str(copy))
    assert code == 1
    (finding,) = out.splitlines()
    assert finding.startswith(f"{path}:{line}: unknown predicate_id 'skoss:")
    assert err == f"1 findings in {copy}\n"


def test_a_bare_check_is_of_the_folder_one_stands_in_and_sorts_it(
    run: Run, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copy / "mappings" / CROSSWALK
    sound = path.read_text(encoding="utf-8")
    *rest, last = sound.splitlines()
    first = next(n for n, line in enumerate(rest) if not line.startswith("#")) + 1
    path.write_text("\n".join([*rest[:first], last, *rest[first:], ""]), encoding="utf-8")
    monkeypatch.chdir(copy)

    assert run("check", "--sort") == (0, f"no findings in {copy}\n", f"sorted {path}\n")
    assert path.read_text(encoding="utf-8") == sound


def test_a_bare_check_elsewhere_is_of_the_installed_data_which_are_sound(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run("check") == (0, f"no findings in {ROOT}\n", "")
    code, _, err = run("check", "--sort")
    assert code == 2
    assert "name their folder" in err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps_with_examples(run: Run, name: str) -> None:
    code, out, _ = run(name, "--help")

    assert code == 0
    assert "Examples:\n" in out
    assert f"omaha {name}" in out
