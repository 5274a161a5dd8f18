"""Mappings are known by what they mean, and by nothing else."""

from __future__ import annotations

import dataclasses
import re

import pytest

from omaha.disciplines import find_discipline
from omaha.mappings import CUES, DISCIPLINES, NO_TERM, PREDICATES, Mapping

ROW = Mapping("stuit rood", "skos:broadMatch", "omaha:sign/2401", literal=True, lang="nl")


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "stuit is rood"}, {"predicate": "skos:exactMatch"},
        {"object": "omaha:sign/2402"}, {"lang": "en"}, {"discipline": "poh"}, {"cue": "past"},
        {"negative": True}, {"literal": False},
    ],
    ids=str,
)  # fmt: skip
def test_another_meaning_is_another_mapping(change: dict[str, object]) -> None:
    assert dataclasses.replace(ROW, **change).id != ROW.id  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"source": "x"}, {"date": "2026-01-01"}, {"comment": "x"}, {"confidence": 0.5},
        {"justification": "semapv:MappingReview"}, {"subject_label": "x"}, {"object_label": "x"},
        {"see_also": "x"}, {"object_source": "omaha:scheme/icpc1"},
    ],
    ids=str,
)  # fmt: skip
def test_a_judgement_stays_with_a_mapping_whose_paperwork_changes(
    change: dict[str, object],
) -> None:
    assert dataclasses.replace(ROW, **change).id == ROW.id  # type: ignore[arg-type]


def test_where_no_term_was_found_the_scheme_is_part_of_the_meaning() -> None:
    none = Mapping("omaha:problem/24", "skos:exactMatch", NO_TERM, object_source="omaha:scheme/a")
    assert dataclasses.replace(none, object_source="omaha:scheme/b").id != none.id


def test_an_id_says_whether_a_phrase_or_a_concept_is_mapped() -> None:
    assert re.fullmatch(r"lex:[0-9a-f]{12}", ROW.id)
    assert re.fullmatch(r"map:[0-9a-f]{12}", dataclasses.replace(ROW, literal=False).id)


def test_fields_do_not_run_into_each_other() -> None:
    one = Mapping("a", "b", "c", literal=True, lang="nl", discipline="any")
    other = Mapping("a", "b", "cnl", literal=True, lang="", discipline="any")
    assert one.id != other.id


def test_rows_are_sorted_by_concept_then_language_then_words() -> None:
    rows = [
        Mapping("B", "skos:exactMatch", "omaha:sign/2401", literal=True, lang="nl"),
        Mapping("a", "skos:exactMatch", "omaha:sign/2401", literal=True, lang="nl"),
        Mapping("z", "skos:exactMatch", "omaha:sign/2401", literal=True, lang="en"),
        Mapping("y", "skos:exactMatch", "omaha:sign/2301", literal=True, lang="nl"),
    ]
    ordered = sorted(rows, key=lambda row: row.sort_key)
    assert [row.subject for row in ordered] == ["y", "z", "a", "B"]


def test_mappings_between_concepts_are_sorted_by_subject_predicate_and_object() -> None:
    said = [("24", "narrowMatch", "icf:b1"), ("24", "closeMatch", "icf:s8"),
            ("24", "closeMatch", "icf:b8"), ("03", "relatedMatch", "icf:z")]  # fmt: skip
    rows = [Mapping(f"omaha:problem/{s}", f"skos:{p}", o) for s, p, o in said]

    ordered = sorted(rows, key=lambda row: row.sort_key)

    assert [rows.index(row) for row in ordered] == [3, 2, 1, 0]


def test_the_words_of_mappings_are_explained() -> None:
    assert all(PREDICATES.values())
    assert all(curie.startswith(("omaha:assertion/", "omaha:modifier/")) for curie in CUES.values())


def test_a_discipline_is_found_by_name_or_alias_and_no_alias_means_two() -> None:
    for name, aliases in DISCIPLINES.items():
        for written in (name, name.upper(), name.replace("_", " "), *aliases):
            assert find_discipline(written) == name
    assert find_discipline("kapper") is None
    assert len(DISCIPLINES) == 17
