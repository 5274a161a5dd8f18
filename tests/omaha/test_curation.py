"""What judgements come to, whatever their order and number."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omaha.curation import (
    RELATIONS,
    SAMPLE,
    VERDICTS,
    Judgement,
    Steward,
    check_mapping,
    gain,
    heap_of,
    interleave,
    is_sampled,
    kept_words,
    outcome,
    standing,
    word_of,
)
from omaha.errors import InputError
from omaha.loading import Engine
from omaha.mappings import PREDICATES, Mapping

ROW = Mapping("baxter", "skos:broadMatch", "omaha:target/39", literal=True, lang="nl")
BETWEEN = Mapping("omaha:problem/24", "skos:closeMatch", "icf:b810")
JUDGEMENTS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(("accept", "reject", "unsure"))),
    max_size=8,
).map(
    lambda given: [
        Judgement(number, "m", Steward(name, "Noord"), verdict)
        for number, (name, verdict) in enumerate(given, 1)
    ]
)


def test_relations_are_the_predicates_that_relate() -> None:
    assert set(RELATIONS) == {name for name in PREDICATES if name.startswith("skos:")}


@given(JUDGEMENTS)
def test_order_of_reading_makes_no_difference(given_: list[Judgement]) -> None:
    for blind in (True, False):
        assert outcome(given_, blind=blind) == outcome(reversed(given_), blind=blind)


@given(JUDGEMENTS)
def test_an_undone_judgement_is_as_if_never_given(given_: list[Judgement]) -> None:
    before = outcome(given_, blind=True)
    number = len(given_) + 1
    slip = Judgement(number, "m", Steward("x", "Noord"), "reject")
    back = Judgement(number + 1, "m", slip.steward, "undo", undoes=number)

    assert outcome([*given_, slip, back], blind=True) == before


@given(JUDGEMENTS)
def test_a_decision_needs_two_people_under_blind_review(given_: list[Judgement]) -> None:
    found = outcome(given_, blind=True)
    people = {judgement.steward.name for judgement in given_}

    assert (found.status == "predicted") == (not people)
    assert (found.status == "in_review") == (len(people) == 1)
    if found.decided is not None:
        assert found.decided in {judgement.said for judgement in standing(given_)}


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("aa", "accepted"), ("rr", "rejected"), ("uu", "agreed"), ("ar", "conflict"),
        ("arr", "rejected"), ("ara", "accepted"), ("aru", "agreed"), ("aar", "conflict"),
        ("aara", "accepted"),
    ],
)  # fmt: skip
def test_blind_review_by_its_verdicts(said: str, status: str) -> None:
    verdicts = {verdict[0]: verdict for verdict in VERDICTS}
    given_ = [
        Judgement(number, "m", Steward(str(number), "Noord"), verdicts[letter])
        for number, letter in enumerate(said, 1)
    ]
    assert outcome(given_, blind=True).status == status


@pytest.mark.parametrize(
    ("row", "said", "heap", "word"),
    [
        (ROW, "accept", "accepted", ROW),
        (ROW, "reject", "negative", replace(ROW, negative=True)),
        (ROW, "unsure", "unsure", None),
        (replace(ROW, negative=True), "accept", "negative", replace(ROW, negative=True)),
        (replace(ROW, negative=True), "reject", None, None),
        (BETWEEN, "accept", "accepted", BETWEEN),
        (BETWEEN, "reject", "negative", replace(BETWEEN, negative=True)),
        (replace(ROW, cue="past"), "accept", "accepted", None),
    ],
)
def test_what_a_decision_does(
    row: Mapping, said: str, heap: str | None, word: Mapping | None
) -> None:
    assert heap_of(said, negative=row.negative) == heap
    assert word_of(row, (said, "")) == word


def test_every_tenth_place_is_a_sampled_one_and_none_is_lost() -> None:
    rows = [replace(ROW, subject=str(number)) for number in range(30)]

    found = interleave(rows[:25], rows[25:], 100)

    assert [found.index(row) + 1 for row in rows[25:]] == [10, 20, 28, 29, 30]
    assert sorted(map(id, found)) == sorted(map(id, rows))
    assert interleave(rows[:25], rows[25:], 1, start=9) == [rows[25]]


def test_about_one_in_ten_is_sampled() -> None:
    drawn = sum(is_sampled(replace(ROW, subject=str(number)).id) for number in range(5_000))
    assert 0.8 * 5_000 / SAMPLE < drawn < 1.2 * 5_000 / SAMPLE


def test_doubt_and_support_teach_most() -> None:
    assert gain(0.5) > gain(0.8) > gain(0.99) == gain(0.01)
    assert gain(0.9, support=3) > gain(0.9, support=1) > gain(0.9)
    assert gain(None) == gain(0.5)
    assert gain(1.0) >= 0


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("baxter aangereikt", "baxter aangereikt"),
        ("  baxter   aangereikt ", "baxter aangereikt"),
        ("mw's baxter", None),
        ("Baxter", None),
        ("baxter 2", None),
        ("baxter2", None),
        ("baxter, aangereikt", None),
        ("baxter jansen", None),
        (" ".join(["baxter"] * 8), " ".join(["baxter"] * 8)),
        (" ".join(["baxter"] * 9), None),
    ],
)
def test_only_plain_known_words_may_be_kept(words: str, kept: str | None) -> None:
    assert kept_words(words, {"baxter", "aangereikt"}) == kept


@given(st.text(max_size=60))
def test_no_digit_and_no_capital_is_ever_kept(words: str) -> None:
    class Everything:
        def __contains__(self, _: object) -> bool:
            return True

    kept = kept_words(words, Everything())
    assert kept is None or not any(sign.isdigit() or sign.isupper() for sign in kept)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"subject": " x"}, "subject"),
        ({"subject": "a\nb"}, "subject"),
        ({"subject": "--"}, "subject"),
        ({"subject": "x" * 201}, "subject"),
        ({"lang": "de"}, "lang"),
        ({"literal": False}, "subject"),
        ({"predicate": "skos:foo"}, "predicate"),
        ({"predicate": "omaha:cues"}, "predicate"),
        ({"cue": "past"}, "cue"),
        ({"object": "omaha:target/99"}, "object"),
        ({"object": "icf:b110"}, "object"),
        ({"object": "sssom:NoTermFound"}, "object"),
        ({"discipline": "kok"}, "discipline"),
        ({"confidence": 1.1}, "confidence"),
    ],
)
def test_a_claim_of_unknown_things_is_refused(
    engine: Engine, change: dict[str, object], field: str
) -> None:
    check_mapping(ROW, engine.vocabulary, engine.crosswalks)
    with pytest.raises(InputError) as refused:
        check_mapping(replace(ROW, **change), engine.vocabulary, engine.crosswalks)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_concept_may_mean_one_of_another_scheme(engine: Engine) -> None:
    row = Mapping("omaha:problem/24", "skos:closeMatch", "icf:b110")
    check_mapping(row, engine.vocabulary, engine.crosswalks)
    with pytest.raises(InputError, match="unknown concept"):
        check_mapping(replace(row, object="icf:z9"), engine.vocabulary, engine.crosswalks)
