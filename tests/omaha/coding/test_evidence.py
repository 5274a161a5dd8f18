"""What phrases say of a concept: asserted or excluded, shared, silenced, for whom."""

from __future__ import annotations

import pytest

from omaha.coding.evidence import Heard, gather
from omaha.mappings import Mapping
from tests.omaha.coding.invented import lexicon, mentions, phrase


def heard(
    text: str, *rows: Mapping, status: str = "present", discipline: str | None = None
) -> tuple[dict[str, Heard], dict[str, Heard]]:
    _, found = mentions(lexicon(*rows), text)
    return gather(found, [status] * len(found), discipline)


def grades(one: Heard) -> list[float]:
    return [grade for grade, _, _ in one.asserted]


def test_a_sign_speaks_for_its_problem_too() -> None:
    problems, concepts = heard("stuit rood", phrase("stuit rood", "sign/2401"))
    assert set(problems) == {"24"}
    assert set(concepts) == {"omaha:sign/2401", "omaha:problem/24"}
    assert (grades(problems["24"]), problems["24"].denied()) == ([1.0], 0.0)


def test_a_hint_counts_less_than_a_name() -> None:
    problems, _ = heard("pijn", phrase("pijn", "problem/22", "skos:relatedMatch"))
    ((_, _, sense),) = problems["22"].asserted
    assert 0.0 < sense.weight < 0.9


@pytest.mark.parametrize("status", ["absent", "past", "hypothetical", "other_person"])
def test_what_does_not_hold_is_excluded_with_its_reason(status: str) -> None:
    row = phrase("pijn", "problem/22")
    problems, _ = heard("pijn", row, status=status)
    assert problems["22"].asserted == []
    assert [(why, sense.mapping) for why, _, sense in problems["22"].excluded] == [(status, row.id)]
    assert problems["22"].denied() == 1.0


def test_what_another_person_does_may_be_the_clients_problem_between_people() -> None:
    problems, _ = heard("slaat", phrase("slaat", "sign/1501"), status="other_person")
    assert grades(problems["15"]) == [1.0]


def test_a_phrase_for_two_problems_shares_its_strength() -> None:
    problems, _ = heard("moe", phrase("moe", "sign/2201"), phrase("moe", "sign/3601"))
    assert grades(problems["22"]) == grades(problems["36"]) == [pytest.approx(0.5**0.5)]


def test_two_signs_of_one_problem_share_nothing() -> None:
    problems, _ = heard("moe", phrase("moe", "sign/2201"), phrase("moe", "sign/2202"))
    assert grades(problems["22"]) == [1.0, 1.0]


def test_a_row_of_one_discipline_counts_for_it_and_for_notes_of_no_discipline() -> None:
    row = phrase("transfer", "sign/2701", discipline="ergotherapeut")
    assert "27" in heard("transfer", row, discipline="ergotherapeut")[0]
    assert "27" in heard("transfer", row)[0]
    assert "27" not in heard("transfer", row, discipline="poh")[0]


def test_a_row_that_says_not_this_silences_exactly_its_own_words() -> None:
    rows = (phrase("bloed", "sign/2401"), phrase("bloed prikken", "sign/2401", negative=True))
    assert "24" in heard("bloed", *rows)[0]
    silenced = (*rows, phrase("bloed prikken", "sign/2401"))
    assert "24" not in heard("bloed prikken", *silenced)[0]


def test_a_row_that_says_not_this_holds_only_for_its_discipline() -> None:
    rows = (phrase("bloed", "sign/2401"),
            phrase("bloed", "sign/2401", negative=True, discipline="poh"))  # fmt: skip
    assert "24" not in heard("bloed", *rows, discipline="poh")[0]
    assert "24" in heard("bloed", *rows, discipline="dietist")[0]


def test_a_phrase_inside_a_longer_one_is_not_heard() -> None:
    rows = (phrase("pijn", "sign/2201"), phrase("pijn heup", "sign/2801"))
    assert set(heard("pijn heup", *rows)[0]) == {"28"}


def test_a_target_is_heard_but_is_no_problem() -> None:
    problems, concepts = heard("wondzorg", phrase("wondzorg", "target/79"))
    assert problems == {}
    assert grades(concepts["omaha:target/79"]) == [1.0]


def test_a_mention_holds_in_the_words_in_which_it_begins() -> None:
    problems, _ = heard("bloed op stuit", phrase("stuit", "sign/2401"))
    assert problems["24"].asserted_in((2, 3))
    assert not problems["24"].asserted_in((0, 2))
