"""Each rule of `omaha check` for mappings, on a row that is broken on purpose."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from omaha.crosswalks import TargetScheme
from omaha.integrity import check, check_mappings
from omaha.rdf import load_vocabulary
from omaha.rdf.target_schemes import load_target_schemes
from omaha.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parents[2]
LEXICON, CROSSWALK = "lexicon-problems-nl.sssom.tsv", "omaha-icf.sssom.tsv"
Edit = Callable[[list[list[str]]], None]


@pytest.fixture(scope="module")
def known() -> tuple[Vocabulary, list[TargetScheme]]:
    return load_vocabulary(ROOT / "vocab"), load_target_schemes(ROOT / "vocab" / "schemes")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real vocabulary with one small lexicon and one crosswalk, and no finding."""
    folder = tmp_path_factory.mktemp("data")
    shutil.copytree(ROOT / "vocab", folder / "vocab")
    (folder / "mappings").mkdir()
    for name in (LEXICON, CROSSWALK, "lexicon-cues-nl.sssom.tsv"):
        shutil.copy(ROOT / "mappings" / name, folder / "mappings")
    assert check(folder) == []
    return folder


@pytest.fixture
def broken(
    sound: Path, tmp_path: Path, known: tuple[Vocabulary, list[TargetScheme]]
) -> Callable[[str, Edit], list[str]]:
    """Edit the cells of one file of a copy; the reasons that the check then gives."""

    def edit(name: str, change: Edit) -> list[str]:
        shutil.copytree(sound / "mappings", tmp_path / "mappings")
        path = tmp_path / "mappings" / name
        cells = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
        change(cells)
        path.write_text("\n".join("\t".join(row) for row in cells) + "\n", encoding="utf-8")
        found = check_mappings(tmp_path / "mappings", *known)
        assert all(Path(finding.path).name == name for finding in found), found
        return [f"{finding.line}: {finding.reason}" for finding in found]

    return edit


Broken = Callable[[str, Edit], list[str]]


def first_row(cells: list[list[str]]) -> int:
    """The place of the first row below the head and the header."""
    return next(n for n, row in enumerate(cells) if not row[0].startswith("#")) + 1


def set_cell(column: str, value: str, row: int = 0) -> Edit:
    def change(cells: list[list[str]]) -> None:
        start = first_row(cells)
        cells[start + row][cells[start - 1].index(column)] = value

    return change


@pytest.mark.parametrize(
    ("name", "column", "value", "reason"),
    [
        (LEXICON, "predicate_id", "skos:wideMatch", "unknown predicate_id 'skos:wideMatch'"),
        (LEXICON, "mapping_justification", "semapv:Guess", "unknown mapping_justification"),
        (LEXICON, "author_label", "", "no author_label"),
        (LEXICON, "mapping_date", "", "no mapping_date"),
        (LEXICON, "mapping_date", "21-11-2026", "'21-11-2026' is no date"),
        (LEXICON, "discipline", "loodgieter", "unknown discipline 'loodgieter'; use one of any"),
        (LEXICON, "cue", "maybe", "unknown cue 'maybe'"),
        (LEXICON, "cue", "risk", "predicate omaha:cues and a cue go together"),
        (LEXICON, "object_id", "omaha:problem/00", "unknown concept 'omaha:problem/00'"),
        (LEXICON, "lang", "de", "unknown lang 'de'"),
        (LEXICON, "confidence", "2", "outside 0 to 1"),
        ("lexicon-cues-nl.sssom.tsv", "object_id", "omaha:assertion/present", "sets omaha:asser"),
        (CROSSWALK, "object_id", "icf:d0", "unknown concept 'icf:d0'"),
        (CROSSWALK, "subject_label", "Money", "vocab/ says 'Income'"),
        (CROSSWALK, "object_label", "Money", "object_label 'Money'; vocab/ says"),
        (CROSSWALK, "mapping_date", "", "no mapping_date"),
        (CROSSWALK, "author_label", "", "no author_label"),
    ],
)
def test_a_broken_cell_is_found_on_its_line(
    broken: Broken, name: str, column: str, value: str, reason: str
) -> None:
    found = broken(name, set_cell(column, value))
    lines = (ROOT / "mappings" / name).read_text(encoding="utf-8").splitlines()
    here = next(n for n, line in enumerate(lines, 1) if not line.startswith("#")) + 1

    assert any(line.startswith(f"{here}: ") and reason in line for line in found), found


def test_an_undeclared_column_is_found(broken: Broken) -> None:
    def change(cells: list[list[str]]) -> None:
        start = first_row(cells)
        for number, row in enumerate(cells[start - 1 :]):
            row.append("mood" if number == 0 else "sunny")

    assert any("undeclared column 'mood'" in line for line in broken(LEXICON, change))


def test_a_missing_cell_is_found(broken: Broken) -> None:
    def change(cells: list[list[str]]) -> None:
        cells[first_row(cells)].pop()

    found = broken(LEXICON, change)

    assert any("10 cells under 11 columns" in line for line in found), found


def test_an_undeclared_prefix_is_found(broken: Broken) -> None:
    def change(cells: list[list[str]]) -> None:
        cells[:] = [row for row in cells if not row[0].startswith("#  skos:")]

    assert any("prefix 'skos' is not in the file's curie_map" in f for f in broken(LEXICON, change))


def test_a_head_without_a_licence_is_found(broken: Broken) -> None:
    def change(cells: list[list[str]]) -> None:
        cells[:] = [row for row in cells if not row[0].startswith("#license")]

    assert [line for line in broken(LEXICON, change) if "no license in the head" in line]


