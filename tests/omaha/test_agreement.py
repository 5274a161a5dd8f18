"""Agreement: our figures against those of the package `krippendorff`, and known ones."""

from __future__ import annotations

import math
import warnings

import krippendorff
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


def theirs(table: list[list[str | None]]) -> float | None:
    numbers = [
        [math.nan if cell is None else float(VALUES.index(cell)) for cell in column]
        for column in zip(*table, strict=True)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = float(krippendorff.alpha(numbers, level_of_measurement="nominal"))
        except (ValueError, AssertionError):
            return None
    return None if math.isnan(found) else found


@given(TABLES)
def test_alpha_is_that_of_the_package(table: list[list[str | None]]) -> None:
    ours = krippendorff_alpha([[cell for cell in row if cell is not None] for row in table])
    expected = theirs(table)

    if ours is not None:
        assert expected is not None
        assert ours == pytest.approx(expected, abs=1e-9)


def test_alpha_of_the_example_in_the_literature() -> None:
    # Krippendorff 2011, example C: four observers, twelve units, nominal: 0.743.
    a = [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None]
    b = [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3]
    c = [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None]
    d = [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None]
    units = [[v for v in unit if v is not None] for unit in zip(a, b, c, d, strict=True)]

    assert krippendorff_alpha(units) == pytest.approx(0.743, abs=0.0005)


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
