"""Agreement: our figures against published ones and against the definition."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omaha.agreement import agreement_of, agreements, cohen_kappa, krippendorff_alpha
from omaha.curation import Judgement, Steward

VALUES = ("accept", "reject", "unsure")
# One row a unit, one cell a rater; None: this rater did not judge it.
TABLES = st.lists(
    st.lists(st.sampled_from((*VALUES, None)), min_size=4, max_size=4), min_size=1, max_size=30
)


# Each row one observer, each column one unit, "." for not judged; nominal values.
PUBLISHED = {
    "Krippendorff 2011, A": (["0100000010", "1110010000"], 0.095),
    "Krippendorff 2011, B": (["aabbdcccedda", "babbbccceddd"], 0.692),
    "Krippendorff 2011, C": (
        ["123321412...", "1233224125.3", ".3332342251.", "12332441251."],
        0.743,
    ),
    "three coders, Wikipedia": (
        [".....34121133.3", "1.213343.......", "..21344.21133.4"],
        0.691,
    ),
}


def by_definition(table: list[list[str | None]]) -> float | None:
    """One minus observed by expected disagreement, counted pair by pair of pairable values."""
    units = [[cell for cell in row if cell is not None] for row in table]
    units = [unit for unit in units if len(unit) > 1]
    values = [cell for unit in units for cell in unit]
    observed = sum(
        Fraction(sum(one != other for one, other in permutations(unit, 2)), len(unit) - 1)
        for unit in units
    )
    expected = sum(one != other for one, other in permutations(values, 2))
    return float(1 - observed * (len(values) - 1) / expected) if expected else None


@given(TABLES)
def test_alpha_is_what_its_definition_gives(table: list[list[str | None]]) -> None:
    ours = krippendorff_alpha([[cell for cell in row if cell is not None] for row in table])

    assert ours == pytest.approx(by_definition(table), abs=1e-9)


@pytest.mark.parametrize(("observers", "alpha"), PUBLISHED.values(), ids=PUBLISHED)
def test_alpha_of_examples_in_the_literature(observers: list[str], alpha: float) -> None:
    units = [[said for said in unit if said != "."] for unit in zip(*observers, strict=True)]

    assert krippendorff_alpha(units) == pytest.approx(alpha, abs=0.0005)


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [([("a", "a")] * 4, None), ([], None), ([("a", "b"), ("b", "a")], -1.0),
     ([("a", "a"), ("b", "b")], 1.0)],
)  # fmt: skip
def test_kappa_at_its_ends(pairs: list[tuple[str, str]], kappa: float | None) -> None:
    assert cohen_kappa(pairs) == kappa


def said(mapping: str, name: str, verdict: str, discipline: str = "any") -> Judgement:
    return Judgement(1, mapping, Steward(name, "Noord", discipline), verdict)


def test_a_mapping_with_one_judgement_counts_for_nothing() -> None:
    found = agreement_of("all", [[said("a", "anna", "accept")]])

    assert (found.mappings, found.pairs, found.percent) == (0, 0, None)


def test_figures_are_by_scheme_pair_of_disciplines_and_steward() -> None:
    units = {
        "a": [said("a", "anna", "accept", "poh"), said("a", "bo", "accept", "dietist")],
        "b": [said("b", "anna", "accept", "poh"), said("b", "bo", "reject", "dietist")],
        "c": [said("c", "anna", "reject", "poh"), said("c", "cem", "reject", "poh")],
    }
    found = agreements(units, {"a": "icf", "b": "icf", "c": "omaha:sign"})

    assert {each.group: each.percent for each in found["scheme"]} == {"icf": 0.5, "omaha:sign": 1}
    assert {each.group: each.pairs for each in found["disciplines"]} == {
        "dietist / poh": 2, "poh / poh": 1}  # fmt: skip
    assert {each.group: each.pairs for each in found["steward"]} == {
        "anna (Noord)": 3, "bo (Noord)": 2, "cem (Noord)": 1}  # fmt: skip