def test_a_row_out_of_order_is_found(broken: Broken) -> None:
    def change(cells: list[list[str]]) -> None:
        start = first_row(cells)
        cells[start], cells[start + 1] = cells[start + 1], cells[start]

    assert any("must stand above line" in line for line in broken(LEXICON, change))


def test_a_row_that_strays_far_is_told_once_and_its_neighbours_are_not(broken: Broken) -> None:
    def change(cells: list[list[str]]) -> None:
        start = first_row(cells)
        cells.insert(start + 3, cells.pop())

    (line,) = broken(LEXICON, change)
    assert "must stand below line" in line


def test_a_wrong_code_is_told_once_with_the_nearest(broken: Broken) -> None:
    (line,) = broken(LEXICON, set_cell("object_id", "omaha:problem/420", 5))

    assert "unknown concept 'omaha:problem/420'; nearest: omaha:problem/42" in line


def test_a_clause_that_strays_is_told_once(sound: Path, tmp_path: Path) -> None:
    shutil.copytree(sound / "mappings", tmp_path / "mappings")
    lines = (ROOT / "mappings" / "clauses-en.tsv").read_text(encoding="utf-8").split("\n")[:100]
    lines.insert(5, lines.pop())
    lines.append(lines[50])
    (tmp_path / "mappings" / "clauses-en.tsv").write_text("\n".join(lines), encoding="utf-8")

    found = check_mappings(tmp_path / "mappings")
    assert [(finding.line, finding.reason) for finding in found] == [
        (6, "not in the order of texts: must stand below line 100"),
        (101, "the same text as line 51"),
    ]


def test_a_double_row_is_found_whatever_its_case(broken: Broken) -> None:
    def change(cells: list[list[str]]) -> None:
        start = first_row(cells)
        copy = list(cells[start])
        copy[0] = copy[0].upper()
        cells.insert(start, copy)

    found = broken(LEXICON, change)
    assert any("the same as line" in line for line in found), found


def test_two_predicates_for_one_pair_are_found(broken: Broken) -> None:
    before: list[str] = []

    def change(cells: list[list[str]]) -> None:
        start = first_row(cells)
        copy = list(cells[start])
        before.append(copy[1])
        copy[1] = "skos:closeMatch" if copy[1] == "skos:exactMatch" else "skos:exactMatch"
        cells.insert(start + 1, copy)

    found = broken(LEXICON, change)
    assert any(f"{before[0]} and skos:" in line for line in found), found


def test_yes_and_no_for_one_pair_is_found(broken: Broken) -> None:
    def change(cells: list[list[str]]) -> None:
        start = first_row(cells)
        copy = list(cells[start])
        copy[2] = "Not"
        cells.insert(start + 1, copy)

    assert any("yes and no" in line for line in broken(LEXICON, change))


def test_a_problem_without_a_row_is_found(broken: Broken) -> None:
    def change(cells: list[list[str]]) -> None:
        cells[:] = [row for row in cells if row[0] != "omaha:problem/24"]

    assert any("no row for omaha:problem/24" in line for line in broken(CROSSWALK, change))


def test_no_term_without_its_scheme_is_found(broken: Broken) -> None:
    def change(cells: list[list[str]]) -> None:
        set_cell("object_id", "sssom:NoTermFound")(cells)
        set_cell("object_source", "")(cells)

    assert any("without object_source" in line for line in broken(CROSSWALK, change))


def test_related_and_broader_at_once_is_found(broken: Broken) -> None:
    def change(cells: list[list[str]]) -> None:
        # Below a category of the ICF, and related to the chapter above that category.
        set_cell("predicate_id", "skos:broadMatch", 0)(cells)
        set_cell("object_id", "icf:b110", 0)(cells)
        set_cell("object_id", "icf:b1", 1)(cells)
        set_cell("predicate_id", "skos:relatedMatch", 1)(cells)

    found = broken(CROSSWALK, change)
    assert any("lies below it as well" in line for line in found), found


def test_a_loop_is_found(broken: Broken) -> None:
    def change(cells: list[list[str]]) -> None:
        set_cell("predicate_id", "skos:narrowMatch", 0)(cells)
        set_cell("object_id", "icf:b1", 0)(cells)
        set_cell("object_id", "icf:b110", 1)(cells)
        set_cell("predicate_id", "skos:broadMatch", 1)(cells)

    assert any("lies below itself" in line for line in broken(CROSSWALK, change))


def test_a_file_that_is_no_text_is_a_finding(sound: Path, tmp_path: Path) -> None:
    shutil.copytree(sound, tmp_path, dirs_exist_ok=True)
    (tmp_path / "mappings" / CROSSWALK).write_bytes(b"subject_id\t\xff\xfe\n")

    assert [f for f in check(tmp_path) if "cannot be read" in f.reason]


def test_a_broken_vocabulary_is_one_finding_and_rows_are_still_checked(
    sound: Path, tmp_path: Path
) -> None:
    shutil.copytree(sound, tmp_path, dirs_exist_ok=True)
    (tmp_path / "vocab" / "problems.ttl").write_text("oops", encoding="utf-8")

    found = check(tmp_path)
    assert [Path(finding.path).name for finding in found] == ["problems.ttl"]


def test_an_empty_folder_is_a_finding(tmp_path: Path) -> None:
    assert [f.reason for f in check_mappings(tmp_path)] == ["no *.sssom.tsv files here"]
