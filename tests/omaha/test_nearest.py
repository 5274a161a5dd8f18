"""The nearest labelled clause: what is alike, among clauses with the label, named for good."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omaha.clauses import Clause
from omaha.model import CodedIntervention, CodedNote, CodedProblem, CodedSign, Evidence
from omaha.nearest import NearestClauses, clause_id, with_clauses


def clause(text: str, *labels: str) -> Clause:
    return Clause(text, labels, "plain", "any", "hand", "2026-11-21")


CLAUSES = [
    clause("zat nog in de pyjama van zaterdag", "3809"),
    clause("stuit is rood en warm", "2401"),
    clause("loopt in pyjama over straat", "2104"),
    clause("stuit ingesmeerd met zalf", "I02/63"),
    clause("geleerd de stuit te smeren", "I01/63"),
    clause("wast zich niet", "3803", "-24"),
]


@pytest.fixture(scope="module")
def clauses() -> NearestClauses:
    return NearestClauses(CLAUSES, "nl")


@pytest.mark.parametrize(
    ("text", "outputs", "found"),
    [
        ("zat om elf uur in pyjama", ("P38",), "zat nog in de pyjama van zaterdag"),
        ("zat om elf uur in pyjama", ("P21",), "loopt in pyjama over straat"),
        ("rode stuiten", ("S2401",), "stuit is rood en warm"),
        ("stuit gesmeerd", ("T63", "C01"), "geleerd de stuit te smeren"),
        ("zalfje stuit", ("T63",), "stuit ingesmeerd met zalf"),
    ],
)
def test_the_most_alike_clause_with_the_label_is_found(
    clauses: NearestClauses, text: str, outputs: tuple[str, ...], found: str
) -> None:
    near = clauses.nearest(text, outputs)
    assert near is not None
    assert near.clause.text == found
    assert 0 < near.similarity < 1


def test_no_clause_is_named_where_none_fits(clauses: NearestClauses) -> None:
    assert clauses.nearest("stuit rood", ("P99",)) is None
    assert clauses.nearest("zqx", ("P38",)) is None
    assert clauses.nearest("", ("P38",)) is None
    # Denied: the clause does not say it.
    assert (
        NearestClauses([clause("geen rode stuit", "-24")], "nl").nearest("stuit", ("P24",)) is None
    )


@given(st.text(max_size=40))
def test_any_words_are_looked_up(text: str) -> None:
    near = NearestClauses(CLAUSES, "nl").nearest(text, ("P38",))
    assert near is None or 0 < near.similarity <= 1


def test_a_clause_is_most_like_itself_whatever_the_order(clauses: NearestClauses) -> None:
    for one in CLAUSES[:2]:
        output = "P" + one.labels[0][:2]
        turned = NearestClauses(reversed(CLAUSES), "nl")
        for each in (clauses, turned):
            near = each.nearest(one.text, (output,))
            assert near is not None
            assert near.clause == one
            assert near.similarity == pytest.approx(1.0)


def test_an_id_changes_with_the_meaning_only() -> None:
    one = CLAUSES[0]
    same = Clause(one.text, one.labels, "hard", one.discipline, "other", "2027-01-01")
    assert clause_id(same) == clause_id(one)
    assert len({clause_id(each) for each in CLAUSES}) == len(CLAUSES)
    assert clause_id(clause(one.text, "3808")) != clause_id(one)


def test_only_evidence_of_the_model_gets_a_clause(clauses: NearestClauses) -> None:
    seen = Evidence(0, 12, "stuit zo rood", "model")
    listed = Evidence(0, 5, "stuit", "exact", "lex:1")
    smeared = Evidence(14, 20, "stuit gesmeerd", "model")
    coded = CodedNote(
        "a", "nl", None,
        problems=(CodedProblem("24", "Huid", "actual", "individual", 0.8, "ask",
                               (CodedSign("2401", "x", 0.9, (seen,)),), (listed, seen)),),
        interventions=(CodedIntervention("24", "04", "63", "x", 0.5, (smeared,)),),
    )  # fmt: skip
    explained, named = with_clauses(coded, clauses)

    (problem,), (action,) = explained.problems, explained.interventions
    assert [each.mapping for each in problem.evidence] == ["lex:1", clause_id(CLAUSES[1])]
    assert problem.signs[0].evidence[0].mapping == clause_id(CLAUSES[1])
    # No clause has category 04: the target alone is looked for.
    assert action.evidence[0].mapping in {clause_id(CLAUSES[3]), clause_id(CLAUSES[4])}
    assert {one.id for one in named.values()} == set(named)
